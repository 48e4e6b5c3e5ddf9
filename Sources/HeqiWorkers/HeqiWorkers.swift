// HeqiWorkers: first sources follow.

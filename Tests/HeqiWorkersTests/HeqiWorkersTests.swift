// HeqiWorkers tests follow.

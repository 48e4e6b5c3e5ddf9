// HeqiStorage: first sources follow.

// HeqiAPI: first sources follow.

// HeqiServer: first sources follow.

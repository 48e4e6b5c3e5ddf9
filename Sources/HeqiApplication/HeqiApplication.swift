// HeqiApplication: first sources follow.

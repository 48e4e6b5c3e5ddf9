// HeqiHTTPKit: first sources follow.

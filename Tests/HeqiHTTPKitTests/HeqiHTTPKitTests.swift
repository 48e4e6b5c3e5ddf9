// HeqiHTTPKit tests follow.

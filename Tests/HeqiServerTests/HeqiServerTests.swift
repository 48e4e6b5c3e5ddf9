// HeqiServer tests follow.

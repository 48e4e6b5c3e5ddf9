// HeqiDomain tests follow.

// HeqiApplication tests follow.

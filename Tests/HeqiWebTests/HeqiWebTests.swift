// HeqiWeb tests follow.

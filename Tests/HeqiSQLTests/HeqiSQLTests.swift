// HeqiSQL tests follow.

// HeqiStorage tests follow.

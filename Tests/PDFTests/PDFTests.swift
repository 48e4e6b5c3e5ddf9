// PDF tests follow.

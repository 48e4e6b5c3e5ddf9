// follow.

// Graphics tests follow.

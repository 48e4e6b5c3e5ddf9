// Graphics: first sources follow.

// HeqiSQL: first sources follow.

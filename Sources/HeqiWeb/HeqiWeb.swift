// HeqiWeb: first sources follow.

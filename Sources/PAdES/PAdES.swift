// PAdES: first sources follow.

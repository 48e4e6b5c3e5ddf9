// PAdES tests follow.

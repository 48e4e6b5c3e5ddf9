// Typeset: first sources follow.

// Typeset tests follow.

"""One benchmark a file; each gives rows to print."""

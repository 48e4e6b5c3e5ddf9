"""What people do on the pages, step by step, so that a test reads like a story."""

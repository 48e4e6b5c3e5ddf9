// PDF: first sources follow.

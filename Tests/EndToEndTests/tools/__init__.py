"""What the suite needs besides a browser: a server, documents, images, judges."""

"""One release: what it is, and its headline figures."""

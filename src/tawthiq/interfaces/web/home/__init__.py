"""The first screen: the statements and the releases of the archive."""

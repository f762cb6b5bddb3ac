"""Where bytes rest: the content-addressed store of evidence."""

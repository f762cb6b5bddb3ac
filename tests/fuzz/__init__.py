"""Malformed lists of invented people: made from seeds, read, and either taken whole or refused clearly."""

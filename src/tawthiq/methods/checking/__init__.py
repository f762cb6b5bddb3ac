"""Checks a release folder from outside: no database, no server, nothing but the folder.

Whoever holds the folder can find out that its bytes are the ones that were frozen, that its tables are
what the manifest says, and that the digest printed in a statement is the digest of these tables. It is
what a court's own expert runs: ``python -m tawthiq.methods.checking DIR``.
"""

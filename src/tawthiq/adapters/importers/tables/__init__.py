"""Foreign files as rows of text cells, whatever format they came in.

A file is told by its bytes, never by its name. Every format gives the same two things: the columns, then the
lines. What cannot be read stops a cell, else its row, else the file; nothing is repaired in silence,
and no file takes more memory because it says that it is large.
"""

"""The invented archive: made-up people whose reports go the whole way through the real actions.

Takes nothing; gives an archive folder whose releases, figures and statement are worth looking at, because
they came about as real ones do: lists imported, editions, duplicates found, doubts decided by two people,
releases frozen as the years went by. Every person, source and piece of evidence is invented, every
identifier begins with DEMO, and the archive refuses real lists. Promise: the same bytes everywhere.
"""

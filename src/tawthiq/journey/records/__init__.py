"""What does this one report say?

Takes a report's rows or passages as accounts. Gives Records: one for each account, with its claims in the
source's own words, and the lists they came in as numbered Editions. Promises that a record is never edited to
agree with another source, that a row which could not be read is named and kept, and that an import is whole,
undone, or not there at all.

A way in: `actions.import_list` takes a list through the seam in `lists`; `rules` compares an edition with
what is in force; `taking_in` makes rows of it; `queries.records_in_force` is what the next stage reads.
"""

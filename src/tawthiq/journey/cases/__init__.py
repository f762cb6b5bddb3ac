"""Who and what is it about, across sources?

Takes the records in force. Gives persons, their acts with the set of what may be true of each field, and
what surrounds them: events, laws, facilities, relations, property losses, identifications.

Promises: every record in force has a person. Every merge has an author (a user or a named rule), a reason
and an undo that restores what was before it. Nothing is resolved silently: claims that conflict stay side
by side until somebody decides. What rests on a secret record is as secret as that record.

A way in: `clusters` and `linking` decide what belongs together; `possibilities` says what may be true of
it; `actions` writes; `queries` reads.
"""

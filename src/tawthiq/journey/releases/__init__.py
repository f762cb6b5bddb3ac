"""What did we know on this date?

Takes the accepted acts documented on or before a date, and the vocabulary and counting rules of that moment.
Gives a folder: counting tables without names, identity tables with them, and a manifest that holds both fast.

Promises: a release never changes; its digest depends on nothing but its content; a freeze that is killed
leaves nothing behind that anyone takes for a release; one frozen after its date says so.
"""

"""Do we accept it, and to what standard?

Takes acts in the version they stand in. Gives decisions: an act version was accepted by a named rule, or to
a standard of proof that independent people assessed it against.

Promises: nobody accepts their own work. A decision is about one version of an act: when the act gains a
record, what was accepted stays accepted as it was until somebody decides on the new version.
"""

"""What was changed, by whom, when and why; and the proof that nothing else was.

Takes: changes through one door. Gives: a log that is an RFC 6962 Merkle tree, every version of every
conclusion, and a verifier. Promises: no row enters without an entry that commits to it, and no entry,
version or source row changes afterwards without the verifier naming it.
"""

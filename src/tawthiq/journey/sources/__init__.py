"""Who told us, and what exactly did they give us?

Takes what a source hands over: a list, a testimony, a document, as bytes. Gives Sources, their Reports,
the Evidence that belongs to each, and the custody of every piece. Promises that bytes never change, and that
every touch of them is logged.
"""

"""Who acts, and what they may see and do.

Takes: a user's name and the permission that a command needs. Gives: an `Actor`, without which no query
answers and no action starts. Promises: a table of the journey gives up rows only to an actor, and only
those at or below the actor's clearance; no one accepts their own work.
"""

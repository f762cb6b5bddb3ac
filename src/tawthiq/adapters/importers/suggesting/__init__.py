"""What the columns of an unknown list may mean: looked at in a process of its own, guessed, and written down.

Guesses are for a person to correct. The words of columns that name people never leave the reading process.
"""

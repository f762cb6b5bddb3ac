"""Read-only pages of one archive, for one person at its own machine.

A folder per screen. Every screen declares a permission; one without stops start-up.
"""

"""How many?

Takes one release and a question: a named counting rule, or conditions. Gives a number with its bounds, its
breakdown, and the acts behind it, which open into people, reports and evidence as far as the reader may see.

Promises: only frozen data is counted; a release whose bytes are not those that were frozen is refused;
the same release and question give the same figure, on any machine, for ever.
"""

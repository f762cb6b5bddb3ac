"""What do we say in public?

Takes a text in every language of the house with tags where its numbers belong, and one or more releases.
Gives a folder of pages in which every number is a figure that opens into what it counts, or a dated
citation of somebody else. Promises that no digit is typed by hand, that both languages say the same
numbers, and that the same text and the same release give the same bytes.
"""

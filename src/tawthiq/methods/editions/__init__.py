"""Which rows that a new edition of a list lacks are rows that it has, changed?

Takes the rows that are gone and the rows that are new, each with what it says of a person. Gives pairs that
look like one person, best first, each with its reasons in words, and says which of them are clear. It
proposes and never decides. It promises that brothers, sisters and twins are never clear, that no pair is
clear which another row could also stand in, and that whatever was too crowded to compare is counted.
"""

from tawthiq.methods.editions.candidates import Crowded
from tawthiq.methods.editions.proposals import RULE, Likeness, Proposal, Proposals, propose
from tawthiq.methods.editions.rows import Row

__all__ = ["RULE", "Crowded", "Likeness", "Proposal", "Proposals", "Row", "propose"]

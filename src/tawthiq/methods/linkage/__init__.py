"""Which records are about the same person?

Takes candidates (what each record says of one individual) and the judgements that people made. Gives
clusters of records, each join with its rule and its reasons in words, and what was refused and why.
A linker promises: the same answer whatever the order of its input, no cluster that contradicts itself, and
no join that a person has ruled out.
"""

from tawthiq.methods.linkage.exact import ExactKeys
from tawthiq.methods.linkage.model import (
    AgeAt,
    Candidate,
    Conflict,
    Judgements,
    Linkage,
    Linker,
    Match,
    Reason,
    Refusal,
)

__all__ = [
    "AgeAt",
    "Candidate",
    "Conflict",
    "ExactKeys",
    "Judgements",
    "Linkage",
    "Linker",
    "Match",
    "Reason",
    "Refusal",
]

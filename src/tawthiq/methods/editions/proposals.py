"""Pairs of a gone and a new row that look like one person, best first, and which of them are clear. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from tawthiq.core.names import FOLD_VERSION
from tawthiq.methods.editions import reasons
from tawthiq.methods.editions.births import CORRECTION, Birth, births
from tawthiq.methods.editions.candidates import Crowded, bearers, pairs
from tawthiq.methods.editions.names import Name, names
from tawthiq.methods.editions.reasons import Sex
from tawthiq.methods.editions.rows import Row
from tawthiq.methods.linkage import Reason

RULE = f"changed-rows-1/fold-{FOLD_VERSION}"
FEW = 3
"""How many new rows are proposed for one that is gone."""
LEAST = 500
FULL_NAME = 4
"""Parts of a name that few people share: own, father's, grandfather's and family name."""
SAME_PERSON = 1000
TAKEN_OFF_NAME: Mapping[Name, int] = MappingProxyType(
    {
        Name.SAME: 0,
        Name.SPELLING: 10,
        Name.MORE_PARTS: 60,
        Name.PART_SPELT: 80,
        Name.SOUNDS: 120,
        Name.ORDER: 130,
        Name.OWN_SPELT: 350,
        Name.PART_OTHER: 420,
    }
)
TAKEN_OFF_BIRTH: Mapping[Birth, int] = MappingProxyType(
    {
        Birth.SAME: 0,
        Birth.SWAPPED: 60,
        Birth.ONE_DIGIT: 70,
        Birth.NEXT_DAY: 70,
        Birth.MISSING: 100,
        Birth.SAME_DAY_OF_YEAR: 150,
        Birth.SAME_YEAR: 250,
        Birth.OTHER: 400,
    }
)
TAKEN_OFF_SEX: Mapping[Sex, int] = MappingProxyType({Sex.SAME: 0, Sex.MISSING: 20, Sex.OTHER: 300})


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two rows are, field by field."""

    name: Name
    birth: Birth
    sex: Sex

    @property
    def score(self) -> int:
        """Return how alike they are in thousandths; it orders what is looked at, and is no probability."""
        taken_off = TAKEN_OFF_NAME[self.name] + TAKEN_OFF_BIRTH[self.birth] + TAKEN_OFF_SEX[self.sex]
        return SAME_PERSON - taken_off

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the likeness in words."""
        return (reasons.NAMES[self.name], reasons.BIRTHS[self.birth], reasons.SEXES[self.sex])


@dataclass(frozen=True, slots=True)
class Proposal:
    """A gone row and a new one that look like one person.

    `clear`: they do so in the narrowest sense of the rule, each is the best for the other, and no other
    row does with either of them.
    """

    gone: str
    new: str
    score: int
    clear: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed, the clear first and then the best, and the keys too crowded to compare by."""

    rule: str
    pairs: tuple[Proposal, ...]
    crowded: tuple[Crowded, ...] = ()


@dataclass
class _Found:
    """Every pair that is alike enough, and what speaks against calling it clear."""

    alike: dict[str, list[tuple[Row, Row, Likeness]]] = field(default_factory=lambda: defaultdict(list))
    strong_of_gone: Counter[str] = field(default_factory=Counter)
    strong_of_new: Counter[str] = field(default_factory=Counter)
    best_of_new: Counter[str] = field(default_factory=Counter)

    def add(self, gone: Row, new: Row, likeness: Likeness) -> None:
        """Keep a pair."""
        self.alike[gone.id].append((gone, new, likeness))
        self.best_of_new[new.id] = max(self.best_of_new[new.id], likeness.score)
        if is_strong(gone, new, likeness):
            self.strong_of_gone[gone.id] += 1
            self.strong_of_new[new.id] += 1


def propose(
    gone: Sequence[Row],
    new: Sequence[Row],
    *,
    staying: Iterable[Row] = (),
    different: frozenset[tuple[str, str]] = frozenset(),
    taken: frozenset[str] = frozenset(),
) -> Proposals:
    """Return which gone rows may be which new rows, changed.

    `staying` are the rows that stand in both editions: who bears the name of one of them is not told by the
    name. `different` are pairs (gone, new) that a person called different; `taken` are new rows that a person
    found to be another gone row already: they are proposed, and never clear.
    """
    crowded: list[Crowded] = []
    found = _Found()
    around = list(staying)
    named = bearers((*gone, *new, *around))
    born = Counter((row.parts, row.birth) for row in around)
    for row, other in pairs(gone, new, crowded):
        likeness = alike(row, other)
        if likeness is None or (row.id, other.id) in different:
            continue
        found.add(row, other, likeness)
    proposed = [
        proposal
        for those in found.alike.values()
        for proposal in _best(those, found, named=named, born=born, taken=taken)
    ]
    proposed.sort(key=lambda p: (not p.clear, -p.score, p.gone, p.new))
    return Proposals(RULE, tuple(proposed), tuple(crowded))


def alike(gone: Row, new: Row) -> Likeness | None:
    """Return how alike two rows are, or None where they are not alike enough to ask a person."""
    name = names(gone, new)
    if name is None:
        return None
    likeness = Likeness(name, births(gone, new), _sexes(gone, new))
    return likeness if likeness.score >= LEAST else None


def is_strong(gone: Row, new: Row, likeness: Likeness) -> bool:
    """Say whether nothing but slips and their correction lie between two rows.

    The person's own name is always the same, letter for letter once spelling is folded: brothers, sisters and
    twins share everything else. Without the same date of birth it takes a full name.
    """
    if likeness.sex is not Sex.SAME:
        return False
    if likeness.birth is Birth.SAME:
        return likeness.name <= Name.PART_SPELT and bool(gone.birth_day)
    full = min(len(gone.parts), len(new.parts)) >= FULL_NAME
    return full and likeness.name <= Name.SPELLING and likeness.birth in CORRECTION


def _best(
    those: list[tuple[Row, Row, Likeness]],
    found: _Found,
    *,
    named: Mapping[tuple[str, ...], int],
    born: Mapping[tuple[tuple[str, ...], str], int],
    taken: frozenset[str],
) -> Iterator[Proposal]:
    those.sort(key=lambda pair: (-pair[2].score, pair[1].id))
    for gone, new, likeness in those[:FEW]:
        against: list[Reason] = []
        if max(found.strong_of_gone[gone.id], found.strong_of_new[new.id]) > 1 or new.id in taken:
            against.append(reasons.FITS_SEVERAL)
        if _has_namesakes(gone, new, likeness, named=named, born=born):
            against.append(reasons.NAMESAKES)
        mutual = likeness.score == those[0][2].score == found.best_of_new[new.id]
        clear = mutual and is_strong(gone, new, likeness) and not against
        yield Proposal(gone.id, new.id, likeness.score, clear, (*likeness.reasons, *against))


def _has_namesakes(
    gone: Row,
    new: Row,
    likeness: Likeness,
    *,
    named: Mapping[tuple[str, ...], int],
    born: Mapping[tuple[tuple[str, ...], str], int],
) -> bool:
    """Say whether somebody else bears the name: with the same birth date too, where that tells them apart."""
    if likeness.birth is Birth.SAME:
        return any(born.get((row.parts, row.birth), 0) for row in (gone, new))
    own = 2 if gone.parts == new.parts else 1
    return named[gone.parts] > own or named[new.parts] > own


def _sexes(gone: Row, new: Row) -> Sex:
    if not gone.sex or not new.sex:
        return Sex.MISSING
    return Sex.SAME if gone.sex == new.sex else Sex.OTHER

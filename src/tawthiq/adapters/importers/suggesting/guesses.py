"""From what a header says and what its cells look like to what the column may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tawthiq.adapters.importers.suggesting.seen import LONGEST_VALUE, Seen
from tawthiq.adapters.importers.suggesting.words import header_guess

OF_PEOPLE = ("name", "mother-name", "notes", "occupation")
BY_HEADER = "its header"
CODED = ("sex", "party", "method", "nationality", "governorate")
ONCE = (
    "identifier",
    "name",
    "mother-name",
    "sex",
    "age",
    "birth-date",
    "date",
    "documented",
    "party",
    "method",
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column may mean, and why that is thought; an empty kind is nothing."""

    column: str
    kind: str
    why: str
    language: str
    seen: Seen

    @property
    def is_told_by_header(self) -> bool:
        """Return whether the name of the column is a known word, and not only its cells speak."""
        return self.kind != "" and self.why == BY_HEADER

    @property
    def may_be_printed(self) -> bool:
        """Return whether its values are words of a list of codes, which name nobody."""
        values = self.seen.values
        return (
            self.kind in CODED
            and values is not None
            and max(map(len, values), default=0) <= LONGEST_VALUE
            and len(values) * 2 <= max(self.seen.known, 4)
        )


def guess_all(seen: Mapping[str, Seen]) -> list[Guess]:
    """Return a guess for every column; no meaning that a person has once is given twice."""
    guesses = [_guess(column, found) for column, found in seen.items() if column]
    taken: set[str] = set()
    ranked = sorted(range(len(guesses)), key=lambda place: -_weight(guesses[place]))
    for place in ranked:
        one = guesses[place]
        if one.kind in taken:
            guesses[place] = Guess(one.column, "", f"another column looks more like {one.kind}", "", one.seen)
        elif one.kind in ONCE or one.kind.startswith("name-parts."):
            taken.add(one.kind)
    return guesses


def _weight(guess: Guess) -> int:
    fit = header_guess(guess.column).fit if guess.kind else 0
    return fit * 1_000_000 + guess.seen.known


def _guess(column: str, seen: Seen) -> Guess:
    said = header_guess(column)
    if said.kind and _fits(said.kind, seen):
        return Guess(column, said.kind, BY_HEADER, said.language, seen)
    kind = _by_cells(seen)
    why = "its cells" if kind else "neither its header nor its cells say"
    if said.kind and not kind:
        why = f"its header says {said.kind}, its cells do not look like it"
    return Guess(column, kind, why, "", seen)


def _fits(kind: str, seen: Seen) -> bool:
    if seen.known == 0:
        return False
    if kind in ("date", "birth-date", "documented"):
        return seen.dates * 2 >= seen.read > 0
    if kind == "age":
        return seen.numbers * 2 >= seen.known
    if kind == "sex":
        return seen.values is not None and len(seen.values) <= 8
    return True


def _by_cells(seen: Seen) -> str:
    if seen.known == 0:
        return ""
    if seen.read and seen.dates * 10 >= seen.read * 8 and seen.numbers == 0:
        return "date"
    return ""

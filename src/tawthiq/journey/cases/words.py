"""Which word says more exactly what another says: codes, places and dates. Pure; no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from tawthiq.core.dates import Dated, age_at, parse_edtf
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load

Finer = Callable[[str, str], bool]
"""finer(a, b): does `a` say strictly more exactly what `b` says?"""


def same_only(_a: str, _b: str) -> bool:
    """Say no: among free codes nothing is finer than anything else."""
    return False


@dataclass(frozen=True)
class Words:
    """The vocabulary and gazetteer of an archive, as the judgment layer asks them."""

    packs: tuple[str, ...] = ("syria",)

    def is_killing(self, violation: str | None) -> bool:
        """Say whether a violation is the killing of the victim, or a narrower term of it."""
        return violation in self._killings

    def is_detention(self, violation: str | None) -> bool:
        """Say whether a violation is detention, or a narrower term of it."""
        return violation in self._detentions

    def kind_of(self, violation: str) -> str:
        """Return the broadest term that a violation is under; a word of no vocabulary is its own kind."""
        return _kind(violation, self.packs)

    def known(self, scheme: str, code: str) -> str:
        """Return a code of a scheme.

        Raises:
            UsageProblem: There is no such code; the nearest is suggested.
        """
        return load(self.packs).term(scheme, code).code

    def finer_in(self, scheme: str) -> Finer:
        """Return the order of a vocabulary: a narrower term is finer than its broader ones."""
        return lambda a, b: a != b and a in self._narrower(scheme, b)

    def finer_place(self, a: str, b: str) -> bool:
        """Say whether place `a` lies inside place `b`."""
        return a != b and b in _places_around(a, self.packs)

    def governorate(self, code: str) -> str | None:
        """Return the governorate that a place is or lies in; None where the gazetteer knows of none."""
        return _governorate(code, self.packs)

    def finer_date(self, a: str, b: str) -> bool:
        """Say whether date `a` lies inside date `b`; of two spellings of one interval, the first by bytes."""
        (a_from, a_to), (b_from, b_to) = bounds(a), bounds(b)
        if (a_from, a_to) == (b_from, b_to):
            return a < b
        starts = b_from is None or (a_from is not None and a_from >= b_from)
        ends = b_to is None or (a_to is not None and a_to <= b_to)
        return starts and ends

    @cached_property
    def _killings(self) -> frozenset[str]:
        return self._narrower("violation", "killing")

    @cached_property
    def _detentions(self) -> frozenset[str]:
        return self._narrower("violation", "detention")

    def _narrower(self, scheme: str, code: str) -> frozenset[str]:
        return _narrower_terms(scheme, code, self.packs)


@lru_cache(maxsize=65536)
def dated(edtf: str) -> Dated:
    """Return an EDTF date with its bounds; lists repeat their dates, so each is read once.

    Raises:
        UnreadableDate: It is not an EDTF date.
    """
    return parse_edtf(edtf)


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """Return the earliest and latest day that an EDTF date may mean; None is open.

    Raises:
        UnreadableDate: It is not an EDTF date.
    """
    date = dated(edtf)
    return date.earliest, date.latest


@lru_cache(maxsize=65536)
def ages_between(birth: str, on: str) -> tuple[int | None, int | None]:
    """Return the least and greatest age in completed years on one EDTF date of somebody born on another."""
    return age_at(dated(birth), dated(on))


@lru_cache(maxsize=4096)
def _kind(violation: str, packs: tuple[str, ...]) -> str:
    vocabulary = load(packs)
    if violation not in vocabulary.codes("violation"):
        return violation
    while broader := vocabulary.term("violation", violation).broader:
        violation = broader
    return violation


@lru_cache(maxsize=4096)
def _narrower_terms(scheme: str, code: str, packs: tuple[str, ...]) -> frozenset[str]:
    vocabulary = load(packs)
    if code not in vocabulary.codes(scheme):
        return frozenset({code})
    return vocabulary.narrower(scheme, code)


@lru_cache(maxsize=65536)
def _places_around(code: str, packs: tuple[str, ...]) -> frozenset[str]:
    places = gazetteer(packs)
    around: set[str] = set()
    parent = places.place(code).parent if code in places else None
    while parent:
        around.add(parent)
        parent = places.place(parent).parent
    return frozenset(around)


@lru_cache(maxsize=65536)
def _governorate(code: str, packs: tuple[str, ...]) -> str | None:
    places = gazetteer(packs)
    return places.ancestor(code, "governorate") if code in places else None

"""Places as a hierarchy with codes, aliases and coordinates; a name is looked up, never guessed.

A gazetteer is made of files: the packs' and an organisation's own. Where a name may mean several places
and none of them contains the others, the answer is None and the candidates are there to choose from.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tawthiq.core.errors import UsageProblem
from tawthiq.core.letters import plain
from tawthiq.core.vocabulary.loading import GENERIC, pack_folder

LEVELS = ("country", "governorate", "district", "subdistrict", "place", "camp")
COLUMNS = ("code", "level", "parent", "kind", "en", "ar", "lat", "lon", "aliases", "source")
FILE = "places.csv"
# Words that say what a place is and not which.
CLASS_WORDS = frozenset({"governorate", "province", "muhafazat", "city", "محافظه", "مدينه"})
ARTICLES = frozenset({"al", "el", "ul"})
# Before these letters the article is spoken, and so often written, with the letter itself: ar-Raqqa.
SUN_ARTICLES = {
    f"{vowel}{letter}": letter for vowel in "aeu" for letter in ("d", "l", "n", "r", "s", "t", "z")
} | {f"{vowel}{letters}": letters for vowel in "aeu" for letters in ("ch", "dh", "sh", "th")}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a gazetteer. Coordinates are decimal degrees; None is not known."""

    code: str
    level: str
    parent: str | None
    kind: str
    """What it is within its level: ``city``, ``palestinian-camp``, ``displaced-camp``; may be empty."""
    label: Mapping[str, str]
    aliases: tuple[str, ...]
    lat: float | None
    lon: float | None
    source: str
    """Whose data it is: ``ocha``, ``open-syria``, ``geonames``, or the organisation's own word."""


class Gazetteer:
    """Every place of some files, found by code or by any of its names."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Index the places.

        Raises:
            UsageProblem: A code is there twice, or a parent is not there.
        """
        self._places: dict[str, Place] = {}
        for place in places:
            if place.code in self._places:
                raise UsageProblem(f"The gazetteer has the code '{place.code}' twice.")
            self._places[place.code] = place
        self._above = {code: tuple(self._climb(code)) for code in self._places}
        self._by_name: dict[str, tuple[str, ...]] = {}
        for place in self._places.values():
            for key in {fold_place(name) for name in (*place.label.values(), *place.aliases)} - {""}:
                self._by_name[key] = (*self._by_name.get(key, ()), place.code)

    def _climb(self, code: str) -> Iterator[str]:
        """Yield the code and all that contain it, inside out."""
        seen: set[str] = set()
        at: str | None = code
        while at is not None:
            if at not in self._places or at in seen:
                raise UsageProblem(
                    f"The gazetteer puts '{code}' inside '{at}', which is not there or a circle."
                )
            seen.add(at)
            yield at
            at = self._places[at].parent

    def __contains__(self, code: object) -> bool:
        """Return whether there is a place of this code."""
        return code in self._places

    def place(self, code: str) -> Place:
        """Return the place of a code.

        Raises:
            UsageProblem: There is none.
        """
        if code not in self._places:
            raise UsageProblem(
                f"There is no place '{code}'.",
                hint="Ask the gazetteer for its name (docs/reference/places.md).",
            )
        return self._places[code]

    def label(self, code: str, lang: str) -> str:
        """Return the place's name in a language, in English where it has none.

        Raises:
            UsageProblem: There is no such place.
        """
        labels = self.place(code).label
        return labels.get(lang, labels["en"])

    def places(self, level: str | None = None, *, within: str | None = None) -> tuple[Place, ...]:
        """Return the places of a level, or of all, in the order of their codes.

        Raises:
            UsageProblem: There is no place `within`.
        """
        found = [p for p in self._places.values() if level in (None, p.level)]
        if within is not None:
            self.place(within)
            found = [p for p in found if self.is_within(p.code, within)]
        return tuple(sorted(found, key=lambda place: place.code))

    def is_within(self, code: str, outer: str) -> bool:
        """Return whether a place is `outer` or lies in it.

        Raises:
            UsageProblem: There is no such place.
        """
        return outer in self._above[self.place(code).code]

    def ancestor(self, code: str, level: str) -> str | None:
        """Return the place of that level that contains this one (or is it); None where none does.

        Raises:
            UsageProblem: There is no such place or level.
        """
        if level not in LEVELS:
            raise UsageProblem(
                f"'{level}' is not a level of places.", hint=f"Levels are: {', '.join(LEVELS)}."
            )
        return next((c for c in self._above[self.place(code).code] if self._places[c].level == level), None)

    def candidates(self, text: str, *, within: str | None = None) -> tuple[Place, ...]:
        """Return every place with this code or name, in the order of their codes.

        Raises:
            UsageProblem: There is no place `within`.
        """
        codes: tuple[str, ...] = (text,) if text in self._places else self._by_name.get(fold_place(text), ())
        if within is not None:
            self.place(within)
            codes = tuple(code for code in codes if within in self._above[code])
        return tuple(self._places[code] for code in sorted(codes))

    def find(self, text: str, *, within: str | None = None) -> Place | None:
        """Return the place meant by a name or code; None where there is none, or several.

        A governorate, its capital and the district between them often share one name. Where one of the
        candidates contains all the others it is the answer: what is said of it is true of each.

        Raises:
            UsageProblem: There is no place `within`.
        """
        found = self.candidates(text, within=within)
        outer = [p for p in found if all(p.code in self._above[other.code] for other in found)]
        return outer[0] if outer else None

    def locate(self, names: Sequence[str], *, within: str | None = None) -> Place | None:
        """Return the innermost place reached by names that run from the outside in.

        A name that is not known inside the one before is passed over: what was reached still holds.

        Raises:
            UsageProblem: There is no place `within`.
        """
        reached = None
        for name in names:
            step = self.find(name, within=reached.code if reached is not None else within)
            reached = step or reached
            if reached is None:
                return None
        return reached


@lru_cache(maxsize=65536)
def fold_place(name: str) -> str:
    """Return what a place name is looked up by.

    Case, marks, hyphens, spaces, the article and words such as *governorate* are dropped: ``Ar-Raqqa``,
    ``al Raqqa`` and ``Raqqa`` meet, and so do الرقة and رقه.
    """
    words = re.findall(r"[^\W_]+", plain(name).replace("'", ""))
    kept = [
        _without_article(word)
        for word, following in zip(words, [*words[1:], ""], strict=False)
        if not (_is_article(word, following) or word in CLASS_WORDS)
    ]
    return "".join(kept)


def _is_article(word: str, following: str) -> bool:
    if not following:
        return False
    return word in ARTICLES or (word in SUN_ARTICLES and following.startswith(SUN_ARTICLES[word]))


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def read_places(path: Path) -> Iterator[Place]:
    """Yield the places of a gazetteer file: CSV with the columns of `COLUMNS`; ``#`` begins a note.

    Aliases are separated by ``|``.

    Raises:
        UsageProblem: A column is missing, or a row has no code, level or English name.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise UsageProblem(f"The gazetteer has no column '{missing[0]}'.", where=str(path))
        for number, row in enumerate(rows, start=1):
            yield _place(row, where=f"{path}, row {number}")


def _place(row: Mapping[str, str], *, where: str) -> Place:
    if not row["code"] or not row["en"] or row["level"] not in LEVELS:
        raise UsageProblem("A place has a code, an English name and a level.", where=where)
    try:
        lat, lon = (float(row[axis]) if row[axis] else None for axis in ("lat", "lon"))
    except ValueError as err:
        raise UsageProblem("Coordinates are decimal degrees.", where=where) from err
    return Place(
        code=row["code"],
        level=row["level"],
        parent=row["parent"] or None,
        kind=row["kind"],
        label={lang: row[lang] for lang in ("en", "ar") if row[lang]},
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        lat=lat,
        lon=lon,
        source=row["source"],
    )


@lru_cache(maxsize=8)
def gazetteer(packs: tuple[str, ...] = ("syria",), own: Path | None = None) -> Gazetteer:
    """Return the places of the generic pack, of the packs named, and of an organisation's own file.

    Raises:
        UsageProblem: A pack does not exist, or a file is not in order.
    """
    names = (GENERIC, *(pack for pack in packs if pack != GENERIC))
    files = [path for path in (pack_folder(name) / FILE for name in names) if path.exists()]
    return Gazetteer(
        place for path in (*files, *([own] if own is not None else [])) for place in read_places(path)
    )

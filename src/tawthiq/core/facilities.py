"""Places of detention that a pack lists, with names, kind and coordinates; looked up, never guessed.

They are published reference data, as places are. What an archive itself concludes of a place of detention
(who ran it, and when) is kept in its register of facilities, under the same code.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tawthiq.core.errors import UsageProblem
from tawthiq.core.letters import plain
from tawthiq.core.vocabulary.loading import GENERIC, pack_folder

FILE = "facilities.csv"
COLUMNS = ("code", "place", "kind", "en", "ar", "es", "lat", "lon", "aliases", "source")
LABELS = ("en", "ar", "es")


@dataclass(frozen=True, slots=True)
class Facility:
    """One place of detention. Coordinates are decimal degrees as written; None is not known."""

    code: str
    place: str | None
    """The place of the gazetteer that it lies in."""
    kind: str
    """Whose premises it was in, in the words of the list: an army, a police, a private house."""
    label: Mapping[str, str]
    aliases: tuple[str, ...]
    lat: str | None
    lon: str | None
    source: str

    def named(self, lang: str) -> str:
        """Return its name in a language; in another where it has none, for it is a proper name."""
        return self.label.get(lang) or next(self.label[known] for known in LABELS if known in self.label)


class Facilities:
    """Every place of detention of some files, found by code or by any of its names."""

    def __init__(self, facilities: Iterable[Facility] = ()) -> None:
        """Index them.

        Raises:
            UsageProblem: A code is there twice.
        """
        self._by_code: dict[str, Facility] = {}
        self._by_name: dict[str, set[str]] = {}
        for facility in facilities:
            if facility.code in self._by_code:
                raise UsageProblem(f"The list of facilities has the code '{facility.code}' twice.")
            self._by_code[facility.code] = facility
            for name in (*facility.label.values(), *facility.aliases):
                self._by_name.setdefault(_folded(name), set()).add(facility.code)

    def __contains__(self, code: object) -> bool:
        """Return whether there is a facility of this code."""
        return code in self._by_code

    def all(self) -> tuple[Facility, ...]:
        """Return every facility in the order of its code."""
        return tuple(self._by_code[code] for code in sorted(self._by_code))

    def facility(self, code: str) -> Facility:
        """Return the facility of a code.

        Raises:
            UsageProblem: There is none.
        """
        if code not in self._by_code:
            raise UsageProblem(f"There is no facility '{code}'.")
        return self._by_code[code]

    def find(self, text: str) -> Facility | None:
        """Return the facility meant by a code or a name; None where there is none, or several."""
        if text in self._by_code:
            return self._by_code[text]
        codes = self._by_name.get(_folded(text), set())
        return self._by_code[next(iter(codes))] if len(codes) == 1 else None


def _folded(name: str) -> str:
    return "".join(letter for letter in plain(name) if letter.isalnum())


def read_facilities(path: Path) -> Iterator[Facility]:
    """Yield the facilities of a file: CSV with the columns of `COLUMNS`; ``#`` begins a note.

    Aliases are separated by ``|``.

    Raises:
        UsageProblem: A column is missing, or a row has no code, no name, or coordinates that are no numbers.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise UsageProblem(f"The list of facilities has no column '{missing[0]}'.", where=str(path))
        for number, row in enumerate(rows, start=1):
            yield _facility(row, where=f"{path}, row {number}")


def _facility(row: Mapping[str, str], *, where: str) -> Facility:
    label = {lang: row[lang] for lang in LABELS if row[lang]}
    if not row["code"] or not label:
        raise UsageProblem("A facility has a code and a name.", where=where)
    try:
        for axis in ("lat", "lon"):
            float(row[axis] or 0)
    except ValueError as err:
        raise UsageProblem("Coordinates are decimal degrees.", where=where) from err
    return Facility(
        code=row["code"],
        place=row["place"] or None,
        kind=row["kind"],
        label=label,
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        lat=row["lat"] or None,
        lon=row["lon"] or None,
        source=row["source"],
    )


@lru_cache(maxsize=8)
def facilities(packs: tuple[str, ...] = ("syria",)) -> Facilities:
    """Return the places of detention of the generic pack and of the packs named; most packs have none.

    Raises:
        UsageProblem: A pack does not exist, or a file is not in order.
    """
    names = (GENERIC, *(pack for pack in packs if pack != GENERIC))
    files = [path for path in (pack_folder(name) / FILE for name in names) if path.exists()]
    return Facilities(facility for path in files for facility in read_facilities(path))

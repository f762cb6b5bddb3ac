"""A malformed list made from a number, with what must become of it where that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.fuzz.made import HEADER

BASE_SEED = 20221021
SLOW = {"bomb", "long_tag", "endless_cell", "j_endless"}
"""Mutations that make millions of letters: a fifth as frequent as the others."""
MAPPING = """
mapping: 1
name: invented
row_id: id
source: {code: fuzz, title: Invented malformed lists, reliability: F}
person: {name: {column: name}, sex: {column: sex, values: {f: female, m: male}}}
acts:
  - violation: {constant: killing}
    date: {column: died, order: dmy}
    party: {column: by, values: {R: russian-forces}}
unused: {remark: no meaning}
"""
NAMES = ("Salma Ward", "Hadi Nour", "سلمى ورد", "هادي نور الدين", "Rim Haddad", "عمر صالح", "Zoë O'Dea, Jr.")
DATES = ("2012-03-04", "04/03/2012", "آذار 2012", "٤/٣/٢٠١٢", "13 رمضان 1433", "", "2012", "before 2014")
BAD_DATES = ("31/02/2012", "soon", "99/99/9999", "٣١/٠٢/٢٠١٢", "0", "2012-13-01")
REMARKS = ("", 'a "quoted" word', "two\nlines", "tab\there", "a,b;c|d", "'", "\u202eback\u202c", "=1+1", "—")


@dataclass(frozen=True)
class Expected:
    """What must become of a file; None is not known. `reasons` gives rows that must be rejected so."""

    refused: bool | None = None
    accounts: int | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """The bytes of a malformed file."""

    content: bytes
    expected: Expected = Expected()
    mapping: str = MAPPING


Mutation = Callable[[Random], Made]


@dataclass(frozen=True)
class Case:
    """A malformed list, and the number that it is made from."""

    number: int
    kind: str
    mutation: str
    made: Made

    @property
    def name(self) -> str:
        """Return the name of the file, which now and then lies about its format."""
        endings = {"csv": "csv", "jsonl": "jsonl", "xlsx": "xlsx", "ods": "ods"}
        return f"list.{'csv' if self.number % 7 == 0 else endings[self.kind]}"


def people(draw: Random, *, most: int = 8) -> list[list[str]]:
    """Return rows of invented people in which every cell can be read; the header is the first."""
    rows = [list(HEADER)]
    for number in range(1, draw.randint(2, most) + 1):
        rows.append(
            [
                f"{number:03d}",
                draw.choice(NAMES),
                draw.choice(("f", "m", "", "F")),
                draw.choice(DATES),
                draw.choice(("R", "", "r")),
                draw.choice(REMARKS),
            ]
        )
    return rows


def damaged_people(draw: Random) -> tuple[list[list[str]], Expected]:
    """Return rows of which one has a cell that cannot be read, and what must become of it."""
    rows = people(draw)
    number = draw.randrange(1, len(rows))
    column, words, reason = draw.choice(
        (
            (0, "", "no-identifier"),
            (2, "x", "unmapped-value"),
            (3, draw.choice(BAD_DATES), "unreadable-date"),
            (4, "somebody", "unmapped-value"),
        )
    )
    rows[number][column] = words
    return rows, Expected(refused=False, accounts=len(rows) - 2, reasons={number + 1: reason})


def repeated_people(draw: Random) -> tuple[list[list[str]], Expected]:
    """Return rows of which two have one identifier."""
    rows = people(draw)
    rows.append([rows[1][0], *rows[-1][1:]])
    reasons = {2: "repeated-identifier", len(rows): "repeated-identifier"}
    return rows, Expected(refused=False, accounts=len(rows) - 3, reasons=reasons)


def all_of(rows: Sequence[Sequence[str]]) -> Expected:
    """Return that every row must become an account."""
    return Expected(refused=False, accounts=len(rows) - 1)


REFUSED = Expected(refused=True)


def flipped(draw: Random, content: bytes) -> bytes:
    """Return bytes of which some few are others."""
    found = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        found[draw.randrange(len(found))] = draw.randrange(256)
    return bytes(found)


def cut(draw: Random, content: bytes) -> bytes:
    """Return bytes of which a piece is gone, stands twice, or is strange."""
    begin, end = sorted((draw.randrange(len(content)), draw.randrange(len(content))))
    match draw.randrange(4):
        case 0:
            return content[:begin]
        case 1:
            return content[:begin] + content[end:]
        case 2:
            return content[:end] + content[begin:]
        case _:
            return content[:begin] + draw.randbytes(draw.choice((1, 4, 40))) + content[begin:]


def case(number: int, *, seed: int = BASE_SEED) -> Case:
    """Return the malformed list of a number."""
    from tests.fuzz.books import ODS, XLSX  # they are made of what stands above
    from tests.fuzz.texts import CSV, JSONL

    draw = Random(f"{seed}:{number}")
    kind = draw.choice(("csv", "jsonl", "xlsx", "xlsx", "ods", "ods"))
    mutations: dict[str, Mutation] = {"csv": CSV, "jsonl": JSONL, "xlsx": XLSX, "ods": ODS}[kind]
    mutation = draw.choice(sorted(mutations))
    if mutation in SLOW and draw.random() < 0.8:
        mutation = draw.choice(sorted(mutations.keys() - SLOW))
    return Case(number, kind, mutation, mutations[mutation](draw))

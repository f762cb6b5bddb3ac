"""One row becomes one account: its claims on the person, on each act, and on each stay in detention.

A cell that cannot be read stops its row, and all such cells of a row are named together, so that a list is
put right in one round. Whatever is odd but readable (an act outside its party's dates) is a warning, counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tawthiq.adapters.importers.conditions import Row, visible
from tawthiq.adapters.importers.mapping import ActRule, Mapping, SpellRule
from tawthiq.adapters.importers.readings import CellProblem, Known, Reader, Reading, bind, bounded
from tawthiq.adapters.importers.says import Says
from tawthiq.adapters.importers.table import Columns
from tawthiq.core.claims import DOCUMENTED, PERSON, UNIDENTIFIED, Account, Claim
from tawthiq.core.dates import parse_edtf
from tawthiq.core.digests import canonical_json
from tawthiq.core.errors import UsageProblem
from tawthiq.core.facilities import facilities
from tawthiq.core.names import is_placeholder
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load

INDIVIDUAL, GROUP, UNNAMED = "individual", "group", "unnamed"
ROW = "(row)"
Test = Callable[[Row], bool]


class RowRejected(Exception):
    """A row that does not become an account; one problem for each cell that stopped it."""

    def __init__(self, problems: list[CellProblem], key: str) -> None:
        """Keep the problems and, where it could be read, the row's identifier."""
        super().__init__(f"{len(problems)} cells")
        self.problems, self.key = problems, key


@dataclass(frozen=True, slots=True)
class _Part:
    """An act or a stay, with its fields as functions of a row."""

    readers: dict[str, Reader]
    test: Test | None
    inner: tuple[_Part, ...] = ()


class AccountBuilder:
    """Makes accounts of the rows of one file, as one mapping says."""

    def __init__(
        self, mapping: Mapping, columns: Columns, *, packs: tuple[str, ...], documented: str
    ) -> None:
        """Bind the mapping to the columns of a file; `documented` holds where a row gives no date of its own.

        Raises:
            InputRejected: The file lacks a column that the mapping reads.
        """
        self._columns = columns
        self._vocabulary = load(packs)
        self._known = Known(gazetteer(packs), facilities(packs), self._codes)
        self._documented, self._rows_are_dated = documented, bool(mapping.documented_says)
        self._documented_reader = self._bind(mapping.documented_says) if mapping.documented_says else None
        self._key = [(columns.index(column), column) for column in mapping.row_id]
        self._may_be_blank = mapping.may_be_blank
        self._person = {name: self._bind(says) for name, says in mapping.person.items()}
        self._name_parts = {name: self._bind(says) for name, says in mapping.name_parts.items()}
        self._count_min = self._bind(mapping.count_min) if mapping.count_min else None
        self._count_max = self._bind(mapping.count_max) if mapping.count_max else None
        self._acts = [self._act(rule) for rule in mapping.acts]
        self._skips = [(skip.when.bind(columns), skip.because) for skip in mapping.skips]
        self._existed = lru_cache(maxsize=50_000)(self._did_exist)
        self.warnings: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()

    def _bind(self, says: tuple[Says, ...]) -> Reader:
        return bind(tuple(map(self._dated, says)), columns=self._columns, known=self._known)

    def _dated(self, rule: Says) -> Says:
        """Give a date that follows from when the list was documented the date of this list."""
        if rule.field.kind != "date" or rule.constant != DOCUMENTED:
            return rule
        if self._rows_are_dated:
            raise UsageProblem("A date cannot be `documented` where each row has a date of its own for that.")
        date = bounded(parse_edtf(self._documented), rule.dates.bound)
        return replace(rule, constant=date, basis=DOCUMENTED)

    def _codes(self, scheme: str) -> frozenset[str]:
        return frozenset(self._vocabulary.codes(scheme))

    def _act(self, rule: ActRule) -> _Part:
        return self._part(rule, tuple(self._part(spell) for spell in rule.spells))

    def _part(self, rule: ActRule | SpellRule, inner: tuple[_Part, ...] = ()) -> _Part:
        readers = {name: self._bind(says) for name, says in rule.says.items()}
        return _Part(readers, rule.when.bind(self._columns) if rule.when is not None else None, inner)

    def account(self, row: Row, *, locator: str) -> Account | None:
        """Return the account that a row gives, or None where the mapping says to pass the row over.

        Raises:
            RowRejected: A cell could not be read, the row has no identifier, or it reports no act.
        """
        for test, because in self._skips:
            if test(row):
                self.skipped[because] += 1
                return None
        problems: list[CellProblem] = []
        key = self._row_key(row, problems)
        claims = self._claims(row, problems)
        least, most = self._counted(row, problems)
        documented = self._date_documented(row, problems)
        if not problems and not any(claim.on != PERSON for claim in claims):
            problems.append(
                CellProblem(ROW, "no-act", "No condition of the mapping holds: the row reports no act.", "")
            )
        if problems:
            raise RowRejected(problems, key)
        kind = _kind(claims, least, most)
        return Account(key, locator, documented, tuple(claims), kind, least, most)

    def _row_key(self, row: Row, problems: list[CellProblem]) -> str:
        cells = [(visible(row[index]), column) for index, column in self._key]
        blank = [column for cell, column in cells if cell == "" and column not in self._may_be_blank]
        for column in blank:
            problems.append(CellProblem(column, "no-identifier", "The row's identifier is blank.", ""))
        if blank:
            return ""
        return cells[0][0] if len(cells) == 1 else canonical_json([cell for cell, _ in cells])

    def _claims(self, row: Row, problems: list[CellProblem]) -> list[Claim]:
        claims = _said(PERSON, self._person, row, problems)
        if self._name_parts:
            claims += self._name_parts_claim(row, problems)
        number = 0
        for act in self._acts:
            if act.test is not None and not act.test(row):
                continue
            said = _said(f"act-{number + 1}", act.readers, row, problems)
            values = {claim.field: claim.value for claim in said}
            if "violation" not in values:
                continue
            number += 1
            claims += self._act_claims(said, values)
            stays = [stay for stay in act.inner if stay.test is None or stay.test(row)]
            for order, stay in enumerate(stays, 1):
                claims += _said(f"act-{number}/spell-{order}", stay.readers, row, problems)
        return claims

    def _name_parts_claim(self, row: Row, problems: list[CellProblem]) -> Iterator[Claim]:
        parts = _said(PERSON, self._name_parts, row, problems)
        if parts:
            value = {part.field: part.value for part in parts}
            locator = ", ".join(dict.fromkeys(part.locator for part in parts))
            verbatim = " ".join(dict.fromkeys(part.verbatim for part in parts))
            yield Claim(PERSON, "name-parts", value, verbatim, locator)

    def _act_claims(self, claims: list[Claim], said: dict[str, Any]) -> list[Claim]:
        """Return the claims of an act; how sure an attribution is means nothing where no party is named."""
        party, date = said.get("party"), said.get("date")
        if party in (None, UNIDENTIFIED):
            return [claim for claim in claims if claim.field not in ("attribution", "degree")]
        if isinstance(date, str) and date != UNIDENTIFIED:
            for code in party if isinstance(party, list) else [party]:
                if not self._existed(code, date):
                    self.warnings[f"Acts outside the dates of the party {code}"] += 1
        return claims

    def _did_exist(self, party: str, date: str) -> bool:
        dated = parse_edtf(date)
        return self._vocabulary.term("party", party).existed(earliest=dated.earliest, latest=dated.latest)

    def _counted(self, row: Row, problems: list[CellProblem]) -> tuple[int, int | None]:
        if self._count_min is None:
            return 1, 1
        least = _read(self._count_min, row, problems)
        if least is None or least.value is None:
            return 1, 1
        if self._count_max is None:
            return least.value["min"], None
        most = _read(self._count_max, row, problems)
        highest = most.value["max"] if most is not None and most.value is not None else None
        if least.value["min"] < 1 or (highest is not None and highest < least.value["min"]):
            message = "A group has at least one person, and at most no fewer than at least."
            problems.append(CellProblem(least.locator, "impossible-count", message, least.verbatim))
        return least.value["min"], highest

    def _date_documented(self, row: Row, problems: list[CellProblem]) -> str:
        if self._documented_reader is None:
            return self._documented
        reading = _read(self._documented_reader, row, problems)
        return reading.value if reading is not None and reading.value is not None else self._documented


def _said(on: str, readers: dict[str, Reader], row: Row, problems: list[CellProblem]) -> list[Claim]:
    # the innermost loop of an import: no call of `_read`, no generator
    claims = []
    for name, reader in readers.items():
        try:
            reading = reader(row)
        except CellProblem as problem:
            problems.append(problem)
            continue
        if reading is not None:
            value, verbatim, locator, basis = reading
            claims.append(Claim(on, name, value, verbatim, locator, basis))
    return claims


def _read(reader: Reader, row: Row, problems: list[CellProblem]) -> Reading | None:
    try:
        return reader(row)
    except CellProblem as problem:
        problems.append(problem)
        return None


def _kind(claims: list[Claim], least: int, most: int | None) -> str:
    if (least, most) != (1, 1):
        return GROUP
    names: list[Any] = [
        claim.value for claim in claims if claim.on == PERSON and claim.field in ("name", "name-parts")
    ]
    if not names or any(isinstance(name, str) and is_placeholder(name) for name in names):
        return UNNAMED
    return INDIVIDUAL

"""Seeded mistakes in the readers, which the malformed lists must catch."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from tawthiq.adapters.importers import table, worker
from tawthiq.adapters.importers.tables import (
    jsonlines,
    opendocument,
    opening,
    package,
    sheet,
    strings,
    text,
    worksheet,
)
from tests.fuzz.books import ODS, XLSX
from tests.fuzz.cases import BASE_SEED, Case, Mutation
from tests.fuzz.running import verdict
from tests.fuzz.texts import CSV, JSONL

Patch = pytest.MonkeyPatch
KINDS = {"csv": CSV, "jsonl": JSONL, "xlsx": XLSX, "ods": ODS}
TRIES = 40


def no_limit_of_ratio(patch: Patch) -> None:
    patch.setattr(package, "HIGHEST_RATIO", 10**9)


def no_limit_of_a_tag(patch: Patch) -> None:
    patch.setattr(package, "LONGEST_TOKEN", 10**12)


def no_limit_of_depth(patch: Patch) -> None:
    patch.setattr(package, "DEEPEST", 10**9)


def errors_of_the_archive_come_out(patch: Patch) -> None:
    patch.setattr(package, "DAMAGE", (KeyError,))


def errors_of_xml_come_out(patch: Patch) -> None:
    class Other(Exception):
        pass

    patch.setattr(package.expat, "ExpatError", Other)


def one_name_may_stand_twice(patch: Patch) -> None:
    patch.setattr(package.Package, "damaged", _unless("one name", package.Package.damaged))


def _unless(words: str, original: Callable[..., Exception]) -> Callable[..., Exception]:
    class Passed(Exception):
        """Stands for the mistake that the check was left out: nothing clear is said."""

    return lambda self, why: Passed() if words in why else original(self, why)


def repeats_are_expanded(patch: Patch) -> None:
    patch.setattr(sheet, "MOST_REPEATS", 10**9)
    patch.setattr(sheet, "LAST_ROW", 10**12)


def repeats_are_read_once(patch: Patch) -> None:
    patch.setattr(opendocument._ContentReader, "_repeats", lambda self, attributes, what: 1)


def wide_rows_are_cut(patch: Patch) -> None:
    original = sheet.SheetTable._line

    def line(self: sheet.SheetTable, number: int, row: sheet.RawRow) -> table.Line:
        kept = {column: cell for column, cell in row.cells.items() if column < self._width}
        return original(self, number, sheet.RawRow(row.number, kept, row.times, row.areas, row.damage))

    patch.setattr(sheet.SheetTable, "_line", line)


def ragged_rows_are_padded(patch: Patch) -> None:
    original = text.TextTable.lines

    def lines(self: text.TextTable) -> Iterator[table.Line]:
        width = len(self.columns.names)
        for line in original(self):
            damage = "" if line.damage == "wrong-number-of-cells" else line.damage
            yield table.Line(line.number, [*line.cells, *[""] * width][:width], damage)

    patch.setattr(text.TextTable, "lines", lines)


def control_characters_are_letters(patch: Patch) -> None:
    import re

    never = re.compile(r"(?!)")
    for module in (text, sheet, jsonlines):
        patch.setattr(module, "CONTROL", never)


def errors_are_words(patch: Patch) -> None:
    original = worksheet._SheetReader._typed
    patch.setattr(
        worksheet._SheetReader,
        "_typed",
        lambda self, kind, value: (value, "") if kind == "e" else original(self, kind, value),
    )


def a_formula_without_value_is_blank(patch: Patch) -> None:
    patch.setattr(worksheet, "FORMULA", "")


def numbers_are_not_checked(patch: Patch) -> None:
    patch.setattr(worksheet, "number_words", lambda raw, form=None: raw)


def every_day_exists(patch: Patch) -> None:
    patch.setattr(worksheet, "date_words", lambda raw, form, is_1904: raw)


def strings_out_of_reach_are_blank(patch: Patch) -> None:
    original = strings.SharedStrings._get

    def get(self: strings.SharedStrings, number: int) -> str:
        return original(self, number) if number < len(self._ends) - 1 else ""

    patch.setattr(strings.SharedStrings, "_get", get)


def merged_areas_are_not_looked_at(patch: Patch) -> None:
    patch.setattr(sheet.SheetTable, "_merged", lambda *given: True)


def rows_may_stand_in_any_order(patch: Patch) -> None:
    original = worksheet._SheetReader._start_row

    def start(self: worksheet._SheetReader, attributes: dict[str, str]) -> None:
        self._number = 0
        original(self, attributes)

    patch.setattr(worksheet._SheetReader, "_start_row", start)


def the_first_sheet_is_the_list(patch: Patch) -> None:
    patch.setattr(opening, "choose_sheet", lambda package, wanted, sheets, with_rows: next(iter(sheets)))


def a_locked_member_is_opened(patch: Patch) -> None:
    patch.setattr(package.Package, "locked", lambda self: ValueError("locked"))


def document_types_are_read(patch: Patch) -> None:
    original = package.Package.refused
    patch.setattr(package.Package, "refused", _unless("document type", original))


def any_kind_of_file_is_text(patch: Patch) -> None:
    patch.setattr(opening, "_refuse_other_kinds", lambda path, head: None)


def the_last_of_two_keys_counts(patch: Patch) -> None:
    patch.setattr(jsonlines, "_object", dict)
    patch.setattr(jsonlines._DECODER, "object_pairs_hook", dict)
    patch.setattr(jsonlines._DECODER, "scan_once", _scanner())


def _scanner() -> Any:
    import json

    return json.JSONDecoder(object_pairs_hook=dict, parse_float=str, parse_int=str).scan_once


def nested_values_are_their_text(patch: Patch) -> None:
    original = jsonlines.JsonLines._line

    def line(self: jsonlines.JsonLines, number: int, value: dict[str, Any]) -> table.Line:
        return original(
            self, number, {key: str(v) if isinstance(v, list | dict) else v for key, v in value.items()}
        )

    patch.setattr(jsonlines.JsonLines, "_line", line)


def bad_lines_are_passed_over(patch: Patch) -> None:
    original = jsonlines.JsonLines.lines
    patch.setattr(
        jsonlines.JsonLines,
        "lines",
        lambda self: (line for line in original(self) if line.damage != "not-json"),
    )


def deep_json_comes_out(patch: Patch) -> None:
    class Other(Exception):
        pass

    patch.setattr(jsonlines, "RecursionError", Other, raising=False)


def the_header_may_name_a_column_twice(patch: Patch) -> None:
    patch.setattr(text, "header_names", lambda cells, file, place: tuple(cells or ()))


def errors_of_the_encoding_come_out(patch: Patch) -> None:
    class Other(Exception):
        pass

    for module in (text, opening):
        patch.setattr(module, "UnicodeError", Other, raising=False)


def errors_of_csv_come_out(patch: Patch) -> None:
    class Other(Exception):
        pass

    patch.setattr(text.csv, "Error", Other)


def utf16_needs_its_mark(patch: Patch) -> None:
    patch.setattr(text, "unmarked_utf16", lambda sample: "")


def a_repeated_identifier_is_kept_once(patch: Patch) -> None:
    patch.setattr(worker, "_move_repeated", lambda folder, staged: None)


def flaws_are_passed_over(patch: Patch) -> None:
    original = worker.Staged._account

    def account(self: worker.Staged, line: table.Line, builder: Any) -> Any:
        return original(self, table.Line(line.number, line.cells, line.damage), builder)

    patch.setattr(worker.Staged, "_account", account)


def rejected_rows_are_forgotten(patch: Patch) -> None:
    def reject(self: worker.Staged, number: int, rejected: Any) -> None:
        self.rejected_rows += 1

    patch.setattr(worker.Staged, "reject", reject)


MUTANTS: list[tuple[Callable[[Patch], None], str, tuple[str, ...]]] = [
    (no_limit_of_ratio, "ods", ("bomb",)),
    (no_limit_of_a_tag, "xlsx", ("long_tag",)),
    (no_limit_of_depth, "xlsx", ("deep",)),
    (errors_of_the_archive_come_out, "xlsx", ("flips_of_the_archive", "cuts_of_the_archive")),
    (errors_of_xml_come_out, "ods", ("cuts_of_a_part", "tags")),
    (one_name_may_stand_twice, "ods", ("twice",)),
    (repeats_are_expanded, "ods", ("o_full_million",)),
    (repeats_are_read_once, "ods", ("o_wide_million", "o_repeats")),
    (wide_rows_are_cut, "xlsx", ("wide_row", "x_far_cell")),
    (ragged_rows_are_padded, "csv", ("ragged",)),
    (control_characters_are_letters, "csv", ("zeros",)),
    (control_characters_are_letters, "jsonl", ("j_bad_line",)),
    (control_characters_are_letters, "xlsx", ("x_cell",)),
    (errors_are_words, "xlsx", ("x_cell",)),
    (a_formula_without_value_is_blank, "xlsx", ("x_cell",)),
    (numbers_are_not_checked, "xlsx", ("x_cell",)),
    (every_day_exists, "xlsx", ("x_cell",)),
    (strings_out_of_reach_are_blank, "xlsx", ("x_cell",)),
    (merged_areas_are_not_looked_at, "xlsx", ("x_merged",)),
    (merged_areas_are_not_looked_at, "ods", ("o_merged",)),
    (rows_may_stand_in_any_order, "xlsx", ("x_row_order",)),
    (the_first_sheet_is_the_list, "xlsx", ("several_sheets",)),
    (a_locked_member_is_opened, "ods", ("locked",)),
    (document_types_are_read, "xlsx", ("declared",)),
    (any_kind_of_file_is_text, "csv", ("another_file",)),
    (the_last_of_two_keys_counts, "jsonl", ("j_bad_line",)),
    (nested_values_are_their_text, "jsonl", ("j_bad_line",)),
    (bad_lines_are_passed_over, "jsonl", ("j_bad_line",)),
    (deep_json_comes_out, "jsonl", ("j_bad_line",)),
    (the_header_may_name_a_column_twice, "csv", ("header",)),
    (errors_of_the_encoding_come_out, "csv", ("stated_encoding",)),
    (errors_of_csv_come_out, "csv", ("endless_cell",)),
    (utf16_needs_its_mark, "csv", ("other_unicode",)),
    (a_repeated_identifier_is_kept_once, "csv", ("repeated",)),
    (flaws_are_passed_over, "ods", ("o_cell",)),
    (rejected_rows_are_forgotten, "csv", ("unreadable",)),
]


def cases_of(kind: str, mutations: tuple[str, ...]) -> Iterator[Case]:
    """Yield malformed lists of some mutations, in turn."""
    made: dict[str, Mutation] = KINDS[kind]
    for number in itertools.islice(itertools.count(), TRIES):
        name = mutations[number % len(mutations)]
        yield Case(number, kind, name, made[name](Random(f"{BASE_SEED}:{name}:{number}")))


@pytest.mark.parametrize(
    ("mutate", "kind", "mutations"),
    [pytest.param(*mutant, id=f"{mutant[0].__name__}-{mutant[1]}") for mutant in MUTANTS],
)
def test_the_malformed_lists_catch_the_mistake(
    mutate: Callable[[Patch], None], kind: str, mutations: tuple[str, ...], monkeypatch: Patch
) -> None:
    mutate(monkeypatch)

    assert any(verdict(one).wrong for one in cases_of(kind, mutations))


@pytest.mark.parametrize(
    ("kind", "mutation"), sorted({(kind, name) for _, kind, names in MUTANTS for name in names})
)
def test_without_a_mistake_they_catch_nothing(kind: str, mutation: str) -> None:
    wrong = [verdict(one).wrong for one in itertools.islice(cases_of(kind, (mutation,)), 4)]

    assert wrong == [""] * len(wrong)

"""Parts of a cell, words kept unread, and dates that another date limits."""

from __future__ import annotations

import pytest
from tests.unit.adapters.conftest import ReadMapping, ReadRow
from tests.unit.adapters.test_readings import ACT, claim, value

from tawthiq.core.errors import UsageProblem


@pytest.mark.parametrize(
    ("take", "cell", "given"),
    [
        ("before", "WARD  Salma", "WARD"),
        ("after", "WARD  Salma Nur", "Salma Nur"),
        ("last", "A  B  Salma", "Salma"),
        ("last", "Salma", "Salma"),
        ("before", "WARD Salma", None),
        ("after", "WARD Salma", None),
        ("after", "WARD  ", None),
    ],
)
def test_a_part_of_a_cell_is_found_by_a_mark_in_the_cell_as_it_stands(
    read: ReadRow, take: str, cell: str, given: str | None
) -> None:
    text = ACT + f'person: {{name-parts: {{given: {{column: name, part: {{mark: "  ", take: {take}}}}}}}}}'

    found = claim(read(text, name=cell), "name-parts")

    assert (None if found is None else found.value) == (None if given is None else {"given": given})
    assert found is None or found.verbatim == cell


def test_the_words_of_several_parts_of_one_cell_are_kept_once(read: ReadRow) -> None:
    part = '{{column: name, part: {{mark: ",", take: {}}}}}'
    text = f"{ACT}person: {{name-parts: {{family: {part.format('before')}, given: {part.format('after')}}}}}"

    found = claim(read(text, name="Ward, Salma"), "name-parts")

    assert found is not None
    assert (found.value, found.verbatim) == ({"family": "Ward", "given": "Salma"}, "Ward, Salma")


def test_a_place_is_looked_up_by_a_part_and_keeps_the_whole_cell(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, "
        'place: {column: where, part: {mark: "  ", take: last}, otherwise: keep-unread}}]'
    )

    known = claim(read(text, where="A street  a quarter  Homs"), "place", "act-1")
    unknown = claim(read(text, where="Homs  nowhere"), "place", "act-1")

    assert known is not None
    assert (known.value, known.verbatim) == ("SY04", "A street  a quarter  Homs")
    assert unknown is not None
    assert (unknown.value, unknown.verbatim) == (None, "Homs  nowhere")


def test_a_place_is_looked_up_by_what_a_pattern_finds(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, "
        r"place: {column: where, pattern: '^([^(]+?) ?\(', otherwise: keep-unread}}]"
    )

    assert value(read(text, where="Homs (at home)"), "place", "act-1") == "SY04"
    assert claim(read(text, where="Homs"), "place", "act-1") is None


def test_words_that_are_not_read_are_kept_without_a_value(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, "
        'place: {column: found, unknown: ["-"], unread: where the body was found}}]'
    )

    found = claim(read(text, found="Homs"), "place", "act-1")

    assert found is not None
    assert (found.value, found.verbatim) == (None, "Homs")
    assert claim(read(text, found="-"), "place", "act-1") is None
    assert claim(read(text, found=""), "place", "act-1") is None


DATED = (
    "acts: [{violation: {constant: killing}, "
    "date: {column: found, bound: on-or-before, not-before: {column: taken}}}]"
)


@pytest.mark.parametrize(
    ("taken", "found", "date"),
    [
        ("2012-03-01", "2012-05-04", "2012-03-01/2012-05-04"),
        ("2012-03", "2012-05", "2012-03-01/2012-05-31"),
        ("2012-03-01", "2012-03-01", "2012-03-01"),
        ("", "2012-05-04", "../2012-05-04"),
        ("2012-06-01", "2012-05-04", "../2012-05-04"),
        ("2012-03-01", "", None),
    ],
)
def test_a_date_is_not_before_another_unless_the_two_contradict(
    read: ReadRow, taken: str, found: str, date: str | None
) -> None:
    account = read(DATED, taken=taken, found=found)

    made = claim(account, "date", "act-1")
    assert (None if made is None else made.value) == date


def test_a_narrowed_date_names_both_columns_and_keeps_both_words(read: ReadRow) -> None:
    made = claim(read(DATED, taken="2012-03-01", found="2012-05-04"), "date", "act-1")

    assert made is not None
    assert (made.locator, made.verbatim) == ("taken, found", "2012-03-01 / 2012-05-04")


def test_a_constant_date_can_be_limited_by_the_row(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, "
        "date: {constant: ../2012-12-31, not-before: {column: taken}}}]"
    )

    assert value(read(text, taken="2012-03-01"), "date", "act-1") == "2012-03-01/2012-12-31"
    assert value(read(text, taken=""), "date", "act-1") == "../2012-12-31"


def test_an_end_that_says_more_already_stays_as_it_is(read: ReadRow) -> None:
    text = "acts: [{violation: {constant: killing}, date: {column: died, not-before: {column: taken}}}]"

    assert value(read(text, taken="2012-03-01", died="2012-05"), "date", "act-1") == "2012-05"


@pytest.mark.parametrize(
    "rule",
    [
        '{constant: Homs, part: {mark: ",", take: last}}',
        "{constant: Homs, unread: no}",
        '{column: where, part: {mark: "", take: last}}',
        '{column: where, part: {mark: ",", take: middle}}',
        "{column: where, not-before: {column: taken}}",
    ],
)
def test_a_rule_that_means_nothing_is_refused(mapping: ReadMapping, rule: str) -> None:
    with pytest.raises(UsageProblem):
        mapping(f"acts: [{{violation: {{constant: killing}}, place: {rule}}}]")


def test_every_column_of_a_limit_is_read(mapping: ReadMapping) -> None:
    assert {"found", "taken"} <= mapping(DATED).columns()

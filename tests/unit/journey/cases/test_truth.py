"""A file of known people: which record each row means, and what is said where it means none or several."""

from __future__ import annotations

import pytest

from tawthiq.core.errors import InputRejected
from tawthiq.journey.cases.truth import Known, Truth, TruthRow, known

HELD = [
    ("R-1", "camp", "1"),
    ("R-2", "camp", "2"),
    ("R-3", "field", "1"),
    ("R-4", "field", "7"),
    ("R-5", "field", "7"),
]


def truth(*rows: tuple[str, ...]) -> Truth:
    """Return a file of rows: an identifier, a person, and for some the source."""
    told = (TruthRow(number, key, person, *more) for number, (key, person, *more) in enumerate(rows, 2))
    return Truth("known.csv", "id", "person", tuple(told))


def test_a_row_means_the_record_with_its_identifier() -> None:
    assert known(truth(("2", "salma")), HELD) == Known({"R-2": "salma"}, {"R-2": "camp"})


def test_a_row_that_names_its_source_means_that_sources_record() -> None:
    assert known(truth(("1", "hadi", "field")), HELD).person_of == {"R-3": "hadi"}


def test_an_identifier_of_two_sources_needs_the_source() -> None:
    with pytest.raises(InputRejected, match="2 sources") as refused:
        known(truth(("2", "salma"), ("1", "hadi")), HELD)

    assert refused.value.where == "known.csv: row 3, column 'id'"
    assert "--source" in str(refused.value.hint)


def test_rows_that_mean_no_record_are_told_by_their_numbers() -> None:
    found = known(truth(("2", "salma"), ("99", "hadi"), ("2", "hadi", "nobody")), HELD)

    assert (found.person_of, found.absent) == ({"R-2": "salma"}, (3, 4))


def test_rows_that_mean_several_records_of_one_source_are_told_by_their_numbers() -> None:
    found = known(truth(("2", "salma"), ("7", "hadi")), HELD)

    assert (found.person_of, found.ambiguous) == ({"R-2": "salma"}, (3,))


def test_the_same_word_twice_is_one_word() -> None:
    assert known(truth(("2", "salma"), ("2", "salma")), HELD).person_of == {"R-2": "salma"}


def test_two_persons_for_one_record_are_refused_by_row_and_column() -> None:
    with pytest.raises(InputRejected, match="another person") as refused:
        known(truth(("2", "salma"), ("2", "hadi")), HELD)

    assert refused.value.where == "known.csv: row 3, column 'person'"


def test_a_file_that_names_no_record_is_refused() -> None:
    with pytest.raises(InputRejected, match="none of the 1 rows"):
        known(truth(("99", "salma")), HELD)

"""Columns of some records, and of more, are those of a list that was read at once. Everybody is invented."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from tests.unit.methods.linkage.drawn import numbered, someone, told
from tests.unit.methods.linkage.test_few import crowded_list, lists

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.columns import columns
from tawthiq.methods.linkage.compared import COLUMNS, Compared, compared
from tawthiq.methods.linkage.rows import TEXTS, more, some


def is_the_same(one: Compared, other: Compared) -> None:
    """Hold that two tables have the same columns."""
    for name in ("record_ids", "places", "mothers"):
        assert getattr(one, name) == getattr(other, name)
    for name in TEXTS:
        assert getattr(one.words, name) == getattr(other.words, name)
    assert one.words.is_latin.tolist() == other.words.is_latin.tolist()
    for name in COLUMNS:
        assert getattr(one, name).tolist() == getattr(other, name).tolist()


def rows_are_as_if_read_at_once(records: Sequence[Candidate], added: Sequence[int]) -> None:
    """Hold that what is added is as if it had been read with the others, and what is left out never was."""
    late = sorted(set(added))
    rest = [at for at in range(len(records)) if at not in late]
    whole = compared(records)

    early = compared([records[at] for at in rest])

    is_the_same(some(whole, np.array(rest, np.int64)), early)
    is_the_same(more(early, [records[at] for at in reversed(late)]), whole)


@given(lists())
def test_rows_are_added_and_left_out_as_if_read_at_once(drawn: tuple[list[Candidate], list[int]]) -> None:
    rows_are_as_if_read_at_once(*drawn)


def test_rows_of_a_crowded_list_are_too() -> None:
    records = crowded_list(1)

    rows_are_as_if_read_at_once(records, range(1, len(records), 9))
    rows_are_as_if_read_at_once(records, [0, len(records) - 1])


def test_longer_words_come_in_whole() -> None:
    early, late = someone("R-1", "أمل الحلبي", sex="f"), someone("R-2", "أمل الحلبي", sex="female")

    assert more(compared([early]), [late]).sex.tolist() == ["f", "female"]


@pytest.mark.parametrize("again", [["R-00001"], ["X-1", "X-1"]])
def test_a_record_that_comes_twice_is_refused(again: list[str]) -> None:
    with pytest.raises(UsageProblem):
        more(compared(numbered("أمل", "باسل")), [someone(record) for record in again])


def test_words_of_some_records_are_written_as_those_of_all_in_more_letters_than_there_are_signs() -> None:
    letters = "".join(map(chr, [*range(0x0400, 0x0450), *range(0x0621, 0x063B)]))
    names = [f"{letters[at : at + 5]} {letters[-at - 6 : -at - 1]}" for at in range(0, 60, 3)]
    table, rare = told(*numbered(*names))
    where = np.array([1, 7, 15])

    all_of_them, few = columns(table, rare), columns(table, rare, places=where)

    for name in ("given_fold", "family_fold", "given_rarity", "same_ends"):
        assert few[name].to_pylist() == all_of_them[name].take(where).to_pylist()
    assert few["unique_id"].to_pylist() == [0, 1, 2]

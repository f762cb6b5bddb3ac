"""Keys apart by their kind are the keys that pairs are found by."""

from __future__ import annotations

import pytest

from tawthiq.core.dates import parse_edtf
from tawthiq.methods.linkage import Candidate
from tawthiq.methods.linkage.blocking import KeyKind, blocks, by_kind, pairs
from tawthiq.methods.linkage.compared import Compared, compared
from tawthiq.methods.linkage.rarity import rarity

GIVEN = ("أمل", "باسل", "سمر", "نور", "هادي", "رامي", "ليلى", "زاهر")
FATHER = ("كريم", "سليم", "جميل", "عادل")


def people(count: int) -> list[Candidate]:
    """Return invented people of few names, each born and killed on another day."""
    return [
        Candidate(
            f"R-{at:04}",
            f"{GIVEN[at % 8]} {FATHER[at // 8 % 4]} {FATHER[at // 32 % 4]} الورداني",
            birth=parse_edtf(f"{1960 + at % 40}-0{1 + at % 9}-1{at % 10}"),
            deaths=(parse_edtf(f"2013-0{1 + at % 9}-0{1 + at % 7}"),),
            place=f"place:{at % 5}",
        )
        for at in range(count)
    ]


def found_by(table: Compared) -> dict[KeyKind, set[tuple[int, int]]]:
    kinds = by_kind(table, rarity(table))
    found = {kind: pairs(some, len(table)) for kind, some in kinds.items()}
    return {kind: set(zip(p.left.tolist(), p.right.tolist(), strict=True)) for kind, p in found.items()}


@pytest.mark.parametrize("count", [0, 1, 2, 12, 300])
def test_all_kinds_together_find_what_is_compared(count: int) -> None:
    table = compared(people(count))
    all_pairs = pairs(blocks(table, rarity(table)), len(table))

    together = set().union(*found_by(table).values())

    assert together == set(zip(all_pairs.left.tolist(), all_pairs.right.tolist(), strict=True))


def test_two_of_one_name_are_found_by_their_sounds_alone() -> None:
    pair = [Candidate("R-1", "أمل كريم الورداني"), Candidate("R-2", "امل كريم الورداني")]

    found = found_by(compared(pair))

    assert {kind for kind, some in found.items() if some} == {KeyKind.SOUNDS}


def test_two_of_one_birth_day_and_first_name_are_found_by_these() -> None:
    born = parse_edtf("1980-04-05")
    pair = [Candidate("R-1", "أمل الورداني", birth=born), Candidate("R-2", "أمل الحسناوي", birth=born)]

    found = found_by(compared(pair))

    assert {kind for kind, some in found.items() if some} == {KeyKind.BIRTH_DAY_GIVEN}


def test_two_of_one_day_and_place_and_first_name_are_found_by_these() -> None:
    told = {"deaths": (parse_edtf("2013-05-06"),), "place": "place:1"}
    pair = [Candidate("R-1", "أمل الورداني", **told), Candidate("R-2", "أمل الحسناوي", **told)]

    found = found_by(compared(pair))

    assert {kind for kind, some in found.items() if some} == {KeyKind.EVENT_DAY_PLACE}


@pytest.mark.parametrize(
    ("count", "kinds"),
    [(300, {KeyKind.MORE_SOUNDS}), (2000, {KeyKind.BIRTH, KeyKind.EVENT})],
)
def test_where_many_share_a_name_keys_are_made_narrower(count: int, kinds: set[KeyKind]) -> None:
    found = found_by(compared(people(count)))

    assert {kind for kind, some in found.items() if some} >= kinds

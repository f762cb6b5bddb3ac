"""The likely linkage from end to end: who is one, who never is, and what bad input does. All are invented."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from random import Random

import numpy as np
import pytest
from tests.unit.methods.linkage.drawn import FAMILY, GIVEN, numbered, someone

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.linkage import Candidate, Judgements
from tawthiq.methods.linkage.likely import LikelyPeople, Scored, people, scored
from tawthiq.methods.linkage.scoring import Weighed, shipped

NAME = "أمل باسل كريم الحلبي"
FACTS = {"born": "1990-05-06", "died": "2013-04-05", "sex": "female", "place": "SY-DI"}


def together(found: LikelyPeople) -> set[tuple[str, str]]:
    """Return the pairs of records that are one person."""
    ids = found.scored.table.record_ids
    cluster = found.cluster.tolist()
    return {(ids[a], ids[b]) for a, b in combinations(range(len(ids)), 2) if cluster[a] == cluster[b]}


compared_once = lru_cache(scored)


def linked(*records: Candidate, **judged: set[tuple[str, str]]) -> LikelyPeople:
    judgements = Judgements(**{kind: frozenset(pairs) for kind, pairs in judged.items()})
    return people(compared_once(records), judgements)


def crowd(size: int = 40) -> list[Candidate]:
    """Return people of different names around the ones that a test is about."""
    names = [
        f"{given} {middle} {family}" for given in GIVEN for middle in GIVEN[::3] for family in FAMILY[2:]
    ]
    return [
        someone(f"X-{at:04}", name, born=f"19{50 + at % 40}-0{1 + at % 9}-1{at % 9}", sex="male")
        for at, name in enumerate(names[:: len(names) // size][:size])
    ]


REPORTS = [
    someone("A-1", NAME, **FACTS),
    someone("A-2", "أمل كريم الحلبى", age=22, died="2013-04-06"),
    someone("A-3", "Amal Basel Halabi", born="1990-05-06", sex="female"),
    someone(
        "B-1", "ليلى باسل كريم الحلبي", born="1993-11-17", died="2013-04-05", sex="female", place="SY-DI"
    ),
]


SPANISH_GIVEN = "Rodrigo Ximena Ezequiel Montserrat Gonzalo Lucrecia Ignacio Beatriz Facundo Soledad".split()
SPANISH_FAMILY = "Robledo Villanueva Quiroga Echeverría Zubiría Domínguez Olivares Peralta Ledesma".split()


def linked_in_spanish(*records: Candidate) -> LikelyPeople:
    names = (f"{given} {family}" for given in SPANISH_GIVEN for family in SPANISH_FAMILY)
    return people(scored([*numbered(*names), *records]))


TAKEN = {"arrested": "1976-08-15", "place": "AR-T"}


@pytest.mark.parametrize(
    "two",
    [
        ("Mario Leiva", "María Leiva"),
        ("Ramón Leiva", "Ramona Leiva"),
        ("Mirela Alicia Baladrini", "Morela Elba Bugerone"),
    ],
)
def test_where_vowels_are_written_these_are_two_people(two: tuple[str, str]) -> None:
    one, other = (someone(f"S-{at}", name, **TAKEN) for at, name in enumerate(two))

    assert together(linked_in_spanish(one, other)) == set()


@pytest.mark.parametrize(
    "spellings", [("Estela Vázquez", "Estela Vasques"), ("Esther Giménez", "Ester Jiménez")]
)
def test_where_vowels_are_written_spellings_of_one_name_are_one(spellings: tuple[str, str]) -> None:
    one, other = (someone(f"S-{at}", name, **TAKEN) for at, name in enumerate(spellings))

    assert together(linked_in_spanish(one, other)) == {("S-0", "S-1")}


def test_a_father_is_not_his_son_of_the_same_name() -> None:
    father, son = (
        someone(f"S-{at}", "Aníbal Hugo Salcedo", age=age, **TAKEN) for at, age in enumerate((47, 19))
    )

    assert together(linked_in_spanish(father, son)) == set()
    assert together(linked_in_spanish(father, father._replace(record_id="S-1"))) == {("S-0", "S-1")}


def test_reports_of_one_person_in_two_scripts_are_one_and_her_sister_is_not() -> None:
    found = linked(*REPORTS, *crowd())

    mine = {pair for pair in together(found) if pair[0] < "X"}
    assert mine == {("A-1", "A-2"), ("A-1", "A-3"), ("A-2", "A-3")}
    assert found.count.people == len(np.unique(found.cluster))
    assert found.count.at_least <= found.count.people <= found.count.at_most


def test_it_says_by_what_it_was_linked() -> None:
    weighed = scored([], scorer=Weighed(shipped()))

    assert linked(*REPORTS).scored.rule == "likely-1/reports-1/learned/fold-1/sound-1"
    assert weighed.rule == "likely-1/reports-1/weighed/fold-1/sound-1"


def test_confidence_is_high_where_all_agree_and_low_where_somebody_else_fits_nearly() -> None:
    found = linked(*REPORTS, *crowd())
    sure = dict(zip(found.scored.table.record_ids, found.confidence.tolist(), strict=True))

    assert all(0 <= confidence <= 1 for confidence in sure.values())
    assert min(sure["A-1"], sure["A-3"]) > 0.9
    assert sure["B-1"] > 0.5


def test_what_a_person_judged_goes_before_the_odds() -> None:
    same, different = {("A-1", "B-1")}, {("A-1", "A-3")}

    found = together(linked(*REPORTS, same=same, different=different))

    assert same <= found
    assert not different & found


def test_unsure_is_not_joined_either() -> None:
    assert ("A-1", "A-2") not in together(linked(*REPORTS[:2], unsure={("A-1", "A-2")}))


def test_judgements_of_records_that_are_not_here_change_nothing() -> None:
    judged = {("A-1", "GONE"), ("GONE", "GONE-2")}

    assert together(linked(*REPORTS, different=judged)) == together(linked(*REPORTS))


def test_a_record_that_stands_for_another_which_is_not_here_still_ties_the_rest() -> None:
    # both were judged to be the record that is gone
    assert ("A-1", "B-1") in together(linked(*REPORTS, same={("A-0", "A-1"), ("A-0", "B-1")}))


def test_a_person_known_by_a_record_that_is_not_here_is_still_held_apart() -> None:
    judged = {"same": {("A-0", "A-1")}, "different": {("A-0", "A-2")}}

    assert ("A-1", "A-2") not in together(linked(*REPORTS[:2], **judged))


def test_one_record_twice_is_refused() -> None:
    with pytest.raises(UsageProblem):
        scored([someone("A-1"), someone("A-2"), someone("A-1")])


def test_steps_are_told() -> None:
    steps: dict[str, int] = {}

    scored(REPORTS, step=lambda what, more: steps.update({what: steps.get(what, 0) + more}))

    assert steps["names"] == len(REPORTS)
    assert steps["pairs"] == steps["compared"] > 0


@pytest.mark.parametrize("seed", [1, 2])
def test_the_answer_does_not_depend_on_the_order_of_records(seed: int) -> None:
    records = [
        *REPORTS,
        *crowd(),
        *numbered(*["أمل باسل الحلبي"] * 14, born="1990-01-01"),
        someone("Z-1", ""),
    ]
    turned = Random(seed).sample(records, len(records))

    found, other = people(compared_once(tuple(records))), people(scored(turned))

    assert found.cluster.tolist() == other.cluster.tolist()
    assert found.confidence.tolist() == other.confidence.tolist()
    assert found.scored.crowded == other.scored.crowded
    assert found.scored.crowded.records >= 14


def bounded(records: Sequence[Candidate]) -> tuple[Scored, int]:
    """Return records compared, and the size of the largest cluster; few pairs were compared for it."""
    found = people(scored(records))
    assert len(found.scored.found) <= 20 * len(records)
    return found.scored, int(np.bincount(found.cluster).max()) if len(records) else 0


MANY = 10_000


def test_ten_thousand_called_the_same_are_told_and_never_one() -> None:
    compared, largest = bounded(numbered(*["أمل باسل الحلبي"] * MANY))

    assert (compared.crowded.records, largest) == (MANY, 1)


def test_ten_thousand_called_the_same_and_born_on_new_years_days_are_never_one() -> None:
    records = [someone(f"R-{at:05}", NAME, born=f"{1930 + at % 80}-01-01") for at in range(MANY)]

    compared, largest = bounded(records)

    assert compared.crowded.records == MANY
    assert largest <= 12


@pytest.mark.parametrize("name", ["", "أمل", "Amal", "محمد", "مجهول الهوية", "Unidentified 3", "12", "،"])
def test_a_thousand_with_one_name_or_none_are_never_one(name: str) -> None:
    assert bounded(numbered(*[name] * 1000))[1] == 1


def test_a_thousand_of_whom_nothing_is_known_are_a_thousand() -> None:
    assert bounded([Candidate(f"R-{at:05}", "") for at in range(1000)])[1] == 1


def test_a_family_on_one_day_is_not_one_person() -> None:
    family = [
        someone(f"R-{at}", f"{given} باسل كريم الحلبي", age=3 + 4 * at, **_of_one_day())
        for at, given in enumerate(GIVEN)
    ]

    assert together(linked(*family, *crowd())) == set()


def _of_one_day() -> dict[str, str]:
    return {"died": "2013-04-05", "place": "SY-DI"}


def test_new_years_days_are_not_a_shared_birth() -> None:
    records = [
        someone("R-1", "أمل باسل الحلبي", born="1990-01-01"),
        someone("R-2", "أمل رامي النجار", born="1990-01-01"),
    ]

    assert together(linked(*records, *crowd())) == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Juan Carlos Robledo Vidal", "ROBLEDO VIDAL, Juan Carlos"),
        ("Inés María Quiroga", "Ines Quiroga"),
        ("Pierre Lefèvre", "Pierre LEFEVRE"),
        ("Catherine O'Neill", "Catherine Oneill"),
    ],
)
def test_names_in_spanish_french_and_english_are_linked_too(one: str, other: str) -> None:
    facts = {"born": "1950-05-06", "died": "1976-04-05"}

    assert ("A", "B") in together(linked(someone("A", one, **facts), someone("B", other, **facts)))

"""Which gone and new rows look like one person, and which pairs nobody may call clear. All are invented."""

from __future__ import annotations

from itertools import count

import pytest

from tawthiq.methods.editions import Proposal, Proposals, Row, births, candidates, names, proposals, propose
from tawthiq.methods.editions.births import Birth
from tawthiq.methods.editions.names import Name

NUMBER = count()
SAMIRA, BORN = "سميرة خليل أحمد الورد", "1990-05-01"


def row(name: str = SAMIRA, birth: str = BORN, sex: str = "female", **more: int) -> Row:
    return Row(f"R-{next(NUMBER):03}", name, sex, birth, **more)


def one(gone: Row, new: Row, **around: object) -> Proposal | None:
    """The one proposal for a gone and a new row, or None."""
    found = propose([gone], [new], **around)  # type: ignore[arg-type]
    return found.pairs[0] if found.pairs else None


def is_clear(gone: Row, new: Row, **around: object) -> bool:
    found = one(gone, new, **around)
    return found is not None and found.clear


def clear(found: Proposals) -> list[tuple[str, str]]:
    return [(p.gone, p.new) for p in found.pairs if p.clear]


CLEAR = {
    "spelling": (row(), row("سميره خليل احمد الورد")),
    "a part more": (row("سميرة خليل الورد"), row()),
    "father by a letter": (row(), row("سميرة خلييل أحمد الورد")),
    "family by a letter": (row(), row("سميرة خليل أحمد الوردي")),
    "day and month swapped": (row(birth="1990-05-01"), row(birth="1990-01-05")),
    "one digit of the birth": (row(), row(birth="1991-05-01")),
    "the next day": (row(birth="1990-04-30"), row(birth="1990-05-01")),
    "a corrected day": (row(birth="1990-01-01"), row(birth="1990-11-27")),
    "Latin spelling": (row("Samira Khalil Ahmad Al-Ward"), row("Samira Khalil Ahmad el Ward")),
}
NOT_CLEAR = {
    "no birth date": (row(), row(birth="")),
    "sex unknown": (row(), row(sex="")),
    "the other sex": (row(), row(sex="male")),
    "own name by a letter": (row(), row("سمير خليل أحمد الورد")),
    "brothers whose names are a letter apart": (
        row("أحمد خليل سالم الورد", sex="male"),
        row("محمد خليل سالم الورد", sex="male"),
    ),
    "another birth date altogether": (row(), row(birth="1962-11-27")),
    "three parts and a slip of the birth": (
        row("سميرة خليل الورد"),
        row("سميرة خليل الورد", birth="1991-05-01"),
    ),
    "another family name": (row(), row("سميرة خليل أحمد النجار")),
    "the other script": (row(), row("Samira Khalil Ahmad Al-Ward")),
    "the parts in another order": (row(), row("سميرة أحمد خليل الورد")),
}
NOT_ALIKE = {
    "twins": (row(), row("هدى خليل أحمد الورد")),
    "twin brothers": (row("حسن خليل أحمد الورد", sex="male"), row("حسين خليل أحمد الورد", sex="male")),
    "a sister born in another year": (row(), row("هدى خليل أحمد الورد", birth="1994-02-11")),
    "strangers": (row(), row("رهف عمر حسن النجار")),
    "placeholders": (row("مجهول الهوية"), row("مجهول الهوية")),
    "one name only": (row("سميرة"), row("سميرة")),
}


@pytest.mark.parametrize("case", CLEAR)
def test_a_slip_is_clear(case: str) -> None:
    assert is_clear(*CLEAR[case])


@pytest.mark.parametrize("case", NOT_CLEAR)
def test_more_than_a_slip_is_proposed_and_not_clear(case: str) -> None:
    found = one(*NOT_CLEAR[case])

    assert found is not None
    assert not found.clear


@pytest.mark.parametrize("case", [case for case in NOT_ALIKE if case != "twin brothers"])
def test_people_who_are_not_alike_are_not_proposed(case: str) -> None:
    assert one(*NOT_ALIKE[case]) is None


def test_twins_whose_names_are_alike_are_never_clear() -> None:
    assert not is_clear(*NOT_ALIKE["twin brothers"])


def test_what_another_row_fits_as_well_is_not_clear() -> None:
    gone, spelt, longer = row(), row("سميره خليل احمد الورد"), row("سميرة خليل أحمد سالم الورد")

    found = propose([gone], [spelt, longer])

    assert [p.new for p in found.pairs] == [spelt.id, longer.id]
    assert clear(found) == []
    assert "fits-several" in {reason.code for reason in found.pairs[0].reasons}


def test_two_gone_rows_for_one_new_are_not_clear() -> None:
    first, second, new = row(), row("سميرة خليل أحمد سالم الورد"), row("سميره خليل احمد الورد")

    assert clear(propose([first, second], [new])) == []


def test_only_the_best_for_both_is_clear() -> None:
    same_year, exact = row(birth="1990-12-12"), row("سميرة خليل أحمد الورد", sex="")
    gone = row()

    found = propose([gone], [same_year, exact])

    assert [p.new for p in found.pairs] == [exact.id, same_year.id]
    assert clear(found) == []


def test_a_name_that_others_bear_tells_nobody_by_the_year() -> None:
    gone, new, namesake = row(), row(birth="1990-11-27"), row(birth="1958-03-03")

    assert is_clear(gone, new)
    assert not is_clear(gone, new, staying=[namesake])


def test_a_name_and_birth_that_a_staying_row_has_is_not_clear() -> None:
    gone, new = row(), row("سميرة خليل أحمد سالم الورد")

    assert is_clear(gone, new)
    assert not is_clear(gone, new, staying=[row()])


def test_what_a_person_called_different_is_not_proposed_again() -> None:
    gone, new = row(), row("سميره خليل احمد الورد")

    assert one(gone, new, different=frozenset({(gone.id, new.id)})) is None


def test_a_row_that_another_has_become_is_proposed_and_not_clear() -> None:
    gone, new = row(), row("سميره خليل احمد الورد")

    found = one(gone, new, taken=frozenset({new.id}))

    assert found is not None
    assert not found.clear


def test_rows_that_stood_in_one_edition_together_are_no_change() -> None:
    assert one(row(came=0, left=2), row("سميره خليل احمد الورد", came=1)) is None
    assert one(row(came=0, left=1), row("سميره خليل احمد الورد", came=1)) is not None


def test_one_gone_row_is_proposed_with_its_best_few() -> None:
    others = [row(birth=f"19{year}-07-13") for year in range(50, 60)]

    found = propose([row()], [row("سميره خليل احمد الورد"), *others])

    assert len(found.pairs) == proposals.FEW
    assert found.pairs[0].score == max(p.score for p in found.pairs)


def test_what_is_too_crowded_is_counted() -> None:
    gone, new = [row(birth="") for _ in range(70)], [row(birth="1950-01-01") for _ in range(70)]

    found = propose(gone, new)

    assert found.pairs == ()
    assert {(one.gone, one.new) for one in found.crowded} == {(70, 70)}
    assert "name" in {one.kind for one in found.crowded}


def test_the_order_of_the_rows_changes_nothing() -> None:
    gone = [pair[0] for pair in (CLEAR | NOT_CLEAR).values()]
    new = [pair[1] for pair in (CLEAR | NOT_CLEAR).values()]

    assert propose(gone, new) == propose(gone[::-1], new[::-1])


def test_reasons_are_in_both_languages_and_name_nobody() -> None:
    for gone, new in (CLEAR | NOT_CLEAR).values():
        found = one(gone, new)
        assert found is not None
        for reason in found.reasons:
            assert reason.en
            assert reason.ar
            assert not set(gone.name.split()) & set(f"{reason.en} {reason.ar}".split())


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("خليل", "خلييل", True),
        ("خليل", "خلل", True),
        ("خليل", "خلبل", True),
        ("خليل", "خيلل", True),
        ("خليل", "خليل", False),
        ("خليل", "جميل", False),
        ("حسن", "حسين", True),
        ("سالم", "لاسم", False),
        ("أب", "بأ", True),
    ],
)
def test_one_letter(left: str, right: str, expected: bool) -> None:
    assert names.is_one_letter(left, right) is expected
    assert names.is_one_letter(right, left) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1990-05-01", "1990-05-01", Birth.SAME),
        ("", "1990-05-01", Birth.MISSING),
        ("1990-05-01", "1990-01-05", Birth.SWAPPED),
        ("1990-05-01", "1980-05-01", Birth.ONE_DIGIT),
        ("1989-12-31", "1990-01-01", Birth.NEXT_DAY),
        ("1985-05-01", "1990-05-01", Birth.SAME_DAY_OF_YEAR),
        ("1990-05-01", "1990-11-27", Birth.SAME_YEAR),
        ("1990", "1990-11-27", Birth.SAME_YEAR),
        ("1962-05-11", "1990-11-27", Birth.OTHER),
    ],
)
def test_births(left: str, right: str, expected: Birth) -> None:
    assert births.births(row(birth=left), row(birth=right)) is expected


def ignore_sex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "_sexes", lambda gone, new: proposals.Sex.SAME)


def siblings_by_family(monkeypatch: pytest.MonkeyPatch) -> None:
    """Father and family are enough, whatever the own name: a brother is clear."""
    true = names.names

    def kin(gone: Row, new: Row) -> Name | None:
        return Name.PART_SPELT if gone.parts[1:] == new.parts[1:] else true(gone, new)

    monkeypatch.setattr(proposals, "names", kin)


def own_name_by_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    true = names.names
    monkeypatch.setattr(
        proposals,
        "names",
        lambda gone, new: Name.PART_SPELT if true(gone, new) is Name.OWN_SPELT else true(gone, new),
    )


def never_a_rival(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals._Found, "add", _add_without_rivals)


def _add_without_rivals(found: proposals._Found, gone: Row, new: Row, likeness: proposals.Likeness) -> None:
    found.alike[gone.id].append((gone, new, likeness))
    found.best_of_new[new.id] = max(found.best_of_new[new.id], likeness.score)


def no_namesakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "_has_namesakes", lambda *_pair, **_around: False)


def missing_birth_is_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "CORRECTION", proposals.CORRECTION | {Birth.MISSING})


def any_birth_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "CORRECTION", frozenset(Birth))


def short_names_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "FULL_NAME", 2)


def crowds_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    true = candidates.pairs
    monkeypatch.setattr(proposals, "pairs", lambda gone, new, crowded: true(gone, new, []))


MUTANTS = (
    ignore_sex,
    siblings_by_family,
    own_name_by_a_letter,
    never_a_rival,
    no_namesakes,
    missing_birth_is_a_slip,
    any_birth_will_do,
    short_names_will_do,
    crowds_are_dropped,
)


def promises() -> None:
    """What the rule promises, in one breath: every mutant breaks one of these."""
    for case in CLEAR:
        test_a_slip_is_clear(case)
    for case in NOT_CLEAR:
        test_more_than_a_slip_is_proposed_and_not_clear(case)
    for gone, new in NOT_ALIKE.values():
        assert not is_clear(gone, new)
    test_what_another_row_fits_as_well_is_not_clear()
    test_two_gone_rows_for_one_new_are_not_clear()
    test_a_name_that_others_bear_tells_nobody_by_the_year()
    test_a_name_and_birth_that_a_staying_row_has_is_not_clear()
    test_what_is_too_crowded_is_counted()


def test_the_rule_keeps_its_promises() -> None:
    promises()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_mutant_is_killed(mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant(monkeypatch)

    with pytest.raises(AssertionError):
        promises()

"""What a row says becomes claims, in the source's words; what it does not say becomes none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.adapters.conftest import ReadRow

from tawthiq.adapters.importers.accounts import RowRejected
from tawthiq.core.claims import Account, Claim

ACT = "acts: [{violation: {constant: killing}}]\n"


def claim(account: Account | None, field: str, on: str = "person") -> Claim | None:
    assert account is not None
    return next((c for c in account.on(on) if c.field == field), None)


def value(account: Account | None, field: str, on: str = "person") -> Any:
    found = claim(account, field, on)
    assert found is not None, field
    return found.value


def reasons(read: ReadRow, text: str, **cells: str) -> list[tuple[str, str]]:
    with pytest.raises(RowRejected) as caught:
        read(text, **cells)
    return [(problem.column, problem.reason) for problem in caught.value.problems]


def test_a_claim_keeps_the_words_the_column_and_the_basis(read: ReadRow) -> None:
    account = read(ACT + "person: {sex: {column: sex, values: {F: female}}}", sex=" f ")

    assert claim(account, "sex") == Claim("person", "sex", "female", " f ", "sex", "stated")
    assert claim(account, "violation", "act-1") == Claim("act-1", "violation", "killing", "", "", "constant")


def test_a_blank_cell_is_no_claim(read: ReadRow) -> None:
    account = read(
        ACT + "person: {name: {column: name}, age: {column: age}}", name="Salma Ward", age=" \u200f "
    )

    assert claim(account, "age") is None


def test_what_means_not_stated_is_no_claim(read: ReadRow) -> None:
    text = ACT + 'person: {age: {column: age, unknown: ["0", ""]}}'

    assert claim(read(text, age="0"), "age") is None
    assert value(read(text, age="12"), "age") == {"min": 12, "max": 12}


def test_what_could_not_be_known_is_not_what_was_not_stated(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, party: {column: actor, values: {A: isis}, "
        "unidentified: [Not identified]}}]"
    )

    assert value(read(text, actor="Not identified"), "party", "act-1") == "unidentified"
    assert claim(read(text, actor=""), "party", "act-1") is None


def test_a_value_that_the_mapping_does_not_know_rejects_the_row(read: ReadRow) -> None:
    text = ACT + "person: {sex: {column: sex, values: {F: female}}}"

    assert reasons(read, text, sex="woman") == [("sex", "unmapped-value")]


def test_a_value_may_be_kept_unread(read: ReadRow) -> None:
    text = ACT + "person: {sex: {column: sex, values: {F: female}, otherwise: keep-unread}}"

    found = claim(read(text, sex="woman"), "sex")
    assert found is not None
    assert (found.value, found.verbatim) == (None, "woman")


def test_all_the_cells_that_stop_a_row_are_named_together(read: ReadRow) -> None:
    text = (
        ACT
        + "person: {sex: {column: sex, values: {F: female}}, age: {column: age}, birth-date: {column: born}}"
    )

    assert reasons(read, text, sex="x", age="old", born="spring") == [
        ("sex", "unmapped-value"),
        ("age", "unreadable-number"),
        ("born", "unreadable-date"),
    ]


def test_no_message_of_a_rejection_repeats_the_cell(read: ReadRow) -> None:
    text = (
        ACT
        + "person: {sex: {column: sex, values: {F: female}}, age: {column: age}, birth-date: {column: born}}"
    )

    with pytest.raises(RowRejected) as caught:
        read(text, sex="Salma", age="Salma", born="Salma")
    assert all("Salma" not in problem.message for problem in caught.value.problems)
    assert all(problem.value == "Salma" for problem in caught.value.problems)


def test_a_date_that_can_be_two_dates_rejects_the_row_until_the_order_is_said(read: ReadRow) -> None:
    text = "acts: [{violation: {constant: killing}, date: {column: died}}]"

    assert reasons(read, text, died="03/04/2012") == [("died", "ambiguous-date")]
    ordered = "acts: [{violation: {constant: killing}, date: {column: died, order: dmy}}]"
    assert value(read(ordered, died="03/04/2012"), "date", "act-1") == "2012-04-03"


def test_a_date_may_be_only_a_bound(read: ReadRow) -> None:
    before = "acts: [{violation: {constant: torture}, date: {column: died, bound: on-or-before}}]"
    after = "acts: [{violation: {constant: torture}, date: {column: died, bound: on-or-after}}]"

    assert value(read(before, died="2012-04-03"), "date", "act-1") == "../2012-04-03"
    assert value(read(after, died="2012-04"), "date", "act-1") == "2012-04-01/.."


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [("25", 25, 25), ("20-25", 20, 25), ("20 to 25", 20, 25), ("60+", 60, None), ("٢٥", 25, 25)],
)
def test_an_age_is_a_pair_of_bounds(read: ReadRow, written: str, least: int, most: int | None) -> None:
    account = read(ACT + "person: {age: {column: age}}", age=written)

    assert value(account, "age") == {"min": least, "max": most}


@pytest.mark.parametrize(
    ("written", "reason"),
    [("200", "impossible-age"), ("25-20", "unreadable-number"), ("-3", "unreadable-number")],
)
def test_an_age_that_nobody_has_rejects_the_row(read: ReadRow, written: str, reason: str) -> None:
    assert reasons(read, ACT + "person: {age: {column: age}}", age=written) == [("age", reason)]


def test_one_cell_may_name_several_parties_together(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, party: {column: by, split: ';', "
        "values: {A: isis, B: hezbollah}}, attribution: {constant: alleged}}]"
    )

    assert value(read(text, by="B; A"), "party", "act-1") == ["hezbollah", "isis"]
    assert value(read(text, by="A;"), "party", "act-1") == "isis"


def test_an_attribution_without_a_party_is_no_claim(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, attribution: {constant: alleged}, "
        "party: {column: by, values: {A: isis}, unidentified: ['?']}}]"
    )

    assert value(read(text, by="A"), "attribution", "act-1") == "alleged"
    assert claim(read(text, by=""), "attribution", "act-1") is None
    assert claim(read(text, by="?"), "attribution", "act-1") is None


def test_a_pattern_in_the_notes_is_marked_as_one(read: ReadRow) -> None:
    text = (
        ACT + 'person: {community: {column: notes, pattern: "palestinian (refugee)?", constant: palestinian}}'
    )

    found = claim(read(text, notes="He was a Palestinian refugee from a village"), "community")
    assert found == Claim(
        "person", "community", "palestinian", "Palestinian refugee", "notes", "pattern-in-notes"
    )
    assert claim(read(text, notes="from a village"), "community") is None


def test_a_pattern_may_cut_out_what_is_read(read: ReadRow) -> None:
    text = ACT + "person: {age: {column: notes, pattern: 'aged (\\d+)'}}"

    assert value(read(text, notes="a baker, aged 31"), "age") == {"min": 31, "max": 31}


def test_of_several_rules_the_first_that_says_something_counts(read: ReadRow) -> None:
    text = (
        "acts: [{violation: {constant: killing}, method: [{column: weapon, values: {mine: mine}}, "
        "{column: cause, values: {blast: explosion}}]}]"
    )

    assert value(read(text, weapon="mine", cause="blast"), "method", "act-1") == "mine"
    assert value(read(text, weapon="", cause="blast"), "method", "act-1") == "explosion"


def test_a_place_is_looked_for_inside_the_place_around_it(read: ReadRow) -> None:
    text = ACT + (
        "person: {origin: {column: area, within: {column: province, values: {Damascus: SY01, Aleppo: SY02}, "
        "unknown: [Unknown]}, otherwise: within}}"
    )

    assert value(read(text, area="no such village", province="Aleppo"), "origin") == "SY02"
    assert value(read(text, area="", province="Aleppo"), "origin") == "SY02"
    assert claim(read(text, area="", province="Unknown"), "origin") is None
    found = claim(read(text, area="no such village", province="Aleppo"), "origin")
    assert found is not None
    assert found.verbatim == "Aleppo: no such village"


def test_a_place_that_nobody_knows_rejects_the_row_or_is_kept_unread(read: ReadRow) -> None:
    strict = "acts: [{violation: {constant: killing}, place: {column: where}}]"
    lenient = "acts: [{violation: {constant: killing}, place: {column: where, otherwise: keep-unread}}]"

    assert reasons(read, strict, where="no such village") == [("where", "unknown-place")]
    assert value(read(lenient, where="no such village"), "place", "act-1") is None


def test_places_from_the_outside_in_are_read_as_far_as_they_are_known(read: ReadRow) -> None:
    text = (
        'acts: [{violation: {constant: killing}, place: {column: where, hierarchy: ":", '
        "values: {Aleppo: SY02}, otherwise: within}}]"
    )

    assert value(read(text, where="Aleppo"), "place", "act-1") == "SY02"
    assert value(read(text, where="Aleppo: no such village"), "place", "act-1") == "SY02"
    assert value(read(text, where="no such village: Aleppo"), "place", "act-1") is None


def test_acts_are_numbered_as_they_hold(read: ReadRow) -> None:
    text = """
acts:
  - violation: {constant: killing}
    when: {column: died, equals: "yes"}
  - violation: {constant: torture}
    when: [{column: cause, contains: torture}, {not: {column: cause, contains: no torture}}]
  - violation: {constant: abduction}
    when: {any: [{column: cause, matches: "kidnap(ped|ping)"}, {column: cause, in: [abducted, taken]}]}
"""

    def acts(**cells: str) -> list[Any]:
        account = read(text, **cells)
        assert account is not None
        return [account.value(act, "violation") for act in account.acts()]

    assert acts(died="yes", cause="Kidnapping - Torture") == ["killing", "torture", "abduction"]
    assert acts(died="no", cause="TAKEN") == ["abduction"]
    assert acts(died="no", cause="torture") == ["torture"]


def test_a_row_without_an_act_is_rejected(read: ReadRow) -> None:
    text = "acts: [{violation: {constant: killing}, when: {column: died, equals: 'yes'}}]"

    assert reasons(read, text, died="no") == [("(row)", "no-act")]


def test_stays_in_detention_belong_to_their_act(read: ReadRow) -> None:
    text = """
acts:
  - violation: {constant: detention}
    date: {column: arrested}
    spells:
      - {status: {constant: incommunicado}, begin: {column: arrested}}
      - {status: {constant: released}, begin: {column: freed}, when: {column: freed, empty: no}}
"""

    freed = read(text, arrested="2012-01-01", freed="2013-01-01")
    held = read(text, arrested="2012-01-01", freed="")

    assert value(freed, "status", "act-1/spell-2") == "released"
    assert value(freed, "begin", "act-1/spell-2") == "2013-01-01"
    assert claim(held, "status", "act-1/spell-1") is not None
    assert claim(held, "status", "act-1/spell-2") is None


def test_a_group_has_at_least_and_at_most(read: ReadRow) -> None:
    text = ACT + "count: {min: {column: least}, max: {column: most}}"

    group = read(text, least="3", most="7")
    open_ended = read(text, least="3", most="")

    assert group is not None
    assert open_ended is not None
    assert (group.kind, group.count_min, group.count_max) == ("group", 3, 7)
    assert (open_ended.count_min, open_ended.count_max) == (3, None)
    assert reasons(read, text, least="7", most="3") == [("least", "impossible-count")]


def test_a_count_that_is_a_range_gives_both_bounds(read: ReadRow) -> None:
    account = read(ACT + "count: {column: people}", people="3-7")

    assert account is not None
    assert (account.count_min, account.count_max) == (3, 7)


def test_somebody_without_a_name_is_unnamed(read: ReadRow) -> None:
    text = ACT + "person: {name: {column: name}}"

    kinds = [found.kind for name in ("Salma Ward", "", "Unidentified 12") if (found := read(text, name=name))]
    assert kinds == ["individual", "unnamed", "unnamed"]


def test_the_parts_of_a_name_are_one_claim(read: ReadRow) -> None:
    text = (
        ACT + "person: {name-parts: {given: {column: first}, family: {column: last}, father: {column: of}}}"
    )

    assert value(read(text, first="Salma", last="Ward", of=""), "name-parts") == {
        "given": "Salma",
        "family": "Ward",
    }


def test_the_documentation_date_comes_from_the_row_where_it_has_one(read: ReadRow) -> None:
    text = ACT + "documented: {column: entered}\n"

    dated, undated = read(text, entered="2021-05-01"), read(text, entered="")

    assert dated is not None
    assert undated is not None
    assert dated.documented == "2021-05-01"
    assert undated.documented == "../2022-10-21"


def test_a_row_is_known_by_its_natural_key(mapping: Any) -> None:
    from tawthiq.adapters.importers.accounts import AccountBuilder
    from tawthiq.adapters.importers.mapping import read_mapping
    from tawthiq.adapters.importers.table import Columns

    text = "mapping: 1\nname: x\nrow_id: [name, died]\n" + ACT
    columns = Columns("list.csv", ("name", "died"), ",")
    builder = AccountBuilder(
        read_mapping(text, name="x.yml", packs=("syria",)), columns, packs=("syria",), documented=".."
    )

    account = builder.account(["Salma  Ward", "2012"], locator="")

    assert account is not None
    assert account.key == '["Salma Ward","2012"]'
    with pytest.raises(RowRejected) as caught:
        builder.account(["Salma Ward", ""], locator="")
    assert [(p.column, p.reason) for p in caught.value.problems] == [("died", "no-identifier")]


def test_rows_that_are_no_account_are_passed_over(read: ReadRow) -> None:
    text = ACT + "skip: [{when: {column: name, equals: Total}, because: a total}]"

    assert read(text, name="TOTAL") is None
    assert read(text, name="Salma Ward") is not None


def test_invisible_marks_stay_in_the_words_and_not_in_the_value(read: ReadRow) -> None:
    account = read(ACT + "person: {name: {column: name}}", name="\u202bسلمى\u200f ورد\u202c")

    found = claim(account, "name")
    assert found is not None
    assert (found.value, found.verbatim) == ("سلمى ورد", "\u202bسلمى\u200f ورد\u202c")

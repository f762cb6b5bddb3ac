"""How a question is read: fields, values, periods, rules, and what does not go together."""

from __future__ import annotations

from datetime import date

import pytest

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.conditions import parse_condition
from tawthiq.methods.counting.examples import tables_of, words
from tawthiq.methods.counting.question import HELD_STATUSES, Options, ask
from tawthiq.methods.counting.rules import load_rule, shipped_rules
from tawthiq.methods.counting.spans import EVER, Span, outside, parse_span, united


def test_a_code_includes_its_narrower_terms_unless_exact() -> None:
    wide = parse_condition("violation=killing", words())
    exact = parse_condition("violation=exact:killing", words())

    assert "death-due-to-torture" in wide.codes
    assert exact.codes == {"killing"}


def test_a_leading_mark_turns_the_whole_list_around() -> None:
    condition = parse_condition("sex=!male,unknown", words())

    assert (condition.is_negated, condition.codes, condition.unknown) == (True, {"male"}, True)
    assert str(condition) == "sex=!male,unknown"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("sexe=female", "sex"),
        ("goverorate=XX01", "governorate"),
        ("sex=femal", "sex=female"),
        ("violation=kiling", "violation=killing"),
        ("governorate=North", "governorate=XX01"),
    ],
)
def test_an_unknown_field_or_value_suggests_the_nearest(text: str, meant: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        parse_condition(text, words())

    assert meant in caught.value.hint


@pytest.mark.parametrize(
    "text", ["sex", "sex=", "sex=!", "=female", "date=spring", "date=2014-13", "date=2015..2014"]
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_condition(text, words())


def test_a_value_that_only_one_field_has() -> None:
    with pytest.raises(UsageProblem):
        parse_condition("sex=none", words())
    with pytest.raises(UsageProblem):
        parse_condition("any-party=joint", words())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2014-03-05", date(2014, 3, 5), date(2014, 3, 5)),
        ("2011-03..2022-10", date(2011, 3, 1), date(2022, 10, 31)),
        ("..2014", date.min, date(2014, 12, 31)),
        ("2014..", date(2014, 1, 1), date.max),
    ],
)
def test_days(text: str, first: date, last: date) -> None:
    assert parse_span(text) == Span(first, last)


def test_days_outside_and_neighbouring_days() -> None:
    march, april = parse_span("2014-03"), parse_span("2014-04")

    assert united([april, march]) == (parse_span("2014-03..2014-04"),)
    assert outside([march]) == (parse_span("..2014-02"), parse_span("2014-04.."))
    assert outside([]) == (EVER,)
    assert outside([EVER]) == ()


def test_without_options_the_defaults_are_those_of_the_contract() -> None:
    said = ask(words()).as_json()

    assert said == {
        "rule": None,
        "version": None,
        "unit": "persons",
        "measure": "flow",
        "period": None,
        "date_basis": "act",
        "place_basis": "act",
        "where": [],
        "exclude": {},
        "by": [],
        "attribution": "confirmed",
        "notice_counts_as": None,
    }


def test_options_refine_a_rule() -> None:
    options = Options(where=["sex=female"], by=["month"], period="2014", unit="acts")

    question = ask(words(), rule=load_rule("killed"), options=options)

    assert [str(condition) for condition in question.where] == ["violation=killing", "sex=female"]
    assert (question.unit, question.period, question.by, question.rule) == (
        "acts",
        "2014",
        ("month",),
        "killed",
    )


def test_a_stock_has_no_date_of_a_status() -> None:
    with pytest.raises(UsageProblem, match="has no date of a status"):
        ask(words(), options=Options(measure="stock", date_basis="status"))


def test_a_stock_says_what_it_rests_on() -> None:
    said = ask(words(), rule=load_rule("held"), options=Options(on=date(2020, 7, 29))).as_json()

    assert said["on"] == "2020-07-29"
    assert said["statuses"] == list(HELD_STATUSES)
    assert said["continuation"] == "presumed"
    assert said["notice_ends_disappearance"] is False


def test_a_massacre_says_its_parameter() -> None:
    assert ask(words(), rule=load_rule("massacres")).as_json()["persons_per_event"] == 5


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        ("held", Options(unit="acts")),
        ("killed", Options(on=date(2020, 1, 1))),
        ("massacres", Options(unit="persons")),
        ("held", Options(where=["status=released"])),
        ("killed", Options(unit="people")),
        ("killed", Options(date_basis="entered")),
        ("killed", Options(place_basis="birth")),
        ("killed", Options(period="last week")),
        ("killed", Options(by=["colour"])),
    ],
)
def test_what_does_not_go_together_is_refused(rule: str, options: Options) -> None:
    with pytest.raises(UsageProblem):
        ask(words(), rule=load_rule(rule), options=options)


@pytest.mark.parametrize("settings", [{"statuses": ["lost"]}, {"notice_counts_as": "death"}])
def test_a_rule_with_an_unknown_code_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(UsageProblem):
        ask(words(), rule={**load_rule("held"), **settings})


def test_an_unknown_rule_suggests_the_nearest() -> None:
    with pytest.raises(UsageProblem) as caught:
        load_rule("kiled")

    assert "killed" in caught.value.hint


def test_every_shipped_rule_can_be_asked() -> None:
    assert set(shipped_rules()) >= {"killed", "died-under-torture", "held", "detained", "massacres"}
    for rule in shipped_rules().values():
        assert ask(words(), rule=rule).rule == rule["code"]


def test_a_stock_after_the_release_is_refused() -> None:
    question = ask(words(), rule=load_rule("held"), options=Options(on=date(2023, 1, 1)))

    with tables_of([], [], date(2022, 10, 21)) as tables, pytest.raises(UsageProblem):
        tables.date_of(question)

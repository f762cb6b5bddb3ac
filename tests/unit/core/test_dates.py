"""Dates in EDTF: their bounds, periods, and ages between them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.dates import (
    Dated,
    Period,
    UnreadableDate,
    age_at,
    birth_from_age,
    month_of,
    parse_edtf,
    parse_period,
    year_of,
)
from tawthiq.core.errors import InputRejected, UsageProblem

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))

BOUNDS = {
    "2013-04-05": ("2013-04-05", "2013-04-05"),
    "2013-04": ("2013-04-01", "2013-04-30"),
    "2012-02": ("2012-02-01", "2012-02-29"),
    "2013": ("2013-01-01", "2013-12-31"),
    "2013-04/2013-06-15": ("2013-04-01", "2013-06-15"),
    "2013-04/..": ("2013-04-01", None),
    "2013-04/": ("2013-04-01", None),
    "../2019-05-14": (None, "2019-05-14"),
    "/2019-05-14": (None, "2019-05-14"),
    "../..": (None, None),
    "2014-21": ("2014-03-01", "2014-05-31"),
    "2014-22": ("2014-06-01", "2014-08-31"),
    "2014-24": ("2013-12-01", "2015-02-28"),
    "2014-31": ("2014-03-01", "2014-05-31"),
    "2014-30": ("2013-12-01", "2015-02-28"),
    "2014-36": ("2014-10-01", "2014-12-31"),
    "2014~": ("2013-01-01", "2015-12-31"),
    "2014?": ("2013-01-01", "2015-12-31"),
    "2014%": ("2012-01-01", "2016-12-31"),
    "2014-04~": ("2014-03-01", "2014-05-31"),
    "2014-03~": ("2014-02-01", "2014-04-30"),
    "2014-04-05~": ("2014-03-29", "2014-04-12"),
    "~2014-04-05": ("2013-04-05", "2015-04-05"),
    "2014-05/2014-06~": ("2014-05-01", "2014-07-31"),
    "199X": ("1990-01-01", "1999-12-31"),
    "199X~": ("1980-01-01", "2009-12-31"),
    "2014-XX-30": ("2014-01-30", "2014-12-30"),
    "201X-02-29": ("2012-02-29", "2016-02-29"),
    "XXXX": (None, None),
    "[2014-01,2014-05]": ("2014-01-01", "2014-05-31"),
    "[2014-01..2014-05]": ("2014-01-01", "2014-05-31"),
    "[..2014-05]": (None, "2014-05-31"),
    "{2014~,2016}": ("2013-01-01", "2016-12-31"),
    "9999~": ("9998-01-01", None),
    "9999-12-31~": ("9999-12-24", None),
}


@pytest.mark.parametrize(("edtf", "bounds"), BOUNDS.items())
def test_an_edtf_date_reaches_from_its_first_to_its_last_possible_day(
    edtf: str, bounds: tuple[str | None, str | None]
) -> None:
    dated = parse_edtf(edtf)

    found = tuple(None if day is None else day.isoformat() for day in (dated.earliest, dated.latest))
    assert found == bounds
    assert dated.edtf == edtf


@pytest.mark.parametrize(
    "text",
    (
        "|/|2014-13|2014-02-30|0000|2014-06/2014-05|2014/unknown|Y-17000|-0044|1950S2|2011-02-3X|[2014"
        "|5 April 2014|2014-04-05T10:00|٢٠١٤"
    ).split("|"),
)
def test_what_is_not_edtf_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDate) as caught:
        parse_edtf(text)

    assert isinstance(caught.value, InputRejected)
    assert caught.value.hint


def test_a_message_about_a_date_never_repeats_words() -> None:
    with pytest.raises(UnreadableDate) as caught:
        parse_edtf("Amal Basil")

    assert "Amal" not in caught.value.message


def test_reading_edtf_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnreadableDate):
        parse_edtf("[2014,")

    assert capsys.readouterr().out == ""


@given(DAYS, DAYS)
def test_an_interval_of_days_is_bounded_by_them(one: date, other: date) -> None:
    first, last = sorted((one, other))

    assert parse_edtf(f"{first}/{last}") == Dated(f"{first}/{last}", first, last)


@given(st.text(alphabet="0123456789X~?%-/.[]{},", max_size=14))
def test_any_text_is_read_or_refused_and_never_ends_before_it_starts(text: str) -> None:
    try:
        dated = parse_edtf(text)
    except UnreadableDate:
        return
    assert dated.earliest is None or dated.latest is None or dated.earliest <= dated.latest


def test_only_a_day_is_exact() -> None:
    assert parse_edtf("2013-04-05").is_exact
    assert not parse_edtf("2013-04").is_exact
    assert not parse_edtf("../..").is_exact


def test_spring_is_certainly_in_its_year_and_possibly_in_april() -> None:
    spring = parse_edtf("2014-21")

    assert spring.within(parse_period("2014"))
    assert not spring.within(parse_period("2014-04"))
    assert spring.possibly_within(parse_period("2014-04"))
    assert not spring.possibly_within(parse_period("2014-06"))


def test_about_a_year_is_not_certainly_in_that_year() -> None:
    assert not parse_edtf("2014~").within(parse_period("2014"))
    assert parse_edtf("2014~").possibly_within(parse_period("2014"))


def test_an_open_date_is_certain_only_in_an_open_period() -> None:
    documented = parse_edtf("../2019-05-14")

    assert documented.within(parse_period("..2019-05-14"))
    assert not documented.within(parse_period("2011..2019-05-14"))
    assert documented.possibly_within(parse_period("2011..2012"))
    assert not documented.possibly_within(parse_period("2020.."))


@given(DAYS, DAYS, DAYS, DAYS)
def test_what_is_certain_is_possible(one: date, other: date, start: date, end: date) -> None:
    dated = parse_edtf(f"{min(one, other)}/{max(one, other)}")
    period = Period(min(start, end), max(start, end))

    assert not dated.within(period) or dated.possibly_within(period)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2011-03..2022-10", date(2011, 3, 1), date(2022, 10, 31)),
        ("2022-10", date(2022, 10, 1), date(2022, 10, 31)),
        ("2011..", date(2011, 1, 1), None),
        ("..2022-10-21", None, date(2022, 10, 21)),
        ("..", None, None),
    ],
)
def test_a_period_holds_both_its_ends(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize("text", ["", "2012..2011", "last year", "2011-03...2012", "2011-03-..2012"])
def test_what_is_no_period_is_a_usage_problem(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_period(text)


def test_an_open_period_contains_every_day_on_its_open_side() -> None:
    assert Period(None, date(2012, 1, 1)).contains(date(1900, 1, 1))
    assert not Period(None, date(2012, 1, 1)).contains(date(2012, 1, 2))


def test_before_means_before_on_every_possible_day() -> None:
    assert parse_edtf("2013-04").certainly_before(parse_edtf("2013-05"))
    assert not parse_edtf("2013-04").certainly_before(parse_edtf("2013-04-30"))
    assert not parse_edtf("2013/..").certainly_before(parse_edtf("2020"))


def test_month_and_year_are_given_only_where_they_are_certain() -> None:
    assert month_of(parse_edtf("2013-04-02/2013-04-09")) == "2013-04"
    assert month_of(parse_edtf("2013-04-30/2013-05-01")) is None
    assert month_of(parse_edtf("../2013-04")) is None
    assert year_of(parse_edtf("2013-21")) == "2013"
    assert year_of(parse_edtf("2013~")) is None


@pytest.mark.parametrize(
    ("birth", "on", "ages"),
    [
        ("1995-04-05", "2013-04-05", (18, 18)),
        ("1995-04-06", "2013-04-05", (17, 17)),
        ("1995", "2013", (17, 18)),
        ("1995", "2013-12-31", (18, 18)),
        ("1995/..", "2013-12-31", (None, 18)),
        ("../1995", "2013-12-31", (18, None)),
        ("1996-02-29", "2013-02-28", (16, 16)),
        ("1996-02-29", "2013-03-01", (17, 17)),
        ("2013-03", "2013", (0, 0)),
        ("2014", "2013", (None, None)),
    ],
)
def test_an_age_is_given_in_bounds(birth: str, on: str, ages: tuple[int | None, int | None]) -> None:
    assert age_at(parse_edtf(birth), parse_edtf(on)) == ages


@given(birth=DAYS, days=st.integers(0, 36_000))
def test_an_age_and_a_birth_worked_out_from_it_agree(birth: date, days: int) -> None:
    on = parse_edtf((birth + timedelta(days=days)).isoformat())
    youngest, oldest = age_at(parse_edtf(birth.isoformat()), on)

    period = birth_from_age(youngest, oldest, on)

    assert youngest == oldest
    assert period.contains(birth)
    assert period.start is not None and period.end is not None
    assert 364 <= (period.end - period.start).days <= 366


@given(
    on=st.one_of(DAYS, st.sampled_from([date(2012, 2, 29), date(2013, 2, 28), date(2013, 3, 1)])),
    age=st.integers(0, 100),
)
def test_the_first_and_last_day_of_birth_that_an_age_allows_are_the_very_ones(on: date, age: int) -> None:
    dated = parse_edtf(on.isoformat())

    period = birth_from_age(age, age, dated)

    assert period.start is not None and period.end is not None
    days = [period.start - timedelta(days=1), period.start, period.end, period.end + timedelta(days=1)]
    oldest = [age_at(Dated("", day, day), dated)[1] for day in days]
    assert oldest == [age + 1, age, age, age - 1 if age else None]


def test_a_child_of_unknown_age_was_born_less_than_eighteen_years_ago() -> None:
    assert birth_from_age(None, 17, parse_edtf("2013-04-05")) == Period(date(1995, 4, 6), None)


def test_the_birth_of_somebody_is_worked_out_across_leap_days_and_to_the_ends_of_the_calendar() -> None:
    assert birth_from_age(1, 1, parse_edtf("2012-02-29")) == Period(date(2010, 3, 1), date(2011, 2, 28))
    assert birth_from_age(0, 9998, parse_edtf("2012")) == Period(None, date(2012, 12, 31))

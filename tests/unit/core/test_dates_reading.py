"""A source's words for a date, read into EDTF."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.dates import AmbiguousDate, UnreadableDate, parse_edtf, read_date
from tawthiq.core.errors import UsageProblem

DAYS = st.dates(date(1925, 1, 1), date(2070, 12, 31))
LEVANTINE = (
    "كانون الثاني، شباط، آذار، نيسان، أيار، حزيران، تموز، آب، أيلول، تشرين الأول، تشرين الثاني، كانون الأول"
)
EGYPTIAN = "يناير، فبراير، مارس، أبريل، مايو، يونيو، يوليو، أغسطس، سبتمبر، أكتوبر، نوفمبر، ديسمبر"
ENGLISH = "January، February، March، April، May، June، July، August، September، October، November، December"
EASTERN_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

READ = {
    "2012-03-04": "2012-03-04",
    "2012-03-04 00:00:00": "2012-03-04",
    "2012-03-04T11:30:00Z": "2012-03-04",
    "2011/3/15": "2011-03-15",
    "2012.3.4": "2012-03-04",
    "1990-00-00": "1990",
    "1990-04-00": "1990-04",
    "00/00/1990": "1990",
    "00/04/1990": "1990-04",
    "04/00/1990": "1990-04",
    "13/04/2012": "2012-04-13",
    "04/13/2012": "2012-04-13",
    "4/4/2012": "2012-04-04",
    "04/2013": "2013-04",
    "2013/04": "2013-04",
    "2013": "2013",
    "٢٠١٣": "2013",
    "\u200f٢٠١٤/٥/٦\u200f": "2014-05-06",
    "5 April 2014": "2014-04-05",
    "April 5th, 2014": "2014-04-05",
    "5th of April, 2014": "2014-04-05",
    "05-Apr-2014": "2014-04-05",
    "Friday, 18 March 2011": "2011-03-18",
    "ABR/1976": "1976-04",
    "٥ آذار ٢٠١٤": "2014-03-05",
    "5آذار2014": "2014-03-05",
    "الجمعة 18 آذار 2011": "2011-03-18",
    "18 كانون الثاني/يناير 2013": "2013-01-18",
    "كانُون الأوّل ٢٠١٣": "2013-12",
    "شهر تشرين الثاني عام 2013": "2013-11",
    "1 يناير 2013 م": "2013-01-01",
    "spring 2014": "2014-21",
    "ربيع 2014": "2014-21",
    "خريف عام ٢٠١٤": "2014-23",
    "winter 2014": "2014-24",
    "2013-2014": "2013/2014",
    "2013 - 2014": "2013/2014",
    "between 2013 and 2014": "2013/2014",
    "بين 2013 و2014": "2013/2014",
    "من آذار 2013 إلى نيسان 2014": "2013-03/2014-04",
    "March to May 2014": "2014-03/2014-05",
    "13/02/2012 - 25/02/2012": "2012-02-13/2012-02-25",
    "spring 2014 to summer 2014": "2014-03-01/2014-08-31",
    "before 2014": "../2013-12-31",
    "قبل أيار 2014": "../2014-04-30",
    "after 5 May 2014": "2014-05-06/..",
    "بعد 2014": "2015-01-01/..",
    "until 2014-05": "../2014-05-31",
    "حتى 2014": "../2014-12-31",
    "منذ 2014": "2014-01-01/..",
    "about 2014": "2014~",
    "ca. March 2014": "2014-03~",
    "2014 تقريباً": "2014~",
    "2014؟": "2014?",
    "mid-2014": "2014",
    "نهاية عام 2014": "2014",
    "2013-04/..": "2013-04/..",
    "../2019-05-14": "../2019-05-14",
    "199X": "199X",
    "1433 هـ": "2011-11-25/2012-11-15",
    "12 رمضان 1433": "2012-07-30/2012-08-01",
    "12 Ramadan 1433 AH": "2012-07-30/2012-08-01",
    "ربيع الأول 1433": "2012-01-23/2012-02-23",
}


@pytest.mark.parametrize(("words", "edtf"), READ.items())
def test_a_date_is_read_as_its_source_wrote_it(words: str, edtf: str) -> None:
    dated = read_date(words)

    assert dated == parse_edtf(edtf)


@pytest.mark.parametrize(
    ("order", "edtf"), [("dmy", "2012-04-03"), ("mdy", "2012-03-04")], ids=["day first", "month first"]
)
def test_a_given_order_says_which_number_is_the_day(order: Any, edtf: str) -> None:
    assert read_date("03/04/2012", order=order).edtf == edtf


@pytest.mark.parametrize(
    "words",
    [
        "03/04/2012",
        "٠٣/٠٤/٢٠١٢",
        "3 - 4 - 2012",
        "01/02/2012 - 25/02/2012",
        "Sunday 03/04/2012 to 2013",
        "5/4/12",
    ],
)
def test_a_date_that_can_be_two_asks_which(words: str) -> None:
    with pytest.raises(AmbiguousDate) as caught:
        read_date(words)

    assert "dmy" in caught.value.hint


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("", {}),
        ("  ", {}),
        ("31/02/2012", {}),
        ("13/13/2012", {}),
        ("2012-02-30", {}),
        ("0000-00-00", {}),
        ("2012-00-05", {}),
        ("04/13/2012", {"order": "dmy"}),
        ("03/04/2012", {"order": "ymd"}),
        ("15/03/1433", {}),
        ("01/01/1200", {"calendar": "hijri"}),
        ("15/13/1433", {"calendar": "hijri"}),
        ("spring 1433", {"calendar": "hijri"}),
        ("12 2013", {}),
        ("March 5 to 7 2014", {}),
        ("3 to 7 April 2014", {}),
        ("2014 to 2013", {}),
        ("آذار/أبريل 2013", {}),
        ("about spring 2014", {}),
        ("before ..", {}),
        ("after 2014/..", {}),
        ("41000", {}),
        ("Apr-12", {}),
        ("not known", {}),
        ("أمل باسل", {}),
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(words: str, options: dict[str, Any]) -> None:
    with pytest.raises(UnreadableDate) as caught:
        read_date(words, **options)

    assert not isinstance(caught.value, AmbiguousDate)


def test_a_hijri_year_without_a_mark_is_recognised_in_the_message() -> None:
    with pytest.raises(UnreadableDate, match="calendar: hijri"):
        read_date("15/03/1433")


def test_an_unknown_order_or_calendar_is_a_usage_problem() -> None:
    with pytest.raises(UsageProblem):
        read_date("2012", order="ydm")  # type: ignore[arg-type]
    with pytest.raises(UsageProblem):
        read_date("2012", calendar="julian")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "words", "edtf"),
    [
        ("%d/%m/%y", "03/04/12", "2012-04-03"),
        ("%b-%y", "Apr-12", "2012-04"),
        ("%Y", "2012", "2012"),
        ("%m%%%Y", "04%2012", "2012-04"),
    ],
)
def test_a_declared_format_goes_first_and_is_as_precise_as_it_says(form: str, words: str, edtf: str) -> None:
    assert read_date(words, formats=("%d.%m.%Y %H:%M", form)).edtf == edtf


def test_what_no_format_fits_is_still_read_where_it_is_clear() -> None:
    assert read_date("13/04/2012", formats=("%Y-%m-%d",)).edtf == "2012-04-13"


@given(DAYS, st.sampled_from([LEVANTINE, EGYPTIAN, ENGLISH]), st.booleans())
def test_a_day_with_a_month_name_reads_back(day: date, months: str, eastern: bool) -> None:
    words = f"{day.day} {months.split('، ')[day.month - 1]} {day.year}"

    assert read_date(words.translate(EASTERN_DIGITS) if eastern else words).edtf == day.isoformat()


@given(DAYS)
def test_a_day_in_figures_is_read_right_or_asked_about(day: date) -> None:
    words = f"{day.day}/{day.month}/{day.year}"

    assert read_date(words, order="dmy").edtf == day.isoformat()
    if day.day > 12 or day.day == day.month:
        assert read_date(words).edtf == day.isoformat()
    else:
        with pytest.raises(AmbiguousDate):
            read_date(words)


@given(st.integers(1343, 1499), st.integers(1, 12), st.integers(1, 28))
def test_a_hijri_day_is_known_to_a_day_either_side(year: int, month: int, day: int) -> None:
    expected = date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat())

    dated = read_date(f"{year}/{month}/{day}", calendar="hijri")

    assert dated.earliest == expected - timedelta(days=1)
    assert dated.latest == expected + timedelta(days=1)


def test_a_gregorian_month_name_is_gregorian_in_a_hijri_column() -> None:
    assert read_date("5 نيسان 2014", calendar="hijri").edtf == "2014-04-05"


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        dated = read_date(text)
    except UnreadableDate:
        return
    assert parse_edtf(dated.edtf) == dated

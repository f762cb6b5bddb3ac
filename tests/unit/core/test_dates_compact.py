"""Spans in one word, as lists in Spanish write them: every form that occurs, with invented dates."""

from datetime import date

import pytest

from tawthiq.core.dates import UnreadableDate, read_date


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("05/06/1988", "1988-06-05"),
        ("1º/06/1988", "1988-06-01"),
        ("1º-07/06/1988", "1988-06-01/1988-06-07"),
        ("12-13/06/1988", "1988-06-12/1988-06-13"),
        ("30/04-02/05/1988", "1988-04-30/1988-05-02"),
        ("31/12-02/12/1988", None),
        ("ABR/1988", "1988-04"),
        ("abril/1988", "1988-04"),
        ("JUL-AGO/1988", "1988-07/1988-08"),
        ("ABR-MAY 1988", "1988-04/1988-05"),
        ("DIC-ENE/1988", None),
        ("DIC/1988-ENE/1989", "1988-12/1989-01"),
        ("DIC/1988-AÑO/1989", "1988-12/1989"),
        ("AÑO/1988", "1988"),
        ("AÑOS/1988-89", "1988/1989"),
        ("AÑOS/1989-88", None),
        ("AÑOS/1999-00", None),
        ("AÑOS/1988-88", None),
        ("spring-july/1988", None),
        ("princ/06/1988", "1988-06"),
        ("med/06/1988", "1988-06"),
        ("fines/06/1988", "1988-06"),
        ("princ/1988", "1988"),
        ("fines/1988", "1988"),
        ("mediados de 1988", "1988"),
        ("med-fines/1988", "1988"),
        ("1ª quinc/06/1988", "1988-06-01/1988-06-15"),
        ("2ª quinc/06/1988", "1988-06-16/1988-06-30"),
        ("2ª quinc/02/1988", "1988-02-16/1988-02-29"),
        ("2ª quincena de junio de 1988", "1988-06-16/1988-06-30"),
        ("3ª quinc/06/1988", None),
        ("2ª quinc/1988", None),
        ("Sin datos fecha", None),
        ("(caut.)", None),
        ("31/06/1988", None),
        ("JUL-nadie/1988", None),
        ("nadie/1988-JUL/1988", None),
    ],
)
def test_a_spanish_date_is_read_as_far_as_it_says(written, edtf):
    if edtf is None:
        with pytest.raises(UnreadableDate):
            read_date(written, order="dmy")
    else:
        assert read_date(written, order="dmy").edtf == edtf


def test_half_a_month_reaches_to_its_own_last_day():
    dated = read_date("2ª quinc/11/1988", order="dmy")

    assert (dated.earliest, dated.latest) == (date(1988, 11, 16), date(1988, 11, 30))


@pytest.mark.parametrize("written", ["12-13/06/1988", "30/04-02/05/1988", "1º-07/06/1988"])
@pytest.mark.parametrize("order", [None, "mdy", "ymd"])
def test_days_before_a_shared_month_are_read_only_where_the_day_comes_first(written, order):
    with pytest.raises(UnreadableDate):
        read_date(written, order=order)


@pytest.mark.parametrize("written", ["كانون-الثاني/2013", "Kanun-Thani/2013", "21-03-2013", "2013-03"])
def test_a_hyphen_inside_a_name_or_a_date_makes_no_span(written):
    try:
        read = read_date(written, order="dmy").edtf
    except UnreadableDate:
        read = ""

    assert "/" not in read


def test_a_message_does_not_repeat_the_words_of_a_cell():
    with pytest.raises(UnreadableDate) as caught:
        read_date("AÑOS/1989-88", order="dmy")

    assert "anos" not in str(caught.value).casefold()

"""No digit is typed by hand, and every mistake is found where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.errors import InputRejected
from tawthiq.journey.statements.tags import Kind, Position, read_tagged

START = Position("killed.en.md", 1, 1)


def read(text: str):
    return read_tagged(text, START)


def test_every_kind_of_tag_is_read() -> None:
    text = (
        "{{figure:killed noun genitive}} {{date:2022-10}} {{cite:unrwa-2021#poverty}} {{plain:12|years}}\n"
        "{{table:by-sex}}\n{{recommendations:hamas}}\n{{laws}}\n"
    )

    tags = read(text).tags

    assert [tag.kind for tag in tags] == [
        Kind.FIGURE,
        Kind.DATE,
        Kind.CITE,
        Kind.PLAIN,
        Kind.TABLE,
        Kind.RECOMMENDATIONS,
        Kind.LAWS,
    ]
    assert (tags[0].case, tags[2].detail, tags[3].detail) == ("genitive", "poverty", "years")


@pytest.mark.parametrize("digit", ["7", "٧", "۷", "७", "²", "½", "Ⅷ", "①"])
def test_a_digit_of_any_script_outside_a_tag_is_refused_where_it_stands(digit: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read(f"Killed: {{{{figure:killed}}}}\nand then {digit} more")

    assert refused.value.where == "killed.en.md:2:10"
    assert digit in refused.value.message


def test_a_digit_after_tags_on_the_first_line_is_counted_in_columns() -> None:
    with pytest.raises(InputRejected) as refused:
        read_tagged("{{date:2022}} 5", Position("s.ar.md", 4, 3))

    assert refused.value.where == "s.ar.md:4:17"


@given(st.text(alphabet="ابتabc 0٣۴", min_size=1))
def test_a_text_passes_exactly_when_it_has_no_digit(text: str) -> None:
    has_digit = any(character in "0٣۴" for character in text)

    if has_digit:
        with pytest.raises(InputRejected):
            read(text)
    else:
        assert read(text).tags == ()


def test_quoted_words_keep_their_digits() -> None:
    assert read_tagged("2021 Emergency Appeal", START, quoted=True).text == "2021 Emergency Appeal"


@pytest.mark.parametrize("kind", ["chart", "map"])
def test_a_chart_or_a_map_stands_alone_on_its_line(kind: str) -> None:
    assert read(f"Look:\n\n{{{{{kind}:killed}}}}\n").tags[0].kind == kind

    with pytest.raises(InputRejected) as refused:
        read(f"Look:\nhere {{{{{kind}:killed}}}}")

    assert (kind in refused.value.message, refused.value.where) == (True, "killed.en.md:2:6")


@pytest.mark.parametrize(
    "text",
    [
        "{{figur:killed}}",
        "{{figure:}}",
        "{{figure:killed loud}}",
        "{{figure:killed genitive accusative}}",
        "{{plain:twelve}}",
        "{{plain:|why}}",
        "{{laws:two}}",
        "{{figure:killed",
        "figure:killed}}",
        "text {{table:by-sex}}",
    ],
)
def test_a_malformed_tag_is_refused(text: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read(text)

    assert refused.value.where.startswith("killed.en.md:1:")


def test_the_identity_of_a_plain_number_is_the_same_in_every_script() -> None:
    western, arabic = read("{{plain:12|years}}").tags[0], read("{{plain:١٢|سنوات}}").tags[0]

    assert western.identity == arabic.identity


def test_grammar_is_no_part_of_a_tags_identity() -> None:
    assert read("{{figure:a noun}}").tags[0].identity == read("{{figure:a noun genitive}}").tags[0].identity

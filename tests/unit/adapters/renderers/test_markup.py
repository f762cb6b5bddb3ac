"""Text can never become markup, and every number keeps its direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.adapters.renderers.html.markup import Html, el, isolated, joined


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("في 2022-10-21 قُتل", "في <bdi>2022-10-21</bdi> قُتل"),
        ("الصفحات 12–14", "الصفحات <bdi>12–14</bdi>"),
        ("بصمة SHA-256 للملف", "بصمة <bdi>SHA-256</bdi> للملف"),
        ("الملف list-2020.csv#row=3", "الملف <bdi>list-2020.csv#row=3</bdi>"),
        ("بنسبة 91%، أو ٩١٪", "بنسبة <bdi>91%</bdi>، أو <bdi>٩١٪</bdi>"),
        ("3,207 أشخاص.", "<bdi>3,207</bdi> أشخاص."),
        ("in 2012, and 2013.", "in <bdi>2012</bdi>, and <bdi>2013</bdi>."),
        ("no number-like word", "no number-like word"),
        ("a, 5", "a, <bdi>5</bdi>"),
    ],
)
def test_a_number_date_code_or_range_is_isolated_whole(text: str, markup: str) -> None:
    assert isolated(text) == markup


@given(st.text())
def test_what_is_shown_is_what_was_given(text: str) -> None:
    from html import unescape

    shown = isolated(text).replace("<bdi>", "").replace("</bdi>", "")

    assert unescape(shown) == unescape(Html(el("i", text))[3:-4])
    assert "<" not in shown


def test_children_are_escaped_unless_they_are_markup_already() -> None:
    assert el("p", "<b>", el("i", "&"), None, [" ", "x"]) == "<p>&lt;b&gt;<i>&amp;</i> x</p>"
    assert joined(["<", Html("<br>")]) == "&lt;<br>"


def test_attributes_are_escaped_and_empty_ones_left_out() -> None:
    assert el("a", "x", href='"><script>', class_="c", title=None, hidden=True, open=False) == (
        '<a href="&quot;&gt;&lt;script&gt;" class="c" hidden>x</a>'
    )

"""Our pages read into the neutral document."""

from __future__ import annotations

import pytest

from tawthiq.adapters.renderers.document.markup import parse
from tawthiq.adapters.renderers.document.model import (
    Heading,
    Items,
    Paragraph,
    Picture,
    Quote,
    RowStyle,
    Run,
    Style,
    Table,
    Terms,
    plain,
)
from tawthiq.adapters.renderers.document.reader import cited_works, read_blocks, read_words

SOURCES = '<ol><li id="source-x"><cite>Appeal</cite>, <bdi>2021</bdi>.<ul><li>one</li></ul></li></ol>'


def test_numbers_and_codes_keep_their_direction() -> None:
    said = read_words("On <bdi>19</bdi> October, <code>ab12</code>", lang="en")

    assert said == (
        Run("On "),
        Run("19", isolated=True),
        Run(" October, "),
        Run("ab12", code=True),
    )


def test_escaped_text_is_text() -> None:
    said = read_words("&lt;b&gt; &amp; &quot;", lang="en")

    assert said == (Run('<b> & "'),)


def test_spaces_and_line_ends_are_one_space() -> None:
    assert read_words("  two\n   words <b> here</b> ", lang="en") == (
        Run("two words "),
        Run("here", bold=True),
    )


def test_a_link_inside_the_folder_is_text_and_one_to_the_web_is_a_link() -> None:
    said = read_words(
        '<a href="figures/k.en.html"><bdi>12</bdi></a> <a href="https://a.example">a</a>', lang="en"
    )

    assert said == (Run("12", isolated=True), Run(" "), Run("a", link="https://a.example"))


def test_a_script_address_is_never_a_link() -> None:
    (run,) = read_words('<a href="javascript:alert(1)">a</a>', lang="en")

    assert run.link is None


def test_a_note_carries_its_source() -> None:
    block = '<p>Said<sup class="note"><a href="#source-x">1</a></sup>.</p>'

    (paragraph,) = read_blocks(block, lang="en", sources=cited_works(SOURCES))

    assert isinstance(paragraph, Paragraph)
    notes = [run.note for run in paragraph.runs if run.note]
    assert [note.key for note in notes] == ["source-x"]
    assert "".join(run.text for run in notes[0].runs) == "Appeal, 2021.\n• one"
    assert plain(paragraph.runs) == "Said."


def test_a_note_without_a_source_is_refused() -> None:
    with pytest.raises(KeyError):
        read_words('<sup class="note"><a href="#source-y">1</a></sup>', lang="en")


@pytest.mark.parametrize(("lang", "shown"), [("en", "“x”"), ("ar", "«x»")])
def test_words_of_others_stand_in_the_marks_of_the_language(lang: str, shown: str) -> None:
    assert plain(read_words("<q>x</q>", lang=lang)) == shown


def test_each_kind_of_block_is_known() -> None:
    blocks = read_blocks(
        '<h2>A</h2><h3>B</h3><p class="small">c</p><ul><li>d</li></ul><ol start="3"><li><p>e</p></li></ol>'
        "<dl><dt>f</dt><dd>g<p class='small'>h</p></dd></dl><blockquote><p>i</p></blockquote>"
        "<pre><code>j\n  k\n</code></pre><hr>",
        lang="en",
    )

    assert [type(block) for block in blocks] == [
        Heading,
        Heading,
        Paragraph,
        Items,
        Items,
        Terms,
        Quote,
        Paragraph,
    ]
    assert [block.level for block in blocks if isinstance(block, Heading)] == [1, 2]
    assert [block.start for block in blocks if isinstance(block, Items)] == [1, 3]
    assert [block.style for block in blocks if isinstance(block, Paragraph)] == [Style.SMALL, Style.CODE]
    assert blocks[-1] == Paragraph((Run("j\n  k", code=True),), Style.CODE)


def test_a_table_keeps_its_parts_numbers_spans_and_note() -> None:
    (block,) = read_blocks(
        '<figure><div><table><caption>Cap</caption><thead><tr><th scope="col">A</th><th>B</th>'
        '<th class="number">N</th></tr></thead><tbody><tr class="subset"><th>x</th><td>y</td>'
        '<td class="number"><bdi>12</bdi></td></tr></tbody><tfoot><tr class="total">'
        '<th colspan="2">Total</th><td class="number">12</td></tr></tfoot></table></div>'
        "<figcaption>The note.</figcaption></figure>",
        lang="en",
    )

    assert isinstance(block, Table)
    assert plain(block.caption) == "Cap"
    assert plain(block.note) == "The note."
    assert block.width == 3
    assert block.rows[0].style is RowStyle.SUBSET
    assert block.rows[0].cells[2].number
    assert block.feet[0].cells[0].span == 2
    assert block.feet[0].style is RowStyle.TOTAL


def test_a_drawing_is_looked_up_and_its_numbers_follow() -> None:
    blocks = read_blocks(
        '<figure class="drawing"><img src="drawings/x.en.svg" alt="Twelve"><figcaption>Cap</figcaption>'
        "<details open><summary>Numbers</summary><table><tbody><tr><td>12</td></tr></tbody></table></details>"
        "</figure>",
        lang="en",
        find_drawing={"drawings/x.en.svg": "<svg/>"}.__getitem__,
    )

    picture, table = blocks
    assert picture == Picture("<svg/>", "Twelve", (Run("Cap"),))
    assert isinstance(table, Table)
    assert table.note == ()


def test_a_drawing_that_nobody_has_is_refused() -> None:
    with pytest.raises(KeyError):
        read_blocks('<figure><img src="drawings/x.en.svg" alt=""></figure>', lang="en")


@pytest.mark.parametrize("markup", ["<video></video>", "<p><table></table></p>", "<script>x</script>"])
def test_what_a_document_does_not_know_is_refused(markup: str) -> None:
    with pytest.raises(ValueError, match=r"running text|not known"):
        read_blocks(markup, lang="en")


@pytest.mark.parametrize("markup", ["<p>open", "</p>", "<b><i></b></i>", "<!-- comment -->"])
def test_markup_that_our_writer_never_writes_is_refused(markup: str) -> None:
    with pytest.raises(ValueError, match=r"closed|closes|comments"):
        parse(markup)

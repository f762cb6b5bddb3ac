"""A statement is read strictly: nothing unknown passes, and mistakes are named by their place."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.journey.statements.drafts import ARABIC, ENGLISH, OUTLINE, write_draft

from tawthiq.core.errors import InputRejected, UsageProblem
from tawthiq.journey.statements.outline import Modifier
from tawthiq.journey.statements.reading import read_statement


def test_a_whole_statement_is_read(tmp_path: Path) -> None:
    draft = read_statement(write_draft(tmp_path))

    outline = draft.outline
    assert outline.name == "invented"
    assert outline.figures["killed"].modifier is Modifier.AT_LEAST
    assert outline.figures["killed"].by == (("sex", "age-group"),)
    assert outline.figures["children"].where == ("age-group=child",)
    assert outline.citations["appeal"].accessed == date(2022, 10, 9)
    assert outline.citations["appeal"].title["en"].text == "2021 Appeal"
    assert draft.texts["ar"].title.text == "مقتل {{figure:killed noun}}"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("noun: child, subset_of: killed", "noun: child, subset-of: killed", "subset_of"),
        ("tables:", "tabels:", "tables"),
        ("kind: exhaustive", "kind: exhausted", "exhaustive"),
        ("accessed: 2022-10-09", "accessed: 09-10-2022", "2022-10-21"),
        ("url: https://agency.example/appeal", "url: javascript:alert(1)", ""),
        ("format: 1", "format: 2", ""),
        ("value: 91,", "value: many,", ""),
        ("unit: percent", "unit: parts", "percent"),
    ],
)
def test_what_is_not_as_the_format_says_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, hint: str
) -> None:
    assert old in OUTLINE
    path = write_draft(tmp_path, outline=OUTLINE.replace(old, new))

    with pytest.raises(InputRejected) as refused:
        read_statement(path)

    line = next(n for n, text in enumerate(OUTLINE.replace(old, new).splitlines(), 1) if new in text)
    assert refused.value.where.split(":")[:2] == ["invented.yml", str(line)]
    assert hint in refused.value.hint


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    path = write_draft(tmp_path, outline=OUTLINE + "format: 1\n")

    with pytest.raises(InputRejected, match="twice"):
        read_statement(path)


def test_a_digit_in_the_words_of_the_outline_is_refused_at_its_column(tmp_path: Path) -> None:
    outline = OUTLINE.replace("en: By sex and age group", "en: By 2 sexes")

    with pytest.raises(InputRejected) as refused:
        read_statement(write_draft(tmp_path, outline=outline))

    line = next(n for n, text in enumerate(outline.splitlines(), 1) if "By 2" in text)
    column = outline.splitlines()[line - 1].index("2") + 1
    assert refused.value.where == f"invented.yml:{line}:{column}"


def test_a_text_begins_with_its_title(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="title"):
        read_statement(write_draft(tmp_path, english="No title\n"))


def test_a_missing_language_is_a_usage_error(tmp_path: Path) -> None:
    path = write_draft(tmp_path)
    path.with_name("invented.ar.md").unlink()

    with pytest.raises(UsageProblem) as refused:
        read_statement(path)

    assert refused.value.where == "invented.ar.md"


@pytest.mark.parametrize("name", ["Statement.yml", "two words.yml", "killed.txt"])
def test_a_name_that_cannot_be_an_address_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageProblem):
        read_statement(tmp_path / name)


def test_a_figure_not_in_this_archive_has_a_value_and_its_publication(tmp_path: Path) -> None:
    told = "  old: {release: not in this archive, value: 3196, cite: appeal, noun: person}\n"
    outline = OUTLINE.replace("tables:\n", told + "tables:\n", 1)

    figure = read_statement(write_draft(tmp_path, outline=outline)).outline.figures["old"]

    assert figure.is_ours_elsewhere
    assert (figure.value, figure.cite) == (3196, "appeal")


@pytest.mark.parametrize(
    "figure",
    [
        "  old: {release: not in this archive, value: 3196, noun: person}\n",
        "  old: {release: not in this archive, value: 1, cite: appeal, rule: killed, noun: person}\n",
        "  old: {rule: killed, value: 3196, noun: person}\n",
    ],
)
def test_a_figure_is_counted_or_quoted_and_never_both(tmp_path: Path, figure: str) -> None:
    outline = OUTLINE.replace("tables:\n", figure + "tables:\n", 1)

    with pytest.raises(InputRejected):
        read_statement(write_draft(tmp_path, outline=outline))


def test_the_files_of_the_test_say_the_same_in_both_languages() -> None:
    assert ENGLISH.count("{{") == ARABIC.count("{{")

"""What a statement must hold before a page of it is written."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.adapters.renderers.invented import MARK, Shelf, whole_story
from tests.unit.journey.statements.drafts import ARABIC, ENGLISH, OUTLINE, write_draft

from tawthiq.core.errors import InputRejected, RefusedByRule, UsageProblem
from tawthiq.journey.statements.edition import Audience
from tawthiq.journey.statements.numbers import Numbers, Together, count
from tawthiq.journey.statements.reading import Draft, read_statement
from tawthiq.journey.statements.rules import check_audience, check_dates, check_draft, check_numbers


def numbers_of(draft: Draft, **changes: object) -> Numbers:
    return count(draft.outline, releases=Shelf({MARK.name: whole_story(**changes)}), name=MARK.name)


def test_a_sound_statement_passes(tmp_path: Path) -> None:
    draft = read_statement(write_draft(tmp_path))

    assert check_draft(draft) == []
    check_numbers(numbers_of(draft, undetermined=46), draft)


def test_a_tag_in_one_language_only_is_refused_where_it_stands(tmp_path: Path) -> None:
    english = ENGLISH.replace("live in want.", "live in want, {{figure:held}} held.")

    with pytest.raises(InputRejected) as refused:
        check_draft(read_statement(write_draft(tmp_path, english=english)))

    assert refused.value.where.startswith("invented.en.md:5:")
    assert "'en' and not in 'ar'" in refused.value.message


def test_an_unknown_figure_suggests_the_nearest(tmp_path: Path) -> None:
    english, arabic = (text.replace("figure:killed", "figure:kiled") for text in (ENGLISH, ARABIC))

    with pytest.raises(InputRejected) as refused:
        check_draft(read_statement(write_draft(tmp_path, english=english, arabic=arabic)))

    assert "'killed'" in refused.value.hint


def test_an_unknown_value_of_a_citation_suggests_the_nearest(tmp_path: Path) -> None:
    english, arabic = (text.replace("#poverty", "#povetry") for text in (ENGLISH, ARABIC))

    with pytest.raises(InputRejected) as refused:
        check_draft(read_statement(write_draft(tmp_path, english=english, arabic=arabic)))

    assert "'poverty'" in refused.value.hint


def test_an_unknown_noun_is_refused(tmp_path: Path) -> None:
    outline = OUTLINE.replace("noun: child,", "noun: chlid,")

    with pytest.raises(UsageProblem) as refused:
        check_draft(read_statement(write_draft(tmp_path, outline=outline)))

    assert "child" in refused.value.hint


@pytest.mark.parametrize(
    ("english", "arabic", "word"),
    [("Seven were killed.", "قُتلوا.", "Seven"), ("They were killed.", "قُتل سبعة أشخاص.", "سبعة")],
)
def test_a_number_word_is_a_warning(tmp_path: Path, english: str, arabic: str, word: str) -> None:
    path = write_draft(tmp_path, english=f"{ENGLISH}\n{english}\n", arabic=f"{ARABIC}\n{arabic}\n")

    warnings = check_draft(read_statement(path))

    assert len(warnings) == 1
    assert f"'{word}'" in warnings[0]


def test_a_word_that_numbers_a_heading_is_no_warning(tmp_path: Path) -> None:
    path = write_draft(tmp_path, english=f"{ENGLISH}\n## One: killing\n")

    assert check_draft(read_statement(path)) == []


def test_a_figure_never_used_is_a_warning(tmp_path: Path) -> None:
    outline = OUTLINE.replace("tables:\n", "  idle: {rule: killed, noun: person}\ntables:\n", 1)

    assert check_draft(read_statement(write_draft(tmp_path, outline=outline))) == [
        "the figure 'idle' is declared and never used."
    ]


def test_our_figures_and_other_bodies_statistics_never_share_a_table(tmp_path: Path) -> None:
    outline = OUTLINE.replace("figures: [children]", "figures: [children, appeal#poverty]")

    with pytest.raises(RefusedByRule, match="together"):
        check_draft(read_statement(write_draft(tmp_path, outline=outline)))


def test_a_table_of_subsets_holds_declared_subsets_only(tmp_path: Path) -> None:
    outline = OUTLINE.replace("figures: [children]", "figures: [children, held]")

    with pytest.raises(InputRejected, match="subset"):
        check_draft(read_statement(write_draft(tmp_path, outline=outline)))


def test_a_subset_larger_than_its_parent_is_refused(tmp_path: Path) -> None:
    draft = read_statement(write_draft(tmp_path))
    whole = {("killed",): 300, ("killed", "age-group=child"): 352, ("held",): 1}

    with pytest.raises(RefusedByRule, match=r"352.*300"):
        check_numbers(numbers_of(draft, whole=whole), draft)


def test_an_exhaustive_table_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    draft = read_statement(write_draft(tmp_path))

    with pytest.raises(RefusedByRule, match=r"3161, not 3207"):
        check_numbers(numbers_of(draft, undetermined=0), draft)


MORE = [
    (
        "{{figure:killed}} were killed and {{figure:held}} more are held.",
        "قُتل {{figure:killed}}. وهناك {{figure:held}}.",
    ),
    (
        "{{figure:killed}} were killed. {{figure:held}} are held.",
        "قُتل {{figure:killed}} واعتُقل {{figure:held}} آخرين.",
    ),
]


@pytest.mark.parametrize(("english", "arabic"), MORE)
def test_more_between_killed_and_held_is_refused_while_anybody_is_in_both(
    tmp_path: Path, english: str, arabic: str
) -> None:
    path = write_draft(tmp_path, english=f"{ENGLISH}\n{english}\n", arabic=f"{ARABIC}\n{arabic}\n")
    draft = read_statement(path)
    numbers = numbers_of(draft, undetermined=46, shared=37)

    assert numbers.together == (Together("killed", "held", 37),)
    with pytest.raises(RefusedByRule, match="37"):
        check_numbers(numbers, draft)
    check_numbers(numbers_of(draft, undetermined=46, shared=0), draft)


def test_both_numbers_without_more_are_fine(tmp_path: Path) -> None:
    english = "{{figure:killed}} were killed. More followed. {{figure:held}} are held."
    arabic = "قُتل {{figure:killed}}. واعتُقل {{figure:held}}."
    path = write_draft(tmp_path, english=f"{ENGLISH}\n{english}\n", arabic=f"{ARABIC}\n{arabic}\n")
    draft = read_statement(path)

    check_numbers(numbers_of(draft, undetermined=46, shared=37), draft)


@pytest.mark.parametrize(
    ("accessed", "refused"),
    [
        (date(2021, 2, 10), True),
        (date(2021, 2, 11), False),
        (date(2022, 10, 21), False),
        (date(2022, 10, 22), True),
    ],
)
def test_a_source_is_looked_up_after_it_appears_and_before_we_publish(
    tmp_path: Path, accessed: date, refused: bool
) -> None:
    citation = replace(read_statement(write_draft(tmp_path)).outline.citations["appeal"], accessed=accessed)

    if refused:
        with pytest.raises(InputRejected):
            check_dates(citation, published=date(2022, 10, 21))
    else:
        check_dates(citation, published=date(2022, 10, 21))


def test_a_public_figure_names_no_source(tmp_path: Path) -> None:
    draft = read_statement(write_draft(tmp_path))
    numbers = numbers_of(draft)
    figure = numbers.figures["killed"]
    assert figure.counted is not None
    told = replace(figure.counted, rule={**figure.counted.rule, "where": ["source=SRC-SECRET"]})
    leaking = replace(numbers, figures={**numbers.figures, "killed": replace(figure, counted=told)})

    check_audience(numbers, Audience.PUBLIC)
    check_audience(leaking, Audience.INTERNAL)
    with pytest.raises(RefusedByRule, match="source"):
        check_audience(leaking, Audience.PUBLIC)

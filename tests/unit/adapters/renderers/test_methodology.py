"""The methodology defines in its own language, and says so where the release cannot."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.unit.adapters.renderers.invented import MARK, whole_story

from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.adapters.renderers.methodology.text import Methodology
from tawthiq.journey.figures.methodology import MethodFacts, Term

BOTH = {"en": "Death by the act of another.", "ar": "وفاة بفعل شخص آخر."}
ELSEWHERE = {"en": "holds no definition in English", "ar": "لا يتضمن هذا الإصدار تعريفاً بالعربية"}
UNWRITTEN = {"en": "The definition is not written yet.", "ar": "لم يُكتب التعريف بعد."}


def section(definition: Mapping[str, str], lang: str) -> str:
    facts = MethodFacts(
        mark=MARK,
        acts=1,
        persons=1,
        uncertain=0,
        undated=0,
        first_day=None,
        last_day=None,
        sources=1,
        violations=(Term("killing", {"en": "Killing", "ar": "القتل"}, definition, "ICCPR, art. 6"),),
        parties=(),
        accepted={},
        by_sources={},
        left={},
        rules=(),
        versions={},
        vocabulary_digest="9c1e" * 16,
        rules_digest="9c1e" * 16,
    )
    text = Methodology(facts, whole_story(), Wording(lang)).text()
    return text.split("<section>")[3]


@pytest.mark.parametrize(("lang", "other"), [("en", "ar"), ("ar", "en")])
def test_a_violation_is_defined_in_the_language_of_the_document_alone(lang: str, other: str) -> None:
    said = section(BOTH, lang)

    assert BOTH[lang] in said
    assert BOTH[other] not in said
    assert ELSEWHERE[lang] not in said


@pytest.mark.parametrize(("lang", "other"), [("en", "ar"), ("ar", "en")])
def test_a_definition_in_the_other_language_only_comes_with_a_remark(lang: str, other: str) -> None:
    said = section({other: BOTH[other]}, lang)

    assert f'<bdi lang="{other}">{BOTH[other]}</bdi>' in said
    assert ELSEWHERE[lang] in said


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_definition_that_nobody_wrote_is_said_to_be_missing(lang: str) -> None:
    said = section({}, lang)

    assert UNWRITTEN[lang] in said
    assert ELSEWHERE[lang] not in said

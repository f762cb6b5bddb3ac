"""Names folded word by word, held against names folded whole: among any neighbours the answer is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.names import folding, placeholders, spellings

WORDS = """
    محمد أحمد ابراهيم إبراهيم حسن فاطمة لؤي علاء الحلبي الخطيب النور الدين دين عبد العبد عبدال الرحمن رحمن
    الله عبدالله ابو أبو ابوال ام أم بن ابن بنت ال الال له عل اء عال األحمد بالل الء ء مجهول الهوية غير معروف
    طفل ابنة عائلة مُحَمَّد محـمد 12 Ali al
""".split()
FULL = st.lists(
    st.sampled_from([*WORDS, *sorted(spellings.SPLIT_BEFORE_ALEF), *sorted(spellings.AFTER_ABD)])
    | st.text("ابدلهمنروء ىةأئؤآ\u064e1-", min_size=1, max_size=6),
    min_size=1,
    max_size=5,
).map(" ".join)
TRIPLES = [" ".join(words) for words in product(WORDS, repeat=3)]


def differ(names: list[str]) -> bool:
    """Say whether a name is folded, or taken for none, otherwise by its words than as a whole."""
    return any(
        folding.fold(name) != folding._folded_together(name)
        or placeholders.is_placeholder(name) != placeholders._stands_for_nobody(name)
        for name in names
    )


@pytest.fixture
def _forgetful() -> Iterator[None]:
    """Forget every word before and after, for they were read by a mistaken program."""
    caches = (folding.fold, folding._folded_alone, placeholders.is_placeholder, placeholders._tells_nothing)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def test_words_fold_among_any_two_others_as_the_whole_name_does() -> None:
    assert not differ(TRIPLES)


@given(FULL)
def test_any_name_is_what_it_is_as_a_whole(name: str) -> None:
    assert not differ([name])


def test_a_name_of_plain_words_is_not_folded_whole(monkeypatch: pytest.MonkeyPatch, _forgetful: None) -> None:
    monkeypatch.setattr(folding, "_folded_together", None)

    assert folding.fold("محمد أحمد الخطيب") == "محمد احمد خطيب"


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize(
    ("module", "name", "words"),
    [
        (folding, "_TOUCHING", folding._TOUCHING - spellings.LINKS),
        (folding, "_TOUCHING", folding._TOUCHING - {"دين"}),
        (folding, "_TOUCHING", folding._TOUCHING - {"عبد"}),
        (folding, "_MENDING", frozenset({"له"})),
        (folding, "_MENDING", folding._MENDING - {"له"}),
        (placeholders, "_TELLING", placeholders._TELLING - placeholders.UNKNOWN),
        (placeholders, "_TELLING", placeholders._TELLING - placeholders.ARABIC_RELATIVES),
        (placeholders, "_TELLING", placeholders._TELLING - {"غير"}),
    ],
)
def test_a_word_that_is_forgotten_is_noticed(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, words: frozenset[str]
) -> None:
    monkeypatch.setattr(module, name, words)

    assert differ(TRIPLES)

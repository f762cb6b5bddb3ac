"""A number and its noun agree, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.core.errors import UsageProblem
from tawthiq.core.vocabulary.nouns import CASES, HouseStyle, agreed, counted, nouns, number, read_nouns


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        (3, "person", "3 أشخاص"),
        (11, "person", "11 شخصاً"),
        (352, "child", "352 طفلاً"),
        (312, "woman", "312 سيدةً"),
        (3207, "person", "3207 أشخاص"),
        (2721, "refugee", "2721 لاجئاً"),
        (497, "person", "497 شخصاً"),
        (868, "palestinian-refugee", "868 لاجئاً فلسطينياً"),
        (3207, "palestinian", "3207 فلسطينيين"),
        (28, "woman", "28 سيدةً"),
        (0, "person", "0 شخص"),
        (1, "person", "شخص واحد"),
        (1, "woman", "سيدة واحدة"),
        (2, "person", "شخصان"),
        (2, "killing", "حالتا قتل"),
        (10, "victim", "10 ضحايا"),
        (99, "girl", "99 طفلةً"),
        (100, "person", "100 شخص"),
        (101, "person", "101 شخص"),
        (102, "person", "102 شخص"),
        (103, "person", "103 أشخاص"),
        (200, "child", "200 طفل"),
        (1000, "person", "1000 شخص"),
        (1011, "forcibly-disappeared-person", "1011 شخصاً مختفياً قسرياً"),
    ],
)
def test_an_arabic_number_governs_its_noun(n, noun, said):
    assert counted(n, noun, "ar") == said


@pytest.mark.parametrize(
    ("n", "case", "said"),
    [
        (1, "accusative", "سيدةً واحدةً"),
        (1, "genitive", "سيدة واحدة"),
        (2, "accusative", "سيدتين"),
        (2, "genitive", "سيدتين"),
        (3, "genitive", "3 سيدات"),
        (11, "genitive", "11 سيدةً"),
    ],
)
def test_the_case_of_the_sentence_changes_one_and_two_only(n, case, said):
    assert counted(n, "woman", "ar", case=case) == said


@pytest.mark.parametrize(
    ("n", "noun", "said"),
    [
        (0, "person", "0 persons"),
        (1, "child", "1 child"),
        (2, "child", "2 children"),
        (3207, "palestinian", "3,207 Palestinians"),
        (1000000, "woman", "1,000,000 women"),
    ],
)
def test_an_english_number_has_a_singular_for_one_and_commas(n, noun, said):
    assert counted(n, noun, "en") == said


# Written apart from the code, after the plural rules of Unicode CLDR for Arabic (few, many, other).
def cldr_class(n: int) -> str:
    tail = int(str(n)[-2:])
    if n in (1, 2):
        return "alone"
    if tail in set(range(3, 11)):
        return "few"
    return "many" if tail in set(range(11, 100)) else "other"


@given(n=st.integers(0, 5000), key=st.sampled_from(sorted(nouns())))
def test_every_number_up_to_five_thousand_takes_the_form_of_its_plural_class(n, key):
    noun = nouns()[key].arabic
    expected = {"few": noun.plural, "many": noun.accusative, "other": noun.singular}

    said = agreed(n, key, "ar")

    if cldr_class(n) == "alone":
        assert said.number == "" and not any(character.isdigit() for character in said.noun)
    else:
        assert (said.number, said.noun) == (str(n), expected[cldr_class(n)])


def test_each_number_from_zero_to_five_thousand_is_in_its_class():
    forms = nouns()["person"].arabic
    expected = {"few": forms.plural, "many": forms.accusative, "other": forms.singular}

    for n in (0, *range(3, 5001)):
        assert counted(n, "person", "ar") == f"{n} {expected[cldr_class(n)]}"


@given(n=st.integers(3, 5000), key=st.sampled_from(sorted(nouns())), case=st.sampled_from(CASES))
def test_from_three_on_the_noun_hangs_on_the_last_two_digits_and_on_nothing_else(n, key, case):
    assert agreed(n, key, "ar", case=case).noun == agreed(n + 100, key, "ar").noun


@given(n=st.integers(0, 10**9), key=st.sampled_from(sorted(nouns())))
def test_an_english_number_reads_back(n, key):
    written, noun = counted(n, key, "en").split(" ", 1)

    assert int(written.replace(",", "")) == n
    assert noun == (nouns()[key].one if n == 1 else nouns()[key].many)


@pytest.mark.parametrize("key", sorted(nouns()))
def test_the_arabic_forms_of_a_noun_are_forms_of_one_noun(key):
    forms = nouns()[key].arabic
    head, accusative, dual, oblique = (
        text.split()[0] for text in (forms.singular, forms.accusative, forms.dual, forms.oblique)
    )
    stem = head.removesuffix("ة")
    alone = forms.accusative != forms.singular  # in a construct (حالة قتل) the head has no tanwin and no nun

    assert accusative == (head if not alone else head + ("ً" if head.endswith("ة") else "اً"))
    assert dual == stem + ("ت" if head.endswith("ة") else "") + ("ان" if alone else "ا")
    assert oblique == stem + ("ت" if head.endswith("ة") else "") + ("ين" if alone else "ي")
    assert (forms.gender == "feminine") == head.endswith("ة")
    assert not any(character.isdigit() for text in (forms.singular, forms.plural) for character in text)


def test_the_house_style_chooses_digits_and_separators():
    style = HouseStyle(digits="arabic-indic", thousands={"en": " ", "ar": "٬"})

    assert counted(3207, "person", "ar", style=style) == "٣٬٢٠٧ أشخاص"
    assert counted(3207, "person", "en", style=style) == "3 207 persons"
    assert number(21, "ar") == "21"


def test_the_number_stands_apart_so_that_it_can_be_linked():
    assert (agreed(352, "child", "ar").number, agreed(352, "child", "ar").noun) == ("352", "طفلاً")
    assert agreed(2, "child", "ar").number == ""


def test_a_noun_that_is_not_there_is_refused_and_the_nearest_suggested():
    with pytest.raises(UsageProblem) as caught:
        counted(3, "palestinians", "en")

    assert "'palestinian'" in caught.value.hint


def test_a_language_without_a_style_is_refused():
    with pytest.raises(UsageProblem, match="no language 'fr'"):
        counted(3, "person", "fr")


def test_a_case_that_grammar_does_not_have_is_refused():
    with pytest.raises(UsageProblem, match="not a grammatical case"):
        counted(3, "person", "ar", case="dative")


def test_a_negative_count_is_a_fault():
    with pytest.raises(ValueError, match="not negative"):
        counted(-1, "person", "en")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("tree:\n  en: [tree, trees]\n", "not in order"),
        ("tree:\n  en: [tree]\n  ar: {}\n", "not in order"),
        (
            "tree:\n  en: [tree, trees]\n  ar: {gender: feminine, singular: شجرة, accusative: شجرةً,"
            " dual: شجرتان, oblique: شجرتين, plural: ''}\n",
            "lacks a gender or a form",
        ),
        (
            "tree:\n  en: [tree, trees]\n  ar: {gender: f, singular: شجرة, accusative: شجرةً,"
            " dual: شجرتان, oblique: شجرتين, plural: أشجار}\n",
            "lacks a gender or a form",
        ),
    ],
)
def test_a_noun_without_all_its_forms_is_refused(tmp_path, text, complaint):
    path = tmp_path / "nouns.yml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageProblem, match=complaint):
        read_nouns(path)

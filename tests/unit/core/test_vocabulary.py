"""Asking the vocabulary: terms, what is narrower, what a person meant, names by date."""

import json
from datetime import date

import pytest

from tawthiq.core.digests import canonical_json
from tawthiq.core.errors import UsageProblem
from tawthiq.core.vocabulary import Scheme, Term, Vocabulary, load
from tawthiq.core.vocabulary.reference import vocabulary_page


def term(code: str, **more) -> Term:
    return Term(
        scheme="colour",
        code=code,
        label={"en": code.title(), "ar": "لون"},
        definition={"en": "A colour.", "ar": "لون."},
        **more,
    )


def colours(*terms: Term) -> Vocabulary:
    return Vocabulary(
        [Scheme("colour", {"en": "Colour", "ar": "اللون"}, "Which.", {t.code: t for t in terms})]
    )


def test_a_code_includes_itself_and_its_narrower_terms_at_every_depth():
    words = colours(
        term("red"), term("crimson", broader="red"), term("blood", broader="crimson"), term("blue")
    )

    assert words.narrower("colour", "red") == {"red", "crimson", "blood"}
    assert words.narrower("colour", "blood") == {"blood"}


def test_a_retired_code_counts_under_the_code_that_replaced_it():
    words = colours(term("red"), term("ruby", retired=True, replaced_by="red"))

    assert words.narrower("colour", "red") == {"red", "ruby"}


def test_a_retired_code_is_listed_only_where_asked_for_and_still_has_its_label():
    words = colours(term("red"), term("ruby", retired=True, replaced_by="red"))

    assert words.codes("colour") == ("red",)
    assert words.codes("colour", retired=True) == ("red", "ruby")
    assert words.label("colour", "ruby", "en") == "Ruby"


def test_the_order_of_the_file_is_the_order_of_the_codes():
    assert colours(term("red"), term("blue")).codes("colour") == ("red", "blue")


@pytest.mark.parametrize(
    "said", ["enforced-disappearance", "Enforced disappearance", "enforced_disappearance", "الاختفاء القسري"]
)
def test_a_term_is_found_by_its_code_or_label_however_written(said):
    assert load().find("violation", said) == "enforced-disappearance"


def test_a_misspelt_code_is_refused_and_the_nearest_suggested():
    with pytest.raises(UsageProblem) as caught:
        load().find("violation", "enforced-dissapearance")

    assert "'enforced-disappearance'" in caught.value.hint


def test_a_misspelt_scheme_is_refused_and_the_nearest_suggested():
    with pytest.raises(UsageProblem) as caught:
        load().codes("violations")

    assert "'violation'" in caught.value.hint


def test_a_word_far_from_every_code_is_answered_with_all_codes():
    with pytest.raises(UsageProblem) as caught:
        load().find("sex", "zzzz")

    assert caught.value.hint == "It has: male, female."


def test_a_label_that_two_terms_share_is_refused_and_both_are_named():
    words = colours(term("red"), term("blue"))

    with pytest.raises(UsageProblem) as caught:
        words.find("colour", "لون")

    assert caught.value.hint == "Write one of: blue, red."


def test_a_retired_term_is_found_by_its_code_and_no_longer_by_its_label():
    words = colours(term("red"), term("ruby-red", retired=True, replaced_by="red"))

    assert words.find("colour", "ruby-red") == "ruby-red"
    with pytest.raises(UsageProblem):
        words.find("colour", "Ruby-Red")


def test_the_reference_page_says_what_replaced_a_retired_code():
    page = vocabulary_page(colours(term("red"), term("ruby", retired=True, replaced_by="red")))

    assert "| `ruby` | Ruby · لون | A colour. Retired; use `red`.<br>لون. |" in page


def test_an_exact_code_is_asked_of_term_and_never_guessed():
    with pytest.raises(UsageProblem):
        load().term("violation", "Torture")


def test_a_label_in_a_language_that_is_not_there_is_refused():
    with pytest.raises(UsageProblem, match="no label in 'fr'"):
        load().label("violation", "torture", "fr")


def test_a_party_is_named_as_it_was_called_on_the_date_of_publication():
    words = load()

    assert words.label("party", "hayat-tahrir-al-sham", "en", on=date(2015, 5, 1)) == "Al-Nusra Front"
    assert words.label("party", "hayat-tahrir-al-sham", "en", on=date(2017, 1, 28)) == "Hay'at Tahrir al-Sham"
    assert words.label("party", "hayat-tahrir-al-sham", "en") == "Hay'at Tahrir al-Sham"


def test_the_party_of_before_8_december_2024_and_its_successors_meet_on_that_day():
    words, day = load(), date(2024, 12, 8)
    before, after = words.term("party", "syrian-regime"), words.term("party", "transitional-government")

    assert before.existed(earliest=day, latest=day) and after.existed(earliest=day, latest=day)
    assert not before.existed(earliest=date(2024, 12, 9), latest=date(2024, 12, 9))
    assert not after.existed(earliest=date(2024, 12, 7), latest=date(2024, 12, 7))
    assert after.predecessor == words.term("party", "regime-remnants").predecessor == "syrian-regime"


def test_an_act_that_is_only_possibly_outside_a_partys_dates_is_inside():
    party = load().term("party", "russian-forces")

    assert party.existed(earliest=date(2015, 1, 1), latest=date(2015, 12, 31))
    assert party.existed(earliest=None, latest=None)
    assert not party.existed(earliest=None, latest=date(2015, 1, 1))


def test_the_vocabulary_is_read_back_from_a_release_as_it_was_written():
    words = load()

    again = Vocabulary.from_json(json.loads(canonical_json(words.as_json())))

    assert canonical_json(again.as_json()) == canonical_json(words.as_json())
    assert again.term("violation", "torture") == words.term("violation", "torture")
    assert again.narrower("violation", "killing") == words.narrower("violation", "killing")
    assert again.label("party", "syrian-regime", "en", on=date(2025, 1, 1)) == "Former Syrian regime forces"


def test_a_vocabulary_of_a_later_format_is_not_read_as_if_it_were_known():
    with pytest.raises(UsageProblem, match="format 99"):
        Vocabulary.from_json({"format": 99, "packs": [], "schemes": {}})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A colour.", {"en": "A colour."}),
        ("لون.", {"ar": "لون."}),
        ("to-review", {}),
        ({"en": "A colour.", "ar": "لون."}, {"en": "A colour.", "ar": "لون."}),
    ],
)
def test_a_release_of_either_format_is_read_with_its_definitions_by_language(written, read):
    terms = {"red": {"label": {"en": "Red", "ar": "أحمر"}, "definition": written}}
    scheme = {"label": {"en": "Colour", "ar": "اللون"}, "about": "Which.", "terms": terms}

    words = Vocabulary.from_json(
        {"format": 1 if isinstance(written, str) else 2, "packs": [], "schemes": {"colour": scheme}}
    )

    assert words.term("colour", "red").definition == read
    assert words.term("colour", "red").is_reviewed == bool(read)


def test_the_reference_page_says_which_definitions_are_to_be_written():
    unwritten = Term(scheme="colour", code="blue", label={"en": "Blue", "ar": "أزرق"}, definition={})

    page = vocabulary_page(colours(term("red"), unwritten))

    assert "| `blue` | Blue · أزرق | to-review |" in page
    assert "- `colour`: `blue`\n" in page


def test_an_archive_adds_its_own_collections_and_the_loaded_vocabulary_stays_as_it_is():
    own = Term(
        scheme="collection",
        code="box-7",
        label={"en": "Box 7", "ar": "الصندوق 7"},
        definition={"en": "A box."},
    )

    extended = load().extended("collection", [own])

    assert extended.label("collection", "box-7", "en") == "Box 7"
    assert "box-7" not in load().codes("collection")
    with pytest.raises(UsageProblem, match="already"):
        extended.extended("collection", [own])


def test_without_the_syria_pack_there_are_kinds_of_party_and_no_party_of_that_conflict():
    generic = load(())

    assert "state-armed-forces" in generic.codes("party")
    assert "syrian-regime" not in generic.codes("party")
    assert generic.packs == ("generic",)


def test_a_pack_that_does_not_exist_is_refused():
    with pytest.raises(UsageProblem, match="no pack 'atlantis'"):
        load(("atlantis",))


def test_a_question_about_foreign_states_includes_each_of_them():
    assert load().narrower("party", "foreign-state-forces") == {
        "foreign-state-forces",
        "russian-forces",
        "turkish-forces",
        "israeli-forces",
    }

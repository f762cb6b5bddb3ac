"""The committed vocabulary: complete where it is counted by, honest where it is not, and told on its page."""

import csv
import json
import os
import re
from pathlib import Path

import pytest

from tawthiq.core.claims import UNIDENTIFIED
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.core.vocabulary.loading import FOLDER
from tawthiq.core.vocabulary.nouns import nouns
from tawthiq.core.vocabulary.reference import vocabulary_page

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared")) / "vocabulary" / "vocab.json"
shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared vocabulary is not on this machine")
DEFINED = [
    "violation", "person-status", "detention-status", "verification-status", "party", "attribution",
    "standard-of-proof",
]  # fmt: skip
NOT_SCHEMES = {"schemes", "counted-nouns"}
ARABIC = re.compile("[ء-ي]")
LATIN = re.compile("[A-Za-z]")
CODE = re.compile("`[^`]+`")
WESTERN_MARKS = re.compile('[,;"]')
NUMBER = re.compile("[0-9]+")
SENTENCE_ENDS = (".", ".)")
ALL_PACKS = ("syria", "argentina")
# Arabic writes the age of majority in words.
NUMBER_IN_WORDS = [
    ("age-group", "adult"), ("age-group", "child"), ("violation", "child-abduction"),
    ("violation", "child-recruitment"),
]  # fmt: skip
# Modes of liability, legal bases, what makes a loss unlawful, thresholds of forensic science: a lawyer or
# another expert decides. The two groups of Argentina wait for a source.
WAITING = {
    "involvement-degree": ["ordered", "planned", "aided", "suspected"],
    "property-loss-kind": ["expropriated", "forced-sale"],
    "relation-kind": ["representative"],
    "site-type": ["mass-grave"],
    "use-basis": ["vital-interest", "legal-order", "public-interest"],
    "identification-confidence": ["confirmed", "probable", "possible"],
    "party": ["comando-libertadores-de-america", "concentracion-nacional-universitaria"],
}
# Arabic labels that differ from the first drafts: what they explained is now in `definition` or in `names`.
SHORTENED = [
    ("age-group", "child"),
    ("event-type", "facility-opening"),
    ("party", "armed-opposition"),
    ("party", "syrian-regime"),
]
# Nothing else is under another violation.
VIOLATIONS = {
    "killing": {
        "extrajudicial-killing", "summary-execution", "indiscriminate-killing", "death-due-to-torture",
        "death-in-detention", "death-from-siege", "death-by-mine", "death-by-chemical-weapon",
    },
    "detention": {"arbitrary-detention", "enforced-disappearance"},
    "ill-treatment": {"torture", "cruel-treatment"},
    "abduction": {"child-abduction"},
    "attack-on-vital-facility": {"attack-on-school-or-hospital"},
}  # fmt: skip


def every_term(packs=("syria",)):
    words = load(packs)
    return [
        words.term(scheme, code) for scheme in words.schemes() for code in words.codes(scheme, retired=True)
    ]


def old_codes():
    with (FOLDER / "old-codes.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shared_terms():
    data = json.loads(SHARED.read_text("utf-8"))
    for scheme, body in data["vocabularies"].items():
        for term in body["terms"]:
            yield scheme, term


def test_each_file_of_terms_has_a_heading_and_each_heading_a_file():
    files = {path.stem for path in FOLDER.glob("*.yml")} - NOT_SCHEMES

    assert files == set(load().schemes())


def test_what_is_counted_by_has_a_definition_and_a_standard():
    wanting = [
        f"{t.scheme}: {t.code}"
        for t in every_term()
        if t.scheme in DEFINED and not (t.is_reviewed and t.standard)
    ]

    assert wanting == []


def test_the_reference_page_lists_every_term_and_every_definition_still_to_be_written():
    page = (ROOT / "docs" / "reference" / "vocabulary.md").read_text("utf-8")

    assert page == vocabulary_page(load()), "run `make docs`"
    listed = page.split("## Definitions still to be written")[1].split("\n## ")[0]
    missing = {f"{t.scheme} {t.code}" for t in every_term() if not t.is_reviewed}
    assert missing == {
        f"{line.split('`')[1]} {code}"
        for line in listed.splitlines()
        if line.startswith("- ")
        for code in re.findall("`([^`]+)`", line)[1:]
    }


def test_a_definition_says_more_than_that_it_is_missing():
    assert [
        (t.scheme, t.code, lang)
        for t in every_term(ALL_PACKS)
        for lang, text in t.definition.items()
        if len(text.split()) < 2
    ] == []


def test_every_definition_is_in_both_languages_and_ends_as_a_sentence():
    wanting = [
        (t.scheme, t.code)
        for t in every_term(ALL_PACKS)
        if t.is_reviewed
        and (
            set(t.definition) != {"en", "ar"}
            or not all(s.endswith(SENTENCE_ENDS) for s in t.definition.values())
        )
    ]

    assert wanting == []


def test_definitions_are_in_their_own_language():
    strangers = [
        (t.scheme, t.code)
        for t in every_term(ALL_PACKS)
        if t.is_reviewed
        and (
            ARABIC.search(t.definition["en"])
            or not ARABIC.search(t.definition["ar"])
            or LATIN.search(CODE.sub("", t.definition["ar"]))
            or WESTERN_MARKS.search(CODE.sub("", t.definition["ar"]))
        )
    ]

    assert strangers == []


def test_an_arabic_definition_names_the_same_days_years_and_ages_as_the_english_one():
    differing = [
        (t.scheme, t.code)
        for t in every_term(ALL_PACKS)
        if t.is_reviewed
        and sorted(NUMBER.findall(t.definition["en"])) != sorted(NUMBER.findall(t.definition["ar"]))
        and (t.scheme, t.code) not in NUMBER_IN_WORDS
    ]

    assert differing == []


def test_only_what_an_expert_must_decide_waits_for_a_definition():
    assert {(t.scheme, t.code) for t in every_term(ALL_PACKS) if not t.is_reviewed} == {
        (scheme, code) for scheme, codes in WAITING.items() for code in codes
    }


def test_labels_are_in_their_own_language():
    for term in every_term():
        for labels in (term.label, *(name.label for name in term.names)):
            assert not ARABIC.search(labels["en"]), term.code
            assert ARABIC.search(labels["ar"]), term.code
        assert all(ARABIC.search(form) for form in term.forms.values()), term.code


def test_no_two_terms_of_a_scheme_are_called_the_same():
    words = load()
    for scheme in words.schemes():
        for lang in ("en", "ar"):
            labels = [words.label(scheme, code, lang) for code in words.codes(scheme)]
            assert len(labels) == len(set(labels)), (scheme, lang)


def test_violations_stand_under_the_parents_that_counting_relies_on():
    words = load()
    under = {code: words.narrower("violation", code) - {code} for code in words.codes("violation")}

    assert {code: terms for code, terms in under.items() if terms} == VIOLATIONS


def test_kinds_of_facility_stand_under_what_they_are_for():
    words = load()
    under = {code: words.narrower("facility-kind", code) - {code} for code in words.codes("facility-kind")}

    assert {code: kinds for code, kinds in under.items() if kinds} == {
        "medical-facility": {"hospital", "medical-point", "ambulance"},
        "educational-facility": {"school", "university", "kindergarten"},
        "cultural-site": {"museum", "archaeological-site"},
        "infrastructure": {"water-station", "power-station", "bridge"},
    }


def test_a_death_under_torture_is_a_killing_and_no_act_of_torture():
    words = load()

    assert words.term("violation", "death-due-to-torture").broader == "killing"
    assert "death-due-to-torture" not in words.narrower("violation", "torture")
    assert "abduction" not in words.narrower("violation", "detention")
    assert words.term("violation", "registry-death-notice").broader is None


def test_a_term_names_a_noun_that_there_is():
    assert [t.code for t in every_term() if t.noun and t.noun not in nouns()] == []


def test_a_value_that_means_no_answer_is_no_code_of_a_field():
    allowed = {("detention-status", "unknown"), ("attribution", "undetermined")}
    words = {"unknown", UNIDENTIFIED, "undetermined", "not-stated"}

    assert {(t.scheme, t.code) for t in every_term() if t.code in words and t.scheme != "absence"} == allowed


def test_every_old_code_leads_to_a_term_that_there_is_or_to_no_claim():
    words, places = load(), gazetteer()
    for row in old_codes():
        if row["new_scheme"] == "place":
            assert row["new"] in places, row
        elif row["new"] not in ("", UNIDENTIFIED):
            assert row["new"] in words.codes(row["new_scheme"]), row


def test_an_old_code_is_in_the_table_once():
    keys = [(row["scheme"], row["old"]) for row in old_codes()]

    assert len(keys) == len(set(keys))


def test_unknown_is_no_claim_and_unidentified_is_an_answer():
    table = {(row["scheme"], row["old"]): row["new"] for row in old_codes()}

    assert {key for key, new in table.items() if new == ""} == {
        ("person_status", "UNK"), ("sex", "U"), ("age_group", "UNK"), ("date_precision", "UNK"),
    }  # fmt: skip
    assert {key for key, new in table.items() if new == UNIDENTIFIED} == {
        ("perpetrator_generic", "UNID"),
        ("perpetrator_syria_example", "UNID"),
    }


@shared
@pytest.mark.shared
def test_every_term_of_the_first_drafts_is_in_the_table_of_old_codes():
    data = json.loads(SHARED.read_text("utf-8"))
    wanted = {(scheme, term["code"]) for scheme, term in shared_terms()}
    wanted |= {("governorates", g[key]) for g in data["governorates"] for key in ("pcode", "iso")}
    wanted |= {("camps", camp["en"]) for camp in data["camps"]}

    assert {(row["scheme"], row["old"]) for row in old_codes()} == wanted


@shared
@pytest.mark.shared
def test_cross_references_and_reviewed_arabic_came_over_unchanged():
    words = load()
    table = {(row["scheme"], row["old"]): row for row in old_codes()}
    changed = []
    for scheme, term in shared_terms():
        row = table[scheme, term["code"]]
        if row["new"] in ("", UNIDENTIFIED):
            continue
        new = words.term(row["new_scheme"], row["new"])
        if (new.label["ar"], new.huridocs) != (term["ar"], term["huridocs_mt"]):
            changed.append((row["new_scheme"], row["new"]))

    assert sorted(changed) == SHORTENED


@shared
@pytest.mark.shared
def test_governorates_and_camps_keep_their_codes_and_arabic_names():
    data, places = json.loads(SHARED.read_text("utf-8")), gazetteer()
    table = {(row["scheme"], row["old"]): row["new"] for row in old_codes()}

    for one in data["governorates"]:
        assert places.label(one["pcode"], "ar") == one["ar"]
        assert (
            places.find(one["en_seed"] or one["en_ocha"]).code
            == table["governorates", one["iso"]]
            == one["pcode"]
        )
    for camp in data["camps"]:
        code = table["camps", camp["en"]]
        assert places.ancestor(code, "governorate") == camp["gov_pcode"]
        assert code in {p.code for p in places.candidates(f"مخيم {camp['ar']}")} | {
            p.code for p in places.candidates(camp["ar"])
        }

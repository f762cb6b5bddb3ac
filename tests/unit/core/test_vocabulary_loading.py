"""What the loader refuses: a vocabulary that is not in order never starts."""

import pytest

from tawthiq.core.errors import UsageProblem
from tawthiq.core.vocabulary import load
from tawthiq.core.vocabulary.loading import check, read_terms
from tawthiq.core.vocabulary.terms import Scheme

GOOD = "red:\n  label: {en: Red, ar: أحمر}\n  definition: A colour.\n"


def read_colours(tmp_path, text):
    path = tmp_path / "colour.yml"
    path.write_text(text, encoding="utf-8")
    return read_terms(path, scheme="colour")


def test_a_term_is_read_with_its_fields(tmp_path):
    found = read_colours(tmp_path, GOOD + '  valid_from: 2011-03-15\n  huridocs: "4:01"\n')

    assert found["red"].valid_from.isoformat() == "2011-03-15"
    assert found["red"].huridocs == "4:01"
    assert found["red"].is_reviewed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A colour.", {"en": "A colour."}),
        ("لون من الألوان.", {"ar": "لون من الألوان."}),
        ("{en: A colour., ar: لون.}", {"en": "A colour.", "ar": "لون."}),
        ("to-review", {}),
    ],
)
def test_a_definition_is_read_by_language_however_it_is_written(tmp_path, written, read):
    found = read_colours(tmp_path, GOOD.replace("A colour.", written))

    assert found["red"].definition == read


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        (GOOD + GOOD, "written twice: red"),
        ("Red Ink:\n  label: {en: Red, ar: أحمر}\n  definition: x\n", "lower-case words"),
        ("red:\n  definition: A colour.\n", "a label is missing"),
        ("red:\n  label: {en: Red}\n  definition: A colour.\n", "label in 'ar' is missing"),
        ("red:\n  label: {en: Red, ar: ' '}\n  definition: A colour.\n", "label in 'ar' is missing"),
        ("red:\n  label: {en: Red, ar: أحمر}\n", "a definition is missing"),
        (GOOD.replace("A colour.", "7"), "'definition' is not str or dict"),
        (GOOD.replace("A colour.", "{}"), "one text for each language"),
        (GOOD.replace("A colour.", "{en: A colour., ar: ' '}"), "one text for each language"),
        (GOOD.replace("A colour.", "{en: A colour., ar: 7}"), "one text for each language"),
        (GOOD.replace("A colour.", "{en: A colour., ar: to-review}"), "for both languages or for none"),
        (GOOD + "  broder: blue\n", "'broder' is not a field"),
        (GOOD + "  retired: soon\n", "'retired' is not bool"),
        (GOOD + "  valid_from: '2011'\n", "'valid_from' is not date"),
        (GOOD + "  forms: {masculine: أحمر}\n", "forms are"),
        (GOOD + "  names: [{label: {en: Red, ar: أحمر}}]\n", "a name has"),
        (
            GOOD + "  names:\n    - {since: 2012-01-01, label: {en: R, ar: أ}}\n"
            "    - {since: 2011-01-01, label: {en: R, ar: أ}}\n",
            "order of their dates",
        ),
        ("no:\n  label: {en: Norway, ar: النرويج}\n  definition: x\n", "text keys"),
        ("- red\n", "not a mapping"),
        ("red: {\n", "could not be read as YAML"),
        ("red: Red\n", "a term is a mapping"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_and_says_why(tmp_path, fault, complaint):
    with pytest.raises(UsageProblem) as caught:
        read_colours(tmp_path, fault)

    assert complaint in caught.value.message
    assert caught.value.where


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ("  broader: blue\n", "'broader' names 'blue'"),
        ("  predecessor: blue\n", "'predecessor' names 'blue'"),
        ("  retired: true\n  replaced_by: blue\n", "'replaced_by' names 'blue'"),
        ("  replaced_by: red\n", "only a retired code is replaced"),
        ("  broader: red\n", "lead back to itself"),
    ],
)
def test_a_reference_that_leads_nowhere_or_in_a_circle_is_refused(tmp_path, more, complaint):
    scheme = Scheme("colour", {}, "", read_colours(tmp_path, GOOD + more))

    with pytest.raises(UsageProblem, match=complaint):
        check([scheme])


def test_an_organisation_adds_its_own_pack(tmp_path):
    own = tmp_path / "north"
    own.mkdir()
    (own / "parties.yml").write_text(
        "village-guard:\n  label: {en: Village guard, ar: حرس القرية}\n"
        "  definition: Guards of one village.\n  broader: local-armed-group\n",
        encoding="utf-8",
    )

    words = load((), own)

    assert "village-guard" in words.narrower("party", "non-state-armed-group")
    assert words.term("party", "village-guard").pack == "north"
    assert words.packs == ("generic", "north")


def test_a_pack_cannot_take_a_code_that_is_there(tmp_path):
    (tmp_path / "parties.yml").write_text(
        "police:\n  label: {en: Police, ar: الشرطة}\n  definition: x\n", encoding="utf-8"
    )

    with pytest.raises(UsageProblem, match="already taken"):
        load((), tmp_path)


def test_a_pack_with_a_file_that_nothing_reads_is_refused(tmp_path):
    (tmp_path / "partys.yml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(UsageProblem, match=r"no file 'partys.yml'"):
        load((), tmp_path)

"""A release carries the places of detention that its packs list, and counting names them."""

from __future__ import annotations

from tawthiq.core.facilities import Facilities, Facility, facilities
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.journey.releases.documents import vocabulary_document
from tawthiq.methods.counting.words import ReleaseWords

OAK = Facility("X-1", "SY04", "army", {"es": "El Roble"}, ("The Oak",), "34.73", "36.71", "invented")
SYRIA = ("syria",)


def test_a_listed_facility_is_in_the_words_of_a_release_and_is_named_in_every_language() -> None:
    document = vocabulary_document(load(SYRIA), gazetteer(SYRIA), [], Facilities([OAK]))

    words = ReleaseWords.from_json(document)

    assert document["facilities"]["X-1"] == {
        "label": {"en": "El Roble", "ar": "El Roble", "es": "El Roble"},
        "place": "SY04",
        "kind": "army",
        "lat": "34.73",
        "lon": "36.71",
    }
    assert words.codes("facility") == {"X-1"}
    assert words.label("facility", "X-1", "ar") == "El Roble"


def test_a_code_that_only_the_tables_know_stands_beside_the_listed_ones() -> None:
    document = vocabulary_document(load(SYRIA), gazetteer(SYRIA), [], Facilities([OAK]))

    words = ReleaseWords.from_json(document).with_codes("facility", ["OWN-1", "X-1"])

    assert words.codes("facility") == {"X-1", "OWN-1"}
    assert words.label("facility", "OWN-1", "en") == "OWN-1"


def test_packs_without_a_list_leave_the_document_as_it_was() -> None:
    document = vocabulary_document(load(SYRIA), gazetteer(SYRIA), [], facilities(SYRIA))

    assert "facilities" not in document
    assert ReleaseWords.from_json(document).codes("facility") == frozenset()

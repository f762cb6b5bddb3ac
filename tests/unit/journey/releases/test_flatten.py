"""From what may be true to the rows of a release: sets, bounds, regions, attribution."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.unit.journey.releases.example import HELD, KILLED, STAY, Told, flattening, rows

from tawthiq.core.places import gazetteer
from tawthiq.journey.releases.flatten import Accepted, Flattening
from tawthiq.journey.releases.sets import Regions, day_bounds, earliest_of, interval, written
from tawthiq.methods.checking.folder import ALL_TABLES

NUMBERED = {"act", "person", "event", "spell"}


def table(told: Told, name: str, turning: Flattening | None = None) -> list[dict[str, Any]]:
    found = (turning or flattening()).rows(told.case())
    return [row for file, row in found if file.endswith(f"/{name}.parquet")]


def act(told: Told, **how: Any) -> dict[str, Any]:
    turning = flattening()
    accepted = {f"A-{told.number:03}1": Accepted("corroborated", how.pop("attribution", "confirmed"))}
    (row,) = table(told, "acts", replace(turning, accepted=accepted, **how))
    return row


@pytest.mark.parametrize(
    ("alternatives", "text"),
    [
        ((), None),
        ((("SY01",),), "SY01"),
        ((("SY03",), ("SY01",)), "SY01|SY03"),
        ((("b", "a"),), "a+b"),
        ((("b", "a"), ("a",)), "a|a+b"),
        ((("a",), ("a",)), "a"),
    ],
)
def test_a_set_is_written_sorted_by_bytes(alternatives: Any, text: str | None) -> None:
    assert written(alternatives) == text


@pytest.mark.parametrize("code", ["a|b", "a+b"])
def test_a_code_that_would_be_read_as_several_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        written(((code,),))


@pytest.mark.parametrize(
    ("alternatives", "bounds"),
    [
        ((), (None, None)),
        ((("2014-03-05",),), (date(2014, 3, 5), date(2014, 3, 5))),
        ((("2014-03-05",), ("2012",)), (date(2012, 1, 1), date(2014, 3, 5))),
        ((("../2012-01-01",), ("2013",)), (None, date(2013, 12, 31))),
        ((("unidentified",),), (None, None)),
    ],
)
def test_the_bounds_of_a_set_of_dates_cover_every_alternative(alternatives: Any, bounds: Any) -> None:
    assert interval(alternatives) == bounds


def test_an_act_was_documented_when_the_first_of_its_records_was() -> None:
    first = earliest_of([day_bounds("../2019-05-14"), day_bounds("2014-06"), day_bounds("2020")])

    assert first == (None, date(2014, 6, 30))


@pytest.mark.parametrize(
    ("place", "governorate"),
    [("SY05", "SY05"), ("SY0100", "SY01"), ("JO", "JO"), ("unidentified", "unidentified")],
)
def test_a_place_lies_in_its_governorate(place: str, governorate: str) -> None:
    regions = Regions(gazetteer(("syria",)))

    assert regions.of(((place,),), "governorate") == ((governorate,),)


def test_a_country_may_be_any_of_its_governorates() -> None:
    regions = Regions(gazetteer(("syria",)))

    assert len(regions.of((("SY",),), "governorate")) == 14


def test_every_row_has_the_columns_of_its_table_but_the_dense_numbers() -> None:
    for file, row in rows():
        declared = set(ALL_TABLES[file].column_names) - NUMBERED
        assert declared <= set(row) <= declared | {"act_id", "person_id", "event_id", "spell_id"}, file


def test_the_weaker_attribution_holds() -> None:
    told = Told(1, {"name": "Salma Invented"}, (KILLED | {"attribution": "contested"},))

    assert act(told)["attribution"] == "contested"
    assert act(replace(told, acts=(KILLED,)), attribution="alleged")["attribution"] == "alleged"


@pytest.mark.parametrize("party", [{}, {"party": "unidentified"}])
def test_without_a_party_there_is_no_attribution(party: dict[str, str]) -> None:
    told = Told(1, {"name": "Salma Invented"}, ({"violation": "killing", "date": "2014"} | party,))

    assert act(told)["attribution"] is None
    assert table(told, "involvements") == []


def test_a_joint_act_has_an_involvement_of_each_party() -> None:
    told = Told(1, {"name": "Salma Invented"}, (KILLED | {"party": ["syrian-regime", "russian-forces"]},))

    assert act(told)["party"] == "russian-forces+syrian-regime"
    assert [row["party"] for row in table(told, "involvements")] == ["russian-forces", "syrian-regime"]


@pytest.mark.parametrize(("confidence", "collection"), [("confirmed", "caesar"), ("probable", None)])
def test_only_a_confirmed_identification_puts_a_person_in_a_collection(
    confidence: str, collection: str | None
) -> None:
    turning = flattening()
    (found,) = turning.identified["P-002"]
    told = Told(2, {"name": "Yousef Invented"}, (KILLED,))

    identified = replace(turning, identified={"P-002": (replace(found, confidence=confidence),)})

    assert table(told, "persons", identified)[0]["collection"] == collection
    assert len(table(told, "identifications", identified)) == 1


@pytest.mark.parametrize(
    ("event", "found"), [("siege-1", "EV-1"), ("EV-1", "EV-1"), ("another", None), ("unidentified", None)]
)
def test_an_act_belongs_to_the_event_that_its_account_names(event: str, found: str | None) -> None:
    told = Told(1, {"name": "Salma Invented"}, (KILLED | {"event": event},))

    assert act(told, events={"siege-1": "EV-1", "EV-1": "EV-1"})["event_id"] == found


def test_a_stay_keeps_its_order_bounds_and_whether_an_end_is_recorded() -> None:
    ended = {"status": "released", "begin": "2015", "end": "2016-02"}
    told = Told(4, {"name": "Hadi Invented"}, (HELD,), (STAY, ended))

    first, second = table(told, "spells")

    assert [row["spell_id"] for row in (first, second)] == ["A-0041/spell-1", "A-0041/spell-2"]
    assert (first["has_end"], first["end_min"], first["end_max"]) == (False, None, None)
    assert (second["begin_min"], second["begin_max"]) == (date(2015, 1, 1), date(2015, 12, 31))
    assert second["has_end"]
    assert (second["end_min"], second["end_max"]) == (date(2016, 2, 1), date(2016, 2, 29))

"""Random small releases and questions, for engines that must agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

DAYS = ["2014-03-05", "2014-03-20", "2014-04-01", "2014-05", "2014", "2014-21", "2015-01-10", "../2014-04"]
DATES = [*DAYS, None, "2014-03-05|2014-04-01", "2014|2015-01-10", "unidentified", "2014-03|unidentified"]
VIOLATIONS = [
    "killing",
    "death-due-to-torture",
    "death-due-to-torture|killing",
    "arbitrary-detention",
    "enforced-disappearance",
    "arbitrary-detention|killing",
    "torture",
    "registry-death-notice",
    None,
]
PARTIES = [
    "syrian-regime",
    "isis",
    "isis+syrian-regime",
    "isis|syrian-regime",
    "isis|isis+syrian-regime",
    "unidentified",
    "isis|unidentified",
    None,
]
ATTRIBUTIONS = ["confirmed", "confirmed", "alleged", "contested", "joint", None]
SEXES = ["male", "female", "female|male", "unidentified", "male|unidentified", None]
AGES = ["child", "adult", "adult|child", None]
COMMUNITIES = [
    "palestinian",
    "displaced-community+palestinian",
    "displaced-community|palestinian",
    "unidentified",
    None,
]
PLACES = [("XX01", "XX0101"), ("XX02", "p"), ("XX01|XX02", "XX"), ("XX01|XX02", "a|b"), (None, None)]
STATUSES = [
    "acknowledged",
    "forcibly-disappeared",
    "acknowledged|forcibly-disappeared",
    "acknowledged|released",
    "released",
    "transferred",
    "unaccounted-for",
    "unknown",
    "registered-dead-no-body",
    None,
]
WHERE = [
    "violation=killing",
    "violation=exact:killing",
    "violation=!killing",
    "violation=detention",
    "violation=killing,detention",
    "violation=unknown",
    "party=syrian-regime",
    "party=!syrian-regime",
    "party=joint",
    "party=!joint",
    "party=unknown,isis",
    "party=!unknown",
    "party=unidentified",
    "party=!unidentified",
    "any-party=isis",
    "any-party=!isis",
    "any-party=syrian-regime",
    "attribution=confirmed",
    "attribution=alleged,unknown",
    "sex=female",
    "sex=!male",
    "sex=unknown",
    "sex=!unknown",
    "sex=male,unidentified",
    "age-group=child",
    "age-group=!adult",
    "community=palestinian",
    "community=displaced-community",
    "community=!palestinian",
    "collection=album",
    "collection=!album",
    "collection=none",
    "governorate=XX01",
    "governorate=!XX02",
    "date=2014-03",
    "date=2014-03..2014-04",
    "date=!2014-04",
    "date=unknown,2015",
    "date=!unknown",
    "date=unidentified",
    "year=2014",
    "year=2014..",
    "month=2014-04",
    "status=forcibly-disappeared",
    "status=!acknowledged",
    "status=unknown,acknowledged",
    "source=list-a",
    "facility=F-1",
]
BY = [
    "violation",
    "party",
    "any-party",
    "attribution",
    "sex",
    "age-group",
    "community",
    "collection",
    "governorate",
    "year",
    "month",
    "status",
    "source",
    "facility",
]


@dataclass(frozen=True)
class Drawn:
    """A small release and a question to it."""

    acts: list[dict[str, Any]]
    spells: list[dict[str, Any]]
    put: dict[str, Any]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw up to four persons with up to seven acts, and any question."""
    people = {name: draw(_person()) for name in ("p1", "p2", "p3", "p4")}
    acts = [
        draw(_act()) | people[person] | {"person": person, "id": f"a{place}"}
        for place, person in enumerate(draw(st.lists(st.sampled_from(sorted(people)), max_size=7)))
    ]
    spells = [spell for act in acts for spell in draw(_spells(act["id"]))]
    # Sources, facilities and collections are asked for by the codes that a release knows.
    acts.append(
        {"person": "p9", "id": "a9", "violation": "torture", "facility": "F-1", "collection": "album"}
    )
    return Drawn(acts, spells, draw(_question()))


def _person() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "sex": st.sampled_from(SEXES),
            "community": st.sampled_from(COMMUNITIES),
            "collection": st.sampled_from([None, None, "album", "album+index"]),
            "count": st.sampled_from([[1, 1], [1, 1], [1, 1], [2, 5], [3, None]]),
        }
    )


@st.composite
def _act(draw: st.DrawFn) -> dict[str, Any]:
    governorate, place = draw(st.sampled_from(PLACES))
    return {
        "governorate": governorate,
        "place": place,
        "violation": draw(st.sampled_from(VIOLATIONS)),
        "date": draw(st.sampled_from(DATES)),
        "documented": draw(st.sampled_from(["2014-06-01", "2016", "../2015-02-01", "2013-01-01"])),
        "party": draw(st.sampled_from(PARTIES)),
        "attribution": draw(st.sampled_from(ATTRIBUTIONS)),
        "age_group": draw(st.sampled_from(AGES)),
        "certain": draw(st.sampled_from([True, True, True, False])),
        "event": draw(st.sampled_from([None, "e1", "e2"])),
        "source": draw(st.sampled_from(["list-a", "list-b", "list-a+list-b"])),
        "facility": draw(st.sampled_from([None, "F-1", "F-1|F-2"])),
        "person_status": draw(st.sampled_from(["civilian", "armed-group-member", None])),
    }


@st.composite
def _spells(draw: st.DrawFn, act: str) -> list[dict[str, Any]]:
    return [
        {
            "act": act,
            "seq": seq + 1,
            "status": draw(st.sampled_from(STATUSES)),
            "begin": draw(st.sampled_from([None, *DAYS])),
            "end": draw(st.sampled_from([None, None, "2014-04-15", "2014-05", "2013/..", "../2016"])),
            "certain": draw(st.sampled_from([True, True, True, False])),
            "facility": draw(st.sampled_from([None, "F-2"])),
        }
        for seq in range(draw(st.integers(0, 3)))
    ]


@st.composite
def _question(draw: st.DrawFn) -> dict[str, Any]:
    put: dict[str, Any] = {
        "where": draw(st.lists(st.sampled_from(WHERE), max_size=3, unique=True)),
        "by": draw(st.lists(st.sampled_from(BY), max_size=2, unique=True)),
        "period": draw(st.sampled_from([None, None, "2014-03..2014-04", "..2014"])),
        "date_basis": draw(st.sampled_from(["act", "act", "act", "documented"])),
        "place_basis": draw(st.sampled_from(["act", "act", "origin"])),
        "attribution": draw(st.sampled_from(["confirmed", "confirmed", "as-stated"])),
    }
    if draw(st.booleans()):
        import datetime

        on = draw(st.sampled_from([None, datetime.date(2014, 4, 10), datetime.date(2014, 12, 31)]))
        notice, continuation = draw(st.booleans()), draw(st.sampled_from(["presumed", "not-presumed"]))
        settings = {"notice_ends_disappearance": notice, "continuation": continuation}
        return put | {"measure": "stock", "on": on, "settings": settings}
    settings = {"notice_counts_as": draw(st.sampled_from([None, "death-in-detention"]))}
    put["unit"] = draw(st.sampled_from(["persons", "acts", "events"]))
    if put["unit"] == "events":
        settings["persons_per_event"] = draw(st.sampled_from([None, 1, 2, 4]))
    return put | {"settings": settings}

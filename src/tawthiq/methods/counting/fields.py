"""The fields a question may name: what each is called, where it is stored, and how a condition reads it.

Fields that read the same stored fact share an *axis* (year, month and date; party and any-party): conditions
on one axis are weighed together, on the same possibility, and those on different axes independently.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final, Literal

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.words import PLACE

Match = Literal["any", "alone"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its axis, the scheme of its values, and how it reads members that stand together.

    `match` ``alone`` asks for a single member (a party that acted alone); ``any`` for one of the members.
    `several` says that a unit may have several values at once, and then stands in several cells.
    `absent` says that nothing stored means none, not unknown.
    """

    name: str
    axis: str
    scheme: str
    match: Match = "any"
    several: bool = False
    absent: bool = False


JOINT: Final = "joint"
DATE_AXIS: Final = "date"
PARTY_AXIS: Final = "party"
STATUS_AXIS: Final = "status"
PLACE_AXES: Final = ("governorate", "district")

_ALL = (
    Field("violation", "violation", "violation"),
    Field("party", PARTY_AXIS, "party", match="alone"),
    Field("any-party", PARTY_AXIS, "party", several=True),
    Field("attribution", "attribution", "attribution"),
    Field("sex", "sex", "sex"),
    Field("age-group", "age_group", "age-group"),
    Field("person-status", "person_status", "person-status"),
    Field("protected-group", "protected_group", "protected-group", several=True),
    Field("target", "target", "facility-kind", several=True),
    Field("community", "community", "community", several=True),
    Field("nationality", "nationality", "nationality", several=True),
    Field("governorate", "governorate", PLACE),
    Field("district", "district", PLACE),
    Field("year", DATE_AXIS, ""),
    Field("month", DATE_AXIS, ""),
    Field("date", DATE_AXIS, ""),
    Field("method", "method", "method"),
    Field("source", "source", "source", several=True),
    Field("collection", "collection", "collection", several=True, absent=True),
    Field("facility", "facility", "facility"),
    Field("status", STATUS_AXIS, "detention-status"),
)
FIELDS: Final = {field.name: field for field in _ALL}


def field(name: str) -> Field:
    """Return the field of that name.

    Raises:
        UsageProblem: There is none; the nearest is suggested.
    """
    if name in FIELDS:
        return FIELDS[name]
    close = difflib.get_close_matches(name, list(FIELDS), n=1, cutoff=0.4)
    meant = f"Did you mean {close[0]}? " if close else ""
    raise UsageProblem(
        f"Nothing was counted: there is no field {name!r}.",
        hint=f"{meant}The fields are: {', '.join(FIELDS)}.",
        where=name,
    )

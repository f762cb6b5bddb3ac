"""What an account may say: its fields, and how the text of each is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read: ``code`` of a scheme, ``date``, ``place``, ``facility``, ``age``, or ``text``."""

    kind: str
    scheme: str = ""


TEXT, DATE, PLACE, AGE = Field("text"), Field("date"), Field("place"), Field("age")
FACILITY = Field("facility")


def _code(scheme: str) -> Field:
    return Field("code", scheme)


BOTH: Mapping[str, Field] = {
    "age": AGE,
    "age-group": _code("age-group"),
    "person-status": _code("person-status"),
}
PERSON: Mapping[str, Field] = MappingProxyType(
    {
        **BOTH,
        "name": TEXT,
        "mother-name": TEXT,
        "sex": _code("sex"),
        "birth-date": DATE,
        "community": _code("community"),
        "nationality": _code("nationality"),
        "protected-group": _code("protected-group"),
        "legal-status": _code("legal-status"),
        "origin": PLACE,
        "residence": PLACE,
        "occupation": TEXT,
        "notes": TEXT,
    }
)
NAME_PARTS = (
    "given",
    "father",
    "grandfather",
    "family",
    "second-family",
    "married-family",
    "mother",
    "kunya",
    "laqab",
    "nickname",
)
ACT: Mapping[str, Field] = MappingProxyType(
    {
        **BOTH,
        "violation": _code("violation"),
        "date": DATE,
        "place": PLACE,
        "last-seen": PLACE,
        "party": _code("party"),
        "attribution": _code("attribution"),
        "degree": _code("involvement-degree"),
        "method": _code("method"),
        "facility": FACILITY,
        "event": TEXT,
        "protected-group": _code("protected-group"),
        "target": _code("facility-kind"),
    }
)
SPELL: Mapping[str, Field] = MappingProxyType(
    {
        "status": _code("detention-status"),
        "begin": DATE,
        "end": DATE,
        "holder": _code("party"),
        "facility": FACILITY,
    }
)

"""The counting tables of a release: every column, its type, and what it means.

Counting needs no names. A *set* column holds alternatives: ``SY01`` is known, ``SY01|SY03`` is one or the
other (conflicting claims), ``a+b`` is both together (a joint act, two communities), NULL is unknown (no
source states it) and ``unidentified`` is a source saying that it could not be known. Alternatives and
members are sorted by bytes. Bounds are precomputed for speed; a NULL bound is open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

FORMAT = 2
"""The format of a release that is frozen now. A column says since which format it is there."""
ALTERNATIVE = "|"
TOGETHER = "+"
UNIDENTIFIED = "unidentified"
CHILD, ADULT = "child", "adult"
PLACE_BASES = ("act", "origin", "residence", "last_seen")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its DuckDB type, and its meaning."""

    name: str
    type: str
    meaning: str
    since: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the release; rows are sorted by the bytes of `key`."""

    name: str
    key: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def of_format(self, number: int) -> Table:
        """Return the table as a release of that format has it."""
        return _of_format(self, number)


@cache
def _of_format(table: Table, number: int) -> Table:
    return replace(table, columns=tuple(column for column in table.columns if column.since <= number))


def _columns(text: str, *, since: int = 1) -> tuple[Column, ...]:
    rows = (line.split(None, 2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, meaning, since) for name, kind, meaning in rows)


PERSON_FIELDS = """
count_min          INTEGER  at least so many people (1 for an individual)
count_max          INTEGER  at most so many people; NULL is open-ended
sex                VARCHAR  set of sexes
community          VARCHAR  set of communities, together where several hold
nationality        VARCHAR  set of nationalities, together where several hold
collection         VARCHAR  collections in which the person is identified, together; NULL is in none
place_origin       VARCHAR  set of places the person is from
governorate_origin VARCHAR  the same, as governorates
district_origin    VARCHAR  the same, as districts
place_residence    VARCHAR  set of places of residence
governorate_residence VARCHAR  the same, as governorates
district_residence VARCHAR  the same, as districts
"""

ACTS = Table(
    "acts",
    "act_id",
    _columns(
        """
act                INTEGER  dense number of the act in this release, by the order of act_id
act_id             VARCHAR  opaque identifier
person             INTEGER  dense number of the victim
person_id          VARCHAR  opaque identifier of the victim
event              INTEGER  dense number of the event; NULL where none is recorded
event_id           VARCHAR  opaque identifier of the event
version            VARCHAR  commitment of the version of the act that was frozen
certain            BOOLEAN  documented for certain on or before the as-of date; false counts in at_most only
documented_begin   DATE     earliest date of documentation; NULL is open
documented_end     DATE     latest date of documentation
violation          VARCHAR  set of violations
date               VARCHAR  set of EDTF dates of the act; NULL is unknown
date_begin         DATE     earliest possible day over all alternatives; NULL is open
date_end           DATE     latest possible day over all alternatives; NULL is open
person_status      VARCHAR  set of statuses (civilian, ...) at the time of the act
method             VARCHAR  set of means of the act
facility           VARCHAR  set of places of detention
party              VARCHAR  set of perpetrating parties; several together are a joint act
attribution        VARCHAR  attribution level; only confirmed is certain; NULL where no party is stated
acceptance         VARCHAR  acceptance rule or standard of proof by which the act was accepted
source             VARCHAR  sources that report the act, together
reports            INTEGER  how many records report the act
age_group          VARCHAR  set of child and adult at the time of the act
age_min            INTEGER  youngest possible age in years at the time of the act
age_max            INTEGER  oldest possible age in years at the time of the act
place_act          VARCHAR  set of places where it happened
governorate_act    VARCHAR  the same, as governorates
district_act       VARCHAR  the same, as districts
place_last_seen    VARCHAR  set of places where the person was last seen
governorate_last_seen VARCHAR  the same, as governorates
district_last_seen VARCHAR  the same, as districts
level              INTEGER  confidentiality of the act (0 public .. 6 sealed)
"""
        + PERSON_FIELDS.lstrip("\n")
    )
    + _columns(
        """
protected_group    VARCHAR  set of protected groups the person was of at the time of the act, together
target             VARCHAR  set of kinds of facility that was attacked, together where it was several
""",
        since=2,
    ),
)

PERSONS = Table(
    "persons",
    "person_id",
    _columns(
        """
person             INTEGER  dense number of the person in this release, by the order of person_id
person_id          VARCHAR  opaque identifier
version            VARCHAR  commitment of the version of the person that was frozen
kind               VARCHAR  individual, group or unnamed
birth              VARCHAR  set of EDTF birth dates
level              INTEGER  confidentiality of the person (0 public .. 6 sealed)
"""
        + PERSON_FIELDS.lstrip("\n")
    ),
)

EVENTS = Table(
    "events",
    "event_id",
    _columns(
        """
event              INTEGER  dense number of the event in this release
event_id           VARCHAR  opaque identifier
version            VARCHAR  commitment of the version of the event that was frozen
type               VARCHAR  kind of event (siege, bombardment, facility-opening, ...)
date               VARCHAR  set of EDTF dates
date_begin         DATE     earliest possible day
date_end           DATE     latest possible day
place              VARCHAR  set of places
governorate        VARCHAR  the same, as governorates
district           VARCHAR  the same, as districts
parent             VARCHAR  event_id of the event it is part of
"""
    ),
)

INVOLVEMENTS = Table(
    "involvements",
    "involvement_id",
    _columns(
        """
involvement_id     VARCHAR  act_id and party
act                INTEGER  dense number of the act
act_id             VARCHAR  opaque identifier of the act
party              VARCHAR  code of the party
degree             VARCHAR  how it took part (direct, ordered, ...); NULL is unknown
attribution        VARCHAR  attribution level
"""
    ),
)

SPELLS = Table(
    "spells",
    "spell_id",
    _columns(
        """
spell              INTEGER  dense number of the spell in this release
spell_id           VARCHAR  act_id and place in the order of its spells
act                INTEGER  dense number of the act of detention
act_id             VARCHAR  opaque identifier of the act of detention
person             INTEGER  dense number of the person
seq                INTEGER  order within the act, from 1
status             VARCHAR  set of detention statuses
begin              VARCHAR  set of EDTF dates of the beginning; NULL is unknown
begin_min          DATE     earliest possible beginning; NULL is open
begin_max          DATE     latest possible beginning; NULL is open
end                VARCHAR  set of EDTF dates of a recorded end; NULL where no end is recorded
end_min            DATE     earliest possible end where one is recorded; NULL is open
end_max            DATE     latest possible end where one is recorded; NULL is open
has_end            BOOLEAN  an end is recorded, whatever its date
holder             VARCHAR  set of holding parties
facility           VARCHAR  set of places of detention
turning_point      VARCHAR  event_id of the turning point that brought this spell; NULL is a source's word
certain            BOOLEAN  documented for certain on or before the as-of date
"""
    ),
)

IDENTIFICATIONS = Table(
    "identifications",
    "identification_id",
    _columns(
        """
identification_id  VARCHAR  opaque identifier
person             INTEGER  dense number of the person
person_id          VARCHAR  opaque identifier of the person
collection         VARCHAR  collection in which the person is identified
method             VARCHAR  how (family recognition, forensic, ...)
confidence         VARCHAR  confirmed, probable or possible
version            VARCHAR  commitment of the version that was frozen
"""
    ),
)

TOMBSTONES = Table(
    "tombstones",
    "person_id",
    _columns(
        """
person_id          VARCHAR  identifier that no longer stands for a person
into_id            VARCHAR  the person it became part of; NULL where it was retracted
reason             VARCHAR  merged, split or retracted
"""
    ),
)

COMMITMENT = "commitment"
"""The column that holds a row of another table fast: what is known of a person stays out of every digest."""

TABLES = (ACTS, PERSONS, EVENTS, INVOLVEMENTS, SPELLS, IDENTIFICATIONS, TOMBSTONES)

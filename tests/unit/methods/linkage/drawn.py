"""Invented people for the tests of linkage."""

from __future__ import annotations

from functools import lru_cache

from tawthiq.core.dates import Dated, parse_edtf
from tawthiq.methods.linkage import AgeAt, Candidate
from tawthiq.methods.linkage.compared import Compared, compared
from tawthiq.methods.linkage.rarity import Rarity, rarity

GIVEN = "أمل باسل كريم رامي سليم ماهر طارق لؤي أيهم نزار".split()
FAMILY = "الحلبي الحموي الشامي الخطيب القاضي النجار الحداد الصباغ".split()
edtf = lru_cache(parse_edtf)
ON = "2013-04-05"
"""The day that ages hold on where a test gives none."""


def someone(
    record: str,
    name: str = "أمل باسل كريم الحلبي",
    *,
    born: str | None = None,
    age: int | None = None,
    died: str | None = None,
    arrested: str | None = None,
    sex: str | None = None,
    place: str = "",
    mother: str = "",
) -> Candidate:
    """Return what one record says; dates are in EDTF, and what is left out is unknown."""
    return Candidate(
        record,
        name,
        sex=sex,
        mother_name=mother,
        birth=_day(born),
        ages=() if age is None else (AgeAt(age, age, edtf(died or ON)),),
        deaths=_days(died),
        arrests=_days(arrested),
        place=place,
    )


def _day(text: str | None) -> Dated | None:
    return None if text is None else edtf(text)


def _days(text: str | None) -> tuple[Dated, ...]:
    return () if text is None else (edtf(text),)


def told(*records: Candidate) -> tuple[Compared, Rarity]:
    """Return the columns of records and the rarity of their names."""
    table = compared(records)
    return table, rarity(table)


def numbered(*names: str, **facts: str) -> list[Candidate]:
    """Return a record for each name, all with the same facts."""
    return [someone(f"R-{number:05}", name, **facts) for number, name in enumerate(names)]

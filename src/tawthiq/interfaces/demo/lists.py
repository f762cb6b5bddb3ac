"""The lists that the invented sources hand over, each in its own habits of writing.

One source writes English headings and ISO dates, one Arabic headings and Levantine months, one
Arabic-Indic digits. A later edition of a list holds everything its source knew by then.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tawthiq.interfaces.demo.lives import GOVERNORATES, PRISON_OPENED, TORTURE, Arrest, Death, Life

INVENTED = "INVENTED DATA FOR DEMONSTRATION"
LEVANTINE = (
    "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
).split(",")
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PARTY = "قوات النظام السوري"
STATUS_IN_ARABIC = {
    "acknowledged": "معتقل",
    "incommunicado": "محتجز بمعزل عن العالم الخارجي",
    "forcibly-disappeared": "مختفٍ قسرياً",
    "released": "مُفرج عنه",
    "exchanged": "مبادلة",
    "died-of-torture": "توفي بسبب التعذيب",
}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class InventedList:
    """A list as its source keeps it: which mapping reads it, and its rows as known on a day."""

    source: str
    mapping: str
    rows: Callable[[Iterable[Life], date], Iterator[Row]]

    def write(self, lives: Iterable[Life], known_by: date, folder: Path) -> Path:
        """Write the edition of this day as CSV and return its path."""
        path = folder / f"{self.source}-{known_by.isoformat()}.csv"
        rows = [{**row, "remark": INVENTED} for row in self.rows(lives, known_by)]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return path


def _known_dead(lives: Iterable[Life], known_by: date) -> Iterator[tuple[Life, Death]]:
    for life in lives:
        if life.death is not None and life.death.documented <= known_by and not life.death.identified_grave:
            yield life, life.death


def _known_held(lives: Iterable[Life], known_by: date) -> Iterator[tuple[Life, Arrest, date]]:
    """Yield the arrests known by a day, each with the day its row was last documented."""
    for life in lives:
        if life.arrest is not None and life.arrest.documented <= known_by:
            ending = life.arrest.ending
            ended = ending is not None and ending.documented <= known_by
            yield life, life.arrest, ending.documented if ended and ending else life.arrest.documented


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _levantine(day: date | None) -> str:
    return "" if day is None else f"{day.day} {LEVANTINE[day.month - 1]} {day.year}"


def field_killings(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the field researchers' list of the killed: English headings, ISO dates."""
    for life, death in _known_dead(lives, known_by):
        arrest = life.arrest
        yield {
            "ref": f"FK-{life.number:05d}",
            "name": life.name.written,
            "mother": life.name.mother,
            "sex": "F" if life.sex == "female" else "M",
            "born": _iso(life.birth),
            "died": death.written,
            "governorate": GOVERNORATES[death.governorate],
            "home": life.camp,
            "cause": death.cause,
            "tortured": "yes" if death.cause == TORTURE else "no",
            "by": PARTY,
            "arrested": _iso(arrest.on) if arrest else "",
            "centre": arrest.centre if arrest else "",
            "community": "Palestinian",
            "documented": _iso(death.documented),
        }


def family_killings(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the families' list of the killed: Arabic headings, Levantine months, hurried spelling."""
    for life, death in _known_dead(lives, known_by):
        if life.number % 2:
            yield {
                "الرقم": f"FA-{life.number:05d}",
                "الاسم": life.name.written_carelessly,
                "اسم الأم": life.name.mother,
                "الجنس": "أنثى" if life.sex == "female" else "ذكر",
                "تاريخ الميلاد": _levantine(life.birth),
                "تاريخ الوفاة": _levantine(death.on),
                "المحافظة": GOVERNORATES[death.governorate],
                "السبب": death.cause,
                "الجهة": PARTY,
                "تاريخ التوثيق": _levantine(death.documented),
            }


def burial_register(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the burial committees' register: Arabic-Indic digits; here and there another governorate."""
    for life, death in _known_dead(lives, known_by):
        if life.number % 2 == 0:
            elsewhere = life.number % 98 == 0
            yield {
                "م": f"BR-{life.number:05d}",
                "اسم المتوفى": life.name.written,
                "الجنس": "أنثى" if life.sex == "female" else "ذكر",
                "المواليد": _iso(life.birth).translate(ARABIC_DIGITS),
                "يوم الدفن أو الوفاة": _iso(death.on).translate(ARABIC_DIGITS),
                "المحافظة": GOVERNORATES["SY03" if elsewhere else death.governorate],
                "سبب الوفاة": death.cause,
                "الجهة المسؤولة": PARTY,
                "تاريخ التسجيل": _iso(death.documented).translate(ARABIC_DIGITS),
            }


def monitor_detained(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the prison monitor's list: everybody arrested, how each stay stands, and how it ended."""
    for life, arrest, documented in _known_held(lives, known_by):
        ending = arrest.ending if arrest.ending and arrest.ending.documented <= known_by else None
        yield {
            "case": f"PM-{life.number:05d}",
            "full_name": life.name.written,
            "sex": "F" if life.sex == "female" else "M",
            "date_of_birth": _iso(life.birth),
            "arrest_date": _iso(arrest.on),
            "arrest_governorate": GOVERNORATES[arrest.governorate],
            "arrested_by": PARTY,
            "centre": arrest.centre,
            "status": arrest.status,
            "outcome": ending.status if ending else "",
            "outcome_date": _iso(ending.on) if ending else "",
            "community": "Palestinian",
            "last_update": _iso(documented),
        }


def family_detained(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the families' list of their detained and disappeared."""
    for life, arrest, documented in _known_held(lives, known_by):
        ending = arrest.ending if arrest.ending and arrest.ending.documented <= known_by else None
        yield {
            "الرقم": f"FD-{life.number:05d}",
            "الاسم": life.name.written_carelessly,
            "اسم الأم": life.name.mother,
            "الجنس": "أنثى" if life.sex == "female" else "ذكر",
            "تاريخ الميلاد": _levantine(life.birth),
            "تاريخ الاعتقال": _levantine(arrest.on),
            "محافظة الاعتقال": GOVERNORATES[arrest.governorate],
            "الجهة": PARTY,
            "الوضع": STATUS_IN_ARABIC["forcibly-disappeared" if not ending else ending.status],
            "تاريخ الانتهاء": _levantine(ending.on) if ending else "",
            "تاريخ التوثيق": _levantine(documented),
        }


def registry_notices(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the notices of death that civil registries gave to families, without a body."""
    for life in lives:
        if life.notice is not None and life.notice <= known_by and life.arrest is not None:
            yield {
                "notice": f"RN-{life.number:05d}",
                "name": life.name.written,
                "sex": "M" if life.sex == "male" else "F",
                "born": _iso(life.birth),
                "claimed_death": f"{life.arrest.on.year + 1}",
                "registered": _iso(life.notice),
                "told": "printed extract handed to a relative",
                "remains": "no",
            }


def grave_identified(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the people whose remains a forensic team identified in a grave."""
    for life in lives:
        death = life.death
        if death is not None and death.identified_grave and death.documented <= known_by:
            yield {
                "remains": f"GR-{life.number:05d}",
                "name": life.name.written,
                "sex": "M" if life.sex == "male" else "F",
                "born": _iso(life.birth),
                "died": death.written,
                "grave": "ريف دمشق",
                "identified": _iso(death.documented),
            }


def grave_families(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the families' own word on the remains that were given back to them."""
    for row in grave_identified(lives, known_by):
        yield {**row, "remains": row["remains"].replace("GR-", "GF-")}


def freed(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield the people who walked out when the prison was opened, as those who met them wrote it down."""
    for life in lives:
        if "freed" in life.marks and known_by >= PRISON_OPENED:
            yield {
                "ref": f"OP-{life.number:05d}",
                "name": life.name.written,
                "sex": "M" if life.sex == "male" else "F",
                "born": _iso(life.birth),
                "freed": PRISON_OPENED.isoformat(),
            }


def media_posts(lives: Iterable[Life], known_by: date) -> Iterator[Row]:
    """Yield reports that stand alone: one source, not enough to be accepted, so in no figure."""
    dead = [pair for pair in _known_dead(lives, known_by) if pair[0].number % 130 == 0]
    for life, death in dead:
        yield {
            "post": f"MP-{life.number:05d}",
            "name": f"{life.name.father} {life.name.given} {life.name.family}",
            "died": _iso(death.on),
            "governorate": GOVERNORATES[death.governorate],
            "seen": _iso(death.documented),
        }


LISTS = {
    made.source: made
    for made in (
        InventedList("DEMO-FIELD-KILLED", "field-killed", field_killings),
        InventedList("DEMO-FAMILIES-KILLED", "families-killed", family_killings),
        InventedList("DEMO-BURIAL", "burial-register", burial_register),
        InventedList("DEMO-MONITOR", "monitor-detained", monitor_detained),
        InventedList("DEMO-FAMILIES-DETAINED", "families-detained", family_detained),
        InventedList("DEMO-REGISTRY", "registry-notices", registry_notices),
        InventedList("DEMO-GRAVE", "grave-identified", grave_identified),
        InventedList("DEMO-GRAVE-FAMILIES", "grave-families", grave_families),
        InventedList("DEMO-OPENING", "freed", freed),
        InventedList("DEMO-MEDIA", "media-posts", media_posts),
    )
}

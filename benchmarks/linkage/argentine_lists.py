"""Two registers of the disappeared in Argentina, read simply: name, birth, sex, first day, province."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from tawthiq.core.dates import Dated, UnreadableDate, read_date
from tawthiq.core.letters import plain
from tawthiq.methods.linkage import AgeAt, Candidate

Row = dict[str, str]
PROVINCES = {
    plain(name): name
    for name in (
        "Buenos Aires", "Capital Federal", "Catamarca", "Chaco", "Chubut", "Cordoba", "Corrientes",
        "Entre Rios", "Formosa", "Jujuy", "La Pampa", "La Rioja", "Mendoza", "Misiones", "Neuquen",
        "Rio Negro", "Salta", "San Juan", "San Luis", "Santa Cruz", "Santa Fe", "Santiago del Estero",
        "Tierra del Fuego", "Tucuman",
    )
}  # fmt: skip
LAST_YEAR = 1983
_ASIDE = re.compile(r"\([^)]*\)?")
_AGE = re.compile(r"(\d+)(?: años?)?")


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a list."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def of_the_register(row: Row) -> Candidate:
    """Return what a row of RUVTE says; family and given names have two spaces between them."""
    family, _, given = row["apellido_paterno_nombres"].partition("  ")
    taken, found = row["fecha_detencion_secuestro"], row["fecha_asesinato_o_hallazgo_de_restos"]
    arrests, deaths = _days(taken), _days(found)
    began = next(iter((*arrests, *deaths)), None)
    return Candidate(
        f"R:{row['id_unico_ruvte']}",
        f"{given} {family}".strip(),
        birth=_dated(row["anio_nacimiento"]),
        ages=_ages(row["edad_al_momento_del_hecho"], began),
        deaths=deaths,
        arrests=arrests,
        place=_province(row["lugar_detencion_secuestro"].split("  ")[-1]),
    )


def of_the_monument(row: Row) -> Candidate:
    """Return what a row of the Parque de la Memoria says; a comma stands between family and given names."""
    family, _, given = row["nombre"].partition(",")
    taken, killed = row["fecha_de_secuestro"], row["fecha_de_asesinado"]
    arrests, deaths = _days(taken), _days(killed)
    began = next(iter((*arrests, *deaths)), None)
    return Candidate(
        f"P:{row['id']}",
        f"{given} {family}".strip(),
        birth=_of_that_time(_dated(row["fecha_de_nacimiento"])),
        ages=_ages(row["edad"], began),
        deaths=deaths,
        arrests=arrests,
        place=_province(row["lugar_de_secuestro"]),
    )


@cache
def _dated(text: str) -> Dated | None:
    """Return a date as these lists write it; nothing where it cannot be read."""
    try:
        return read_date(text, order="dmy") if text else None
    except UnreadableDate:
        return None


def _days(text: str) -> tuple[Dated, ...]:
    dated = _dated(text)
    return (dated,) if dated else ()


def _of_that_time(birth: Dated | None) -> Dated | None:
    """Return a date of birth that comes before what happened; six rows are of a wrong century."""
    is_later = birth is not None and birth.earliest is not None and birth.earliest.year > LAST_YEAR
    return None if is_later else birth


def _ages(text: str, on: Dated | None) -> tuple[AgeAt, ...]:
    told = _AGE.fullmatch(text)
    return (AgeAt(int(told[1]), int(told[1]), on),) if told and on else ()


def _province(text: str) -> str:
    """Return the province that a place ends with; "BS. AS." is the one of Buenos Aires."""
    text = plain(_ASIDE.sub("", text).replace("BS. AS.", "BUENOS AIRES"))
    last = re.split(r"[.,]", text.strip(" ."))[-1].strip()
    return PROVINCES.get(last, "")

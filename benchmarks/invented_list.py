"""Invented lists of the killed, as long as one likes, in the columns of the shipped mapping `vdc`.

The same seed gives the same rows. Nobody in them exists. Two sources tell of the same people in part: a tenth
of all rows repeat a row of the first list under the name as a hurried hand writes it, with the same day of
death, so that a linkage by exact keys finds them; one row in eight tells of two acts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tawthiq.interfaces.demo.names import ENDINGS, FEMALE, MALE, STEMS

SEED = 20221021
FIRST_SHARE, REPEATED_SHARE = 0.85, 0.10
"""Of all rows, those of the first list, and those of the second that repeat one of the first."""
COLUMNS = (
    "uid,name,province,sex_age,status,mother_name,dob,age,marital,children,area,occupation,date_of_death,"
    "place_of_death,cause,actor,weapon,rank,notes,n_video_links,has_photo,palestinian_in_text,other_nationality"
).split(",")
PROVINCES = (
    "Damascus Aleppo Homs Hama Lattakia Idlib Hasakeh Raqqa Daraa Sweida Quneitra Tartous".split(),
    (5, 20, 14, 9, 3, 17, 3, 6, 13, 1, 2, 1),
)
CAUSES = (
    (
        "Shelling",
        "Shooting",
        "Warplane shelling",
        "Explosion",
        "Field Execution",
        "Detention - Torture",
        "Siege",
    ),
    (32, 26, 18, 6, 4, 13, 1),
)
ACTORS = (
    (
        "Syrian government and affiliated militias",
        "Not identified",
        "The organization of the Islamic State in Iraq and the Levant - ISIS",
        "Russian troops",
    ),
    (76, 10, 8, 6),
)
GROUPS = (("Adult - Male", "Adult - Female", "Child - Male", "Child - Female"), (74, 10, 10, 6))
FAMILIES = tuple(f"ال{stem}{ending}" for stem in STEMS for ending in ENDINGS)
FIRST_DAY, DAYS = date(2011, 3, 15), 2900
CARELESS = str.maketrans("أإآة", "اااه")
Row = list[str]


@dataclass(frozen=True, slots=True)
class InventedLists:
    """Two files for two sources, and how many rows each has."""

    first: Path
    second: Path
    first_rows: int
    second_rows: int


def write_lists(folder: Path, records: int, *, seed: int = SEED) -> InventedLists:
    """Write two lists of so many rows together into a folder."""
    first_rows = round(records * FIRST_SHARE)
    first, second = folder / "first.csv", folder / "second.csv"
    _write(first, invented_rows(first_rows, seed=seed))
    _write(second, _second(records - first_rows, round(records * REPEATED_SHARE), first_rows, seed))
    return InventedLists(first, second, first_rows, records - first_rows)


def invented_rows(count: int, *, seed: int = SEED, prefix: str = "a") -> Iterator[Row]:
    """Yield so many rows of `COLUMNS`, each of a person of their own."""
    random = Random(seed)  # invented people
    for number in range(count):
        yield _row(random, f"{prefix}{number}")


def _second(rows: int, repeated: int, of: int, seed: int) -> Iterator[Row]:
    """Yield rows of the first list told again, evenly over it, and then rows of the second list's own."""
    step = max(of // max(repeated, 1), 1)
    told = 0
    for number, row in enumerate(invented_rows(of, seed=seed)):
        if number % step == 0 and told < repeated:
            told += 1
            yield [f"b{number}", row[1].translate(CARELESS), *row[2:]]
    yield from invented_rows(rows - told, seed=seed + 1, prefix="c")


def _row(random: Random, uid: str) -> Row:
    province = random.choices(*PROVINCES)[0]
    group = random.choices(*GROUPS)[0]
    given = random.choice(MALE if group.endswith("Male") else FEMALE)
    name = f"{given} {random.choice(MALE)} {random.choice(MALE)} {random.choice(FAMILIES)}"
    age = random.randint(0, 17) if group.startswith("Child") else random.randint(18, 80)
    died = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    known = random.random()
    return [
        uid,
        name,
        province,
        group,
        "Civilian" if known < 0.7 else "Non-Civilian",
        random.choice(FEMALE) if known < 0.2 else "",
        "",
        str(age) if known < 0.4 else "0",
        "",
        "",
        "",
        "",
        died.isoformat(),
        f"{random.choices(*PROVINCES)[0]}",
        random.choices(*CAUSES)[0],
        random.choices(*ACTORS)[0],
        "",
        "",
        f"invented row {uid}" if known < 0.5 else "",
        "0",
        "0",
        "1" if known < 0.02 else "0",
        "",
    ]


def _write(path: Path, rows: Iterator[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows(rows)

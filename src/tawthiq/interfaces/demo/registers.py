"""What surrounds the invented people: places of detention, a siege, losses of property, laws, kin."""

from __future__ import annotations

from tawthiq.interfaces.demo.journey import Stage
from tawthiq.interfaces.demo.lives import CENTRES, Life
from tawthiq.journey.cases import registering

SIEGE = "DEMO-YARMOUK-SIEGE"
BOMBARDMENT = "DEMO-YARMOUK-BOMBARDMENT"
CAMP = "SY-CAMP-YARMOUK"
LAWS = (
    ("decree-66-2012", "decree", "66/2012", "2012-09-18", "المرسوم التشريعي رقم 66", "Legislative Decree 66"),
    ("law-10-2018", "law", "10/2018", "2018-04-02", "القانون رقم 10", "Law 10"),
    ("law-42-2018", "law", "42/2018", "2018-11-11", "القانون رقم 42", "Law 42, amending Law 10"),
)


def add_facilities(stage: Stage) -> None:
    """Add the invented places of detention."""
    for number, name in enumerate(CENTRES, start=1):
        registering.add_facility(
            f"DEMO-CENTRE-{number}",
            names=[
                {"text": name, "lang": "ar"},
                {"text": f"Centre {'ABCD'[number - 1]} (invented)", "lang": "en"},
            ],
            run_by=[{"party": "syrian-regime", "until": "2024-12-08"}],
            occasion=stage.occasion("cases.add", "named in the lists"),
        )


def add_registers(stage: Stage) -> None:
    """Add the siege with its bombardment, the looting, and the laws."""
    siege = registering.add_event(
        SIEGE,
        type="siege",
        title={"en": "Siege of the Yarmouk camp", "ar": "حصار مخيم اليرموك"},
        dates=["2013-07-18/2018-05-21"],
        places=[CAMP],
        occasion=stage.occasion("cases.add", "told by the camp committee"),
        words=stage.words,
    )
    registering.add_event(
        BOMBARDMENT,
        type="bombardment",
        title={"en": "Bombardment of the Yarmouk camp", "ar": "قصف مخيم اليرموك"},
        dates=["2012-12-16"],
        places=[CAMP],
        parent=siege,
        occasion=stage.occasion("cases.add", "told by the camp committee"),
        words=stage.words,
    )
    for code, kind, number, day, arabic, english in LAWS:
        registering.add_law(
            code,
            type=kind,
            number=number,
            date=day,
            party="syrian-regime",
            title={"en": english, "ar": arabic},
            occasion=stage.occasion("cases.add", "read in the official gazette"),
        )
    for kind, count in (("looted", 31), ("destroyed", 9)):
        registering.add_property_loss(
            kind,
            count_min=count,
            count_max=None,
            event=siege,
            place=CAMP,
            party="syrian-regime",
            date="2018-05-22/2018-07",
            occasion=stage.occasion("cases.add", "told by the camp committee"),
            words=stage.words,
        )


def add_relations(stage: Stage, people: list[Life], persons: dict[int, str]) -> None:
    """Add the ties of kin that the families told of; `persons` is the person of each life's number."""
    for life in people:
        if life.sibling_of is not None and {life.number, life.sibling_of} <= persons.keys():
            registering.add_relation(
                persons[life.number],
                persons[life.sibling_of],
                kind="sibling",
                occasion=stage.occasion("cases.add", "told by their family"),
                words=stage.words,
            )

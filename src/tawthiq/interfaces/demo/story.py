"""What happens in the invented archive, year by year: 2020, 2022, and 2025 after the turning point."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tawthiq.interfaces.demo import groups
from tawthiq.interfaces.demo.journey import AS_DOCUMENTED, PROFILE, Stage
from tawthiq.interfaces.demo.lives import PRISON_OPENED, Life
from tawthiq.interfaces.demo.registers import SIEGE, add_facilities, add_registers, add_relations
from tawthiq.journey.cases import registering, turning
from tawthiq.journey.cases.for_release import persons_for_release
from tawthiq.journey.cases.queries import persons_of_records
from tawthiq.journey.cases.registers import transitions
from tawthiq.journey.cases.rules import Standing

RELEASE_2020, RELEASE_2022, RELEASE_2025 = date(2020, 7, 29), date(2022, 10, 21), date(2025, 1, 31)
KILLED = ("DEMO-FIELD-KILLED", "DEMO-FAMILIES-KILLED", "DEMO-BURIAL")
DETAINED = ("DEMO-MONITOR", "DEMO-FAMILIES-DETAINED")
COLLECTION = "caesar-photographs"
Freeze = Callable[[Stage, date], None]


def year_2020(stage: Stage, people: list[Life], freeze: Freeze) -> None:
    """Take in what was known by July 2020, decide on it, and freeze the first release."""
    stage.at(date(2020, 7, 2))
    add_facilities(stage)
    add_registers(stage)
    for source in (*KILLED, *DETAINED, "DEMO-REGISTRY", "DEMO-MEDIA"):
        stage.edition(source, people, date(2020, 7, 1))
    _groups(stage)
    stage.link()
    _judge_groups(stage)
    stage.at(date(2020, 7, 20))
    stage.accept()
    stage.accept(AS_DOCUMENTED, "DEMO-FIELD-KILLED")
    stage.accept(AS_DOCUMENTED, "DEMO-CAMP")
    stage.accept(AS_DOCUMENTED, "DEMO-REGISTRY")
    persons = _killed_persons(stage)
    _identify_in_photographs(stage, people, persons)
    add_relations(stage, people, persons)
    freeze(stage, RELEASE_2020)


def year_2022(stage: Stage, people: list[Life], freeze: Freeze) -> None:
    """Take in the later editions of the same lists, and freeze the release of the statement."""
    stage.at(date(2022, 10, 3))
    for source in (*KILLED, *DETAINED):
        stage.edition(source, people, date(2022, 10, 1))
    stage.link()
    stage.at(date(2022, 10, 12))
    stage.accept()
    stage.accept(AS_DOCUMENTED, "DEMO-FIELD-KILLED")
    freeze(stage, RELEASE_2022)


def year_2025(stage: Stage, people: list[Life], freeze: Freeze) -> None:
    """Look again, after the prison was opened, at everybody who was thought to be held."""
    stage.at(date(2025, 1, 21))
    for source in (*KILLED, *DETAINED, "DEMO-REGISTRY", "DEMO-GRAVE", "DEMO-GRAVE-FAMILIES", "DEMO-OPENING"):
        stage.edition(source, people, date(2025, 1, 21))
    stage.link()
    _merge_shadows(stage, people)
    point = turning.declare_turning_point(
        "DEMO-PRISON-OPENED",
        type="facility-opening",
        title={"en": "The (invented) centres are opened", "ar": "فتح المراكز (المختلقة)"},
        on=PRISON_OPENED.isoformat(),
        selection=turning.Selection(holder="syrian-regime"),
        occasion=stage.occasion("cases.turning-point", "the holder has ceased to exist"),
        words=stage.words,
    )
    _decide_transitions(stage, point)
    stage.at(date(2025, 1, 28))
    stage.accept()
    stage.accept(AS_DOCUMENTED, "DEMO-REGISTRY")
    freeze(stage, RELEASE_2025)


def _groups(stage: Stage) -> None:
    folder = stage.workshop
    for source, mapping, prefix in (
        ("DEMO-FIELD-GROUPS", "field-groups", "FG"),
        ("DEMO-BURIAL-GROUPS", "burial-groups", "BG"),
    ):
        stage.take_in(groups.write_killed(folder, source=source, prefix=prefix), mapping, source)
    stage.take_in(groups.write_camp(folder, source="DEMO-CAMP", siege=SIEGE), "camp", "DEMO-CAMP")


def _judge_groups(stage: Stage) -> None:
    """Judge the unnamed groups of two lists the same: no key could, for they have no names."""
    field, burial = stage.records_of("DEMO-FIELD-GROUPS"), stage.records_of("DEMO-BURIAL-GROUPS")
    for ref, *_ in groups.SHELLED_HOMES:
        stage.judge_same(
            field[f"FG-{ref}"], burial[f"BG-{ref}"], "one home, one day, the same number of people"
        )


def _persons_by_record(stage: Stage) -> dict[str, str]:
    """Return the person of every record in force."""
    return persons_of_records(stage.actor("cases.list"))


def _killed_persons(stage: Stage) -> dict[int, str]:
    """Return the person of everybody killed whom the field researchers list, by the life's number."""
    persons = _persons_by_record(stage)
    records = stage.records_of("DEMO-FIELD-KILLED")
    return {int(ref.removeprefix("FK-")): persons[record] for ref, record in records.items()}


def _identify_in_photographs(stage: Stage, people: list[Life], persons: dict[int, str]) -> None:
    """Propose those whom families recognised in the photographs; another person confirms them."""
    proposed = [
        registering.identify(
            persons[life.number],
            collection=COLLECTION,
            method="family-recognition",
            confidence="confirmed",
            item=f"DEMO-PHOTO-{life.number:05d}",
            occasion=stage.occasion("cases.identify", "recognised by two relatives, separately"),
        )
        for life in people
        if life.death is not None and life.death.in_photograph
    ]
    registering.decide_identifications(
        proposed,
        Standing.CONFIRMED,
        occasion=stage.occasion("cases.decide", "both relatives were asked again"),
        profile=PROFILE,
    )


def _decide_transitions(stage: Stage, point: turning.TurningPoint) -> None:
    """Say who walked out, whose place nobody knows, and let another person decide it."""
    met = set(stage.records_of("DEMO-OPENING").values())
    actor = stage.actor("cases.list")
    acts_of_the_freed = {
        act.act_id
        for case in persons_for_release(actor, as_of=None, words=stage.words)
        if any(record.facts.id in met for record in case.records)
        for act in case.acts
    }
    proposed = transitions(actor, turning_point=point.event_id)
    walked_out = [each.id for each in proposed if each.act in acts_of_the_freed]
    turning.propose(
        walked_out,
        "freed",
        occasion=stage.occasion("cases.propose", "met on the day by those who received them"),
        words=stage.words,
    )
    turning.decide_transitions(
        point.transitions,
        Standing.CONFIRMED,
        occasion=stage.occasion("cases.decide", "lists of the reception committees compared"),
        profile=PROFILE,
    )


def _merge_shadows(stage: Stage, people: list[Life]) -> None:
    """Judge the same what had been two badly known reports of one man."""
    monitor = stage.records_of("DEMO-MONITOR")
    for life in people:
        if life.shadow_of is not None:
            stage.judge_same(
                monitor[f"PM-{life.shadow_of:05d}"],
                monitor[f"PM-{life.number:05d}"],
                "the family says that both reports speak of one man",
            )

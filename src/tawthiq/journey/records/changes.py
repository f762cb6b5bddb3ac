"""Which records that the last edition lacks look like rows that it has, changed. Reads for an actor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tawthiq.accounts.actors import Actor
from tawthiq.core.claims import PERSON, UNIDENTIFIED
from tawthiq.core.errors import NotPermittedOrAbsent
from tawthiq.journey.records import queries, waiting
from tawthiq.journey.records.facts import RecordFacts
from tawthiq.methods.editions import Crowded, Proposal, Row, propose

ListName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What is proposed for the last edition of one list.

    `gone` and `new` count the records that were compared; of `waiting` gone records nobody has decided.
    """

    source_code: str
    list_name: str
    edition: int
    gone: int
    new: int
    rule: str
    proposals: tuple[Proposal, ...]
    crowded: tuple[Crowded, ...]
    facts: Mapping[str, RecordFacts]


@dataclass
class _Compared:
    """The records of one list, sorted by what became of their rows."""

    gone: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    staying: list[Row] = field(default_factory=list)
    facts: dict[str, RecordFacts] = field(default_factory=dict)


def changes(actor: Actor, *, source_code: str | None = None) -> list[ListChanges]:
    """Return, for the last edition of every list that lacks records, which of its new records they may be.

    Raises:
        NotPermittedOrAbsent: The actor may not, or no list of that source came in.
    """
    actor.require("records.list")
    last = {(found.source_code, found.list_name): found for found in queries.last_batches(actor)}
    if source_code is not None:
        last = {name: found for name, found in last.items() if name[0] == source_code}
        if not last:
            raise NotPermittedOrAbsent("No list of that source came in.", where=source_code)
    gone = [found for found in waiting.gone(actor) if (found.source_code, found.list_name) in last]
    wanted = {(found.source_code, found.list_name) for found in gone}
    compared = _compare(actor, gone, wanted)
    given = queries.answers_given(actor)
    lines = queries.lines_and_entries([r for one in compared.values() for r in one.facts], actor)
    first_of = {line: record for record, (line, _) in lines.items()}
    different = {(first_of[a], first_of[b]) for a, b in given.different if a in first_of and b in first_of}
    heads = {heir for heir, _ in given.heirs.values()}
    found = []
    for name in sorted(wanted):
        one = compared[name]
        proposed = propose(
            one.gone,
            one.new,
            staying=one.staying,
            different=frozenset(different),
            taken=frozenset(row.id for row in one.new if lines[row.id][0] in heads),
        )
        paired = {record for p in proposed.pairs for record in (p.gone, p.new)}
        found.append(
            ListChanges(
                source_code=name[0],
                list_name=name[1],
                edition=last[name].edition,
                gone=len(one.gone),
                new=len(one.new),
                rule=proposed.rule,
                proposals=proposed.pairs,
                crowded=proposed.crowded,
                facts={record: one.facts[record] for record in paired},
            )
        )
    return found


def _compare(
    actor: Actor, gone: Iterable[waiting.GoneFacts], wanted: set[ListName]
) -> dict[ListName, _Compared]:
    """Sort the records in force of some lists: gone, new since something went, or there all the time."""
    number = {found.id: place for place, found in enumerate(queries.batches(actor))}
    of_batch = {found.id: (found.source_code, found.list_name) for found in queries.batches(actor)}
    left = {found.record_id: number[found.missed_by] for found in gone}
    since = dict.fromkeys(wanted, len(number))
    for missing in gone:
        name = (missing.source_code, missing.list_name)
        since[name] = min(since[name], number[missing.missed_by])
    firsts = queries.new_rows([b for b, name in of_batch.items() if name in wanted], actor)
    back = waiting.came_back(actor)
    compared = {name: _Compared() for name in wanted}
    for facts in queries.records_in_force(actor):
        name = of_batch[facts.batch_id]
        if name not in compared:
            continue
        # a row that came back is new where another was in its place
        one, came = compared[name], number[back.get(facts.id, facts.batch_id)]
        if facts.id in left:
            one.gone.append(_row(facts, came=came, left=left[facts.id]))
        elif (facts.id in firsts or facts.id in back) and came >= since[name]:
            one.new.append(_row(facts, came=came))
        else:
            one.staying.append(_row(facts, came=came))
            continue
        one.facts[facts.id] = facts
    return compared


def _row(facts: RecordFacts, *, came: int, left: int = 0) -> Row:
    said = dict(_said(facts))
    return Row(
        id=facts.id,
        name=said.get("name", ""),
        sex=said.get("sex", ""),
        birth=said.get("birth-date", ""),
        came=came,
        left=left,
    )


def _said(facts: RecordFacts) -> Iterator[tuple[str, str]]:
    for name in ("name", "sex", "birth-date"):
        value = facts.account.value(PERSON, name)
        if isinstance(value, str) and value != UNIDENTIFIED:
            yield name, value

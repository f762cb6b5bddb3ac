"""Every person with their acts as a release or a turning point looks at them, read in portions by identifier.

What was accepted stays as it was accepted, and as it was told then, until somebody decides on what has come
since. Whether that is so is decided here, for the few it concerns; what may be true of a person is worked out
by `persons.Reading`, which needs no database and can be done elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from tawthiq.accounts.actors import Actor
from tawthiq.audit.bulk import batches
from tawthiq.audit.queries import versions
from tawthiq.journey.cases.becoming import became_acts
from tawthiq.journey.cases.current import above, acts_of_persons, persons_by_id, retired
from tawthiq.journey.cases.models import Act, Person
from tawthiq.journey.cases.persons import CaseRecord, PersonCase, Reading, Stored, Told, documented
from tawthiq.journey.cases.stored import (
    Recalled,
    linked,
    person_from,
    told_then,
    verdicts_on_parts,
)
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import RecordRow
from tawthiq.journey.records.queries import (
    origins,
    predecessors,
    rows_at_any_time,
    rows_in_force,
    successors,
)

PORTION = 1000
Accepted = Mapping[str, int]
"""By accepted act, the version that was accepted."""
Decided = Mapping[str, Mapping[int, bool]]
"""By act, the versions that were decided on, and whether the last decision on each accepted it."""


def persons_for_release(
    actor: Actor,
    *,
    as_of: date | None,
    words: Words,
    accepted: Accepted | None = None,
    decided: Callable[[], Decided] = dict,
) -> Iterator[PersonCase]:
    """Yield every person with records possibly documented on or before a date, by identifier.

    `accepted` names the version of each act to take (an act that is not in it is left out): an act that
    gained a record, or became part of another, since it was accepted is shown as it was accepted until the
    act as it stands is decided on. Without it every act comes as it stands. Without `as_of` everything
    counts as documented in time.

    A record that corrected another after the date gives way to the one in force then, for the same person
    and the same act. Acceptance is of the act, so an act accepted in its later version stays, told as it was
    told then. What `decided` shows to have been accepted in that telling too is taken as it was; a telling
    that was rejected is left out; of one that nobody decided on, an act of another kind of violation is left
    out, and a party or its attribution that the correction changed is alleged at most. `decided` is asked
    only where a record gives way.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    reading = Reading(as_of, words, origins(actor))
    for portion in told_persons(actor, reading, accepted=accepted, decided=decided):
        for told in portion:
            if (person := reading.person(told)) is not None:
                yield person


def told_persons(
    actor: Actor,
    reading: Reading,
    *,
    accepted: Accepted | None = None,
    decided: Callable[[], Decided] = dict,
) -> Iterator[list[Told]]:
    """Yield the persons of `persons_for_release`, not yet worked out, in portions of about a thousand.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("cases.list")
    desk = _Desk(actor, reading, accepted, decided)
    for ids in batches(desk.person_ids(), size=PORTION):
        yield list(desk.told(ids))


class _Desk:
    """Reads portions of persons, with what has to be known of all of them at once."""

    def __init__(
        self, actor: Actor, reading: Reading, accepted: Accepted | None, decided: Callable[[], Decided]
    ) -> None:
        self._actor, self._reading, self._accepted = actor, reading, accepted
        self._ask, self._answer = decided, None
        self._persons_above = {stored.id: stored for stored in above(Person, actor)}
        acts_above = [stored for stored in above(Act, actor) if stored.body["retired"] is None]
        self._acts_above: dict[str, list[Stored]] = defaultdict(list)
        for stored in acts_above:
            self._acts_above[stored.body["person"]].append(stored)
        self._stand_ins = {} if accepted is None else _stand_ins(accepted, actor)

    _answer: Decided | None

    def person_ids(self) -> list[str]:
        """Return the identifiers of the persons that the actor may see, sorted by bytes."""
        visible = Person.visible_to(self._actor).order_by().values_list("id", flat=True)
        ids = [*visible.iterator(chunk_size=5000), *self._persons_above]
        ids.sort()  # identifiers are ASCII
        return ids

    def told(self, ids: Sequence[str]) -> Iterator[Told]:
        """Yield the living persons of a portion, in the order given."""
        persons = {stored.id: stored for stored in persons_by_id(self._actor, ids)}
        persons |= {thing: self._persons_above[thing] for thing in ids if thing in self._persons_above}
        living = [persons[thing] for thing in ids if persons[thing].body["retired"] is None]
        acts = self._acts(ids)
        asked = {record for stored in living for record in stored.body["records"]}
        asked.update(r for mine in acts.values() for act in mine for r, _ in act.body["parts"])
        rows = rows_in_force(self._actor, asked)
        corrected = self._corrected(rows, acts)
        rows |= rows_at_any_time(self._actor, corrected)
        recalled = self._recalled(rows)
        earlier = rows_at_any_time(self._actor, {back.earlier.id for back in recalled.values()})
        for stored in living:
            mine, about = acts.get(stored.id, []), stored.body["records"]
            before = [r for act in mine for r, _ in act.body["parts"] if corrected.get(r) in about]
            told = dict.fromkeys([*about, *before])
            if recalled.keys() & told.keys():
                yield self._as_then(stored, mine, list(told), recalled, rows | earlier)
            else:
                yield Told(stored, [rows[r] for r in told if r in rows], mine)

    def _acts(self, persons: Sequence[str]) -> dict[str, list[Stored]]:
        """Return the acts of persons as they are to be taken: as accepted, or as they stand."""
        found: dict[str, list[Stored]] = defaultdict(list)
        standing = [*acts_of_persons(self._actor, persons)]
        standing += [act for person in persons for act in self._acts_above.get(person, ())]
        for stored in standing:
            if (taken := self._taken(stored)) is not None:
                found[stored.body["person"]].append(taken)
        return found

    def _taken(self, stored: Stored) -> Stored | None:
        if self._accepted is None:
            return stored
        taken = _as_accepted(stored, self._accepted.get(stored.id), self._actor)
        return taken or self._stand_ins.get(stored.id)

    def _corrected(
        self, rows: Mapping[str, RecordRow], acts: Mapping[str, Sequence[Stored]]
    ) -> dict[str, str]:
        """Return records that acts were accepted by and a later edition corrected, with the later one.

        What was accepted stays as it was told then, until somebody decides on the correction.
        """
        told = {r for mine in acts.values() for act in mine for r, _ in act.body["parts"]} - rows.keys()
        return successors(self._actor, sorted(told)) if told else {}

    def _recalled(self, rows: Mapping[str, RecordRow]) -> dict[str, Recalled]:
        """Return, for records documented after the date, the last before them documented possibly by then."""
        as_of = self._reading.as_of
        late = [row.id for row in rows.values() if documented(row.documented, as_of) is None]
        if not late:
            return {}
        found = predecessors(self._actor, late)
        later = self._reading.facts([rows[r] for r in found])
        return {
            facts.id: Recalled(earlier, facts)  # of several the last stays
            for facts in later
            for earlier in found[facts.id]
            if documented(earlier.documented, as_of) is not None
        }

    def _as_then(
        self,
        stored: Stored,
        acts: Sequence[Stored],
        told: Sequence[str],
        recalled: Mapping[str, Recalled],
        rows: Mapping[str, RecordRow],
    ) -> Told:
        """Return a person, some of whose records gave way, as they were told on the date."""
        names = dict.fromkeys(recalled[r].earlier.id if r in recalled else r for r in told)
        then = [rows[r] for r in names if r in rows]
        known = self._reading.records(then)
        mine = [self._as_told_then(act, recalled) for act in acts]
        return Told(_as_known_then(stored, known, self._reading.words) if known else stored, then, mine)

    def _as_told_then(self, act: Stored, recalled: Mapping[str, Recalled]) -> Stored:
        """Return an act, its parts that gave way told by the records in force then, as far as that stands."""
        if self._answer is None:
            self._answer = self._ask()
        verdicts = verdicts_on_parts(act.id, act.version, self._answer.get(act.id, {}), self._actor)
        parts, level, is_alleged = told_then(act.body["parts"], recalled, verdicts, self._reading.words)
        body = {**act.body, "parts": parts}
        return act._replace(level=max(level, act.level), body=body, is_alleged=is_alleged)


def _stand_ins(accepted: Accepted, actor: Actor) -> dict[str, Stored]:
    """Return what was accepted of acts that became part of others: it stays until those are decided on.

    Of several that became part of one, the one with most parts stands in: nobody is killed twice.
    """
    gone = {stored.id: stored for stored in retired(Act, actor)} if accepted else {}
    became = became_acts([stored for stored in gone.values() if stored.id in accepted], actor)
    found: dict[str, list[Stored]] = defaultdict(list)
    for name, (_, went_into) in became.items():
        stored, into = gone[name], went_into
        while into in gone:
            into = gone[into].body["retired"]["into"]
        kept = _as_accepted(stored, accepted[stored.id], actor)
        if into is not None and into not in accepted and kept is not None:
            found[into].append(kept)
    return {into: min(kept, key=lambda s: (-len(s.body["parts"]), s.id)) for into, kept in found.items()}


def _as_accepted(stored: Stored, version: int | None, actor: Actor) -> Stored | None:
    if version is None or version == stored.version:
        return None if version is None else stored
    for facts in versions(Act.KIND, stored.id, int(actor.clearance)):
        if facts.number == version and facts.body is not None:
            return Stored(facts.object_id, facts.number, facts.commitment, facts.level, facts.body)
    return None


def _as_known_then(stored: Stored, records: Iterable[CaseRecord], words: Words) -> Stored:
    """Return a person as numerous, and at least as secret, as the records in force then make them."""
    body, level = person_from([linked(known.facts, words) for known in records])
    then = {**stored.body, "kind": body["kind"], "count": body["count"]}
    return stored._replace(level=max(stored.level, level), body=then)

"""Writing what linking changes: judgements, persons and acts, and the index of records to persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tawthiq.accounts.occasion import Occasion
from tawthiq.accounts.tables import PreparedRow
from tawthiq.audit import bulk, door
from tawthiq.audit.bulk import batches
from tawthiq.core.errors import Busy
from tawthiq.journey.cases.conclusions import NewAct, NewPerson
from tawthiq.journey.cases.judging import JudgementRow
from tawthiq.journey.cases.linking import Changes
from tawthiq.journey.cases.models import Act, Judgement, Membership, Person
from tawthiq.journey.cases.reading import Archive, Plan
from tawthiq.journey.cases.stored import revised


def write(
    verb: str,
    archive: Archive,
    plan: Plan,
    new: Sequence[JudgementRow],
    *,
    occasion: Occasion,
    subject: str = "",
) -> int:
    """Write a plan with the judgements that it comes from, and return the entry of the log.

    Raises:
        Busy: Somebody wrote while the archive was being read.
    """
    with door.write(verb, occasion=occasion, subject=subject) as change:
        if change.sequence != archive.entries:
            raise Busy(f"{verb} was not done: somebody wrote while the archive was read.", hint="Try again.")
        change.insert_prepared(Judgement, (row for row, _ in new))
        for model, changes in ((Person, plan.persons), (Act, plan.acts)):
            change.create_prepared(model, map(_prepared, changes.created))
            change.revise(_revisions(model, changes, change.sequence))
        _keep_membership(archive, plan)
        change.say(
            judgements=len(new),
            persons=_counts(plan.persons),
            acts=_counts(plan.acts),
        )
    return change.sequence


def _prepared(new: NewPerson | NewAct) -> PreparedRow:
    return PreparedRow(new.id, new.level, new.text(), new.derived())


def _revisions(model: type[Person] | type[Act], changes: Changes, entry: int) -> Iterator[Person | Act]:
    yield from (revised(model, state, body, level) for state, body, level in changes.revised)
    yield from (revised(model, gone.state, gone.body(entry), gone.level) for gone in changes.retired)


def _counts(changes: Changes) -> dict[str, int]:
    return {
        "created": len(changes.created),
        "revised": len(changes.revised),
        "retired": len(changes.retired),
    }


def _keep_membership(archive: Archive, plan: Plan) -> None:
    """Keep the index of records to persons; it follows from the persons, so it has no versions."""
    gone = archive.membership.keys() - plan.person_of.keys()
    for some in batches(sorted(gone), size=500):
        Membership.rows_for_action.filter(record_id__in=some).delete()
    new = (row for row in _members(plan.persons) if row[0] not in archive.membership)
    for rows in batches(new, size=door.PORTION):
        # by record: they come by person, and so the index of each is gone through once a portion at most
        bulk.insert_values(Membership, ("record_id", "person_id", "level"), sorted(rows))
    Membership.rows_for_action.bulk_create(
        (
            Membership(record_id=record, person_id=person, level=level)
            for record, person, level in _members(plan.persons)
            if record in archive.membership
        ),
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["record_id"],
        update_fields=["person", "level"],
    )


def _members(persons: Changes) -> Iterator[tuple[str, str, int]]:
    """Yield the records of the persons that are new or changed, each with its person and that one's level."""
    for new in persons.created:
        if isinstance(new, NewPerson):
            yield from ((record, new.id, new.level) for record in new.records)
    for state, body, level in persons.revised:
        yield from ((record, state.id, level) for record in body["records"])

"""By whose decision a record is what it is: who admitted it, who made it the successor of another."""

from __future__ import annotations

import json
from collections import defaultdict

from tawthiq.accounts.actors import Actor
from tawthiq.audit.queries import entries
from tawthiq.journey.records.models import Answer, Record
from tawthiq.journey.records.succession import Verdict


def deciders(actor: Actor) -> dict[str, set[str]]:
    """Return the people who decided on records, by record: what they made they do not accept alone.

    Raises:
        NotPermittedOrAbsent: The actor may not.
    """
    actor.require("records.list")
    found: dict[str, set[str]] = defaultdict(set)
    admitted = {entry.sequence: entry.actor_id for entry in entries(verb="records.admit")}
    if admitted:
        rows = Record.visible_to(actor).filter(entry__in=list(admitted)).values_list("pk", "entry")
        for record, entry in rows.iterator(chunk_size=5000):
            found[record].add(admitted[entry])
    decided = {entry.sequence: entry.actor_id for entry in entries(verb="records.decide")}
    if decided:
        same = Answer.visible_to(actor).filter(verdict=Verdict.SAME).exclude(body="")
        for body, entry in same.values_list("body", "entry").iterator(chunk_size=5000):
            found[json.loads(body)["successor"]].add(decided[entry])
    return found

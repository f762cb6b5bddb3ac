"""What stands already as linking would have it: passed over while it is read, and not kept. Pure.

Nearly everything stands when an archive is linked again, and its bodies would need more memory than all else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from tawthiq.journey.cases.clusters import Undone
from tawthiq.journey.cases.conclusions import Body, NewAct, NewPerson

Current = Callable[[str], str | None]
"""Where a record is spoken for now: itself, the edition that replaced it, or None."""
Group = tuple[str, ...]
Concluded = Callable[[str, Group], NewPerson | NewAct]
"""What linking says of a group under an identifier."""


class State(NamedTuple):
    """A person or an act as it is stored now."""

    id: str
    body: Body
    level: int
    version: int

    @property
    def is_live(self) -> bool:
        """Say whether the identifier still stands for something."""
        return self.body["retired"] is None

    @property
    def holds(self) -> list[str]:
        """Return the records of a person, or the names of the parts of an act."""
        records: list[str] | None = self.body.get("records")
        return [part_name(*part) for part in self.body["parts"]] if records is None else records


def part_name(record_id: str, act: str) -> str:
    """Return the name of one act as one record tells it, such as ``R-7F3K/act-1``."""
    return f"{record_id}/{act}"


def standing(
    groups: Sequence[Group],
    stored: Iterable[State],
    concluded: Concluded,
    *,
    current: Current,
    undoing: Undone | None,
) -> tuple[list[str | None], list[State]]:
    """Return the identifier of each group that stands already, and all else that is stored.

    A group stands if one stored thing says of it what linking says, and nothing else speaks of any of its
    members: then nothing that is decided of the others concerns it.
    """
    ids: list[str | None] = [None] * len(groups)
    coming = iter(stored)
    if (one := next(coming, None)) is None:
        return ids, []
    place = {group[0]: index for index, group in enumerate(groups)}
    versions = [0] * len(groups)
    others: list[State] = []
    for state in chain((one,), coming):
        index = place.get(state.holds[0]) if state.is_live and state.holds else None
        if index is not None and ids[index] is None and _says(state, concluded(state.id, groups[index])):
            ids[index], versions[index] = state.id, state.version
        else:
            others.append(state)
    spoken_of = {now for state in others for name in _spoken_of(state, undoing) if (now := current(name))}
    for index, name in enumerate(ids) if spoken_of else ():
        if name is not None and not spoken_of.isdisjoint(groups[index]):
            stood = concluded(name, groups[index])
            others.append(State(name, stood.body(), stood.level, versions[index]))
            ids[index] = None
    return ids, others


def _says(state: State, new: NewPerson | NewAct) -> bool:
    return state.level == new.level and state.body == new.body()


def _spoken_of(state: State, undoing: Undone | None) -> Iterator[str]:
    """Yield what a stored thing may lay claim to: what it holds, held, or says more of."""
    if state.is_live:
        yield from state.holds
    elif undoing is not None and state.body["retired"]["entry"] == undoing.entry:
        yield from state.body["retired"]["held"]
    for key in ("resolved", "added_spells"):
        for fact in state.body.get(key, ()):
            yield part_name(*fact["anchor"])

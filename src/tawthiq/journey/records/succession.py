"""Which records gave way to a record of another line, because a person found that their row had changed.

A later record of a line supersedes the earlier ones by itself. Where a list has no identifiers, a corrected
row looks like one row gone and another new; a person's answer makes the second the successor of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from tawthiq.accounts.actors import Actor
from tawthiq.journey.records.models import Answer


class Verdict(StrEnum):
    """What a person may answer for a record whose row the last edition lacks."""

    SAME = "same"
    DIFFERENT = "different"
    KEPT = "kept"


@dataclass
class Answers:
    """The answers that hold, by line; each with the entry of the log that gave it.

    An answer speaks of the records that were there: a record that came later is not concerned.
    """

    heirs: dict[str, tuple[str, int]] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    different: set[tuple[str, str]] = field(default_factory=set)

    def take(self, line: str, verdict: str, successor_line: str, entry: int) -> None:
        """Take one more answer; of several on a line the last holds."""
        if verdict == Verdict.DIFFERENT:
            self.different.add((line, successor_line))
            if self.heirs.get(line, ("", 0))[0] == successor_line:
                del self.heirs[line]
            return
        self.heirs.pop(line, None)
        self.kept.pop(line, None)
        if verdict == Verdict.KEPT:
            self.kept[line] = entry
        else:
            self.heirs[line] = (successor_line, entry)
            self.different.discard((line, successor_line))

    @property
    def is_empty(self) -> bool:
        """Say whether nobody answered anything."""
        return not (self.heirs or self.kept or self.different)

    def is_decided(self, line: str, entry: int) -> bool:
        """Say whether somebody answered for a record of a line that came with an entry."""
        return max(self.kept.get(line, -1), self.heirs.get(line, ("", -1))[1]) > entry

    def is_succeeded(self, line: str, entry: int) -> bool:
        """Say whether a record of a line that came with an entry gave way to another line's."""
        return self.heirs.get(line, ("", -1))[1] > entry

    def heirs_of(self, line: str) -> list[str]:
        """Return the line that succeeded a line, the one that succeeded that, and so on."""
        found = [line]
        while line in self.heirs and (line := self.heirs[line][0]) not in found:
            found.append(line)
        return found[1:]

    def lineage(self, line: str, forebears: Mapping[str, Sequence[str]]) -> list[str]:
        """Return a line and every line that it succeeds, however far back."""
        found = [line]
        for one in found:
            found += [earlier for earlier in forebears.get(one, ()) if earlier not in found]
        return found

    def forebears(self) -> dict[str, list[str]]:
        """Return, for a line that succeeds others, those others."""
        found: dict[str, list[str]] = {}
        for line, (heir, _) in sorted(self.heirs.items()):
            found.setdefault(heir, []).append(line)
        return found


def answers(actor: Actor, undone: Iterable[str]) -> Answers:
    """Return the answers that hold for a reader; one that led to a batch since taken back does not."""
    return answers_in(Answer.visible_to(actor).order_by("entry", "position"), undone)


def answers_in(rows: QuerySet[Answer], undone: Iterable[str]) -> Answers:
    """Return what some answers, in the order of the log, come to."""
    found, taken_back = Answers(), frozenset(undone)
    columns = ("line", "verdict", "successor_line", "batch", "entry")
    for line, verdict, successor_line, batch, entry in rows.values_list(*columns).iterator(chunk_size=5000):
        if batch not in taken_back:
            found.take(line, verdict, successor_line, entry)
    return found


def succeeded(actor: Actor, undone: Iterable[str]) -> Exists:
    """Return the condition that a record gave way to another line's: the same as `Answers.is_succeeded`."""
    standing = Answer.visible_to(actor).exclude(batch__in=sorted(undone))
    later = standing.filter(
        ~Q(verdict=Verdict.DIFFERENT) | Q(successor_line=OuterRef("successor_line")),
        line=OuterRef("line"),
        entry__gt=OuterRef("entry"),
    )
    same = standing.filter(~Exists(later), verdict=Verdict.SAME)
    return Exists(same.filter(line=OuterRef("line"), entry__gt=OuterRef("entry")))

"""One condition of a question, as it is written (``FIELD=VALUE``) and as it is asked of what is stored.

``a,b`` is either; a leading ``!`` turns the whole around (``!a,b`` is neither); ``2011-03..2022-10`` is a
range; ``unknown`` is that no source states it; ``unidentified`` is that a source says it could not be known;
a code includes its narrower terms unless it is written ``=exact:code``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.fields import DATE_AXIS, JOINT, PLACE_AXES, Field, field
from tawthiq.methods.counting.schema import UNIDENTIFIED
from tawthiq.methods.counting.sets import NONE, NOT_KNOWABLE, NOT_STATED, UNKNOWN, Members
from tawthiq.methods.counting.spans import EVER, Span, in_both, outside, parse_span, united
from tawthiq.methods.counting.words import Words, nearest

EXACT: Final = "exact:"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `codes` holds the asked codes with their narrower ones, `spans` the asked days."""

    field: str
    text: str
    is_negated: bool = False
    codes: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()
    unknown: bool = False
    unidentified: bool = False

    def __str__(self) -> str:
        """Return the condition as it is written."""
        return f"{self.field}={self.text}"

    @property
    def about(self) -> Field:
        """Return the field that the condition is about."""
        return field(self.field)

    @property
    def names_values(self) -> bool:
        """Return whether it asks for values, and not only whether a source states one."""
        return bool(self.codes or self.spans)

    def accepts(self, said: Members, members: Members) -> bool:
        """Return whether it holds if a source said `said` and the truth is `members`.

        The two differ only where the source did not say (`NOT_STATED`) or said that it could not be known
        (`NOT_KNOWABLE`).
        """
        if (said == NOT_STATED and self.unknown) or (said == NOT_KNOWABLE and self.unidentified):
            holds = True
        elif self.about.match == "alone":
            holds = (members if len(members) == 1 else {JOINT}) <= self.codes
        elif not members:
            holds = NONE in self.codes
        else:
            holds = not self.codes.isdisjoint(members)
        return holds is not self.is_negated

    def days(self) -> tuple[Span, ...]:
        """Return the days on which it holds, for a date that a source states."""
        return outside(self.spans) if self.is_negated else united(self.spans)


def allowed_days(conditions: tuple[Condition, ...]) -> tuple[Span, ...]:
    """Return the days on which all the conditions hold, for a date that a source states."""
    days: tuple[Span, ...] = (EVER,)
    for condition in conditions:
        days = in_both(days, condition.days())
    return days


def parse_condition(text: str, words: Words) -> Condition:
    """Read ``FIELD=VALUE``.

    Raises:
        UsageProblem: The field or a value is unknown; the nearest is suggested.
    """
    name, equals, value = text.partition("=")
    if not equals or not value.strip("!"):
        raise UsageProblem(
            f"Nothing was counted: {text!r} is not a condition.",
            hint="Write it as FIELD=VALUE, for example sex=female.",
            where=text,
        )
    about = field(name.strip())
    value = value.strip()
    is_negated = value.startswith("!")
    asked = [part.strip() for part in value.removeprefix("!").split(",")]
    told = {UNKNOWN, UNIDENTIFIED}
    stated = [part for part in asked if part not in told]
    is_date = about.axis == DATE_AXIS
    return Condition(
        about.name,
        value,
        is_negated=is_negated,
        codes=frozenset() if is_date else frozenset().union(*(_codes(about, part, words) for part in stated)),
        spans=tuple(_span(about, part) for part in stated) if is_date else (),
        unknown=UNKNOWN in asked,
        unidentified=UNIDENTIFIED in asked,
    )


def _span(about: Field, value: str) -> Span:
    try:
        return parse_span(value)
    except ValueError as err:
        raise UsageProblem(
            f"Nothing was counted: {about.name}={value} names no days.",
            hint="Write 2014, 2014-03, 2014-03-05 or a range such as 2011-03..2022-10.",
            where=f"{about.name}={value}",
        ) from err


def _codes(about: Field, value: str, words: Words) -> frozenset[str]:
    code = value.removeprefix(EXACT)
    if (about.match == "alone" and code == JOINT) or (about.absent and code == NONE):
        return frozenset({code})
    if code in words.codes(about.scheme):
        return frozenset({code}) if value.startswith(EXACT) else words.narrower(about.scheme, code)
    close = nearest(words, about.scheme, code)
    meant = f"Did you mean {about.name}={close}?" if close else f"{about.name} also takes unknown."
    kind = "place" if about.axis in PLACE_AXES else about.name
    raise UsageProblem(
        f"Nothing was counted: the release knows no {kind} {code!r}.",
        hint=meant,
        where=f"{about.name}={value}",
    )

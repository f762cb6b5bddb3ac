"""The question that a figure answers, with everything that its number depends on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.conditions import Condition, parse_condition
from tawthiq.methods.counting.fields import STATUS_AXIS, field
from tawthiq.methods.counting.spans import Span, parse_span
from tawthiq.methods.counting.words import Words, nearest

Unit = Literal["persons", "acts", "events"]
Measure = Literal["flow", "stock"]
DateBasis = Literal["act", "documented", "status"]
PlaceBasis = Literal["act", "origin", "residence", "last-seen"]
Attribution = Literal["confirmed", "as-stated"]
Continuation = Literal["presumed", "not-presumed"]

KILLING: Final = "killing"
DETENTION: Final = "detention"
NOTICE: Final = "registry-death-notice"
CERTAIN_ATTRIBUTION: Final = "confirmed"
HELD_STATUSES: Final = ("acknowledged", "incommunicado", "forcibly-disappeared", "registered-dead-no-body")
CONTINUING_STATUSES: Final = ("transferred", "unaccounted-for")
"""Nothing ended these: they count as held wherever all of `HELD_STATUSES` do."""

CHILDREN: Final = ("age-group=child",)
WOMEN: Final = ("sex=female", "age-group=adult")
"""Conditions of the two subsets that most statements name; adult and child are at the time of the act."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted. Two equal questions of one release have one answer, for ever.

    `exclude` are negated conditions under their names. `notice_counts_as` reads a registry death notice as a
    violation of that code, in a flow; `notice_ends_disappearance` lets it end a stay, in a stock.
    `persons_per_event` counts an event only where at least so many persons are counted in it.
    """

    rule: str = ""
    rule_version: int = 0
    unit: Unit = "persons"
    measure: Measure = "flow"
    on: date | None = None
    period: str = ""
    date_basis: DateBasis = "act"
    place_basis: PlaceBasis = "act"
    where: tuple[Condition, ...] = ()
    exclude: tuple[tuple[str, Condition], ...] = ()
    by: tuple[str, ...] = ()
    attribution: Attribution = "confirmed"
    statuses: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()
    killing: frozenset[str] = frozenset()
    detention: frozenset[str] = frozenset()
    continuation: Continuation = "presumed"
    notice_ends_disappearance: bool = False
    notice_counts_as: str = ""
    persons_per_event: int | None = None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return every condition: those asked, the period, what is excluded, and a stock's statuses."""
        asked = (*self.where, *(condition for _, condition in self.exclude))
        if self.period:
            asked = (*asked, Condition("date", self.period, spans=(parse_span(self.period),)))
        if self.measure == "stock":
            asked = (*asked, Condition("status", ",".join(self.statuses), codes=self.held))
        return asked

    @property
    def axes(self) -> tuple[str, ...]:
        """Return the axes that the answer depends on, in order."""
        named = (*(condition.field for condition in self.conditions), *self.by)
        return tuple(dict.fromkeys(field(name).axis for name in named))

    def on_axis(self, axis: str) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
        """Return the conditions on an axis, and the fields of the breakdown that read it."""
        asked = tuple(condition for condition in self.conditions if condition.about.axis == axis)
        return asked, tuple(name for name in self.by if field(name).axis == axis)

    def as_json(self) -> dict[str, Any]:
        """Return the question in words, as a figure and a methodology print it."""
        asked: dict[str, Any] = {
            "rule": self.rule or None,
            "version": self.rule_version or None,
            "unit": self.unit,
            "measure": self.measure,
            "period": self.period or None,
            "date_basis": self.date_basis,
            "place_basis": self.place_basis,
            "where": [str(condition) for condition in self.where],
            "exclude": {name: str(condition) for name, condition in self.exclude},
            "by": list(self.by),
            "attribution": self.attribution,
            "notice_counts_as": self.notice_counts_as or None,
        }
        if self.measure == "stock":
            asked |= {
                "on": None if self.on is None else self.on.isoformat(),
                "statuses": list(self.statuses),
                "continuation": self.continuation,
                "notice_ends_disappearance": self.notice_ends_disappearance,
            }
        if self.persons_per_event is not None:
            asked["persons_per_event"] = self.persons_per_event
        return asked


@dataclass(frozen=True, slots=True)
class Options:
    """What may be asked beside a rule, or without one; None leaves the rule's word, or the default."""

    unit: str | None = None
    measure: str | None = None
    on: date | None = None
    period: str | None = None
    date_basis: str | None = None
    place_basis: str | None = None
    attribution: str | None = None
    where: Sequence[str] = ()
    by: Sequence[str] = ()


def ask(words: Words, *, rule: Mapping[str, Any] | None = None, options: Options | None = None) -> Question:
    """Return the question that a rule and the options beside it ask.

    `rule` is a rule's content as `rules.load_rule` returns it. Its conditions hold first and those of the
    options are added; every other option replaces what the rule says.

    Raises:
        UsageProblem: A field, value, unit or basis is unknown, or two of them do not go together.
    """
    said = dict(rule or {})
    options = options or Options()
    for name in ("unit", "measure", "period", "date_basis", "place_basis", "attribution"):
        if (given := getattr(options, name)) is not None:
            said[name] = given
    measure = _one_of("measure", said.get("measure", "flow"), Measure)
    statuses = tuple(said.get("statuses", HELD_STATUSES if measure == "stock" else ()))
    question = Question(
        rule=said.get("code", ""),
        rule_version=said.get("version", 0),
        unit=_one_of("unit", said.get("unit", "persons"), Unit),
        measure=measure,
        on=options.on,
        period=_period(said.get("period", "")),
        date_basis=_one_of("date basis", said.get("date_basis", "act"), DateBasis),
        place_basis=_one_of("place basis", said.get("place_basis", "act"), PlaceBasis),
        where=tuple(parse_condition(text, words) for text in (*said.get("where", ()), *options.where)),
        exclude=tuple((name, _excluded(text, words)) for name, text in said.get("exclude", {}).items()),
        by=tuple(field(name).name for name in dict.fromkeys(options.by)),
        attribution=_one_of("attribution", said.get("attribution", "confirmed"), Attribution),
        statuses=statuses,
        held=_held(statuses, words),
        killing=words.narrower("violation", KILLING),
        detention=words.narrower("violation", DETENTION),
        continuation=_one_of("continuation", said.get("continuation", "presumed"), Continuation),
        notice_ends_disappearance=bool(said.get("notice_ends_disappearance", False)),
        notice_counts_as=_violation(said.get("notice_counts_as") or "", words),
        persons_per_event=said.get("persons_per_event"),
    )
    _check_together(question)
    return question


def _one_of(name: str, value: str, choices: Any) -> Any:
    allowed = get_args(choices)
    if value not in allowed:
        raise UsageProblem(
            f"Nothing was counted: there is no {name} {value!r}.",
            hint=f"Choose one of: {', '.join(allowed)}.",
            where=name,
        )
    return value


def _period(text: str) -> str:
    try:
        return text if not text or isinstance(parse_span(text), Span) else ""
    except ValueError as err:
        raise UsageProblem(
            f"Nothing was counted: {text!r} is not a period.", hint="Write FROM..TO.", where="period"
        ) from err


def _excluded(text: str, words: Words) -> Condition:
    name, _, value = text.partition("=")
    return parse_condition(f"{name}=!{value}", words)


def _violation(code: str, words: Words) -> str:
    if code and code not in words.codes("violation"):
        raise UsageProblem(
            f"Nothing was counted: a registry notice cannot count as {code!r}.",
            hint=f"Name a violation, for example {nearest(words, 'violation', code) or KILLING}.",
            where="notice_counts_as",
        )
    return code


def _held(statuses: Sequence[str], words: Words) -> frozenset[str]:
    for status in statuses:
        if status not in words.codes("detention-status"):
            raise UsageProblem(
                f"Nothing was counted: the release knows no detention status {status!r}.", where="statuses"
            )
    continuing = CONTINUING_STATUSES if set(HELD_STATUSES) <= set(statuses) else ()
    return frozenset((*statuses, *continuing))


def _check_together(question: Question) -> None:
    if question.measure == "stock" and question.unit != "persons":
        raise UsageProblem(
            "Nothing was counted: a stock is of persons.", hint="Leave out --unit.", where="unit"
        )
    if question.measure == "flow" and question.on is not None:
        raise UsageProblem(
            "Nothing was counted: --on is the date of a stock.",
            hint="Add --measure stock, or give a --period.",
            where="on",
        )
    if question.persons_per_event is not None and question.unit != "events":
        raise UsageProblem(
            "Nothing was counted: this rule counts events.", hint="Leave out --unit.", where="unit"
        )
    if question.measure == "stock" and question.date_basis == "status":
        raise UsageProblem(
            "Nothing was counted: a stock is taken on one date and has no date of a status.",
            hint="Leave out --date-basis, or count a flow.",
            where="date-basis",
        )
    asked = [c for c in question.where if c.about.axis == STATUS_AXIS and c.codes and not c.is_negated]
    if question.measure == "stock" and any(c.codes.isdisjoint(question.held) for c in asked):
        raise UsageProblem(
            "Nothing was counted: nobody with that status is in this stock.",
            hint=f"It counts {', '.join(sorted(question.held))}.",
            where="status",
        )

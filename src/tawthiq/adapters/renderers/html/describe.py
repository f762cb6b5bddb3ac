"""A question, a set of possibilities, a claim: said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from tawthiq.adapters.renderers.html.markup import Html, code, el, foreign, isolated, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.numbers import OpenRelease
from tawthiq.methods.counting.fields import FIELDS
from tawthiq.methods.counting.schema import ALTERNATIVE, TOGETHER, UNIDENTIFIED

UNKNOWN = "unknown"
_CONDITION = re.compile(r"(?P<field>[a-z-]+)=(?P<value>.*)")
_DATES = ("date", "month", "year")
_DATED = re.compile(r"[\d./~?%X\-]+")
_THING = re.compile(r"(?P<kind>person|act)(?:-(?P<n>\d+))?(?:/spell-(?P<m>\d+))?")
# What the columns of the counting tables are called on a page, and the scheme of their codes.
COLUMNS = {
    "violation": ("violation", "violation"),
    "date": ("date", ""),
    "place_act": ("place", "place"),
    "governorate_act": ("governorate", "place"),
    "party": ("party", "party"),
    "attribution": ("attribution", "attribution"),
    "method": ("method", "method"),
    "facility": ("facility", "facility"),
    "age_group": ("age-group", "age-group"),
    "person_status": ("person-status", "person-status"),
    "protected_group": ("protected-group", "protected-group"),
    "target": ("target", "facility-kind"),
    "status": ("status", "detention-status"),
    "kind": ("kind", "kind"),
    "sex": ("sex", "sex"),
    "birth": ("birth", ""),
    "community": ("community", "community"),
    "nationality": ("nationality", "nationality"),
    "place_origin": ("origin", "place"),
    "place_residence": ("residence", "place"),
    "place_last_seen": ("last-seen", "place"),
    "collection": ("collection", "collection"),
}
PERSON_COLUMNS = ("sex", "birth", "community", "nationality", "place_origin", "place_residence", "collection")
CLAIM_SCHEMES = {
    "place": "place",
    "origin": "place",
    "residence": "place",
    "last-seen": "place",
    "holder": "party",
    "degree": "involvement-degree",
    "legal-status": "legal-status",
    "protected-group": "protected-group",
}
ACT_COLUMNS = (
    "place_act",
    "party",
    "attribution",
    "method",
    "facility",
    "age_group",
    "person_status",
    "protected_group",
    "target",
)


class Describer:
    """Says what a release holds, in the words of the release's own vocabulary."""

    def __init__(self, release: OpenRelease, wording: Wording) -> None:
        """Speak of one release in one language."""
        self._release = release
        self._wording = wording
        # the same few words are said of every one of thousands of people
        self.field = lru_cache(maxsize=1 << 10)(self._field)
        self.thing = lru_cache(maxsize=1 << 10)(self._thing)
        self.basis = lru_cache(maxsize=1 << 4)(self._basis)
        self._claimed_text = lru_cache(maxsize=1 << 14)(self._text_as_read)

    def _field(self, name: str) -> Html:
        """Return the name of a field of a question or a claim; the code where it has none."""
        key = f"field_{name}"
        return self._wording.say(key) if self._wording.knows(key) else code(name)

    def value(self, scheme: str, value: str) -> Html:
        """Return the name of one code, or a date in words."""
        if value in (UNKNOWN, UNIDENTIFIED):
            return self._wording.say(value)
        if scheme == "kind":
            return self._wording.say(f"kind_{value}")
        if not scheme:
            return isolated(self._wording.date(value))
        return isolated(self._release.label(scheme, value, self._wording.lang))

    def possibilities(self, scheme: str, stored: str | None) -> Html:
        """Return a set column in words: ``SY01|SY03`` is one or the other, ``a+b`` both together."""
        if stored is None:
            return self._wording.say(UNKNOWN)
        return self._wording.listed(
            "or",
            [
                self._wording.listed("and", [self.value(scheme, each) for each in together.split(TOGETHER)])
                for together in stored.split(ALTERNATIVE)
            ],
        )

    def cell(self, name: str, value: str) -> Html:
        """Return one part of a cell's key, such as a governorate or a year."""
        return self.value("" if name in _DATES else FIELDS[name].scheme if name in FIELDS else name, value)

    def key(self, key: Mapping[str, str]) -> Html:
        """Return a cell's key."""
        return self._wording.listed("comma", [self.cell(name, value) for name, value in key.items()])

    def condition(self, written: str) -> Html:
        """Return a condition such as ``party=!exact:a,b`` in words."""
        found = _CONDITION.fullmatch(written)
        if found is None:
            return code(written)
        name, value = found["field"], found["value"]
        said = self._values(name, value.removeprefix("!"))
        if value.startswith("!"):
            said = self._wording.say("not_value", value=said)
        return joined([self.field(name), self._wording.say("colon"), said])

    def _values(self, name: str, value: str) -> Html:
        return self._wording.listed("or", [self._one(name, each) for each in value.split(",")])

    def _one(self, name: str, value: str) -> Html:
        if name in _DATES:
            return self.span(value)
        if value.startswith("exact:"):
            return self._wording.say("exactly", value=self.cell(name, value.removeprefix("exact:")))
        return self.cell(name, value)

    def span(self, text: str) -> Html:
        """Return a period such as ``2011-03..2022-10`` in words."""
        return isolated(self._wording.date(text.replace("..", "/", 1) if "/" not in text else text))

    def question(self, figure: Figure) -> list[tuple[Html, Html]]:
        """Return how a figure was counted: pairs of a name and what holds."""
        rule = (self._wording.say("rule"), self._rule(figure.rule))
        return [rule, *self.scope(figure), *self.switches(figure)]

    def scope(self, figure: Figure) -> list[tuple[Html, Html]]:
        """Return what a figure was counted over, without the words of its rule."""
        rule, say = figure.rule, self._wording.say
        pairs = [(say("unit"), say(f"unit_{figure.unit}"))]
        if figure.measure == "stock":
            day = str(rule.get("on") or figure.release.as_of.isoformat())
            pairs.append((say("measure"), say("measure_stock", date=self._wording.date(day))))
        else:
            period = rule.get("period")
            pairs.append((say("measure"), say("measure_flow")))
            pairs.append((say("period"), self.span(str(period)) if period else say("no_period")))
            pairs.append((say("date_basis"), say(f"date_basis_{rule['date_basis']}")))
        pairs.append((say("place_basis"), say(f"place_basis_{rule['place_basis']}")))
        pairs.append((say("conditions"), self._conditions(rule.get("where", ()), empty="no_conditions")))
        if rule.get("exclude"):
            pairs.append((say("excluded"), self._conditions(rule["exclude"].values(), empty="no_conditions")))
        pairs.append((say("attribution"), say(f"attribution_{rule.get('attribution', 'confirmed')}")))
        return pairs

    def switches(self, figure: Figure) -> list[tuple[Html, Html]]:
        """Return what the rule presumes: open stays in detention, and registry death notices."""
        rule, say = figure.rule, self._wording.say
        counts_as = rule.get("notice_counts_as")
        if figure.measure != "stock":
            kind = (
                say("notice_death", violation=self.value("violation", str(counts_as))) if counts_as else None
            )
            return [(say("notices"), kind or say("notice_no_death"))]
        held = [self.value("detention-status", status) for status in rule.get("statuses", ())]
        ends = "notice_ends" if rule.get("notice_ends_disappearance") else "notice_no_end"
        return [
            (say("statuses"), self._wording.listed("comma", held)),
            (say("continuation"), say(f"continuation_{rule.get('continuation', 'presumed')}")),
            (say("notices"), say(ends)),
        ]

    def _rule(self, rule: Mapping[str, Any]) -> Html:
        name = rule.get("rule")
        if not name:
            return self._wording.say("no_rule")
        title, definition = self._release.rule_words(str(name), self._wording.lang)
        return joined([isolated(title), self._wording.say("colon"), isolated(definition)])

    def _conditions(self, written: Iterable[str], *, empty: str) -> Html:
        said = [self.condition(str(each)) for each in written]
        return self._wording.listed("semicolon", said) if said else self._wording.say(empty)

    def _thing(self, on: str) -> Html:
        """Return what a claim is about: the person, an act, or a stay in detention."""
        found = _THING.fullmatch(on)
        if found is None:
            return code(on)
        if found["m"]:
            return self._wording.say("on_thing_spell", n=found["n"], m=found["m"])
        return self._wording.say(f"on_thing_{found['kind']}", n=found["n"] or "")

    def claimed(self, name: str, value: Any) -> Html:
        """Return what a claim was read as."""
        if value is None:
            return self._wording.say("not_read")
        if isinstance(value, list):
            return self._wording.listed("and", [self.claimed(name, each) for each in value])
        if isinstance(value, Mapping):
            return self._structured(value)
        return self._claimed_text(name, str(value))

    def _text_as_read(self, name: str, value: str) -> Html:
        if _DATED.fullmatch(value):
            return isolated(self._wording.date(value))
        scheme = CLAIM_SCHEMES.get(name, FIELDS[name].scheme if name in FIELDS else "")
        return foreign(self._release.label(scheme, value, self._wording.lang) if scheme else value)

    def _basis(self, basis: str) -> Html:
        """Return where a claim comes from, if not simply from the source's words in that place."""
        return Html("") if basis == "stated" else el("small", " ", self._wording.say(f"basis_{basis}"))

    def _structured(self, value: Mapping[str, Any]) -> Html:
        """Return bounds (``{"min": 3, "max": None}``) as a range, and the parts of a name one by one."""
        if set(value) <= {"min", "max"}:
            bounds = (value.get("min"), value.get("max"))
            return isolated("–".join("" if each is None else str(each) for each in bounds))
        return self._wording.listed("comma", [foreign(str(each)) for each in value.values() if each])

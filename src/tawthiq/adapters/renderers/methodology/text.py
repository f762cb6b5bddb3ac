"""The methodology as text, for a page and for a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from tawthiq.adapters.renderers.alone import StandingAlone
from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.frame import definitions
from tawthiq.adapters.renderers.html.markup import Html, code, el, isolated, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.adapters.renderers.methodology.about import PARTS
from tawthiq.journey.figures.methodology import MethodFacts, Term
from tawthiq.journey.statements.numbers import OpenRelease

_SLOT = re.compile(r"\{(\w+)\}")


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Methodology:
    """The methodology of one release in one language. `about` are the organisation's own words."""

    facts: MethodFacts
    release: OpenRelease
    wording: Wording
    about: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    publisher: str = ""

    def alone(self) -> StandingAlone:
        """Return it as a text that stands alone."""
        title = _words()["title"][self.wording.lang].replace("{release}", self.facts.mark.name)
        return StandingAlone(title, self.text(), self.wording, self.facts.mark, self.publisher)

    def text(self) -> Html:
        """Return its sections in order."""
        return joined(
            [
                self._section("own", self._own()),
                self._section("scope", self._scope()),
                self._section("definitions", self._definitions()),
                self._section("accepted", self._accepted()),
                self._section("counting", self._counting()),
                self._section("joined", self._joined()),
                self._section("limits", [self._p(self.wording.say("method_lower")), self._bias()]),
                self._section("versions", self._versions()),
            ]
        )

    def _say(self, key: str, **values: str | int) -> Html:
        given = {k: self.wording.number(v) if isinstance(v, int) else v for k, v in values.items()}
        pieces = _SLOT.split(_words()[key][self.wording.lang])
        return joined(isolated(given[piece] if i % 2 else piece) for i, piece in enumerate(pieces))

    def _section(self, key: str, inside: Iterable[Html]) -> Html:
        return el("section", el("h2", self._say(key)), *inside)

    def _p(self, words: Html) -> Html:
        return el("p", words)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self.release, self.wording)

    def _own(self) -> Iterator[Html]:
        stated = [part for part in PARTS if part in self.about]
        if stated:
            yield definitions(
                (self._say(part), isolated(self.about[part][self.wording.lang])) for part in stated
            )
        missing = [self._say(part) for part in PARTS if part not in self.about]
        if missing:
            yield self._p(self._say("not_stated", what=self.wording.listed("comma", missing)))

    def _scope(self) -> Iterator[Html]:
        facts = self.facts
        yield self._p(self._say("scope_release", date=self.wording.day(facts.mark.as_of)))
        counts = {"acts": facts.acts, "persons": facts.persons, "sources": facts.sources}
        yield self._p(self._say("scope_counts", **counts))
        if facts.first_day and facts.last_day:
            first, last = self.wording.day(facts.first_day), self.wording.day(facts.last_day)
            yield self._p(self._say("scope_days", first=first, last=last, undated=facts.undated))
        yield self._p(self._say("scope_uncertain", uncertain=facts.uncertain))
        parties = [self._describer.value("party", party) for party in facts.parties]
        listed = self.wording.listed("comma", parties)
        yield self._p(self._say("scope_parties", parties=listed) if parties else self._say("scope_no_party"))
        for caution in ("reconstructed", "single_operator"):
            if getattr(facts.mark, caution):
                yield self._p(self.wording.say(caution))

    def _definitions(self) -> Iterator[Html]:
        yield self._p(self._say("definitions_more"))
        yield definitions(
            (isolated(term.label[self.wording.lang]), self._meaning(term)) for term in self.facts.violations
        )

    def _meaning(self, term: Term) -> Html:
        said = list(self._defined(term.definition))
        if term.standard:
            said.append(el("p", self._say("standard", standard=el("bdi", term.standard)), class_="small"))
        return joined(said)

    def _defined(self, definition: Mapping[str, str]) -> Iterator[Html]:
        """Yield the definition in the language of the document, or else in the other one and a remark."""
        if self.wording.lang in definition:
            yield el("p", isolated(definition[self.wording.lang]))
            return
        # an old release defines in English only; the words are not translated by a program
        lang = "en" if "en" in definition else next(iter(sorted(definition)), None)
        if lang is None:
            yield self._p(self._say("no_definition"))
            return
        yield el("p", el("bdi", definition[lang], lang=lang))
        yield el("p", self._say("definition_elsewhere"), class_="small")

    def _accepted(self) -> Iterator[Html]:
        pairs = [
            (self._how(how), self._say("accepted_each", n=number))
            for how, number in self.facts.accepted.items()
        ]
        yield definitions(pairs)
        yield self._p(self._say("sources_one", n=self.facts.by_sources.get(1, 0)))
        yield self._p(self._say("sources_more", n=self.facts.by_sources.get(2, 0)))

    def _how(self, how: str) -> Html:
        key = f"accepted_{how}"
        return self._say(key) if key in _words() else self._describer.value("standard-of-proof", how)

    def _counting(self) -> Iterator[Html]:
        for key in ("bounds", "children_women", "overlap", "parties", "dates_places"):
            yield self._p(self._say(key))
        yield self._p(self.wording.say("method_rules"))
        yield definitions(self._rules())

    def _rules(self) -> Iterator[tuple[Html, Html]]:
        for figure in self.facts.rules:
            name = str(figure.rule["rule"])
            title, definition = self.release.rule_words(name, self.wording.lang)
            unit = self.wording.say(f"unit_{figure.unit}")
            asked = [*self._describer.scope(figure)[-2:], *self._describer.switches(figure)]
            pairs = [joined([words, self.wording.say("colon"), meaning]) for words, meaning in asked]
            said = [
                el("p", isolated(definition)),
                el("p", self._say("rule", version=self.facts.versions[name], unit=unit), class_="small"),
                el("p", self.wording.listed("semicolon", pairs), ".", class_="small"),
            ]
            yield isolated(title), joined(said)

    def _joined(self) -> Iterator[Html]:
        left = self.facts.left
        yield self._p(self._say("joined_more" if left else "joined_none"))
        if left:
            yield el("ul", *(el("li", self._say(f"left_{why}", n=number)) for why, number in left.items()))

    def _bias(self) -> Html:
        return self._p(self.wording.say("method_bias"))

    def _versions(self) -> Iterator[Html]:
        facts = self.facts
        yield self._p(self._say("release", digest=code(facts.mark.digest)))
        yield self._p(self._say("rules", digest=code(facts.rules_digest)))
        yield self._p(self._say("vocabulary", digest=code(facts.vocabulary_digest)))

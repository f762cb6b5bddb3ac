"""What one record says, line by line in the reader's language, for somebody who compares it with another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tawthiq.adapters.importers.fields import ACT, PERSON, SPELL, Field
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.core.claims import Claim
from tawthiq.core.errors import UsageProblem
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.journey.records.facts import RecordFacts

FIELDS: Mapping[str, Field] = {**SPELL, **ACT, **PERSON}
THING = re.compile(r"act-(?P<act>\d+)(?:/spell-(?P<spell>\d+))?")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a record says: of whom or of which act, under which field, in words."""

    about: str
    label: str
    text: str


@dataclass(frozen=True)
class RecordWords:
    """Says what records say in one language, with the words of an archive's packs."""

    lang: str
    packs: tuple[str, ...]

    @property
    def wording(self) -> Wording:
        """Return the words of pages in this language."""
        return Wording(self.lang)

    def lines(self, facts: RecordFacts) -> Iterator[Line]:
        """Yield what a record says, where it comes from first."""
        yield Line("", self.wording.plain("source"), facts.source_code)
        yield Line("", self.wording.plain("documented"), self._dated(facts.documented))
        for claim in facts.account.claims:
            yield Line(self._thing(claim.on), self._label(claim.field), self._text(claim))

    def _thing(self, on: str) -> str:
        found = THING.fullmatch(on)
        if found is None:
            return ""
        if found["spell"]:
            return self.wording.plain("on_thing_spell", n=found["act"], m=found["spell"])
        return self.wording.plain("on_thing_act", n=found["act"])

    def _label(self, field: str) -> str:
        key = f"field_{field}"
        return self.wording.plain(key) if self.wording.knows(key) else field

    def _text(self, claim: Claim) -> str:
        if claim.value is None:
            return f"{claim.verbatim} ({self.wording.plain('not_read')})"
        return self._said(claim.field, claim.value)

    def _said(self, field: str, value: Any) -> str:
        if isinstance(value, Sequence) and not isinstance(value, str):
            return " + ".join(self._said(field, one) for one in value)
        if isinstance(value, Mapping):
            return self._structured(value)
        known = FIELDS.get(field, Field("text"))
        if known.kind == "code":
            return self._term(known.scheme, str(value))
        if known.kind == "place":
            return self._place(str(value))
        return self._dated(str(value)) if known.kind == "date" else str(value)

    def _structured(self, value: Mapping[str, Any]) -> str:
        if set(value) <= {"min", "max"}:
            least, greatest = value.get("min"), value.get("max")
            bounds = [least] if least == greatest else [least, greatest]
            return "–".join("" if bound is None else str(bound) for bound in bounds)
        return " ".join(str(part) for part in value.values() if part)

    def _dated(self, edtf: str) -> str:
        return self.wording.date(edtf) if re.fullmatch(r"\d{4}(-\d\d){0,2}", edtf) else edtf

    def _term(self, scheme: str, code: str) -> str:
        try:
            return load(self.packs).label(scheme, code, self.lang)
        except UsageProblem:  # a word of no vocabulary is shown as the source gives it
            return code

    def _place(self, code: str) -> str:
        places = gazetteer(self.packs)
        return places.label(code, self.lang) if code in places else code

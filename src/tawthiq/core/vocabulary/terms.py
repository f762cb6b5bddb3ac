"""Terms and the vocabulary that holds them: codes, labels, definitions, and what is narrower than what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tawthiq.core.errors import UsageProblem

FORMAT = 2
"""Of `vocabulary.json`; in format 1 a definition was one text, in English."""
READABLE = (1, 2)
TO_REVIEW = "to-review"
_ARABIC = re.compile("[\u0621-\u064a]")


def definition_by_language(said: str | Mapping[str, str]) -> dict[str, str]:
    """Return a definition by language, as it is written: by language already, one text, or `to-review`.

    One text is in the language of its letters: Arabic if it has any Arabic letter, else English. A promise to
    write the definition gives nothing.
    """
    if not isinstance(said, str):
        return dict(said)
    return {} if said == TO_REVIEW else {"ar" if _ARABIC.search(said) else "en": said}


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name used in publications from `since` on; None is from the beginning."""

    since: date | None
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of one scheme. Its code is never reused or renamed; it is retired."""

    scheme: str
    code: str
    label: Mapping[str, str]
    definition: Mapping[str, str]
    """By language; empty where nobody has written it yet."""
    standard: str = ""
    broader: str | None = None
    huridocs: str = ""
    note: str = ""
    noun: str = ""
    """Key of the counted noun by which things of this kind are counted (`nouns.py`)."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """Arabic forms of a status said of a man, a woman or several: masculine, feminine, plural."""
    valid_from: date | None = None
    valid_to: date | None = None
    predecessor: str | None = None
    names: tuple[DatedName, ...] = ()
    retired: bool = False
    replaced_by: str | None = None
    pack: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Return whether the term has a definition, rather than a promise to write one."""
        return bool(self.definition)

    def existed(self, *, earliest: date | None, latest: date | None) -> bool:
        """Return whether the term was valid on some day of the interval; an open side is None.

        A party's validity is about its acts: an act wholly outside it deserves a warning.
        """
        begins_in_time = self.valid_from is None or latest is None or self.valid_from <= latest
        ends_in_time = self.valid_to is None or earliest is None or self.valid_to >= earliest
        return begins_in_time and ends_in_time

    def label_in(self, lang: str, *, on: date | None = None) -> str:
        """Return the label in a language; with `on`, the name in use at that date of publication.

        Raises:
            UsageProblem: There is no label in that language.
        """
        named = [n for n in self.names if on is not None and (n.since is None or n.since <= on)]
        labels = named[-1].label if named else self.label
        if lang not in labels:
            raise UsageProblem(
                f"{self.scheme} '{self.code}' has no label in '{lang}'.",
                hint=f"Labels are in: {', '.join(sorted(labels))}.",
            )
        return labels[lang]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One list of terms, and the question that it answers."""

    code: str
    label: Mapping[str, str]
    about: str
    terms: Mapping[str, Term]


class Vocabulary:
    """Every scheme with its terms, as one archive or one release uses them."""

    def __init__(self, schemes: Iterable[Scheme], packs: tuple[str, ...] = ()) -> None:
        """Hold the schemes; `loading.check` has looked at them before."""
        self._schemes = {scheme.code: scheme for scheme in schemes}
        self.packs = packs
        self._narrower: dict[tuple[str, str], frozenset[str]] = {}
        self._spoken: dict[str, dict[str, set[str]]] = {}

    def schemes(self) -> tuple[str, ...]:
        """Return the codes of the schemes in alphabetical order."""
        return tuple(sorted(self._schemes))

    def scheme(self, code: str) -> Scheme:
        """Return one scheme.

        Raises:
            UsageProblem: There is no such scheme; the nearest is suggested.
        """
        if code not in self._schemes:
            raise UsageProblem(f"There is no vocabulary '{code}'.", hint=_suggestion(code, self._schemes))
        return self._schemes[code]

    def codes(self, scheme: str, *, retired: bool = False) -> tuple[str, ...]:
        """Return the codes of a scheme in the order of its file, retired ones only where asked for.

        Raises:
            UsageProblem: There is no such scheme.
        """
        return tuple(t.code for t in self.scheme(scheme).terms.values() if retired or not t.retired)

    def term(self, scheme: str, code: str) -> Term:
        """Return one term by its exact code, retired or not.

        Raises:
            UsageProblem: There is no such scheme or term; the nearest is suggested.
        """
        terms = self.scheme(scheme).terms
        if code not in terms:
            raise UsageProblem(
                f"'{code}' is not a code of '{scheme}'.", hint=_suggestion(code, self.codes(scheme))
            )
        return terms[code]

    def label(self, scheme: str, code: str, lang: str, *, on: date | None = None) -> str:
        """Return a term's label; with `on`, the name in use at that date of publication.

        Raises:
            UsageProblem: There is no such scheme, term or language.
        """
        return self.term(scheme, code).label_in(lang, on=on)

    def narrower(self, scheme: str, code: str) -> frozenset[str]:
        """Return the code itself, all narrower codes, and the retired codes that these replaced.

        Raises:
            UsageProblem: There is no such scheme or term.
        """
        self.term(scheme, code)
        key = (scheme, code)
        if key not in self._narrower:
            found, previous = {code}, 0
            while len(found) > previous:
                previous = len(found)
                found |= {
                    t.code
                    for t in self.scheme(scheme).terms.values()
                    if t.broader in found or t.replaced_by in found
                }
            self._narrower[key] = frozenset(found)
        return self._narrower[key]

    def find(self, scheme: str, text: str) -> str:
        """Return the code that a person meant: a code or a label, however capitalised or hyphenated.

        Raises:
            UsageProblem: Nothing in the scheme is written so, or several are; the nearest is suggested.
        """
        terms = self.scheme(scheme).terms
        if text in terms:
            return text
        spoken = self._spoken_words(scheme)
        codes = spoken.get(_plain(text), set())
        if len(codes) == 1:
            return next(iter(codes))
        if codes:
            hint = f"Write one of: {', '.join(sorted(codes))}."
            raise UsageProblem(f"'{text}' may be several codes of '{scheme}'.", hint=hint)
        near = difflib.get_close_matches(_plain(text), spoken, n=1, cutoff=0.5)
        hint = _did_you_mean(sorted(spoken[near[0]])[0]) if near else _all_of(self.codes(scheme))
        raise UsageProblem(f"'{text}' is not a code of '{scheme}'.", hint=hint)

    def _spoken_words(self, scheme: str) -> dict[str, set[str]]:
        if scheme not in self._spoken:
            words: dict[str, set[str]] = {}
            for term in self.scheme(scheme).terms.values():
                if term.retired:
                    continue
                names = [term.label, *(name.label for name in term.names)]
                for text in (term.code, *(label for labels in names for label in labels.values())):
                    words.setdefault(_plain(text), set()).add(term.code)
            self._spoken[scheme] = words
        return self._spoken[scheme]

    def extended(self, scheme: str, terms: Iterable[Term]) -> Vocabulary:
        """Return this vocabulary with further terms in one scheme, such as an archive's collections.

        Raises:
            UsageProblem: There is no such scheme, or a code is already taken.
        """
        old = self.scheme(scheme)
        merged = dict(old.terms)
        for term in terms:
            if term.code in merged:
                raise UsageProblem(f"'{term.code}' is already a code of '{scheme}'.")
            merged[term.code] = term
        changed = Scheme(old.code, old.label, old.about, merged)
        return Vocabulary([changed if s.code == scheme else s for s in self._schemes.values()], self.packs)

    def as_json(self) -> dict[str, Any]:
        """Return all of it as the content of a release's ``vocabulary.json``."""
        return {
            "format": FORMAT,
            "packs": list(self.packs),
            "schemes": {code: _scheme_json(self._schemes[code]) for code in self.schemes()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Vocabulary:
        """Read back what `as_json` gave: the vocabulary as a release used it.

        Raises:
            UsageProblem: It was written in a format that this version does not know.
        """
        if data.get("format") not in READABLE:
            known = " and ".join(map(str, READABLE))
            raise UsageProblem(f"The vocabulary is in format {data.get('format')}; this reads {known}.")
        schemes = (_scheme_from_json(code, body) for code, body in data["schemes"].items())
        return cls(schemes, tuple(data["packs"]))


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-]+", " ", text).strip().casefold()


def _suggestion(text: str, known: Iterable[str]) -> str:
    known = list(known)
    near = difflib.get_close_matches(text.casefold(), known, n=1, cutoff=0.5)
    return _did_you_mean(near[0]) if near else _all_of(known)


def _did_you_mean(code: str) -> str:
    return f"Did you mean '{code}'?"


def _all_of(codes: Iterable[str]) -> str:
    return f"It has: {', '.join(codes)}."


def _scheme_json(scheme: Scheme) -> dict[str, Any]:
    terms = {code: _term_json(scheme.terms[code]) for code in sorted(scheme.terms)}
    return {"label": dict(scheme.label), "about": scheme.about, "terms": terms}


def _term_json(term: Term) -> dict[str, Any]:
    """Return the term without what is empty, so that a new optional field changes no old release."""
    body: dict[str, Any] = {
        "label": dict(term.label),
        "definition": dict(term.definition),
        "standard": term.standard,
        "broader": term.broader,
        "huridocs": term.huridocs,
        "note": term.note,
        "noun": term.noun,
        "forms": dict(term.forms),
        "valid_from": term.valid_from and term.valid_from.isoformat(),
        "valid_to": term.valid_to and term.valid_to.isoformat(),
        "predecessor": term.predecessor,
        "names": [
            {"since": name.since and name.since.isoformat(), "label": dict(name.label)} for name in term.names
        ],
        "retired": term.retired,
        "replaced_by": term.replaced_by,
        "pack": term.pack,
    }
    return {key: value for key, value in body.items() if value not in (None, "", {}, [], False)}


def _scheme_from_json(code: str, body: Mapping[str, Any]) -> Scheme:
    terms = {name: _term_from_json(code, name, term) for name, term in body["terms"].items()}
    return Scheme(code, body["label"], body["about"], terms)


def _term_from_json(scheme: str, code: str, body: Mapping[str, Any]) -> Term:
    fields = {**body, "definition": definition_by_language(body.get("definition", TO_REVIEW))}
    for key in ("valid_from", "valid_to"):
        if key in fields:
            fields[key] = date.fromisoformat(fields[key])
    fields["names"] = tuple(
        DatedName(name["since"] and date.fromisoformat(name["since"]), name["label"])
        for name in fields.get("names", ())
    )
    return Term(scheme=scheme, code=code, **fields)

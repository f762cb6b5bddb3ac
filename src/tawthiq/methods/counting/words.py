"""The words of a release: which codes there are, which are narrower, and what they are called.

A release carries the vocabulary it was frozen with, so that a figure means the same for ever. Counting needs
three questions of it only, and any object that answers them will do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tawthiq.core.errors import IntegrityFailure

PLACE = "place"
"""The scheme under which governorates, districts and all other places of the release stand."""


class Words(Protocol):
    """What counting asks of a vocabulary."""

    def codes(self, scheme: str) -> frozenset[str]:
        """Return every code of a scheme; none where there is no such scheme."""
        ...

    def narrower(self, scheme: str, code: str) -> frozenset[str]:
        """Return the code itself and every narrower one."""
        ...

    def label(self, scheme: str, code: str, lang: str) -> str:
        """Return the code's name in a language, the code itself where it has none."""
        ...


@dataclass(frozen=True)
class ReleaseWords:
    """The vocabulary of a release: for each scheme, each code's broader code and labels."""

    broader: Mapping[str, Mapping[str, str | None]]
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReleaseWords:
        """Read a release's ``vocabulary.json``.

        Its ``schemes`` map a scheme to ``{"terms": {code: {"label", "broader", "replaced_by"}}}``; its
        ``places`` map the code of a place to ``{"label", "parent"}``; its ``facilities``, if it has any, the
        code of a place of detention to ``{"label"}``.

        Raises:
            IntegrityFailure: The file has another shape.
        """
        try:
            terms = {scheme: dict(body["terms"]) for scheme, body in data["schemes"].items()}
            terms[PLACE] = dict(data["places"])
            terms["facility"] = dict(data.get("facilities", {}))
            broader = {scheme: _broader(codes) for scheme, codes in terms.items()}
            labels = {
                s: {code: dict(term["label"]) for code, term in codes.items()} for s, codes in terms.items()
            }
        except (KeyError, AttributeError, TypeError, ValueError) as err:
            raise IntegrityFailure(
                "The release was not read: vocabulary.json does not have its shape.",
                hint="Copy the release again from where it was frozen, or run `tawthiq releases verify`.",
                where="vocabulary.json",
            ) from err
        return cls(broader, labels)

    def with_codes(self, scheme: str, codes: Iterable[str]) -> ReleaseWords:
        """Return the words with further codes, of sources and facilities, that have no label."""
        known = self.broader.get(scheme, {})
        added: dict[str, str | None] = {code: None for code in codes if code not in known}
        return ReleaseWords({**self.broader, scheme: {**known, **added}}, self.labels)

    def codes(self, scheme: str) -> frozenset[str]:
        """Return every code of a scheme; none where there is no such scheme."""
        return frozenset(self.broader.get(scheme, {}))

    def narrower(self, scheme: str, code: str) -> frozenset[str]:
        """Return the code itself and every narrower one."""
        found = {code}
        terms = self.broader.get(scheme, {})
        grew = True
        while grew:
            more = {term for term, parent in terms.items() if parent in found} - found
            found |= more
            grew = bool(more)
        return frozenset(found)

    def label(self, scheme: str, code: str, lang: str) -> str:
        """Return the code's name in a language, the code itself where it has none."""
        return self.labels.get(scheme, {}).get(code, {}).get(lang, code)


def _broader(terms: Mapping[str, Mapping[str, Any]]) -> dict[str, str | None]:
    """Return what each code counts under: its broader code, or the code that replaced a retired one."""
    return {
        code: term.get("replaced_by") or term.get("broader") or term.get("parent")
        for code, term in terms.items()
    }


def nearest(words: Words, scheme: str, text: str) -> str:
    """Return the code of the scheme that is spelt, or called, most like `text`; empty where none is."""
    called = {code.lower(): code for code in sorted(words.codes(scheme))}
    for code in sorted(words.codes(scheme)):
        for lang in ("en", "ar"):
            called.setdefault(words.label(scheme, code, lang).lower(), code)
    close = difflib.get_close_matches(text.lower(), list(called), n=1, cutoff=0.5)
    return called[close[0]] if close else ""

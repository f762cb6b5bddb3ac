"""New persons and acts, and the canonical text of their bodies, written without a look at each part. Pure.

There may be a million at once, all of one form: the text is put together from identifiers and numbers, and is
that of `canonical_json` of the body, which stays the definition.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tawthiq.core.digests import canonical_json

BODY_FORMAT = 1
Body = dict[str, Any]


def split_part(name: str) -> tuple[str, str]:
    """Return the record and the act that a part's name is made of."""
    record_id, _, act = name.rpartition("/")
    return record_id, act


class NewPerson(NamedTuple):
    """A person of whom no row is there yet: how many they are at least and at most, and their records."""

    id: str
    level: int
    kind: str
    least: int
    most: int | None
    records: tuple[str, ...]

    def body(self) -> Body:
        """Return the body of the row."""
        return {
            "format": BODY_FORMAT,
            "kind": self.kind,
            "count": {"min": self.least, "max": self.most},
            "records": list(self.records),
            "retired": None,
        }

    def text(self) -> str:
        """Return the body as canonical JSON."""
        if not _is_written_as_it_is(self.kind, *self.records):
            return canonical_json(self.body())
        records = '","'.join(self.records)
        most = "null" if self.most is None else f"{self.most:d}"
        return (
            f'{{"count":{{"max":{most},"min":{self.least:d}}},"format":{BODY_FORMAT},"kind":"{self.kind}",'
            f'"records":["{records}"],"retired":null}}'
        )

    def derived(self) -> dict[str, Any]:
        """Return the columns that follow from the body."""
        return {"is_live": True}


class NewAct(NamedTuple):
    """An act of which no row is there yet: whose it is, its parts by name, and what people said of it."""

    id: str
    level: int
    person: str
    parts: tuple[str, ...]
    facts: Body | None = None

    def body(self) -> Body:
        """Return the body of the row."""
        return {
            "format": BODY_FORMAT,
            "person": self.person,
            "parts": [list(split_part(part)) for part in self.parts],
            "resolved": [],
            "added_spells": [],
            **(self.facts or {}),
            "retired": None,
        }

    def text(self) -> str:
        """Return the body as canonical JSON."""
        if self.facts or not _is_written_as_it_is(self.person, *self.parts):
            return canonical_json(self.body())
        parts = ",".join(
            [f'["{record}","{act}"]' for record, _, act in [part.rpartition("/") for part in self.parts]]
        )
        return (
            f'{{"added_spells":[],"format":{BODY_FORMAT},"parts":[{parts}],'
            f'"person":"{self.person}","resolved":[],"retired":null}}'
        )

    def derived(self) -> dict[str, Any]:
        """Return the columns that follow from the body."""
        return {"person_id": self.person, "is_live": True}


def _is_written_as_it_is(*texts: str) -> bool:
    """Say whether JSON writes these texts as they are: every identifier of ours is such a text."""
    together = "".join(texts)
    return together.isascii() and together.isprintable() and '"' not in together and "\\" not in together

"""Writes the reference page of the release format from the schemas that the tables are held to."""

from __future__ import annotations

from collections.abc import Iterable

from tawthiq.methods.checking.identity import IDENTITY_TABLES
from tawthiq.methods.checking.manifest import RELEASE_FORMAT
from tawthiq.methods.counting.schema import TABLES, Table

OPENING = f"""# The release format

<!-- Generated from the schemas by tawthiq.methods.checking.reference (`make docs`); a test holds it true. -->

Format {RELEASE_FORMAT}. A release is a folder. It never changes, and it can be checked and counted without
an archive or a server.

| File | Holds |
|---|---|
| `manifest.json` | as-of date, marks, digests, rows, the log's root; SHA-256 and size of every other file |
| `counting/*.parquet` | what numbers are counted from: opaque identifiers, codes, bounds; no names |
| `identity/*.parquet` | names, the sources' words, digests of evidence: restricted |
| `vocabulary.json` | every term with labels, definition and broader term; the places and what contains them |
| `rules.json` | every counting rule in full |
| `README.txt` | how to check and recount, in English and Arabic |

## Digests

A table's digest is the SHA-256 of canonical NDJSON: one row a line ended by a newline, UTF-8, NFC, keys
sorted, no spaces, ISO dates, no floats, rows sorted by the bytes of their key. A counting table is digested
whole. An identity table is digested as rows `{{"commitment": ..., "id": ...}}`; one without commitments has
no digest and is held by its file's SHA-256 alone.

`release_digest` is the SHA-256 of the canonical JSON of `{{"as_of", "format", "rules", "tables",
"vocabulary"}}`: `tables` gives the digest of each table that has one by its path, `rules` and `vocabulary`
are the SHA-256 of the canonical JSON of those files. The name, the clock, paths, logins, the tree size and
the software's version do not enter it.

`manifest_digest` is the SHA-256 of the canonical JSON of the manifest without this field. The archive's log
pins the SHA-256 of the manifest's bytes.

## Sets

A *set* column holds alternatives: `SY01` is known, `SY01|SY03` is one or the other, `a+b` is both together,
NULL is unknown (no source states it), `unidentified` is a source saying that it could not be known.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([OPENING, *_tables("counting", TABLES), *_tables("identity", IDENTITY_TABLES)])


def _tables(part: str, tables: Iterable[Table]) -> Iterable[str]:
    for table in tables:
        yield f"## {part}/{table.name}.parquet\n"
        yield f"Sorted by `{table.key}`.\n"
        yield "| Column | Type | Meaning |\n|---|---|---|"
        for column in table.columns:
            meaning = column.meaning.replace("|", chr(92) + "|")
            since = f" (since format {column.since})" if column.since > 1 else ""
            yield f"| `{column.name}` | {column.type} | {meaning}{since} |"
        yield ""

"""The identity tables of a release: names, words of the sources, and where the evidence lies.

They are restricted. Counting never reads them; they open a number into people, reports and evidence. They
enter the release digest only as pairs of identifier and commitment, so that a name erased by law empties
a row here and leaves the release's figures and digest standing. A table without a ``commitment`` column only
arranges what the others hold, and the SHA-256 of its file alone speaks for it.
"""

from __future__ import annotations

from tawthiq.methods.counting.schema import Column, Table


def _columns(text: str) -> tuple[Column, ...]:
    rows = (line.split(None, 2) for line in text.strip().splitlines())
    return tuple(Column(name, kind, meaning) for name, kind, meaning in rows)


NAMES = Table(
    "names",
    "name_id",
    _columns(
        """
name_id            VARCHAR  record_id and place in the order of its names
person_id          VARCHAR  identifier of the person in counting/persons
record_id          VARCHAR  record that gives the name
name               VARCHAR  the name as the source wrote it
parts              VARCHAR  canonical JSON of the parts of the name where the source keeps them apart
level              INTEGER  confidentiality of the record
"""
    ),
)

RECORDS = Table(
    "records",
    "record_id",
    _columns(
        """
record_id          VARCHAR  opaque identifier
person_id          VARCHAR  identifier of the person in counting/persons
source             VARCHAR  code of the source
source_key         VARCHAR  the source's own identifier of the row or passage
report_id          VARCHAR  report that holds the record
locator            VARCHAR  where the record stood in its report (file, sheet, row)
documented         VARCHAR  EDTF date or interval of documentation
claims             VARCHAR  canonical JSON list: on, field, value, verbatim, locator, basis
level              INTEGER  confidentiality (0 public .. 6 sealed)
commitment         VARCHAR  commitment of the record in the archive's log
"""
    ),
)

PARTS = Table(
    "parts",
    "part_id",
    _columns(
        """
part_id            VARCHAR  act_id, record_id and part
act_id             VARCHAR  identifier of the act in counting/acts
record_id          VARCHAR  record that reports the act
part               VARCHAR  the act within the record: act-1, act-2, ...
"""
    ),
)

REPORTS = Table(
    "reports",
    "report_id",
    _columns(
        """
report_id          VARCHAR  opaque identifier
source             VARCHAR  code of the source
title              VARCHAR  what the report is called
kind               VARCHAR  testimony, list, document, photographs, ...
documented         VARCHAR  EDTF date or interval of its documentation
received_at        VARCHAR  moment at which it was received (ISO 8601, UTC)
level              INTEGER  confidentiality (0 public .. 6 sealed)
commitment         VARCHAR  commitment of the report in the archive's log
"""
    ),
)

EVIDENCE = Table(
    "evidence",
    "evidence_id",
    _columns(
        """
evidence_id        VARCHAR  opaque identifier
report_id          VARCHAR  report that it belongs to
sha256             VARCHAR  SHA-256 of its bytes
size               VARCHAR  length in bytes, as digits: a film may pass what an INTEGER holds
media_type         VARCHAR  kind of file
name               VARCHAR  the name that it came under
level              INTEGER  confidentiality (0 public .. 6 sealed)
commitment         VARCHAR  commitment of the evidence in the archive's log
"""
    ),
)

SOURCES = Table(
    "sources",
    "source",
    _columns(
        """
source             VARCHAR  code of the source
title              VARCHAR  name of the source as it may be printed
kind               VARCHAR  organisation, witness, publication, ...
reliability        VARCHAR  reliability of the source, A to F
origin_group       VARCHAR  sources with one origin are one source when origins are counted
level              INTEGER  confidentiality (0 public .. 6 sealed)
commitment         VARCHAR  commitment of the source in the archive's log
"""
    ),
)

CONTEXT = Table(
    "context",
    "context_id",
    _columns(
        """
context_id         VARCHAR  opaque identifier
kind               VARCHAR  event, law, facility, property-loss or relation
code               VARCHAR  code by which claims and statements name it; NULL where it has none
body               VARCHAR  canonical JSON of what is known of it
level              INTEGER  confidentiality (0 public .. 6 sealed)
commitment         VARCHAR  commitment of the version that was frozen
"""
    ),
)

IDENTITY_TABLES = (NAMES, RECORDS, PARTS, REPORTS, EVIDENCE, SOURCES, CONTEXT)

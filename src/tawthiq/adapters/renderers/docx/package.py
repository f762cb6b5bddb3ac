"""The package of a Word document: its parts in a zip file that is the same every time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

from tawthiq.adapters.renderers.docx.words import Relations
from tawthiq.adapters.renderers.docx.xml import DECLARATION, RELATIONS, el

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_DEFAULTS: Mapping[str, str] = {
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "svg": "image/svg+xml",
    "xml": "application/xml",
}
_PARTS: Mapping[str, str] = {
    "document": "document.main",
    "footer": "footer",
    "footnotes": "footnotes",
    "header": "header",
    "header-first": "header",
    "numbering": "numbering",
    "settings": "settings",
    "styles": "styles",
}
CORE = "docProps/core.xml"


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip: sorted, without a clock, the list of types first as Word expects it."""
    whole = BytesIO()
    everything = {"[Content_Types].xml": _content_types(files), **dict(sorted(files.items()))}
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in everything.items():
            member = zipfile.ZipInfo(name, _NO_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # else the bytes would tell Windows from the others
            member.external_attr = 0o600 << 16
            archive.writestr(member, content)
    return whole.getvalue()


def relations(found: Relations) -> bytes:
    """Return the list of what a part points to."""
    return _relations((kind, target, outside) for kind, target, outside in found.found)


def package_relations() -> bytes:
    """Return where the document and its properties are in the package."""
    properties = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relations(
        [(f"{RELATIONS}/officeDocument", "word/document.xml", False), (properties, CORE, False)]
    )


def _relations(found: Iterable[tuple[str, str, bool]]) -> bytes:
    items = [
        el(
            "Relationship",
            {
                "Id": f"rId{index}",
                "Type": kind,
                "Target": target,
                "TargetMode": "External" if outside else None,
            },
        )
        for index, (kind, target, outside) in enumerate(found, start=1)
    ]
    return f"{DECLARATION}{el('Relationships', {'xmlns': _PACKAGE}, *items)}".encode()


def _content_types(files: Mapping[str, bytes]) -> bytes:
    defaults = [el("Default", {"Extension": end, "ContentType": kind}) for end, kind in _DEFAULTS.items()]
    overrides = [
        el(
            "Override",
            {"PartName": f"/word/{name}.xml", "ContentType": _WORD_TYPE.format(kind)},
        )
        for name, kind in _PARTS.items()
        if f"word/{name}.xml" in files
    ]
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides.append(el("Override", {"PartName": f"/{CORE}", "ContentType": core}))
    return f"{DECLARATION}{el('Types', {'xmlns': _TYPES}, *defaults, *overrides)}".encode()

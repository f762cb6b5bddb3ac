"""DOCX, part by part: real styles, true footnotes, captions that count, and everything from right to left."""

from __future__ import annotations

from tawthiq.adapters.renderers.document.lines import running
from tawthiq.adapters.renderers.document.model import BandStyle, Document
from tawthiq.adapters.renderers.docx.body import BULLETS, NUMBERS, TEXT_WIDTH, Body, Lists
from tawthiq.adapters.renderers.docx.drawings import Drawings
from tawthiq.adapters.renderers.docx.looks import ARABIC_LANGUAGE, MAIN_LANGUAGE, styles
from tawthiq.adapters.renderers.docx.package import CORE, package_relations, packed, relations
from tawthiq.adapters.renderers.docx.words import Notes, Relations, Writing, paragraph
from tawthiq.adapters.renderers.docx.xml import DECLARATION, RELATIONS, Child, Xml, el, joined, part, w

_BANDS = {BandStyle.NOTICE: "BandNotice", BandStyle.ALARM: "BandAlarm"}
_MARGIN = (11906 - TEXT_WIDTH) // 2
_LEVELS = 4
_BULLETS = "•–·•"


def write_docx(document: Document) -> bytes:
    """Return a document as DOCX.

    It names no author and no clock; the same document gives the same bytes.

    Raises:
        ValueError: A drawing does not say how large it is.
    """
    return _Writer(document).whole()


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._relations = Relations()
        self._notes = Notes()
        self._lists = Lists()
        self._drawings = Drawings()
        self._writing = Writing(document.is_rtl, document.pages.indic, self._relations, self._notes)

    def whole(self) -> bytes:
        """Return the package."""
        for kind in ("styles", "settings", "numbering", "footnotes", "header", "footer"):
            self._relations.to(f"{RELATIONS}/{kind}", f"{kind}.xml")
        self._relations.to(f"{RELATIONS}/header", "header-first.xml")
        # the body is written first: it meets the notes, the lists and the drawings
        main = self._main()
        files = {
            "_rels/.rels": package_relations(),
            CORE: self._core(),
            "word/document.xml": main,
            "word/footer.xml": self._footer(),
            "word/footnotes.xml": self._footnotes(),
            "word/header-first.xml": self._header(is_first=True),
            "word/header.xml": self._header(is_first=False),
            "word/numbering.xml": self._numbering(),
            "word/settings.xml": self._settings(),
            "word/styles.xml": styles(lang=self._document.lang, is_rtl=self._document.is_rtl),
            "word/_rels/document.xml.rels": relations(self._relations),
            "word/_rels/footnotes.xml.rels": relations(self._notes.relations),
            **{f"word/{name}": content for name, content in self._drawings.files},
        }
        return packed(files)

    def _main(self) -> bytes:
        document, is_rtl = self._document, self._document.is_rtl
        body = Body(document, self._writing, self._lists, self._drawings)
        opening = [
            paragraph(style, self._writing.runs(runs), is_rtl=is_rtl)
            for style, runs in (
                ("Letterhead", document.publisher),
                ("Kicker", document.kicker),
                ("Title", document.title),
            )
            if runs
        ]
        blocks = body.blocks(document.blocks)
        foot = body.blocks(document.foot, body="Foot")
        return part("w:document", w("body", None, *opening, blocks, foot, self._section()))

    def _section(self) -> Xml:
        def reference(name: str, kind: str, file: str) -> Xml:
            id_ = self._relations.to(f"{RELATIONS}/{name}", f"{file}.xml")
            return el(f"w:{name}Reference", {"w:type": kind, "r:id": id_})

        indic = "hindiNumbers" if self._document.pages.indic else "decimal"
        return w(
            "sectPr",
            None,
            reference("header", "default", "header"),
            reference("header", "first", "header-first"),
            reference("footer", "default", "footer"),
            reference("footer", "first", "footer"),
            w("footnotePr", None, w("numFmt", indic)),
            w("pgSz", None, w=11906, h=16838),
            w(
                "pgMar",
                None,
                top=1700,
                bottom=1420,
                left=_MARGIN,
                right=_MARGIN,
                header=720,
                footer=720,
                gutter=0,
            ),
            w("pgNumType", None, fmt=indic),
            w("titlePg"),
            w("bidi") if self._document.is_rtl else None,
        )

    def _header(self, *, is_first: bool) -> bytes:
        is_rtl = self._document.is_rtl
        bands = [
            paragraph(_BANDS[band.style], self._writing.runs(band.runs), is_rtl=is_rtl)
            for band in self._document.bands
        ]
        if not is_first or not bands:
            said = None if is_first else self._writing.runs(running(self._document))
            bands.append(paragraph("Header" if said else "Foot", said, is_rtl=is_rtl))
        return part("w:hdr", *bands)

    def _footer(self) -> bytes:
        fields = {
            "{n}": self._writing.field("PAGE", self._writing.digits(1)),
            "{m}": self._writing.field("NUMPAGES", self._writing.digits(1)),
        }
        said: list[Child] = []
        text = self._document.pages.text
        for slot in sorted(fields, key=text.index):
            before, _, text = text.partition(slot)
            said += [self._writing.plain(before), fields[slot]]
        said.append(self._writing.plain(text))
        return part("w:ftr", paragraph("Footer", said, is_rtl=self._document.is_rtl))

    def _footnotes(self) -> bytes:
        def line(id_: int, kind: str, mark: str) -> Xml:
            inside = paragraph("FootnoteText", w("r", None, w(mark)), is_rtl=self._document.is_rtl)
            return w("footnote", None, inside, type=kind, id=id_)

        return part(
            "w:footnotes",
            line(-1, "separator", "separator"),
            line(0, "continuationSeparator", "continuationSeparator"),
            *self._notes.xml,
        )

    def _numbering(self) -> bytes:
        abstract = [self._abstract(BULLETS, is_ordered=False), self._abstract(NUMBERS, is_ordered=True)]
        bullets = w("num", None, w("abstractNumId", BULLETS), numId=BULLETS)
        numbers = [
            w(
                "num",
                None,
                w("abstractNumId", NUMBERS),
                *(w("lvlOverride", None, w("startOverride", start), ilvl=level) for level in range(_LEVELS)),
                numId=NUMBERS + index,
            )
            for index, start in enumerate(self._lists.starts, start=1)
        ]
        return part("w:numbering", *abstract, bullets, *numbers)

    def _abstract(self, number: int, *, is_ordered: bool) -> Xml:
        numbers = "hindiNumbers" if self._document.pages.indic else "decimal"
        levels = [
            w(
                "lvl",
                None,
                w("start", 1),
                w("numFmt", numbers if is_ordered else "bullet"),
                w("lvlText", f"%{level + 1}." if is_ordered else _BULLETS[level]),
                w("lvlJc", "left"),
                w("pPr", None, w("ind", None, left=400 * (level + 1), hanging=300)),
                ilvl=level,
            )
            for level in range(_LEVELS)
        ]
        return w("abstractNum", None, w("multiLevelType", "hybridMultilevel"), *levels, abstractNumId=number)

    def _settings(self) -> bytes:
        compatibility = w(
            "compatSetting",
            15,
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
        )
        separators = w("footnotePr", None, w("footnote", None, id=-1), w("footnote", None, id=0))
        language = MAIN_LANGUAGE.get(self._document.lang, self._document.lang)
        return part(
            "w:settings",
            w("zoom", None, percent=100),
            w("defaultTabStop", 720),
            w("characterSpacingControl", "doNotCompress"),
            separators,
            w("compat", None, compatibility),
            w("themeFontLang", language, bidi=ARABIC_LANGUAGE),
        )

    def _core(self) -> bytes:
        """Return the properties of the package: its title and language, never who made it or when."""
        spaces = {
            "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }
        inside = joined(
            [
                el("dc:title", None, self._document.plain_title),
                el("dc:language", None, self._document.lang),
            ]
        )
        return f"{DECLARATION}{el('cp:coreProperties', spaces, inside)}".encode()

"""The words of a Word document: runs, each in its own direction, with true footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tawthiq.adapters.renderers.document.model import Note, Run
from tawthiq.adapters.renderers.docx.xml import RELATIONS, Child, Xml, el, joined, w

# Word keeps a number in its direction by a run without w:rtl; other programs go by the characters, and the
# left-to-right mark is understood by all of them (isolates are not by older ones).
LRM = "\u200e"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ARABIC_LETTER = re.compile("[\u0620-\u065f\u0670-\u06d3]")
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_HYPERLINK = f"{RELATIONS}/hyperlink"
FIRST_NOTE = 1
_SMALL_CODE = 13


@dataclass(slots=True)
class Relations:
    """What a part points to: each once, numbered in the order of need."""

    found: list[tuple[str, str, bool]] = field(default_factory=list)

    def to(self, kind: str, target: str, *, outside: bool = False) -> str:
        """Return the identifier of a target."""
        wanted = (kind, target, outside)
        if wanted not in self.found:
            self.found.append(wanted)
        return f"rId{self.found.index(wanted) + 1}"


@dataclass(slots=True)
class Notes:
    """The footnotes of a document, in the order in which they were first met."""

    numbers: dict[str, int] = field(default_factory=dict)
    xml: list[Xml] = field(default_factory=list)
    relations: Relations = field(default_factory=Relations)


@dataclass(frozen=True, slots=True)
class Writing:
    """How runs are written in one part of one document."""

    is_rtl: bool
    indic: bool
    relations: Relations
    notes: Notes

    def runs(self, runs: Iterable[Run], *looks: Child) -> Xml:
        """Return words; `looks` are run properties that all of them have."""
        return joined(self._run(run, looks) for run in runs)

    def digits(self, number: int) -> str:
        """Return a number in the digits of the document's house style."""
        return str(number).translate(_INDIC) if self.indic else str(number)

    def plain(self, text: str, *looks: Child) -> Xml:
        """Return words of the program's own."""
        return self.runs((Run(text),), *looks)

    def field(self, instruction: str, shown: str, *looks: Child) -> Xml:
        """Return a field with what it showed when it was written; Word counts it again."""
        return w("fldSimple", None, self.runs((Run(shown, isolated=True),), *looks), instr=f" {instruction} ")

    def _run(self, run: Run, looks: tuple[Child, ...]) -> Xml:
        said = self._text(run, looks) if run.text else None
        if said and run.link:
            id_ = self.relations.to(_HYPERLINK, run.link, outside=True)
            said = el("w:hyperlink", {"r:id": id_, "w:history": "1"}, said)
        return joined([said, self._note(run.note) if run.note else None])

    def _text(self, run: Run, looks: tuple[Child, ...]) -> Xml:
        foreign = run.code or run.isolated
        against = (self.is_rtl and foreign and not _ARABIC_LETTER.search(run.text)) or (
            not self.is_rtl and bool(_RTL.search(run.text))
        )
        text = f"{LRM}{run.text}{LRM}" if against else run.text
        is_rtl = self.is_rtl != against
        properties: list[Child] = [
            w("rStyle", style) if (style := _style(run)) else None,
            [w("b"), w("bCs")] if run.bold and style != "Strong" else None,
            # Arabic has no italics
            w("i") if run.italic and style != "Emphasis" and not is_rtl else None,
            *looks,
            [w("sz", _SMALL_CODE), w("szCs", _SMALL_CODE)] if run.code and run.small else None,
            w("rtl") if is_rtl else None,
        ]
        shown = any(each is not None for each in properties)
        return w("r", None, w("rPr", None, *properties) if shown else None, *_lines(text, whole=foreign))

    # --- footnotes ----------------------------------------------------------------------------------

    def _note(self, note: Note) -> Xml:
        known = self.notes.numbers.get(note.key)
        if known is not None:
            shown = w("r", None, w("rPr", None, w("rStyle", "FootnoteReference")), _words(self.digits(known)))
            return w("fldSimple", None, shown, instr=f" NOTEREF _Note{known} \\f \\h ")
        number = len(self.notes.numbers) + FIRST_NOTE
        self.notes.numbers[note.key] = number
        self.notes.xml.append(self._footnote(number, note))
        mark = w(
            "r",
            None,
            w("rPr", None, w("rStyle", "FootnoteReference")),
            w("footnoteReference", None, id=number),
        )
        return joined(
            [
                w("bookmarkStart", None, id=number, name=f"_Note{number}"),
                mark,
                w("bookmarkEnd", None, id=number),
            ]
        )

    def _footnote(self, number: int, note: Note) -> Xml:
        inside = Writing(self.is_rtl, self.indic, self.notes.relations, self.notes)
        mark = w("r", None, w("rPr", None, w("rStyle", "FootnoteReference")), w("footnoteRef"))
        said = joined([mark, inside.plain(" "), inside.runs(note.runs)])
        return w("footnote", None, paragraph("FootnoteText", said, is_rtl=self.is_rtl), id=number)


def paragraph(style: str, said: Child, *before: Child, is_rtl: bool, after: Child = None) -> Xml:
    """Return a paragraph; properties stand before and after its direction, as the schema orders them."""
    properties = w("pPr", None, w("pStyle", style), *before, w("bidi") if is_rtl else None, after)
    return w("p", None, properties, said)


def _style(run: Run) -> str | None:
    if run.code:
        return "CodeText"
    if run.link:
        return "Hyperlink"
    if run.small:
        return "SmallText"
    if run.bold:
        return "Strong"
    return None


def _lines(text: str, *, whole: bool) -> list[Child]:
    """Return the lines of a text; in a date or a range that must stay whole no hyphen ends a line."""
    found: list[Child] = []
    for index, line in enumerate(text.split("\n")):
        found.append(w("br") if index else None)
        pieces = line.split("-") if whole else [line]
        for place, piece in enumerate(pieces):
            found += [w("noBreakHyphen") if place else None, _words(piece) if piece else None]
    return found


def _words(text: str) -> Xml:
    return el("w:t", {"xml:space": "preserve"}, text)

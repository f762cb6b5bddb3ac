"""The styles of a Word document: what each kind of paragraph looks like, in either direction."""

from __future__ import annotations

from dataclasses import dataclass

from tawthiq.adapters.renderers.docx.xml import Child, Xml, joined, part, w

SERIF, SANS, MONO = "Times New Roman", "Arial", "Courier New"
INK, QUIET, LINE, MARK, LINK = "1B1D21", "565B64", "D9D6CF", "8C2F1B", "17496B"
TABLE_STYLE = "TawthiqTable"


@dataclass(frozen=True, slots=True)
class _Look:
    """One paragraph style. Sizes are half points; `before` and `after` are twentieths of a point."""

    id: str
    name: str
    size: int | None = None
    sans: bool = False
    bold: bool = False
    colour: str | None = None
    before: int | None = None
    after: int | None = None
    line: int | None = None
    align: str | None = None
    outline: int | None = None
    indent: int = 0
    keep_next: bool = False
    shade: str | None = None
    under: str | None = None
    based_on: str | None = "Normal"
    next: str | None = None


_LOOKS = (
    _Look("BodyText", "Body Text", after=150, line=288, align="both"),
    _Look(
        "Title",
        "Title",
        38,
        sans=True,
        bold=True,
        before=60,
        after=160,
        line=252,
        keep_next=True,
        next="BodyText",
    ),
    _Look("Subtitle", "Subtitle", 25, colour=QUIET, after=140, line=276, keep_next=True, next="BodyText"),
    _Look("Kicker", "Kicker", 17, sans=True, bold=True, colour=MARK, before=200, after=60, keep_next=True),
    _Look("Dateline", "Dateline", 17, sans=True, colour=QUIET, after=260, under=LINE),
    _Look("Letterhead", "Letterhead", 19, sans=True, bold=True, after=200, under=LINE),
    _Look(
        "Heading1",
        "heading 1",
        28,
        sans=True,
        bold=True,
        before=360,
        after=140,
        outline=0,
        keep_next=True,
        next="BodyText",
    ),
    _Look(
        "Heading2",
        "heading 2",
        23,
        sans=True,
        bold=True,
        before=260,
        after=110,
        outline=1,
        keep_next=True,
        next="BodyText",
    ),
    _Look(
        "Heading3",
        "heading 3",
        21,
        sans=True,
        bold=True,
        before=220,
        after=90,
        outline=2,
        keep_next=True,
        next="BodyText",
    ),
    _Look("ListParagraph", "List Paragraph", after=90, line=276),
    _Look("Term", "Term", 20, sans=True, bold=True, before=160, after=50, keep_next=True),
    _Look("Quote", "Quote", after=130, line=276, indent=500, colour=QUIET),
    _Look("Code", "Code", 18, after=130, shade="F6F4EF"),
    _Look("Small", "Small", 17, sans=True, colour=QUIET, after=120, line=264),
    _Look("TableNote", "Table Note", 17, sans=True, colour=QUIET, before=90, after=260, line=264),
    _Look("Caption", "caption", 18, sans=True, bold=True, before=260, after=100, keep_next=True),
    _Look("TableText", "Table Text", 17, sans=True, before=40, after=40),
    _Look("FootnoteText", "footnote text", 17, after=40),
    _Look("Header", "header", 16, sans=True, colour=QUIET, before=80, after=120, under=LINE),
    _Look("Footer", "footer", 16, sans=True, colour=QUIET, align="center"),
    _Look(
        "BandNotice", "Band Notice", 16, sans=True, colour="4A3500", after=0, align="center", shade="FBE9B7"
    ),
    _Look("BandAlarm", "Band Alarm", 16, sans=True, colour="FFFFFF", after=0, align="center", shade="5F1D12"),
    _Look("Foot", "Foot", 16, sans=True, colour=QUIET, before=40, after=40),
)
MAIN_LANGUAGE = {"en": "en-GB", "ar": "en-GB"}
ARABIC_LANGUAGE = "ar-SA"


def styles(*, lang: str, is_rtl: bool) -> bytes:
    """Return the part that holds every style of a document in one language."""
    return part(
        "w:styles", _defaults(lang, is_rtl=is_rtl), _paragraphs(is_rtl=is_rtl), _characters(), _tables()
    )


def _defaults(lang: str, *, is_rtl: bool) -> Xml:
    size = 25 if is_rtl else 22
    runs = w(
        "rPr",
        None,
        _fonts(SERIF),
        w("color", INK),
        w("sz", size),
        w("szCs", size),
        w("lang", MAIN_LANGUAGE.get(lang, lang), eastAsia="en-GB", bidi=ARABIC_LANGUAGE),
    )
    paragraphs = w("pPr", None, w("widowControl"), w("spacing", None, after=0, line=264, lineRule="auto"))
    return w("docDefaults", None, w("rPrDefault", None, runs), w("pPrDefault", None, paragraphs))


def _paragraphs(*, is_rtl: bool) -> Xml:
    direction = w("pPr", None, w("bidi")) if is_rtl else None
    normal = w(
        "style",
        None,
        w("name", "Normal"),
        w("qFormat"),
        direction,
        type="paragraph",
        default=1,
        styleId="Normal",
    )
    return joined([normal, *(_paragraph(look, is_rtl=is_rtl) for look in _LOOKS)])


def _paragraph(look: _Look, *, is_rtl: bool) -> Xml:
    border = [
        w("top", "single", sz=24, space=1, color=look.shade) if look.shade else None,
        w("bottom", "single", sz=24, space=1, color=look.shade) if look.shade else None,
        w("bottom", "single", sz=4, space=6, color=look.under) if look.under else None,
    ]
    properties: list[Child] = [
        w("keepNext") if look.keep_next else None,
        w("keepLines") if look.keep_next else None,
        w("pBdr", None, *border) if any(border) else None,
        w("shd", "clear", color="auto", fill=look.shade) if look.shade else None,
        w("bidi") if is_rtl else None,
        _spacing(look, is_rtl=is_rtl),
        w("ind", None, left=look.indent, right=look.indent) if look.indent else None,
        w("jc", look.align) if look.align else None,
        w("outlineLvl", look.outline) if look.outline is not None else None,
    ]
    size = look.size and look.size + (2 if is_rtl else 0)
    runs: list[Child] = [
        _fonts(SANS) if look.sans else None,
        [w("b"), w("bCs")] if look.bold else None,
        w("color", look.colour) if look.colour else None,
        [w("sz", size), w("szCs", size)] if size else None,
    ]
    return w(
        "style",
        None,
        w("name", look.name),
        w("basedOn", look.based_on) if look.based_on else None,
        w("next", look.next) if look.next else None,
        w("qFormat"),
        w("pPr", None, *properties),
        w("rPr", None, *runs),
        type="paragraph",
        styleId=look.id,
        customStyle=None if look.name[0].islower() or look.id in _BUILT_IN else 1,
    )


_BUILT_IN = frozenset({"BodyText", "Title", "Subtitle", "ListParagraph", "Quote"})


def _spacing(look: _Look, *, is_rtl: bool) -> Xml | None:
    if look.before is None and look.after is None and look.line is None:
        return None
    line = look.line + (24 if is_rtl else 0) if look.line else None
    return w("spacing", None, before=look.before, after=look.after, line=line, lineRule=line and "auto")


def _characters() -> Xml:
    def style(id_: str, name: str, *looks: Child, default: int | None = None) -> Xml:
        runs = w("rPr", None, *looks) if looks else None
        return w("style", None, w("name", name), runs, type="character", styleId=id_, default=default)

    return joined(
        [
            style("DefaultParagraphFont", "Default Paragraph Font", default=1),
            style("Strong", "Strong", w("b"), w("bCs")),
            style("Emphasis", "Emphasis", w("i")),
            style("Hyperlink", "Hyperlink", w("color", LINK), w("u", "single")),
            style("FootnoteReference", "footnote reference", w("vertAlign", "superscript")),
            style("CodeText", "Code Text", _fonts(MONO), w("sz", 16), w("szCs", 16)),
            style("SmallText", "Small Text", w("color", QUIET), w("sz", 15), w("szCs", 15)),
        ]
    )


def _tables() -> Xml:
    def rule(side: str, size: int, colour: str) -> Xml:
        return w(side, "single", sz=size, space=0, color=colour)

    head = w(
        "tblStylePr",
        None,
        w("rPr", None, w("b"), w("bCs"), w("color", QUIET)),
        w("tcPr", None, w("tcBorders", None, rule("bottom", 8, INK)), w("vAlign", "bottom")),
        type="firstRow",
    )
    margins = w("tblCellMar", None, *(w(side, None, w=80, type="dxa") for side in ("left", "right")))
    whole = w(
        "tblPr",
        None,
        w("tblBorders", None, rule("bottom", 4, LINE), rule("insideH", 4, LINE)),
        margins,
    )
    normal = w(
        "style",
        None,
        w("name", "Normal Table"),
        w("uiPriority", 99),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    own = w(
        "style",
        None,
        w("name", "Tawthiq Table"),
        w("basedOn", "TableNormal"),
        w("qFormat"),
        whole,
        head,
        type="table",
        customStyle=1,
        styleId=TABLE_STYLE,
    )
    return joined([normal, own])


def _fonts(name: str) -> Xml:
    return w("rFonts", None, ascii=name, hAnsi=name, eastAsia=name, cs=name)

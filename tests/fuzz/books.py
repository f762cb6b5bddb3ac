"""What goes wrong in workbooks: in their archive, in their XML, and in what a sheet may say of itself."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.cases import (
    MAPPING,
    REFUSED,
    Expected,
    Made,
    Mutation,
    all_of,
    cut,
    damaged_people,
    flipped,
    people,
    repeated_people,
)
from tests.fuzz.made import ods_members, ods_row, packed, sheet_xml, xlsx_members

Rows = list[list[str]]
Members = dict[str, str | bytes]
SHEET = "xl/worksheets/sheet1.xml"
TAG = re.compile(r"<[^<>]*>")
FORMATS = ("yyyy-mm-dd", "mmm-yy", "[h]:mm", "0000", '"d"0', "[$-1170000]B2dd/mm/yyyy", ";;;", "@", "\\", '"')


def book(kind: str, rows: Sequence[Sequence[str]], *, after: str = "") -> Members:
    """Return the members of a workbook of either kind; `after` stands behind its rows."""
    if kind == "xlsx":
        members = xlsx_members({"List": sheet_xml(rows)}, strings=["one", "two"], formats=FORMATS)
        members[SHEET] = str(members[SHEET]).replace("</sheetData>", f"{after}</sheetData>")
        return members
    return ods_members({"List": "".join(map(ods_row, rows)) + after})


def main_part(kind: str) -> str:
    return SHEET if kind == "xlsx" else "content.xml"


def replaced(draw: Random, kind: str, cell: str | None = None) -> tuple[Rows, int]:
    """Return rows of which one has a cell as it stands in its second column."""
    rows = people(draw)
    number = draw.randrange(1, len(rows))
    if cell is not None:
        rows[number][1] = cell.replace("{at}", f"B{number + 1}")
    return rows, number + 1


def one_rejected(rows: Rows, number: int, reason: str) -> Expected:
    return Expected(refused=False, accounts=len(rows) - 2, reasons={number: reason})


# Both kinds


def clean(draw: Random, kind: str) -> Made:
    rows = people(draw)
    return Made(packed(book(kind, rows), stored=draw.random() < 0.5), all_of(rows))


def unreadable(draw: Random, kind: str) -> Made:
    rows, expected = damaged_people(draw)
    return Made(packed(book(kind, rows)), expected)


def repeated(draw: Random, kind: str) -> Made:
    rows, expected = repeated_people(draw)
    return Made(packed(book(kind, rows)), expected)


def wide_row(draw: Random, kind: str) -> Made:
    rows = people(draw)
    number = draw.randrange(1, len(rows))
    rows[number] += [""] * draw.choice((0, 3, 200)) + ["far away"]
    return Made(packed(book(kind, rows)), one_rejected(rows, number + 1, "wrong-number-of-cells"))


def flips_of_the_archive(draw: Random, kind: str) -> Made:
    return Made(flipped(draw, packed(book(kind, people(draw)), stored=draw.random() < 0.3)))


def cuts_of_the_archive(draw: Random, kind: str) -> Made:
    return Made(cut(draw, packed(book(kind, people(draw)))))


def flips_of_a_part(draw: Random, kind: str) -> Made:
    members = book(kind, people(draw))
    name = draw.choice([name for name, content in members.items() if content])
    content = members[name]
    members[name] = flipped(draw, content.encode() if isinstance(content, str) else content)
    return Made(packed(members))


def cuts_of_a_part(draw: Random, kind: str) -> Made:
    members = book(kind, people(draw))
    name = draw.choice([name for name, content in members.items() if content])
    content = members[name]
    members[name] = cut(draw, content.encode() if isinstance(content, str) else content)
    return Made(packed(members))


def lost_part(draw: Random, kind: str) -> Made:
    members = book(kind, people(draw))
    del members[draw.choice(sorted(members))]
    return Made(packed(members))


def exchanged_parts(draw: Random, kind: str) -> Made:
    members = book(kind, people(draw))
    one, other = draw.choice(sorted(members)), draw.choice(sorted(members))
    members[one], members[other] = members[other], members[one]
    return Made(packed(members))


def tags(draw: Random, kind: str) -> Made:
    """Drop, repeat, move or change tags of one part."""
    members = book(kind, people(draw))
    name = draw.choice([name for name in members if name.endswith((".xml", ".rels"))])
    text = str(members[name])
    for _ in range(draw.choice((1, 1, 3))):
        found = draw.choice(list(TAG.finditer(text)) or [None])  # type: ignore[list-item]
        if found is None:
            break
        tag = draw.choice(
            (
                "",
                found[0] * 2,
                found[0][:-1],
                f"{found[0]}<x>",
                found[0].replace('"', "'", 1),
                f"</{found[0][1:]}",
            )
        )
        text = text[: found.start()] + tag + text[found.end() :]
    members[name] = text
    return Made(packed(members))


def attributes(draw: Random, kind: str) -> Made:
    """Give attributes of one part strange values."""
    members = book(kind, people(draw))
    name = draw.choice([name for name in members if name.endswith((".xml", ".rels"))])
    strange = (
        "",
        "-1",
        "0",
        "99999999999999999999",
        "NaN",
        "A0",
        "XFD1048577",
        "../../../etc/passwd",
        "٣",
        "s1",
    )
    members[name] = re.sub(
        r'="[^"]*"',
        lambda match: f'="{draw.choice(strange)}"' if draw.random() < 0.05 else match[0],
        str(members[name]),
    )
    return Made(packed(members))


def declared(draw: Random, kind: str) -> Made:
    """Declare entities that would grow, or lead outside."""
    members = book(kind, people(draw))
    grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    inner = draw.choice((f'<!ENTITY e0 "x">{grow}', '<!ENTITY e8 SYSTEM "file:///etc/passwd">', ""))
    name = main_part(kind)
    members[name] = f"<!DOCTYPE x [{inner}]>" + str(members[name]).replace("Rim", "&e8;")
    return Made(packed(members), REFUSED)


def bomb(draw: Random, kind: str) -> Made:
    """A few thousand bytes that unpack to many millions."""
    members = book(kind, people(draw), after=draw.choice((" ", "<x/>", "<!-- -->")) * 5_000_000)
    return Made(packed(members), REFUSED)


def deep(draw: Random, kind: str) -> Made:
    depth = draw.choice((300, 3000))
    return Made(packed(book(kind, people(draw), after="<a>" * depth + "</a>" * depth)), REFUSED)


def long_tag(draw: Random, kind: str) -> Made:
    after = f'<a b="{"".join(draw.choices("abcdefgh", k=200)) * 15_000}"/>'
    return Made(packed(book(kind, people(draw), after=after)), REFUSED)


def endless_cell(draw: Random, kind: str) -> Made:
    rows = people(draw)
    rows[-1][1] = "".join(draw.choices("abcdefgh", k=1000)) * 1001
    return Made(packed(book(kind, rows)), REFUSED)


def locked(draw: Random, kind: str) -> Made:
    """Say of every member that it is encrypted, or packed in an unknown way."""
    content = bytearray(packed(book(kind, people(draw))))
    offset, value = draw.choice(((8, 1), (10, 14), (10, 99)))
    for place in (match.start() for match in re.finditer(b"PK\x01\x02", bytes(content))):
        content[place + offset] = value
    for place in (match.start() for match in re.finditer(b"PK\x03\x04", bytes(content))):
        content[place + offset - 2] = value
    return Made(bytes(content), REFUSED)


def wrong_sizes(draw: Random, kind: str) -> Made:
    """Let the archive lie about how large its members are, or where they stand."""
    content = bytearray(packed(book(kind, people(draw))))
    places = [match.start() for match in re.finditer(b"PK\x01\x02", bytes(content))]
    offset = draw.choice((16, 20, 24, 42))
    struct.pack_into("<I", content, draw.choice(places) + offset, draw.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF)))
    return Made(bytes(content))


def twice(draw: Random, kind: str) -> Made:
    """Let two members have one name."""
    members = book(kind, people(draw))
    name = main_part(kind)
    other = "z" * len(name)
    content = packed({**members, other: "<other/>"})
    return Made(content.replace(other.encode(), name.encode()), REFUSED)


def several_sheets(draw: Random, kind: str) -> Made:
    rows = people(draw)
    chosen = draw.random() < 0.5
    if kind == "xlsx":
        members = xlsx_members({"List": sheet_xml(rows), "Other & more": sheet_xml([("x",), ("1",)])})
    else:
        members = ods_members({"List": "".join(map(ods_row, rows)), "Other": ods_row(("x",))})
    mapping = f"{MAPPING}\nfile: {{sheet: List}}\n" if chosen else MAPPING
    return Made(packed(members), all_of(rows) if chosen else REFUSED, mapping)


def strange_letters(draw: Random, kind: str) -> Made:
    rows = people(draw)
    rows[-1][1] = draw.choice(("\u202eRim\u202c", "R\u0301im", "\U0001f600", "\ufeffRim", "&lt;Rim&gt;"))
    return Made(packed(book(kind, rows)), all_of(rows))


# XLSX alone


def x_cell(draw: Random) -> Made:
    """A cell that cannot be trusted."""
    cell, reason = draw.choice(
        (
            ('<c r="{at}" t="e"><v>#REF!</v></c>', "error-cell"),
            ('<c r="{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error-cell"),
            ('<c r="{at}"><f>A1</f></c>', "formula-without-value"),
            ('<c r="{at}" t="s"><v>2</v></c>', "damaged-cell"),
            ('<c r="{at}" t="s"><v>-1</v></c>', "damaged-cell"),
            ('<c r="{at}"><v>1,5</v></c>', "damaged-cell"),
            ('<c r="{at}"><v>inf</v></c>', "damaged-cell"),
            ('<c r="{at}" t="q"><v>1</v></c>', "damaged-cell"),
            ('<c r="{at}" s="1"><v>60</v></c>', "impossible-date"),
            ('<c r="{at}" s="1"><v>99999999</v></c>', "impossible-date"),
            ('<c r="{at}" t="str"><v>a_x0000_b</v></c>', "control-character"),
        )
    )
    rows, number = replaced(draw, "xlsx", cell)
    return Made(packed(book("xlsx", rows)), one_rejected(rows, number, reason))


def x_good_cell(draw: Random) -> Made:
    """A cell that is unusual and can be trusted."""
    cell = draw.choice(
        (
            '<c r="{at}" t="s"><v>1</v></c>',
            '<c r="{at}" t="str"><f>A1</f><v>Rim</v></c>',
            '<c r="{at}" s="2"><v>41000</v></c>',
            '<c r="{at}" t="b"><v>1</v></c>',
            '<c r="{at}"/>',
            '<c r="{at}" t="inlineStr"><is><r><t>Rim</t></r><rPh><t>x</t></rPh></is></c>',
        )
    )
    rows, _ = replaced(draw, "xlsx", cell)
    return Made(packed(book("xlsx", rows)), all_of(rows))


def x_error_in_an_unread_column(draw: Random) -> Made:
    rows = people(draw)
    rows[-1][5] = f'<c r="F{len(rows)}" t="e"><v>#N/A</v></c>'
    return Made(packed(book("xlsx", rows)), all_of(rows))


def x_far_cell(draw: Random) -> Made:
    rows = people(draw)
    after = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    expected = Expected(False, len(rows) - 1, {1_048_576: "wrong-number-of-cells"})
    return Made(packed(book("xlsx", rows, after=after)), expected)


def x_row_order(draw: Random) -> Made:
    after = draw.choice(('<row r="1"/>', '<row r="1048577"/>', '<row r="2"><c r="A2"><v>1</v></c></row>'))
    return Made(packed(book("xlsx", people(draw), after=after)), REFUSED)


def x_dimension(draw: Random) -> Made:
    rows = people(draw)
    members = book("xlsx", rows)
    ref = draw.choice(("A1:XFD1048576", "A1", "", "B2:A1", "A1:ZZZZ99999999999"))
    members[SHEET] = str(members[SHEET]).replace("<sheetData>", f'<dimension ref="{ref}"/><sheetData>')
    return Made(packed(members), all_of(rows))


def x_merged(draw: Random) -> Made:
    rows = people(draw)
    number = draw.randrange(2, len(rows) + 1)
    members = book("xlsx", rows)
    area = f'<mergeCells><mergeCell ref="B{number}:C{number}"/></mergeCells></worksheet>'
    members[SHEET] = str(members[SHEET]).replace("</worksheet>", area)
    if draw.random() < 0.5:
        return Made(packed(members), one_rejected(rows, number, "merged-cells"))
    rows[number - 1][2] = ""
    return Made(packed(members), mapping=f"{MAPPING}\nfile: {{merged: fill}}\n")


def x_empty_rows(draw: Random) -> Made:
    rows = people(draw)
    after = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(100, draw.choice((101, 3000))))
    return Made(packed(book("xlsx", rows, after=after)), all_of(rows))


def x_relations(draw: Random) -> Made:
    members = book("xlsx", people(draw))
    name = draw.choice(("_rels/.rels", "xl/_rels/workbook.xml.rels"))
    targets = ("xl/styles.xml", "/_rels/.rels", "../..", "http://x.invalid/a", "workbook.xml", "\u202e", "")
    members[name] = re.sub(r'Target="[^"]*"', f'Target="{draw.choice(targets)}"', str(members[name]))
    return Made(packed(members), REFUSED)


def x_other_encoding(draw: Random) -> Made:
    members = book("xlsx", people(draw))
    encoding = draw.choice(("utf-16", "utf-7", "cp1256", "latin-1", "utf-32", "rot13", "nothing", "big5"))
    text = f'<?xml version="1.0" encoding="{encoding}"?>{members[SHEET]}'
    members[SHEET] = text.encode("utf-16") if encoding == "utf-16" else text.encode("utf-8")
    return Made(packed(members))


# ODS alone


def o_cell(draw: Random) -> Made:
    """A cell that cannot be trusted."""
    cell, reason = draw.choice(
        (
            ('<table:table-cell table:formula="of:=1"/>', "formula-without-value"),
            ('<table:table-cell office:value-type="float" office:value="x"/>', "damaged-cell"),
            ('<table:table-cell office:value-type="date" office:date-value="1"/>', "impossible-date"),
            ('<table:table-cell calcext:value-type="error" office:value-type="string"/>', "error-cell"),
        )
    )
    rows, number = replaced(draw, "ods", cell)
    return Made(packed(book("ods", rows)), one_rejected(rows, number, reason))


def o_empty_million(draw: Random) -> Made:
    rows = people(draw)
    many = draw.choice((1000, 1_048_000, 999_999_999))
    wide = f'<table:table-cell table:number-columns-repeated="{many}"/>'
    after = ods_row((wide,), said=f' table:number-rows-repeated="{many}"')
    return Made(packed(book("ods", rows, after=after)), all_of(rows))


def o_full_million(draw: Random) -> Made:
    many = draw.choice((1001, 1_048_000, 999_999_999))
    after = ods_row(("9", "Rim"), said=f' table:number-rows-repeated="{many}"')
    return Made(packed(book("ods", people(draw), after=after)), REFUSED)


def o_wide_million(draw: Random) -> Made:
    wide = (
        '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>R</text:p>'
    )
    rows, number = people(draw), 0
    number = draw.randrange(1, len(rows))
    rows[number][1] = wide.format(draw.choice((9, 16_384, 999_999_999))) + "</table:table-cell>"
    return Made(packed(book("ods", rows)), one_rejected(rows, number + 1, "wrong-number-of-cells"))


def o_repeats(draw: Random) -> Made:
    said = draw.choice(("0", "-1", "x", "", "1e9", "9" * 30))
    after = ods_row(("9", "Rim"), said=f' table:number-rows-repeated="{said}"')
    return Made(packed(book("ods", people(draw), after=after)), REFUSED)


def o_merged(draw: Random) -> Made:
    cell = '<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>R</text:p>'
    rows, number = replaced(draw, "ods", f"{cell}</table:table-cell>")
    rows[number - 1][2] = "<table:covered-table-cell/>"
    return Made(packed(book("ods", rows)), one_rejected(rows, number, "merged-cells"))


def o_table_in_a_cell(draw: Random) -> Made:
    inner = f"<table:table>{ods_row(('8', 'Not here'))}</table:table>"
    cell = f'<table:table-cell office:value-type="string">{inner}<text:p>Rim</text:p></table:table-cell>'
    rows, _ = replaced(draw, "ods", cell)
    return Made(packed(book("ods", rows)), all_of(rows))


BOTH = (
    clean, unreadable, repeated, wide_row, flips_of_the_archive, cuts_of_the_archive, flips_of_a_part,
    cuts_of_a_part, lost_part, exchanged_parts, tags, attributes, declared, bomb, deep, long_tag,
    endless_cell, locked, wrong_sizes, twice, several_sheets, strange_letters,
)  # fmt: skip
X_ALONE = (
    x_cell, x_good_cell, x_error_in_an_unread_column, x_far_cell, x_row_order, x_dimension, x_merged,
    x_empty_rows, x_relations, x_other_encoding,
)  # fmt: skip
O_ALONE = (o_cell, o_empty_million, o_full_million, o_wide_million, o_repeats, o_merged, o_table_in_a_cell)


def _of(mutation: Callable[[Random, str], Made], kind: str) -> Mutation:
    return lambda draw: mutation(draw, kind)


XLSX: dict[str, Mutation] = {m.__name__: _of(m, "xlsx") for m in BOTH} | {m.__name__: m for m in X_ALONE}
ODS: dict[str, Mutation] = {m.__name__: _of(m, "ods") for m in BOTH} | {m.__name__: m for m in O_ALONE}

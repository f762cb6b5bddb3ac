"""What goes wrong in CSV and in JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from random import Random
from typing import Any

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

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202e\u2066\u2069\ufeff\u00ad\u200b"
BEGINNINGS = (
    b"%PDF-1.7",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\x1f\x8b\x08",
    b"<html>",
    b"<?xml version='1.0'?>",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
STRANGE_ENCODINGS = (
    "cp1256 cp1252 cp037 utf-7 utf-16 ascii idna punycode rot13 hex unicode_escape mbcs nothing utf_8_sig "
    "big5 shift_jis raw_unicode_escape undefined"
).split()


def as_csv(rows: Sequence[Sequence[str]], **style: Any) -> str:
    stream = io.StringIO()
    csv.writer(stream, **{"lineterminator": "\n", **style}).writerows(rows)
    return stream.getvalue()


def with_encoding(name: str) -> str:
    return f"{MAPPING}\nfile: {{encoding: {name}}}\n"


def clean(draw: Random) -> Made:
    rows = people(draw)
    return Made(as_csv(rows).encode(), all_of(rows))


def unreadable(draw: Random) -> Made:
    rows, expected = damaged_people(draw)
    return Made(as_csv(rows).encode(), expected)


def repeated(draw: Random) -> Made:
    rows, expected = repeated_people(draw)
    return Made(as_csv(rows).encode(), expected)


def other_unicode(draw: Random) -> Made:
    rows = people(draw)
    return Made(as_csv(rows).encode(draw.choice(ENCODINGS)), all_of(rows))


def other_encoding(draw: Random) -> Made:
    return Made(
        as_csv(people(draw, most=30)).encode(draw.choice(("cp1256", "cp1252", "mac_arabic")), "replace")
    )


def stated_encoding(draw: Random) -> Made:
    text = as_csv(people(draw))
    return Made(text.encode(draw.choice(ENCODINGS)), mapping=with_encoding(draw.choice(STRANGE_ENCODINGS)))


def flips(draw: Random) -> Made:
    return Made(flipped(draw, as_csv(people(draw)).encode(draw.choice(ENCODINGS))))


def cuts(draw: Random) -> Made:
    return Made(cut(draw, as_csv(people(draw)).encode(draw.choice(ENCODINGS))))


def ragged(draw: Random) -> Made:
    rows = people(draw)
    number = draw.randrange(1, len(rows))
    rows[number] = rows[number] + ["x"] if draw.random() < 0.5 else rows[number][:-1]
    expected = Expected(refused=False, accounts=len(rows) - 2, reasons={number + 1: "wrong-number-of-cells"})
    return Made(as_csv(rows).encode(), expected)


def zeros(draw: Random) -> Made:
    rows = people(draw)
    number = draw.randrange(1, len(rows))
    rows[number][5] = draw.choice(("\x00", "a\x01b", "\x7f", "\x1b[31m"))
    expected = Expected(refused=False, accounts=len(rows) - 2, reasons={number + 1: "control-character"})
    return Made(as_csv(rows).encode(), expected)


def marks(draw: Random) -> Made:
    rows = people(draw)
    number = draw.randrange(1, len(rows))
    rows[number][1] = draw.choice(MARKS) + rows[number][1] + draw.choice(MARKS)
    return Made(as_csv(rows).encode(), all_of(rows))


def quotes(draw: Random) -> Made:
    text = as_csv(people(draw))
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(text))
        text = text[:place] + draw.choice(('"', '""', '",', '\n"', "\\")) + text[place:]
    return Made(text.encode())


def ends(draw: Random) -> Made:
    rows = people(draw)
    style = draw.choice(("\r", "\r\n", "\n\n", "\n\r\n"))
    return Made(as_csv(rows, lineterminator=style).encode(), all_of(rows))


def strange_ends(draw: Random) -> Made:
    return Made(as_csv(people(draw), lineterminator=draw.choice(("\x0b", "\u2028", "\x85", "\x1e"))).encode())


def other_mark(draw: Random) -> Made:
    return Made(as_csv(people(draw), delimiter=draw.choice(";\t|")).encode(), REFUSED)


def endless_cell(draw: Random) -> Made:
    text = as_csv(people(draw))
    return Made((text + '009,"' + draw.choice("xس\n") * 1_000_100).encode(), REFUSED)


def header(draw: Random) -> Made:
    rows = people(draw)
    if draw.random() < 0.4:
        return Made(as_csv([[*row, draw.choice(row)] for row in rows]).encode(), REFUSED)
    rows[0] = draw.choice((["id", "id", *rows[0][2:]], [""] * 6, rows[0][1:], ["x"] * 20_000, []))
    return Made(as_csv(rows).encode(), REFUSED)


def noise(draw: Random) -> Made:
    return Made(draw.randbytes(draw.choice((1, 2, 3, 4, 50, 500, 5000))))


def another_file(draw: Random) -> Made:
    if draw.random() < 0.5:
        return Made(draw.choice(BEGINNINGS) + draw.randbytes(200), REFUSED)
    rows = [[draw.choice(("%PDF", "Rar!", "PAR1", "{\\rtf")), *row] for row in people(draw)]
    return Made(as_csv(rows).encode(), REFUSED)


def nothing(draw: Random) -> Made:
    return Made(
        draw.choice((b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b",,,,,\n", b"id\n", b"\x00\x00")), REFUSED
    )


def blank_rows(draw: Random) -> Made:
    rows = people(draw)
    text = as_csv(rows) + draw.choice(("\n", ",,,,,\n")) * draw.choice((1, 100, 20_000))
    return Made(text.encode(), all_of(rows))


def header_further_down(draw: Random) -> Made:
    rows = people(draw)
    mapping = f"{MAPPING}\nfile: {{header: {draw.choice((3, 3, 3, 999))}}}\n"
    above = "A title\n,,\n"
    return Made((above + as_csv(rows)).encode(), all_of(rows) if "header: 3" in mapping else REFUSED, mapping)


CSV: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        clean, unreadable, repeated, other_unicode, other_encoding, stated_encoding, flips, cuts, ragged,
        zeros, marks, quotes, ends, strange_ends, other_mark, endless_cell, header, noise, another_file,
        nothing, blank_rows, header_further_down,
    )
}  # fmt: skip


def as_objects(rows: Sequence[Sequence[str]]) -> list[str]:
    return [json.dumps(dict(zip(rows[0], cells, strict=True)), ensure_ascii=False) for cells in rows[1:]]


def written(objects: Sequence[str]) -> bytes:
    return "\n".join(objects).encode()


def j_clean(draw: Random) -> Made:
    rows = people(draw)
    return Made(written(as_objects(rows)), all_of(rows))


def j_unreadable(draw: Random) -> Made:
    rows, expected = damaged_people(draw)
    reasons = {number - 1: reason for number, reason in expected.reasons.items()}
    return Made(written(as_objects(rows)), Expected(False, expected.accounts, reasons))


def j_repeated(draw: Random) -> Made:
    rows, expected = repeated_people(draw)
    reasons = {number - 1: reason for number, reason in expected.reasons.items()}
    return Made(written(as_objects(rows)), Expected(False, expected.accounts, reasons))


def j_bad_line(draw: Random) -> Made:
    rows = people(draw)
    objects = as_objects(rows)
    number = draw.randrange(1, len(objects))
    line, reason = draw.choice(
        (
            (objects[number][:-1], "not-json"),
            (objects[number].replace('"id": "', '"id": NaN, "x": "'), "not-json"),
            ("[" * draw.choice((10, 100_000)), "not-json"),
            ('{"a":' * draw.choice((10, 100_000)), "not-json"),
            ('["x"]', "not-an-object"),
            ("null", "not-an-object"),
            ("9" * 5000, "not-an-object"),
            (objects[number].replace("{", '{"id": "7", ', 1), "repeated-key"),
            (objects[number].replace('"remark": "', '"remark": "\\u0000'), "control-character"),
            (objects[number].replace('"remark": "', '"remark": "\\ud800'), "control-character"),
            (objects[number].replace('"name": "', '"name": ["Rim"], "remark2": "'), "nested-value"),
            (objects[number].replace('"name": "', '"name": {"a": 1}, "remark2": "'), "nested-value"),
        )
    )
    objects[number] = line
    return Made(written(objects), Expected(False, len(objects) - 1, {number + 1: reason}))


def j_flips(draw: Random) -> Made:
    return Made(flipped(draw, written(as_objects(people(draw)))))


def j_cuts(draw: Random) -> Made:
    return Made(cut(draw, written(as_objects(people(draw)))))


def j_other_unicode(draw: Random) -> Made:
    rows = people(draw)
    return Made("\n".join(as_objects(rows)).encode(draw.choice(ENCODINGS)), all_of(rows))


def j_array(draw: Random) -> Made:
    begin = draw.choice(("[", "[\n"))
    return Made((begin + ",\n".join(as_objects(people(draw))) + "]").encode(), REFUSED)


def j_endless(draw: Random) -> Made:
    objects = as_objects(people(draw))
    return Made(written([*objects, '{"id": "9", "name": "' + "x" * 1_000_100 + '"}']), REFUSED)


def j_values(draw: Random) -> Made:
    objects = as_objects(people(draw))
    value = draw.choice(
        ("1e999", "-0", "1.10", "true", "null", "12345678901234567890", '"\\ud83d\\ude00"', "[]")
    )
    objects.append(f'{{"id": {value}, "name": {value}, "remark": {value}}}')
    return Made(written(objects))


def j_keys(draw: Random) -> Made:
    objects = as_objects(people(draw))
    key = draw.choice(("", " ", "id ", "\\u0000", "\\ud800", "x" * 5000, "\\u202eid"))
    objects.append(f'{{"{key}": "1", "id": "9"}}')
    return Made(written(objects))


def j_blank_lines(draw: Random) -> Made:
    rows = people(draw)
    return Made(("\n \n".join(as_objects(rows)) + "\n" * draw.choice((1, 1000))).encode(), all_of(rows))


JSONL: dict[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        j_clean, j_unreadable, j_repeated, j_bad_line, j_flips, j_cuts, j_other_unicode, j_array, j_endless,
        j_values, j_keys, j_blank_lines,
    )
}  # fmt: skip

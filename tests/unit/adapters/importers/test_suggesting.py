"""A mapping is suggested for a list that nobody described: it can be read, and names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.made import xlsx

from tawthiq.adapters.importers.mapping import read_mapping
from tawthiq.adapters.importers.suggesting.look import look
from tawthiq.adapters.importers.suggesting.suggestion import suggest
from tawthiq.adapters.importers.suggesting.words import header_guess
from tawthiq.adapters.importers.suggesting.writing import mapping_text
from tawthiq.adapters.importers.worker import Job, stage
from tawthiq.core.errors import InputRejected
from tawthiq.core.vocabulary import load
from tawthiq.journey.records.lists import Advance

PACKS = ("syria",)
TIDY = """id,full name,mother's name,sex,age,date of death,governorate,town,by,cause
1,Salma Ward,Rim,F,12,13/04/2012,Aleppo,Azaz,Russian forces,Shelling
2,Hadi Nour,Huda,M,40,03/04/2012,Aleppo,Azaz,Russian forces,Shooting
3,Rim Haddad,Salma,F,unknown,22/05/2012,Idlib,,Russian forces,Shelling
4,Omar Saleh,Rim,M,7,01/06/2012,Idlib,,Russian forces,Shelling
"""


@contextmanager
def quiet(_label: str, _total: int | None = None) -> Iterator[Advance]:
    yield lambda count: None


def suggested(folder: Path, content: str | bytes, name: str = "killed.csv", sheet: str = "") -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    looked = look(path, sheet=sheet, packs=PACKS, folder=folder, say=lambda message: None)
    text = mapping_text(looked, load(PACKS))
    read_mapping(text, name="suggested.yml", packs=PACKS)
    return text


def staged(folder: Path, mapping: str, name: str = "killed.csv") -> dict[str, Any]:
    (folder / "staging").mkdir()
    job = Job(str(folder / name), str(folder / "staging"), "suggested.yml", mapping, "../2022-10", PACKS)
    return stage(job, advance=lambda count: None)


def test_a_tidy_list_can_be_imported_as_it_was_suggested(tmp_path: Path) -> None:
    text = suggested(tmp_path, TIDY)

    summary = staged(tmp_path, text)

    assert (summary["accounts"], summary["rejected_rows"]) == (4, 0)
    for line in (
        "row_id: id",
        "  name: {column: full name}",
        "order: dmy",
        "      F: female  # 2 rows",
        "        Shelling: shelling  # 3 rows",
        "age: {column: age, unknown: [unknown]",
        "place: {column: town, within: {column: governorate",
    ):
        assert line in text


def test_nobody_is_named(tmp_path: Path) -> None:
    text = suggested(tmp_path, TIDY)

    assert not [name for name in ("Salma", "Hadi", "Rim", "Omar", "Huda") if name in text]


def test_a_column_of_codes_that_holds_people_is_not_shown(tmp_path: Path) -> None:
    rows = "".join(f"{n},Salma {n},Captain Hadi {n}\n" for n in range(30))

    assert "Hadi" not in suggested(tmp_path, f"id,name,perpetrator\n{rows}")


def test_a_list_without_a_header_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "killed.csv").write_text("1,Salma Ward,f\n2,Hadi Nour,m\n")

    with pytest.raises(InputRejected, match="may be a person") as caught:
        suggested(tmp_path, "1,Salma Ward,f\n2,Hadi Nour,m\n")
    assert "Salma" not in caught.value.message + caught.value.hint + caught.value.where


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("13/04/2012", "04/13/2012", "03/04/2012"), "1 cells prove day first and 1 month first"),
        (("03/04/2012", "05/06/2012"), "2 cells such as 03/04/2012 can be read either way"),
        (("04/13/2012", "03/04/2012"), "order: mdy"),
        (("١٣/٠٤/٢٠١٢", "٠٣/٠٤/٢٠١٢"), "order: dmy"),
        (("13/09/1433", "14/10/1434"), "calendar: hijri"),
        (("5 آذار 2012", "13 رمضان 1433"), "1 of 2 different cells may have a Hijri year"),
    ],
)
def test_the_order_of_dates_is_counted_and_never_assumed(
    tmp_path: Path, dates: tuple[str, ...], words: str
) -> None:
    rows = "".join(f"{n},Salma {n},{date}\n" for n, date in enumerate(dates))

    text = suggested(tmp_path, f"id,name,date of death\n{rows}")

    assert words in text


@pytest.mark.parametrize(
    ("header", "kind", "language"),
    [
        ("Date of Death", "date", "en"),
        ("تاريخ الولادة", "birth-date", "ar"),
        ("اسم الأم", "mother-name", "ar"),
        ("FECHA_DE_DESAPARICIÓN", "date", "es"),
        ("Apellidos y Nombres", "name", "es"),
        ("Prénom", "name-parts.given", "fr"),
        ("Lieu du décès", "place", "fr"),
        ("name of the victim's village", "", ""),
        ("q17", "", ""),
    ],
)
def test_headers_are_known_in_four_languages(header: str, kind: str, language: str) -> None:
    found = header_guess(header)

    if kind:
        assert (found.kind, found.language) == (kind, language)
    else:
        assert found.fit < 3


def test_a_workbook_is_looked_at_with_its_sheet_and_its_header(tmp_path: Path) -> None:
    rows = [line.split(",") for line in TIDY.splitlines()]
    book = xlsx([("Our list of the killed",), (), *rows], sheet="قائمة 1")

    text = suggested(tmp_path, book, "killed.xlsx", sheet="قائمة 1")

    assert "file: {sheet: قائمة 1, header: 3}" in text
    assert staged(tmp_path, text, "killed.xlsx")["accounts"] == 4


def test_another_mark_between_cells_is_found(tmp_path: Path) -> None:
    text = suggested(tmp_path, TIDY.replace(",", ";"))

    assert 'file: {delimiter: ";"}' in text
    assert staged(tmp_path, text)["accounts"] == 4


def test_repeated_identifiers_and_strange_headers_are_said(tmp_path: Path) -> None:
    text = suggested(tmp_path, 'id,"name: {of}",#note\n1,Salma,x\n1,Hadi,y\n,Rim,z\n')

    assert "# CHANGE: 1 rows repeat an identifier" in text
    assert "# CHANGE: 1 rows have no identifier" in text


def test_the_suggestion_comes_from_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "killed.csv"
    path.write_text(TIDY)

    found = suggest(path, sheet="", packs=PACKS, progress=quiet)

    assert found["rows"] == 4
    by_name = {column["column"]: column for column in found["columns"]}
    assert by_name["sex"]["values"] == {"F": 2, "M": 2}
    assert by_name["full name"]["values"] == {}
    assert by_name["date of death"]["dates"]["day_first"] == 2


def test_a_file_that_cannot_be_read_is_said_by_that_process(tmp_path: Path) -> None:
    path = tmp_path / "killed.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 100)

    with pytest.raises(InputRejected, match="old workbook") as caught:
        suggest(path, sheet="", packs=PACKS, progress=quiet)
    assert ".xlsx" in caught.value.hint

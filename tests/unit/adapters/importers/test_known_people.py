"""Files of known people: read whole, or refused by file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tawthiq.adapters.importers.known_people import KnownColumns, known_people
from tawthiq.core.errors import InputRejected
from tawthiq.journey.cases.truth import Truth, TruthRow


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "known.csv"


def read(path: Path, content: str | bytes, source: str | None = None) -> Truth:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return known_people(path, KnownColumns("id", "person", source))


def refused(path: Path, content: str | bytes) -> InputRejected:
    with pytest.raises(InputRejected) as error:
        read(path, content)
    assert "nothing was" in error.value.message
    return error.value


def test_rows_are_read_with_their_numbers(file: Path) -> None:
    found = read(file, "\ufeffperson,more,id\nsalma,x, 7 \n\nhadi,y,8\n")

    assert found == Truth("known.csv", "id", "person", (TruthRow(2, "7", "salma"), TruthRow(4, "8", "hadi")))


def test_a_row_may_name_its_source(file: Path) -> None:
    found = read(file, "id,person,list\n7,salma,field\n", source="list")

    assert found.rows == (TruthRow(2, "7", "salma", "field"),)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        pytest.param("", "known.csv", id="empty"),
        pytest.param("id,person\n", "known.csv", id="no rows"),
        pytest.param("id,persn\n7,salma\n", "known.csv: row 1, column 'person'", id="no such column"),
        pytest.param("id,person,id\n7,salma,8\n", "known.csv: row 1, column 3", id="a column twice"),
        pytest.param("id,person\n7,salma\n8,\n", "known.csv: row 3, column 'person'", id="empty person"),
        pytest.param("id,person\n ,salma\n", "known.csv: row 2, column 'id'", id="empty identifier"),
        pytest.param("id,person\n7,salma,9\n", "known.csv: row 2", id="a cell too many"),
        pytest.param("id,person\n7\n", "known.csv: row 2", id="a cell too few"),
        pytest.param("id,person\n7,سلمى\n".encode("windows-1256"), "known.csv", id="not UTF-8"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_place(file: Path, content: str | bytes, where: str) -> None:
    assert refused(file, content).where == where


def test_a_column_that_is_nearly_there_is_suggested(file: Path) -> None:
    assert "'persn'" in str(refused(file, "id,persn\n7,salma\n").hint)


def test_the_words_of_a_file_without_a_header_are_not_printed(file: Path) -> None:
    error = refused(file, "7,Salma Ward Haddad\n")

    assert "Salma" not in f"{error.message} {error.hint} {error.where}"


def test_json_lines_are_no_table_of_known_people(file: Path) -> None:
    assert "no CSV" in refused(file, '{"id": "7", "person": "salma"}\n').message

"""A release is counted from its folder alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tawthiq.core.errors import IntegrityFailure
from tawthiq.core.vocabulary import load
from tawthiq.methods.counting.answer import digest_of
from tawthiq.methods.counting.duckdb_engine import DuckDBEngine
from tawthiq.methods.counting.examples import PLACES, tables_of
from tawthiq.methods.counting.opened import ReleaseTables
from tawthiq.methods.counting.plain import PlainEngine
from tawthiq.methods.counting.question import Options, ask
from tawthiq.methods.counting.rules import load_rule, shipped_rules
from tawthiq.methods.counting.schema import TABLES
from tawthiq.methods.counting.tables import write_table

ACTS = [
    {"person": "P-A", "id": "A-1", "violation": "killing", "sex": "male", "governorate": "XX01"},
    {
        "person": "P-B",
        "id": "A-2",
        "violation": "death-due-to-torture",
        "source": "list-b",
        "facility": "F-7",
    },
    {"person": "P-C", "id": "A-3", "violation": "enforced-disappearance"},
]
SPELLS = [{"act": "A-3", "status": "forcibly-disappeared"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with tables_of(ACTS, SPELLS, date(2022, 10, 21)) as tables:
        for table in TABLES:
            write_table(table, tables.rows(table), tmp_path / "counting" / f"{table.name}.parquet")
    places = {code: {"parent": parent, "label": {"en": label}} for code, (parent, label) in PLACES.items()}
    rules = {code: dict(rule) for code, rule in shipped_rules().items()}
    write(tmp_path / "vocabulary.json", load().as_json() | {"places": places})
    write(tmp_path / "rules.json", {"format": 1, "rules": rules})
    write(tmp_path / "manifest.json", {"as_of": "2022-10-21"})
    return tmp_path


def write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("engine", [DuckDBEngine, PlainEngine])
def test_a_release_is_counted_from_its_folder(folder: Path, engine: Any) -> None:
    with ReleaseTables.open(folder, threads=1) as tables:
        counting = engine(tables)
        killed = ask(tables.words, rule=load_rule("killed", tables.rules))

        assert counting.count(killed).at_least == 2
        assert [act.act_id for act in counting.acts(killed)] == ["A-1", "A-2"]
        assert counting.count(killed).digest == digest_of([("A-2", "v1"), ("A-1", "v1")])
        assert counting.count(ask(tables.words, rule=load_rule("held", tables.rules))).at_least == 1


def test_sources_and_facilities_are_known_by_the_tables(folder: Path) -> None:
    with ReleaseTables.open(folder) as tables:
        question = ask(tables.words, options=Options(where=["source=list-b", "facility=F-7"]))

        assert DuckDBEngine(tables).count(question).at_least == 1


def test_counting_needs_no_django(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from tawthiq.methods.counting.opened import ReleaseTables\n"
        "from tawthiq.methods.counting.duckdb_engine import DuckDBEngine\n"
        "from tawthiq.methods.counting.question import ask\n"
        "from tawthiq.methods.counting.rules import load_rule\n"
        "with ReleaseTables.open(Path(sys.argv[1])) as tables:\n"
        "    question = ask(tables.words, rule=load_rule('killed', tables.rules))\n"
        "    print(DuckDBEngine(tables).count(question).at_least, 'django' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True, timeout=120
    )

    assert done.stdout.split() == ["2", "False"]


@pytest.mark.parametrize("name", ["manifest.json", "vocabulary.json", "rules.json"])
@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_document_that_is_missing_or_wrong_is_an_integrity_failure(
    folder: Path, name: str, content: str | None
) -> None:
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(content)

    with pytest.raises(IntegrityFailure) as caught:
        ReleaseTables.open(folder)

    assert caught.value.where == name


def test_a_missing_table_is_an_integrity_failure(folder: Path) -> None:
    (folder / "counting" / "spells.parquet").unlink()

    with pytest.raises(IntegrityFailure, match="spells"):
        ReleaseTables.open(folder)


def test_bitmaps_in_several_ranges_are_those_in_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = [{"person": f"P-{n:04d}", "violation": "killing", "sex": "male"} for n in range(1500)]
    with tables_of(acts, [], date(2022, 10, 21)) as tables:
        question = ask(tables.words, rule=load_rule("killed"))
        whole = DuckDBEngine(tables).count(question)

        monkeypatch.setattr("tawthiq.methods.counting.duckdb_engine.BITMAP_BUDGET", 1)

        assert DuckDBEngine(tables).count(question) == whole
        assert whole.at_least == 1500


def test_an_answer_opens_by_its_cells(folder: Path) -> None:
    with ReleaseTables.open(folder) as tables:
        question = ask(tables.words, rule=load_rule("killed"), options=Options(by=["governorate"]))
        answer = DuckDBEngine(tables).count(question)

        assert answer.cell({"governorate": "XX01"}).at_least == 1
        assert answer.as_json()["cells"] == [{"key": {"governorate": "XX01"}, "at_least": 1, "at_most": 2}]
        with pytest.raises(KeyError):
            answer.cell({"governorate": "XX02"})

"""The journey from the command line, on a file and on a server: the same words, the same number."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import servers
from tests.interfaces.published import MAPPING, Desk

ROWS = "id,name,sex\n1,Salma Ward,f\n2,Hadi\0 Nour,m\n3,Omar Saleh,m\n"


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest, tmp_path: Path, worker: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A new archive, made by the command, on each of the databases."""
    made = Desk(tmp_path / "archive", tmp_path)
    if request.param == "sqlite":
        monkeypatch.delenv("DATABASE_URL", raising=False)
        assert made.run("init", made.archive).code == 0
        yield made
        return
    server = servers.find(run=str(os.getpid()))
    if server is None:
        pytest.skip(f"not tested on PostgreSQL: {servers.NOBODY_ANSWERS}")
    with server.database(f"{worker}_journey") as url:
        monkeypatch.setenv("DATABASE_URL", url)
        assert made.run("init", made.archive).code == 0
        yield made


def test_a_list_becomes_a_number_and_its_zero_byte_a_rejected_row(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mapping.yml").write_text(MAPPING)
    (tmp_path / "list.csv").write_text(ROWS)
    source = ("--source", "field", "--mapping", tmp_path / "mapping.yml", "--documented", "2014-06-01")

    taken = desk.run("records", "import", tmp_path / "list.csv", *source)

    assert (taken.code, "2 new" in taken.out, "1 to quarantine" in taken.out) == (3, True, True)
    assert "control-character" in desk.run("records", "quarantine").out
    for words in (("cases", "link"), ("verification", "accept")):
        assert desk.run(*words).code == 0
    assert desk.run("releases", "freeze", "--as-of", "2022-10-21", "--name", "r1").code == 0
    assert desk.run("figures", "count", "--release", "r1", "--json").json["at_least"] == 2
    assert desk.run("releases", "verify", desk.archive / "releases" / "r1").code == 0
    assert desk.run("audit", "verify").code == 0

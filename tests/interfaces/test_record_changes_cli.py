"""Deciding on rows that repeat or are gone, through the front door: JSON, exit codes and permissions."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MAPPING = """
mapping: 1
name: invented
row_id: id
source: {code: field, title: Invented field team, reliability: B}
person:
  name: {column: name}
  sex: {column: sex, values: {f: female, m: male}}
  birth-date: {column: born, order: ymd}
acts: [{violation: {constant: killing}}]
"""
HEADER = "id,name,sex,born\n"
SALMA = "سلمى خليل أحمد الورد,f,1990-05-01\n"
SALMA_SPELT_ANEW = "سلمي خليل احمد الورد,f,1990-05-01\n"
HADI = "هادي عمر سالم النجار,m,1981-02-03\n"
HADI_A_YEAR_LATER = "هادي عمر سالم,m,1982-02-03\n"
RIM = "ريم نور حسن الحداد,f,1975-01-09\n"
OMAR = "عمر يوسف صالح الحداد,m,1960-04-04\n"
SHARED = f"7,{OMAR}7,{OMAR}8,Amin Darwish,m,1970-01-01\n8,Amin Haddad,m,1970-01-01\n"
"""Rows 5 to 8 of the first file: two that say the same under one identifier, and two that differ."""
FIRST = f"{HEADER}1,{SALMA}2,{HADI}3,{RIM}{SHARED}"
SECOND = f"{HEADER}11,{SALMA_SPELT_ANEW}12,{HADI_A_YEAR_LATER}7,{OMAR}"
WHY = ("--reason", "asked the source")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    notes: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def error(self) -> tuple[int, str]:
        """The exit code and the code of the error, of a command with --json."""
        return self.code, self.json["error"]["code"]


@dataclass(frozen=True)
class Desk:
    """An archive with one list in it, and the folder of what was handed in and out."""

    archive: Path
    papers: Path

    def run(self, *words: object) -> Ran:
        command = [sys.executable, "-m", "tawthiq", "--archive", str(self.archive), *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def records(self, *words: object) -> Ran:
        return self.run("records", *words, "--json")

    def import_(self, name: str, content: str) -> Ran:
        (self.papers / name).write_text(content, encoding="utf-8")
        mapping = ("--source", "field", "--mapping", self.papers / "invented.yml")
        return self.records("import", self.papers / name, *mapping)

    def entries(self) -> int:
        """How many things the log holds."""
        return len(self.run("audit", "log", "--json").json["entries"])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Desk:
    papers = tmp_path_factory.mktemp("papers")
    (papers / "invented.yml").write_text(MAPPING)
    return Desk(Path(shutil.copytree(empty_archive, tmp_path_factory.mktemp("story") / "archive")), papers)


@pytest.fixture(scope="module")
def admitted(desk: Desk) -> dict[str, Ran]:
    """The first list, and the decisions on its rows that share an identifier: what each command said."""
    told = {"import": desk.import_("list.csv", FIRST)}
    batch = told["import"].json["batch_id"]
    told["by a reviewer"] = desk.records("admit", batch, "one", *WHY, "--as", "reviewer")
    told["without a reason"] = desk.records("admit", batch, "one")
    told["an absent batch"] = desk.records("admit", "B-ABSENT", "one", *WHY)
    told["an absent row"] = desk.records("admit", batch, "one", "--row", 2, *WHY)
    told["as something else"] = desk.records("admit", batch, "both", *WHY)
    told["rows that differ"] = desk.records("admit", batch, "one", "--row", 7, "--row", 8, *WHY)
    told["dry"] = desk.records("admit", batch, "one", *WHY, "--dry-run")
    told["waiting after the dry run"] = desk.records("quarantine", "--batch", batch)
    told["one"] = desk.records("admit", batch, "one", *WHY)
    told["one again"] = desk.records("admit", batch, "one", *WHY)
    told["several"] = desk.run("records", "admit", batch, "several", "--row", 8, *WHY)
    told["waiting at last"] = desk.records("quarantine", "--batch", batch)
    told["nothing"] = desk.run("records", "admit", batch, "several", *WHY)
    return told


def test_rows_that_say_the_same_come_in_as_one(admitted: dict[str, Ran]) -> None:
    dry, done = admitted["dry"].json, admitted["one"].json

    assert (dry.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert dry == done
    assert [done[name] for name in ("format", "groups", "rows", "records", "differing")] == [1, 1, 2, 1, 1]
    assert [cell["row"] for cell in admitted["waiting after the dry run"].json["rejected"]] == [5, 6, 7, 8]
    assert admitted["one again"].json["groups"] == 0


def test_rows_that_differ_come_in_as_several(admitted: dict[str, Ran]) -> None:
    assert admitted["several"].code == 0
    assert "Admitted 2 rows with 1 identifiers as 2 records." in admitted["several"].out
    assert admitted["waiting at last"].json["rejected"] == []
    assert "Nothing left to do" in admitted["nothing"].out


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("by a reviewer", 5, "not-permitted-or-absent"),
        ("without a reason", 2, "usage"),
        ("an absent batch", 5, "not-permitted-or-absent"),
        ("an absent row", 2, "usage"),
        ("as something else", 2, "usage"),
        ("rows that differ", 4, "refused"),
    ],
)
def test_what_is_not_admitted_says_why(admitted: dict[str, Ran], name: str, code: int, kind: str) -> None:
    assert admitted[name].error == (code, kind)


# --- changes


@pytest.fixture(scope="module")
def found(desk: Desk, admitted: dict[str, Ran]) -> dict[str, Ran]:
    """The next edition, and what may have become of the rows that it lacks."""
    told = {"import": desk.import_("list-again.csv", SECOND)}
    told["by an administrator"] = desk.run("accounts", "add", "carla", "--role", "administrator", "--json")
    told["by carla"] = desk.records("changes", "--as", "carla")
    told["by a reviewer"] = desk.records("changes", "--as", "reviewer")
    told["json"] = desk.records("changes")
    told["text"] = desk.run("records", "changes")
    told["of another source"] = desk.records("changes", "--source", "families")
    told["file"] = desk.run("records", "changes", "--out", desk.papers / "proposals.csv")
    told["file with names"] = desk.run("records", "changes", "--out", desk.papers / "named.csv", "--names")
    told["names without a file"] = desk.records("changes", "--names")
    told["no such folder"] = desk.records("changes", "--out", desk.papers / "absent" / "proposals.csv")
    return told


def _proposed(found: dict[str, Ran]) -> list[dict[str, Any]]:
    (one,) = found["json"].json["lists"]
    proposals: list[dict[str, Any]] = one["proposals"]
    return proposals


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_changes_are_proposed_with_reasons_in_both_languages(found: dict[str, Ran]) -> None:
    (one,) = found["json"].json["lists"]

    assert found["json"].json["format"] == 1
    # the two that came in as several went too, and so did Rim
    assert [one[name] for name in ("source", "edition", "gone", "new", "clear")] == ["field", 2, 5, 2, 1]
    assert [proposal["clear"] for proposal in one["proposals"]] == [True, False]
    assert all(reason["en"] and reason["ar"] for p in one["proposals"] for reason in p["reasons"])


def test_changes_name_nobody_unless_asked(desk: Desk, found: dict[str, Ran]) -> None:
    said = found["json"].out + found["text"].out + found["file"].out + found["file"].notes
    written = (desk.papers / "proposals.csv").read_text(encoding="utf-8-sig")

    assert not any(name in said + written for name in ("سلمى", "سلمي", "هادي", "1990"))
    assert "field/" in found["text"].out
    assert [line["gone_name"][:4] for line in _lines(desk.papers / "named.csv")] == ["سلمى", "هادي"]


def test_proposals_are_handed_out_as_a_file_without_verdicts(desk: Desk, found: dict[str, Ran]) -> None:
    lines = _lines(desk.papers / "proposals.csv")

    assert [(line["gone"], line["new"]) for line in lines] == [
        (p["gone"], p["new"]) for p in _proposed(found)
    ]
    assert {line["verdict"] for line in lines} == {""}
    assert "Wrote 2 proposals" in found["file"].notes


def test_a_reviewer_sees_changes_and_who_works_on_no_case_does_not(found: dict[str, Ran]) -> None:
    assert found["by a reviewer"].json == found["json"].json
    assert found["by carla"].error == (5, "not-permitted-or-absent")


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("of another source", 5, "not-permitted-or-absent"),
        ("names without a file", 2, "usage"),
        ("no such folder", 2, "usage"),
    ],
)
def test_what_is_not_listed_says_why(found: dict[str, Ran], name: str, code: int, kind: str) -> None:
    assert found[name].error == (code, kind)


# --- decide and keep


@pytest.fixture(scope="module")
def decided(desk: Desk, found: dict[str, Ran]) -> dict[str, Ran]:
    """What is decided on the rows that are gone."""
    sure, unsure = ((p["gone"], p["new"]) for p in _proposed(found))
    others = [
        r["record_id"]
        for r in desk.records("gone").json["gone"]
        if r["record_id"] not in (sure[0], unsure[0])
    ]
    verdicts = desk.papers / "verdicts.csv"
    lines = _lines(desk.papers / "proposals.csv")
    with verdicts.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.DictWriter(stream, lines[0])
        table.writeheader()
        table.writerows([lines[0], {**lines[1], "verdict": " Different "}])
    before = desk.entries()
    told = {"dry clear": desk.records("decide", "--clear", *WHY, "--dry-run")}
    told["dry file"] = desk.records("decide", "--from", verdicts, *WHY, "--dry-run")
    told["dry keep"] = desk.records("keep", *others, *WHY, "--dry-run")
    told["clear of a source without any"] = desk.records("decide", "--clear", "--source", "families", *WHY)
    told["by a reviewer"] = desk.records("decide", *sure, "same", *WHY, "--as", "reviewer")
    told["kept by a reviewer"] = desk.records("keep", *others, *WHY, "--as", "reviewer")
    told["without a reason"] = desk.records("decide", *sure, "same")
    told["kept without a reason"] = desk.records("keep", *others)
    told["on nothing"] = desk.records("decide", *WHY)
    told["on half a pair"] = desk.records("decide", sure[0], *WHY)
    told["in two ways"] = desk.records("decide", *sure, "same", "--clear", *WHY)
    told["of a source, not clear"] = desk.records("decide", *sure, "same", "--source", "field", *WHY)
    told["kept as a verdict"] = desk.records("decide", *sure, "kept", *WHY)
    told["on an absent record"] = desk.records("decide", "R-ABSENT", sure[1], "same", *WHY)
    told["with no record"] = desk.records("decide", sure[0], "", "same", *WHY)
    told["on one that is not gone"] = desk.records("decide", sure[1], unsure[1], "same", *WHY)
    told["keeping one that is not gone"] = desk.records("keep", sure[1], *WHY)
    told["keeping an absent one"] = desk.records("keep", others[0], "R-ABSENT", *WHY)
    for name, content in BAD_FILES.items():
        (desk.papers / "bad.csv").write_bytes(content)
        told[name] = desk.records("decide", "--from", desk.papers / "bad.csv", *WHY)
    told["an absent file"] = desk.records("decide", "--from", desk.papers / "absent.csv", *WHY)
    told["entries"] = Ran(desk.entries() - before, "", "")
    told["clear"] = desk.records("decide", "--clear", *WHY)
    told["file"] = desk.run("records", "decide", "--from", verdicts, *WHY)
    told["file again"] = desk.records("decide", "--from", verdicts, *WHY)
    told["pair"] = desk.run("records", "decide", *unsure, "same", *WHY)
    told["keep"] = desk.records("keep", *others, others[0], *WHY)
    told["keep again"] = desk.run("records", "keep", *others, *WHY)
    told["gone at last"] = desk.records("gone")
    told["changes at last"] = desk.run("records", "changes")
    told["verify"] = desk.run("audit", "verify")
    return told


BAD_FILES = {
    "a file without its columns": b"gone,new\nR-1,R-2\n",
    "a file with another verdict": b"gone,new,verdict\nR-1,R-2,perhaps\n",
    "a file with a short row": b"verdict,gone,new\nsame,R-1\n",
    "a file with semicolons": b"gone;new;verdict\nR-1;R-2;same\n",
    "a file that is no text": b"gone,new,verdict\nR-1,R-2,\xd3\xe3\xf1\n",
    "a file that is no table": b'gone,new,verdict\nR-1,"R-2' + b"x" * 140_000 + b'",same\n',
}
NOUGHT = {"format": 1, "same": 0, "different": 0, "kept": 0, "done_before": 0, "entry": None}


def test_a_dry_run_says_what_would_be_decided(decided: dict[str, Ran]) -> None:
    assert decided["dry clear"].json == {**NOUGHT, "same": 1, "dry_run": True}
    assert decided["dry file"].json == {**NOUGHT, "different": 1, "dry_run": True}
    assert decided["dry keep"].json == {**NOUGHT, "kept": 3, "dry_run": True}


def test_neither_dry_runs_nor_refusals_decide_anything(decided: dict[str, Ran]) -> None:
    assert decided["entries"].code == 0


def test_clear_proposals_are_decided_at_once(decided: dict[str, Ran]) -> None:
    said = decided["clear"].json

    assert (decided["clear"].code, said["same"], said["dry_run"]) == (0, 1, False)
    assert said["entry"] is not None


def test_a_file_of_verdicts_is_decided_once(decided: dict[str, Ran]) -> None:
    assert decided["file"].out == "Decided: 1 different from a new one.\n"
    assert decided["file again"].json == {**NOUGHT, "done_before": 1, "dry_run": False}


def test_a_later_decision_holds_instead(decided: dict[str, Ran]) -> None:
    assert decided["pair"].code == 0
    assert "Decided: 1 the same as a new one." in decided["pair"].out
    assert "tawthiq cases link" in decided["pair"].out


def test_what_is_kept_is_kept_once(decided: dict[str, Ran]) -> None:
    assert (decided["keep"].json["kept"], decided["keep"].json["done_before"]) == (3, 0)
    assert "3 were decided so before" in decided["keep again"].out


def test_nothing_waits_when_all_is_decided(decided: dict[str, Ran]) -> None:
    assert decided["gone at last"].json["gone"] == []
    assert "Nothing waits" in decided["changes at last"].out
    assert decided["verify"].code == 0


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("by a reviewer", 5, "not-permitted-or-absent"),
        ("kept by a reviewer", 5, "not-permitted-or-absent"),
        ("without a reason", 2, "usage"),
        ("kept without a reason", 2, "usage"),
        ("on nothing", 2, "usage"),
        ("on half a pair", 2, "usage"),
        ("in two ways", 2, "usage"),
        ("of a source, not clear", 2, "usage"),
        ("kept as a verdict", 2, "usage"),
        ("clear of a source without any", 5, "not-permitted-or-absent"),
        ("with no record", 5, "not-permitted-or-absent"),
        ("on an absent record", 5, "not-permitted-or-absent"),
        ("on one that is not gone", 4, "refused"),
        ("keeping one that is not gone", 4, "refused"),
        ("keeping an absent one", 5, "not-permitted-or-absent"),
        ("an absent file", 2, "usage"),
        *((name, 2, "usage") for name in BAD_FILES),
    ],
)
def test_what_is_not_decided_says_why(decided: dict[str, Ran], name: str, code: int, kind: str) -> None:
    assert decided[name].error == (code, kind)

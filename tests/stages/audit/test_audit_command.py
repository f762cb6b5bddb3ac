"""`tawthiq audit`, through the front door."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.db import connection

from tawthiq.accounts.local import actor_for
from tawthiq.adapters.storage.evidence import EvidenceFolder
from tawthiq.audit.door import write
from tawthiq.journey.sources.models import Evidence, Report

from .conftest import source


def run(archive, *arguments):
    connection.close()
    command = [sys.executable, "-m", "tawthiq", "--archive", str(archive.path), "audit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_sound_archive_verifies(filled):
    done = run(filled, "verify", "--json")

    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert (result["format"], result["sound"], result["entries"]) == (1, True, 5)
    assert "known head" in done.stderr


def test_an_altered_archive_exits_with_6_and_names_what_does_not_agree(filled, tamper):
    tamper("UPDATE sources_source SET body = replace(body, 'said', 'sold') WHERE code = 'two'")

    done = run(filled, "verify")

    assert done.returncode == 6
    assert "source S-two" in done.stdout
    assert "sold" not in done.stdout + done.stderr


def test_a_missing_trigger_is_reported_with_all_the_rest(filled, tamper):
    tamper("UPDATE sources_source SET level = 0 WHERE code = 'two'", restore=False)

    verified, logged = run(filled, "verify"), run(filled, "log")

    assert verified.returncode == logged.returncode == 6
    assert "entry 2" in verified.stdout
    assert "tawthiq_audit_entry_update is missing" in verified.stdout
    assert logged.stdout == ""


def test_a_head_kept_elsewhere_finds_a_log_cut_off(filled, tamper, tmp_path):
    head = tmp_path / "head.json"
    assert run(filled, "log", "--head", str(head)).returncode == 0
    assert run(filled, "verify", "--known-head", str(head)).returncode == 0

    tamper("DELETE FROM audit_entry WHERE sequence = 4", "DELETE FROM sources_source WHERE entry = 4")

    assert run(filled, "verify").returncode == 0
    assert run(filled, "verify", "--known-head", str(head)).returncode == 6


def test_a_file_that_is_no_head_is_a_usage_error(filled, tmp_path):
    (tmp_path / "head.json").write_text("{}")

    assert run(filled, "verify", "--known-head", str(tmp_path / "head.json")).returncode == 2
    assert run(filled, "verify", "--known-head", str(tmp_path / "none.json")).returncode == 2


def test_the_log_says_who_did_what(filled):
    done = run(filled, "log", "--verb", "sources.add", "--json")

    entries = json.loads(done.stdout)["entries"]
    assert [entry["sequence"] for entry in entries] == [2, 4]
    assert entries[0]["subject"] == "the first"
    assert run(filled, "log", "--as", "intake").returncode == 5


@pytest.fixture
def with_evidence(archive, occasion_for):
    """One piece of sealed evidence, which whoever verifies may not open."""
    stored = EvidenceFolder(archive.evidence_dir).put(b"a photograph")
    with write("sources.add", occasion=occasion_for(actor_for("intake", "sources.add"))) as change:
        change.insert([source("one")])
        change.insert([Report.of(id="R-1", body={"source": "S-one"} | _REPORT, level=6)])
        change.insert(
            [Evidence.of(id="E-1", body={"report": "R-1", "sha256": stored.sha256} | _EVIDENCE, level=6)]
        )
    return archive, EvidenceFolder(archive.evidence_dir).path(stored.sha256)


_REPORT = {"kind": "document", "title": "", "documented": "", "received_at": ""}
_EVIDENCE = {"size": 12, "media_type": "image/png", "name": "p.png"}


def test_altered_evidence_is_found_by_whoever_may_not_open_it(with_evidence):
    archive, path = with_evidence
    assert run(archive, "verify", "--as", "intake").returncode == 0
    path.chmod(0o600)
    path.write_bytes(b"a Photograph")

    done = run(archive, "verify", "--as", "intake")

    assert done.returncode == 6
    assert "evidence E-1" in done.stdout


def test_lost_evidence_is_found(with_evidence):
    archive, path = with_evidence
    path.unlink()

    assert run(archive, "verify").returncode == 6


def test_a_release_that_the_log_does_not_know_is_found(filled):
    (filled.releases_dir / "2022-10-21").mkdir()

    done = run(filled, "verify")

    assert done.returncode == 6
    assert "release 2022-10-21" in done.stdout


def test_two_people_erase_from_the_command_line(filled):
    arguments = ("erase", "source", "S-two", "--reason", "asked for")
    add = run(filled, *arguments, "--as", "reviewer", "--dry-run")
    first = run(filled, *arguments, "--as", "reviewer", "--json")
    again = run(filled, *arguments, "--as", "reviewer")

    assert add.returncode == 0
    assert json.loads(first.stdout)["erased"] is False
    assert again.returncode == 4
    assert run(filled, *arguments, "--as", "intake").returncode == 5

"""Three releases of one real list come in as editions; every number equals plain SQL over the files.

The people are real: only counts are compared, and nothing that fails shows a name.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from benchmarks.editions import DAYS, KEY, RELEASES, Lists, Pair, measure

from tests.journey.commands import Tawthiq

SHARED = Path(os.environ.get("TAWTHIQ_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
GAZA = SHARED / "data/gaza"
FIRST, SECOND, LAST = RELEASES

pytestmark = [
    pytest.mark.shared,
    pytest.mark.xdist_group("ministry"),
    pytest.mark.skipif(not GAZA.exists(), reason="the real lists are not here (gaza; TAWTHIQ_SHARED)"),
]


@dataclass(frozen=True)
class Story:
    """An archive with the three editions, and what each command said on the way."""

    tawthiq: Tawthiq
    imported: dict[str, dict[str, Any]]
    proposals: dict[str, dict[Pair, bool]]
    crowded: int
    clear: int
    decided: dict[str, Any]
    killed: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def lists() -> Lists:
    return Lists(GAZA)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, lists: Lists) -> Story:
    """The three editions, frozen once before and once after the clear proposals were decided."""
    folder = tmp_path_factory.mktemp("ministry")
    tawthiq = Tawthiq(folder / "archive")
    tawthiq.run("init", str(tawthiq.archive))
    imported, proposals, crowded, clear = {}, {}, 0, 0
    for name, before in zip(RELEASES, ("", *RELEASES), strict=False):
        words = ("--source", "ministry", "--mapping", "ministry", "--documented", DAYS[name])
        path = str(GAZA / f"moh_{name}.csv")
        imported[name] = tawthiq.json("records", "import", path, *words, expect=3)
        if before:
            out = folder / "proposals.csv"
            (found,) = tawthiq.json("records", "changes", "--out", str(out))["lists"]
            proposals[name] = lists.pairs_in(out, before, name)
            crowded, clear = crowded + len(found["crowded"]), found["clear"]
            out.unlink()
    killed = {"undecided": _frozen(tawthiq, "undecided")}
    decided = tawthiq.json("records", "decide", "--clear", "--reason", "a test of the whole list")
    killed["decided"] = _frozen(tawthiq, "decided")
    return Story(tawthiq, imported, proposals, crowded, clear, decided, killed)


def _frozen(tawthiq: Tawthiq, name: str) -> dict[str, Any]:
    tawthiq.run("cases", "link", "--auto", "none")
    tawthiq.run("verification", "accept")
    tawthiq.run("releases", "freeze", "--as-of", DAYS[LAST], "--name", name)
    return tawthiq.json("figures", "count", "--release", name, "--where", "violation=killing")


def undecided(story: Story, release: str) -> int:
    shown = story.tawthiq.json("releases", "show", release)
    number: int = shown["gone_undecided"]
    return number


@pytest.mark.parametrize("name", RELEASES)
def test_rows_whose_key_repeats_wait(story: Story, lists: Lists, name: str) -> None:
    imported = story.imported[name]

    assert imported["rejected_rows"] == lists.repeated(name) > 0
    assert imported["rows"] == lists.number(f"select count(*) from list_{name}")
    cells = story.tawthiq.json("records", "quarantine", "--batch", imported["batch_id"])
    assert cells["reasons"] == {"repeated-identifier": lists.repeated(name)}


@pytest.mark.parametrize("name", RELEASES[1:])
def test_unchanged_new_and_gone_are_exact_by_the_key(story: Story, lists: Lists, name: str) -> None:
    earlier = list(RELEASES[: RELEASES.index(name)])

    found = {word: story.imported[name][word] for word in ("unchanged", "new", "gone")}

    assert found == lists.compared(earlier, name)
    assert story.imported[name]["changed"] == 0


def test_all_repeated_rows_of_the_last_edition_can_come_in_as_one(story: Story, lists: Lists) -> None:
    keys = f"select 1 from list_{LAST} group by {KEY} having count(*) > 1"

    batch = story.imported[LAST]["batch_id"]
    admitted = story.tawthiq.json("records", "admit", batch, "one", "--reason", "a test", "--dry-run")

    assert admitted["groups"] == lists.number(f"select count(*) from ({keys})")
    assert (admitted["rows"], admitted["differing"]) == (lists.repeated(LAST), 0)


@pytest.mark.parametrize("name", RELEASES[1:])
def test_most_who_are_truly_shared_are_found(story: Story, lists: Lists, name: str) -> None:
    found = measure(lists, RELEASES[RELEASES.index(name) - 1], name, story.proposals[name])

    assert found["of them proposed"] > 0.9
    assert found["of them clear"] > 0.8
    assert found["clear and wrong"] <= 0.002 * found["clear and judged by the truth"]
    assert story.crowded == 0


def test_only_what_is_clear_was_decided(story: Story) -> None:
    assert story.decided["same"] == story.clear > 0
    again = story.tawthiq.json("records", "decide", "--clear", "--reason", "again", "--dry-run")
    assert again["different"] == again["kept"] == 0


def test_nobody_of_the_last_edition_counts_twice(story: Story, lists: Lists) -> None:
    once = lists.number(f"select count(*) from once_{LAST}")
    keys = lists.number(f"select count(*) from (select distinct {KEY} from list_{LAST})")

    # a key that repeats in the last edition may be known, once, from an earlier one
    assert once <= story.killed["undecided"]["at_least"] <= keys
    assert story.killed["decided"]["at_least"] == story.killed["undecided"]["at_least"]


def test_what_is_undecided_is_shown_and_counts_in_at_most_only(story: Story) -> None:
    gone = story.imported[LAST]["gone"]

    for release, left in (("undecided", gone), ("decided", gone - story.decided["same"])):
        killed = story.killed[release]
        assert undecided(story, release) == left
        assert killed["at_most"] - killed["at_least"] == left


def test_two_releases_differ_by_exactly_what_was_decided(story: Story) -> None:
    before, after = story.killed["undecided"], story.killed["decided"]
    decided = story.decided["same"]

    found = story.tawthiq.json("releases", "diff", "undecided", "decided")

    assert before["at_most"] - after["at_most"] == decided
    assert len(found["changes"]["persons"]["removed"]) == decided
    assert found["changes"]["persons"]["added"] == []
    assert {gone["reason"] for gone in found["gone"].values()} == {"merged"}


def test_no_release_before_an_edition_knows_what_that_lacks(story: Story, lists: Lists) -> None:
    story.tawthiq.run("releases", "freeze", "--as-of", DAYS[FIRST], "--name", "first")

    killed = story.tawthiq.json("figures", "count", "--release", "first", "--where", "violation=killing")

    assert undecided(story, "first") == 0
    assert killed["at_least"] == lists.number(f"select count(*) from once_{FIRST}")


def test_the_archive_verifies_and_says_no_names(story: Story) -> None:
    done = story.tawthiq.run("audit", "verify", "--json")

    assert json.loads(done.stdout)["format"] == 1

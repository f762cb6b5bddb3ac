"""Releases and figures through the front door: the contract's commands, their JSON and their exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.journey.commands import Tawthiq

MAPPING = """
mapping: 1
name: invented
row_id: id
documented: {column: documented}
source: {code: field, title: Invented field team, reliability: B}
person: {name: {column: name}, sex: {column: sex, values: {f: female, m: male}, unknown: [""]}}
acts: [{violation: {constant: killing}, date: {column: date}}]
"""
LISTED = {"name", "as_of", "frozen_at", "reconstructed", "digest"}
COUNTED = set(
    "format rule unit at_least at_most undetermined repeated single_operator release digest by cells".split()
)
FIRST = """id,name,sex,date,documented
1,Salma Ward,f,2014-03-05,2020-01-01
2,Hadi Nour,m,2014,2020-02-01
3,Rim Haddad,,,2020-03-01
"""
SECOND = FIRST + "4,Omar Saleh,m,2019-01-01,2022-01-01\n"


@dataclass(frozen=True)
class Story:
    """An archive with two releases, and a copy of it that was taken before anything was frozen."""

    tawthiq: Tawthiq
    copy: Tawthiq

    @property
    def releases(self) -> Path:
        """Return where the releases stand."""
        return self.tawthiq.archive / "releases"


def take_in(tawthiq: Tawthiq, folder: Path, text: str) -> None:
    (folder / "invented.yml").write_text(MAPPING, encoding="utf-8")
    (folder / "list.csv").write_text(text, encoding="utf-8")
    mapping = str(folder / "invented.yml")
    tawthiq.run("records", "import", str(folder / "list.csv"), "--source", "field", "--mapping", mapping)
    tawthiq.run("cases", "link", "--auto", "none")
    tawthiq.run("verification", "accept")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Story:
    folder = tmp_path_factory.mktemp("releases")
    tawthiq, copy = Tawthiq(folder / "archive"), Tawthiq(folder / "elsewhere" / "copy")
    shutil.copytree(empty_archive, tawthiq.archive)
    take_in(tawthiq, folder, FIRST)
    shutil.copytree(tawthiq.archive, copy.archive)
    tawthiq.run("releases", "freeze", "--as-of", "2021-01-01", "--name", "early")
    take_in(tawthiq, folder, SECOND)
    tawthiq.run("releases", "freeze", "--as-of", "2022-10-21", "--name", "late")
    return Story(tawthiq, copy)


def count(story: Story, *words: str, expect: int = 0) -> dict[str, Any]:
    return story.tawthiq.json("figures", "count", "--release", "late", *words, expect=expect)


def unlocked(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    for path in to.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return to


def test_releases_are_listed_with_what_the_contract_says(story: Story) -> None:
    found = story.tawthiq.json("releases", "list")["releases"]

    assert [set(release) for release in found] == [
        {"name", "as_of", "frozen_at", "reconstructed", "digest"}
    ] * 2
    assert [(r["name"], r["as_of"], r["reconstructed"]) for r in found] == [
        ("early", "2021-01-01", True),
        ("late", "2022-10-21", True),
    ]


def test_the_same_archive_copied_elsewhere_gives_the_same_digest(story: Story) -> None:
    there = story.copy.json("releases", "freeze", "--as-of", "2021-01-01", "--name", "another-name")

    assert there["digest"] == story.tawthiq.json("releases", "show", "early")["digest"]


def test_show_says_what_a_release_holds_and_what_marks_it(story: Story) -> None:
    shown = story.tawthiq.json("releases", "show", "late")

    assert shown["counts"]["acts"] == 4
    assert shown["single_operator"] is True
    assert "reconstructed: frozen after its date" in story.tawthiq.run("releases", "show", "late").stdout


def test_a_taken_name_is_refused(story: Story) -> None:
    story.tawthiq.run("releases", "freeze", "--as-of", "2021-01-01", "--name", "early", expect=4)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("freeze", "--as-of", "2021-13-01", "--name", "x"), 2),
        (("freeze", "--as-of", "2021-01-01", "--name", "../x"), 2),
        (("freeze", "--as-of", "2999-01-01", "--name", "x"), 4),
        (("show", "none"), 5),
        (("diff", "early", "none"), 5),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(story: Story, words: tuple[str, ...], code: int) -> None:
    story.tawthiq.run("releases", *words, expect=code)


def test_a_dry_run_freezes_nothing(story: Story) -> None:
    said = story.tawthiq.json("releases", "freeze", "--as-of", "2022-10-21", "--name", "dry", "--dry-run")

    assert (said["counts"]["acts"], said["digest"]) == (4, None)
    assert not (story.releases / "dry").exists()


def test_a_release_is_verified_against_the_log(story: Story) -> None:
    found = story.tawthiq.json("releases", "verify", str(story.releases / "early"))

    assert (found["agrees"], found["held_against_log"], found["disagreements"]) == (True, True, [])


def test_a_release_taken_elsewhere_is_verified_without_an_archive(story: Story, tmp_path: Path) -> None:
    folder = unlocked(story.releases / "early", tmp_path / "taken")
    outside = Tawthiq(tmp_path / "no-archive")

    found = outside.json("releases", "verify", str(folder))

    assert (found["agrees"], found["held_against_log"]) == (True, False)


def test_an_altered_release_fails_and_says_where(story: Story, tmp_path: Path) -> None:
    folder = unlocked(story.releases / "early", tmp_path / "altered")
    (folder / "counting/acts.parquet").write_bytes(
        (story.releases / "late/counting/acts.parquet").read_bytes()
    )

    done = story.tawthiq.json("releases", "verify", str(folder), expect=6)

    assert {found["where"] for found in done["disagreements"]} == {"counting/acts.parquet"}


def test_a_release_replaced_inside_the_archive_is_found(story: Story, tmp_path: Path) -> None:
    archive = Tawthiq(unlocked(story.tawthiq.archive, tmp_path / "archive"))
    shutil.rmtree(archive.archive / "releases/early")
    shutil.copytree(story.releases / "late", archive.archive / "releases/early")

    verified = archive.json("releases", "verify", str(archive.archive / "releases/early"), expect=6)
    counted = archive.json("figures", "count", "--release", "early", expect=6)

    assert [found["where"] for found in verified["disagreements"]] == ["manifest.json"]
    assert counted["error"]["code"] == "integrity"


def test_the_difference_says_who_was_added_and_what_the_rules_now_count(story: Story) -> None:
    found = story.tawthiq.json("releases", "diff", "early", "late")

    assert [len(found["changes"]["persons"][key]) for key in ("added", "removed", "changed")] == [1, 0, 0]
    killed = next(each for each in found["figures"] if each["rule"] == "killed")
    assert (killed["earlier"]["at_least"], killed["later"]["at_least"]) == (3, 4)
    assert found["stocks"]["held"]["earlier"] == found["stocks"]["held"]["later"] == 0
    assert "killed" in story.tawthiq.run("releases", "diff", "early", "late").stdout


def test_a_count_is_what_the_contract_says(story: Story) -> None:
    found = count(story, "--rule", "killed", "--by", "sex")

    assert found["format"] == 1
    assert set(found) == COUNTED
    assert (found["unit"], found["at_least"], found["at_most"]) == ("persons", 4, 4)
    assert found["undetermined"] == {
        "total": 1,
        "unknown": 1,
        "unidentified": 0,
        "imprecise": 0,
        "conflict": 0,
    }
    cells = [(cell["key"], cell["at_least"]) for cell in found["cells"] if cell["at_least"]]
    assert cells == [({"sex": "female"}, 1), ({"sex": "male"}, 2)]
    assert found["release"] == {
        "name": "late",
        "digest": story.tawthiq.json("releases", "show", "late")["digest"],
        "as_of": "2022-10-21",
        "reconstructed": True,
    }


def test_every_option_of_the_contract_is_taken(story: Story) -> None:
    options = (
        "--unit acts --measure flow --period 2014-01..2014-12 --date-basis act --place-basis origin"
        " --where sex=!unknown --where violation=killing --by year --by sex"
    )

    found = count(story, *options.split())

    assert (found["unit"], found["at_least"], found["by"]) == ("acts", 2, ["year", "sex"])


def test_a_stock_is_asked_on_a_date(story: Story) -> None:
    found = story.tawthiq.json(
        "figures", "count", "--release", "late", "--rule", "held", "--on", "2021-01-01"
    )

    assert (found["at_least"], found["rule"]["on"]) == (0, "2021-01-01")


def test_the_acts_behind_are_listed_without_names(story: Story) -> None:
    found = count(story, "--where", "sex=female", "--list")

    (certain,) = [act for act in found["acts"] if act["is_certain"]]
    assert (certain["violation"], certain["date"]) == ("killing", "2014-03-05")
    assert "Salma" not in str(found)


def test_text_is_plain_in_a_pipe_and_says_the_marks(story: Story) -> None:
    text = story.tawthiq.run(
        "figures", "count", "--release", "late", "--rule", "killed", "--by", "year"
    ).stdout

    assert text.startswith("At least 4 persons (at most 4).")
    assert "\x1b" not in text
    assert "single operator" in text
    assert "reconstructed: frozen after its date" in text
    assert "release late, as of 2022-10-21, digest " in text


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("--rule", "kiled"), "killed"),
        (("--by", "goverorate"), "governorate"),
        (("--where", "sex=femal"), "female"),
        (("--where", "violation=tortur"), "torture"),
        (("--unit", "people"), "persons"),
    ],
)
def test_an_unknown_word_is_a_usage_error_that_suggests_the_nearest(
    story: Story, words: tuple[str, ...], nearest: str
) -> None:
    found = count(story, *words, expect=2)

    assert found["error"]["code"] == "usage"
    assert nearest in found["error"]["hint"]


def test_an_unknown_release_looks_like_a_forbidden_one(story: Story) -> None:
    story.tawthiq.run("figures", "count", "--release", "none", expect=5)


def test_a_folder_taken_elsewhere_is_counted_without_an_archive(story: Story, tmp_path: Path) -> None:
    folder = unlocked(story.releases / "late", tmp_path / "taken")
    command = [
        sys.executable,
        "-m",
        "tawthiq",
        "figures",
        "count",
        "--release",
        str(folder),
        "--json",
        "--list",
    ]

    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)

    there, here = json.loads(done.stdout), count(story)
    assert {key: there[key] for key in here} == here
    assert (there["acts"], there["restricted"]) == ([], 4)


def test_counting_rules_are_listed(story: Story) -> None:
    shipped = story.tawthiq.json("figures", "rules")["rules"]

    assert {"killed", "held", "died-under-torture"} <= {rule["code"] for rule in shipped}
    assert story.tawthiq.json("figures", "rules", "--release", "late")["rules"] == shipped

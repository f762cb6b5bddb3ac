"""The methodology from the command line: what the release holds, and what the organisation says of itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

RELEASE = Path(__file__).parent.parent / "fixtures/releases/v1"
ABOUT = """
mandate: {en: We document for families., ar: نوثّق من أجل العائلات.}
corrections: {en: Write to the desk., ar: راسلوا المكتب.}
"""


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tawthiq", "figures", "methodology", "--release", str(RELEASE), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", ["Sources: <bdi>", "We document for families.", "Killing", "has not stated: Funding"]),
        ("ar", ["المصادر: <bdi>", "نوثّق من أجل العائلات.", "القتل", "لم تذكر المنظمة: التمويل"]),
    ],
)
def test_it_says_what_the_release_holds_and_what_nobody_has_stated(
    lang: str, says: list[str], tmp_path: Path
) -> None:
    (tmp_path / "about.yml").write_text(ABOUT, encoding="utf-8")
    out = tmp_path / "method.html"

    result = run("--lang", lang, "--about", str(tmp_path / "about.yml"), "--out", str(out), "--json")

    assert result.returncode == 0, result.stderr
    page, data = out.read_text(encoding="utf-8"), json.loads(result.stdout)
    manifest = json.loads((RELEASE / "manifest.json").read_text(encoding="utf-8"))
    assert [words for words in says if words not in page] == []
    assert manifest["release_digest"] in page
    assert manifest["vocabulary"] in page
    assert data["not_stated"] == ["funding", "collection", "ethics", "protection"]


@pytest.mark.parametrize("format_", ["html", "docx", "pdf"])
def test_the_same_release_gives_the_same_bytes(format_: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("--format", format_, "--out", str(tmp_path / name)).returncode == 0

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(("lang", "remarked"), [("en", False), ("ar", True)], ids=["English", "Arabic"])
def test_a_release_that_defines_in_english_only_says_so_in_arabic(
    lang: str, remarked: bool, tmp_path: Path
) -> None:
    out = tmp_path / "method.html"

    assert run("--lang", lang, "--out", str(out)).returncode == 0

    page = out.read_text(encoding="utf-8")
    assert "The neutral parent term" in page
    assert ("لا يتضمن هذا الإصدار تعريفاً بالعربية" in page) == remarked
    assert ('<bdi lang="en">' in page) == remarked


def test_an_unknown_part_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "about.yml").write_text("mandat: {en: a, ar: b}\n", encoding="utf-8")

    result = run("--about", str(tmp_path / "about.yml"), "--out", str(tmp_path / "never.html"))

    assert result.returncode == 3
    assert "about.yml:1:1" in result.stderr
    assert "mandate" in result.stderr
    assert not (tmp_path / "never.html").exists()

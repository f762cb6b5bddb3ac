"""Take the README's pictures from a built demo: `python tools/take_pictures.py DEMO` (needs Chromium)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
STATEMENT = "palestinians-in-syria"
SIZE = {"width": 900, "height": 1000}


def main(archive: Path) -> None:
    """Take four pictures: the statement in both languages, a figure, and a victim."""
    internal = archive / "statements" / f"{STATEMENT}-internal"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for lang in ("en", "ar"):
            page.goto((internal / f"{STATEMENT}.{lang}.html").as_uri())
            take(page, f"statement-{lang}")
        page.goto((internal / "figures/held.en.html").as_uri())
        take(page, "figure-en")
        page.click("a[href*='people/'] >> nth=0")
        page.wait_for_timeout(500)  # the browser first goes to the act that was asked for
        page.evaluate(
            "person = document.querySelector(location.hash).closest('.person');"
            "person.querySelector('details').open = true; person.scrollIntoView()"
        )
        take(page, "victim-en")
        browser.close()


def take(page: Page, name: str) -> None:
    """Keep what the window shows."""
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Write how often name parts of each sound are borne, from names of Wikidata in the shared data (CC0).

    .venv/bin/python tools/make_name_frequencies.py

What is shipped are sounds and numbers, no names; a sound that fewer than three people bear is left out.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

from tawthiq.core.names import SOUND_VERSION, naming_tokens, token_sound

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared"))
TARGET = ROOT / "src/tawthiq/methods/linkage/parameters/name_frequencies.csv"
LEAST = 3


def frequencies(path: Path) -> tuple[Counter[str], int]:
    """Return how many people bear a part of each sound, and how many people there are."""
    borne: Counter[str] = Counter()
    people = 0
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            count = int(row["count"])
            people += count
            for sound in {token_sound(token) for token in naming_tokens(row["arabic_key"])}:
                borne[sound] += count
    return borne, people


def main() -> None:
    """Write the table."""
    borne, people = frequencies(SHARED / "data/names/unicef_wikidata_full_names.csv")
    with TARGET.open("w", encoding="utf-8", newline="") as stream:
        stream.write(
            f"# Sounds (version {SOUND_VERSION}) of name parts of people in Wikidata (CC0),"
            " and how many in a million people bear one\n"
        )
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("sound", "per_million"))
        for sound, count in sorted(borne.items()):
            if count >= LEAST and sound:
                writer.writerow((sound, round(count / people * 1_000_000)))


if __name__ == "__main__":
    main()

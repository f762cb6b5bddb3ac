"""Write how often name parts of each sound are borne, from names of Wikidata in the shared data (CC0).

    .venv/bin/python tools/make_name_frequencies.py

What is shipped are sounds of name parts that three people or more bear, and first names that five or more
bear, with numbers: words of a language, and nobody's name.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

from tawthiq.core.names import FOLD_VERSION, SOUND_VERSION, fold, naming_tokens, token_sound

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("TAWTHIQ_SHARED", ROOT.parent / "shared"))
TARGET = ROOT / "src/tawthiq/methods/linkage/parameters"
LEAST, LEAST_FIRST = 3, 5
NEVER_ALONE = frozenset("ابو ام عبد ابن بن".split())


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


def first_names(path: Path) -> tuple[Counter[str], int]:
    """Return how many people bear each first name of one word, as it is folded, and how many people there
    are.
    """
    borne: Counter[str] = Counter()
    people = 0
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["role"] == "given":
                people += int(row["count"])
                borne[fold(row["arabic_key"])] += int(row["count"])
    whole = {
        name: count for name, count in borne.items() if len(name.split()) == 1 and name not in NEVER_ALONE
    }
    return Counter(whole), people


def main() -> None:
    """Write both tables."""
    names = SHARED / "data/names"
    _write(
        "name_frequencies.csv",
        f"Sounds (version {SOUND_VERSION}) of name parts of people",
        "sound",
        frequencies(names / "unicef_wikidata_full_names.csv"),
        least=LEAST,
    )
    _write(
        "first_names.csv",
        f"First names in Arabic letters (fold version {FOLD_VERSION})",
        "name",
        first_names(names / "unicef_wikidata_units.csv"),
        least=LEAST_FIRST,
    )


def _write(file: str, what: str, column: str, found: tuple[Counter[str], int], *, least: int) -> None:
    borne, people = found
    with (TARGET / file).open("w", encoding="utf-8", newline="") as stream:
        stream.write(f"# {what} in Wikidata (CC0), and how many in a million people bear one\n")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow((column, "per_million"))
        for word, count in sorted(borne.items()):
            if count >= least and word:
                writer.writerow((word, round(count / people * 1_000_000)))


if __name__ == "__main__":
    main()

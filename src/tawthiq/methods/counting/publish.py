"""Prints the drawn examples as the methodology: ``docs/reference/counting.md``.

Run ``python -m tawthiq.methods.counting.publish tests/spec docs/reference/counting.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tawthiq.core.errors import UsageProblem
from tawthiq.methods.counting.answer import Answer
from tawthiq.methods.counting.examples import Asked, Chapter, Example, expected, read_chapter
from tawthiq.methods.counting.fields import FIELDS
from tawthiq.methods.counting.rules import shipped_rules
from tawthiq.methods.counting.stock_change import Term

INTRODUCTION = """\
# How the numbers are counted

This page is the methodology of every number that Tawthiq gives. It is made from the drawn examples in
`tests/spec`, by `python -m tawthiq.methods.counting.publish tests/spec docs/reference/counting.md`; every
example runs on both engines, the fast one and the reference. `docs/explanation/counting.md` says why.

In the tables a bar is *or*: `SY01|SY03` is one place or the other. A plus is *together*: `a+b` acted jointly.
An empty field is unknown: no source states it. `unidentified` is a source that says it could not be known.
Everybody here is invented, and so are the places `XX01` (North), `XX02` (South) and `XX03` (East).
The release is as of 21 October 2022, and what a table does not show was documented on 1 January 2020 and is
one individual, attributed as confirmed where a party is named.
"""


def methodology(chapters: Iterable[Chapter]) -> str:
    """Return the methodology as Markdown: the rules that ship, then every chapter of examples."""
    parts = [INTRODUCTION, *_rules(), *_fields()]
    for chapter in chapters:
        parts += [f"## {chapter.title}\n", f"{chapter.about}\n"]
        parts += [part for example in chapter.examples for part in _example(example)]
    return "\n".join([*parts, *_stocks()])


def _rules() -> Iterator[str]:
    yield "## The rules that ship\n"
    for code, rule in shipped_rules().items():
        label, meaning = rule["label"], rule["definition"]
        yield f"**`{code}`**, {label['en']}, {label['ar']} (version {rule['version']}). {meaning['en']}\n"
        yield f"{meaning['ar']}\n"


def _fields() -> Iterator[str]:
    yield "## The fields of a condition or a table\n"
    yield f"{', '.join(f'`{name}`' for name in FIELDS)}.\n"


def _stocks() -> Iterator[str]:
    yield "## Two stocks\n"
    yield "The difference between two stocks is explained person by person, each under exactly one term:\n"
    yield "\n".join(f"- {term.value}" for term in Term)
    yield "\nThe later stock is the earlier one and the sum of these; what fell is written with a minus.\n"


def _example(example: Example) -> Iterator[str]:
    yield f"### {_sentence_case(example.name)}\n"
    yield f"{example.says}\n"
    yield _table(example.acts, first=("id", "person", "violation"))
    if example.spells:
        yield "Stays in detention:\n"
        yield _table(example.spells, first=("act", "seq", "status"))
    yield "| Asked | Answer |\n|---|---|"
    for asked in example.asked:
        yield f"| {_asked(asked)} | {_answer(expected(asked.put, asked.answer))} |"
    yield ""


def _table(rows: Sequence[Mapping[str, Any]], *, first: tuple[str, ...]) -> str:
    named = {name for row in rows for name in row}
    columns = [name for name in first if name in named]
    columns += sorted(named - set(columns))
    lines = [f"| {' | '.join(name.replace('_', ' ') for name in columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_value(row.get(name)) for name in columns)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        least, most = value
        return f"{least} or more" if most is None else f"{least} to {most}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("|", "\\|")


def _asked(asked: Asked) -> str:
    said = [f"{_value(key)} {_given(value)}" for key, value in asked.put.items() if key != "settings"]
    said += [f"{key.replace('_', ' ')}: {_given(v)}" for key, v in asked.put.get("settings", {}).items()]
    words = "; ".join(said).replace("_", " ") or "no options"
    return f"*{asked.says}*<br>{words}" if asked.says else words


def _given(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} (`{condition}`)" for name, condition in value.items())
    if isinstance(value, list):
        return ", ".join(f"`{part}`" for part in value)
    return f"`{_value(value)}`"


def _answer(answer: Answer) -> str:
    said = [_bounds(answer.at_least, answer.at_most)]
    said += [f"{', '.join(cell.key)}: {_bounds(cell.at_least, cell.at_most)}" for cell in answer.cells]
    reasons = answer.undetermined.as_json()
    total = reasons.pop("total")
    if total:
        why = ", ".join(f"{number} {reason}" for reason, number in reasons.items() if number)
        said.append(f"undetermined: {total} ({why})")
    if answer.repeated:
        said.append(f"repeated: {answer.repeated}")
    return "<br>".join(said)


def _bounds(least: int, most: int | None) -> str:
    if most is None:
        return f"at least **{least}**, no upper bound"
    return f"**{least}**" if least == most else f"at least **{least}**, at most {most}"


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def publish(examples: Path, page: Path) -> None:
    """Write the page from a folder of examples.

    Raises:
        UsageProblem: There are no examples in the folder.
    """
    chapters = [read_chapter(path) for path in sorted(examples.glob("*.yml"))]
    if not chapters:
        raise UsageProblem(f"Nothing was written: there are no examples in {examples}.", where=str(examples))
    page.write_text(methodology(chapters), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    publish(Path(sys.argv[1]), Path(sys.argv[2]))

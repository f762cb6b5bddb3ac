"""A suggested mapping as commented YAML for a person to edit. It is in order: it can be read as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tawthiq.adapters.importers.suggesting.guesses import Guess
from tawthiq.adapters.importers.suggesting.words import ARREST, DEATH, FAMILIAR_SEX, LOST, folded
from tawthiq.adapters.importers.table import Layout
from tawthiq.core.errors import UsageProblem
from tawthiq.core.vocabulary import Vocabulary

SCHEMES = {"party": "party", "method": "method", "nationality": "nationality"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A list that was looked at."""

    file: str
    media_type: str
    rows: int
    assumed: str
    layout: Layout
    sheet: str
    guesses: list[Guess]
    damaged_rows: int

    def of(self, *kinds: str) -> list[Guess]:
        """Return the columns that may mean one of these, in the order of the kinds."""
        return [guess for kind in kinds for guess in self.guesses if guess.kind == kind]


def mapping_text(looked: Looked, vocabulary: Vocabulary) -> str:
    """Return the mapping."""
    return "\n".join(_lines(looked, vocabulary)) + "\n"


def quoted(text: str) -> str:
    """Return a text as YAML, on one line, so that it is read as the same text whatever is in it."""
    if re.fullmatch(r"[^\W\d_][\w ]*", text) and text == text.strip():
        return text
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9).strip()


def _lines(looked: Looked, vocabulary: Vocabulary) -> Iterator[str]:
    slug = re.sub(r"[^a-z0-9]+", "-", Path(looked.file).stem.lower()).strip("-") or "list"
    yield f"# Suggested from {_safe(looked.file)}: {looked.rows} rows. These are guesses: read every line and"
    yield "# correct it. Lines with CHANGE need a person. Every key: docs/reference/mapping-format.md"
    if looked.damaged_rows:
        yield f"# {looked.damaged_rows} rows are damaged (ragged, merged cells) and would be rejected."
    yield ""
    yield "mapping: 1"
    yield f"name: {quoted(slug)}"
    yield "# CHANGE: whose list it is, how reliable (A to F), and under which consent it was given"
    yield f"source: {{code: {quoted(slug)}, title: {quoted('The source of ' + _safe(looked.file))}}}"
    yield from _file(looked)
    yield from _row_id(looked)
    yield from _documented(looked)
    yield from _person(looked, vocabulary)
    yield from _act(looked, vocabulary)
    yield from _unused(looked)


def _safe(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())


TAB = "\t"


def _file(looked: Looked) -> Iterator[str]:
    said = []
    if looked.layout.delimiter != ",":
        said.append(
            f"delimiter: {'tab' if looked.layout.delimiter == chr(9) else quoted(looked.layout.delimiter)}"
        )
    if looked.assumed:
        said.append(f"encoding: {looked.assumed}")
        yield f"# the file does not say its encoding; {looked.assumed} is a guess"
    if looked.sheet:
        said.append(f"sheet: {quoted(looked.sheet)}")
    if looked.layout.header != 1:
        said.append(f"header: {looked.layout.header}")
    if said:
        yield f"file: {{{', '.join(said)}}}"


def key_columns(looked: Looked) -> list[Guess]:
    """Return the columns that identify a row: the identifier, else what a natural key can be made of."""
    named = [guess for guess in looked.of("identifier") if guess.seen.known]
    if named:
        return named
    unique = [
        g for g in looked.guesses if g.seen.is_unique and g.seen.known == looked.rows > 1 and not g.kind
    ]
    if unique:
        return unique[:1]
    natural = looked.of("name", "name-parts.given", "name-parts.family", "birth-date", "date")
    return [guess for guess in natural if guess.seen.known == looked.rows] or looked.guesses[:1]


def _row_id(looked: Looked) -> Iterator[str]:
    keys = key_columns(looked)
    yield ""
    if len(keys) == 1:
        seen = keys[0].seen
        if seen.repeated:
            yield f"# CHANGE: {seen.repeated} rows repeat an identifier; all rows of such a one are rejected"
        if seen.filled < looked.rows:
            yield f"# CHANGE: {looked.rows - seen.filled} rows have no identifier and are rejected"
        if not looked.of("identifier"):
            yield "# CHANGE: no header says that this is an identifier; it is the first that never repeats"
        yield f"row_id: {quoted(keys[0].column)}"
        return
    yield "# CHANGE: no column identifies a row; these do so together, as far as they differ"
    yield f"row_id: [{', '.join(quoted(key.column) for key in keys)}]"


def _documented(looked: Looked) -> Iterator[str]:
    for guess in looked.of("documented"):
        yield "# when a row was documented"
        yield f"documented: {_date(guess)}"


def _unknown(guess: Guess) -> str:
    # what stands for "unknown" is a word of a known few, and names nobody
    return f", unknown: [{', '.join(map(quoted, guess.seen.unknown))}]" if guess.seen.unknown else ""


def _date(guess: Guess) -> str:
    seen = guess.seen
    order = ""
    if seen.day_first and not seen.month_first:
        order = ", order: dmy"
    elif seen.month_first and not seen.day_first:
        order = ", order: mdy"
    hijri = ", calendar: hijri" if seen.read and seen.hijri * 10 >= seen.read * 9 else ""
    return f"{{column: {quoted(guess.column)}{order}{hijri}{_unknown(guess)}}}"


def _about_date(guess: Guess) -> Iterator[str]:
    seen = guess.seen
    if seen.day_first and seen.month_first:
        yield (
            f"# CHANGE: {seen.day_first} cells prove day first and {seen.month_first} month first: "
            f"both stand in this column. {seen.undecided} cells can be read either way and go to quarantine"
        )
    elif seen.undecided and not (seen.day_first or seen.month_first):
        yield (
            f"# CHANGE: {seen.undecided} cells such as 03/04/2012 can be read either way, "
            "none proves an order; add `order: dmy` or `order: mdy`, or they go to quarantine"
        )
    elif seen.day_first or seen.month_first:
        proof = seen.day_first or seen.month_first
        yield f"# {proof} cells prove this order, none the other; {seen.undecided} could be read either way"
    if seen.read and 0 < seen.hijri < seen.read:
        yield f"# {seen.hijri} of {seen.read} different cells may have a Hijri year"


def _person(looked: Looked, vocabulary: Vocabulary) -> Iterator[str]:
    lines: list[str] = []
    for guess in looked.of("name", "mother-name"):
        lines += [
            f"  # {_facts(guess)}",
            f"  {guess.kind}: {{column: {quoted(guess.column)}{_unknown(guess)}}}",
        ]
    parts = [guess for guess in looked.guesses if guess.kind.startswith("name-parts.")]
    if parts:
        lines.append("  name-parts:")
        for guess in parts:
            part = guess.kind.partition(".")[2]
            lines.append(
                f"    {part}: {{column: {quoted(guess.column)}{_unknown(guess)}}}  # {_facts(guess)}"
            )
    for guess in looked.of("sex"):
        lines += [f"  # {_facts(guess)}", *_coded(guess, "sex", _sexes(guess))]
    for guess in looked.of("age"):
        zero = f"; {guess.seen.zeros} are 0: is that unknown, or a newborn?" if guess.seen.zeros else ""
        said = f"{{column: {quoted(guess.column)}{_unknown(guess)}, otherwise: keep-unread}}"
        lines += [f"  # {_facts(guess)}{zero}", f"  age: {said}"]
    for guess in looked.of("birth-date"):
        lines += [f"  {line}" for line in _about_date(guess)] + [f"  birth-date: {_date(guess)}"]
    for guess in looked.of("nationality"):
        lines += [f"  # {_facts(guess)}", *_coded(guess, "nationality", _codes(guess, vocabulary))]
    for kind in ("origin", "residence"):
        found = looked.of(kind)[:1]
        lines += [f"  {kind}: {_place(guess)}  # {_places(guess)}" for guess in found]
    for kind in ("occupation", "notes"):
        found = looked.of(kind)[:1]
        lines += [f"  {kind}: {{column: {quoted(guess.column)}{_unknown(guess)}}}" for guess in found]
    if lines:
        yield ""
        yield "person:"
        yield from lines


def _facts(guess: Guess) -> str:
    seen = guess.seen
    many = "many" if seen.different is None else str(seen.different)
    return f"by {guess.why}: {seen.known} filled, {many} different, {seen.script} letters"


def _sexes(guess: Guess) -> dict[str, str]:
    return {
        value: FAMILIAR_SEX[folded(value)]
        for value in guess.seen.values or ()
        if folded(value) in FAMILIAR_SEX
    }


def _codes(guess: Guess, vocabulary: Vocabulary) -> dict[str, str]:
    found = {}
    for value in guess.seen.values or () if guess.may_be_printed else ():
        try:
            found[value] = vocabulary.find(SCHEMES[guess.kind], value)
        except UsageProblem:
            continue
    return found


def _coded(guess: Guess, field: str, codes: dict[str, str], indent: str = "  ") -> Iterator[str]:
    """Yield a field of codes; values without a known code are listed, where they name nobody."""
    yield f"{indent}{field}:"
    yield f"{indent}  column: {quoted(guess.column)}"
    if guess.seen.unknown:
        yield f"{indent}  unknown: [{', '.join(map(quoted, guess.seen.unknown))}]"
    if codes:
        yield f"{indent}  values:"
        for value, code in codes.items():
            yield f"{indent}    {quoted(value)}: {code}  # {_times(guess, value)}"
    if guess.may_be_printed and guess.seen.values is not None:
        rest = [value for value in guess.seen.values if value not in codes]
        if rest:
            yield f"{indent}  # CHANGE: no code is known for these values; give each one under `values`"
            yield from (f"{indent}  #   {quoted(value)}:  # {_times(guess, value)}" for value in rest)
    elif not codes:
        yield f"{indent}  # CHANGE: its values are many, or may name people, and are not shown here"
    yield f"{indent}  otherwise: keep-unread  # CHANGE to reject when every value has its code"


def _times(guess: Guess, value: str) -> str:
    return f"{guess.seen.values[value] if guess.seen.values is not None else 0} rows"


def _place(guess: Guess) -> str:
    return f"{{column: {quoted(guess.column)}{_unknown(guess)}, otherwise: keep-unread}}"


def _places(guess: Guess) -> str:
    return f"the gazetteer knows {guess.seen.places} of {guess.seen.places_asked} different names"


def _act(looked: Looked, vocabulary: Vocabulary) -> Iterator[str]:
    yield ""
    yield "acts:"
    headers = " ".join(folded(guess.column) for guess in looked.guesses) + " " + folded(looked.file)
    violation = "killing"
    if not DEATH.search(headers):
        violation = "arbitrary-detention" if ARREST.search(headers) else violation
        violation = "enforced-disappearance" if LOST.search(headers) else violation
    yield f"  # CHANGE: every row is taken as one act of {violation}"
    yield f"  - violation: {{constant: {violation}}}"
    for guess in looked.of("date"):
        yield from (f"    {line}" for line in _about_date(guess))
        yield f"    date: {_date(guess)}"
    yield from _act_place(looked)
    for guess in looked.of("party"):
        yield f"    # {_facts(guess)}"
        yield from _coded(guess, "party", _codes(guess, vocabulary), "    ")
        yield "    attribution: {constant: alleged}"
    for guess in looked.of("method"):
        yield f"    # {_facts(guess)}"
        yield from _coded(guess, "method", _codes(guess, vocabulary), "    ")


def _act_place(looked: Looked) -> Iterator[str]:
    inner, outer = looked.of("place")[:1], looked.of("governorate")[:1]
    for guess in inner + outer:
        yield f"    # {quoted(guess.column)}: {_places(guess)}"
    if inner and outer:
        within = f"within: {_place(outer[0])}"
        place = f"column: {quoted(inner[0].column)}{_unknown(inner[0])}"
        yield f"    place: {{{place}, {within}, otherwise: within}}"
    else:
        yield from (f"    place: {_place(guess)}" for guess in inner + outer)


def _unused(looked: Looked) -> Iterator[str]:
    used = {guess.column for guess in key_columns(looked)}
    shown: set[str] = set()
    for guess in looked.guesses:
        first_only = guess.kind in ("place", "governorate", "origin", "residence", "occupation", "notes")
        if guess.kind and not (first_only and guess.kind in shown):
            used.add(guess.column)
            shown.add(guess.kind)
    rest = [guess for guess in looked.guesses if guess.column not in used]
    if rest:
        yield ""
        yield "# columns that are not read, each with its reason"
        yield "unused:"
    for guess in rest:
        why = guess.why if not guess.kind else f"another column is read as {guess.kind}"
        facts = _facts(guess).partition(": ")[2]
        yield f"  {quoted(guess.column)}: {quoted(f'CHANGE: {why}; {facts}')}"

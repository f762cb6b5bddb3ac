"""`tawthiq cases review`: deciding on the pairs that wait, at a terminal one by one, or from a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tawthiq.core.errors import Busy
from tawthiq.interfaces.cli.answers_file import read_answers
from tawthiq.interfaces.cli.frame import Frame, stage_command
from tawthiq.interfaces.cli.record_words import Line, RecordWords
from tawthiq.journey.cases.clusters import Verdict
from tawthiq.journey.cases.reviewing import (
    Answer,
    NotTaken,
    PairToReview,
    ReviewOutcome,
    pairs_to_review,
    review,
)
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import RecordFacts
from tawthiq.journey.statements.outline import LANGUAGES
from tawthiq.journey.verification.queries import decisions_in_force

TOGETHER = 25
"""Answers written in one entry: so many are lost at most if the machine goes down."""
TRIES = 3
QUIT, SKIP, WHY = "q", "k", "?"
KEYS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNSURE}
ASKED = {
    "en": "s same, d different, u unsure, k skip, ? why it is asked, q quit",
    "ar": "s الشخص نفسه، d شخصان مختلفان، u لا يمكن الجزم، k تخطَّ، ? لماذا يُسأل عنه، q أنهِ",
}
REASON = {"en": "Why (empty: back)", "ar": "السبب (فارغ: رجوع)"}
FIRST, SECOND = {"en": "One", "ar": "الأول"}, {"en": "The other", "ar": "الثاني"}


def add_to(group: click.Group) -> None:
    """Add this command to those of the stage."""
    stage_command(group, "review", permission="cases.judge", writes=True)(review_pairs)


@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option(
    "--answers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take the decisions of this CSV: left, right, verdict, reason.",
)
def review_pairs(frame: Frame, *, limit: int, lang: str, answers: Path | None) -> None:
    """Decide on the pairs of records that wait for a person.

    At a terminal each pair is shown side by side, in the order of `cases queue`, without what the linkage
    thinks of it; `?` shows that. Answers are written as they come in, 25 at a time. Without a terminal the
    pairs are printed, with --json together with the explanation, and --answers takes the decisions: rows
    that cannot be taken are said by file, row and column, and the others are judged (exit 3).

    What is printed names victims: keep it as safe as the archive. Acts as the first local user who is an
    analyst.
    """
    if answers is not None:
        _from_file(frame, answers)
        return
    shown = islice(_waiting(frame), limit)
    if frame.json or not sys.stdin.isatty() or not sys.stdout.isatty():
        _printed(frame, shown, lang)
    else:
        _at_the_terminal(frame, shown, lang)


def _waiting(frame: Frame) -> Iterator[PairToReview]:
    with frame.progress("Reading records") as advance:
        found = pairs_to_review(
            frame.actor,
            Words(frame.archive.packs),
            accepted=decisions_in_force(frame.actor).keys(),
            progress=advance,
        )
        first = next(found, None)  # all is read before the first; nothing may move while somebody answers
    if first is not None:
        yield from chain((first,), found)


def _from_file(frame: Frame, path: Path) -> None:
    read = read_answers(path)
    outcome = _reviewed(frame, read.answers)
    not_taken = (*read.rejected, *outcome.not_taken)
    frame.exit_code = 3 if not_taken else 0
    frame.result(
        {**asdict(outcome), "not_taken": [asdict(one) for one in not_taken], "dry_run": frame.dry_run},
        _outcome_text(len(outcome.judged), not_taken, dry_run=frame.dry_run),
    )


def _reviewed(frame: Frame, answers: Iterable[Answer]) -> ReviewOutcome:
    given = list(answers)
    for tried in range(1, TRIES + 1):
        try:
            return review(
                given, occasion=frame.occasion(), words=Words(frame.archive.packs), dry_run=frame.dry_run
            )
        except Busy:
            if tried == TRIES:
                raise
    raise AssertionError("there is a try at least")


def _outcome_text(judged: int, not_taken: Iterable[NotTaken], *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    lines = [f"{judged} pairs {would}judged."]
    lines += [f"Not taken: {one.where}: {one.message} {one.hint}".rstrip() for one in not_taken]
    return "\n".join(lines)


def _printed(frame: Frame, pairs: Iterable[PairToReview], lang: str) -> None:
    said = RecordWords(lang, frame.archive.packs)
    shown = list(pairs)
    data = [
        {
            "left": _side(one.left, said),
            "right": _side(one.right, said),
            "waiting": one.pair.waiting,
            "is_double": one.pair.is_double,
            "changes_count": one.pair.changes_count,
            "reasons": [{"en": en, "ar": ar} for en, ar in one.pair.reasons],
        }
        for one in shown
    ]
    texts = ("\n".join(_text(facts, said) for facts in (one.left, one.right)) for one in shown)
    frame.result({"lang": lang, "pairs": data}, "\n\n".join(texts) or "Nothing waits.")


def _side(facts: RecordFacts, said: RecordWords) -> dict[str, object]:
    return {"record": facts.id, "says": [asdict(line) for line in said.lines(facts)]}


def _text(facts: RecordFacts, said: RecordWords) -> str:
    return "\n  ".join([facts.id, *(_line(line) for line in said.lines(facts))])


def _line(line: Line) -> str:
    about = f"{line.about}: " if line.about else ""
    return f"{about}{line.label}: {line.text}"


def _at_the_terminal(frame: Frame, pairs: Iterable[PairToReview], lang: str) -> None:
    session = _Session(frame, lang, Console())
    try:
        for one in pairs:
            if not session.ask(one):
                break
    except (click.Abort, KeyboardInterrupt):
        frame.note("")  # what was answered before is written all the same
    session.write()
    text = _outcome_text(session.judged, session.not_taken, dry_run=frame.dry_run)
    frame.result({}, text if session.judged or session.not_taken else "Nothing was judged.")


@dataclass
class _Session:
    """One sitting of one reviewer."""

    frame: Frame
    lang: str
    console: Console
    judged: int = 0
    not_taken: list[NotTaken] = field(default_factory=list)
    _answers: list[Answer] = field(default_factory=list)

    def ask(self, one: PairToReview) -> bool:
        """Ask about a pair until there is an answer; return whether to go on."""
        self._show(one)
        while True:
            key = click.prompt(ASKED[self.lang], prompt_suffix=" > ", err=True).strip().lower()
            if key == QUIT:
                return False
            if key == SKIP:
                return True
            if key == WHY:
                self._explain(one)
            verdict = KEYS.get(key) or next((v for v in Verdict if v.value == key), None)
            if verdict is not None and self._answered(one, verdict):
                return True

    def _answered(self, one: PairToReview, verdict: Verdict) -> bool:
        reason = click.prompt(REASON[self.lang], default="", show_default=False, err=True).strip()
        if not reason:
            return False
        where = f"{one.pair.left} and {one.pair.right}"
        self._answers.append(Answer(one.pair.left, one.pair.right, verdict, reason, where))
        if len(self._answers) >= TOGETHER:
            self.write()
        return True

    def write(self) -> None:
        """Write the answers so far as one entry."""
        if self._answers:
            outcome = _reviewed(self.frame, self._answers)
            self.judged += len(outcome.judged)
            self.not_taken += outcome.not_taken
            self._answers.clear()

    def _show(self, one: PairToReview) -> None:
        said = RecordWords(self.lang, self.frame.archive.packs)
        sides = [_by_label(said.lines(facts)) for facts in (one.left, one.right)]
        table = Table("", FIRST[self.lang], SECOND[self.lang], show_lines=False)
        for label in dict.fromkeys([*sides[0], *sides[1]]):
            # as plain text: a name may hold what rich takes for markup
            table.add_row(label, *(Text("\n".join(side.get(label, ()))) for side in sides))
        self.console.print(table)

    def _explain(self, one: PairToReview) -> None:
        at = LANGUAGES.index(self.lang)
        for reason in one.pair.reasons:
            self.console.print(Text(f"- {reason[at]}"))


def _by_label(lines: Iterable[Line]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        label = f"{line.about}: {line.label}" if line.about else line.label
        found.setdefault(label, []).append(line.text)
    return found

"""What is said of a set of tables in one language: titles, heads, rows, and what the numbers rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.markup import Html, code, isolated, joined
from tawthiq.adapters.renderers.html.wording import Wording
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.figures.tabling import IN_PERIOD, SINCE, FilledSet, FilledTable
from tawthiq.journey.statements.numbers import OpenRelease

REASONS = ("unknown", "unidentified", "imprecise", "conflict")


@dataclass(frozen=True)
class TableSheet:
    """A set of tables in one language."""

    filled: FilledSet
    release: OpenRelease
    wording: Wording
    publisher: str = ""

    @property
    def lang(self) -> str:
        """Return the language."""
        return self.wording.lang

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self.release, self.wording)

    @property
    def period(self) -> str:
        """Return the period in words, as plain text."""
        return self.wording.date(self.filled.asked.period.replace("..", "/", 1))

    @property
    def title(self) -> str:
        """Return the title of the set with its period, as plain text."""
        return self.wording.plain("tables_title", title=self.filled.of.title[self.lang], period=self.period)

    def caption(self, table: FilledTable) -> str:
        """Return a table's title and its number in the set, as plain text."""
        return f"{table.table.title[self.lang]} ({table.table.code})"

    def heads(self, table: FilledTable) -> list[Html]:
        """Return what stands over each column, the first over the rows."""
        first = self._describer.field(table.table.by) if table.table.by else Html("")
        return [first, *(self._column(table, code) for code in table.columns)]

    def _column(self, table: FilledTable, column: str) -> Html:
        if column == IN_PERIOD:
            return isolated(self.period)
        if column == SINCE:
            return self.wording.say("tables_since")
        if column == "undetermined":
            return self.wording.say("undetermined")
        for subset in table.table.subsets:
            if subset.code == column:
                return isolated(subset.words[self.lang])
        return self.wording.say("tables_all") if column == "all" else self._value(table.table.across, column)

    def row(self, table: FilledTable, key: str) -> Html:
        """Return what a row is of."""
        for subset in () if table.table.by else table.table.subsets:
            if subset.code == key:
                return isolated(subset.words[self.lang])
        return self._value(table.table.by, key)

    def _value(self, field: str, key: str) -> Html:
        return self._describer.cell(field, key)

    def feet(self, table: FilledTable) -> Iterator[tuple[Html, tuple[int, ...], bool]]:
        """Yield the rows under a breakdown: words, numbers, and whether it is the total."""
        if not table.total:
            return
        say = self.wording.say
        yield say("undetermined"), table.undetermined, False
        if any(table.repeated):
            yield say("repeated"), tuple(-number for number in table.repeated), False
        yield say("total"), table.total, True

    def notes(self, table: FilledTable) -> Iterator[Html]:
        """Yield what stands under a table."""
        say = self.wording.say
        whole = table.whole
        reasons = [
            joined([say(f"why_{reason}"), say("colon"), self.wording.n(number)])
            for reason in REASONS
            if (number := getattr(whole.undetermined, reason))
        ]
        if reasons:
            yield joined([say("undetermined"), say("colon"), self.wording.listed("semicolon", reasons)])
        if len(table.table.subsets) > 1:
            yield say("subsets_note")
        yield joined(
            [
                say("tables_counted", unit=say(f"unit_{whole.unit}"), rule=self._rule_title(whole)),
                " ",
                self._bases(whole),
            ]
        )

    def _rule_title(self, figure: Figure) -> Html:
        return isolated(self.release.rule_words(str(figure.rule["rule"]), self.lang)[0])

    def _bases(self, figure: Figure) -> Html:
        say, rule = self.wording.say, figure.rule
        said = [(say("place_basis"), say(f"place_basis_{rule['place_basis']}"))]
        if figure.measure == "flow":
            said.insert(0, (say("date_basis"), say(f"date_basis_{rule['date_basis']}")))
        said.append((say("attribution"), say(f"attribution_{rule.get('attribution', 'confirmed')}")))
        pairs = [joined([name, say("colon"), meaning]) for name, meaning in said]
        return joined([self.wording.listed("semicolon", pairs), "."])

    def rules(self) -> Iterator[tuple[Html, Html]]:
        """Yield the rules that the tables were counted by: title and definition."""
        names = dict.fromkeys(str(table.whole.rule["rule"]) for table in self.filled.tables)
        for name in names:
            title, definition = self.release.rule_words(name, self.lang)
            yield isolated(title), isolated(definition)

    def provenance(self) -> list[Html]:
        """Return where the numbers come from, and what the reader must know of that."""
        say, mark = self.wording.say, self.filled.release
        as_of = "as_reconstructed" if mark.reconstructed else "as_known"
        absent = ", ".join(table.code for table in self.filled.absent)
        lines = [say("tables_absent", tables=absent)] if absent else []
        lines += [
            say(
                "method_release",
                release=code(mark.name),
                date=self.wording.day(mark.as_of),
                digest=code(mark.digest),
            ),
            say(as_of, date=self.wording.day(mark.as_of)),
            say("method_lower"),
            say("method_bias"),
            say("method_children"),
        ]
        cautions = {
            "reconstructed": mark.reconstructed,
            "single_operator": mark.single_operator,
            "one_reviewer": mark.profile == "solo",
        }
        return lines + [say(name) for name, holds in cautions.items() if holds]

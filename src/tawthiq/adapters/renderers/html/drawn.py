"""The charts and maps of an edition: what was counted, in words, handed to whoever draws it."""

from __future__ import annotations

import re

from tawthiq.adapters.renderers.drawings import (
    Area,
    Chart,
    Drawing,
    Frame,
    MapPicture,
    Part,
    Row,
    draw_bars,
    draw_columns,
    draw_line,
    draw_map,
)
from tawthiq.adapters.renderers.drawings.steps import class_of, classes, ticks
from tawthiq.adapters.renderers.html.alternatives import alternative
from tawthiq.adapters.renderers.html.describe import Describer
from tawthiq.adapters.renderers.html.frame import Sheet
from tawthiq.adapters.renderers.html.markup import Html, foreign, isolated, joined, text
from tawthiq.adapters.renderers.html.periods import Period, periods
from tawthiq.adapters.renderers.html.plain import in_plain
from tawthiq.adapters.renderers.html.text import ShowTag, inline
from tawthiq.journey.figures.facts import Figure
from tawthiq.journey.statements.drawing_specs import is_time
from tawthiq.journey.statements.outline import ChartKind, ChartSpec, DrawingSpec, MapSpec

_DRAW = {ChartKind.BARS: draw_bars, ChartKind.COLUMNS: draw_columns, ChartKind.LINE: draw_line}
_MOST_NAMED_GAPS = 6
_FOREIGN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .,:/_-]*[A-Za-z0-9])?")


def _foreign_words(said: str) -> Html:
    """Return somebody's words with Latin ones, and the numbers among them, kept together in their order."""
    pieces, last = [], 0
    for found in _FOREIGN.finditer(said):
        pieces += [text(said[last : found.start()]), foreign(found.group())]
        last = found.end()
    return joined([*pieces, text(said[last:])])


class Draughtsman:
    """Prepares one drawing of an edition in one language."""

    def __init__(self, sheet: Sheet, spec: DrawingSpec, show: ShowTag) -> None:
        """Take the breakdown that was counted for it; `show` says the tags of its title."""
        self._sheet = sheet
        self._show = show
        self._wording = sheet.wording
        self._spec = spec
        self.counted: Figure = sheet.edition.numbers.drawn[spec.id]
        self._release = sheet.edition.numbers.releases[self.counted.release.name]
        self._describer = Describer(self._release, sheet.wording)

    def drawing(self) -> Drawing:
        """Return the finished drawing."""
        if isinstance(self._spec, MapSpec):
            picture = self._map(self._spec)
            svg, words = draw_map(picture), picture.frame.alternative
        else:
            chart = self._chart(self._spec)
            svg, words = _DRAW[self._spec.kind](chart), chart.frame.alternative
        return Drawing(self._spec.id, self._sheet.lang, svg, words, self._plain(self.caption() or Html("")))

    @property
    def describer(self) -> Describer:
        """Return who speaks of the release that it was counted from."""
        return self._describer

    def caption(self) -> Html | None:
        """Return what the statement itself says under the drawing."""
        return inline(self._spec.caption[self._sheet.lang], self._show) if self._spec.caption else None

    def title(self) -> Html:
        """Return the title of the drawing."""
        return inline(self._spec.title[self._sheet.lang], self._show)

    def _plain(self, said: Html) -> str:
        return in_plain(said, is_rtl=self._wording.direction == "rtl")

    def _frame(self, kind: str, rows: list[Row], notes: list[Html], series: tuple[str, ...] = ()) -> Frame:
        say = self._wording.say
        counted = self.counted
        closing = [say("drawing_release", release=counted.release.name)]
        closing += [say("invented")] if self._sheet.edition.invented else []
        foot = Html(" · ".join([*closing]))
        unit = say("drawing_unit", unit=say(f"drawing_unit_{counted.unit}"))
        said = alternative(
            self._wording,
            kind=say(f"drawing_{kind}"),
            title=self.title(),
            rows=rows,
            series=series,
            counted=counted,
            figure=self._sheet.edition.numbers.figures[self._spec.figure].spec,
            notes=notes,
        )
        return Frame(
            name=self._spec.id,
            lang=self._sheet.lang,
            is_rtl=self._wording.direction == "rtl",
            title=self._plain(self.title()),
            unit=self._plain(unit),
            notes=tuple(self._plain(note) for note in [*notes, foot]),
            alternative=self._plain(said),
        )

    def _part(self, amount: int | None) -> Part:
        return Part(amount, self._plain(self._wording.n(amount)) if amount is not None else "")

    # --- charts -------------------------------------------------------------------------------------

    def _chart(self, spec: ChartSpec) -> Chart:
        notes = self._common_notes(spec)
        many = len(spec.by) == 2
        seconds = self._seconds(spec) if many else ()
        if is_time(spec.by[0]):
            rows, more = self._in_time(spec, seconds)
            notes = [*more, *notes]
        else:
            rows = self._by_size(spec, seconds)
        series = tuple(self._plain(self._describer.cell(spec.by[1], each)) for each in seconds)
        axis = (
            ticks(max([p.amount or 0 for row in rows for p in row.parts]))
            if spec.kind is ChartKind.LINE
            else []
        )
        return Chart(
            frame=self._frame(spec.kind, self._labelled(spec, rows), notes, series),
            rows=tuple(rows),
            undetermined=self._undetermined() if spec.kind is not ChartKind.LINE else None,
            series=series,
            ticks=tuple(self._part(tick) for tick in axis),
        )

    def _seconds(self, spec: ChartSpec) -> tuple[str, ...]:
        """Return the values of the second field, the greatest first."""
        sums: dict[str, int] = {}
        for cell in self.counted.cells:
            value = cell.key[spec.by[1]]
            sums[value] = max(sums.get(value, 0), cell.at_least)
        return tuple(sorted(sums, key=lambda value: (-sums[value], value)))

    def _amounts(self, spec: ChartSpec, first: str, seconds: tuple[str, ...]) -> tuple[Part, ...]:
        found = {tuple(cell.key[f] for f in spec.by): cell.at_least for cell in self.counted.cells}
        keys = [(first, second) for second in seconds] if seconds else [(first,)]
        return tuple(self._part(found.get(key)) for key in keys)

    def _by_size(self, spec: ChartSpec, seconds: tuple[str, ...]) -> list[Row]:
        firsts = sorted({cell.key[spec.by[0]] for cell in self.counted.cells})
        rows = [
            Row(self._plain(self._describer.cell(spec.by[0], first)), self._amounts(spec, first, seconds))
            for first in firsts
        ]
        rows.sort(key=lambda row: -max(part.amount or 0 for part in row.parts))
        if spec.top is None or len(rows) <= spec.top + 1:
            return rows
        rest = rows[spec.top :]
        label = self._plain(self._wording.say("drawing_other", n=self._wording.number(len(rest))))
        return [*rows[: spec.top], Row(label, (self._part(sum(row.parts[0].amount or 0 for row in rest)),))]

    def _in_time(self, spec: ChartSpec, seconds: tuple[str, ...]) -> tuple[list[Row], list[Html]]:
        """Return every point in time from the first to the last, those without a cell too."""
        along = periods(self.counted, spec.by[0])
        is_axis = spec.kind is ChartKind.LINE and spec.by[0] == "month"
        rows = [
            Row(self._point(period, is_axis=is_axis), self._amounts(spec, period.value, seconds))
            for period in along
        ]
        return rows, [*self._partly(along, with_stars=not is_axis), *self._gaps(along, rows, spec)]

    def _point(self, period: Period, *, is_axis: bool) -> str:
        if is_axis:  # a month on an axis is too long a word: the year stands at its January
            return (
                self._plain(isolated(self._wording.date(period.value[:4])))
                if period.value[5:] == "01"
                else ""
            )
        star = "*" if period.partly else ""
        return self._plain(isolated(f"{self._wording.date(period.value)}{star}"))

    def _labelled(self, spec: ChartSpec, rows: list[Row]) -> list[Row]:
        """Return the rows under the names that words give them, which have no star and are never left out."""
        if not is_time(spec.by[0]):
            return rows
        names = [
            self._plain(isolated(self._wording.date(p.value))) for p in periods(self.counted, spec.by[0])
        ]
        return [Row(name, row.parts) for name, row in zip(names, rows, strict=True)]

    def _partly(self, along: list[Period], *, with_stars: bool) -> list[Html]:
        said = [
            Html(f"{isolated(self._wording.date(p.value))} ({isolated(self._wording.date(p.partly))})")
            for p in along
            if p.partly
        ]
        if not said:
            return []
        star = "* " if with_stars else ""
        return [Html(star + self._wording.say("drawing_partly", parts=self._wording.listed("comma", said)))]

    def _gaps(self, along: list[Period], rows: list[Row], spec: ChartSpec) -> list[Html]:
        empty = [
            isolated(self._wording.date(period.value))
            for period, row in zip(along, rows, strict=True)
            if all(part.amount is None for part in row.parts)
        ]
        if not empty:
            return []
        if len(empty) <= _MOST_NAMED_GAPS or spec.kind is not ChartKind.LINE:
            return [self._wording.say("drawing_gap", parts=self._wording.listed("comma", empty))]
        return [self._wording.say("drawing_gaps", n=self._wording.number(len(empty)))]

    def _undetermined(self) -> Row | None:
        total = self.counted.undetermined.total
        return Row(self._plain(self._wording.say("undetermined")), (self._part(total),)) if total else None

    def _common_notes(self, spec: DrawingSpec) -> list[Html]:
        """Return what the shapes themselves do not show: what has no place among them, and what is in two."""
        say, colon = self._wording.say, self._wording.say("colon")
        counted = self.counted
        notes = []
        beside = isinstance(spec, MapSpec) or spec.kind is ChartKind.LINE
        if counted.undetermined.total and beside:
            notes.append(Html(f"{say('undetermined')}{colon}{self._wording.n(counted.undetermined.total)}."))
        if counted.repeated:
            notes.append(Html(f"{say('repeated')}{colon}{self._wording.n(counted.repeated)}."))
        if counted.rule.get("attribution") == "as-stated":
            notes.append(Html(f"{say('attribution')}{colon}{say('attribution_as-stated')}."))
        return notes

    # --- maps ---------------------------------------------------------------------------------------

    def _map(self, spec: MapSpec) -> MapPicture:
        say = self._wording.say
        boundaries = self._sheet.edition.boundaries[spec.id]
        found = {cell.key[spec.by[0]]: cell.at_least for cell in self.counted.cells}
        limits = classes([amount for code, amount in found.items() if code in boundaries.areas])
        areas = [
            Area(
                code=code,
                label=self._plain(self._describer.cell(spec.by[0], code)),
                polygons=boundaries.areas[code],
                part=self._part(found.get(code)),
                shade=class_of(found.get(code, 0), limits),
            )
            for code in sorted(boundaries.areas)
        ]
        whose = boundaries.attribution.get(self._sheet.lang) or self._plain(
            say("drawing_borders", publisher=self._sheet.edition.draft.outline.publisher[self._sheet.lang])
        )
        elsewhere = [
            Html(f"{self._describer.cell(spec.by[0], code)}{say('colon')}{self._wording.n(amount)}")
            for code, amount in sorted(found.items())
            if code not in boundaries.areas
        ]
        notes = (
            [say("drawing_elsewhere", parts=self._wording.listed("semicolon", elsewhere))]
            if elsewhere
            else []
        )
        notes += [*self._common_notes(spec), Html(f"{_foreign_words(whose)}."), say("drawing_no_opinion")]
        rows = [Row(area.label, (area.part,)) for area in areas]
        rows.sort(key=lambda row: -(row.parts[0].amount or 0))
        return MapPicture(
            frame=self._frame("map", rows, notes),
            areas=tuple(areas),
            classes=tuple(self._class(first, last) for first, last in limits),
            none_documented=self._plain(say("drawing_none")),
        )

    def _class(self, first: int, last: int) -> str:
        if first == last:
            return self._plain(self._wording.n(first))
        return self._plain(isolated(f"{self._wording.number(first)}–{self._wording.number(last)}"))

"""What `releases diff` says: who and what changed, and what that did to the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tawthiq.interfaces.cli.tables import table
from tawthiq.journey.figures.queries import Figure, FrozenRelease, ReleaseMark
from tawthiq.methods.checking.compare import ReleaseChange, compare
from tawthiq.methods.counting.stock_change import StockChange, Term, stock_change


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One counting rule in both releases. A rule that one of them does not carry has no figure there."""

    rule: str
    earlier: Figure | None
    later: Figure | None


@dataclass(frozen=True)
class Difference:
    """The difference between two releases."""

    earlier: ReleaseMark
    later: ReleaseMark
    change: ReleaseChange
    rules: tuple[RuleChange, ...]
    stocks: Mapping[str, StockChange]
    """For each rule of a stock that both carry, why it moved."""

    @classmethod
    def between(cls, a: FrozenRelease, b: FrozenRelease) -> Difference:
        """Compare two opened releases, each by its own counting rules.

        Raises:
            IntegrityFailure: A table cannot be read.
        """
        codes = sorted({*a.rules(), *b.rules()})
        rules = tuple(RuleChange(code, _count(a, code), _count(b, code)) for code in codes)
        stocks = {
            each.rule: stock_change(
                a.tables,
                b.tables,
                b.question(rule=each.rule),
                earlier_question=a.question(rule=each.rule),
            )
            for each in rules
            if each.earlier and each.later and each.earlier.measure == each.later.measure == "stock"
        }
        return cls(a.mark, b.mark, compare(a.folder, b.folder), rules, stocks)

    def as_json(self) -> dict[str, Any]:
        """Return the difference as `--json` prints it, identifiers and all."""
        return {
            "earlier": _release(self.earlier),
            "later": _release(self.later),
            "changes": {name: asdict(change) for name, change in self.change.tables.items()},
            "gone": {
                person: {"into": into, "reason": reason}
                for person, (into, reason) in self.change.gone.items()
            },
            "figures": [
                {"rule": each.rule, "earlier": _bounds(each.earlier), "later": _bounds(each.later)}
                for each in self.rules
            ],
            "stocks": {rule: change.as_json() for rule, change in self.stocks.items()},
        }

    def as_text(self) -> str:
        """Return the difference in words, numbers first."""
        changes = [
            [name, *(f"{len(ids):,}" for ids in (change.added, change.removed, change.changed))]
            for name, change in self.change.tables.items()
        ]
        parts = [
            f"From {_named(self.earlier)}\nto   {_named(self.later)}",
            *(
                ["Both hold the same: one release digest."]
                if self.earlier.digest == self.later.digest
                else []
            ),
            table(["", "added", "removed", "changed"], changes),
            *_gone(self.change),
            table(
                ["rule", self.earlier.name, self.later.name, "difference"],
                [_line(each) for each in self.rules],
            ),
            *(_equation(rule, change) for rule, change in self.stocks.items()),
        ]
        return "\n\n".join(parts)


def _count(release: FrozenRelease, code: str) -> Figure | None:
    return release.count(release.question(rule=code)) if code in release.rules() else None


def _release(mark: ReleaseMark) -> dict[str, Any]:
    return {
        "name": mark.name,
        "as_of": mark.as_of.isoformat(),
        "digest": mark.digest,
        "reconstructed": mark.reconstructed,
    }


def _bounds(figure: Figure | None) -> dict[str, Any] | None:
    return (
        None
        if figure is None
        else {"at_least": figure.at_least, "at_most": figure.at_most, "unit": figure.unit}
    )


def _named(mark: ReleaseMark) -> str:
    late = ", reconstructed" if mark.reconstructed else ""
    return f"{mark.name}, as of {mark.as_of.isoformat()}{late}"


def _gone(change: ReleaseChange) -> Iterable[str]:
    if change.gone:
        reasons = sorted({reason for _, reason in change.gone.values()})
        counted = (f"{sum(r == reason for _, r in change.gone.values()):,} {reason}" for reason in reasons)
        yield f"Of the persons of the earlier release: {', '.join(counted)}."


def _equation(rule: str, change: StockChange) -> str:
    rows = [
        [f"{rule} before", f"{change.earlier:,}"],
        *([term.value, f"{change.amount(term):+,}"] for term in Term if change.terms[term]),
        [f"{rule} after", f"{change.later:,}"],
    ]
    return table([f"why {rule} moved", "persons"], rows)


def _line(each: RuleChange) -> list[str]:
    numbers = [None if figure is None else figure.at_least for figure in (each.earlier, each.later)]
    known = [number for number in numbers if number is not None]
    moved = f"{known[1] - known[0]:+,}" if len(known) == 2 else ""
    return [each.rule, *("" if number is None else f"{number:,}" for number in numbers), moved]

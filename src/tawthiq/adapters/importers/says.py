"""How a mapping says where one field comes from: a column or a constant, and what its words mean.

`Says` is one such rule, checked against the vocabulary and the gazetteer when the mapping is loaded, so that
a code that does not exist is found before the first row.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tawthiq.adapters.importers.conditions import Condition, alike, pattern
from tawthiq.adapters.importers.fields import Field
from tawthiq.adapters.importers.yaml_text import Node
from tawthiq.core.errors import UsageProblem
from tawthiq.core.places import Gazetteer
from tawthiq.core.vocabulary import Vocabulary

STATED, CONSTANT, PATTERN = "stated", "constant", "pattern-in-notes"
REJECT, KEEP_UNREAD, WITHIN = "reject", "keep-unread", "within"
ORDERS = ("dmy", "mdy", "ymd")
CALENDARS = ("gregorian", "hijri")
ON_OR_BEFORE, ON_OR_AFTER = "on-or-before", "on-or-after"
BEFORE, AFTER, LAST = "before", "after", "last"
ANYWHERE = (
    "column",
    "columns",
    "constant",
    "when",
    "unknown",
    "unidentified",
    "pattern",
    "basis",
    "otherwise",
    "part",
    "unread",
)
ONLY_FOR = {
    "code": ("values", "split"),
    "date": ("order", "formats", "calendar", "bound", "not-before"),
    "place": ("values", "within", "hierarchy"),
    "age": ("values",),
    "facility": ("values",),
    "text": ("values", "join"),
}
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a mapping may use: the archive's vocabulary, its gazetteer, the mapping's own lists."""

    vocabulary: Vocabulary
    places: Gazetteer
    lists: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a column writes dates, and whether it gives the day or only a bound."""

    order: str | None = None
    formats: tuple[str, ...] = ()
    calendar: str = "gregorian"
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a cell is read: ``before`` or ``after`` the first mark, or after the ``last``."""

    mark: str
    take: str

    def of(self, cell: str) -> str | None:
        """Return the part of a cell as it stands; None where there is no such part.

        The mark is looked for in the cell itself: two spaces are a mark in many lists. A cell without the
        mark is all last part.
        """
        if self.take == LAST:
            return cell.rsplit(self.mark, 1)[-1]
        before, mark, after = cell.partition(self.mark)
        return (before if self.take == BEFORE else after) if mark else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """One rule by which a row says one field."""

    name: str
    field: Field
    columns: tuple[str, ...] = ()
    join: str = " "
    constant: Value | None = None
    when: Condition | None = None
    unknown: frozenset[str] = frozenset()
    unidentified: frozenset[str] = frozenset()
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    split: str = ""
    basis: str = STATED
    otherwise: str = REJECT
    dates: DateStyle = DateStyle()
    within: Says | None = None
    hierarchy: str = ""
    part: Part | None = None
    unread: str = ""
    """Why the words are kept and not read; empty where they are read."""
    not_before: Says | None = None

    def all_columns(self) -> set[str]:
        """Return every column that the rule looks at."""
        found = set(self.columns)
        if self.when is not None:
            found |= self.when.columns()
        if self.within is not None:
            found |= self.within.all_columns()
        if self.not_before is not None:
            found |= self.not_before.all_columns()
        return found


def read_says(node: Node, *, name: str, field: Field, words: Words) -> tuple[Says, ...]:
    """Read how a field is said; of a list, the first rule that says something counts.

    Raises:
        UsageProblem: It cannot be read so.
    """
    nodes = node.items() if isinstance(node.value, list) else (node,)
    return tuple(_one(item, name=name, field=field, words=words) for item in nodes)


def _one(node: Node, *, name: str, field: Field, words: Words) -> Says:
    keys = node.keys((*ANYWHERE, *ONLY_FOR[field.kind]))
    columns = _columns(node, keys)
    constant = _constant(keys["constant"], field, words) if "constant" in keys else None
    if constant is None and not columns:
        raise node.problem("A column or a constant is needed here.", hint="For example {column: sex}.")
    if constant is not None and columns and "pattern" not in keys:
        raise node.problem("A column with a constant needs a pattern: the constant is what a match means.")
    if keys.keys() & {"part", "unread"} and not columns:
        raise node.problem("`part` and `unread` are about the words of a column.")
    return Says(
        name=name,
        field=field,
        columns=columns,
        join=str(keys["join"].value) if "join" in keys else " ",
        constant=constant,
        when=Condition.read(keys["when"]) if "when" in keys else None,
        unknown=_set(keys.get("unknown")),
        unidentified=_set(keys.get("unidentified")),
        values=_values(keys["values"], field, words) if "values" in keys else {},
        pattern=pattern(keys["pattern"]) if "pattern" in keys else None,
        split=keys["split"].text() if "split" in keys else "",
        basis=_basis(keys, columns),
        otherwise=_otherwise(keys),
        dates=_dates(keys),
        within=_one(keys["within"], name=name, field=field, words=words) if "within" in keys else None,
        hierarchy=keys["hierarchy"].text() if "hierarchy" in keys else "",
        part=_part(keys["part"]) if "part" in keys else None,
        unread=keys["unread"].text() if "unread" in keys else "",
        not_before=_one(keys["not-before"], name=name, field=field, words=words)
        if "not-before" in keys
        else None,
    )


def _part(node: Node) -> Part:
    keys = node.keys(("mark", "take"), required=("mark", "take"))
    return Part(keys["mark"].text(), keys["take"].choice((BEFORE, AFTER, LAST)))


def _columns(node: Node, keys: Mapping[str, Node]) -> tuple[str, ...]:
    if "column" in keys and "columns" in keys:
        raise node.problem("Either `column` or `columns`, not both.")
    if "column" in keys:
        return (keys["column"].text(),)
    return keys["columns"].texts() if "columns" in keys else ()


def _constant(node: Node, field: Field, words: Words) -> Value:
    texts = node.texts()
    for text in texts:
        check_value(text, field=field, words=words, node=node)
    return texts if isinstance(node.value, list) else texts[0]


def _set(node: Node | None) -> frozenset[str]:
    return frozenset(alike(text) for text in node.texts()) if node is not None else frozenset()


def _values(node: Node, field: Field, words: Words) -> Mapping[str, Value]:
    if isinstance(node.value, str):
        if node.value not in words.lists:
            raise node.problem(f"There is no list {node.value!r} under `value_lists`.")
        node = words.lists[node.value]
    found: dict[str, Value] = {}
    for written, target in node.entries().items():
        if alike(written) in found:
            raise target.problem("This value stands twice: letters are compared without case and spacing.")
        found[alike(written)] = _constant(target, field, words)
    return MappingProxyType(found)


def _basis(keys: Mapping[str, Node], columns: Iterable[str]) -> str:
    if "basis" in keys:
        return keys["basis"].choice((STATED, PATTERN))
    if "pattern" in keys:
        return PATTERN
    return STATED if columns else CONSTANT


def _otherwise(keys: Mapping[str, Node]) -> str:
    if "otherwise" not in keys:
        return REJECT
    allowed = (
        (REJECT, KEEP_UNREAD, WITHIN) if keys.keys() & {"within", "hierarchy"} else (REJECT, KEEP_UNREAD)
    )
    return keys["otherwise"].choice(allowed)


def _dates(keys: Mapping[str, Node]) -> DateStyle:
    return DateStyle(
        order=keys["order"].choice(ORDERS) if "order" in keys else None,
        formats=keys["formats"].texts() if "formats" in keys else (),
        calendar=keys["calendar"].choice(CALENDARS) if "calendar" in keys else "gregorian",
        bound=keys["bound"].choice((ON_OR_BEFORE, ON_OR_AFTER)) if "bound" in keys else "",
    )


def check_value(text: str, *, field: Field, words: Words, node: Node) -> None:
    """Refuse a code or a place that does not exist.

    Raises:
        UsageProblem: It does not; the nearest is suggested.
    """
    try:
        if field.kind == "code":
            words.vocabulary.term(field.scheme, text)
        elif field.kind == "place":
            words.places.place(text)
    except UsageProblem as error:
        raise node.problem(error.message, hint=error.hint) from error

"""A mapping: what the columns of one list mean (docs/reference/mapping-format.md).

It is read strictly. A key that does not exist, a code that is not in the vocabulary, a value listed twice
stop it before any row is read, with the place in the file and the nearest word.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from tawthiq.adapters.importers.conditions import Condition
from tawthiq.adapters.importers.fields import ACT, AGE, DATE, NAME_PARTS, PERSON, SPELL, TEXT, Field
from tawthiq.adapters.importers.says import Says, Words, read_says
from tawthiq.adapters.importers.table import FILL, REJECT, Layout
from tawthiq.adapters.importers.yaml_text import Node
from tawthiq.core.dates import UnreadableDate, parse_edtf
from tawthiq.core.digests import canonical_json, sha256_text
from tawthiq.core.errors import UsageProblem
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.journey.sources.rules import RELIABILITY

FORMAT = "1"
READING = 2
"""Raised whenever the same file and mapping would be read otherwise than before."""

LAST_HEADER = 1000

Saying = Dict[str, tuple[Says, ...]]
KEYS = (
    "mapping",
    "name",
    "title",
    "source",
    "list",
    "documented",
    "row_id",
    "level",
    "file",
    "skip",
    "value_lists",
    "person",
    "count",
    "acts",
    "unused",
)
SOURCE_KEYS = ("code", "title", "kind", "reliability", "origin_group", "consent")


@dataclass(frozen=True, slots=True)
class SpellRule:
    """One stay in detention that an act of a row may have."""

    says: Saying
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class ActRule:
    """One act that a row may report."""

    says: Saying
    when: Condition | None = None
    spells: tuple[SpellRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are no account of anybody, and why."""

    when: Condition
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """The whole of a mapping, checked."""

    name: str
    text: str
    digest: str
    row_id: tuple[str, ...]
    may_be_blank: frozenset[str]
    """Columns of a natural key in which a blank is a value like any other."""
    source: Dict[str, str]
    list_name: str
    level: str
    documented: str
    documented_says: tuple[Says, ...]
    layout: Layout
    person: Saying
    name_parts: Dict[str, tuple[Says, ...]]
    count_min: tuple[Says, ...] = ()
    count_max: tuple[Says, ...] = ()
    acts: tuple[ActRule, ...]
    skips: tuple[Skip, ...] = ()
    unused: Dict[str, str] = field(default_factory=dict)

    def columns(self) -> set[str]:
        """Return every column that the mapping reads."""
        sayings = [self.person, self.name_parts, *(act.says for act in self.acts)]
        sayings += [spell.says for act in self.acts for spell in act.spells]
        rules = [rule for saying in sayings for rules in saying.values() for rule in rules]
        rules += [*self.documented_says, *self.count_min, *self.count_max]
        tests = [act.when for act in self.acts] + [spell.when for act in self.acts for spell in act.spells]
        tests += [skip.when for skip in self.skips]
        found = {column for rule in rules for column in rule.all_columns()}
        return found | {c for test in tests if test is not None for c in test.columns()} | set(self.row_id)


def find_mapping(name_or_file: str, *, packs: tuple[str, ...]) -> Mapping:
    """Return a shipped mapping by its name, or one from a file.

    Raises:
        UsageProblem: There is no such mapping or file, or it is not in order.
    """
    if Path(name_or_file).suffix in (".yml", ".yaml"):
        try:
            text = Path(name_or_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageProblem(
                "The mapping file was not read: it is not there or not UTF-8.", where=name_or_file
            ) from error
        return read_mapping(text, name=name_or_file, packs=packs)
    shipped = shipped_mappings()
    if name_or_file not in shipped:
        raise UsageProblem(
            f"There is no mapping {name_or_file!r}.",
            hint=f"Shipped: {', '.join(shipped)}. A file's name ends in .yml.",
        )
    folder = resources.files("tawthiq.adapters.importers") / "mappings"
    return read_mapping((folder / f"{name_or_file}.yml").read_text("utf-8"), name=name_or_file, packs=packs)


def shipped_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with Tawthiq."""
    folder = resources.files("tawthiq.adapters.importers") / "mappings"
    return tuple(
        sorted(item.name.removesuffix(".yml") for item in folder.iterdir() if item.name.endswith(".yml"))
    )


def read_mapping(text: str, *, name: str, packs: tuple[str, ...]) -> Mapping:
    """Read a mapping from its text.

    Raises:
        UsageProblem: It is not in order; `where` says in which place.
    """
    node = Node.document(text, name=name)
    keys = node.keys(KEYS, required=("mapping", "name", "row_id", "acts"))
    keys["mapping"].choice((FORMAT,))
    lists = keys["value_lists"].entries() if "value_lists" in keys else {}
    words = Words(load(packs), gazetteer(packs), lists)
    documented, documented_says = _documented(keys.get("documented"), words)
    count_min, count_max = _count(keys.get("count"), words)
    person, name_parts = _person(keys.get("person"), words)
    row_id, may_be_blank = _row_id(keys["row_id"])
    return Mapping(
        name=keys["name"].text(),
        text=text,
        digest=sha256_text(canonical_json([READING, list(packs), node.value])),
        row_id=row_id,
        may_be_blank=may_be_blank,
        source=_source(keys.get("source"), words),
        list_name=keys["list"].text() if "list" in keys else "main",
        level=keys["level"].choice(words.vocabulary.codes("confidentiality"))
        if "level" in keys
        else "internal",
        documented=documented,
        documented_says=documented_says,
        layout=_layout(keys.get("file")),
        person=person,
        name_parts=name_parts,
        count_min=count_min,
        count_max=count_max,
        acts=_acts(keys["acts"], words),
        skips=tuple(_skip(item) for item in keys["skip"].items()) if "skip" in keys else (),
        unused={name: why.text() for name, why in keys["unused"].entries().items()}
        if "unused" in keys
        else {},
    )


def _row_id(node: Node) -> tuple[tuple[str, ...], frozenset[str]]:
    if not isinstance(node.value, dict):
        return node.texts(), frozenset()
    keys = node.keys(("columns", "may_be_blank"), required=("columns",))
    columns = keys["columns"].texts()
    blank = frozenset(keys["may_be_blank"].texts()) if "may_be_blank" in keys else frozenset()
    if not blank < frozenset(columns):
        raise node.problem("`may_be_blank` names some of the key's columns, and never all of them.")
    return columns, blank


def _source(node: Node | None, words: Words) -> dict[str, str]:
    if node is None:
        return {}
    keys = node.keys(SOURCE_KEYS, required=("code", "title"))
    if "reliability" in keys:
        keys["reliability"].choice(RELIABILITY)
    if "consent" in keys:
        keys["consent"].choice(words.vocabulary.codes("consent-state"))
    return {name: item.text() for name, item in keys.items()}


def _documented(node: Node | None, words: Words) -> tuple[str, tuple[Says, ...]]:
    if node is None:
        return "", ()
    if isinstance(node.value, str):
        try:
            return parse_edtf(node.text()).edtf, ()
        except UnreadableDate as error:
            raise node.problem(error.message, hint=error.hint) from error
    return "", read_says(node, name="documented", field=DATE, words=words)


def _layout(node: Node | None) -> Layout:
    if node is None:
        return Layout()
    keys = node.keys(("delimiter", "encoding", "sheet", "header", "merged"))
    return Layout(
        delimiter=_delimiter(keys.get("delimiter")),
        encoding=keys["encoding"].text() if "encoding" in keys else "",
        sheet=keys["sheet"].text() if "sheet" in keys else "",
        header=_row_number(keys["header"]) if "header" in keys else 1,
        merged=keys["merged"].choice((REJECT, FILL)) if "merged" in keys else REJECT,
    )


def _row_number(node: Node) -> int:
    text = node.text()
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_HEADER):
        raise node.problem(f"The row of the header is a number from 1 to {LAST_HEADER}.")
    return int(text)


def _delimiter(node: Node | None) -> str:
    if node is None:
        return ","
    text = {"tab": "\t"}.get(node.text(), node.text())
    if len(text) != 1 or text in '\r\n"\0':
        raise node.problem("The mark between cells is one letter that is no line end, or the word `tab`.")
    return text


def _count(node: Node | None, words: Words) -> tuple[tuple[Says, ...], tuple[Says, ...]]:
    if node is None:
        return (), ()
    if not isinstance(node.value, dict) or not node.value.keys() & {"min", "max"}:
        both = read_says(node, name="count", field=AGE, words=words)
        return both, both
    keys = node.keys(("min", "max"), required=("min",))
    least = read_says(keys["min"], name="count", field=AGE, words=words)
    return least, read_says(keys["max"], name="count", field=AGE, words=words) if "max" in keys else ()


def _person(node: Node | None, words: Words) -> tuple[Saying, Dict[str, tuple[Says, ...]]]:
    if node is None:
        return {}, {}
    keys = node.keys((*PERSON, "name-parts"))
    parts: Dict[str, tuple[Says, ...]] = {}
    if "name-parts" in keys:
        of_name = keys.pop("name-parts").keys(NAME_PARTS)
        parts = {part: read_says(item, name=part, field=TEXT, words=words) for part, item in of_name.items()}
    return _saying(keys, PERSON, words), parts


def _saying(keys: Dict[str, Node], fields: Dict[str, Field], words: Words) -> Saying:
    return {name: read_says(node, name=name, field=fields[name], words=words) for name, node in keys.items()}


def _acts(node: Node, words: Words) -> tuple[ActRule, ...]:
    rules = tuple(_act(item, words) for item in node.items())
    if not rules:
        raise node.problem("A row reports at least one act; none is described.")
    return rules


def _act(node: Node, words: Words) -> ActRule:
    keys = node.keys((*ACT, "when", "spells"), required=("violation",))
    when, spells = keys.pop("when", None), keys.pop("spells", None)
    return ActRule(
        says=_saying(keys, ACT, words),
        when=Condition.read(when) if when is not None else None,
        spells=tuple(_spell(item, words) for item in spells.items()) if spells is not None else (),
    )


def _spell(node: Node, words: Words) -> SpellRule:
    keys = node.keys((*SPELL, "when"), required=("status",))
    when = keys.pop("when", None)
    return SpellRule(_saying(keys, SPELL, words), Condition.read(when) if when is not None else None)


def _skip(node: Node) -> Skip:
    keys = node.keys(("when", "because"), required=("when", "because"))
    return Skip(Condition.read(keys["when"]), keys["because"].text())

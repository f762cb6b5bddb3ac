"""From records to the candidates of a linkage, and from judgements to what a linkage must respect. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import orjson

from tawthiq.core.claims import INDIVIDUAL, PERSON, UNIDENTIFIED, Account, Claim, said_of
from tawthiq.core.dates import Dated
from tawthiq.journey.cases.ages import OLDEST, Interval, ages_of
from tawthiq.journey.cases.clusters import Tie, Verdict, forest, pair
from tawthiq.journey.cases.linking import LinkedRecord
from tawthiq.journey.cases.words import Words, dated
from tawthiq.methods.linkage import AgeAt, Candidate, Judgements

if TYPE_CHECKING:
    from tawthiq.journey.cases.stored import JudgementFacts
    from tawthiq.journey.records.facts import RecordFacts

PLACES = frozenset({"origin", "residence", "place", "last-seen"})
AGE = frozenset({"age", "age-group"})
ASKED = PLACES | AGE | {"name", "sex", "mother-name", "birth-date", "violation", "date"}
ONE = {"min": 1, "max": 1}
T = TypeVar("T")


class Told(NamedTuple):
    """What linking asks of one account: `said` holds by thing each field that it asks for, with its value."""

    kind: str
    count_min: int
    count_max: int | None
    said: Mapping[str, Sequence[tuple[str, Any]]]

    @classmethod
    def by(cls, account: Account) -> Told:
        """Return what an account tells."""
        said: dict[str, list[tuple[str, Any]]] = {}
        for claim in account.claims:
            said.setdefault(claim.on, []).append((claim.field, claim.value))
        return cls(account.kind, account.count_min, account.count_max, said)

    @classmethod
    def in_body(cls, text: str) -> Told:
        """Return what a record's body tells, without making an account of it: there may be a million.

        Raises:
            ValueError: The body is of a format that this version does not know.
        """
        body = orjson.loads(text)
        count = body.get("count", ONE)
        kind = intern(body.get("kind", INDIVIDUAL))
        return cls(kind, count["min"], count["max"], said_of(body, ASKED))

    @property
    def acts(self) -> list[str]:
        """Return the acts in order."""
        return [thing for thing in self.said if thing.startswith("act-") and "/" not in thing]

    def once(self, thing: str) -> dict[str, str]:
        """Return the one text claimed of each field; nothing where none is, or several, or "unidentified"."""
        found: dict[str, str] = {}
        for name, value in self.said.get(thing, ()):
            if type(value) is str and found.setdefault(name, value) != value:
                found[name] = UNIDENTIFIED
        return {name: value for name, value in found.items() if value != UNIDENTIFIED}

    def places(self) -> frozenset[str]:
        """Return every place that the account names."""
        found = set()
        for claims in self.said.values():
            for name, value in claims:
                if name in PLACES and type(value) is str:
                    found.add(value)
        found.discard(UNIDENTIFIED)
        return frozenset(found)


def linked_record(record_id: str, level: int, told: Told, words: Words) -> LinkedRecord:
    """Return what linking needs of one record."""
    acts = tuple([(intern(act), _kills(told.said[act], words)) for act in told.acts])
    return LinkedRecord(record_id, told.kind, told.count_min, told.count_max, level, _kept_once(acts))


def _kills(claims: Iterable[tuple[str, Any]], words: Words) -> bool:
    for name, value in claims:
        if name == "violation" and type(value) is str and words.is_killing(value):
            return True
    return False


@lru_cache(maxsize=65536)
def _kept_once(value: T) -> T:
    """Return the first value that equals this one: records say the same again and again."""
    return value


def candidate(facts: RecordFacts, words: Words) -> Candidate | None:
    """Return what a record says that helps to know somebody again; None for a group or somebody unnamed."""
    return candidate_of(facts.id, facts.source_code, Told.by(facts.account), words)


def candidate_of(record_id: str, source: str, told: Told, words: Words) -> Candidate | None:
    """Return the same of what was read from its body."""
    of_person = told.once(PERSON) if told.kind == INDIVIDUAL else {}
    if (name := of_person.get("name")) is None:
        return None
    acts = [(act, told.once(act)) for act in told.acts]
    dates = [(act, said.get("violation"), said["date"]) for act, said in acts if "date" in said]
    sex, birth = of_person.get("sex"), of_person.get("birth-date")
    return Candidate(
        record_id=record_id,
        name=name,
        source=source,
        sex=None if sex is None else intern(sex),
        mother_name=of_person.get("mother-name", ""),
        birth=None if birth is None else dated(birth),
        ages=tuple(_ages(told, dates)),
        deaths=_days(tuple([date for _, violation, date in dates if words.is_killing(violation)])),
        arrests=_days(tuple([date for _, violation, date in dates if words.is_detention(violation)])),
        places=_kept_once(told.places()),
        place=_place(of_person, acts, words),
    )


def _place(of_person: Mapping[str, str], acts: Sequence[tuple[str, Mapping[str, str]]], words: Words) -> str:
    """Return the governorate by which likely matches are compared, with the kind of place before it.

    Only places of one kind are compared: people are arrested in one place, killed in another, and come from
    a third. Of the kinds that are known, the first counts: where somebody was killed, else arrested, else
    last seen, else lived, else came from.
    """
    killings_first = sorted(
        (said for _, said in acts), key=lambda said: not words.is_killing(said.get("violation"))
    )
    named = [
        *((f"act-{words.kind_of(said.get('violation', ''))}", said.get("place")) for said in killings_first),
        *(("last-seen", said.get("last-seen")) for said in (*killings_first, of_person)),
        *((kind, of_person.get(kind)) for kind in ("residence", "origin")),
    ]
    for kind, code in named:
        if code is not None and (governorate := words.governorate(code)) is not None:
            return intern(f"{kind}:{governorate}")
    return ""


@lru_cache(maxsize=65536)
def _days(dates: tuple[str, ...]) -> tuple[Dated, ...]:
    return tuple(map(dated, dates))


def respected(
    given: Sequence[JudgementFacts], ties: Iterable[Tie], current: Callable[[str], str | None]
) -> Judgements:
    """Return the judgements that a linkage must respect.

    `ties` are those in force. What a person took back counts as different here, unless others join it: no
    rule joins it again.
    Where people judged a pair, what a rule said of it is left out; where one of them could not tell, so is
    what another said to join it. What the replay of all of them passes over joins nobody here either, so that
    a rule sees the people who are there.
    """
    undone = {fact.undoes for fact in given if fact.undoes}
    taken_back = (fact.tie for fact in given if fact.id in undone and fact.verdict is Verdict.SAME)
    found: dict[Verdict, set[tuple[str, str]]] = {verdict: set() for verdict in Verdict}
    said = list(ties)
    judged = {tie.pair for tie in said if not tie.by_rule}
    for tie in said:
        if not tie.by_rule or tie.pair not in judged:
            found[tie.verdict].add(tie.pair)
    found[Verdict.SAME] -= found[Verdict.UNSURE]
    trees = forest({thing for two in found[Verdict.SAME] for thing in two}, said)
    contradicted = {two for two in found[Verdict.SAME] if not trees.together(*two)}
    for tie in taken_back:
        left, right = current(tie.left), current(tie.right)
        if left is not None and right is not None and not trees.together(left, right):
            found[Verdict.DIFFERENT].add(pair(left, right))
    return Judgements(
        same=frozenset(found[Verdict.SAME] - contradicted),
        different=frozenset(found[Verdict.DIFFERENT]),
        unsure=frozenset(found[Verdict.UNSURE]),
        contradicted=frozenset(contradicted),
    )


def standing(
    given: Sequence[JudgementFacts],
    ties: Sequence[Tie],
    current: Callable[[str], str | None],
    candidates: Container[str],
) -> Judgements:
    """Return the same for a linkage that goes on from how things stand: who is together, by people and rules.

    A rule's judgement that people overruled joins nobody, and what stands says so; a person is known by the
    first of their records that is a candidate.
    """
    said = respected(given, ties, current)
    named = sorted({thing for two in (*said.same, *said.different, *said.unsure) for thing in two})
    trees = forest(named, ties)
    first: dict[str, str] = {}
    for record in named:
        if record in candidates:
            first.setdefault(trees.root(record), record)

    def apart(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        persons = ((first.get(trees.root(left)), first.get(trees.root(right))) for left, right in pairs)
        return frozenset(pair(one, other) for one, other in persons if one and other and one != other)

    together = ((first[trees.root(record)], record) for record in named if record in candidates)
    return Judgements(
        same=frozenset((one, other) for one, other in together if one != other),
        different=apart(said.different),
        unsure=apart(said.unsure),
    )


def _ages(told: Told, dates: Iterable[tuple[str, str | None, str]]) -> Iterator[AgeAt]:
    """Yield the ages that hold on a known date; what may be one of several is no help."""
    of_person = _age_values(told, PERSON)
    for act, _, date in dates:
        ages = _possible(_age_values(told, act) or of_person)
        if len(ages) == 1:
            least, greatest = ages[0]
            yield AgeAt(least, None if greatest >= OLDEST else greatest, dated(date))


def _age_values(told: Told, thing: str) -> tuple[Any, ...]:
    claims = told.said.get(thing, ())
    values = [value for name, value in claims if name in AGE]
    return tuple((v["min"], v["max"]) if type(v) is dict else v for v in values)


@lru_cache(maxsize=65536)
def _possible(values: tuple[Any, ...]) -> tuple[Interval, ...]:
    """Return what an account leaves possible that states these ages; the same come again and again."""
    stated = ({"min": v[0], "max": v[1]} if type(v) is tuple else v for v in values)
    claims = tuple(Claim(PERSON, "age", value) for value in stated)
    return ages_of(Account("", "", "", claims), PERSON).alternatives

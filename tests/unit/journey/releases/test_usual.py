"""The usual person's lines are those of the plain path to the byte; whoever is not usual goes there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tawthiq.core.claims import CONSTANT, Account, Claim
from tawthiq.core.digests import canonical_json
from tawthiq.core.places import gazetteer
from tawthiq.journey.cases.persons import Reading, Stored, Told
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import Origin, RecordRow
from tawthiq.journey.releases import heard, usual
from tawthiq.journey.releases.flatten import Accepted, Flattening, Identified
from tawthiq.journey.releases.sets import Regions
from tawthiq.journey.releases.usual import Usual
from tawthiq.journey.releases.writing import Portion, Writer
from tawthiq.methods.counting.ordering import BETWEEN, Aside

Patch = pytest.MonkeyPatch
PACKS = ("syria",)
ORIGINS = {"B-1": Origin("north", "north", "B", "RP-1"), "B-2": Origin("south", "south", "B", "RP-2")}
Account_ = tuple[tuple[str, str, Any], ...]
"""Claims of one account as (thing, field, value)."""

PERSON_VALUES: dict[str, tuple[Any, ...]] = {
    "name": ("Salma Invented", "سلمى", "e\u0301", None),
    "name-parts": ({"given": "Salma", "family": "Invented"}, "Salma"),
    "sex": ("female", "male", "unidentified", None),
    "community": ("kurdish", "arab", ["kurdish", "arab"], ["arab"]),
    "nationality": ("syrian", "palestinian"),
    "birth-date": ("1990", "1990-05-01", "2009-06", "unidentified"),
    "origin": ("SY05", "SY0501", "SY", "unidentified"),
    "residence": ("SY01", "JO"),
    "age": ({"min": 9, "max": 9}, {"min": 17, "max": None}, None, "unidentified"),
    "age-group": ("child", "adult", None),
    "person-status": ("civilian", "combatant"),
    "protected-group": ("journalist", ["health-worker", "journalist"]),
    "occupation": ("baker",),
}
ACT_VALUES: dict[str, tuple[Any, ...]] = {
    "violation": ("killing", "extrajudicial-killing", "enforced-disappearance"),
    "date": ("2014", "2014-03-05", "../2013", "unidentified", None),
    "place": ("SY05", "SY0100", "SY"),
    "last-seen": ("SY01", "unidentified"),
    "party": ("syrian-regime", ["syrian-regime", "russian-forces"], "unidentified"),
    "attribution": ("confirmed", "alleged", "contested"),
    "degree": ("direct", "ordered"),
    "method": ("shelling", "bombing"),
    "facility": ("saydnaya",),
    "event": ("siege-1", "another", "unidentified"),
    "target": ("school", ["hospital", "school"]),
    **{name: PERSON_VALUES[name] for name in ("age", "age-group", "person-status", "protected-group")},
}
STAY = (("act-1/spell-1", "status", "forcibly-disappeared"), ("act-1/spell-1", "begin", "2013"))


def record(number: int, claims: Account_, *, documented: str = "2015-01", basis: str = "stated") -> RecordRow:
    said = (
        Claim(*claim, basis=CONSTANT) if basis == CONSTANT else Claim(*claim, str(claim[2]), f"column {at}")
        for at, claim in enumerate(claims)
    )
    body = Account(str(number), f"list.csv#row={number}", documented, tuple(said)).body()
    return RecordRow(f"R-{number}", f"B-{1 + number % 2}", 4, "c" * 64, canonical_json(body))


def told(*records: RecordRow, acts: tuple[list[list[str]], ...] = (), **of_the_acts: Any) -> Told:
    parts = acts or ([[one.id, "act-1"] for one in records],)
    about = {"kind": "individual", "count": {"min": 1, "max": 1}, "retired": None}
    person = Stored("P-1", 1, "d" * 64, 4, {**about, "records": [one.id for one in records]})
    bare: dict[str, Any] = {"person": "P-1", "resolved": [], "added_spells": [], **of_the_acts}
    alleged = bare.pop("is_alleged", False)
    done = [
        Stored(f"A-{n}", 1, "e" * 64, n, {**bare, "parts": told_by}, is_alleged=alleged)
        for n, told_by in enumerate(parts, 1)
    ]
    return Told(person, list(records), done)


def writer() -> Writer:
    doubtful = frozenset({"R-3"})
    reading = Reading(date(2015, 6, 30), Words(PACKS), ORIGINS, doubtful=doubtful)
    return Writer(reading, Flattening({}, Regions(gazetteer(PACKS)), {"siege-1": "EV-1"}, {}))


def portion(*persons: Told, identified: bool = False, attribution: str | None = "joint") -> Portion:
    accepted = {act.id: Accepted("as-documented", attribution) for one in persons for act in one.acts}
    found = (Identified("I-1", "P-1", "caesar", "family", "confirmed", "f" * 64),)
    return Portion(persons, accepted, {"P-1": found} if identified else {})


Outcome = tuple[dict[str, list[bytes]], dict[str, int], set[str], int, int, set[str]]


def outcome(given_portion: Portion) -> Outcome | str:
    """Everything that is written of a portion, its lines in order; or the error that stopped it."""
    work = writer()
    try:
        done = work.written(given_portion)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    lines = {file: sorted(some) for file, some in done.lines.items()}
    return lines, dict(done.counts), done.report_ids, done.level, done.undecided, work.places()


def plainly(given_portion: Portion) -> Outcome | str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Usual, "lines", lambda *_: None)
        return outcome(given_portion)


def is_usual(one: Told) -> bool:
    work = writer()
    return work._usual.lines(one, portion(one).accepted) is not None


NAMED = ("person", "name", "Salma Invented")
KILLED: Account_ = (
    NAMED,
    ("person", "sex", "female"),
    ("person", "age-group", "child"),
    ("person", "birth-date", "2001"),
    ("person", "person-status", "civilian"),
    ("act-1", "violation", "killing"),
    ("act-1", "date", "2014-03-05"),
    ("act-1", "place", "SY05"),
    ("act-1", "party", ["syrian-regime", "russian-forces"]),
    ("act-1", "degree", "direct"),
    ("act-1", "event", "siege-1"),
)
UNDEGREED = tuple(claim for claim in KILLED if claim[1] != "degree")
AGED: Account_ = (NAMED, ("person", "age-group", "adult"), *KILLED[5:])
YOUNGER: Account_ = (*KILLED[:3], ("person", "birth-date", "2010"), *KILLED[4:])
TWICE = (("act-1", "date", "2014"), ("act-2", "date", "2013-01"), ("act-2", "violation", "killing"))
USUAL: dict[str, Told] = {
    "one record": told(record(1, KILLED)),
    "nothing said": told(record(1, (NAMED,))),
    "constants": told(record(1, KILLED, basis=CONSTANT)),
    "possibly in time": told(record(1, KILLED, documented="2014/2016")),
    "gone and undecided": told(record(3, KILLED)),
    "two records that agree": told(record(1, UNDEGREED), record(2, UNDEGREED[1:])),
    "two that narrow the age": told(
        record(1, (NAMED, ("person", "age", {"min": 9, "max": 20}))), record(2, (*KILLED[:1], *KILLED[2:3]))
    ),
    "one too late": told(record(1, KILLED), record(2, AGED, documented="2016")),
    "two acts": told(record(1, TWICE), acts=([["R-1", "act-1"]], [["R-1", "act-2"]])),
    "an act of nobody's": told(record(1, TWICE), acts=([["R-1", "act-1"]], [["R-9", "act-1"]])),
    "no act in time": told(record(1, (NAMED, ("person", "origin", "SY05"))), acts=([["R-9", "act-1"]],)),
    "two names": told(
        record(1, (NAMED, ("person", "name", "سلمى"), ("person", "name-parts", {"b": 1, "a": "x"})))
    ),
}
UNUSUAL: dict[str, Told] = {
    "a second claim": told(record(1, (*KILLED, ("act-1", "date", "2012")))),
    "conflict": told(record(1, UNDEGREED), record(2, (*KILLED[5:6], ("act-1", "date", "2012")))),
    "finer": told(record(1, UNDEGREED), record(2, (("act-1", "place", "SY0501"),))),
    "one only possibly in time": told(record(1, UNDEGREED), record(2, UNDEGREED, documented="2015")),
    "a stay": told(record(1, (*KILLED, *STAY))),
    "settled": told(record(1, KILLED), resolved=[{"field": "date", "value": [["2012"]]}]),
    "alleged": told(record(1, KILLED), is_alleged=True),
    "a degree beside another account": told(record(1, KILLED), record(2, KILLED)),
    "status told apart": told(record(1, UNDEGREED), record(2, (("act-1", "person-status", "combatant"),))),
    "an age nobody could read": told(record(1, (*KILLED, ("act-1", "age", None)))),
}


@pytest.mark.parametrize("case", USUAL)
def test_the_usual_person_is_written_as_the_plain_path_writes_them(case: str) -> None:
    assert is_usual(USUAL[case])
    assert outcome(portion(USUAL[case])) == plainly(portion(USUAL[case]))


@pytest.mark.parametrize("case", UNUSUAL)
def test_another_person_is_left_to_the_plain_path(case: str) -> None:
    assert not is_usual(UNUSUAL[case])
    assert outcome(portion(UNUSUAL[case])) == plainly(portion(UNUSUAL[case]))


def test_the_identified_are_left_to_the_plain_path() -> None:
    one = portion(USUAL["one record"], identified=True)

    assert outcome(one) == plainly(one)
    assert "counting/identifications.parquet" in writer().written(one).lines


def test_several_persons_do_not_take_one_anothers_values() -> None:
    everyone = portion(*USUAL.values(), told(record(5, YOUNGER)), told(record(7, AGED)))

    assert outcome(everyone) == plainly(everyone)


@pytest.mark.parametrize("case", ["a|b", "a+b", "line\nend", "\x1f"])
def test_a_code_that_cannot_be_written_is_refused_alike(case: str) -> None:
    one = portion(told(record(1, (NAMED, ("act-1", "violation", case)))))

    assert outcome(one) == plainly(one)


def claims(things: dict[str, dict[str, tuple[Any, ...]]]) -> some.SearchStrategy[Account_]:
    told_things = [
        some.tuples(some.just(thing), some.just(name), some.sampled_from(values))
        for thing, fields in things.items()
        for name, values in fields.items()
    ]
    return some.lists(some.one_of(told_things), max_size=12).map(
        lambda found: tuple(sorted(found, key=lambda claim: claim[0] != "person"))
    )


ACCOUNTS = claims({"person": PERSON_VALUES, "act-1": ACT_VALUES, "act-2": ACT_VALUES})
DOCUMENTED = some.sampled_from(["2015-01", "2014/2016", "2016"])


@given(
    first=ACCOUNTS,
    second=some.none() | ACCOUNTS,
    documented=some.tuples(DOCUMENTED, DOCUMENTED),
    attribution=some.sampled_from([None, "confirmed", "alleged"]),
    joined=some.booleans(),
)
@example(first=KILLED, second=AGED, documented=("2015", "2015"), attribution=None, joined=True)
def test_both_paths_write_one_thing(
    first: Account_, second: Account_ | None, documented: tuple[str, str], attribution: Any, joined: bool
) -> None:
    records = [record(1, first, documented=documented[0])]
    if second is not None:
        records.append(record(2, second, documented=documented[1]))
    parts = [[one.id, "act-1"] for one in records]
    acts = (parts,) if joined else tuple([part] for part in parts)
    one = portion(told(*records, acts=(*acts, [["R-1", "act-2"]])), attribution=attribution)

    assert outcome(one) == plainly(one)


def _says_the_last(things: Any, thing: str, name: str, value: Any) -> None:
    things.setdefault(thing, {})[name] = value


def _agrees_anyhow(tellings: Any) -> Any:
    return {name: value for said in tellings for name, value in said.items()}


def _of_the_act_only(name: str, tellings: Any) -> Any:
    return next((own[name] for own, _ in tellings if name in own), None)


def _without_birth(asked: tuple[Any, ...]) -> Any:
    return usual_ages((asked[0], None, None))


def _out_of_order(self: Aside) -> str:
    names = self._table.column_names
    pairs = (f'"{name}":{BETWEEN if name in self._marks else f"%({name})s"}' for name in names)
    return f"{{{','.join(pairs)}}}"


class _Forgetful(usual.Remembered[Any, Any]):
    """Remembers ages by the accounts alone, and forgets of whose birth and on what day."""

    def __getitem__(self, asked: Any) -> Any:
        if type(asked) is tuple and len(asked) == 3 and asked[0] in self:
            return super().__getitem__(asked[0])
        found = super().__getitem__(asked)
        if type(asked) is tuple and len(asked) == 3:
            self[asked[0]] = found
        return found


usual_ages = usual._ages
MUTANTS: dict[str, Callable[[Patch], None]] = {
    "a second claim is ignored": lambda patch: patch.setattr(heard, "_say", _says_the_last),
    "a second account is ignored": lambda patch: patch.setattr(usual, "_agreed", _agrees_anyhow),
    "the person's words are not the act's": lambda p: p.setattr(usual, "_of_person_too", _of_the_act_only),
    "ages without the birth": lambda patch: patch.setattr(usual, "_ages", _without_birth),
    "what is remembered is asked by half": lambda patch: patch.setattr(usual, "Remembered", _Forgetful),
    "keys out of order": lambda patch: patch.setattr(Aside, "_with_blanks", _out_of_order),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_examples_catch_the_mistake(mutant: str, monkeypatch: Patch) -> None:
    everyone = [*USUAL.values(), *UNUSUAL.values(), told(record(5, YOUNGER)), told(record(7, AGED))]
    right = plainly(portion(*everyone))
    MUTANTS[mutant](monkeypatch)

    assert outcome(portion(*everyone)) != right

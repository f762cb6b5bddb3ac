"""A small invented release made without a database: six people, their acts, two sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tawthiq.adapters.storage.releases import ReleaseFolders
from tawthiq.core.claims import PERSON, Account, Claim
from tawthiq.core.digests import sha256_text
from tawthiq.core.places import gazetteer
from tawthiq.core.vocabulary import load
from tawthiq.journey.cases.persons import ActCase, CaseRecord, PersonCase
from tawthiq.journey.cases.possibilities import Part, of_act, of_person
from tawthiq.journey.cases.words import Words
from tawthiq.journey.records.facts import RecordFacts
from tawthiq.journey.releases import documents
from tawthiq.journey.releases.flatten import Accepted, FiledRow, Flattening, Identified
from tawthiq.journey.releases.sets import Regions
from tawthiq.methods.checking.folder import README, RULES, VOCABULARY
from tawthiq.methods.checking.manifest import Manifest, document_digest, release_digest
from tawthiq.methods.counting.rules import shipped_rules

AS_OF = date(2022, 10, 21)
DOCUMENTED = "2022-09-01"
WORDS = Words(("syria",))
LEVEL = 4


@dataclass(frozen=True)
class Told:
    """One person as one record tells of them: claims on the person, and on each act and stay."""

    number: int
    person: dict[str, Any]
    acts: tuple[dict[str, Any], ...]
    spells: tuple[dict[str, Any], ...] = ()
    source: str = "north"
    level: int = LEVEL
    count_max: int | None = 1
    kind: str = "individual"

    @property
    def account(self) -> Account:
        """Return the record's account."""
        claims = [Claim(PERSON, name, value, str(value)) for name, value in self.person.items()]
        for n, act in enumerate(self.acts, 1):
            claims += [Claim(f"act-{n}", name, value, str(value)) for name, value in act.items()]
        for m, spell in enumerate(self.spells, 1):
            claims += [Claim(f"act-1/spell-{m}", name, value, str(value)) for name, value in spell.items()]
        return Account(
            key=str(self.number),
            locator=f"list.csv#row={self.number}",
            documented=DOCUMENTED,
            claims=tuple(claims),
            kind=self.kind,
            count_max=self.count_max,
        )

    @property
    def record(self) -> RecordFacts:
        """Return the record."""
        return RecordFacts(
            id=f"R-{self.number:03}",
            source_code=self.source,
            origin_group=self.source,
            source_reliability="B",
            source_key=str(self.number),
            batch_id="B-1",
            report_id=f"RP-{self.source}",
            account=self.account,
            documented=DOCUMENTED,
            level=self.level,
            commitment=sha256_text(f"record {self.number}"),
        )

    def case(self) -> PersonCase:
        """Return the person's case, as the cases stage would give it."""
        record = self.record
        person = of_person([Part(record.id, PERSON, record.account)], WORDS)
        acts = []
        for n in range(1, len(self.acts) + 1):
            part = Part(record.id, f"act-{n}", record.account)
            acts.append(
                ActCase(
                    act_id=f"A-{self.number:03}{n}",
                    version=1,
                    commitment=sha256_text(f"act {self.number} {n}"),
                    level=self.level,
                    parts=((record.id, f"act-{n}"),),
                    resolved={},
                    added_spells=(),
                    possibilities=of_act([part], WORDS, birth=person.birth),
                    certain=True,
                )
            )
        return PersonCase(
            person_id=f"P-{self.number:03}",
            version=1,
            commitment=sha256_text(f"person {self.number}"),
            level=self.level,
            kind=self.kind,
            count_min=1,
            count_max=self.count_max,
            records=(CaseRecord(record, True),),
            names=(self.person["name"],),
            possibilities=person,
            acts=tuple(acts),
        )


KILLED = {
    "violation": "extrajudicial-killing",
    "date": "2014-03-05",
    "place": "SY05",
    "party": "syrian-regime",
}
TORTURED = {"violation": "death-due-to-torture", "date": "2015", "party": "syrian-regime"}
HELD = {"violation": "arbitrary-detention", "date": "2013-01-02", "place": "SY01", "party": "syrian-regime"}
STAY = {"status": "forcibly-disappeared", "begin": "2013-01-02"}

PEOPLE = (
    Told(1, {"name": "Salma Invented", "sex": "female", "age-group": "adult", "origin": "SY05"}, (KILLED,)),
    Told(2, {"name": "Yousef Invented", "sex": "male", "age-group": "adult"}, (TORTURED,), source="south"),
    Told(3, {"name": "Rami Invented", "sex": "male", "age": {"min": 9, "max": 9}}, (KILLED,)),
    Told(4, {"name": "Hadi Invented", "sex": "male"}, (HELD,), (STAY,)),
    Told(5, {"name": "Lina Invented"}, ({"violation": "killing"},), level=6),
    Told(6, {"name": "A family"}, (KILLED | {"date": "2014-04"},), kind="group", count_max=None),
)


def flattening() -> Flattening:
    """Return what turns the cases into rows."""
    acts = [act.act_id for told in PEOPLE for act in told.case().acts]
    return Flattening(
        accepted={act: Accepted("corroborated", "confirmed") for act in acts},
        regions=Regions(gazetteer(("syria",))),
        events={},
        identified={
            "P-002": (Identified("I-1", "P-002", "caesar", "family", "confirmed", sha256_text("i")),)
        },
    )


def rows(people: tuple[Told, ...] = PEOPLE) -> Iterator[FiledRow]:
    """Yield every row of the example."""
    turning = flattening()
    for told in people:
        yield from turning.rows(told.case())
    for code in ("north", "south"):
        held = {"level": LEVEL, "commitment": sha256_text(code)}
        yield (
            "identity/sources.parquet",
            {"source": code, "title": code, "kind": "group", "reliability": "B", "origin_group": code} | held,
        )
        report = {"report_id": f"RP-{code}", "source": code, "title": "A list", "kind": "list"}
        yield (
            "identity/reports.parquet",
            report | {"documented": DOCUMENTED, "received_at": "2022-09-02T00:00:00.000000Z"} | held,
        )
        evidence = {
            "evidence_id": f"E-{code}",
            "report_id": f"RP-{code}",
            "sha256": sha256_text(f"bytes {code}"),
        }
        yield (
            "identity/evidence.parquet",
            evidence | {"size": "12", "media_type": "text/csv", "name": "list.csv"} | held,
        )


def freeze_example(root: Path, name: str = "small", *, people: tuple[Told, ...] = PEOPLE) -> Path:
    """Write the example as a release folder under `root`, and return it."""
    with ReleaseFolders(root).draft(name) as draft:
        for file, row in rows(people):
            draft.add(file, row)
        tables = draft.settle()
        words = documents.vocabulary_document(load(("syria",)), gazetteer(("syria",)), ["SY05", "SY01"])
        rules = documents.rules_document(shipped_rules())
        draft.write(VOCABULARY, documents.as_text(words))
        draft.write(RULES, documents.as_text(rules))
        draft.write(README, documents.readme(invented=True))
        digests = {file: entry.digest for file, entry in tables.items() if entry.digest is not None}
        rules_digest, words_digest = document_digest(rules), document_digest(words)
        manifest = Manifest(
            name=name,
            as_of=AS_OF,
            frozen_at="2022-10-21T08:00:00.000000Z",
            reconstructed=False,
            single_operator=False,
            profile="small",
            invented=True,
            level=6,
            release_digest=release_digest(AS_OF, tables=digests, rules=rules_digest, vocabulary=words_digest),
            rules=rules_digest,
            vocabulary=words_digest,
            tables=tables,
            counts={Path(file).stem: entry.rows for file, entry in sorted(tables.items())},
            tree_size=7,
            tree_root=sha256_text("root"),
            software="0",
            files=draft.files(),
        )
        return draft.publish(manifest)

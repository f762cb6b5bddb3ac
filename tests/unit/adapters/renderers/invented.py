"""A release that answers by heart: invented people, so that pages can be looked at without an archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tawthiq.core.errors import NotPermittedOrAbsent, UsageProblem
from tawthiq.core.vocabulary import load
from tawthiq.journey.figures.facts import (
    ActBehind,
    ActsBehind,
    ClaimBehind,
    EvidenceBehind,
    Figure,
    FigureCell,
    PersonDossier,
    RecordBehind,
    ReleaseMark,
    ReportBehind,
    SpellBehind,
)
from tawthiq.journey.statements.numbers import Ask, OpenRelease
from tawthiq.methods.counting.answer import Undetermined
from tawthiq.methods.counting.rules import load_rule

CANARY = "Maryam <script>alert('x')</script> al-Canary"
SOURCE = "SRC-CANARY"
PLACES = {
    "SY01": ("Damascus", "دمشق"),
    "SY03": ("Rural Damascus", "ريف دمشق"),
    "SY06": ("Lattakia", "اللاذقية"),
}
MARK = ReleaseMark(
    name="2022-10-21",
    digest="4f2a" * 16,
    as_of=date(2022, 10, 21),
    frozen_at="2022-10-21T08:00:00Z",
    reconstructed=False,
    single_operator=False,
    profile="small",
    invented=True,
)
EVIDENCE = EvidenceBehind("E-1", "ab" * 32, 4096, "text/csv", "List of the invented")


@dataclass
class ByHeart:
    """Answers `whole` to a rule (with its extra conditions), and `parts` to a breakdown of it."""

    whole: Mapping[tuple[str, ...], int]
    parts: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    undetermined: int = 0
    shared: int = 0
    people: int = 3
    mark: ReleaseMark = MARK
    asked: list[Ask] = field(default_factory=list)

    def figure(self, ask: Ask) -> Figure:
        self.asked.append(ask)
        key = (ask.rule or "", *(w for w in ask.where if not w.startswith(("community=", "any-party="))))
        if key not in self.whole:
            raise UsageProblem(f"Nothing was counted: nobody knows {key}.", hint="Ask for killed.")
        rule = load_rule(ask.rule or "killed")
        cells = self.parts.get((ask.rule or "", ", ".join(ask.by)), {}) if ask.by else {}
        return Figure(
            rule=_resolved(ask, rule),
            unit="persons",
            measure=rule.get("measure", "flow"),
            at_least=self.whole[key],
            at_most=self.whole[key] + 12,
            undetermined=Undetermined(unknown=self.undetermined) if ask.by else Undetermined(),
            repeated=0,
            digest="9c1e" * 16,
            release=self.mark,
            by=ask.by,
            cells=tuple(
                FigureCell(dict(zip(ask.by, k.split("|"), strict=True)), n, n) for k, n in cells.items()
            ),
        )

    def acts(self, ask: Ask) -> ActsBehind:
        return ActsBehind(tuple(_act(index) for index in range(self.people)), restricted=2)

    def shared_persons(self, first: Ask, second: Ask) -> int:
        return self.shared

    def dossiers(self, person_ids: Iterable[str]) -> Iterable[PersonDossier]:
        return [_dossier(int(person.removeprefix("DEMO-P-"))) for person in person_ids]

    def evidence(self) -> tuple[EvidenceBehind, ...]:
        return (EVIDENCE,)

    def label(self, scheme: str, code: str, lang: str) -> str:
        if scheme == "place":
            return PLACES.get(code, (code, code))[lang == "ar"]
        try:
            return load().label(scheme, code, lang)
        except UsageProblem:
            return code

    def rule_words(self, name: str, lang: str) -> tuple[str, str]:
        rule = load_rule(name)
        return rule["label"][lang], rule["definition"][lang]


def _resolved(ask: Ask, rule: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "rule": ask.rule,
        "where": [*rule["where"], *ask.where],
        "exclude": {},
        "period": ask.settings.get("period"),
        "date_basis": "act",
        "place_basis": "act",
        "attribution": "confirmed",
        "notice_counts_as": None,
    }
    if rule.get("measure") == "stock":
        found |= {"on": "2022-10-21", "statuses": rule["statuses"], "continuation": "presumed"}
    return found


def _act(index: int) -> ActBehind:
    fields = {"place_act": "SY01|SY03", "party": "syrian-regime", "attribution": "confirmed"}
    stays = (
        SpellBehind("forcibly-disappeared", "2013-04", None, None),
        SpellBehind("unaccounted-for", "2014-01-08", None, "DEMO-E-OPENED"),
    )
    return ActBehind(
        f"DEMO-A-{index:04}",
        f"DEMO-P-{index:04}",
        None,
        index != 1,
        "killing",
        "2013-05-17",
        5,
        fields,
        stays,
    )


def _dossier(index: int) -> PersonDossier:
    name = CANARY if index == 0 else f"ليلى نموذج {index}"
    report = ReportBehind(
        "DEMO-R-1",
        SOURCE,
        "Source canary",
        "Letter",
        "letter",
        "2014-02-03",
        "2014-02-05T00:00:00Z",
        (EVIDENCE,),
    )
    claims = (
        ClaimBehind("person", "name", name, name, "B2", "stated"),
        ClaimBehind("act-1", "date", "2013-05-17", "17 أيار 2013", "C2", "stated"),
        ClaimBehind("act-1", "place", "SY01", "دمشق", "D2", "stated"),
    )
    record = RecordBehind(
        "DEMO-REC-1", SOURCE, "row 2", "list.csv#row=2", "2014-02-05", claims, (f"DEMO-A-{index:04}",), report
    )
    return PersonDossier(
        f"DEMO-P-{index:04}",
        "individual",
        (name,),
        {"sex": "female", "birth": "1990"},
        (_act(index),),
        (record,),
        1,
    )


def whole_story(**changes: Any) -> ByHeart:
    """Return a release with the numbers of the demo statement."""
    child, women = "age-group=child", ("sex=female", "age-group=adult")
    whole = {
        ("killed",): 3207,
        ("killed", child): 352,
        ("killed", *women): 312,
        ("died-under-torture",): 497,
        ("died-under-torture", "collection=caesar-photographs"): 49,
        ("held",): 2721,
        ("held", *women): 28,
        ("held", child): 21,
    }
    crossed = {"male|adult": 2497, "male|child": 222, "female|adult": 312, "female|child": 130}
    governorates = {"SY01": 868, "SY03": 438, "SY06": 1415}
    parts = {("killed", "sex, age-group"): crossed, ("held", "governorate"): governorates}
    story = ByHeart(whole, parts)
    return replace(story, **changes)


@dataclass
class Shelf:
    """Opens releases that answer by heart."""

    releases: Mapping[str, OpenRelease]

    def open(self, name: str) -> OpenRelease:
        if name not in self.releases:
            raise NotPermittedOrAbsent(f"There is no release {name}.")
        return self.releases[name]

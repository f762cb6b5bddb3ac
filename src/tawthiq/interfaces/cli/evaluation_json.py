"""What `cases evaluate --json` prints: every figure with all that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tawthiq.interfaces.cli.evaluation_words import notes
from tawthiq.journey.cases.evaluating import Evaluation
from tawthiq.journey.cases.measuring import AgainstJudgements, AgainstPeople
from tawthiq.journey.cases.truth import Truth
from tawthiq.methods.linkage.evaluation import Agreement, Measured, Share, Stability
from tawthiq.methods.linkage.sampling import Estimates, Judged


def as_json(found: Evaluation, truth: Truth | None) -> dict[str, Any]:
    """Return the evaluation as `--json` prints it."""
    people, said = found.people, found.judgements
    return {
        "rule": found.rule,
        "against": "judgements" if people is None else "file",
        "records": found.records,
        "named": found.named,
        "unlinked": found.unlinked,
        "file": None if people is None or truth is None else _file(people, truth),
        "archive": None if people is None else _measured(people.archive),
        "linkage": None if people is None else _measured(people.linkage),
        "sample": None if said is None else _sample(said),
        "chosen": None if said is None else _chosen_json(said.chosen),
        "completeness": {
            "compared": _share_json(found.compared.compared),
            "by_kind": {kind: _share_json(share) for kind, share in found.compared.by_kind.items()},
            "only": {kind: _share_json(share) for kind, share in found.compared.only.items()},
        },
        "largest": {"archive": found.largest_in_archive, "linkage": found.largest_in_linkage},
        "people": asdict(found.count),
        "stability": {
            "linkage": _stability_json(found.against_linkage),
            "last_link": None
            if found.since_last is None
            else {"entry": found.since_last.entry, **_stability_json(found.since_last.stability)},
        },
        "notes": [note.as_json() for note in notes(found)],
    }


def _file(people: AgainstPeople, truth: Truth) -> dict[str, Any]:
    return {
        "name": truth.name,
        "rows": len(truth.rows),
        "known": len(people.known.person_of),
        "absent": list(people.known.absent),
        "ambiguous": list(people.known.ambiguous),
    }


def _measured(side: Measured) -> dict[str, Any]:
    counted = side.counted
    return {
        "records": side.records,
        "precision": _share_json(side.joined_right),
        "recall": _share_json(side.found),
        "f1": side.pairwise.f1,
        "b_cubed": _agreement(side.b_cubed),
        "people": {"counted": counted.clusters, "true": counted.people, "bias": counted.bias},
        "largest": {"cluster": side.largest_cluster, "person": side.largest_person},
        "recall_by": {
            way: [{"kinds": list(kinds), **_share_json(share)} for kinds, share in of_kinds.items()]
            for way, of_kinds in side.found_by.items()
        },
    }


def _sample(said: AgainstJudgements) -> dict[str, Any]:
    estimated: Estimates = said.estimated
    return {
        "of": "the random audit share",
        "pairs": estimated.pairs,
        "unsure": estimated.unsure,
        "precision": asdict(estimated.precision),
        "recall": asdict(estimated.recall),
        "recall_by": {
            way: [{"kinds": list(kinds), **asdict(estimate)} for kinds, estimate in of_kinds.items()]
            for way, of_kinds in said.recall_by.items()
        },
    }


def _chosen_json(chosen: Judged) -> dict[str, Any]:
    return {
        "joined_right": _share_json(chosen.joined_right),
        "found": _share_json(chosen.found),
        "unsure": chosen.unsure,
    }


def _stability_json(found: Stability) -> Mapping[str, Any]:
    return {**asdict(found), "kept": _share_json(found.kept)}


def _agreement(found: Agreement) -> dict[str, float | None]:
    return {"precision": found.precision, "recall": found.recall, "f1": found.f1}


def _share_json(share: Share) -> dict[str, float | int | None]:
    return {"part": share.part, "of": share.of, "value": share.value}

"""dedupe 3 with 600 labels from the truth, as its documentation has it, on the same folded columns.

dedupe 3.0.3 breaks with BTrees 6.5 (dedupe issue 1230): `pip install 'BTrees<6'`. It takes memory as no other
does, so that sets of more than some ten thousand are better left to the others.
"""

from __future__ import annotations

import io
import resource
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import dedupe
import numpy as np
from dedupe import variables as of
from dedupe.predicates import ExistsPredicate
from dedupe.serializer import write_training
from measures import measured
from tools import NAME_PLACES, Answer, Clusters, Meter, Row, answer, rows

LABELS, SAMPLED = 600, 1500
THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9)
SKELETONS = tuple(f"{place}_skeleton" for place in NAME_PLACES)
COLUMNS = (*NAME_PLACES, *SKELETONS, "dob", "birth_year", "sex", "ev_date", "gov")
MOST_MEMORY = 8 << 30
"""Bytes at which dedupe is stopped, before it stops everything else on the machine."""


def linked(path: Path, truth: Clusters) -> list[Answer]:
    """Train on labels, and link the set."""
    meter = Meter()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    data = {row["unique_id"]: _told(row) for row in rows(path)}
    deduper = dedupe.Dedupe(_variables(), num_cores=1, in_memory=True)
    training = io.StringIO()
    write_training(_labels(data, truth, Random(7)), training)
    training.seek(0)
    deduper.prepare_training(data, training, sample_size=SAMPLED)
    deduper.train(recall=0.95, index_predicates=False)
    groups = {at: _clusters(deduper.partition(data, at), len(truth)) for at in THRESHOLDS[:1]}
    spent = meter.spent()
    groups |= {at: _clusters(deduper.partition(data, at), len(truth)) for at in THRESHOLDS[1:]}
    best = max(THRESHOLDS, key=lambda at: measured(groups[at], truth).f1)
    return [answer("dedupe, 600 labels", spent, lambda: groups[best], f"best threshold {best}")]


def _variables() -> list[Any]:
    names = [of.String(place, has_missing=True) for place in NAME_PLACES]
    exact = [of.Exact(column, has_missing=True) for column in (*SKELETONS, "dob", "ev_date")]
    apart = [of.Custom("birth_year", comparator=_years_apart, has_missing=True)]
    others = [of.Custom(column, comparator=_differ, has_missing=True) for column in ("sex", "gov")]
    variables = [*names, *exact, *apart, *others]
    for variable in variables:
        # of "both have one" dedupe keeps every pair of its sample, column by column: many gigabytes
        variable.predicates = [rule for rule in variable.predicates if not isinstance(rule, ExistsPredicate)]
    return variables


def _years_apart(one: str, other: str) -> int:
    return abs(int(one) - int(other))


def _differ(one: str, other: str) -> int:
    return int(one != other)


def _told(row: Row) -> dict[str, str | None]:
    return {column: row[column] and str(row[column]) for column in COLUMNS}


def _labels(data: dict[int, dict[str, str | None]], truth: Clusters, random: Random) -> dict[str, Any]:
    """Return half matches, and half pairs that are none: some at random, some alike in their name."""
    by_person, by_name = defaultdict(list), defaultdict(list)
    for number, person in enumerate(truth.tolist()):
        by_person[person].append(number)
        by_name[tuple(data[number][column] for column in SKELETONS[::3])].append(number)
    same = random.sample([pair for some in by_person.values() for pair in combinations(some, 2)], LABELS // 2)
    alike = [pair for some in by_name.values() for pair in combinations(some[:12], 2)]
    alike = [pair for pair in alike if truth[pair[0]] != truth[pair[1]]]
    apart = random.sample(alike, min(len(alike), LABELS // 4))
    while len(apart) < LABELS // 2:
        one, other = random.sample(range(len(truth)), 2)
        if truth[one] != truth[other]:
            apart.append((one, other))
    return {
        kind: [(data[one], data[other]) for one, other in some]
        for kind, some in (("match", same), ("distinct", apart))
    }


def _clusters(partition: Any, records: int) -> Clusters:
    clusters = np.arange(records)
    for members, _ in partition:
        clusters[list(members)] = min(members)
    return clusters

"""Splink as a careful user configures it who knows Arabic names: the best that it reaches without labels.

Columns are folded and have skeletons beside them; agreement on a rare name weighs more (term frequencies);
six blocking rules; u from random pairs and m from expectation maximisation, as Splink's own guide has it. The
threshold is the best of many for this very set, which no user could know: what is told is the most it can do.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from measures import measured
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from tools import NAME_PLACES, Answer, Clusters, Meter, answer, rows

from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.clustering import joins

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink.comparison_library import CustomComparison

BIT = float(np.log(2))
BLOCKING = (
    ("given_skeleton", "family_skeleton"),
    ("given_skeleton", "father_skeleton"),
    ("given_skeleton", "third_skeleton"),
    ("father_skeleton", "family_skeleton", "birth_year"),
    ("dob", "family_skeleton"),
    ("dob", "given_skeleton"),
    ("ev_date", "gov", "given_skeleton"),
)
TRAINING = (("given_skeleton", "father_skeleton"), ("dob",), ("family_skeleton", "third_skeleton"))
CERTAIN = (("given_skeleton", "father_skeleton", "family_skeleton", "dob"), ("given", "family", "dob", "sex"))
FOUND_BY_CERTAIN = 0.25
"""The share of true pairs that the certain rules are told to find."""
RANDOM_PAIRS = 3e6
LEAST_BITS = -4.0
THRESHOLDS = np.arange(-4.0, 30.1, 1.0)


def _name(place: str) -> CustomComparison:
    skeleton = f"{place}_skeleton"
    return CustomComparison(
        output_column_name=place,
        comparison_levels=[
            {"sql_condition": f"{place}_l IS NULL OR {place}_r IS NULL", "is_null_level": True},
            {"sql_condition": f"{place}_l = {place}_r", "tf_adjustment_column": place},
            {"sql_condition": f"{skeleton}_l = {skeleton}_r", "tf_adjustment_column": skeleton},
            {"sql_condition": f"jaro_winkler_similarity({place}_l, {place}_r) >= 0.92"},
            {"sql_condition": f"jaro_winkler_similarity({skeleton}_l, {skeleton}_r) >= 0.88"},
            {"sql_condition": "ELSE"},
        ],
    )


_BIRTH = CustomComparison(
    output_column_name="birth",
    comparison_levels=[
        {"sql_condition": "birth_year_l IS NULL OR birth_year_r IS NULL", "is_null_level": True},
        {"sql_condition": "dob_l = dob_r"},
        {"sql_condition": "damerau_levenshtein(dob_l, dob_r) <= 1"},
        {"sql_condition": "abs(birth_year_l - birth_year_r) <= 1 AND (dob_l IS NULL OR dob_r IS NULL)"},
        {"sql_condition": "abs(birth_year_l - birth_year_r) <= 1"},
        {"sql_condition": "abs(birth_year_l - birth_year_r) <= 3"},
        {"sql_condition": "abs(birth_year_l - birth_year_r) <= 6"},
        {"sql_condition": "ELSE"},
    ],
)
_EVENT = CustomComparison(
    output_column_name="event",
    comparison_levels=[
        {"sql_condition": "ev_date_l IS NULL OR ev_date_r IS NULL", "is_null_level": True},
        {"sql_condition": "ev_date_l = ev_date_r"},
        {"sql_condition": "abs(CAST(ev_date_l AS DATE) - CAST(ev_date_r AS DATE)) <= 3"},
        {"sql_condition": "abs(CAST(ev_date_l AS DATE) - CAST(ev_date_r AS DATE)) <= 30"},
        {"sql_condition": "ELSE"},
    ],
)


def _exact(column: str) -> CustomComparison:
    return CustomComparison(
        output_column_name=column,
        comparison_levels=[
            {"sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL", "is_null_level": True},
            {"sql_condition": f"{column}_l = {column}_r"},
            {"sql_condition": "ELSE"},
        ],
    )


def linked(path: Path, truth: Clusters) -> list[Answer]:
    """Link a set, and cluster it by connected components and by average linkage."""
    meter = Meter()
    told = rows(path)
    pairs, bits = _scored(told)
    spent = meter.spent()
    components, average = _best_components(pairs, bits, truth), _best_average(pairs, bits, truth)
    return [
        answer(
            "Splink, connected components",
            spent,
            lambda: _components(len(truth), pairs, bits, components),
            f"best threshold {components:+.0f} bits",
        ),
        answer(
            "Splink, average linkage",
            spent,
            lambda: _average(len(truth), pairs, bits, average),
            f"best threshold {average:+.0f} bits",
        ),
    ]


def _scored(told: list[dict[str, Any]]) -> tuple[Pairs, NDArray[np.float64]]:
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[*map(_name, NAME_PLACES), _BIRTH, _EVENT, _exact("gov"), _exact("sex")],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in BLOCKING],
        retain_matching_columns=False,
    )
    connection = duckdb.connect()
    connection.from_arrow(pa.Table.from_pylist(told)).create("records")
    linker = Linker(DuckDBAPI(connection=connection).register("records"), settings, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on(*rule) for rule in CERTAIN], recall=FOUND_BY_CERTAIN
    )
    training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=7)
    for rule in TRAINING:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule), max_pairs=RANDOM_PAIRS)
    predicted = linker.inference.predict(threshold_match_weight=LEAST_BITS, warning_mode="never")
    found = predicted.as_duckdbpyrelation().fetchnumpy()
    ends = np.column_stack([found["unique_id_l"], found["unique_id_r"]]).astype(np.int64)
    return Pairs(ends.min(axis=1), ends.max(axis=1)), np.asarray(found["match_weight"], np.float64)


def _components(records: int, pairs: Pairs, bits: NDArray[np.float64], threshold: float) -> Clusters:
    kept = bits >= threshold
    ends = (pairs.left[kept], pairs.right[kept])
    graph = coo_matrix((np.ones(int(kept.sum())), ends), shape=(records, records))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _average(records: int, pairs: Pairs, bits: NDArray[np.float64], threshold: float) -> Clusters:
    """Return groups by the average over their pairs: our own clustering, with Splink's weights in it."""
    return joins(records, pairs, (bits - threshold) * BIT).clusters(0.0)


def _best_components(pairs: Pairs, bits: NDArray[np.float64], truth: Clusters) -> float:
    return max(
        THRESHOLDS.tolist(),
        key=lambda at: measured(_components(len(truth), pairs, bits, at), truth).f1,
    )


def _best_average(pairs: Pairs, bits: NDArray[np.float64], truth: Clusters) -> float:
    return max(
        THRESHOLDS[::2].tolist(),
        key=lambda at: measured(_average(len(truth), pairs, bits, at), truth).f1,
    )

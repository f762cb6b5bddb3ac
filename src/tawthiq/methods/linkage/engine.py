"""Splink, which compares the pairs: on DuckDB here, and with the same ladders on Spark where one machine
ends.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tawthiq.methods.linkage.blocking import Pairs
from tawthiq.methods.linkage.comparisons import COMPARISONS, Comparison

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from splink import DuckDBAPI, Linker, SettingsCreator
    from splink.comparison_library import CustomComparison
    from splink.internals.comparison_level_creator import ComparisonLevelCreator


PORTION = 2_000_000
"""Pairs compared at once: what one portion takes is some hundreds of megabytes."""
APART = 1e-6
EVEN = 0.5
"""The prior that Splink is given: none. How many pairs match is found afterwards, from the list."""
Weights = Mapping[str, Sequence[float]]
"""For each comparison the weight (in bits) of each likeness from 0 on; unknown weighs nothing."""
Advance = Callable[[int], None]


@dataclass(frozen=True, eq=False)
class Likenesses:
    """What a comparison of pairs found: a row a pair, a column a comparison, and Splink's weight in bits."""

    pairs: Pairs
    likeness: NDArray[np.int8]
    bits: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.pairs)


def settings(weights: Weights) -> SettingsCreator:
    """Return Splink's settings for the ladders, with the weights of their levels."""
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=EVEN,
        comparisons=[_ladder(comparison, weights[comparison.name]) for comparison in COMPARISONS],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )


def _ladder(comparison: Comparison, weights: Sequence[float]) -> CustomComparison:
    apart = _told_apart(weights)[1:]
    highest = len(comparison.levels)
    rungs: list[ComparisonLevelCreator | dict[str, Any]] = [
        {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    rungs += [
        {"sql_condition": level.condition, "label_for_charts": level.code, **_as_odds(apart[highest - at])}
        for at, level in enumerate(comparison.levels)
    ]
    rungs.append({"sql_condition": "ELSE", "label_for_charts": comparison.otherwise, **_as_odds(apart[0])})
    return CustomComparison(output_column_name=comparison.name, comparison_levels=rungs)


def _as_odds(bits: float) -> dict[str, float]:
    """Return a weight as the two probabilities that Splink divides: only their ratio is used."""
    ratio = 2.0**bits
    return {"m_probability": ratio / (1 + ratio), "u_probability": 1 / (1 + ratio)}


def _told_apart(weights: Sequence[float]) -> list[float]:
    """Return the weights of a ladder from unknown on, no two the same.

    Splink gives back what each comparison weighed, and not which level it found; the level is read off the
    weight, so levels that weigh the same are put a millionth of a bit apart.
    """
    apart = [0.0]
    for bits in weights:
        nudged = bits
        while any(abs(nudged - other) < APART for other in apart):
            nudged += 2 * APART
        apart.append(nudged)
    return apart


def _levels(comparison: Comparison, weights: Weights, weighed: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the likeness that each weight stands for."""
    known = np.array(_told_apart(weights[comparison.name]))
    order = np.argsort(known)
    between = (known[order][1:] + known[order][:-1]) / 2
    return (order[np.searchsorted(between, weighed)] - 1).astype(np.int8)


def compare(
    table: pa.Table,
    pairs: Pairs,
    weights: Weights,
    *,
    least_bits: float,
    threads: int | None = None,
    progress: Advance | None = None,
) -> Likenesses:
    """Compare pairs, and return those that weigh at least so much, in the order of the pairs."""
    with Engine(weights, threads=threads) as engine:
        return engine.compare(table, pairs, least_bits=least_bits, progress=progress)


def _together(found: Sequence[Likenesses]) -> Likenesses:
    if not found:
        none = np.zeros(0, np.int64)
        return Likenesses(Pairs(none, none), np.zeros((0, len(COMPARISONS)), np.int8), np.zeros(0))
    left, right = (
        np.concatenate([getattr(part.pairs, side) for part in found]) for side in ("left", "right")
    )
    return Likenesses(
        Pairs(left, right),
        np.concatenate([part.likeness for part in found]),
        np.concatenate([part.bits for part in found]),
    )


class Engine:
    """Splink, for as many tables of records and portions of pairs as there are.

    It takes a third of a second to set up; whoever compares again and again keeps one, and uses it from one
    thread at a time.
    """

    def __init__(self, weights: Weights, *, threads: int | None = None) -> None:
        """Open a database in memory; Splink is set up once the columns of a table are known."""
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if threads is not None:
            config["threads"] = threads
        self._connection = duckdb.connect(config=config)
        self._api = DuckDBAPI(connection=self._connection)
        self._weights = weights

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._connection.close()

    @cached_property
    def _linker(self) -> Linker:
        return Linker(self._api.register("records"), settings(self._weights), log_level=None)

    def compare(
        self, table: pa.Table, pairs: Pairs, *, least_bits: float, progress: Advance | None = None
    ) -> Likenesses:
        """Compare pairs of a table's records, and return those that weigh at least so much, in order."""
        if len(pairs):
            self._put("records", table)
        found = []
        for at in range(0, len(pairs), PORTION):
            some = Pairs(pairs.left[at : at + PORTION], pairs.right[at : at + PORTION])
            found.append(self._compared(some, least_bits))
            if progress is not None:
                progress(len(some))
        return _together(found)

    def _put(self, name: str, table: pa.Table) -> None:
        # a table of the database's own: what stays outside is read by one thread
        self._connection.execute(f"DROP TABLE IF EXISTS {name}")
        self._connection.from_arrow(table).create(name)

    def _compared(self, pairs: Pairs, least_bits: float) -> Likenesses:
        self._ask(pairs)
        predicted = self._linker.inference.predict(threshold_match_weight=least_bits, warning_mode="never")
        columns = predicted.as_duckdbpyrelation().fetchnumpy()
        predicted.drop_table_from_database_and_remove_from_cache()
        order = np.lexsort((columns["unique_id_r"], columns["unique_id_l"]))
        weighed = [_levels(c, self._weights, columns[f"mw_{c.name}"])[order] for c in COMPARISONS]
        return Likenesses(
            Pairs(columns["unique_id_l"][order], columns["unique_id_r"][order]),
            np.column_stack(weighed),
            np.asarray(columns["match_weight"], np.float64)[order],
        )

    def _ask(self, pairs: Pairs) -> None:
        keys = pa.table(
            {
                "match_key": pa.array(["0"] * len(pairs)),
                "join_key_l": pairs.left,
                "join_key_r": pairs.right,
            }
        )
        self._put("asked", keys)
        self._linker.table_management.register_blocked_pairs_for_predict(self._api.register("asked"))

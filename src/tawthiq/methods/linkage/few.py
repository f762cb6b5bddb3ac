"""A few records compared with all others of a list, at once: what comparing all with all finds of them.

A new report is looked at when it comes in, and not only when all are linked again. Which keys are crowded and
which names are rare, the whole list says; so a pair has the same likenesses and the same odds as in a run
over everything. It takes a list of 100,000 a fraction of a second, which grows with the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.blocking import Pairs, blocks, pairs
from tawthiq.methods.linkage.columns import columns
from tawthiq.methods.linkage.compared import Compared
from tawthiq.methods.linkage.engine import Engine, Likenesses
from tawthiq.methods.linkage.likely import Scored, least_bits
from tawthiq.methods.linkage.model import Pair
from tawthiq.methods.linkage.rarity import Rarity, rarity
from tawthiq.methods.linkage.relearning import FEWEST, PLAIN_ODDS, learned_from, rescored
from tawthiq.methods.linkage.scoring import Learned, Scorer, shipped


def scored_few(
    table: Compared,
    chosen: Sequence[int] | NDArray[np.int64],
    *,
    scorer: Scorer | None = None,
    engine: Engine | None = None,
) -> Scored:
    """Compare the chosen records of a list, by their places, with all records of it.

    The pairs are those of a run over everything that hold a chosen record. `crowded` counts among whom a
    chosen record cannot be told from others. An engine that is kept saves setting one up.
    """
    rare = rarity(table)
    is_chosen = np.zeros(len(table), np.bool_)
    is_chosen[chosen] = True
    shared = blocks(table, rare, chosen=is_chosen)
    worth = pairs(shared, len(table))
    has_chosen = is_chosen[worth.left] | is_chosen[worth.right]
    asked = Pairs(worth.left[has_chosen], worth.right[has_chosen])
    if engine is not None:
        found = _compared(table, rare, asked, engine)
    else:
        with Engine(shipped().weights) as own:
            found = _compared(table, rare, asked, own)
    return Scored.by(scorer or Learned(shipped()), table, rare, found, shared.crowded)


def corrected_few(known: Scored, verdicts: Mapping[Pair, bool], *, engine: Engine | None = None) -> Scored:
    """Return a few records scored by what people judged as well, as `corrected` does for a run over all.

    It learns from the judged pairs and from the first plain ones of a run over everything; so the records
    of these are compared too.
    """
    if len(verdicts) < FEWEST:
        return known
    table = known.table
    place = {record: at for at, record in enumerate(table.record_ids)}
    judged = [place[record] for two in verdicts for record in two if record in place]
    first = 2 * len(verdicts)
    while True:
        basis = scored_few(table, [*judged, *range(min(first, len(table)))], engine=engine)
        # a pair is found with its first record: of these many records none is missing
        plain = int(((basis.odds < PLAIN_ODDS) & (basis.found.pairs.left < first)).sum())
        if plain >= len(verdicts) or first >= len(table):
            return rescored(known, learned_from(basis, verdicts))
        first *= 4


def _compared(table: Compared, rare: Rarity, asked: Pairs, engine: Engine) -> Likenesses:
    """Compare pairs with only the records in the engine that are in a pair."""
    records = np.unique(np.concatenate([asked.left, asked.right]))
    among = Pairs(np.searchsorted(records, asked.left), np.searchsorted(records, asked.right))
    found = engine.compare(columns(table, rare, places=records), among, least_bits=least_bits())
    return replace(found, pairs=Pairs(records[found.pairs.left], records[found.pairs.right]))

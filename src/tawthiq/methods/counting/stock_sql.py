"""Who may be held on a date: the stays that may be each person's latest, as a table in DuckDB.

`plain_stock` does the same person by person, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb

from tawthiq.methods.counting.question import NOTICE, Question
from tawthiq.methods.counting.sets import alternatives

CANDIDATES: Final = "stock_candidates"

_STAYS: Final = """
CREATE OR REPLACE TEMP TABLE stock_candidates AS
WITH stays AS (
    SELECT act, seq, status, facility AS stay_facility, begin_min, begin_max, has_end, end_min, end_max,
        certain AS stay_certain
    FROM spells
    UNION ALL
    SELECT act, 1, NULL, NULL, NULL, NULL, FALSE, NULL, NULL, TRUE
    FROM acts
    WHERE violation IN (SELECT unnest($detentions::VARCHAR[])) AND act NOT IN (SELECT act FROM spells)
), begun AS (
    SELECT stays.*, acts.person, stay_certain AND acts.certain AS is_documented,
        CASE WHEN implied THEN date_begin ELSE begin_min END AS first_day,
        least(CASE WHEN implied THEN date_end ELSE begin_max END, documented_end) AS last_day
    FROM (
        SELECT *, begin_min IS NULL AND begin_max IS NULL
            AND seq = min(seq) OVER (PARTITION BY act) AS implied
        FROM stays
    ) AS stays JOIN acts ON stays.act = acts.act
), ordered AS (
    SELECT * EXCLUDE (first_day, last_day),
        max(first_day) OVER (PARTITION BY act ORDER BY seq ROWS UNBOUNDED PRECEDING) AS earliest,
        min(last_day) OVER (PARTITION BY act ORDER BY seq DESC ROWS UNBOUNDED PRECEDING) AS latest
    FROM begun
), known AS (
    SELECT * EXCLUDE (latest), CASE WHEN latest < earliest THEN earliest ELSE latest END AS latest
    FROM ordered
    WHERE earliest IS NULL OR earliest <= $on
), marked AS (
    SELECT *, is_documented AND coalesce(latest <= $on, FALSE) AS has_begun FROM known
), compared AS (
    SELECT *,
        max(earliest) FILTER (has_begun) OVER (PARTITION BY person) AS newest,
        max(seq) FILTER (has_begun) OVER (PARTITION BY act) AS newest_seq,
        bool_or(has_begun) OVER (PARTITION BY person) AS has_any
    FROM marked
)
SELECT acts.* REPLACE (coalesce(stay_facility, acts.facility) AS facility), seq, status, has_any,
    CASE
        WHEN NOT has_end THEN $unended
        WHEN end_max < $on THEN 0
        WHEN end_min >= $on THEN 2
        ELSE 1
    END::TINYINT AS stays_on
FROM compared JOIN acts ON compared.act = acts.act
WHERE NOT coalesce(latest < newest, FALSE) AND NOT coalesce(seq < newest_seq, FALSE)
"""

_DEATHS: Final = """
CREATE OR REPLACE TEMP TABLE stock_ended AS
SELECT person, bool_or(is_sure AND certain AND last_day <= $on) AS is_gone
FROM (
    SELECT person, certain, date_begin, violation IN (SELECT unnest($sure::VARCHAR[])) AS is_sure,
        CASE WHEN least(date_end, documented_end) < date_begin THEN date_begin
            ELSE least(date_end, documented_end) END AS last_day
    FROM acts
    WHERE violation IN (SELECT unnest($possible::VARCHAR[]))
)
WHERE date_begin IS NULL OR date_begin <= $on
GROUP BY person
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """Distinct texts of a column that certainly, and that possibly, name one of some codes."""

    sure: list[str]
    possible: list[str]


def naming(texts: Iterable[str | None], codes: frozenset[str]) -> Texts:
    """Sort texts by whether every, or some, alternative that a source states names one of the codes."""
    stated = [text for text in texts if text is not None]
    sure = [text for text in stated if all(members & codes for members in alternatives(text))]
    return Texts(sure, [text for text in stated if any(members & codes for members in alternatives(text))])


def prepare(db: duckdb.DuckDBPyConnection, question: Question, on: date) -> None:
    """Make the tables ``stock_candidates`` and ``stock_ended`` for a stock on a date.

    The first holds, for each person, the acts of the stays that may be their latest, each with its status and
    facility, `stays_on` (2 lasts on the date, 1 possibly, 0 ended) and `has_any` (some stay has certainly
    begun). The second holds who is certainly (`is_gone`) or possibly dead by then.
    """
    texts = [text for (text,) in db.execute("SELECT DISTINCT violation FROM acts").fetchall()]
    detentions = naming(texts, question.detention).possible
    endings = question.killing | ({NOTICE} if question.notice_ends_disappearance else frozenset())
    deaths = naming(texts, frozenset(endings))
    unended = 2 if question.continuation == "presumed" else 1
    db.execute(_STAYS, {"detentions": detentions, "on": on, "unended": unended})
    db.execute(_DEATHS, {"sure": deaths.sure, "possible": deaths.possible, "on": on})


def agreed(candidates: str) -> str:
    """Return SQL of the acts behind a stock, from the candidates with their `sure` level.

    An act counts certainly where every stay that may be its person's latest does.
    """
    return (
        "SELECT act, act_id, version, person, person_id, event_id, count_min, count_max, "  # noqa: S608  # our names
        "max(least(sure, CASE WHEN is_agreed THEN 2 ELSE 1 END)) AS sure "
        "FROM (SELECT weighed.*, has_any AND is_gone IS NULL "
        "AND min(sure) OVER (PARTITION BY weighed.person) = 2 AS is_agreed "
        f"FROM ({candidates}) AS weighed LEFT JOIN stock_ended ON weighed.person = stock_ended.person "
        "WHERE is_gone IS DISTINCT FROM TRUE) WHERE sure > 0 GROUP BY ALL"
    )

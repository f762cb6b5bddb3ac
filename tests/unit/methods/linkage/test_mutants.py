"""Seeded mistakes in the likely linkage, each of which a test of it must catch.

A mistake is a piece of a function written otherwise. What is replaced must be there, so that a mistake cannot
get lost when the function changes.
"""

from __future__ import annotations
import __future__

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType, MethodType
from typing import Any, NamedTuple

import pytest
from tests.unit.methods.linkage import (
    test_blocking,
    test_calibration,
    test_clustering,
    test_compared,
    test_comparisons,
    test_few,
    test_guard,
    test_likely,
    test_rarity,
    test_rows,
    test_scoring,
)

from tawthiq.methods.linkage import (
    blocking,
    calibration,
    clustering,
    columns,
    compared,
    comparisons,
    engine,
    few,
    guard,
    likely,
    rarity,
    rows,
    scoring,
)

Promise = Callable[[], None]


class Mistake(NamedTuple):
    """A function, what of it is replaced by what, and the promise that breaks."""

    function: Any
    right: str
    wrong: str
    promise: Promise


def inner(function: Any) -> FunctionType:
    """Return the function itself under a cache, a property or a class method."""
    bare = function.fget if isinstance(function, property) else inspect.unwrap(function)
    bare = bare.__func__ if isinstance(bare, MethodType) else bare
    assert isinstance(bare, FunctionType)
    return bare


def make(mistake: Mistake, patch: pytest.MonkeyPatch) -> None:
    function = inner(mistake.function)
    source = textwrap.dedent(inspect.getsource(function))
    source = source[source.index("def ") :]
    assert mistake.right in source, "what was to be replaced is not there any more"
    changed = source.replace(mistake.right, mistake.wrong)
    made: dict[str, Any] = {}
    flags = __future__.annotations.compiler_flag
    exec(compile(changed, "<mistake>", "exec", flags=flags, dont_inherit=True), function.__globals__, made)
    patch.setattr(function, "__code__", made[function.__name__].__code__)
    for cached in (compared._placed, compared._stated, compared._born):
        cached.cache_clear()


def a_list_stops_where_it_says() -> None:
    test_calibration.test_a_list_stops_halfway_between_the_usual_and_as_many_pairs_as_it_expects(
        [8.0] * 20 + [-0.75] * 8, -0.7
    )


def a_crowd_is_counted() -> None:
    test_blocking.test_so_many_are_compared_and_more_alike_in_all_are_counted(blocking.MOST + 1)


def scores_add_up() -> None:
    likeness = test_scoring.with_levels(**test_scoring.SAME)
    found = scoring.Learned(scoring.shipped()).score(test_scoring.pairs_of(likeness))
    assert found.tolist() == pytest.approx([test_scoring.by_hand(likeness)])


def dates_are_read() -> None:
    test_compared.test_what_is_stated_of_the_birth_goes_before_an_age()
    test_compared.test_a_death_goes_before_an_arrest_and_an_arrest_before_nothing()
    test_compared.test_a_month_a_year_or_an_age_bounds_the_birth({"born": "1990"}, "1990-01-01", "1990-12-31")


def few_are_as_all() -> None:
    test_few.compared_as_in_the_whole_run(1, [[0], [5, 9, 200], range(200, 260)])


def crowded_few_are_as_all() -> None:
    test_few.shared_keys_are_found(test_few.crowded_list(1), [0, 5, 9, 200])


def rows_are_as_all() -> None:
    test_rows.rows_are_as_if_read_at_once(test_few.crowded_list(1), [0, 7, 9, 399])


def few_are_corrected_as_all() -> None:
    test_few.test_judgements_correct_the_odds_of_a_few_as_of_all()


MISTAKES = {
    "a crowded key is dropped": Mistake(
        blocking._made_narrower,
        "(last < way.rank)",
        "(last > 99)",
        test_blocking.test_a_crowded_key_is_made_narrower_by_a_further_name,
    ),
    "spans are laid once": Mistake(
        blocking._spans,
        "half / 2",
        "0",
        test_blocking.test_a_crowded_key_is_made_narrower_by_the_birth_across_a_border,
    ),
    "nobody counts what is crowded": Mistake(
        blocking.blocks, "Crowded(*(len(", "Crowded(*(0 * len(", a_crowd_is_counted
    ),
    "a crowd of one name is passed over": Mistake(
        blocking.blocks,
        "is_stuck = (size > most) & has",
        "is_stuck = (size < 0) & has",
        test_blocking.test_a_crowd_of_one_name_and_one_day_is_counted,
    ),
    "a name borne twice is two names": Mistake(
        blocking._rarest_first,
        "ranked[:, 1:][ranked[:, 1:] == ranked[:, :-1]] = last",
        "",
        test_blocking.test_a_name_borne_twice_is_one_name,
    ),
    "the larger record comes first": Mistake(
        blocking._codes, "members.sort(axis=1)", "members[:] = -np.sort(-members, axis=1)",
        test_blocking.test_a_family_name_and_a_day_of_birth_are_worth_comparing,
    ),
    "Spanish is read like Arabic": Mistake(
        columns.columns,
        "table.words.as_read() if rare.writes_vowels else table.words",
        "table.words",
        lambda: test_likely.test_where_vowels_are_written_these_are_two_people(
            ("Mirela Alicia Baladrini", "Morela Elba Bugerone")
        ),
    ),
    "a first name that ends in a is a slip from one that does not": Mistake(
        columns.columns,
        "words.as_first_names() if rare.writes_vowels else words",
        "words",
        lambda: test_likely.test_where_vowels_are_written_these_are_two_people(
            ("Ramón Leiva", "Ramona Leiva")
        ),
    ),
    "two names of one skeleton are one": Mistake(
        columns.columns,
        'getattr(rare, name)',
        '0 * getattr(rare, name)',
        lambda: test_guard.test_brothers_of_one_sex_are_two_people("سمير يوسف النجار"),
    ),
    "a record that fits both joins two brothers": Mistake(
        likely.people,
        "np.where(is_two, NEVER, known.odds)",
        "known.odds",
        test_guard.test_brothers_are_not_joined_by_a_record_that_fits_both,
    ),
    "brothers of one sex are left to the score": Mistake(
        guard.two_people,
        '_differs(found, "given")',
        'False',
        lambda: test_guard.test_brothers_of_one_sex_are_two_people("وليد يوسف النجار"),
    ),
    "ages never tell two people apart": Mistake(
        guard.two_people,
        '_is(found, "birth", *FAR_APART)',
        "False",
        test_likely.test_a_father_is_not_his_son_of_the_same_name,
    ),
    "any list in Latin letters writes its vowels": Mistake(
        rarity._writes_vowels,
        "return bool(common",
        "return bool(0 * common",
        lambda: test_rarity.test_a_long_list_of_names_from_no_arabic_writes_its_vowels(
            test_rarity.FROM_ARABIC * 30, writes_vowels=False
        ),
    ),
    "any likely pair joins two groups": Mistake(
        clustering._Component._average,
        "/ (self._size(one) * self._size(other))",
        "/ 1",
        test_clustering.test_a_chain_of_likely_pairs_is_not_one_person,
    ),
    "one clear pair carries a group": Mistake(
        clustering._graph,
        "np.minimum(odds[is_told], CLEAREST)",
        "odds[is_told]",
        test_clustering.test_one_very_clear_pair_does_not_carry_two_families,
    ),
    "what was told apart is joined through others": Mistake(
        clustering._Component._is_barred,
        "bool(self._apart) and",
        "len(self._members.get(one, ())) < 2 and",
        test_clustering.test_a_judgement_bars_the_whole_of_what_was_judged_the_same,
    ),
    "what was told apart is joined": Mistake(
        clustering._Component._is_barred,
        "bool(self._apart) and",
        "False and",
        test_clustering.test_what_people_told_apart_is_never_joined_directly_or_through_others,
    ),
    "a judgement needs a compared pair": Mistake(
        clustering.joins,
        "for mine in judged.values():",
        "for mine in ():",
        test_clustering.test_judged_the_same_without_any_compared_pair_holds_too,
    ),
    "what two groups gained is not put together": Mistake(
        clustering._Component._join,
        "mine.get(third, 0.0) + much",
        "much",
        test_clustering.test_what_speaks_for_a_third_is_put_together_when_two_are_joined,
    ),
    "what was joined later is not followed": Mistake(
        clustering.Joins.clusters,
        "not np.array_equal(followed := root[root], root)",
        "not np.array_equal(followed := root, root)",
        test_clustering.test_a_group_that_grows_downwards_is_named_by_its_smallest,
    ),
    "only the list itself says where to stop": Mistake(
        calibration.calibrated, "(USUAL + own) / 2", "own", a_list_stops_where_it_says
    ),
    "every compared pair is expected": Mistake(
        calibration.calibrated, "probability(odds).sum()", "len(odds)", a_list_stops_where_it_says
    ),
    "at least is at most": Mistake(
        calibration.people_count,
        "threshold + MERGE_HAPPY, threshold + WARY",
        "threshold + WARY, threshold + MERGE_HAPPY",
        test_calibration.test_people_are_the_clusters_at_the_threshold,
    ),
    "what levels say together is forgotten": Mistake(
        scoring.Learned._of, "total += np.asarray(table)", "total += 0 * np.asarray(table)", scores_add_up
    ),
    "unknown is the rest": Mistake(
        scoring.Learned._of, "astype(np.intp) + 1", "astype(np.intp)", scores_add_up
    ),
    "the prior is forgotten": Mistake(
        scoring.Weighed.score,
        "found.bits + self.parameters.prior",
        "found.bits",
        test_scoring.test_weights_are_bits_on_top_of_the_prior,
    ),
    "who bears a name twice counts twice": Mistake(
        rarity._bearers,
        "ordered[:, 1:] != ordered[:, :-1]",
        "True",
        test_rarity.test_who_bears_a_name_twice_counts_once,
    ),
    "an age goes before a date of birth": Mistake(
        compared._birth,
        "if candidate.birth is not None:",
        "if candidate.birth is not None and not candidate.ages:",
        dates_are_read,
    ),
    "an arrest goes before a death": Mistake(
        compared.compared,
        "*_first(candidate.deaths), *_first(candidate.arrests)",
        "*_first(candidate.arrests), *_first(candidate.deaths)",
        dates_are_read,
    ),
    "a year of birth is a day": Mistake(
        compared._stated, "start if birth.is_exact else UNKNOWN_DAY", "start", dates_are_read
    ),
    "letters are counted as bytes": Mistake(
        columns._in_bytes,
        "word.translate(signs)",
        "word",
        test_comparisons.test_letters_are_counted_in_signs_of_one_byte,
    ),
    "judgements on records that are gone are forgotten": Mistake(
        likely._by_place,
        "first.setdefault(judged.person(record), at)",
        "first.setdefault(record, at)",
        test_likely.test_a_person_known_by_a_record_that_is_not_here_is_still_held_apart,
    ),
    "only the few count for what is crowded": Mistake(
        blocking._held, "own[np.searchsorted(own[:-1], keys)] == keys", "chosen[records]",
        crowded_few_are_as_all,
    ),
    "of the few only whole keys count": Mistake(
        blocking._levels, "records[held], keys[held], last[held]", "records[:0], keys[:0], last[:0]",
        crowded_few_are_as_all,
    ),
    "what the few share is not made narrower": Mistake(
        blocking._levels, "is_crowded = size > most", "is_crowded = (size > most) & (chosen is None)",
        crowded_few_are_as_all,
    ),
    "the few are only compared with those after them": Mistake(
        few.scored_few, "is_chosen[worth.left] | is_chosen[worth.right]", "is_chosen[worth.left]",
        few_are_as_all,
    ),
    "the few keep the places that they had in the engine": Mistake(
        few._compared, "Pairs(records[found.pairs.left], records[found.pairs.right])", "found.pairs",
        few_are_as_all,
    ),
    "names are as crowded as among the few": Mistake(
        columns.columns,
        "some(table, places), rare.some(places)",
        "some(table, places), type(rare)(*(0 * rare.some(places).same_name if k[:4] == 'same' else v"
        " for k, v in vars(rare.some(places)).items()))",
        few_are_as_all,
    ),
    "the engine keeps the records of the time before": Mistake(
        engine.Engine.compare, "if len(pairs):", "if '_linker' not in vars(self):", few_are_as_all
    ),
    "the few are looked at less": Mistake(
        few._compared, "least_bits=least_bits()", "least_bits=0.0", few_are_as_all
    ),
    "the few learn from plain pairs of their own": Mistake(
        few.corrected_few, "*range(min(first, len(table)))", "", few_are_corrected_as_all
    ),
    "words are numbered as they are met last": Mistake(rows._met, "[::-1]", "", rows_are_as_all),
    "what is added comes last": Mistake(
        rows.more, "order = np.insert(np.arange(len(known)), before, len(known) + np.arange(len(new)))",
        "order = np.arange(len(known) + len(new))", rows_are_as_all,
    ),
    "what is added is numbered by itself": Mistake(
        rows._numbered_on, "now[numbers]", "numbers", rows_are_as_all
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=[name.replace(" ", "-") for name in MISTAKES])
def test_a_mistake_is_caught(mistake: Mistake, monkeypatch: pytest.MonkeyPatch) -> None:
    make(mistake, monkeypatch)

    with pytest.raises(AssertionError):
        mistake.promise()


# ladder, level, what of its condition is replaced by what
WRONG_LEVELS = [
    ("birth", "same-day", "<> '0101'", "<> '9999'"),
    ("birth", "day-and-month-swapped", "substr(born_on_r, 7, 2)", "substr(born_on_r, 5, 2)"),
    ("birth", "ages-within-10", "<= 10", "<= 100"),
    ("event", "within-a-month", "<= 30", "<= 90"),
    ("given", "in-another-place", "family_sound_no_r", "family_sound_no_l"),
    ("middle", "two-agree-in-order", "middle_1_l = middle_1_r AND (", "("),
    ("middle", "two-agree-in-order", "middle_2_l = middle_2_r)", "1 = 1)"),
    ("family", "a-slip-apart", "<= 1", "<= 0"),
    ("place", "same", "place_l = place_r", "place_kind_l = place_kind_r"),
]


@pytest.mark.parametrize(("ladder", "code", "right", "wrong"), WRONG_LEVELS)
def test_a_wrong_level_is_caught(
    ladder: str, code: str, right: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = comparisons.NAMES.index(ladder)
    levels = tuple(
        replace(level, condition=level.condition.replace(right, wrong)) if level.code == code else level
        for level in comparisons.COMPARISONS[at].levels
    )
    assert levels != comparisons.COMPARISONS[at].levels
    changed = (
        *comparisons.COMPARISONS[:at], replace(comparisons.COMPARISONS[at], levels=levels),
        *comparisons.COMPARISONS[at + 1 :],
    )  # fmt: skip
    monkeypatch.setattr(engine, "COMPARISONS", changed)

    reached = test_comparisons.codes.__wrapped__()

    assert {case for case, level in reached.items() if level != case[1].partition("/")[0]}

"""Seeded mistakes in the measures, which the drawn examples must catch: a figure on which people decide how
far to trust the figures is worth a second look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.methods.linkage import test_evaluation as drawn
from tests.unit.methods.linkage import test_sampling as sampled

from tawthiq.methods.linkage import evaluation, sampling
from tawthiq.methods.linkage.evaluation import Agreement, Counted, Share
from tawthiq.methods.linkage.sampling import JudgedPair

Patch = pytest.MonkeyPatch


def the_unknown_are_one_person(patch: Patch) -> None:
    patch.setattr(evaluation, "UNKNOWN", -2)


def records_are_counted_for_pairs(patch: Patch) -> None:
    patch.setattr(evaluation, "pairs_within", lambda groups: len(groups) - len(np.unique(groups)))


def pairs_are_counted_both_ways(patch: Patch) -> None:
    true = evaluation.pairs_within
    patch.setattr(evaluation, "pairs_within", lambda groups: 2 * true(groups))


def precision_and_recall_change_places(patch: Patch) -> None:
    true = evaluation.b_cubed
    patch.setattr(evaluation, "b_cubed", lambda clusters, people: true(people, clusters))


def b_cubed_is_averaged_over_clusters(patch: Patch) -> None:
    def over_clusters(clusters: Any, people: Any) -> Agreement:
        together = evaluation._size_of_own(evaluation._both(clusters, people))
        shares = together / evaluation._size_of_own(clusters)
        each = [shares[clusters == cluster].mean() for cluster in np.unique(clusters)]
        return replace(true(clusters, people), precision=float(np.mean(each)) if each else None)

    true = evaluation.b_cubed
    patch.setattr(evaluation, "b_cubed", over_clusters)


def a_record_is_not_in_its_own_cluster(patch: Patch) -> None:
    true = evaluation._size_of_own
    patch.setattr(evaluation, "_size_of_own", lambda groups: np.maximum(true(groups) - 1, 1))


def nothing_of_nothing_is_all(patch: Patch) -> None:
    patch.setattr(Share, "value", property(lambda self: self.part / self.of if self.of else 1.0))


def f1_is_the_arithmetic_mean(patch: Patch) -> None:
    def mean(self: Agreement) -> float | None:
        known = self.precision is not None and self.recall is not None
        return (self.precision + self.recall) / 2 if known else None  # type: ignore[operator]

    patch.setattr(Agreement, "f1", property(mean))


def bias_is_of_the_clusters(patch: Patch) -> None:
    def of_clusters(self: Counted) -> float | None:
        return 1 - self.people / self.clusters if self.clusters else None

    patch.setattr(Counted, "bias", property(of_clusters))


def bias_has_no_sign(patch: Patch) -> None:
    patch.setattr(Counted, "bias", property(lambda self: abs(self.people / max(self.clusters, 1) - 1)))


def pairs_of_two_kinds_are_forgotten(patch: Patch) -> None:
    true = evaluation._between
    patch.setattr(
        evaluation,
        "_between",
        lambda *given: {key: pairs for key, pairs in true(*given).items() if key[0] == key[1]},
    )


def a_pair_found_twice_counts_twice(patch: Patch) -> None:
    def twice(people: Any, compared: Any) -> Any:
        found = true(people, compared)
        part = sum(share.part for share in found.by_kind.values())
        return replace(found, compared=replace(found.compared, part=part))

    true = evaluation.completeness
    patch.setattr(drawn, "completeness", twice)


def strangers_count_as_found(patch: Patch) -> None:
    def all_pairs(people: Any, pairs: Any) -> Any:
        return pairs.left * len(people) + pairs.right

    patch.setattr(evaluation, "_true_pairs", all_pairs)


def split_and_merged_change_places(patch: Patch) -> None:
    true = evaluation._in_several
    patch.setattr(evaluation, "_in_several", lambda groups, others: true(others, groups))


def chances_are_passed_over(patch: Patch) -> None:
    def even(pairs: list[JudgedPair], **options: Any) -> Any:
        return true([replace(pair, chance=pair.chance and 1.0) for pair in pairs], **options)

    true = sampling.estimates
    patch.setattr(sampled, "estimates", even)


def chosen_pairs_enter(patch: Patch) -> None:
    def all_in(pairs: list[JudgedPair], **options: Any) -> Any:
        return true([replace(pair, chance=pair.chance or 1.0) for pair in pairs], **options)

    true = sampling.estimates
    patch.setattr(sampled, "estimates", all_in)


def the_unsure_are_different_people(patch: Patch) -> None:
    def told(pairs: list[JudgedPair], **options: Any) -> Any:
        return true([replace(pair, is_same=pair.is_same is True) for pair in pairs], **options)

    true = sampling.estimates
    patch.setattr(sampled, "estimates", told)


def pairs_of_one_record_are_drawn_apart(patch: Patch) -> None:
    patch.setattr(sampling, "_groups", lambda pairs: np.arange(len(pairs)))


def agreement_is_certainty(patch: Patch) -> None:
    patch.setattr(sampling, "_all_alike", lambda value, wholes: (value - 1e-9, value + 1e-9))


def weights_leave_every_pair(patch: Patch) -> None:
    true = sampling._all_alike
    patch.setattr(sampling, "_all_alike", lambda value, wholes: true(value, (wholes > 0).astype(float)))


def an_interval_of_half_the_level(patch: Patch) -> None:
    patch.setattr(sampling, "LEVEL", 0.475)


MUTANTS = (
    the_unknown_are_one_person,
    records_are_counted_for_pairs,
    pairs_are_counted_both_ways,
    precision_and_recall_change_places,
    b_cubed_is_averaged_over_clusters,
    a_record_is_not_in_its_own_cluster,
    nothing_of_nothing_is_all,
    f1_is_the_arithmetic_mean,
    bias_is_of_the_clusters,
    bias_has_no_sign,
    pairs_of_two_kinds_are_forgotten,
    a_pair_found_twice_counts_twice,
    strangers_count_as_found,
    split_and_merged_change_places,
    chances_are_passed_over,
    chosen_pairs_enter,
    the_unsure_are_different_people,
    pairs_of_one_record_are_drawn_apart,
    agreement_is_certainty,
    weights_leave_every_pair,
    an_interval_of_half_the_level,
)


def examples() -> None:
    """Work every drawn example out again: each mutant breaks one of these."""
    drawn.test_precision_is_of_joined_pairs_and_recall_of_pairs_of_one_person()
    drawn.test_b_cubed_is_averaged_over_records()
    drawn.test_five_people_counted_where_there_are_four_are_a_quarter_too_many()
    drawn.test_a_record_whose_person_is_unknown_is_left_out_of_everything()
    drawn.test_recall_is_told_by_what_the_two_records_are()
    drawn.test_a_share_of_nothing_is_unknown()
    drawn.test_completeness_counts_a_pair_once_however_many_keys_found_it()
    drawn.test_stability_tells_pairs_kept_and_people_split_and_merged()
    sampled.test_a_pair_drawn_with_half_the_chance_stands_for_two()
    sampled.test_chosen_pairs_enter_no_estimate_however_many_they_are()
    sampled.test_a_pair_of_which_nobody_could_tell_is_no_pair_of_different_people()
    sampled.test_an_interval_is_about_as_wide_as_the_sample_allows()
    sampled.test_twenty_pairs_that_agree_are_not_certainty()
    sampled.test_pairs_that_share_a_record_say_no_more_than_one()
    sampled.test_unequal_chances_leave_less_than_as_many_pairs()


def test_the_examples_hold_without_a_mistake() -> None:
    examples()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_mistake_is_caught(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    mutant(monkeypatch)

    with pytest.raises(AssertionError):
        examples()

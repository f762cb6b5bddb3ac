"""How good a linkage is: clusters of records, measured against the people that the records are about.

Clusters and people are arrays: for each record a number that all records of one cluster, or of one person,
share. The measures are those of the field:

- precision, recall and F1 over pairs of records: Christen, *Data Matching* (2012), chapter 7;
- B-cubed, averaged over records: Bagga and Baldwin, "Entity-based cross-document coreferencing using the
  vector space model" (1998);
- completeness of pairs after blocking: Christen, the same, where it is called *pairs completeness*.

Pairs weigh a large cluster by the square of its size and B-cubed by its size, so the two are told together.
A share of nothing is unknown, never 0 or 1: `Share.value` is then None. What rests on a sample of judged
pairs, and not on people known in full, is in `sampling`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from tawthiq.methods.linkage.blocking import Pairs

UNKNOWN = -1
"""The number of a person who is not known."""
Groups = NDArray[np.int64]
Kinds = tuple[str, str]
"""What the two records of a pair are each, the smaller first."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @property
    def value(self) -> float | None:
        """Return the share; None where it is of nothing."""
        return self.part / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far clusters agree with people: in precision, recall, and their harmonic mean.

    Each is None where there was nothing to measure it on.
    """

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean; None where one of the two is unknown."""
        if self.precision is None or self.recall is None:
            return None
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people the clusters make of the records, and how many there are."""

    clusters: int
    people: int

    @property
    def bias(self) -> float | None:
        """Return by what share too many people are counted (below 0: too few); None where there are none."""
        return self.clusters / self.people - 1 if self.people else None


@dataclass(frozen=True)
class Measured:
    """Clusters measured against people who are known in full.

    `joined_right` are the pairs in one cluster that are one person, of all pairs in one cluster;
    `found` are the same pairs, of all pairs that are one person. `found_by` splits the latter by what the two
    records are, for each way in which records were told apart (source, script).
    """

    records: int
    joined_right: Share
    found: Share
    b_cubed: Agreement
    counted: Counted
    largest_cluster: int
    largest_person: int
    found_by: Mapping[str, Mapping[Kinds, Share]]

    @property
    def pairwise(self) -> Agreement:
        """Return precision and recall over pairs."""
        return Agreement(self.joined_right.value, self.found.value)


def measured(
    clusters: Groups, people: Groups, *, told_apart: Mapping[str, Sequence[str]] | None = None
) -> Measured:
    """Measure clusters against people; records whose person is `UNKNOWN` are left out of everything.

    `told_apart` holds, by its name, each way in which records are told apart, with what each record is.
    """
    is_known = people != UNKNOWN
    clusters, people = clusters[is_known], people[is_known]
    both = pairs_within(_both(clusters, people))
    kinds = {
        name: [kind for kind, known in zip(of_record, is_known.tolist(), strict=True) if known]
        for name, of_record in (told_apart or {}).items()
    }
    return Measured(
        records=len(people),
        joined_right=Share(both, pairs_within(clusters)),
        found=Share(both, pairs_within(people)),
        b_cubed=b_cubed(clusters, people),
        counted=Counted(_different(clusters), _different(people)),
        largest_cluster=largest(clusters),
        largest_person=largest(people),
        found_by={name: found_by(clusters, people, of_record) for name, of_record in kinds.items()},
    )


def b_cubed(clusters: Groups, people: Groups) -> Agreement:
    """Return B-cubed precision and recall.

    For each record: of the records in its cluster, itself among them, the share that is about its person;
    and of the records about its person, the share that is in its cluster. Both are averaged over records.
    """
    if not len(people):
        return Agreement(None, None)
    together = _size_of_own(_both(clusters, people))
    precision = float((together / _size_of_own(clusters)).mean())
    recall = float((together / _size_of_own(people)).mean())
    return Agreement(precision, recall)


def found_by(clusters: Groups, people: Groups, kinds: Sequence[str]) -> dict[Kinds, Share]:
    """Return, for each two kinds of records, how many pairs of one person of those kinds are in one cluster.

    Two kinds between which nobody has records are left out.
    """
    names = sorted(set(kinds))
    number = {name: at for at, name in enumerate(names)}
    of_record = np.array([number[kind] for kind in kinds], np.int64)
    true, found = (_between(groups, of_record, len(names)) for groups in (people, _both(clusters, people)))
    return {
        (names[one], names[other]): Share(found[one, other], true[one, other])
        for one, other in combinations_with_replacement(range(len(names)), 2)
        if true.get((one, other))
    }


def _between(groups: Groups, kinds: Groups, different: int) -> dict[tuple[int, int], int]:
    """Return how many pairs inside groups there are between each two kinds.

    Counted from how many records of each kind a group has, never pair by pair: one group may be large.
    """
    _, group = np.unique(groups, return_inverse=True)
    total = int(group.max(initial=-1)) + 1
    of_kind = [np.bincount(group[kinds == kind], minlength=total) for kind in range(different)]
    return {
        (one, other): int((of_kind[one] * (of_kind[other] - 1) // 2).sum())
        if one == other
        else int((of_kind[one] * of_kind[other]).sum())
        for one, other in combinations_with_replacement(range(different), 2)
    }


@dataclass(frozen=True)
class Completeness:
    """How many pairs that are one person were compared at all: the most that a linkage could find.

    `by_kind` says how many were found by each kind of key, and `only` how many by no other kind.
    """

    compared: Share
    by_kind: Mapping[str, Share]
    only: Mapping[str, Share]


def completeness(people: Groups, compared: Mapping[str, Pairs]) -> Completeness:
    """Return how complete the pairs are that keys of each kind found."""
    true = pairs_within(people[people != UNKNOWN])
    codes = {kind: _true_pairs(people, pairs) for kind, pairs in compared.items()}
    together = np.concatenate([np.zeros(0, np.int64), *codes.values()])
    found, times = np.unique(together, return_counts=True)
    once = found[times == 1]
    return Completeness(
        compared=Share(len(found), true),
        by_kind={kind: Share(len(of_kind), true) for kind, of_kind in codes.items()},
        only={kind: Share(int(np.isin(of_kind, once).sum()), true) for kind, of_kind in codes.items()},
    )


def _true_pairs(people: Groups, pairs: Pairs) -> Groups:
    """Return those of some pairs that are one person, as a number each."""
    is_true = (people[pairs.left] == people[pairs.right]) & (people[pairs.left] != UNKNOWN)
    return np.unique(pairs.left[is_true] * np.int64(len(people)) + pairs.right[is_true])


@dataclass(frozen=True, slots=True)
class Stability:
    """What became of clusters: of the pairs in one before, how many still are, and how many came in new.

    `split` are clusters whose records are in several now, `merged` clusters that hold records of several
    before.
    """

    records: int
    kept: Share
    new_pairs: int
    split: int
    merged: int


def stability(before: Groups, now: Groups) -> Stability:
    """Compare the clusters of the same records at two times."""
    both = pairs_within(_both(before, now))
    return Stability(
        records=len(now),
        kept=Share(both, pairs_within(before)),
        new_pairs=pairs_within(now) - both,
        split=_in_several(before, now),
        merged=_in_several(now, before),
    )


def _in_several(groups: Groups, others: Groups) -> int:
    """Return how many groups have records in more than one of the others."""
    cells = np.unique(np.column_stack([groups, others]), axis=0)
    _, parts = np.unique(cells[:, 0], return_counts=True)
    return int((parts > 1).sum())


def pairs_within(groups: Groups) -> int:
    """Return how many pairs of records are in one group."""
    _, sizes = np.unique(groups, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())


def largest(groups: Groups) -> int:
    """Return how many records the largest group has."""
    _, sizes = np.unique(groups, return_counts=True)
    return int(sizes.max(initial=0))


def _both(clusters: Groups, people: Groups) -> Groups:
    """Return for each record a number that it shares with those of its cluster and its person."""
    # two columns made one: what is the same in both is the same pair of numbers
    _, one = np.unique(clusters, return_inverse=True)
    _, other = np.unique(people, return_inverse=True)
    return np.asarray(one.astype(np.int64) * (int(other.max(initial=0)) + 1) + other, np.int64)


def _size_of_own(groups: Groups) -> NDArray[np.int64]:
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    return np.asarray(sizes[group], np.int64)


def _different(groups: Groups) -> int:
    return len(np.unique(groups))

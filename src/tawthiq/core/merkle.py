"""The Merkle tree of RFC 6962: one root stands for a list, and nothing in the list can change under it.

A leaf is any bytes. Leaves and inner nodes are hashed with different first bytes, so neither can pass
for the other. `Frontier` appends in O(log n) and holds O(log n) hashes; the proofs need all leaf hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEAF = b"\x00"
NODE = b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf."""
    return hashlib.sha256(LEAF + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees' roots."""
    return hashlib.sha256(NODE + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """A growing tree, remembered by the roots of its perfect subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, hashed_leaf: bytes) -> None:
        """Add one leaf, given by its hash."""
        peak = hashed_leaf
        size = self.size
        while size & 1:
            peak = node_hash(self.peaks.pop(), peak)
            size >>= 1
        self.peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def as_text(self) -> str:
        """Return the frontier as text: the size, a colon, the peaks in hexadecimal with commas."""
        return f"{self.size}:{','.join(peak.hex() for peak in self.peaks)}"

    @classmethod
    def from_text(cls, text: str) -> Frontier:
        """Read a frontier back.

        Raises:
            ValueError: The text is not a frontier.
        """
        size_text, _, peaks_text = text.partition(":")
        size = int(size_text)
        peaks = [bytes.fromhex(peak) for peak in peaks_text.split(",")] if peaks_text else []
        if size < 0 or len(peaks) != size.bit_count() or any(len(peak) != 32 for peak in peaks):
            raise ValueError("not a frontier: its peaks do not fit its size")
        return cls(size, peaks)


def root_of(hashed_leaves: Iterable[bytes]) -> bytes:
    """Return the root of a tree with these leaf hashes, in constant memory."""
    frontier = Frontier()
    for hashed_leaf in hashed_leaves:
        frontier.append(hashed_leaf)
    return frontier.root()


def inclusion_proof(index: int, hashed_leaves: Sequence[bytes]) -> list[bytes]:
    """Return the audit path of one leaf, from the leaf upwards (RFC 6962, 2.1.1).

    Raises:
        IndexError: There is no such leaf.
    """
    if not 0 <= index < len(hashed_leaves):
        raise IndexError("no such leaf")
    if len(hashed_leaves) == 1:
        return []
    split = _split(len(hashed_leaves))
    left, right = hashed_leaves[:split], hashed_leaves[split:]
    if index < split:
        return [*inclusion_proof(index, left), root_of(right)]
    return [*inclusion_proof(index - split, right), root_of(left)]


def includes(root: bytes, size: int, index: int, hashed_leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows the leaf at this index of the tree with this root and size."""
    if not 0 <= index < size:
        return False
    node, last, reached = index, size - 1, hashed_leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            reached = node_hash(sibling, reached)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and reached == root


def consistency_proof(earlier_size: int, hashed_leaves: Sequence[bytes]) -> list[bytes]:
    """Return the proof that the first `earlier_size` leaves are the beginning of these (RFC 6962, 2.1.2).

    Raises:
        ValueError: The earlier tree is empty or larger than this one.
    """
    if not 0 < earlier_size <= len(hashed_leaves):
        raise ValueError("the earlier tree must have at least one leaf and no more than this one")
    return _subproof(earlier_size, hashed_leaves, is_known=True)


def _subproof(earlier_size: int, hashed_leaves: Sequence[bytes], *, is_known: bool) -> list[bytes]:
    if earlier_size == len(hashed_leaves):
        return [] if is_known else [root_of(hashed_leaves)]
    split = _split(len(hashed_leaves))
    left, right = hashed_leaves[:split], hashed_leaves[split:]
    if earlier_size <= split:
        return [*_subproof(earlier_size, left, is_known=is_known), root_of(right)]
    return [*_subproof(earlier_size - split, right, is_known=False), root_of(left)]


def is_consistent(
    earlier_root: bytes, earlier_size: int, root: bytes, size: int, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows that the later tree begins with the earlier one (RFC 9162, 2.1.4.2)."""
    if earlier_size == size:
        return not proof and earlier_root == root
    if not 0 < earlier_size < size:
        return False
    # An earlier tree that is perfect is itself the first node; the proof leaves it out.
    path = [earlier_root, *proof] if earlier_size & (earlier_size - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = earlier_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    reached_earlier = reached = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            reached_earlier = node_hash(sibling, reached_earlier)
            reached = node_hash(sibling, reached)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and reached_earlier == earlier_root and reached == root


def _split(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)

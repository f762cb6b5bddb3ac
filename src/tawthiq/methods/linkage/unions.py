"""Sets that grow together: which of many things have been joined, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable


class Unions:
    """Disjoint sets of identifiers; each is known by its smallest member, whatever the order of joining."""

    def __init__(self) -> None:
        """Start with everything alone."""
        self._parent: dict[str, str] = {}

    def root(self, member: str) -> str:
        """Return the smallest identifier joined with this one."""
        parent = self._parent
        root = member
        while (above := parent.get(root, root)) != root:
            root = above
        while (above := parent.get(member, member)) != root:
            parent[member], member = root, above
        return root

    def join(self, left: str, right: str) -> bool:
        """Join two sets; return whether they were apart."""
        low, high = sorted((self.root(left), self.root(right)))
        if low == high:
            return False
        self._parent[high] = low
        return True

    def groups(self, members: Iterable[str]) -> dict[str, list[str]]:
        """Return the members by the set they are in, each set in order."""
        found: dict[str, list[str]] = {}
        for member in sorted(members):
            found.setdefault(self.root(member), []).append(member)
        return found

"""Stories from supported pairs: linkage by quorum, which does not chain.

Two groups become one while the mean support over all pairs between them (a pair that nothing
supports counts as 0) reaches the threshold, best first. So an article joins a story only
when enough of its members support it, and one bridge between two events joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

#: Support is counted in whole millionths, so that sums are exact in any order.
SCALE = 1_000_000

Edge = tuple[int, int, int]
"""Support in units of 1/:data:`SCALE`, and two members."""


def link(
    count: int, pairs: NDArray[np.int32], support: NDArray[np.float64], threshold: float
) -> NDArray[np.int64]:
    """Give each of ``count`` members the lowest member of its group.

    ``pairs`` are rows of two members, the lower first, with the ``support`` of each (0 to 1). The
    result depends on the set of pairs alone: ties go to the lower members.
    """
    groups = np.arange(count)
    exact = np.rint(support * SCALE).astype(np.int64)
    linkable = _linkable(count, pairs, exact >= threshold * SCALE)
    members = np.unique(pairs[linkable])
    place = np.zeros(count, np.int64)
    place[members] = np.arange(len(members))
    near = place[pairs[linkable]].tolist()
    edges = ((s, a, b) for s, (a, b) in zip(exact[linkable].tolist(), near, strict=True))
    found = _Groups(len(members), edges)
    found.merge(threshold * SCALE)
    groups[members] = members[[found.root(member) for member in range(len(members))]]
    return groups


def _linkable(count: int, pairs: NDArray[np.int32], strong: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which pairs can play a part: those within what strong pairs hold together."""
    from cleaner.story.search import components

    held = components(count, pairs[strong])
    same: NDArray[np.bool_] = held[pairs[:, 0]] == held[pairs[:, 1]]
    return same


class _Groups:
    """Groups under merging; ``near[a][b]`` is the sum of the support between two groups."""

    def __init__(self, count: int, edges: Iterable[Edge]) -> None:
        self._parent = list(range(count))
        self._size = [1] * count
        self._near: list[dict[int, int]] = [{} for _ in range(count)]
        for support, a, b in edges:
            self._near[a][b] = self._near[b][a] = support

    def root(self, member: int) -> int:
        while self._parent[member] != member:
            member = self._parent[member]
        return member

    def _mean(self, a: int, b: int) -> float:
        return self._near[a][b] / (self._size[a] * self._size[b])

    def merge(self, least: float) -> None:
        heap = [
            (-self._mean(a, b), a, b) for a, near in enumerate(self._near) for b in near if a < b
        ]
        heap = [entry for entry in heap if -entry[0] >= least]
        heapify(heap)
        while heap:
            mean, a, b = heappop(heap)
            # What an entry said is stale once one of its groups has changed.
            if b not in self._near[a] or -self._mean(a, b) != mean:
                continue
            for other in self._absorb(a, b):
                now = self._mean(a, other)
                if now >= least:
                    heappush(heap, (-now, min(a, other), max(a, other)))

    def _absorb(self, a: int, b: int) -> Iterable[int]:
        self._parent[b] = a
        self._size[a] += self._size[b]
        mine, theirs = self._near[a], self._near[b]
        del mine[b], theirs[a]
        for other, support in theirs.items():
            mine[other] = mine.get(other, 0) + support
            del self._near[other][b]
        theirs.clear()
        for other, support in mine.items():
            self._near[other][a] = support
        return mine

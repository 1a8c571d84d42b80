"""Near misses: the articles that came closest to a story and did not join it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.story.vetoes import in_words

#: Support below this is not near; of each story so many other stories are told.
_LEAST, _MOST = 0.2, 3

_Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Miss:
    """A near miss by rows: who did not join, close to which member, its support, and why not."""

    row: int
    close_to: int
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Pairs that came near: an article inside a story, one outside, and what was measured."""

    groups: _Rows
    inside: _Rows
    outside: _Rows
    support: NDArray[np.float64]
    vetoes: NDArray[np.uint32]

    def select(self, rows: _Rows | NDArray[np.bool_]) -> Near:
        """Give some of the pairs."""
        return Near(
            self.groups[rows],
            self.inside[rows],
            self.outside[rows],
            self.support[rows],
            self.vetoes[rows],
        )


def near_misses(
    groups: _Rows,
    pairs: NDArray[np.int32],
    support: NDArray[np.float64],
    vetoes: NDArray[np.uint32],
) -> Near:
    """Give of each group of several the best pair with each of the closest other groups.

    ``groups`` names each member's group; ``pairs`` are rows of members with their ``support``.
    """
    a, b = groups[pairs[:, 0]], groups[pairs[:, 1]]
    close = np.flatnonzero((a != b) & (support >= _LEAST))
    rows = np.concatenate([pairs[close], pairs[close, ::-1]]).astype(np.int64)
    twice = np.concatenate([close, close])
    near = Near(groups[rows[:, 0]], rows[:, 0], rows[:, 1], support[twice], vetoes[twice])
    near = near.select(np.bincount(groups, minlength=len(groups))[near.groups] > 1)
    return _closest(_best(near, groups))


def _best(near: Near, groups: _Rows) -> Near:
    """Keep the best pair of each two groups."""
    others = groups[near.outside]
    order = np.lexsort((near.outside, near.inside, -near.support, others, near.groups))
    near, others = near.select(order), others[order]
    first = np.ones(len(order), np.bool_)
    first[1:] = (near.groups[1:] != near.groups[:-1]) | (others[1:] != others[:-1])
    return near.select(first)


def _closest(near: Near) -> Near:
    """Keep the first few of each group."""
    near = near.select(np.lexsort((near.outside, -near.support, near.groups)))
    starts = np.searchsorted(near.groups, near.groups)
    return near.select(np.arange(len(near.groups)) - starts < _MOST)


def near_in_words(near: Near, rows: Sequence[int], threshold: float) -> dict[int, list[Miss]]:
    """Tell near misses by group, in words; ``rows`` are the members' rows."""
    found: dict[int, list[Miss]] = {}
    columns = (near.groups, near.inside, near.outside, near.support, near.vetoes)
    for group, inside, outside, support, bits in zip(*(c.tolist() for c in columns), strict=True):
        why = tuple(in_words(bits)) or (_no_veto(support, threshold),)
        miss = Miss(rows[outside], rows[inside], round(support, 3), why)
        found.setdefault(group, []).append(miss)
    return found


def _no_veto(support: float, threshold: float) -> str:
    if support >= threshold:
        return "enough for a story of these two, but the other members do not support it"
    return f"they share too little: {threshold:.2f} would be enough"

"""Articles that feedback keeps out of one another's stories (cannot-link)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Support that no number of others can outweigh: the mean over a group stays below any threshold.
NEVER = -1e12

Apart = Sequence[tuple[str, str]]
_Rows = NDArray[np.int64]


def rows_apart(apart: Apart, ids: Sequence[str]) -> _Rows:
    """Give the rows of pairs that feedback keeps apart; the first of each was marked."""
    wanted = {id_ for pair in apart for id_ in pair}
    rows = {id_: row for row, id_ in enumerate(ids) if id_ in wanted}
    known = [(rows[one], rows[other]) for one, other in apart if one in rows and other in rows]
    return np.array(known, np.int64).reshape(-1, 2)


def forbidden_pairs(apart: _Rows, kept: _Rows, standing: _Rows) -> NDArray[np.int32]:
    """Give the pairs that may not meet: as places among the articles that stand, lower first.

    ``kept`` are the rows that stand for copy groups, ``standing`` is the one of each row. Two of
    one copy group stay together: that is for a mark of copies to part.
    """
    places = np.unique(np.sort(np.searchsorted(kept, standing[apart]), axis=1), axis=0)
    pairs: NDArray[np.int32] = places[places[:, 0] != places[:, 1]].astype(np.int32)
    return pairs


def pair_keys(pairs: NDArray[np.int32]) -> NDArray[np.int64]:
    """Give a number for each pair, the lower row first."""
    return pairs[:, 0].astype(np.int64) << 32 | pairs[:, 1]


def reasons(apart: _Rows, first: _Rows, ids: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Say of each article that was marked what feedback keeps it apart from.

    ``first`` is the first article of each one's story.
    """
    others: dict[int, list[str]] = {}
    for one, other in apart[first[apart[:, 0]] != first[apart[:, 1]]].tolist():
        others.setdefault(one, []).append(ids[other])
    return {row: (_reason(names),) for row, names in others.items()}


def _reason(others: Sequence[str]) -> str:
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"feedback: a person marked it as no part of the story of {others[0]}{more}"

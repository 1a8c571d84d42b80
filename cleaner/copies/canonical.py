"""The canonical article of a copy group: which one is kept, by a stated policy, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.columns import CopyColumns
from cleaner.strings import taken

_Numbers = NDArray[np.int64]

#: The order of reasons by policy; the id settles what is still equal.
_ORDERS = {
    "credited": ("credited", "earliest", "longest", "cleanest"),
    "earliest": ("earliest", "credited", "longest", "cleanest"),
    "longest": ("longest", "credited", "earliest", "cleanest"),
    "cleanest": ("cleanest", "credited", "earliest", "longest"),
}
_SAID = {
    "credited": "it credits its source",
    "earliest": "published first",
    "longest": "the most complete",
    "cleanest": "the least noisy",
}
_LATEST = "9999"
#: Characters of a moment in seconds and without a zone.
_SECONDS, _SIGNS = 19, ("-", "-", "T")


def moment(published: str | None) -> str:
    """Give a moment as text that sorts in time: ISO 8601 in UTC; unknown comes last.

    >>> moment("2015-07-25T01:28:08+03:00")
    '2015-07-24T22:28:08'
    """
    if not published:
        return _LATEST
    try:
        parsed = datetime.fromisoformat(published)
    except ValueError:
        return _LATEST
    if len(published) == _SECONDS and (published[4], published[7], published[10]) == _SIGNS:
        return published
    if parsed.tzinfo is not None:
        parsed = parsed.astimezone(UTC).replace(tzinfo=None)
    return parsed.isoformat(timespec="seconds")


class Policy:
    """Ranks articles of groups: the least rank is kept."""

    def __init__(
        self, name: str, columns: CopyColumns, lengths: _Numbers, articles: _Numbers
    ) -> None:
        """Rank some ``articles``; ``lengths`` are the words of all."""
        self._reasons = _ORDERS[name]
        self._columns, self._lengths = columns, lengths
        asked = articles.tolist()
        codes = [self._codes(reason, articles, asked) for reason in self._reasons]
        ids = np.empty(len(asked), np.int64)
        ids[sorted(range(len(asked)), key=taken(columns.ids, asked).__getitem__)] = np.arange(
            len(ids)
        )
        self._ranks = np.empty(len(lengths), np.int64)
        self._ranks[articles[np.lexsort((ids, *reversed(codes)))]] = np.arange(len(ids))
        self._values = np.empty((len(self._reasons), len(lengths)), np.int64)
        self._values[:, articles] = codes

    def ranks(self, articles: _Numbers) -> _Numbers:
        """Give the ranks of articles: different numbers for different ones."""
        return self._ranks[articles]

    def beside(self, one: int) -> tuple[_Numbers, NDArray[np.bool_]]:
        """Say how an article stands to each of all: by reason, a row each, and by the whole policy.

        Below 0 it is preferred, 0 equal; by the whole policy, True means preferred.
        """
        signs: _Numbers = np.sign(self._values[:, [one]] - self._values)
        return signs, self._ranks[one] < self._ranks

    def _codes(self, reason: str, articles: _Numbers, asked: Sequence[int]) -> _Numbers:
        """Give numbers that sort as a reason has it, the best first."""
        columns = self._columns
        if reason == "longest":
            return -self._lengths[articles]
        values: list[Any] = [0] * len(asked)
        if reason == "credited" and columns.sources:
            values = [not source for source in taken(columns.sources, asked)]
        elif reason == "earliest" and columns.published:
            values = [*map(moment, taken(columns.published, asked))]
        elif reason == "cleanest" and columns.removed:
            values = [columns.removed[at] for at in asked]
        return np.unique(np.array(values), return_inverse=True)[1].reshape(-1)

    def reasons(self, kept: Sequence[int], members: _Numbers, starts: _Numbers) -> list[str]:
        """Say why an article is kept in each group: the first reason that tells it apart.

        ``members`` are the articles of all groups, end to end; a group's begin at ``starts``.
        """
        told = ["first by id"] * len(kept)
        for at in reversed(range(len(self._reasons))):
            values = self._values[at]
            lowest = np.minimum.reduceat(values[members], starts)
            highest = np.maximum.reduceat(values[members], starts)
            mine = values[np.asarray(kept, np.int64)]
            for group in np.flatnonzero((highest != mine) & (mine == lowest)).tolist():
                told[group] = self._said(self._reasons[at], kept[group])
        return told

    def _said(self, reason: str, kept: int) -> str:
        if reason == "credited":
            return f"{_SAID[reason]}, {self._columns.sources[kept]}"
        if reason == "earliest":
            return f"{_SAID[reason]}, {self._columns.published[kept]}"
        if reason == "longest":
            return f"{_SAID[reason]}, {self._lengths[kept]} words"
        return _SAID[reason]


def rank_of_reason(policy: str, why: str) -> int:
    """Say how early a reason, as it is told, comes among those of a policy; the id comes last.

    >>> rank_of_reason("credited", "published first, 2025-05-01"), rank_of_reason("longest", "")
    (1, 4)
    """
    order = _ORDERS[policy]
    return next((at for at, name in enumerate(order) if why.startswith(_SAID[name])), len(order))

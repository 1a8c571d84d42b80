"""The canonical article of a copy group: which one is kept, by a stated policy, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from cleaner.copies.columns import CopyColumns

#: The order of reasons by policy; the id settles what is still equal.
_ORDERS = {
    "credited": ("credited", "earliest", "longest", "cleanest"),
    "earliest": ("earliest", "credited", "longest", "cleanest"),
    "longest": ("longest", "credited", "earliest", "cleanest"),
    "cleanest": ("cleanest", "credited", "earliest", "longest"),
}
_LATEST = "9999"


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
    if parsed.tzinfo is not None:
        parsed = parsed.astimezone(UTC).replace(tzinfo=None)
    return parsed.isoformat(timespec="seconds")


class Policy:
    """Ranks articles of a group: the least rank is kept."""

    def __init__(self, name: str, columns: CopyColumns, length: Callable[[int], int]) -> None:
        self._reasons = _ORDERS[name]
        self._columns, self._length = columns, length
        self._ranks: dict[int, tuple[Any, ...]] = {}

    def rank(self, article: int) -> tuple[Any, ...]:
        """Give the sort key of an article: a value for each reason, and the id."""
        found = self._ranks.get(article)
        if found is None:
            values = (self._value(reason, article) for reason in self._reasons)
            found = self._ranks[article] = (*values, self._columns.ids[article])
        return found

    def _value(self, reason: str, article: int) -> Any:
        columns = self._columns
        if reason == "credited":
            return not (columns.sources and columns.sources[article])
        if reason == "earliest":
            return moment(columns.published[article]) if columns.published else _LATEST
        if reason == "longest":
            return -self._length(article)
        return columns.removed[article] if columns.removed else 0.0

    def reason(self, kept: int, others: Sequence[int]) -> str:
        """Say why an article is kept rather than others: the first reason that tells it apart."""
        mine = self.rank(kept)
        ranks = [self.rank(other) for other in others]
        for at, reason in enumerate(self._reasons):
            values = [rank[at] for rank in ranks]
            if max(values) != mine[at] == min(values):
                return self._said(reason, kept)
        return "first by id"

    def _said(self, reason: str, kept: int) -> str:
        if reason == "credited":
            return f"it credits its source, {self._columns.sources[kept]}"
        if reason == "earliest":
            return f"published first, {self._columns.published[kept]}"
        if reason == "longest":
            return f"the most complete, {self._length(kept)} words"
        return "the least noisy"

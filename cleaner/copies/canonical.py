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


def _at(values: Sequence[Any], index: int) -> Any:
    return values[index] if values else None


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

    def rank(self, article: int) -> tuple[Any, ...]:
        """Give the sort key of an article."""
        return (*(self._value(r, article) for r in self._reasons), self._columns.ids[article])

    def _value(self, reason: str, article: int) -> Any:
        columns = self._columns
        if reason == "credited":
            return not _at(columns.sources, article)
        if reason == "earliest":
            return moment(_at(columns.published, article))
        if reason == "longest":
            return -self._length(article)
        return _at(columns.removed, article) or 0.0

    def reason(self, kept: int, others: Sequence[int]) -> str:
        """Say why an article is kept rather than others: the first reason that tells it apart."""
        for reason in self._reasons:
            mine = self._value(reason, kept)
            if all(mine == self._value(reason, other) for other in others):
                continue
            if all(mine <= self._value(reason, other) for other in others):
                return self._said(reason, kept)
        return "first by id"

    def _said(self, reason: str, kept: int) -> str:
        if reason == "credited":
            return f"it credits its source, {_at(self._columns.sources, kept)}"
        if reason == "earliest":
            return f"published first, {_at(self._columns.published, kept)}"
        if reason == "longest":
            return f"the most complete, {self._length(kept)} words"
        return "the least noisy"

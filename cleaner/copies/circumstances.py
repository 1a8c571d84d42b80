"""What is known of pairs of articles besides their words: outlets, and days between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.columns import CopyColumns
from cleaner.copies.relation import outlet_of
from cleaner.copies.sorting import distinct
from cleaner.language.dates import day_of


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """Of each pair: whether one outlet printed both, and on which days (0: not known)."""

    same_outlet: NDArray[np.bool_]
    days: NDArray[np.int64]

    @property
    def days_apart(self) -> NDArray[np.int64]:
        """Days between the two; 0 where a day is not known."""
        known = self.days.min(axis=1, initial=1) > 0
        return np.where(known, np.abs(self.days[:, 0] - self.days[:, 1]), 0)

    @property
    def same_day(self) -> NDArray[np.bool_]:
        """Whether both days are known, and the same."""
        same: NDArray[np.bool_] = self.days[:, 0] == self.days[:, 1]
        return same & (self.days[:, 0] > 0)


def circumstances(columns: CopyColumns, pairs: NDArray[np.int64]) -> Circumstances:
    """Give the circumstances of pairs of articles."""
    articles = distinct(pairs)
    places = np.searchsorted(articles, pairs)
    numbers = {"": 0}
    named = (outlet_of(columns, a) for a in articles.tolist())
    told = [numbers.setdefault(outlet, len(numbers)) for outlet in named]
    outlets = np.array(told, np.int64)[places]
    days = np.array([_day(columns, a) for a in articles.tolist()], np.int64)[places]
    return Circumstances((outlets[:, 0] == outlets[:, 1]) & (outlets[:, 0] > 0), days)


def _day(columns: CopyColumns, article: int) -> int:
    """Give the day an article was published as a number; 0: not known."""
    published = columns.published[article] if columns.published else None
    day = day_of(published)
    return day.toordinal() if day else 0

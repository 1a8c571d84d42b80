"""What is known of pairs of articles besides their words: outlets, and days between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.columns import CopyColumns
from cleaner.copies.relation import outlets_of
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


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Of each article: a number for its outlet, and the day of its publication (0: not known)."""

    outlets: NDArray[np.int64]
    days: NDArray[np.int64]

    def of(self, pairs: NDArray[np.int64]) -> Circumstances:
        """Give the circumstances of pairs of articles."""
        outlets, days = self.outlets[pairs], self.days[pairs]
        return Circumstances((outlets[:, 0] == outlets[:, 1]) & (outlets[:, 0] > 0), days)


def surroundings(columns: CopyColumns) -> Surroundings:
    """Read the outlets and days of all articles, once for all pairs of them."""
    numbers = {"": 0}
    named = outlets_of(columns)
    outlets = [numbers.setdefault(outlet, len(numbers)) for outlet in named]
    published = columns.published or repeat(None, len(columns.ids))
    days = [day.toordinal() if day else 0 for day in map(day_of, published)]
    return Surroundings(np.array(outlets, np.int64), np.array(days, np.int64))

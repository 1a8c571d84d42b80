"""The measures of pairs of texts, by name. What they mean for copies is judged elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Words at a text's start that make its lead.
LEAD = 30
#: Words at a text's start in which the other's lead is looked for.
OPENING = 60
#: Counts measured of every pair.
PLACES = 39

_Shares = NDArray[np.float64]
_Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """Counts of pairs, a row each; properties are columns over all pairs.

    Where a property has two values a pair, they are those of the first and the second text.
    """

    counts: _Counts

    def _two(self, place: int) -> _Counts:
        return self.counts[:, place : place + 2]

    @property
    def length(self) -> _Counts:
        """Words of each text."""
        return self._two(0)

    @property
    def lead_found(self) -> _Shares:
        """Share of the lead's words that the other text or title holds."""
        return _share(self._two(4), self._two(2))

    @property
    def lead_shared(self) -> _Shares:
        """Share of the lead's words that lie in shared shingles."""
        return _share(self._two(35), self._two(2))

    @property
    def lead_opens(self) -> _Shares:
        """Share of the lead's words that lie in shingles of the other text's opening."""
        return _share(self._two(37), self._two(2))

    @property
    def particulars(self) -> _Counts:
        """Numbers, weekdays and months in lead and title that the other lacks."""
        return self._two(6)

    @property
    def title_length(self) -> _Counts:
        """Words of each title."""
        return self._two(8)

    @property
    def title_found(self) -> _Shares:
        """Share of the title's words that the other text or title holds."""
        return _share(self._two(10), self._two(8))

    @property
    def titles_alike(self) -> _Shares:
        """Share of both titles' words that the other title holds too."""
        return _share(self._two(12).sum(axis=1), self._two(8).sum(axis=1))

    @property
    def own_refrains(self) -> _Counts:
        """Distinct words that a text repeats and the other never has."""
        return self._two(14)

    @property
    def numbers(self) -> _Counts:
        """Distinct words with a digit in each text."""
        return self._two(32)

    @property
    def numbers_shared(self) -> _Counts:
        """Distinct words with a digit in both texts."""
        return self.counts[:, 34]

    def shingles(self, wider: int = 0) -> _Counts:
        """Distinct shingles of each text, of the sketch's width or one word ``wider``."""
        return self._two(16 + 8 * wider)

    def shared(self, wider: int = 0) -> _Counts:
        """Distinct shingles of both texts."""
        return self.counts[:, 18 + 8 * wider]

    def resemblance(self, wider: int = 0) -> _Shares:
        """Jaccard: distinct shingles of both over those of either."""
        shared = self.shared(wider)
        return _share(shared, self.shingles(wider).sum(axis=1) - shared)

    def containment(self, wider: int = 0) -> _Shares:
        """Share of the smaller set of shingles that the larger one holds."""
        return _share(self.shared(wider), self.shingles(wider).min(axis=1))

    def covered(self, wider: int = 0) -> _Shares:
        """Share of each text's words that lie in shared shingles."""
        return _share(self._two(20 + 8 * wider), self.length)

    def first_shared(self, wider: int = 0) -> _Counts:
        """Where in each text the first shared shingle starts, in words; -1: nowhere."""
        return self._two(22 + 8 * wider)


def _share(part: NDArray[np.integer], whole: NDArray[np.integer]) -> _Shares:
    return np.asarray(part / np.maximum(whole, 1), np.float64)

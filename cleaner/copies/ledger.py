"""The ledger: every pair of units measured so far, with its counts and its ruling.

This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.circumstances import Circumstances
from cleaner.copies.judging import LENIENCE, SAME_BODY, SAME_DAY, SAME_FORMULA, Ruling, judge
from cleaner.copies.measures import PLACES, Measures
from cleaner.copies.measuring import Counts, Pairs, Texts, measure
from cleaner.copies.sorting import among, distinct
from cleaner.threads import in_threads

_HIGH = np.uint64(32)
_CHUNK = 4096


class Ledger:
    """Measures pairs of units, each once, and looks up what was measured."""

    def __init__(
        self,
        texts: Texts,
        width: int,
        threshold: float,
        around: Callable[[Pairs], Circumstances],
        workers: int = 1,
    ) -> None:
        self._texts, self._width, self._threshold = texts, width, threshold
        self._around, self._workers = around, workers
        # The pairs in order, and the row of each one's counts and ruling: rows stay as they came.
        self._keys, self._rows = np.empty(0, np.uint64), np.empty(0, np.int64)
        self._counts = np.empty((0, PLACES), np.int32)
        self._rulings = np.empty(0, np.int8)
        self._formulas = np.empty(0, np.int64)
        self._refused = np.empty(0, np.uint64)

    def refuse(self, pairs: Pairs) -> None:
        """Rule that pairs are no copies, whatever is measured of them; to be told first."""
        self._refused = distinct(_keys(pairs))

    def add(self, pairs: Pairs) -> None:
        """Measure and judge the pairs that are not here yet."""
        keys = distinct(_keys(pairs))
        keys = keys[~among(keys, self._keys)]
        if not len(keys):
            return
        pairs = _pairs(keys)
        counts = self._measure(pairs)
        rulings = judge(Measures(counts), self._around(pairs), self._threshold)
        self._except_formulas(pairs, counts, rulings)
        rulings[among(keys, self._refused)] = Ruling.FEEDBACK
        self._enter(keys, counts, rulings)

    def _enter(self, keys: NDArray[np.uint64], counts: Counts, rulings: NDArray[np.int8]) -> None:
        places, start = np.searchsorted(self._keys, keys), len(self._keys)
        self._keys = np.insert(self._keys, places, keys)
        self._rows = np.insert(self._rows, places, np.arange(start, start + len(keys)))
        self._counts = _appended(self._counts, start, counts)
        self._rulings = np.concatenate([self._rulings, rulings])

    def refuse_formulas(self, known: NDArray[np.int64]) -> None:
        """Find the units whose wording comes back on other days; bar their loose copies.

        A unit is formulaic if units too far apart in time to be its copies, of two days or
        more, resemble it as copies do; or if it is ``known`` to be.
        """
        later = self._ruled(Ruling.LATER)
        later = later[self.measures(later).resemblance() < SAME_BODY]
        days = self._around(later).days
        seen = np.concatenate(
            [np.column_stack([later[:, 0], days[:, 1]]), np.column_stack([later[:, 1], days[:, 0]])]
        )
        units, counts = np.unique(np.unique(seen, axis=0)[:, 0], return_counts=True)
        self._formulas = np.union1d(units[counts > 1], known)
        copies = np.flatnonzero(self._rulings == Ruling.COPY)
        pairs = np.empty((len(self._keys), 2), np.int64)
        pairs[self._rows] = _pairs(self._keys)
        rulings = self._rulings[copies]
        self._except_formulas(pairs[copies], self._counts[copies], rulings)
        self._rulings[copies] = rulings

    def _except_formulas(self, pairs: Pairs, counts: Counts, rulings: NDArray[np.int8]) -> None:
        """Bar loose copies of formulas: hardly those of one day, most those of two."""
        formulaic = np.isin(pairs, self._formulas)
        around = self._around(pairs)
        returned = formulaic.all(axis=1) & (around.days_apart > 0)
        bound = np.where(returned, SAME_FORMULA, np.where(around.same_day, SAME_DAY, SAME_BODY))
        barred = formulaic.any(axis=1) & (rulings == Ruling.COPY)
        rulings[barred & (Measures(counts).resemblance() < bound)] = Ruling.FORMULA

    def _measure(self, pairs: Pairs) -> Counts:
        chunks = [pairs[at : at + _CHUNK] for at in range(0, len(pairs), _CHUNK)] or [pairs]
        return np.concatenate(list(in_threads(self._measure_chunk, chunks, self._workers)))

    def _measure_chunk(self, pairs: Pairs) -> Counts:
        least = LENIENCE * self._threshold
        return measure(self._texts, pairs, self._width, False, least)  # noqa: FBT003

    def copies(self) -> Pairs:
        """Give all pairs ruled copies so far."""
        return self._ruled(Ruling.COPY)

    def _ruled(self, ruling: Ruling) -> Pairs:
        return _pairs(self._keys[self._rulings[self._rows] == ruling])

    def _places(self, pairs: Pairs) -> NDArray[np.int64]:
        """Give the rows of pairs that are in the ledger."""
        return self._rows[np.searchsorted(self._keys, _keys(pairs))]

    def is_copy(self, pairs: Pairs) -> NDArray[np.bool_]:
        """Say which pairs are copies; those not measured yet are measured now."""
        self.add(pairs)
        flags: NDArray[np.bool_] = self._rulings[self._places(pairs)] == Ruling.COPY
        return flags

    @property
    def formulas(self) -> NDArray[np.int64]:
        """The units found to be formulaic."""
        return self._formulas

    def rulings(self, pairs: Pairs) -> NDArray[np.int8]:
        """Give the rulings of pairs that are in the ledger."""
        return self._rulings[self._places(pairs)]

    def measures(self, pairs: Pairs) -> Measures:
        """Give the measures of pairs that are in the ledger, smaller unit first."""
        return Measures(self._counts[self._places(pairs)])


def _appended(column: Counts, length: int, part: Counts) -> Counts:
    """Give a column with a part after its first ``length`` rows, and room for more."""
    needed = length + len(part)
    if needed > len(column):
        grown = np.empty((needed + needed // 4, PLACES), np.int32)
        grown[:length] = column[:length]
        column = grown
    column[length:needed] = part
    return column


def _pairs(keys: NDArray[np.uint64]) -> Pairs:
    return np.column_stack([keys >> _HIGH, keys & np.uint64(0xFFFFFFFF)]).astype(np.int64)


def _keys(pairs: Pairs) -> NDArray[np.uint64]:
    low, high = pairs.min(axis=1, initial=1 << 32), pairs.max(axis=1, initial=0)
    return np.asarray(low.astype(np.uint64) << _HIGH | high.astype(np.uint64), np.uint64)

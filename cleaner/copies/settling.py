"""Copies among articles whose candidate pairs are known: what an index does, bit by bit.

This module imports numba: import it late.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.canonical import Policy
from cleaner.copies.choosing import Members
from cleaner.copies.circumstances import surroundings
from cleaner.copies.columns import CopyColumns, CopyOptions
from cleaner.copies.finding import Search, unit_texts
from cleaner.copies.judging import Ruling
from cleaner.copies.ledger import Ledger
from cleaner.copies.sketches import Sketches
from cleaner.copies.units import with_titles
from cleaner.language.kernels import Spans

_Numbers = NDArray[np.int64]
_Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What became of articles and of the pairs that were given.

    ``rulings`` hold a :class:`~cleaner.copies.judging.Ruling` for each pair; ``formulaic`` says
    of each article whether its wording is a formula that comes back day by day; ``centres`` are
    articles in the middle of many that copies connect, and how many those are.
    """

    links: list[CopyLink]
    rulings: NDArray[np.int8]
    formulaic: NDArray[np.bool_]
    centres: dict[int, int]


def settle(
    sketches: Sketches,
    columns: CopyColumns,
    pairs: _Pairs,
    formulaic: NDArray[np.bool_],
    options: CopyOptions,
    kept: int | None = None,
) -> Settled:
    """Group the copies among articles as a whole run does, comparing given pairs alone.

    ``pairs`` are rows of two articles; ``formulaic`` says what is known of each article from
    others that are not here; ``kept`` is an article that is canonical whatever the policy says.

    Raises:
        UsageError: columns of another length than the sketches.
    """
    columns.check(len(sketches))
    return _Settling(sketches, columns, pairs, formulaic, options, kept).settled()


def judge_pairs(
    sketches: Sketches, columns: CopyColumns, pairs: _Pairs, options: CopyOptions
) -> NDArray[np.int8]:
    """Give a :class:`~cleaner.copies.judging.Ruling` for each pair of articles by itself.

    Whether wording is a formula that comes back is not asked: that takes more than a pair.

    Raises:
        UsageError: columns of another length than the sketches.
    """
    columns.check(len(sketches))
    rows = np.arange(len(sketches))
    wording = with_titles(sketches.words, sketches.offsets, columns.titles)
    ledger = Ledger(
        unit_texts(wording, rows),
        sketches.recipe.shingle,
        options.threshold,
        surroundings(columns).of,
        options.workers,
    )
    ledger.add(pairs)
    return ledger.rulings(pairs)


class _Settling(Search):
    """A search that is told its candidates."""

    def __init__(
        self,
        sketches: Sketches,
        columns: CopyColumns,
        pairs: _Pairs,
        formulaic: NDArray[np.bool_],
        options: CopyOptions,
        kept: int | None,
    ) -> None:
        super().__init__(sketches, columns, options)
        self._kept = kept
        self._unit_of = np.empty(len(sketches), np.int64)
        sizes = np.diff(self._units.starts)
        self._unit_of[self._units.order] = np.repeat(np.arange(len(self._units)), sizes)
        self._given = self._unit_of[pairs]
        self._apart = self._given[:, 0] != self._given[:, 1]
        self._formulaic = formulaic

    def _candidates(self, told: NDArray[np.int64], spans: Spans) -> _Pairs:  # noqa: ARG002
        pairs: _Pairs = self._given[self._apart]
        return pairs

    def _known_formulas(self) -> NDArray[np.int64]:
        return np.unique(self._unit_of[self._formulaic])

    def _chosen(self, members: Members, policy: Policy) -> tuple[_Numbers, _Numbers]:
        chosen, kept = super()._chosen(members, policy)
        if self._kept is not None:
            places = np.flatnonzero(members.units == self._unit_of[self._kept])
            groups = np.searchsorted(members.starts, places, "right") - 1
            chosen[groups], kept[groups] = places, self._kept
        return chosen, kept

    def settled(self) -> Settled:
        """Search, and tell what became of everything."""
        links = self.links()
        rulings = np.full(len(self._given), Ruling.COPY, np.int8)
        rulings[self._apart] = self._ledger.rulings(self._given[self._apart])
        formulaic = np.isin(self._unit_of, self._ledger.formulas)
        centres = {int(self._units.rows[unit]): size for unit, size in self._centres.items()}
        return Settled(links, rulings, formulaic, centres)

"""Finding copies among sketches: units, candidates, exact measures, groups, canonicals.

This module imports numba: import it late.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.candidates import RARE, find_candidates, find_near
from cleaner.copies.canonical import Policy
from cleaner.copies.circumstances import Circumstances, circumstances
from cleaner.copies.columns import CopyColumns, CopyOptions
from cleaner.copies.groups import Group, find_centres, find_groups
from cleaner.copies.ledger import Ledger
from cleaner.copies.measuring import Pairs, Texts
from cleaner.copies.relation import place, shape
from cleaner.copies.sketches import Sketches
from cleaner.copies.units import Wording, find_units, with_titles
from cleaner.language.kernels import Spans, Words, announcing, word_hashes

#: Resemblance and containment; None for the same words.
_Alike = tuple[float, float] | None
#: Of so many of the largest groups, the centre is compared with every text.
_CENTRES = 64
#: Articles of fewer words, title and text together, are nobody's copies.
_LEAST_WORDS = 4
#: How many articles the policy may name before the group's centre is kept.
_CHOICES = 8


def find_copies(
    sketches: Sketches,
    columns: CopyColumns,
    options: CopyOptions | None = None,
    *,
    tell: Callable[[str], None] | None = None,
) -> list[CopyLink]:
    """Group the copies among sketched articles; one link each, in input order.

    Every copy is directly a copy of its canonical, by the figures on its link. The result
    does not depend on the order of the input. ``tell`` is called with one sentence if
    kernels must be compiled first.

    Raises:
        UsageError: columns of another length than the sketches.
    """
    options = options or CopyOptions()
    columns.check(len(sketches))
    if not len(sketches):
        return []
    with announcing(tell), _without_collecting():
        return Search(sketches, columns, options).links()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare the search for cycles among millions of new tuples that have none."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def calendar_words() -> Words:
    """Give the sorted hashes of weekdays and months."""
    from cleaner.language import calendars

    names = chain(calendars.WEEKDAYS, calendars.ARABIC, calendars.LATIN, calendars.HIJRI)
    return np.unique(word_hashes([" ".join(names)])[0])


class Search:
    """One search: what its steps share."""

    def __init__(self, sketches: Sketches, columns: CopyColumns, options: CopyOptions) -> None:
        self._sketches, self._columns, self._options = sketches, columns, options
        self._wording = with_titles(sketches.words, sketches.offsets, columns.titles)
        self._units = find_units(self._wording, columns.ids)
        self._lengths = np.diff(sketches.offsets)
        self._policy = Policy(options.canonical, columns, self._lengths.__getitem__)
        self._ledger = self._new_ledger()

    def _new_ledger(self) -> Ledger:
        width, threshold = self._sketches.recipe.shingle, self._options.threshold
        texts = unit_texts(self._wording, self._units.rows)
        return Ledger(texts, width, threshold, self._around, self._options.workers)

    def _around(self, pairs: Pairs) -> Circumstances:
        return circumstances(self._columns, self._units.rows[pairs])

    def links(self) -> list[CopyLink]:
        """Search, and tell what was found in input order."""
        ids = self._columns.ids
        links: list[CopyLink | None] = [None] * len(ids)
        groups = self._groups()
        for copy, link in self._copies(groups, self._choose(groups)):
            links[copy] = link
        return [link or CopyLink(ids[i], ids[i], ids[i]) for i, link in enumerate(links)]

    def _groups(self) -> list[Group]:
        """Give the groups of units, those of exact duplicates alone among them."""
        units = self._units
        spans = self._wording.spans(units.rows)
        told = np.flatnonzero(self._tells(units.rows) & (spans[:, 1] > spans[:, 0]))
        self._ledger.add(self._candidates(told, spans[told]))
        self._ledger.refuse_formulas(self._known_formulas())
        lengths = spans[:, 1] - spans[:, 0]
        self._draw_in(told, lengths)
        groups = find_groups(self._ledger, lengths)
        alone = np.diff(units.starts) > 1
        alone[list(chain.from_iterable(groups))] = False
        alone &= self._tells(units.rows)
        return groups + [[unit] for unit in np.flatnonzero(alone).tolist()]

    def _candidates(self, told: NDArray[np.int64], spans: Spans) -> Pairs:
        """Give the pairs of units that are worth an exact comparison."""
        sketches, options = self._sketches, self._options
        rows = self._units.rows[told]
        pairs = find_candidates(
            sketches.words, spans, sketches.signatures, rows, options.threshold, options.workers
        )
        return told[pairs]

    def _known_formulas(self) -> NDArray[np.int64]:
        """Give the units that are known to be formulaic before anything is measured."""
        return np.empty(0, np.int64)

    def _draw_in(self, told: NDArray[np.int64], lengths: NDArray[np.int64]) -> None:
        """Compare all texts with the centres of large groups, in which no shingle is rare."""
        centres = find_centres(self._ledger, lengths, RARE // 2, _CENTRES)
        near = find_near(
            np.searchsorted(told, centres),
            self._sketches.signatures,
            self._units.rows[told],
            self._options.threshold,
        )
        self._ledger.add(told[near])

    def _tells(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say which articles tell anything: a name or a mark alone is nobody's copy."""
        spans, titles = self._wording.spans(rows), self._wording.title_spans(rows)
        words = spans[:, 1] - spans[:, 0] + titles[:, 1] - titles[:, 0]
        return np.asarray(words >= _LEAST_WORDS, np.bool_)

    def _choose(self, groups: list[Group]) -> list[tuple[int, int]]:
        """Choose the canonical of every group: the policy's first that suits all.

        Gives its unit, and the article.
        """
        ranked = [self._ranked(group) for group in groups]
        kept: list[tuple[int, int] | None] = [None] * len(groups)
        for turn in range(_CHOICES):
            named = {
                at: ranked[at][turn]
                for at, choice in enumerate(kept)
                if choice is None and turn < len(ranked[at])
            }
            for at in self._suiting(groups, {at: unit for at, (unit, _) in named.items()}):
                kept[at] = named[at]
        return [
            choice or (group[0], self._best(group[0]))
            for group, choice in zip(groups, kept, strict=True)
        ]

    def _best(self, unit: int) -> int:
        members = self._units.members(unit)
        return members[0] if len(members) == 1 else min(members, key=self._policy.rank)

    def _ranked(self, group: Group) -> list[tuple[int, int]]:
        """Give the group's units with the best article of each, by the policy."""
        best = [(unit, self._best(unit)) for unit in group]
        return nsmallest(_CHOICES, best, key=lambda pair: self._policy.rank(pair[1]))

    def _suiting(self, groups: list[Group], named: dict[int, int]) -> list[int]:
        """Give the groups whose named unit is directly a copy of all their others."""
        asked = [
            (at, unit, other)
            for at, unit in named.items()
            if unit != groups[at][0]
            for other in groups[at]
            if other != unit
        ]
        table = np.array(asked, np.int64).reshape(-1, 3)
        failing = set(table[~self._ledger.is_copy(table[:, 1:]), 0].tolist())
        return [at for at in named if at not in failing]

    def _copies(
        self, groups: list[Group], kept: list[tuple[int, int]]
    ) -> Iterator[tuple[int, CopyLink]]:
        """Give the link of every copy, with its place in the input."""
        pairs = [
            (unit, other) for group, (unit, _) in zip(groups, kept, strict=True) for other in group
        ]
        figures = self._figures(np.array(pairs, np.int64).reshape(-1, 2))
        for group, (_, article) in zip(groups, kept, strict=True):
            members = [(unit, self._units.members(unit)) for unit in group]
            why = self._policy.reason(article, list(chain.from_iterable(m for _, m in members)))
            for _, copies in members:
                alike = next(figures)
                for copy in copies:
                    if copy != article:
                        yield copy, self._copy(copy, article, alike, why)

    def _figures(self, pairs: Pairs) -> Iterator[_Alike]:
        """Give the exact resemblance and containment of pairs; None: they are one unit."""
        differ = pairs[:, 0] != pairs[:, 1]
        measures = self._ledger.measures(pairs[differ])
        figures = zip(measures.resemblance().tolist(), measures.containment().tolist(), strict=True)
        return (next(figures) if one else None for one in differ.tolist())

    def _copy(self, copy: int, kept: int, alike: _Alike, why: str) -> CopyLink:
        ids, lengths = self._columns.ids, self._lengths
        resemblance, containment = alike or (1.0, 1.0)
        form = shape(int(lengths[copy]), int(lengths[kept]), alike)
        where = place(self._columns, copy, kept)
        said = f"{_said(alike)}; {ids[kept]} is kept: {why}"
        kind = f"{form}, {where}" if where else form
        return CopyLink(ids[copy], ids[kept], ids[kept], resemblance, containment, kind, said)


def _said(alike: _Alike) -> str:
    if alike is None:
        return "the same words"
    return f"{alike[0]:.0%} of all wording is shared, {alike[1]:.0%} of the shorter text's"


def unit_texts(wording: Wording, rows: NDArray[np.int64]) -> Texts:
    """Give the kernels' view of some articles' texts and titles."""
    return Texts(
        wording.words,
        wording.spans(rows),
        wording.title_words,
        wording.title_spans(rows),
        calendar_words(),
    )

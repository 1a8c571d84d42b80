"""Finding copies among sketches: units, candidates, exact measures, groups, canonicals.

This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.candidates import find_candidates
from cleaner.copies.canonical import Policy
from cleaner.copies.columns import CopyColumns, CopyOptions
from cleaner.copies.groups import Group, find_groups
from cleaner.copies.ledger import Ledger
from cleaner.copies.measuring import Pairs, Texts
from cleaner.copies.relation import outlet_of, place, shape
from cleaner.copies.sketches import Sketches
from cleaner.copies.units import Wording, find_units, with_titles
from cleaner.language.kernels import Words, announcing, word_hashes

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
    with announcing(tell):
        return _Search(sketches, columns, options).links()


def calendar_words() -> Words:
    """Give the sorted hashes of weekdays and months."""
    from cleaner.language import calendars

    names = chain(calendars.WEEKDAYS, calendars.ARABIC, calendars.LATIN, calendars.HIJRI)
    return np.unique(word_hashes([" ".join(names)])[0])


class _Search:
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
        return Ledger(texts, width, threshold, self._same_outlet, self._options.workers)

    def _same_outlet(self, pairs: Pairs) -> NDArray[np.bool_]:
        rows = self._units.rows[pairs].tolist()
        outlets = [(outlet_of(self._columns, a), outlet_of(self._columns, b)) for a, b in rows]
        return np.array([a == b != "" for a, b in outlets], np.bool_)

    def links(self) -> list[CopyLink]:
        """Search, and tell what was found in input order."""
        links: list[CopyLink | None] = [None] * len(self._sketches)
        groups = self._groups()
        kept = self._choose(groups)
        for group, canonical in zip(groups, kept, strict=True):
            for link in self._link(group, canonical):
                links[link[0]] = link[1]
        ids = self._columns.ids
        return [link or CopyLink(ids[i], ids[i], ids[i]) for i, link in enumerate(links)]

    def _groups(self) -> list[Group]:
        """Give the groups of units, those of exact duplicates alone among them."""
        units, sketches = self._units, self._sketches
        spans = self._wording.spans(units.rows)
        told = np.flatnonzero(spans[:, 1] > spans[:, 0])
        pairs = find_candidates(
            sketches.words,
            spans[told],
            sketches.signatures,
            units.rows[told],
            self._options.threshold,
        )
        self._ledger.add(told[pairs])
        groups = find_groups(self._ledger, spans[:, 1] - spans[:, 0])
        alone = np.diff(units.starts) > 1
        alone[list(chain.from_iterable(groups))] = False
        return groups + [[unit] for unit in np.flatnonzero(alone).tolist() if self._told(unit)]

    def _told(self, unit: int) -> bool:
        """Whether a unit has any words at all: articles of none are nobody's copies."""
        row = self._units.rows[unit]
        offsets, titles = self._wording.offsets, self._wording.title_offsets
        return bool(offsets[row + 1] > offsets[row] or titles[row + 1] > titles[row])

    def _choose(self, groups: list[Group]) -> list[int]:
        """Choose the canonical article of every group: the policy's first that suits all."""
        ranked = [self._ranked(group) for group in groups]
        kept: list[int | None] = [None] * len(groups)
        for turn in range(_CHOICES):
            waiting = [at for at, article in enumerate(kept) if article is None]
            named = {at: ranked[at][turn] for at in waiting if turn < len(ranked[at])}
            for at in self._suiting(groups, {at: unit for at, (unit, _) in named.items()}):
                kept[at] = named[at][1]
        return [
            self._best(group[0]) if article is None else article
            for group, article in zip(groups, kept, strict=True)
        ]

    def _best(self, unit: int) -> int:
        return min(self._units.members(unit), key=self._policy.rank)

    def _ranked(self, group: Group) -> list[tuple[int, int]]:
        """Give the group's units with the best article of each, by the policy."""
        best = [(unit, self._best(unit)) for unit in group]
        return sorted(best, key=lambda pair: self._policy.rank(pair[1]))[:_CHOICES]

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

    def _link(self, group: Group, kept: int) -> list[tuple[int, CopyLink]]:
        """Give the links of a group's articles, each with its place in the input."""
        unit = next(u for u in group if kept in self._units.members(u))
        members = [(a, u) for u in group for a in self._units.members(u)]
        why = self._policy.reason(kept, [a for a, _ in members])
        figures = self._figures([u for u in group if u != unit], unit)
        figures[unit] = (1.0, 1.0)
        links = [(a, self._copy(a, kept, *figures[u], u == unit, why)) for a, u in members]
        name = self._columns.ids[kept]
        return [(kept, CopyLink(name, name, name)), *(p for p in links if p[0] != kept)]

    def _figures(self, units: list[int], kept: int) -> dict[int, tuple[float, float]]:
        """Give the exact resemblance and containment of units and the one kept."""
        if not units:
            return {}
        measures = self._ledger.measures(np.array([(kept, unit) for unit in units], np.int64))
        resemblance, containment = measures.resemblance(), measures.containment()
        return dict(
            zip(units, zip(resemblance.tolist(), containment.tolist(), strict=True), strict=True)
        )

    def _copy(
        self,
        article: int,
        kept: int,
        resemblance: float,
        containment: float,
        same: bool,  # noqa: FBT001
        why: str,
    ) -> CopyLink:
        ids, lengths = self._columns.ids, self._lengths
        kind = shape(
            int(lengths[article]), int(lengths[kept]), resemblance, containment, same_words=same
        )
        where = place(self._columns, article, kept)
        kind = f"{kind}, {where}" if where else kind
        said = _said(resemblance, containment, same_words=same)
        reason = f"{said}; {ids[kept]} is kept: {why}"
        return CopyLink(ids[article], ids[kept], ids[kept], resemblance, containment, kind, reason)


def _said(resemblance: float, containment: float, *, same_words: bool) -> str:
    if same_words:
        return "the same words"
    return f"{resemblance:.0%} of all wording is shared, {containment:.0%} of the shorter text's"


def unit_texts(wording: Wording, rows: NDArray[np.int64]) -> Texts:
    """Give the kernels' view of some articles' texts and titles."""
    return Texts(
        wording.words,
        wording.spans(rows),
        wording.title_words,
        wording.title_spans(rows),
        calendar_words(),
    )

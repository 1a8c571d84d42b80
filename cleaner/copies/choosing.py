"""The canonical of every copy group, and the link of every copy to it.

This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.canonical import Policy
from cleaner.copies.circumstances import Surroundings
from cleaner.copies.columns import CopyColumns
from cleaner.copies.groups import Group
from cleaner.copies.ledger import Ledger
from cleaner.copies.relation import place, shape
from cleaner.copies.units import Units
from cleaner.strings import taken

_Numbers = NDArray[np.int64]
#: Resemblance and containment; None for the same words.
_Alike = tuple[float, float] | None
#: How many articles the policy may name before the group's centre is kept.
_CHOICES = 8


def spread(starts: _Numbers, sizes: _Numbers) -> _Numbers:
    """Give the places of runs, end to end: ``start``, ``start + 1`` and so on of each.

    >>> spread(np.array([5, 9]), np.array([2, 1])).tolist()
    [5, 6, 9]
    """
    ends = np.cumsum(sizes)
    places: _Numbers = np.repeat(starts - (ends - sizes), sizes)
    return places + np.arange(len(places))


class Members:
    """The members of copy groups end to end: units, and the articles of each unit."""

    def __init__(self, groups: Sequence[Group], units: Units) -> None:
        self.sizes = np.array([len(group) for group in groups], np.int64)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.units = np.fromiter(chain.from_iterable(groups), np.int64)
        self.counts = units.starts[self.units + 1] - units.starts[self.units]
        self.articles = units.order[spread(units.starts[self.units], self.counts)]
        #: The place of each unit's first article among ``articles``.
        self.firsts = np.cumsum(self.counts) - self.counts

    def __len__(self) -> int:
        """Count the groups."""
        return len(self.sizes)


class Choice:
    """The choice of the canonicals: the policy's first article that suits all of its group."""

    def __init__(self, members: Members, policy: Policy, ledger: Ledger) -> None:
        self._members, self._policy, self._ledger = members, policy, ledger
        ranks = policy.ranks(members.articles)
        best = np.minimum.reduceat(ranks, members.firsts)
        by_rank = members.articles[np.argsort(ranks)]
        places = np.sort(ranks)
        #: The best article of each unit, by the policy.
        self._best = by_rank[np.searchsorted(places, best)]
        group = np.repeat(np.arange(len(members)), members.sizes)
        self._order = np.lexsort((best, group))

    def made(self) -> tuple[_Numbers, _Numbers]:
        """Give the place of each group's chosen unit, and its article."""
        members = self._members
        chosen = np.full(len(members), -1, np.int64)
        for turn in range(_CHOICES):
            left = np.flatnonzero((chosen < 0) & (members.sizes > turn))
            named = self._order[members.starts[left] + turn]
            suiting = self._suit(left, named)
            chosen[left[suiting]] = named[suiting]
        chosen = np.where(chosen < 0, members.starts, chosen)
        return chosen, self._best[chosen]

    def _suit(self, groups: _Numbers, named: _Numbers) -> NDArray[np.bool_]:
        """Tell whose named unit is directly a copy of all the group's others."""
        members = self._members
        asked = np.flatnonzero(named != members.starts[groups])  # the centre is
        sizes = members.sizes[groups[asked]]
        others = members.units[spread(members.starts[groups[asked]], sizes)]
        pairs = np.column_stack([np.repeat(members.units[named[asked]], sizes), others])
        differ = pairs[:, 0] != pairs[:, 1]
        failing = np.zeros(len(groups), np.bool_)
        of = np.repeat(asked, sizes)[differ]
        failing[of[~self._ledger.is_copy(pairs[differ])]] = True
        return ~failing


class Linking:
    """Makes the links of copies to the chosen canonicals."""

    def __init__(
        self, columns: CopyColumns, known: Surroundings, lengths: _Numbers, policy: Policy
    ) -> None:
        self._columns, self._known = columns, known
        self._lengths, self._policy = lengths, policy

    def links(
        self, members: Members, chosen: _Numbers, kept: _Numbers, ledger: Ledger
    ) -> Iterator[tuple[int, CopyLink]]:
        """Give the link of every copy, with its place in the input."""
        firsts = members.firsts[members.starts]
        reasons = self._policy.reasons(kept.tolist(), members.articles, firsts)
        pairs = np.column_stack([np.repeat(members.units[chosen], members.sizes), members.units])
        figures = _figures(pairs, ledger)
        group = np.repeat(np.repeat(np.arange(len(members)), members.sizes), members.counts)
        unit = np.repeat(np.arange(len(members.units)), members.counts)
        copies = np.flatnonzero(members.articles != kept[group])
        of, units = group[copies].tolist(), unit[copies].tolist()
        forms = self._forms(members.articles[copies], kept[group[copies]], figures, units)
        articles = members.articles[copies].tolist()
        ids = taken(self._columns.ids, articles)
        chosen_ids = taken(self._columns.ids, kept.tolist())
        for at, id_, group_, number, kind in zip(articles, ids, of, units, forms, strict=True):
            canonical, alike = chosen_ids[group_], figures[number]
            resemblance, containment = alike or (1.0, 1.0)
            why = f"{_said(alike)}; {canonical} is kept: {reasons[group_]}"
            yield at, CopyLink(id_, canonical, canonical, resemblance, containment, kind, why)

    def _forms(
        self, copies: _Numbers, kept: _Numbers, figures: Sequence[_Alike], units: Sequence[int]
    ) -> Iterator[str]:
        """Say how the wording of each copy relates to the article that is kept, and where it is."""
        pairs = np.column_stack([copies, kept])
        urls = self._columns.urls
        for at, (copy_words, kept_words), (one, other) in zip(
            range(len(pairs)),
            self._lengths[pairs].tolist(),
            self._known.outlets[pairs].tolist(),
            strict=True,
        ):
            form = shape(copy_words, kept_words, figures[units[at]])
            asked = urls and one == other
            both = (urls[copies[at]], urls[kept[at]]) if asked else (None, None)
            where = place((one, other), both)
            yield f"{form}, {where}" if where else form


def _figures(pairs: _Numbers, ledger: Ledger) -> list[_Alike]:
    """Give the exact resemblance and containment of pairs; None: they are one unit."""
    differ = pairs[:, 0] != pairs[:, 1]
    measures = ledger.measures(pairs[differ])
    figures = zip(measures.resemblance().tolist(), measures.containment().tolist(), strict=True)
    return [next(figures) if one else None for one in differ.tolist()]


def _said(alike: _Alike) -> str:
    if alike is None:
        return "the same words"
    return f"{alike[0]:.0%} of all wording is shared, {alike[1]:.0%} of the shorter text's"

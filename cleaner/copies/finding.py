"""Finding copies among sketches: units, candidates, exact measures, groups, canonicals.

This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.collecting import without_collecting
from cleaner.copies.apart import keep_apart, unit_pairs
from cleaner.copies.candidates import RARE, find_candidates, find_near
from cleaner.copies.canonical import Policy
from cleaner.copies.choosing import Choice, Linking, Members
from cleaner.copies.circumstances import Circumstances, surroundings
from cleaner.copies.columns import CopyColumns, CopyOptions
from cleaner.copies.groups import Group, find_centres, find_groups
from cleaner.copies.judging import LEAST_WORDS
from cleaner.copies.ledger import Ledger
from cleaner.copies.measuring import Pairs, Texts
from cleaner.copies.sketches import Sketches
from cleaner.copies.units import Wording, find_units, title_words
from cleaner.language.kernels import Offsets, Spans, Words, announcing
from cleaner.language.word_kernels import word_hashes

#: Of so many of the largest groups, the centre is compared with every text.
CENTRED = 64


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
    with announcing(tell), without_collecting():
        return Search(sketches, columns, options).links()


def find_links(
    sketches: Sketches,
    columns: CopyColumns,
    options: CopyOptions | None = None,
    *,
    titles: tuple[Words, Offsets] | None = None,
    tell: Callable[[str], None] | None = None,
) -> dict[int, CopyLink]:
    """Give the links of the copies alone, by their places; see :func:`find_copies`.

    ``titles`` are the hashed words of the titles, where they are known already.
    """
    options = options or CopyOptions()
    columns.check(len(sketches))
    if not len(sketches):
        return {}
    with announcing(tell), without_collecting():
        return dict(Search(sketches, columns, options, titles).found())


def calendar_words() -> Words:
    """Give the sorted hashes of weekdays and months."""
    from cleaner.language import calendars

    names = chain(calendars.WEEKDAYS, calendars.ARABIC, calendars.LATIN, calendars.HIJRI)
    return np.unique(word_hashes([" ".join(names)])[0])


class Search:
    """One search: what its steps share."""

    def __init__(
        self,
        sketches: Sketches,
        columns: CopyColumns,
        options: CopyOptions,
        titles: tuple[Words, Offsets] | None = None,
    ) -> None:
        self._sketches, self._columns, self._options = sketches, columns, options
        hashed = titles or title_words(columns.titles, len(sketches))
        self._wording = Wording(sketches.words, sketches.offsets, *hashed)
        self._units = find_units(self._wording, columns.ids)
        self._lengths = np.diff(sketches.offsets)
        self._known = surroundings(columns)
        self._ledger = self._new_ledger()
        self._centres: dict[int, int] = {}
        if options.apart:
            self._ledger.refuse(unit_pairs(options.apart, columns.ids, self._units))

    def _new_ledger(self) -> Ledger:
        width, threshold = self._sketches.recipe.shingle, self._options.threshold
        texts = unit_texts(self._wording, self._units.rows)
        return Ledger(texts, width, threshold, self._around, self._options.workers)

    def _around(self, pairs: Pairs) -> Circumstances:
        return self._known.of(self._units.rows[pairs])

    def links(self) -> list[CopyLink]:
        """Search, and tell what was found in input order."""
        found = dict(self.found())
        return [
            found.get(at) or CopyLink(id_, id_, id_) for at, id_ in enumerate(self._columns.ids)
        ]

    def found(self) -> Iterator[tuple[int, CopyLink]]:
        """Search, and give the link of every copy with its place in the input.

        An article that feedback keeps apart from another has a link, too, if only to itself.
        """
        apart, ids = self._options.apart, self._columns.ids
        found = self._copies()
        yield from keep_apart(dict(found), ids, apart).items() if apart else found

    def _copies(self) -> Iterator[tuple[int, CopyLink]]:
        groups = self._groups()
        if not groups:
            return
        members, columns = Members(groups, self._units), self._columns
        policy = Policy(self._options.canonical, columns, self._lengths, members.articles)
        chosen, kept = self._chosen(members, policy)
        linking = Linking(columns, self._known, self._lengths, policy)
        yield from linking.links(members, chosen, kept, self._ledger)

    def _chosen(
        self, members: Members, policy: Policy
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the place of each group's canonical unit, and its canonical article."""
        return Choice(members, policy, self._ledger).made()

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
        found = find_centres(self._ledger, lengths, RARE // 2, CENTRED)
        self._centres = {unit: size for size, centres in found for unit in centres}
        near = find_near(
            np.searchsorted(told, np.array(list(self._centres), np.int64)),
            self._sketches.signatures,
            self._units.rows[told],
            self._options.threshold,
        )
        self._ledger.add(told[near])

    def _tells(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say which articles tell anything: a name or a mark alone is nobody's copy."""
        spans, titles = self._wording.spans(rows), self._wording.title_spans(rows)
        words = spans[:, 1] - spans[:, 0] + titles[:, 1] - titles[:, 0]
        return np.asarray(words >= LEAST_WORDS, np.bool_)


def unit_texts(wording: Wording, rows: NDArray[np.int64]) -> Texts:
    """Give the kernels' view of some articles' texts and titles."""
    return Texts(
        wording.words,
        wording.spans(rows),
        wording.title_words,
        wording.title_spans(rows),
        calendar_words(),
    )

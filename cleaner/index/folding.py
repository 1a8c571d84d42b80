"""Copy groups around texts that have changed: the groups that a whole run would find.

Only what can be touched is looked at again: the texts that copies connect with a changed one,
and next to those, as they were, the texts that bear on them otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.columns import CopyOptions
from cleaner.copies.sketches import sign_words
from cleaner.index.rows import Row, columns_of
from cleaner.index.view import Pairs, View

# Rulings of cleaner.copies.judging: what makes a pair a copy, and what bears on the copies of
# its texts or may become one as circumstances change.
COPY, LATER = 0, 7
_KEPT = (0, 6, 7, 8, 10, 13)  # copy, series, later, formula, other numbers, other opening


@dataclass(slots=True)
class Settlement:
    """What became of the texts around changed ones.

    ``links`` are those of all articles looked at again; ``rulings`` of pairs, the lower text
    first; ``formulaic`` says it of each text looked at again; ``centres`` are texts in the middle
    of large groups, and how many texts are connected there.
    """

    links: dict[int, CopyLink] = field(default_factory=dict)
    rulings: dict[tuple[int, int], int] = field(default_factory=dict)
    formulaic: dict[int, bool] = field(default_factory=dict)
    centres: dict[int, int] = field(default_factory=dict)


def related(view: View, pairs: Pairs, options: CopyOptions) -> dict[tuple[int, int], int]:
    """Compare pairs of texts, and give the rulings of those that matter."""
    if not len(pairs):
        return {}
    from cleaner.copies.settling import judge_pairs

    texts, places = np.unique(pairs, return_inverse=True)
    rows = _standing(view, texts.tolist())
    sketches = view.sketches(texts.tolist())
    rulings = judge_pairs(sketches, columns_of(rows), places.reshape(-1, 2), options).tolist()
    lower_first = map(tuple, np.sort(pairs, axis=1).tolist())
    return {
        pair: ruling for pair, ruling in zip(lower_first, rulings, strict=True) if ruling in _KEPT
    }


def _standing(view: View, texts: Sequence[int]) -> list[Row]:
    """Give the article that stands for each text: the one with the least id."""
    rows = view.standing(texts)
    return [rows[text] for text in texts]


def settle_around(
    view: View, seeds: Iterable[int], options: CopyOptions, staying: Collection[int] = ()
) -> Settlement:
    """Group the texts around changed ones anew, but for large groups ``staying`` as they are."""
    seeds = set(seeds)
    while True:
        area = _area(view, seeds, staying)
        settlement, reached = _settled(view, area, options)
        if not reached:
            return settlement
        seeds |= reached
        if view.within(reached, staying):
            staying = ()


@dataclass(frozen=True, slots=True)
class _Area:
    """Texts to group anew, their neighbours, and the pairs that concern the former."""

    inner: list[int]
    outer: list[int]
    pairs: dict[tuple[int, int], int]


def _area(view: View, seeds: Collection[int], staying: Collection[int]) -> _Area:
    alive = view.rows(seeds)
    inner, fresh = set(alive), set(alive)
    pairs: dict[tuple[int, int], int] = {}
    apart: set[int] = set()
    while fresh:
        reached = set()
        for one, others in view.neighbours(fresh).items():
            pairs.update(((min(one, o), max(one, o)), ruling) for o, ruling in others.items())
            reached |= {other for other, ruling in others.items() if ruling == COPY}
        reached -= inner | apart
        apart |= view.within(reached, staying)
        fresh = set(view.rows(reached - apart))
        inner |= fresh
    for pair in [pair for pair, ruling in pairs.items() if ruling == COPY]:
        if not apart.isdisjoint(pair):
            del pairs[pair]
    outer = {text for pair in pairs for text in pair} - inner
    there = inner | set(view.rows(outer))
    kept = {pair: ruling for pair, ruling in pairs.items() if there.issuperset(pair)}
    return _Area(sorted(inner), sorted(there - inner), kept)


def _settled(view: View, area: _Area, options: CopyOptions) -> tuple[Settlement, set[int]]:
    """Group an area; give also the outer texts that came into groups with inner ones."""
    held = view.rows(area.inner)
    paired = {text for pair in area.pairs for text in pair}
    alone = [text for text in area.inner if text not in paired and len(held[text]) == 1]
    settlement = _alone(held[text][0] for text in alone)
    inner = sorted(set(area.inner).difference(alone))
    if not inner:
        return settlement, set()
    made, reached = _grouped(view, replace(area, inner=inner), options)
    made.links |= settlement.links
    made.formulaic |= settlement.formulaic
    return made, reached


def _grouped(view: View, area: _Area, options: CopyOptions) -> tuple[Settlement, set[int]]:
    from cleaner.copies.settling import settle

    held = view.rows(area.inner)
    rows = [row for text in area.inner for row in held[text]]
    rows += _standing(view, area.outer)
    texts = area.inner + area.outer
    place = {text: at for at, text in enumerate(texts)}
    first = {row.text: at for at, row in reversed(list(enumerate(rows)))}
    pairs = np.array([(first[one], first[other]) for one, other in area.pairs], np.int64)
    known = view.formulaic(area.outer)
    bare = view.sketches(texts)
    made = settle(
        sign_words(bare.words, bare.offsets).select([place[row.text] for row in rows]),
        columns_of(rows),
        pairs.reshape(-1, 2),
        np.array([row.text in known for row in rows], np.bool_),
        options,
    )
    rulings = dict(zip(area.pairs, made.rulings.tolist(), strict=True))
    formulaic = {text: bool(made.formulaic[first[text]]) for text in area.inner}
    told, reached = _told(area, rows, made.links, rulings, formulaic)
    centres = {rows[at].text: size for at, size in made.centres.items()}
    told.centres = {text: size for text, size in centres.items() if text in formulaic}
    return told, reached


def settled_pair(
    view: View, kept: Row, rows: Sequence[Row], options: CopyOptions, *, known: bool
) -> list[CopyLink]:
    """Give the links of a text's articles where it is a copy of the one that is kept.

    ``known`` says whether the latter's wording is known to be a formula.
    """
    from cleaner.copies.settling import settle

    texts = [kept.text, rows[0].text]
    bare = view.sketches(texts)
    every = [kept, *rows]
    places = [0, *([1] * len(rows))]
    made = settle(
        sign_words(bare.words, bare.offsets).select(places),
        columns_of(every),
        np.array([(0, 1)], np.int64),
        np.array([known, *([False] * len(rows))], np.bool_),
        options,
        0,
    )
    return made.links[1:]


def beside(
    view: View, kept: Row, rows: Sequence[Row], options: CopyOptions
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Say how an article stands to each of others: by each of a policy's reasons, and by all.

    Below 0 it is preferred, 0 equal; by all, True means preferred.
    """
    from cleaner.copies.canonical import Policy

    every = [kept, *rows]
    lengths = np.diff(view.sketches([row.text for row in every]).offsets)
    policy = Policy(options.canonical, columns_of(every), lengths, np.arange(len(every)))
    signs, preferred = policy.beside(0)
    return signs[:, 1:], preferred[1:]


def _alone(rows: Iterable[Row]) -> Settlement:
    """Tell of texts that are like no other, of one article each."""
    rows = list(rows)
    links = {row.article: CopyLink(row.id, row.id, row.id) for row in rows}
    return Settlement(links, {}, {row.text: False for row in rows})


def _told(
    area: _Area,
    rows: Sequence[Row],
    links: Sequence[CopyLink],
    rulings: dict[tuple[int, int], int],
    formulaic: dict[int, bool],
) -> tuple[Settlement, set[int]]:
    inner = set(area.inner)
    text_of = {row.id: row.text for row in rows}
    ours = {link.cluster for link, row in zip(links, rows, strict=True) if row.text in inner}
    reached = {
        row.text
        for link, row in zip(links, rows, strict=True)
        if row.text not in inner and link.cluster in ours
    }
    told = {}
    for link, row in zip(links, rows, strict=True):
        if row.text not in inner:
            continue
        told[row.article] = link
        kept = text_of[link.canonical]
        if kept != row.text:  # a copy of a large group's centre may have been no candidate
            rulings.setdefault((min(kept, row.text), max(kept, row.text)), COPY)
    return Settlement(told, rulings, formulaic), reached

"""How much each term tells: inverse document frequencies of the run and of news at large."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.rooms import Room, in_memory
from cleaner.story import background
from cleaner.story.gathering import Parts, opened
from cleaner.story.lexicon import hash_of
from cleaner.threads import in_threads

#: What is known at large counts as much as this many articles of the run.
PRIOR_ARTICLES = 500.0
#: So many articles with a word may be the reports of one event, and say nothing of how rare it is.
_ONE_EVENT = 8
#: Terms that tell less than this are left out of every sum.
_LEAST = 1.0
#: Cells of the table: about four for each term, within reason.
_CELLS_PER_TERM, _SMALLEST_BITS, _LARGEST_BITS = 4, 20, 25


@cache
def _at_large() -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    found = dict(background.frequencies())
    found.update((str(number), background.SMALL_NUMBER) for number in range(100))
    found.update((str(year), background.YEAR) for year in range(1900, 2100))
    keys = np.array([hash_of(term) for term in found], np.uint32)
    return keys, np.array(list(found.values()), np.float64)


def weigh(
    parts: Parts, chosen: NDArray[np.uint32], workers: int = 1, room: Room = in_memory
) -> NDArray[np.float32]:
    """Give the inverse document frequency (natural log; 0: it tells nothing) of chosen keys.

    Frequencies are counted in a table of hashed keys, so that the cost is linear; the few keys
    that share a cell only weigh a little less. ``workers`` are threads;
    ``room`` is for the weights.
    """
    from cleaner.story.search import frequencies_of

    table, articles = count_articles(parts, workers)
    cells, shares = _known_cells(len(table))
    inverse = _inverse(table, cells, shares, articles)
    keys, weights = _readable(chosen), room((len(chosen),), np.float32)
    list(
        in_threads(
            lambda share: frequencies_of(keys[share], inverse, weights[share]),
            _portions(len(keys), workers),
            workers,
        )
    )
    return weights


def weigh_by(
    counts: Callable[[NDArray[np.uint32]], NDArray[np.uint32]],
    size: int,
    articles: int,
    chosen: NDArray[np.uint32],
) -> NDArray[np.float32]:
    """Do what :func:`weigh` does by a table counted before, of ``size`` cells for ``articles``.

    ``counts`` gives what stands in some cells. What was in no article then counts as if in one.
    """
    cells, places = np.unique(chosen & np.uint32(size - 1), return_inverse=True)
    known, shares = _known_cells(size)
    at = np.minimum(np.searchsorted(known, cells), len(known) - 1)
    met = np.flatnonzero(known[at] == cells)
    table = np.maximum(counts(cells), np.uint32(1))
    return _inverse(table, met.astype(np.uint32), shares[at[met]], articles)[places]


def weigh_cells(table: NDArray[np.uint32], articles: int) -> NDArray[np.float32]:
    """Give what the keys of every cell of a table weigh, as :func:`weigh_by` does."""
    return _inverse(np.maximum(table, np.uint32(1)), *_known_cells(len(table)), articles)


def _inverse(
    table: NDArray[np.uint32],
    cells: NDArray[np.uint32],
    shares: NDArray[np.float64],
    articles: int,
) -> NDArray[np.float32]:
    """Turn counts into inverse document frequencies, in their place."""
    from cleaner.story.search import inverse_frequencies

    total, rest = articles + PRIOR_ARTICLES, PRIOR_ARTICLES * background.UNKNOWN
    prior = PRIOR_ARTICLES * np.maximum(shares, background.UNKNOWN)
    found: NDArray[np.float32] = inverse_frequencies(
        table, cells, prior, rest, total, _ONE_EVENT, _LEAST
    )
    return found


@cache
def _known_cells(size: int) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """Give the cells of what is known at large in a table of some size, and its shares."""
    keys, frequencies = _at_large()
    return _highest(keys & np.uint32(size - 1), frequencies)


def count_articles(parts: Parts, workers: int = 1) -> tuple[NDArray[np.uint32], int]:
    """Count the articles that hold a key, by the key's cell, and all articles."""
    table = empty_table(sum(int(part.term_offsets[-1]) for part in opened(parts)))
    for part in opened(parts):
        count_into(table, part.keys, workers)
    return table, sum(len(part.ids) for part in parts)


def empty_table(terms: int) -> NDArray[np.uint32]:
    """Give a table to count so many terms in."""
    bits = _SMALLEST_BITS
    while bits < _LARGEST_BITS and 1 << bits < _CELLS_PER_TERM * terms:
        bits += 1
    return np.zeros(1 << bits, np.uint32)


def count_into(table: NDArray[np.uint32], keys: NDArray[np.uint32], workers: int = 1) -> None:
    """Count the keys of some articles into a table; each thread sees to a share of its cells."""
    from cleaner.story.search import count_keys

    readable = _readable(keys)
    cells = _portions(len(table), workers)
    list(
        in_threads(
            lambda share: count_keys(readable, table, share.start, share.stop), cells, workers
        )
    )


def _portions(count: int, workers: int) -> list[slice]:
    """Cut so many things into a share a worker."""
    marks = np.linspace(0, count, max(1, workers) + 1).astype(np.int64).tolist()
    return [slice(*share) for share in pairwise(marks)]


def _readable(keys: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Give keys as a kernel takes them, whether they lie on disk or not: one kernel for all."""
    view = keys.view(np.ndarray)
    view.flags.writeable = False
    return view


def _highest(
    cells: NDArray[np.uint32], shares: NDArray[np.float64]
) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """Give each cell once, with the highest of its shares."""
    order = np.lexsort((shares, cells))
    last = np.append(cells[order][1:] != cells[order][:-1], [True] if len(cells) else [])
    chosen = order[last.astype(bool)]
    return cells[chosen], shares[chosen]

"""Stories that grow: a few articles come or go, and only what that touches is measured again.

All take articles sorted by day, then id (unknown days first), as :mod:`cleaner.story.pairs` does,
with weights of words that stay as they are. Of articles that come in that order, the candidates
and measures are those of a whole run with these weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.story.evidence import NO_DAY
from cleaner.story.find import LEAST_SUPPORT, StoryOptions
from cleaner.story.linkage import link
from cleaner.story.pairs import (
    IS_ALIKE,
    IS_CLOSE,
    Topic,
    Weighed,
    candidate_pairs,
    heaviest,
)
from cleaner.story.weights import default_weights

_Pairs = NDArray[np.int32]
_Numbers = NDArray[np.int64]
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_BLOCK = 1 << 15


@dataclass(frozen=True, slots=True, eq=False)
class Tellings:
    """What articles are found by: their heaviest terms (``bounds`` says whose), with weights.

    ``squares`` are the sums of squares of all their weights.
    """

    days: NDArray[np.int32]
    squares: NDArray[np.float64]
    bounds: _Numbers
    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, run: Weighed, options: StoryOptions) -> Tellings:
        """Choose the heaviest terms of articles."""
        bounds, order, weights = heaviest(run, options.candidates)
        keys = np.empty(len(order), np.uint32)
        keys[(order & _LOW).astype(np.int64)] = order >> _HALF
        return cls(run.evidence.days, Topic(run).squares, bounds, keys, weights)


def candidates_of(found: Tellings, new: NDArray[np.bool_], options: StoryOptions) -> _Pairs:
    """Give the candidate pairs of which one article at least is new.

    An article's list of keys may lack those that no new article has.
    """
    from cleaner.story.search import candidates, lay_out

    if not new.any():
        return np.empty((0, 2), np.int32)
    chosen, days = options.candidates, found.days
    undated = int(np.searchsorted(days, NO_DAY, "right"))
    order = found.keys.astype(np.uint64) << _HALF | np.arange(len(found.keys), dtype=np.uint64)
    order.sort()
    places, dated = lay_out(order, found.bounds, found.weights, undated)
    columns = (order, places, dated, found.bounds, found.squares, days)
    limits = (undated, NO_DAY, chosen.window, chosen.walked, chosen.kept, chosen.least)
    pairs: _Pairs = candidates(int(new.argmax()), len(days), *columns, *limits)
    return pairs[new[pairs].any(axis=1)]


def compared(
    run: Weighed, pairs: _Pairs, options: StoryOptions
) -> tuple[_Pairs, NDArray[np.bool_]]:
    """Give the pairs that are alike, and which of those are close."""
    flags = Topic(run).meet(_by_second(pairs), options.candidates.alike)
    alike = flags & IS_ALIKE != 0
    return _by_second(pairs)[alike], flags[alike] & IS_CLOSE != 0


def _by_second(pairs: _Pairs) -> _Pairs:
    return pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))]


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """How many close neighbours of an article share each of its terms, and how many there are.

    ``near`` has a number for each term of the run, ``neighbours`` one for each article.
    """

    near: NDArray[np.uint16]
    neighbours: NDArray[np.float64]


def surroundings(run: Weighed, close: _Pairs, options: StoryOptions) -> Surroundings:
    """Count what close pairs share. It is whole for articles all of whose close pairs are given."""
    topic = Topic(run)
    topic.meet(_by_second(close), options.candidates.alike)
    return Surroundings(topic.near, topic.neighbours)


@dataclass(frozen=True, slots=True, eq=False)
class Supports:
    """How likely the articles of each pair tell of one event, and the share of weighted words."""

    support: NDArray[np.float64]
    shares: NDArray[np.float64]


def supports(
    run: Weighed,
    pairs: _Pairs,
    close: NDArray[np.bool_],
    around: Surroundings,
    options: StoryOptions,
) -> Supports:
    """Measure pairs, sorted by their second article, and weigh what they share."""
    topic = Topic(run)
    topic.near, topic.neighbours = around.near, around.neighbours
    norms, weights = topic.norms(), options.weights or default_weights()
    support, shares = np.empty(len(pairs)), np.empty(len(pairs))
    for begin in range(0, len(pairs), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        features = topic.measure(pairs[block], close[block], norms)
        support[block], shares[block] = weights.probability(features), features[:, 0]
    return Supports(support, shares)


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """The pairs of a whole run that are alike, sorted by their second article, with all measures.

    Support of less than :data:`LEAST_SUPPORT` is 0, and so is the share then.
    """

    pairs: _Pairs
    close: NDArray[np.bool_]
    support: NDArray[np.float64]
    shares: NDArray[np.float64]
    around: Surroundings


def whole(run: Weighed, options: StoryOptions) -> Whole:
    """Measure a whole run."""
    topic = Topic(run)
    pairs = candidate_pairs(run, topic.squares, options.candidates)
    flags = topic.meet(pairs, options.candidates.alike)
    alike = flags & IS_ALIKE != 0
    pairs, close = pairs[alike], flags[alike] & IS_CLOSE != 0
    around = Surroundings(topic.near, topic.neighbours)
    found = supports(run, pairs, close, around, options)
    told = found.support >= LEAST_SUPPORT
    support, shares = np.where(told, found.support, 0.0), np.where(told, found.shares, 0.0)
    return Whole(pairs, close, support, shares, around)


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """The group of each article (its lowest member), and its strongest pair within it, or -1."""

    groups: _Numbers
    best: _Numbers


def linked(
    count: int, pairs: _Pairs, support: NDArray[np.float64], options: StoryOptions
) -> Linked:
    """Group articles by the support of their pairs."""
    from cleaner.story.search import best_supporters

    known = support >= LEAST_SUPPORT
    kept, strong = pairs[known], support[known]
    groups = link(count, kept, strong, quorum(options))
    best = best_supporters(groups, kept, strong)
    return Linked(groups, np.append(np.flatnonzero(known), -1)[best])


def quorum(options: StoryOptions) -> float:
    """Give the mean support that holds a story together."""
    if options.threshold is not None:
        return options.threshold
    return (options.weights or default_weights()).threshold

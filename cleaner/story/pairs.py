"""Pairs of articles that may tell of one event, and what they share, measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.gathering import Parts, gather
from cleaner.story.weighing import weigh


@dataclass(frozen=True, slots=True)
class CandidateOptions:
    """How widely pairs are sought.

    ``window``: days between two articles at most. ``terms``: an article's heaviest terms that
    are looked up. ``walked``: articles met for each of them. ``kept``: pairs kept for an
    article. ``least`` and ``alike``: the cosine that a pair must have over the terms looked up,
    and over all its terms, to be measured.
    """

    window: int = 7
    terms: int = 32
    walked: int = 64
    kept: int = 24
    least: float = 0.05
    alike: float = 0.12


#: Terms that weigh less are not looked up: half of all articles would be met.
_LEAST_WEIGHT = 2.0
#: The cosine from which two articles are of one topic: what a topic shares tells less.
_CLOSE = 0.2
#: Pairs measured at a time: their features are many numbers each, and most tell of two events.
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Evidence with the idf of every term and its weight in its article."""

    evidence: Evidence
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Pairs of rows and what was measured of them (columns: ``measure.FEATURES``)."""

    pairs: NDArray[np.int64]
    features: NDArray[np.float64]


def weighed(evidence: Evidence | Parts, rows: NDArray[np.int64] | None = None) -> Weighed:
    """Weigh the terms of evidence by the whole of it; with ``rows``, those of these articles.

    Of evidence in parts, those articles alone are taken into memory, without their labels.
    """
    from cleaner.story.measure import weigh_terms

    if isinstance(evidence, Evidence):
        parts: Parts = (evidence,)
        chosen = evidence if rows is None else evidence.select(rows)
    else:
        parts = evidence
        every = np.arange(sum(len(part.ids) for part in parts))
        chosen = gather(parts, every if rows is None else rows)
    idf = weigh(parts, chosen.keys)
    weights = np.zeros(len(idf), np.float32)
    weigh_terms(chosen.term_offsets, chosen.times, chosen.where, idf, weights)
    return Weighed(chosen, idf, weights)


def measured(run: Weighed, options: CandidateOptions) -> Measured:
    """Find the pairs of a run that are worth it and measure them.

    The evidence must be sorted by day, unknown days first.
    """
    blocks = list(measured_in_blocks(run, options))
    pairs, features = [block.pairs for block in blocks], [block.features for block in blocks]
    return Measured(np.concatenate(pairs), np.concatenate(features))


def measured_in_blocks(run: Weighed, options: CandidateOptions) -> Iterator[Measured]:
    """Measure pairs as :func:`measured` does, a block at a time; there is one block at least."""
    topic = _Topic(run)
    pairs = _candidates(run, topic.squares, options)
    cosines = topic.meet(pairs)
    alike = cosines >= options.alike
    pairs, close, norms = pairs[alike], cosines[alike] >= _CLOSE, topic.norms()
    del cosines, alike
    for begin in range(0, max(1, len(pairs)), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        yield Measured(pairs[block], topic.measure(pairs[block], close[block], norms))


def measured_alone(run: Weighed, a: int, b: int) -> tuple[NDArray[np.float64], bool]:
    """Measure one pair, whatever it shares, as if there were no topic around it.

    Says too whether the two share enough to be a candidate.
    """
    pairs = np.array([[a, b]], np.int64)
    topic = _Topic(run)
    features: NDArray[np.float64] = topic.measure(pairs, np.zeros(1, np.bool_), topic.norms())[0]
    return features, bool(topic.meet(pairs)[0] >= CandidateOptions().alike)


def _candidates(
    run: Weighed, squares: NDArray[np.float64], options: CandidateOptions
) -> NDArray[np.int64]:
    from cleaner.story import search

    evidence = run.evidence
    bounds, order, weights = search.telling(
        evidence.term_offsets, evidence.keys, run.weights, options.terms, np.float32(_LEAST_WEIGHT)
    )
    order.sort()
    limits = (options.window, options.walked, options.kept, options.least)
    pairs: NDArray[np.int64] = search.candidates(
        order, bounds, weights, squares, evidence.days, NO_DAY, *limits
    )
    return pairs


class _Topic:
    """A run in which every term knows how many close neighbours of its article share it."""

    def __init__(self, run: Weighed) -> None:
        self._run = run
        self._near = np.zeros(len(run.idf), np.uint16)
        self._neighbours = np.zeros(len(run.evidence), np.float64)
        self.squares = np.ascontiguousarray(self.norms()[:, 0])

    def norms(self) -> NDArray[np.float64]:
        """Give each article's sums that pairs are measured by, as far as is known by now."""
        from cleaner.story.measure import sum_terms

        run, evidence = self._run, self._run.evidence
        columns = (evidence.term_offsets, evidence.where, run.idf, run.weights)
        sums: NDArray[np.float64] = sum_terms(*columns, self._near, self._neighbours)
        return sums

    def meet(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the cosines of pairs and count what close ones share."""
        from cleaner.story.measure import overlap

        run, evidence = self._run, self._run.evidence
        places = (evidence.term_offsets, evidence.keys, evidence.where)
        columns = (*places, run.idf, run.weights)
        cosines: NDArray[np.float64] = overlap(
            pairs, *columns, self.squares, _CLOSE, self._near, self._neighbours
        )
        return cosines

    def measure(
        self, pairs: NDArray[np.int64], close: NDArray[np.bool_], norms: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Give the features of pairs."""
        from cleaner.story.measure import measure

        run, e = self._run, self._run.evidence
        terms = (e.term_offsets, e.keys, e.where, run.idf, run.weights)
        topic = (self._near, self._neighbours, norms)
        facts = (e.fact_offsets, e.fact_kinds, e.fact_keys, e.fact_values)
        plain = (e.weekdays, e.outlets, e.days, e.events)
        columns = (*terms, *topic, *facts, *plain)
        features: NDArray[np.float64] = measure(pairs, close, *columns, NO_DAY)
        return features

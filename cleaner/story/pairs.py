"""Pairs of articles that may tell of one event, and what they share, measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.rooms import Room, in_memory
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.gathering import Parts, gather
from cleaner.story.weighing import weigh
from cleaner.threads import in_threads


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
_BLOCK = 1 << 15
#: Threads that count what close pairs share; each has columns of its own for that.
_MOST_COUNTING = 2
#: What is said of a pair.
IS_ALIKE, IS_CLOSE = 1, 2


#: Days that a run's dates span (nine tenths of them) from which an article without one may be of
#: other years, and after which it may be of any of them.
_SURE_SPAN, _DOUBTFUL_SPAN = 100.0, 1000.0


def doubt_of_undated(days: NDArray[np.int32]) -> float:
    """Say how little a run's days tell of when its undated articles are from, 0 to 1.

    >>> doubt_of_undated(np.array([0, 1, 2], np.int32))
    0.0
    """
    known = np.sort(days[days != NO_DAY])
    if len(known) == 0:
        return 0.0
    edge = len(known) // 20
    span = max(_SURE_SPAN, float(known[-1 - edge]) - float(known[edge]))
    return min(1.0, float(np.log(span / _SURE_SPAN) / np.log(_DOUBTFUL_SPAN / _SURE_SPAN)))


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Evidence with the idf of every term; its weight in its article follows from both.

    ``doubt`` is that of undated articles; None: what the days of the evidence itself tell;
    ``room`` is for what else belongs to every term.
    """

    evidence: Evidence
    idf: NDArray[np.float32]
    doubt: float | None = None
    room: Room = in_memory


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Pairs of rows and what was measured of them (columns: ``measure.FEATURES``)."""

    pairs: NDArray[np.int32]
    features: NDArray[np.float64]


def weighed(
    evidence: Evidence | Parts,
    rows: NDArray[np.int64] | None = None,
    room: Room = in_memory,
    workers: int = 1,
) -> Weighed:
    """Weigh the terms of evidence by the whole of it; with ``rows``, those of these articles.

    Of evidence in parts, those articles alone are taken into memory, without their labels.
    """
    if isinstance(evidence, Evidence):
        parts: Parts = (evidence,)
        chosen = evidence if rows is None else evidence.select(rows)
    else:
        parts = evidence
        every = np.arange(sum(len(part.ids) for part in parts))
        chosen = gather(parts, every if rows is None else rows, room=room, workers=workers)
    return Weighed(chosen, weigh(parts, chosen.keys, workers, room), room=room)


def measured(run: Weighed, options: CandidateOptions) -> Measured:
    """Find the pairs of a run that are worth it and measure them.

    The evidence must be sorted by day, unknown days first.
    """
    blocks = list(measured_in_blocks(run, options))
    pairs, features = [block.pairs for block in blocks], [block.features for block in blocks]
    return Measured(np.concatenate(pairs), np.concatenate(features))


def measured_in_blocks(
    run: Weighed, options: CandidateOptions, workers: int = 1
) -> Iterator[Measured]:
    """Measure pairs as :func:`measured` does, a block at a time; there is one block at least.

    ``workers`` are threads.
    """
    topic = Topic(run, workers)
    pairs = candidate_pairs(run, topic.squares, options, workers)
    found = topic.meet(pairs, options.alike, workers)
    alike = found & IS_ALIKE != 0
    pairs, close, norms = pairs[alike], found[alike] & IS_CLOSE != 0, topic.norms(workers)
    del found, alike

    def measure(begin: int) -> Measured:
        block = slice(begin, begin + _BLOCK)
        return Measured(pairs[block], topic.measure(pairs[block], close[block], norms))

    yield from in_threads(measure, range(0, max(1, len(pairs)), _BLOCK), workers)


def measured_alone(run: Weighed, a: int, b: int) -> tuple[NDArray[np.float64], bool]:
    """Measure one pair, whatever it shares, as if there were no topic around it.

    Says too whether the two share enough to be a candidate.
    """
    pairs = np.array([[a, b]], np.int32)
    topic = Topic(run)
    features: NDArray[np.float64] = topic.measure(pairs, np.zeros(1, np.bool_), topic.norms())[0]
    return features, bool(topic.meet(pairs, CandidateOptions().alike)[0] & IS_ALIKE)


def candidate_pairs(
    run: Weighed, squares: NDArray[np.float64], options: CandidateOptions, workers: int = 1
) -> NDArray[np.int32]:
    """Find the pairs of a run that share telling terms; ``squares`` are its topic's."""
    from cleaner.story.search import candidates, lay_out

    days = run.evidence.days
    undated = int(np.searchsorted(days, NO_DAY, "right"))
    bounds, order, weights = heaviest(run, options, workers)
    places, dated = lay_out(order, bounds, weights, undated)
    del weights
    columns = (order, places, dated, bounds, squares, days)
    limits = (undated, NO_DAY, options.window, options.walked, options.kept)
    shares = _shares(bounds, workers)
    found = in_threads(
        lambda span: candidates(*span, *columns, *limits, options.least), shares, workers
    )
    return np.concatenate(list(found))


def heaviest(
    run: Weighed, options: CandidateOptions, workers: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.float32]]:
    """Give where each article's heaviest terms begin, their keys with their places, sorted."""
    from cleaner.story.search import telling

    e = run.evidence
    columns = (e.keys, e.times, e.where, run.idf, options.terms, np.float32(_LEAST_WEIGHT))
    found = in_threads(
        lambda share: telling(e.term_offsets[share[0] : share[1] + 1], *columns),
        _shares(e.term_offsets, workers),
        workers,
    )
    ends, orders, weights = zip(*found, strict=True)
    starts = np.cumsum([0, *map(len, orders)])
    for order, start in zip(orders, starts.tolist(), strict=False):
        order += np.uint64(start)  # the places below the keys go on from share to share
    bounds = [each[1:] + start for each, start in zip(ends, starts, strict=False)]
    order = _joined(orders, run.room)
    order.sort()
    return np.concatenate([starts[:1], *bounds]), order, _joined(weights, run.room)


def _joined(parts: Sequence[NDArray[Any]], room: Room) -> NDArray[Any]:
    return np.concatenate(parts, out=room((sum(map(len, parts)),), parts[0].dtype))


def _shares(offsets: NDArray[np.int64], workers: int) -> list[tuple[int, int]]:
    """Cut articles into a share a worker, of about as many terms each."""
    marks = np.linspace(0, offsets[-1], max(1, workers) + 1)[1:-1]
    cuts = [0, *np.searchsorted(offsets, marks).tolist(), len(offsets) - 1]
    return list(pairwise(cuts))


class Topic:
    """A run in which every term knows how many close neighbours of its article share it."""

    def __init__(self, run: Weighed, workers: int = 1) -> None:
        self._run = run
        self.near = self._counts()
        self.neighbours = np.zeros(len(run.evidence), np.float64)
        self.squares = np.ascontiguousarray(self.norms(workers)[:, 0])

    def _counts(self) -> NDArray[np.uint16]:
        """Give a count of 0 for every term."""
        counts = self._run.room(self._run.idf.shape, np.uint16)
        counts.fill(0)
        return counts

    def norms(self, workers: int = 1) -> NDArray[np.float64]:
        """Give each article's sums that pairs are measured by, as far as is known by now."""
        from cleaner.story.measure import sum_terms

        e = self._run.evidence
        columns = (e.times, e.where, self._run.idf, self.near)

        def sums(share: tuple[int, int]) -> NDArray[np.float64]:
            begin, end = share
            offsets, neighbours = e.term_offsets[begin : end + 1], self.neighbours[begin:end]
            found: NDArray[np.float64] = sum_terms(offsets, *columns, neighbours)
            return found

        return np.concatenate(list(in_threads(sums, _shares(e.term_offsets, workers), workers)))

    def meet(self, pairs: NDArray[np.int32], alike: float, workers: int = 1) -> NDArray[np.uint8]:
        """Say which pairs are alike and which close, and count what close ones share.

        Threads count apart, as they would lose counts together; sums are the same in any order.
        """
        counted = [(self.near, self.neighbours)]
        shares = _pair_shares(pairs, min(workers, _MOST_COUNTING))
        counted += [(self._counts(), np.zeros_like(self.neighbours)) for _ in shares[1:]]
        jobs = list(zip(shares, counted, strict=True))
        found = list(
            in_threads(lambda job: self._meet(pairs[job[0]], alike, *job[1]), jobs, workers)
        )
        for near, neighbours in counted[1:]:
            self.near += near
            self.neighbours += neighbours
        return np.concatenate(found)

    def _meet(
        self,
        pairs: NDArray[np.int32],
        alike: float,
        near: NDArray[np.uint16],
        neighbours: NDArray[np.float64],
    ) -> NDArray[np.uint8]:
        from cleaner.story.measure import overlap

        e = self._run.evidence
        columns = (e.term_offsets, e.keys, e.times, e.where, self._run.idf)
        found: NDArray[np.uint8] = overlap(
            pairs, *columns, self.squares, alike, _CLOSE, near, neighbours
        )
        return found

    def measure(
        self, pairs: NDArray[np.int32], close: NDArray[np.bool_], norms: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Give the features of pairs."""
        from cleaner.story.measure import measure

        run, e = self._run, self._run.evidence
        terms = (e.term_offsets, e.keys, e.times, e.where, run.idf)
        topic = (self.near, self.neighbours, norms)
        facts = (e.fact_offsets, e.fact_kinds, e.fact_keys, e.fact_values)
        plain = (e.weekdays, e.outlets, e.days, e.events)
        columns = (*terms, *topic, *facts, *plain)
        doubt = doubt_of_undated(e.days) if run.doubt is None else run.doubt
        features: NDArray[np.float64] = measure(pairs, close, *columns, NO_DAY, doubt)
        return features


def _pair_shares(pairs: NDArray[np.int32], workers: int) -> list[slice]:
    """Cut pairs into a share a worker; pairs with one second article stay together."""
    marks = np.linspace(0, len(pairs), max(1, workers) + 1).astype(int)[1:-1]
    cuts = np.searchsorted(pairs[:, 1], pairs[marks, 1]) if len(pairs) else marks * 0
    return [slice(*span) for span in pairwise([0, *cuts.tolist(), len(pairs)])]

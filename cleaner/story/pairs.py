"""Pairs of articles that may tell of one event, and what they share, measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.weighing import weigh


@dataclass(frozen=True, slots=True)
class CandidateOptions:
    """How widely pairs are sought.

    ``window``: days between two articles at most. ``terms``: an article's heaviest terms that
    are looked up. ``walked``: articles met for each of them. ``kept``: pairs kept for an
    article. ``least``: share of the weighted words (cosine over the terms looked up).
    """

    window: int = 7
    terms: int = 32
    walked: int = 128
    kept: int = 32
    least: float = 0.04


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Evidence with the weight of every term: its idf, its weight in the article, the sums."""

    evidence: Evidence
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    sums: NDArray[np.float64]


def weighed(evidence: Evidence) -> Weighed:
    """Weigh the terms of evidence by the whole of it."""
    from cleaner.story import kernels

    idf = weigh(evidence)
    weights = np.zeros(len(idf), np.float32)
    sums = kernels.sums(evidence.term_offsets, evidence.times, evidence.where, idf, weights)
    return Weighed(evidence, idf, weights, sums)


def candidates(run: Weighed, options: CandidateOptions) -> NDArray[np.int64]:
    """Give pairs of rows (earlier, later) that share telling terms within the window.

    The evidence must be sorted by day, unknown days first.
    """
    from cleaner.story import kernels

    evidence = run.evidence
    chosen = kernels.telling(
        evidence.term_offsets, evidence.keys, run.weights, options.terms, np.float32(_LEAST_WEIGHT)
    )
    order = np.argsort(chosen[0], kind="stable")
    keys, rows, weights = (column[order] for column in chosen)
    pairs: NDArray[np.int64] = kernels.candidates(
        keys,
        rows,
        weights,
        run.sums[:, 0],
        evidence.days,
        NO_DAY,
        options.window,
        options.walked,
        options.kept,
        options.least,
    )
    return pairs


#: Terms that weigh less are not looked up: half of all articles would be met.
_LEAST_WEIGHT = 2.0


def measure(run: Weighed, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Measure what pairs share: a row each, columns as ``kernels.FEATURES``."""
    from cleaner.story import kernels

    evidence = run.evidence
    measured: NDArray[np.float64] = kernels.measure(
        pairs,
        evidence.term_offsets,
        evidence.keys,
        evidence.where,
        run.idf,
        run.weights,
        run.sums,
        evidence.fact_offsets,
        evidence.fact_kinds,
        evidence.fact_keys,
        evidence.fact_values,
        evidence.weekdays,
        evidence.outlets,
        evidence.days,
        evidence.events,
        NO_DAY,
    )
    return measured

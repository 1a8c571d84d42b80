"""What speaks against one event: kept as bits of a pair, told in words."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from cleaner.story.weights import Weights

_WORDS = {
    "other_weekday": "the leads tell of different days",
    "other_time": "the two speak of different times",
    "other_count": "the leads count the same thing differently",
    "series": "like wording, but each keeps naming what the other never names",
    "series_day": "like wording about different days",
    "series_count": "like wording with different counts",
    "series_figures": "like wording, but none of the numbers in the leads is shared",
    "series_later": "like wording days later, with different counts",
    "undated": "only one has a date, and they tell of no day in common",
    "timeless": "neither has a date, and they tell of no day in common",
    "titles_apart": "like wording, but each title names what the other never names",
    "names_apart": "like wording, but the leads share hardly a name",
    "other_place": "like wording, but the titles name different places",
    "other_rank": "like wording about another round or part",
    "other_year": "like wording about another year",
    "exact_apart": "like wording, but the leads give other numbers",
    "daily": "two forecasts or the like, of two days",
    "frame": "one outlet's like openings before other reports",
    "places_apart": "like wording, but the openings name different places",
    "topical": "much of what they share is their topic's",
}
_BITS = {name: np.uint32(1 << bit) for bit, name in enumerate(_WORDS)}
#: What takes less than this from the log odds is not worth telling.
_MARKED = -0.6


def veto_bits(features: NDArray[np.float64], weights: Weights) -> NDArray[np.uint32]:
    """Give a bit for each thing that speaks against pairs, by rows of what was measured."""
    bits = np.zeros(len(features), np.uint32)
    for column, (name, value) in enumerate(zip(weights.features, weights.values, strict=True)):
        if name in _BITS:
            bits |= np.where(features[:, column] * value < _MARKED, _BITS[name], np.uint32(0))
    return bits


def in_words(bits: int) -> Iterable[str]:
    """Name what the bits stand for."""
    return [_WORDS[name] for name, bit in _BITS.items() if bits & int(bit)]

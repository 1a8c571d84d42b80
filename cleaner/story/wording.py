"""Evidence in words a person can read: what two articles share, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.story import collect
from cleaner.story.evidence import Evidence
from cleaner.story.pairs import Weighed

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MOST_NAMES = 5
_MOST_COUNTS = 3
_LEAST_IDF = 3.0


def evidence_in_words(run: Weighed, a: int, b: int, share: float) -> tuple[str, ...]:
    """Tell what two rows share: dates, counted things, telling words, their weight."""
    evidence = run.evidence
    parts = [*_dates(evidence, a, b), *_counts(evidence, a, b)]
    names = _names(run, a, b)
    if names:
        parts.append(", ".join(names))
    quotes = _shared_quotes(evidence, a, b)
    if quotes:
        parts.append("a quotation in both")
    parts.append(f"{round(100 * share)} % of weighted words")
    return tuple(parts)


def day_in_words(key: int) -> str:
    """Name a day of the year.

    >>> day_in_words(10 * 32 + 19)
    '19 October'
    """
    month, day = divmod(key, 32)
    return f"{day} {_MONTHS[month - 1]}"


def _facts(evidence: Evidence, row: int, kind: int) -> dict[int, list[int]]:
    begin, end = evidence.fact_offsets[row], evidence.fact_offsets[row + 1]
    kinds = evidence.fact_kinds[begin:end] & 7
    found: dict[int, list[int]] = {}
    for i in np.flatnonzero(kinds == kind):
        found.setdefault(int(evidence.fact_keys[begin + i]), []).append(
            int(evidence.fact_values[begin + i])
        )
    return found


def _dates(evidence: Evidence, a: int, b: int) -> Iterator[str]:
    one, two = _facts(evidence, a, collect.DAY), _facts(evidence, b, collect.DAY)
    for key in sorted(one.keys() & two.keys()):
        years = {x or y for x in one[key] for y in two[key] if x == y or not (x and y)} - {0}
        if years or 0 in one[key] or 0 in two[key]:
            yield f"same date {day_in_words(key)}" + "".join(f" {year}" for year in sorted(years))
    one_week, two_week = int(evidence.weekdays[a]), int(evidence.weekdays[b])
    shared = (one_week & two_week >> 7 | two_week & one_week >> 7) & 127
    if shared:
        days = [name for bit, name in enumerate(_WEEKDAYS) if shared >> bit & 1]
        yield "same weekday " + ", ".join(days)


def _counts(evidence: Evidence, a: int, b: int) -> list[str]:
    one, two = _facts(evidence, a, collect.COUNT), _facts(evidence, b, collect.COUNT)
    nouns = {**evidence.written(b), **evidence.written(a)}
    found = [
        f"{value} {nouns[key]}"
        for key in sorted(one.keys() & two.keys() & nouns.keys())
        for value in sorted(set(one[key]) & set(two[key]))
    ]
    return found[:_MOST_COUNTS]


def _names(run: Weighed, a: int, b: int) -> list[str]:
    """Give the written forms of the heaviest shared terms; a phrase stands for its words."""
    written = {**run.evidence.written(b), **run.evidence.written(a)}
    heavy = sorted(
        (-weight, written[key])
        for key, weight in _shared_terms(run, a, b).items()
        if key in written
    )
    chosen: list[str] = []
    for _, text in sorted(heavy, key=lambda pair: (" " not in pair[1], pair)):
        if not any(text in other for other in chosen):
            chosen.append(text)
    rank = {text: place for place, (_, text) in enumerate(heavy)}
    return sorted(chosen, key=rank.__getitem__)[:_MOST_NAMES]


def _shared_terms(run: Weighed, a: int, b: int) -> dict[int, float]:
    evidence = run.evidence
    bounds = evidence.term_offsets
    here, there = slice(bounds[a], bounds[a + 1]), slice(bounds[b], bounds[b + 1])
    _, i, j = np.intersect1d(
        evidence.keys[here], evidence.keys[there], assume_unique=True, return_indices=True
    )
    weight = run.weights[here][i] * run.weights[there][j]
    telling = run.idf[here][i] >= _LEAST_IDF
    keys = evidence.keys[here][i][telling].tolist()
    return dict(zip(keys, weight[telling].tolist(), strict=True))


def _shared_quotes(evidence: Evidence, a: int, b: int) -> int:
    return len(
        _facts(evidence, a, collect.QUOTE).keys() & _facts(evidence, b, collect.QUOTE).keys()
    )

"""Evidence in words a person can read: what two articles share."""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.story.evidence import Evidence
from cleaner.story.pairs import Weighed

_MONTHS = tuple(month_name[1:])
_WEEKDAYS = tuple(day_name)
_MOST_NAMES, _MOST_COUNTS, _MOST_TERMS = 5, 3, 16
_LEAST_IDF = np.float32(3.0)
_COUNT, _DAY, _QUOTE = 0, 1, 2
_LARGE = 1e5
#: Marks that a phrase may have been cut at.
_EDGES = " «»“”\"'()[]،,.:؛-–"
_KIND, _WEEK_BITS, _WEEK = 7, 7, 127

Facts = dict[tuple[int, int], set[int]]
"""Values by kind and key."""


def heaviest_shared(run: Weighed, pairs: NDArray[np.int64]) -> list[list[int]]:
    """Give the keys of the heaviest terms that each pair of rows shares, heaviest first."""
    from cleaner.story.search import shared_terms

    evidence = run.evidence
    columns = (evidence.term_offsets, evidence.keys, evidence.times, evidence.where, run.idf)
    terms, counts = shared_terms(pairs, *columns, _LEAST_IDF, _MOST_TERMS)
    return [row[:count] for row, count in zip(terms.tolist(), counts.tolist(), strict=True)]


def evidence_in_words(
    evidence: Evidence,
    pairs: NDArray[np.int64],
    heavy: Sequence[Sequence[int]],
    shares: Sequence[float],
) -> list[tuple[str, ...]]:
    """Tell of each pair of rows what it shares: days, counted things, telling words, their weight.

    ``heavy`` are the heaviest terms of each pair, ``shares`` its share of weighted words in common
    (cosine).
    """
    rows = zip(pairs.tolist(), heavy, shares, strict=True)
    return [tuple(_words(evidence, a, b, keys, share)) for (a, b), keys, share in rows]


def _words(evidence: Evidence, a: int, b: int, heavy: Sequence[int], share: float) -> Iterator[str]:
    written = {**evidence.labels(b), **evidence.labels(a)}
    one, two = _facts(evidence, a), _facts(evidence, b)
    both = sorted(one.keys() & two.keys())
    yield from _days(one, two, both)
    yield from _weekdays(int(evidence.weekdays[a]), int(evidence.weekdays[b]))
    yield from _counts(one, two, both, written)
    names = _names([written[key] for key in heavy if key in written])
    if names:
        yield ", ".join(names)
    if any(kind == _QUOTE for kind, _ in both):
        yield "words of a quotation"
    yield f"{round(100 * share)} % of weighted words"


def _facts(evidence: Evidence, row: int) -> Facts:
    span = slice(int(evidence.fact_offsets[row]), int(evidence.fact_offsets[row + 1]))
    kinds, keys = evidence.fact_kinds[span].tolist(), evidence.fact_keys[span].tolist()
    found: Facts = {}
    for kind, key, value in zip(kinds, keys, evidence.fact_values[span].tolist(), strict=True):
        found.setdefault((kind & _KIND, key), set()).add(value)
    return found


def day_in_words(key: int) -> str:
    """Name a day of the year.

    >>> day_in_words(10 * 32 + 19)
    '19 October'
    """
    month, day = divmod(key, 32)
    return f"{day} {_MONTHS[month - 1]}"


def _days(one: Facts, two: Facts, both: Sequence[tuple[int, int]]) -> Iterator[str]:
    for kind, key in both:
        here, there = one[kind, key], two[kind, key]
        if kind == _DAY and (here & there or 0 in here | there):
            years = sorted((here & there or here | there) - {0})
            yield " ".join([f"same date {day_in_words(key)}", *map(str, years[:1])])


def _weekdays(one: int, two: int) -> Iterator[str]:
    shared = (one & two >> _WEEK_BITS | two & one >> _WEEK_BITS) & _WEEK
    if shared:
        named = [name for bit, name in enumerate(_WEEKDAYS) if shared >> bit & 1]
        yield "same weekday " + ", ".join(named)


def _counts(
    one: Facts, two: Facts, both: Sequence[tuple[int, int]], written: dict[int, str]
) -> list[str]:
    found = [
        f"{number_in_words(value)} {written[key]}"
        for kind, key in both
        if kind == _COUNT and key in written
        for value in sorted(one[kind, key] & two[kind, key])
    ]
    return found[:_MOST_COUNTS]


def number_in_words(bits: int) -> str:
    """Write a number that is kept as the bits of a 32-bit float, five figures of it.

    >>> number_in_words(0x447A0000), number_in_words(0x422F3333)
    ('1000', '43.8')
    """
    value = float(np.uint32(bits).view(np.float32))
    return f"{value:.5g}" if value < _LARGE else f"{float(f'{value:.5g}'):.0f}"


def _names(written: Sequence[str]) -> list[str]:
    """Choose among written forms, heaviest first; a phrase stands for its words.

    >>> _names(["مبنى «", "322", "مطار الرمال", "الرمال"])
    ['مبنى', 'مطار الرمال']
    """
    bare = [text.strip(_EDGES) for text in written]
    named = [text for text in bare if text and not text.isdigit()]
    phrases = [text for text in named if " " in text]
    alone = [
        text
        for text in dict.fromkeys(named)
        if not any(text != phrase and text in phrase for phrase in phrases)
    ]
    return alone[:_MOST_NAMES]

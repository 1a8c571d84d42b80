"""Exact measures of pairs of texts, by compiled kernels over their words.

Every figure is a count, so that nothing is rounded and everything can be checked. This module
imports numba: import it late.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.measures import LEAD, OPENING, PLACES
from cleaner.copies.signing import shingle_count
from cleaner.language.kernels import Spans, Words, compiled, lean

Pairs = NDArray[np.int64]
Counts = NDArray[np.int32]
_Span = tuple[int, int]
#: An open hash table: an entry is a key in its upper 58 bits, and marks.
_Table = NDArray[np.uint64]

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_INDEX_SHIFT = np.uint64(40)
_KEY = np.uint64(0xFFFFFFFFFFFFFFC0)
_NONE, _ONE = np.uint64(0), np.uint64(1)
_DIGIT = np.uint32(1)
# Marks: in the first or second text, in a title, twice in a text.
_IN_TEXT = np.array([1, 2], np.uint64)
_IN_TITLE = np.array([4, 8], np.uint64)
_TWICE = np.array([16, 32], np.uint64)
_OTHER = np.array([10, 5], np.uint64)
_TEXTS = np.uint64(3)
#: Among shingles: at the start of the first or second text.
_OPENS = np.array([4, 8], np.uint64)
_TITLES = np.uint64(12)


class Texts(NamedTuple):
    """Texts and titles to measure.

    ``spans`` and ``title_spans`` say where each one's words start and end; ``calendar`` holds
    the sorted hashes of weekdays and months.
    """

    words: Words
    spans: Spans
    title_words: Words
    title_spans: Spans
    calendar: Words


@lean
def _mask(size: int) -> int:
    mask = 63
    while mask < 2 * size:
        mask = 2 * mask + 1
    return mask


@lean
def _slot(table: _Table, key: np.uint64) -> np.uint64:
    """Find the place of a key, or the empty one where it belongs.

    Unsigned: of a signed place Python's count from the end is looked for at each access.
    """
    mask = np.uint64(len(table) - 1)
    at = key >> _INDEX_SHIFT & mask
    while table[at] != _NONE and table[at] & _KEY != key:
        at = (at + _ONE) & mask
    return at


@lean
def _word_key(word: np.uint32) -> np.uint64:
    """Spread a word's hash; different words keep different keys."""
    return (np.uint64(word) * _PRIME) & _KEY


@lean
def _shingle_key(words: Words, at: int, width: int) -> np.uint64:
    """Hash a shingle into 58 bits."""
    state = np.uint64(width)
    for place in range(at, at + width):
        state = (state ^ np.uint64(words[np.uint64(place)])) * _PRIME
        state ^= state >> _HALF
    return (state * _PRIME) & _KEY


@lean
def _pair_spans(spans: Spans, pair: Pairs) -> tuple[_Span, _Span]:
    one, other = spans[pair[0]], spans[pair[1]]
    return (one[0], one[1]), (other[0], other[1])


@lean
def _size(texts: Texts, pair: Pairs) -> int:
    """How many words the two texts and titles of a pair have."""
    size = 0
    for text in pair:
        size += texts.spans[text, 1] - texts.spans[text, 0]
        size += texts.title_spans[text, 1] - texts.title_spans[text, 0]
    return size


@lean
def _enter_shingles(
    table: _Table, words: Words, spans: tuple[_Span, _Span], width: int, row: Counts
) -> None:
    """Count the distinct shingles of each text, and of both."""
    for side in range(2):
        start, end = spans[side]
        own = _IN_TEXT[side]
        for at in range(start, start + shingle_count(end - start, width)):
            key = _shingle_key(words, at, min(width, end - start))
            slot = _slot(table, key)
            marks = table[slot] & ~_KEY
            if not marks & own:
                table[slot] = key | marks | own
                row[side] += 1
                row[2] += marks != _NONE


@lean
def _leading(span: _Span, most: int, width: int) -> int:
    """How many shingles lie within a text's first ``most`` words; one at least, if any."""
    return min(shingle_count(span[1] - span[0], width), max(most - width + 1, 1))


@lean
def _mark_openings(table: _Table, words: Words, spans: tuple[_Span, _Span], width: int) -> None:
    """Mark the shingles that each text begins with."""
    for side in range(2):
        start, end = spans[side]
        for at in range(start, start + _leading(spans[side], OPENING, width)):
            table[_slot(table, _shingle_key(words, at, min(width, end - start)))] |= _OPENS[side]


@lean
def _cover_lead(
    table: _Table, words: Words, span: _Span, width: int, other: tuple[np.uint64, np.uint64]
) -> _Span:
    """Count the lead's words that lie in shingles of the other text, and of its opening."""
    covered = opened = 0
    start, end = span
    last = last_opened = start
    for at in range(start, start + _leading(span, LEAD, width)):
        marks = table[_slot(table, _shingle_key(words, at, min(width, end - start)))]
        until = min(at + width, end)
        if marks & other[0]:
            covered += until - max(at, last)
            last = until
        if marks & other[1]:
            opened += until - max(at, last_opened)
            last_opened = until
    return covered, opened


@lean
def _measure_leads(
    table: _Table, words: Words, spans: tuple[_Span, _Span], width: int, row: Counts
) -> None:
    _mark_openings(table, words, spans, width)
    for side in range(2):
        other = (_IN_TEXT[1 - side], _OPENS[1 - side])
        row[side], row[2 + side] = _cover_lead(table, words, spans[side], width, other)


@lean
def _cover(table: _Table, words: Words, span: _Span, width: int) -> _Span:
    """Count the words that lie in shared shingles, and find the first one's place."""
    covered, until, first = 0, 0, -1
    start, end = span
    for at in range(start, start + shingle_count(end - start, width)):
        key = _shingle_key(words, at, min(width, end - start))
        if table[_slot(table, key)] & _TEXTS == _TEXTS:
            last = min(at + width, end)
            covered += last - max(at, until)
            until = last
            first = at - start if first < 0 else first
    return covered, first


@lean
def _enter_words(table: _Table, words: Words, span: _Span, own: np.uint64) -> _Span:
    """Mark words; count the distinct ones with a digit, and those in the other text too."""
    numbers = shared = 0
    for at in range(span[0], span[1]):
        key = _word_key(words[at])
        slot = _slot(table, key)
        if words[at] & _DIGIT and not table[slot] & own:
            numbers += 1
            shared += table[slot] & _TEXTS != _NONE
        table[slot] |= key | own | ((table[slot] & own & _TEXTS) << np.uint64(4))
    return numbers, shared


@lean
def _is_particular(word: np.uint32, calendar: Words) -> bool:
    """Whether a word tells one notice of a series from the next: number, weekday, month."""
    if word & _DIGIT:
        return True
    at = np.searchsorted(calendar, word)
    return bool(at < len(calendar) and calendar[at] == word)


@lean
def _look_up(
    table: _Table, words: Words, span: _Span, other: np.uint64, calendar: Words
) -> tuple[int, int, int]:
    """Count words that the other side has, particulars that it lacks, words of both titles."""
    found = lacking = in_titles = 0
    for at in range(span[0], span[1]):
        marks = table[_slot(table, _word_key(words[at]))]
        if marks & other:
            found += 1
        elif _is_particular(words[at], calendar):
            lacking += 1
        in_titles += marks & _TITLES == _TITLES
    return found, lacking, in_titles


@lean
def _count_refrains(table: _Table, row: Counts) -> None:
    """Count the distinct words that one text repeats and the other side lacks."""
    for slot in range(len(table)):
        marks = table[slot]
        for side in range(2):
            row[side] += (marks & _TWICE[side] != _NONE) and (marks & _OTHER[side] == _NONE)


@lean
def _measure_words(table: _Table, texts: Texts, pair: Pairs, row: Counts) -> None:
    spans, titles = _pair_spans(texts.spans, pair), _pair_spans(texts.title_spans, pair)
    for side in range(2):
        row[32 + side], row[34] = _enter_words(table, texts.words, spans[side], _IN_TEXT[side])
        _enter_words(table, texts.title_words, titles[side], _IN_TITLE[side])
    for side in range(2):
        (start, end), title = spans[side], titles[side]
        lead = (start, min(end, start + LEAD))
        other = _OTHER[side]
        found, lacking, _ = _look_up(table, texts.words, lead, other, texts.calendar)
        row[side], row[2 + side], row[4 + side] = end - start, lead[1] - lead[0], found
        found, more, both = _look_up(table, texts.title_words, title, other, texts.calendar)
        row[6 + side], row[8 + side] = lacking + more, title[1] - title[0]
        row[10 + side], row[12 + side] = found, both
    _count_refrains(table, row[14:16])


@lean
def _alike(row: Counts, least: float) -> bool:
    return bool(row[18] >= least * (row[16] + row[17] - row[18]))


@compiled
def measure(
    texts: Texts,
    pairs: Pairs,
    width: int,
    more: bool,  # noqa: FBT001
    least: float,
) -> Counts:
    """Measure pairs of texts with their titles: a row of counts each, as ``Measures`` names.

    Shingles of ``width`` words are measured always; of one word more, and where the shared
    text lies, if ``more`` is asked. Where the resemblance is below ``least``, words are not.
    """
    largest = 0
    for pair in range(len(pairs)):
        largest = max(largest, _size(texts, pairs[pair]))
    room = np.empty(_mask(largest) + 1, np.uint64)
    out = np.zeros((len(pairs), PLACES), np.int32)
    for pair in range(len(pairs)):
        table = room[: _mask(_size(texts, pairs[pair])) + 1]
        spans, row = _pair_spans(texts.spans, pairs[pair]), out[pair]
        for wider in range(2 if more else 1):
            table[:] = _NONE
            part = row[16 + 8 * wider : 24 + 8 * wider]
            _enter_shingles(table, texts.words, spans, width + wider, part)
            for side in range(2 if more else 0):
                place = _cover(table, texts.words, spans[side], width + wider)
                part[4 + side], part[6 + side] = place
            if not wider and _alike(row, least):
                _measure_leads(table, texts.words, spans, width, row[35:39])
        if _alike(row, least):
            table[:] = _NONE
            _measure_words(table, texts, pairs[pair], row)
    return out

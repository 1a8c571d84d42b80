"""Units: articles of the same words, so that exact duplicates cost nothing further.

Units are numbered by their content, never by where an article stood in the input. This module
imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.judging import SHORT
from cleaner.language.kernels import Offsets, Spans, Words, compiled, finish, lean
from cleaner.language.word_kernels import word_hashes

_PRIME = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_GAP = np.uint64(0x9E3779B97F4A7C15)
_Numbers = NDArray[np.int64]
#: Titles that are strings at a time.
_AT_ONCE = 1 << 14


@lean
def _run_hash(state: np.uint64, words: Words, start: int, end: int) -> np.uint64:
    for at in range(start, end):
        state = (state ^ np.uint64(words[at])) * _PRIME
        state ^= state >> _HALF
    return finish(state)


@compiled
def _text_hashes(
    words: Words, offsets: Offsets, title_words: Words, title_offsets: Offsets, short: int
) -> NDArray[np.uint64]:
    """Hash each text's words; a short text's title with them, as it tells as much."""
    out = np.empty(len(offsets) - 1, np.uint64)
    for text in range(len(out)):
        start, end = offsets[text], offsets[text + 1]
        out[text] = _run_hash(_GAP, words, start, end)
        if end - start < short:
            start, end = title_offsets[text], title_offsets[text + 1]
            out[text] = _run_hash(out[text] ^ _GAP, title_words, start, end)
    return out


@lean
def _same(words: Words, offsets: Offsets, one: int, other: int) -> bool:
    start, after = offsets[one], offsets[other]
    length = offsets[one + 1] - start
    if offsets[other + 1] - after != length:
        return False
    same = True
    for at in range(length):
        same &= words[start + at] == words[after + at]
    return same


@compiled
def _unit_starts(
    order: _Numbers,
    hashes: NDArray[np.uint64],
    words: Words,
    offsets: Offsets,
    title_words: Words,
    title_offsets: Offsets,
    short: int,
) -> NDArray[np.bool_]:
    """Say where in the order of hashes a new unit starts; words decide, not hashes."""
    new = np.ones(len(order), np.bool_)
    for place in range(1, len(order)):
        one, other = order[place - 1], order[place]
        same = hashes[one] == hashes[other] and _same(words, offsets, one, other)
        if same and offsets[one + 1] - offsets[one] < short:
            same = _same(title_words, title_offsets, one, other)
        new[place] = not same
    return new


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Articles by unit: those of unit ``u`` are ``order[starts[u]:starts[u + 1]]``.

    ``rows`` is the article that stands for each unit: the one with the least id.
    """

    order: _Numbers
    starts: _Numbers
    rows: _Numbers

    def __len__(self) -> int:
        """Count the units."""
        return len(self.rows)

    def members(self, unit: int) -> list[int]:
        """Give a unit's articles."""
        members: list[int] = self.order[self.starts[unit] : self.starts[unit + 1]].tolist()
        return members


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of texts and of titles, and where each article's lie."""

    words: Words
    offsets: Offsets
    title_words: Words
    title_offsets: Offsets

    def spans(self, rows: _Numbers) -> Spans:
        """Give the spans of some articles' texts."""
        return np.column_stack([self.offsets[rows], self.offsets[rows + 1]])

    def title_spans(self, rows: _Numbers) -> Spans:
        """Give the spans of some articles' titles."""
        return np.column_stack([self.title_offsets[rows], self.title_offsets[rows + 1]])


def with_titles(words: Words, offsets: Offsets, titles: Sequence[str | None]) -> Wording:
    """Add the words of titles, where there are any."""
    return Wording(words, offsets, *title_words(titles, len(offsets) - 1))


def title_words(titles: Sequence[str | None], articles: int) -> tuple[Words, Offsets]:
    """Hash the words of titles, where there are any."""
    if not titles:
        return np.empty(0, np.uint32), np.zeros(articles + 1, np.int64)
    told = (title or "" for title in titles)
    words, ends = [], [np.zeros(1, np.int64)]
    while some := list(islice(told, _AT_ONCE)):
        found, offsets = word_hashes(some)
        words.append(found.copy())
        ends.append(offsets[1:] + ends[-1][-1])
    return np.concatenate(words), np.concatenate(ends)


def find_units(wording: Wording, ids: Sequence[str]) -> Units:
    """Group the articles of the same words."""
    columns = (wording.words, wording.offsets, wording.title_words, wording.title_offsets)
    hashes = _text_hashes(*columns, SHORT)
    order = np.argsort(hashes, kind="stable")
    starts = np.flatnonzero(_unit_starts(order, hashes, *columns, SHORT))
    starts = np.append(starts, len(order)).astype(np.int64)
    rows = order[starts[:-1]]
    for unit in np.flatnonzero(np.diff(starts) > 1).tolist():
        rows[unit] = min(order[starts[unit] : starts[unit + 1]].tolist(), key=ids.__getitem__)
    return Units(order, starts, rows)

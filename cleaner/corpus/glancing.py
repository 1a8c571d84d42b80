"""A glance at lines of JSON by a compiled kernel: where a few fields are, and a hash of the first.

Lines are checked as strictly as :mod:`cleaner.corpus.scanning` does; odd ones are left to the
caller. This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.scanning import (
    ABSENT,
    ESCAPED,
    LEFT,
    PLAIN,
    Names,
    _blank,
    _field,
    _is,
    _line_end,
    _skip_value,
)
from cleaner.language.hashing import BASE, FOLDED, SPREAD
from cleaner.language.kernels import DONE, NEEDS_ROOM, Bytes, compiled, lean

_NEWLINE, _OPEN, _CLOSE, _COMMA = 10, 123, 125, 44
_QUOTE, _SLASH, _BACKSLASH, _LETTER_N = 34, 47, 92, 110
_ONE, _FOUR = np.uint64(1), np.uint64(4)
_BASE, _SPREAD, _FOLDED = np.uint64(BASE), np.uint64(SPREAD), np.uint64(FOLDED)
_BASE2, _BASE3, _BASE4 = (np.uint64(pow(BASE, power, 1 << 64)) for power in (2, 3, 4))
#: A line is seldom shorter.
_LINE = 500


class Glimpse(NamedTuple):
    """A line and where its fields' values are, as they stand in JSON.

    ``line`` is where it starts and ends, ``number`` counts lines from 1; ``spans`` are start, end
    and kind (see :mod:`cleaner.corpus.scanning`) of each field; none of a line that was left.
    ``key`` is the hash of the first field's UTF-8 (see :mod:`cleaner.language.hashing`); 0 where it
    has escapes that are seldom or is no string.
    """

    line: tuple[int, int]
    number: int
    spans: Sequence[Sequence[int]]
    key: int


@lean
def _hash(data: Bytes, at: np.uint64, end: np.uint64) -> np.uint64:
    """Hash what a string of JSON says, ``end`` at its quotation mark; 0: it has odd escapes."""
    state, size = np.uint64(0), end - at
    while at < end:
        # Four bytes at once, so that no product waits for the one before it.
        while at + _FOUR <= end:
            a, b, c, d = data[at], data[at + _ONE], data[at + np.uint64(2)], data[at + np.uint64(3)]
            if a == _BACKSLASH or b == _BACKSLASH or c == _BACKSLASH or d == _BACKSLASH:
                break
            four = np.uint64(a) * _BASE3 + np.uint64(b) * _BASE2 + np.uint64(c) * _BASE
            state = state * _BASE4 + (four + np.uint64(d))
            at += _FOUR
        if at >= end:
            break
        byte = np.uint64(data[at])
        if byte == _BACKSLASH:
            at, size = at + _ONE, size - _ONE
            byte = np.uint64(data[at])
            if byte == _LETTER_N:
                byte = np.uint64(_NEWLINE)
            elif byte != _QUOTE and byte != _BACKSLASH and byte != _SLASH:
                return np.uint64(0)
        state = state * _BASE + byte
        at += _ONE
    state ^= size
    state = (state ^ state >> _FOLDED) * _SPREAD
    return state ^ state >> _FOLDED


@compiled
def _look(
    data: Bytes, at: np.uint64, end: np.uint64, row: int, names: Names, spans: NDArray[np.int64]
) -> tuple[np.uint64, bool]:
    """Find a line's fields; give where it ends, and whether it is of the plain kind."""
    spans[row] = 0
    good = _is(data, at, end, _OPEN)
    while good:
        at, name, good = _field(data, _blank(data, at + _ONE, end), end, names)
        if not good or (name >= 0 and spans[row, name, 2] != ABSENT):
            return at, False
        after, kind = _skip_value(data, at, end)
        if kind == ABSENT:
            return at, False
        if name >= 0:
            spans[row, name, 0], spans[row, name, 1], spans[row, name, 2] = at, after, kind
        at = _blank(data, after, end)
        if _is(data, at, end, _CLOSE):
            break
        good = _is(data, at, end, _COMMA)
    at = _blank(data, at + _ONE, end)
    return at, bool(good and (at >= end or data[at] == _NEWLINE))


@compiled
def _glance(
    data: Bytes,
    at: int,
    number: int,
    names: Names,
    lines: NDArray[np.int64],
    spans: NDArray[np.int64],
    keys: NDArray[np.uint64],
) -> tuple[int, int, int, np.int64]:
    """Look at lines from ``at`` on: where it ended, the number there, the rows, and the status."""
    end, row = np.uint64(len(data)), 0
    while at < len(data):
        first = _blank(data, np.uint64(at), end)
        if first < end and data[first] != _NEWLINE:
            if row >= len(lines):
                return at, number, row, NEEDS_ROOM
            last, good = _look(data, first, end, row, names, spans)
            if not good:
                last = _line_end(data, first)
                spans[row] = LEFT
            keys[row] = 0
            if spans[row, 0, 2] == PLAIN or spans[row, 0, 2] == ESCAPED:
                start, stop = np.uint64(spans[row, 0, 0]), np.uint64(spans[row, 0, 1])
                keys[row] = _hash(data, start + _ONE, stop - _ONE)
            lines[row, 0], lines[row, 1], lines[row, 2] = at, last, number
            row, first = row + 1, last
        at, number = int(np.int64(first)) + 1, number + 1
    return at, number, row, DONE


def glance(data: Bytes, at: int, fields: Sequence[str]) -> Iterator[Glimpse]:
    """Give a glimpse of each line from ``at`` on that is not blank.

    A string's span has its quotation marks. The names of the fields must differ.
    """
    encoded = [name.encode() for name in fields]
    names = Names(
        np.frombuffer(b"".join(encoded), np.uint8), np.cumsum([*map(len, encoded)]), len(fields), 0
    )
    left = int(LEFT)
    room, number, status = len(data) // _LINE + 16, 1, NEEDS_ROOM
    while status == NEEDS_ROOM:
        lines, spans = np.empty((room, 3), np.int64), np.empty((room, len(fields), 3), np.int64)
        keys = np.empty(room, np.uint64)
        at, number, rows, status = _glance(data, at, number, names, lines, spans, keys)
        for (start, end, line), found, key in zip(
            *(made[:rows].tolist() for made in (lines, spans, keys)), strict=True
        ):
            yield Glimpse((start, end), line, [] if found[0][2] == left else found, key)

"""From texts to codes: compiled splitting into words, numbers and marks, and a table of codes.

Each distinct word is looked at once, by :func:`cleaner.story.lexicon.code`; after that it is a
64-bit hash in a table. This module imports numba: import it late.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import FoldColumns, compiled, finish
from cleaner.story import lexicon
from cleaner.story.collect import Array

# What cleaner.language.kernels.FoldColumns holds for a code point.
_UNKNOWN, _GAP, _DROPPED = np.uint32(0), np.uint32(1), np.uint32(2)
_MANY = np.uint32(0x80000000)

_SEED = np.uint64(0x9E3779B97F4A7C15)
_PRIME = np.uint64(0xD6E8FEB86659FD93)
#: Units and hashes of the tokens that are no words: an end of line, quotation marks.
_LINE, _OPENS, _CLOSES, _QUOTES = (np.uint32(number) for number in (2, 3, 4, 5))
_LAST_MARK = _QUOTES
#: A bit of every word's hash, so that no word is taken for a mark.
_NO_MARK = np.uint64(8)
_ZERO, _TEN = np.uint32(48), np.uint32(10)
_POINT, _COMMA = np.uint32(46), np.uint32(44)
_ARABIC_POINT, _ARABIC_COMMA = np.uint32(0x66B), np.uint32(0x66C)
_NEWLINE, _STRAIGHT = np.uint32(10), np.uint32(34)
_OPENING_MARKS = np.array([0xAB, 0x201C, 0x201E], np.uint32)
_CLOSING_MARKS = np.array([0xBB, 0x201D], np.uint32)

_CLASS_AT, _VALUE_AT = np.uint64(lexicon.CLASS_BITS), np.uint64(lexicon.VALUE_BITS)
_CLASS = np.uint64(15)
_HALF, _SECOND = np.uint64(lexicon.Class.HALF_MONTH), np.uint64(lexicon.Class.SECOND_HALF)
_MONTH = np.uint64(lexicon.Class.MONTH)
_TERM = np.uint64(0xFFFFFFFF)

#: A place in the table that is taken but has no code yet.
_PENDING = np.uint64(0xFFFFFFFFFFFFFFFF)
_FIRST_SIZE, _LARGEST_SIZE = 1 << 16, 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of texts, laid end to end: codes, spans in ``text``, and each text's bounds."""

    codes: NDArray[np.uint64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    offsets: NDArray[np.int64]
    text: str

    def written(self, place: int) -> str:
        """Give a token as it was written."""
        return self.text[self.starts[place] : self.ends[place]]


class CodeTable:
    """The codes of words by hash: a pure function's memory, safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fold = FoldColumns()
        self._forget(_FIRST_SIZE)

    def _forget(self, size: int) -> None:
        self._keys, self._values = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        self._used = 0

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Split texts and give every token its code."""
        joined = "".join(texts)
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        bounds = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(text) for text in texts], out=bounds[1:])
        with self._lock:
            self._learn(points)
            units, places, bounds = _fold(points, bounds, self._fold.table, self._fold.pieces)
            hashes, firsts, lasts, offsets = _split(units, bounds)
            codes = self._codes(hashes, firsts, lasts, units)
        starts, ends = places[firsts], places[lasts - 1] + 1
        if (codes >> _CLASS_AT & _CLASS == _HALF).any():
            kept = _join_months(codes, ends, offsets)
            codes, starts, ends = codes[kept], starts[kept], ends[kept]
        return Tokens(codes, starts, ends, offsets, joined)

    def _learn(self, points: NDArray[np.uint32]) -> None:
        while (unknown := _first_unknown(points, self._fold.table)) >= 0:
            self._fold.learn(unknown)

    def _codes(
        self,
        hashes: NDArray[np.uint64],
        firsts: NDArray[np.int64],
        lasts: NDArray[np.int64],
        units: NDArray[np.uint32],
    ) -> NDArray[np.uint64]:
        self._make_room(len(hashes))
        new = _reserve(hashes, self._keys, self._values)
        self._used += len(new)
        folded = units.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        spans = zip(firsts[new].tolist(), lasts[new].tolist(), strict=True)
        found = np.array([lexicon.code(folded[a:b]) for a, b in spans], np.uint64)
        _fill(hashes[new], found, self._keys, self._values)
        codes: NDArray[np.uint64] = _look_up(hashes, self._keys, self._values)
        return codes

    def _make_room(self, more: int) -> None:
        """Keep the table at most half full, if all tokens to come were new."""
        size = len(self._keys)
        while size < 2 * (self._used + more):
            size *= 2
        if size > max(_LARGEST_SIZE, 4 * more):
            self._forget(_FIRST_SIZE)
            return self._make_room(more)
        if size > len(self._keys):
            keys, values = self._keys, self._values
            used = self._used
            self._forget(size)
            taken = keys != 0
            _reserve(keys[taken], self._keys, self._values)
            _fill(keys[taken], values[taken], self._keys, self._values)
            self._used = used
        return None


@cache
def code_table() -> CodeTable:
    """Give the table that this process shares."""
    return CodeTable()


@compiled
def _first_unknown(
    points: Array,
    table: Array,
) -> int:
    for point in points:
        if table[point] == _UNKNOWN:
            return int(point)
    return -1


@compiled
def _mark(point: np.uint32) -> np.uint32:
    """Give the unit of a mark that is a token of its own, or a gap."""
    if point == _NEWLINE:
        return _LINE
    if point == _STRAIGHT:
        return _QUOTES
    for mark in _OPENING_MARKS:
        if point == mark:
            return _OPENS
    for mark in _CLOSING_MARKS:
        if point == mark:
            return _CLOSES
    return _GAP


@compiled
def _separator(point: np.uint32) -> np.uint32:
    """Give a mark that can stand inside a number, as a point or a comma, or a gap."""
    if point in (_POINT, _ARABIC_POINT):
        return _POINT
    if point in (_COMMA, _ARABIC_COMMA):
        return _COMMA
    return _GAP


@compiled
def _is_digit(unit: np.uint32) -> bool:
    return bool(unit - _ZERO < _TEN)  # wraps below zero


@compiled
def _gap_unit(points: Array, at: int, end: int, table: Array) -> np.uint32:
    """Give what a gap stands for: a mark, a separator within a number, or a gap."""
    inner = _separator(points[at])
    if inner == _GAP:
        return _mark(points[at])
    within = at + 1 < end and _is_digit(table[points[at + 1]])
    return inner if within else _GAP


@compiled
def _fold(points: Array, bounds: Array, table: Array, pieces: Array) -> tuple[Array, Array, Array]:
    """Fold texts into units: letters, digits, marks, gaps; the place of each; texts' bounds."""
    room = len(points) + len(bounds)
    units, places = np.empty(room, np.uint32), np.empty(room, np.int64)
    offsets = np.zeros(len(bounds), np.int64)
    count = 0
    for text in range(len(bounds) - 1):
        end = bounds[text + 1]
        for at in range(bounds[text], end):
            entry = table[points[at]]
            if entry >= _MANY:
                place = int(entry ^ _MANY)
                size = int(pieces[place])
                if count + size + len(points) + len(bounds) - at > len(units):
                    units = np.concatenate((units, np.empty_like(units)))
                    places = np.concatenate((places, np.empty_like(places)))
                units[count : count + size] = pieces[place + 1 : place + 1 + size]
                places[count : count + size] = at
                count += size
            elif entry != _DROPPED:
                units[count] = entry if entry != _GAP else _gap_unit(points, at, end, table)
                places[count] = at
                count += 1
        units[count], places[count] = _GAP, end
        count += 1
        offsets[text + 1] = count
    return units[:count], places[:count], offsets


@compiled
def _goes_on(unit: np.uint32, numeric: bool) -> bool:  # noqa: FBT001
    """Say whether a unit belongs to the token before it."""
    if unit <= _LAST_MARK:
        return False
    if unit in (_POINT, _COMMA):
        return numeric
    return not numeric or _is_digit(unit)


@compiled
def _split(units: Array, bounds: Array) -> tuple[Array, Array, Array, Array]:
    """Split units into tokens: the hash, first and end of each, and each text's bounds.

    Each text ends with a gap. A number ends where letters begin (24th), a word goes on (C4).
    """
    hashes = np.empty(len(units), np.uint64)
    firsts, lasts = np.empty(len(units), np.int64), np.empty(len(units), np.int64)
    offsets = np.zeros(len(bounds), np.int64)
    count = 0
    for text in range(len(bounds) - 1):
        state, numeric = _SEED, False
        for at in range(bounds[text], bounds[text + 1]):
            unit = units[at]
            if state != _SEED and not _goes_on(unit, numeric):
                hashes[count], lasts[count] = finish(state) | _NO_MARK, at
                state = _SEED
                count += 1
            if unit > _LAST_MARK and (state != _SEED or unit not in (_POINT, _COMMA)):
                if state == _SEED:
                    firsts[count], numeric = at, _is_digit(unit)
                state = (state ^ np.uint64(unit)) * _PRIME
            elif _GAP < unit <= _LAST_MARK:
                hashes[count], firsts[count], lasts[count] = unit, at, at + 1
                count += 1
        offsets[text + 1] = count
    return hashes[:count].copy(), firsts[:count].copy(), lasts[:count].copy(), offsets


@compiled
def _place(
    hashed: np.uint64,
    keys: Array,
) -> np.uint64:
    """Give where a hash stands in the table, or the free place where it would."""
    mask = np.uint64(len(keys) - 1)
    at = (hashed >> np.uint64(7)) & mask
    while keys[at] != 0 and keys[at] != hashed:
        at = (at + np.uint64(1)) & mask
    return at


@compiled
def _reserve(
    hashes: Array,
    keys: Array,
    values: Array,
) -> Array:
    """Take a place for each new hash; give where each new one first stands."""
    new = np.empty(len(hashes), np.int64)
    count = 0
    for i in range(len(hashes)):
        at = _place(hashes[i], keys)
        if keys[at] == 0:
            keys[at], values[at] = hashes[i], _PENDING
            new[count] = i
            count += 1
    return new[:count].copy()


@compiled
def _fill(
    hashes: Array,
    codes: Array,
    keys: Array,
    values: Array,
) -> None:
    for i in range(len(hashes)):
        values[_place(hashes[i], keys)] = codes[i]


@compiled
def _look_up(
    hashes: Array,
    keys: Array,
    values: Array,
) -> Array:
    out = np.empty(len(hashes), np.uint64)
    for i in range(len(hashes)):
        out[i] = values[_place(hashes[i], keys)]
    return out


@compiled
def _join_months(
    codes: Array,
    ends: Array,
    offsets: Array,
) -> Array:
    """Make one month of its two words; give the tokens that stay, and move the bounds."""
    kept = np.empty(len(codes), np.int64)
    count = 0
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        offsets[text] = count
        skip = False
        for at in range(begin, end):
            if skip:
                skip = False
                continue
            kept[count] = at
            count += 1
            if (codes[at] >> _CLASS_AT) & _CLASS != _HALF or at + 1 == end:
                continue
            if (codes[at + 1] >> _CLASS_AT) & _CLASS == _SECOND:
                month = (codes[at] >> _VALUE_AT) + (codes[at + 1] >> _VALUE_AT)
                month = np.uint64(1) if month > np.uint64(12) else month
                codes[at] = month << _VALUE_AT | _MONTH << _CLASS_AT | codes[at] & _TERM
                ends[at] = ends[at + 1]
                skip = True
    offsets[-1] = count
    return kept[:count].copy()

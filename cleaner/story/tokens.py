"""From texts to codes: compiled splitting into words, numbers and marks, each with its code.

A word's code (see :mod:`cleaner.story.forms`) is remembered by the word's 64-bit hash in a small
memory that later words overwrite. This module imports numba: import it late.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import (
    FOLDS_TO_GAP,
    FOLDS_TO_MANY,
    FOLDS_TO_NOTHING,
    UNKNOWN,
    FoldColumns,
    compiled,
    finish,
    lean,
)
from cleaner.story import lexicon
from cleaner.story.forms import (
    PRIME,
    SEED,
    TAKEN,
    Array,
    Lexicon,
    is_digit,
    number_code,
    read_lexicon,
    word_code,
)

#: Units of the tokens that are no words: an end of line, quotation marks.
_LINE, _OPENS, _CLOSES, _QUOTES = (np.uint32(number) for number in (3, 4, 5, 6))
_LAST_MARK = _QUOTES
_MARKS = np.array([0, 0, 0, *lexicon.MARKS], np.uint64)
_POINT, _COMMA = np.uint32(46), np.uint32(44)
_ARABIC_POINT, _ARABIC_COMMA = np.uint32(0x66B), np.uint32(0x66C)
_NEWLINE, _STRAIGHT, _BLANK = np.uint32(10), np.uint32(34), np.uint32(32)
_OPENING_MARKS = np.array([0xAB, 0x201C, 0x201E], np.uint32)
_CLOSING_MARKS = np.array([0xBB, 0x201D], np.uint32)

_CLASS_AT, _VALUE_AT = np.uint64(lexicon.CLASS_BITS), np.uint64(lexicon.VALUE_BITS)
_CLASS = np.uint64(15)
_NAME = np.uint64(1 << lexicon.NAME_BIT)
_WORD = np.uint64(lexicon.Class.WORD)
#: Scripts with capitals begin below this code point, and which of theirs are capitals.
_SCRIPTS = 0x530
_CAPITALS = np.array([chr(point).isupper() for point in range(_SCRIPTS)])
#: What may stand between a name and the word before it in a sentence: else the sentence ended.
_WITHIN = np.zeros(_SCRIPTS, np.bool_)
_WITHIN[[ord(mark) for mark in " ,'-"]] = True
_HALF, _SECOND = np.uint64(lexicon.Class.HALF_MONTH), np.uint64(lexicon.Class.SECOND_HALF)
_MONTH = np.uint64(lexicon.Class.MONTH)
_TERM, _ONE = np.uint64(0xFFFFFFFF), np.uint64(1)

#: Words remembered: two megabytes, so that they stay near the processor.
_MEMORY = 1 << 17
_DONE, _NEEDS_ROOM = -1, -2
_SPARE = 4096
#: Low bits of a hash that do not say where it is remembered.
_SKIPPED = np.uint64(7)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of texts, laid end to end: codes, spans in ``points``, and each text's bounds.

    ``points`` are the code points of all texts.
    """

    codes: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    points: NDArray[np.uint32]

    def written(self, place: int) -> str:
        """Give a token as it was written."""
        span = self.points[self.starts[place] : self.ends[place]]
        return span.tobytes().decode("utf-32-le", "surrogatepass")


class Reader:
    """Reads tokens: a pure function with a memory, safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fold = FoldColumns()
        self._lexicon = read_lexicon()
        self._memory = np.zeros((_MEMORY, 2), np.uint64)

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Split texts and give every token its code."""
        joined = "".join(texts)
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
        bounds = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(text) for text in texts], out=bounds[1:])
        with self._lock:
            codes, starts, ends, offsets = self._read(points, bounds)
        if (codes >> _CLASS_AT & _CLASS == _HALF).any():
            kept = _join_months(codes, ends, offsets)
            codes, starts, ends = codes[kept], starts[kept], ends[kept]
        return Tokens(codes, starts, ends, offsets, points)

    def _read(
        self, points: NDArray[np.uint32], bounds: NDArray[np.int64]
    ) -> tuple[Array, Array, Array, Array]:
        room, fold, offsets = len(points) + _SPARE, self._fold, np.zeros(len(bounds), np.int64)
        while True:
            codes, spans = np.empty(room, np.uint64), np.empty((4, room), np.uint32)
            columns = (codes, *spans, offsets)
            status = _split(points, bounds, fold.table, fold.pieces, *columns)
            if status == _DONE:
                break
            if status == _NEEDS_ROOM:
                room *= 2
            else:
                fold.learn(status)
        count = int(offsets[-1])
        starts, ends, firsts, units = spans
        self._code(codes[:count], firsts, units)
        _mark_names(codes[:count], starts, ends, offsets, points)
        return codes[:count], starts[:count], ends[:count], offsets

    def _code(
        self, hashes: NDArray[np.uint64], firsts: NDArray[np.uint32], units: NDArray[np.uint32]
    ) -> None:
        new = np.empty(len(hashes), np.uint32)
        new = new[: _look_up(hashes, self._memory, new)]
        room = np.empty(int(np.diff(firsts[: len(hashes) + 1]).max(initial=0)) + 1, np.uint32)
        _work_out(hashes, new, firsts, units, self._lexicon, self._memory, room)


@cache
def reader() -> Reader:
    """Give the reader that this process shares."""
    return Reader()


@lean
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
    return FOLDS_TO_GAP


@lean
def _separator(point: np.uint32) -> np.uint32:
    """Give a mark that can stand inside a number, as a point or a comma, or a gap."""
    if point in (_POINT, _ARABIC_POINT):
        return _POINT
    if point in (_COMMA, _ARABIC_COMMA):
        return _COMMA
    return FOLDS_TO_GAP


@lean
def _gap_unit(points: Array, at: np.uint64, end: np.uint64, table: Array) -> np.uint32:
    """Give what a gap stands for: a mark, a separator within a number, or a gap."""
    if points[at] == _BLANK:
        return FOLDS_TO_GAP
    inner = _separator(points[at])
    if inner == FOLDS_TO_GAP:
        return _mark(points[at])
    within = at + _ONE < end and is_digit(table[np.uint64(points[at + _ONE])])
    return inner if within else FOLDS_TO_GAP


@lean
def _entry(points: Array, at: np.uint64, end: np.uint64, table: Array) -> np.uint32:
    """Give the table's entry of a code point, what a gap stands for, and a gap at the end."""
    if at == end:
        return FOLDS_TO_GAP
    entry = table[np.uint64(points[at])]
    return entry if entry != FOLDS_TO_GAP else _gap_unit(points, at, end, table)


@lean
def _pieces_of(entry: np.uint32, pieces: Array) -> tuple[np.uint64, np.uint64]:
    """Give where the several units of an entry stand (else 0), and how many units it has."""
    if entry >= FOLDS_TO_MANY:
        place = np.uint64(entry ^ FOLDS_TO_MANY)
        return place + _ONE, np.uint64(pieces[place])
    return np.uint64(0), np.uint64(0 if entry == FOLDS_TO_NOTHING else 1)


@lean
def _letters(
    points: Array,
    at: np.uint64,
    end: np.uint64,
    table: Array,
    units: Array,
    used: np.uint64,
    last: np.uint64,
    state: np.uint64,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Read on in a word while plain letters and digits come.

    Gives the place after, the units used, the place of the word's last letter, and its hash.
    """
    while at < end:
        entry = table[np.uint64(points[at])]
        if entry <= _LAST_MARK or entry >= FOLDS_TO_MANY:
            break
        units[used] = entry
        state = (state ^ np.uint64(entry)) * PRIME
        last = at
        at += _ONE
        used += _ONE
    return at, used, last, state


@lean
def _problem(entry: np.uint32, points: Array, at: np.uint64) -> int:
    return int(points[at]) if entry == UNKNOWN else _NEEDS_ROOM


@lean
def _goes_on(unit: np.uint32, numeric: bool) -> bool:  # noqa: FBT001
    """Say whether a unit belongs to the token before it."""
    if unit <= _LAST_MARK:
        return False
    if unit in (_POINT, _COMMA):
        return numeric
    return not numeric or is_digit(unit)


@lean
def _begins(unit: np.uint32) -> bool:
    """Say whether a unit can open a word or a number."""
    return bool(unit > _LAST_MARK and unit != _POINT and unit != _COMMA)


@lean
def _split(
    points: Array,
    bounds: Array,
    table: Array,
    pieces: Array,
    hashes: Array,
    starts: Array,
    ends: Array,
    firsts: Array,
    units: Array,
    offsets: Array,
) -> int:
    """Split texts into tokens: the hash (of a mark its unit), first and end of each.

    A token's folded letters stand in ``units`` from ``firsts`` on; ``offsets`` are the texts'
    bounds. A number ends where letters begin (24th), a word goes on (C4). Gives the status: done,
    or more room needed, or the unknown code point that was met. Places are unsigned: of a signed
    one Python's count from the end is looked for each time.
    """
    count, used = np.uint64(0), np.uint64(0)
    room, longest = np.uint64(len(units)), np.uint64(len(points))
    for text in range(len(bounds) - 1):
        first, last, state, numeric = used, np.uint64(0), SEED, False
        at, end = np.uint64(bounds[text]), np.uint64(bounds[text + 1])
        while at <= end:
            if used > first and not numeric:
                at, used, last, state = _letters(points, at, end, table, units, used, last, state)
            entry = _entry(points, at, end, table)
            place, several = _pieces_of(entry, pieces)
            needed = max(count, used + longest - at) + several
            if entry == UNKNOWN or needed >= room:
                return _problem(entry, points, at)
            for piece in range(several):
                unit = pieces[place + np.uint64(piece)] if place > 0 else entry
                if used > first and not _goes_on(unit, numeric):
                    hashes[count], ends[count] = finish(state) | TAKEN, last + _ONE
                    count += _ONE
                    first, state = used, SEED
                if used > first or _begins(unit):
                    if used == first:
                        starts[count], firsts[count], numeric = at, first, is_digit(unit)
                    units[used], last = unit, at
                    used += _ONE
                    state = (state ^ np.uint64(unit)) * PRIME
                elif unit != FOLDS_TO_GAP and unit <= _LAST_MARK:
                    hashes[count], firsts[count] = unit, used
                    starts[count], ends[count] = at, at + _ONE
                    count += _ONE
            at += _ONE
        offsets[text + 1] = count
    firsts[count] = used
    return _DONE


@compiled
def _look_up(hashes: Array, memory: Array, new: Array) -> int:
    """Put codes for hashes, as far as they are remembered; list and count the places of others."""
    count = 0
    for i in range(len(hashes)):
        hashed = hashes[i]
        if hashed <= _LAST_MARK:
            hashes[i] = _MARKS[hashed]
            continue
        at = hashed >> _SKIPPED & np.uint64(len(memory) - 1)
        hashes[i] = memory[at, 1]
        if memory[at, 0] != hashed:
            hashes[i] = hashed
            new[count] = i
            count += 1
    return count


@lean
def _work_out(
    hashes: Array,
    new: Array,
    firsts: Array,
    units: Array,
    known: Lexicon,
    memory: Array,
    room: Array,
) -> None:
    """Put codes for the hashes of words and numbers that are new, and remember them."""
    for i in new:
        hashed, begin, end = hashes[i], int(firsts[i]), int(firsts[i + 1])
        at = hashed >> _SKIPPED & np.uint64(len(memory) - 1)
        if memory[at, 0] != hashed:
            memory[at, 0] = hashed
            if is_digit(units[begin]):
                memory[at, 1] = number_code(units, begin, end, room)
            else:
                memory[at, 1] = word_code(units, begin, end, hashed, known, room)
        hashes[i] = memory[at, 1]


@lean
def _is_capital(point: np.uint32) -> bool:
    return bool(point < _SCRIPTS and _CAPITALS[point])


@lean
def _goes_before(points: Array, begin: int, end: int) -> bool:
    """Say whether the points between two words leave them in one sentence."""
    for at in range(begin, end):
        if points[at] >= _SCRIPTS or not _WITHIN[points[at]]:
            return False
    return end > begin


@compiled
def _mark_names(codes: Array, starts: Array, ends: Array, offsets: Array, points: Array) -> None:
    """Mark words with a capital (no second one) that open no sentence, quotation or line."""
    for text in range(len(offsets) - 1):
        for at in range(offsets[text] + 1, offsets[text + 1]):
            begin = int(starts[at])
            if not _is_capital(points[begin]) or codes[at] >> _CLASS_AT & _CLASS != _WORD:
                continue
            loud = begin + 1 < ends[at] and _is_capital(points[begin + 1])
            if not loud and _goes_before(points, int(ends[at - 1]), begin):
                codes[at] |= _NAME


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

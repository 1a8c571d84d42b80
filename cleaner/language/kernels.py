"""The words of many texts at once, as numbers, by compiled kernels.

:func:`word_hashes` gives for every word of :func:`cleaner.language.words.words` one 32-bit hash
that is the same on every machine and in every run. This module imports numba: import it late.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numba.core import event
from numpy.typing import NDArray

from cleaner.language.fold import fold_character

#: Recorded with every sketch, beside the folding's own version.
HASHING_VERSION = 1

Bytes = NDArray[np.uint8]
Units = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
Words = NDArray[np.uint32]
Offsets = NDArray[np.int64]
#: Where each text's words start and end, a row each: any selection of texts in any order.
Spans = NDArray[np.int64]

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Compile a function for arrays: the lock of the interpreter released, the result cached.

    The cache lies beside the source or, where that is read-only, in the user's cache folder;
    where there is neither, the function is compiled anew in every process.
    """
    try:
        kernel = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba found no folder to write to
        kernel = numba.njit(nogil=True)(function)
    return cast("_Function", _as_fresh_as_its_callees(kernel, function))


def _as_fresh_as_its_callees(kernel: Any, function: Callable[..., object]) -> Any:
    """Have a cached kernel compiled anew when one that it calls changes.

    Numba looks at the kernel's own file alone, but the code of others is in its own: after an
    upgrade it would go on as before.
    """
    file = _cache_file(kernel)
    if file is not None:
        named = map(function.__globals__.get, function.__code__.co_names)
        files = [file, *filter(None, map(_cache_file, named))]
        stamps = repr([each._source_stamp for each in files])
        file._source_stamp = sha256(stamps.encode()).digest()
    return kernel


def _cache_file(kernel: object) -> Any:
    """Give what numba knows of a kernel's cache; None: it has none, or another way."""
    file = getattr(getattr(kernel, "_cache", None), "_cache_file", None)
    return file if hasattr(file, "_source_stamp") else None


def is_compiled(kernel: object) -> bool:
    """Whether the cache holds a kernel as it is today; True where that cannot be told."""
    file = _cache_file(kernel)
    return file is None or bool(file._load_index())


def start() -> None:
    """Load numba's machinery now, without the linear algebra that no kernel uses.

    SciPy's would take a third of a second. For programs of our own alone: ``numpy.dot`` does
    not compile in the process any more.
    """
    name = "scipy.linalg"
    if name in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        finish(np.uint64(1))
    finally:
        del sys.modules[name]


def lean(function: _Function) -> _Function:
    """Compile a function that makes no arrays, to be called from within kernels.

    Nobody counts who holds the arrays that it is given: counting is an atomic instruction for
    each array of each call, which in the innermost loops costs more than the work.
    """
    try:
        kernel = numba.njit(cache=True, nogil=True, _nrt=False)(function)
    except (RuntimeError, KeyError):  # no folder to write to, or no such option
        return compiled(function)
    return cast("_Function", _as_fresh_as_its_callees(kernel, function))


#: What is said, to whom wants to know, when a process compiles its first kernel. The program's
#: log has it at the level of information, which Python shows nobody who has not asked for it.
COMPILING = "compiling kernels, once for this version and machine (up to a minute)"


class _FirstCompilation(event.Listener):  # type: ignore[misc, unused-ignore]
    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell: Callable[[str], None] | None = tell

    def on_start(self, event: object) -> None:  # noqa: ARG002 (numba's interface)
        if self._tell is not None:
            tell, self._tell = self._tell, None
            tell(COMPILING)

    def on_end(self, event: object) -> None:
        """Nothing to say."""


@contextmanager
def announcing(tell: Callable[[str], None] | None) -> Iterator[None]:
    """Call ``tell`` with one sentence if kernels have to be compiled inside the block."""
    if tell is None:
        yield
        return
    with event.install_listener("numba:compile", _FirstCompilation(tell)):
        yield


event.register("numba:compile", _FirstCompilation(logging.getLogger("cleaner").info))


# What the table holds for a code point, besides a folded letter's or digit's own number.
_UNKNOWN = np.uint32(0)
_GAP = np.uint32(1)
_DROPPED = np.uint32(2)
_FIRST = np.uint32(3)  # the least number of a letter
_MANY = np.uint32(0x80000000)  # with the place in `pieces`: first a count, then the pieces
_BLOCK = 32
#: Room for the pieces of all of Unicode (48,273 in version 14), so that the array never moves.
_PIECES = 1 << 16
#: Strings that are handed to a kernel together, and words that there is always room for.
_TOGETHER, _ROOM = 64, 1024
#: Bytes of a character in a Python string, where not four.
_NARROW, _USUAL = 1, 2

#: How hashing a text ends: something is not UTF-8 or not JSON, more room is needed, or well. A
#: code point that the table does not know yet is given as it is.
BAD, NEEDS_ROOM, DONE = np.int64(-1), np.int64(-2), np.int64(-3)

_SEED = np.uint64(0x9E3779B97F4A7C15)
_PRIME = np.uint64(0xD6E8FEB86659FD93)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)
_HIGH = np.uint64(32)
_NOT_ONE = np.uint32(0xFFFFFFFE)
_AFTER_DIGITS = np.uint32(58)


class Fold(NamedTuple):
    """The folding as kernels see it."""

    table: NDArray[np.uint32]
    pieces: NDArray[np.uint32]


class FoldColumns:
    """The folding of :mod:`cleaner.language.fold` as arrays, filled in where text needs it.

    Each code point's entry says gap, dropped, one folded letter or digit, or where in
    ``pieces`` its several pieces are. A block of 32 code points is worked out when one of
    them is first met, so that starting costs nothing.
    """

    def __init__(self) -> None:
        self.table = np.zeros(0x110000, np.uint32)
        self.pieces = np.zeros(_PIECES, np.uint32)
        self._used = 0
        self._lock = threading.Lock()

    @property
    def view(self) -> Fold:
        """The columns as kernels take them."""
        return Fold(self.table, self.pieces)

    def learn(self, codepoint: int, block: int = _BLOCK) -> None:
        """Work out the block of so many code points that holds one."""
        start = codepoint // block * block
        with self._lock:
            entries = [self._entry(point) for point in range(start, start + block)]
            self.table[start : start + block] = entries

    def _entry(self, codepoint: int) -> int:
        units = [ord(c) if c.isalnum() else int(_GAP) for c in fold_character(chr(codepoint))]
        if not units:
            return int(_DROPPED)
        if len(units) == 1 or set(units) == {int(_GAP)}:
            return units[0]
        return self._several(units)

    def _several(self, units: list[int]) -> int:
        record = [len(units), *units]
        if self._used + len(record) > len(self.pieces):  # a Unicode of the future
            self.pieces = np.concatenate([self.pieces, np.zeros_like(self.pieces)])
        place = self._used
        self.pieces[place : place + len(record)] = record
        self._used += len(record)
        return int(_MANY) | place


@cache
def fold_columns() -> FoldColumns:
    """Give the columns that all of a process's hashing shares."""
    # A pure function's memory, as in fold.py: it speeds things up and never changes a result.
    return FoldColumns()


@lean
def finish(state: np.uint64) -> np.uint64:
    """Spread a 64-bit state over all its bits (MurmurHash3's finalizer)."""
    state = (state ^ (state >> _SHIFT)) * _MIX_1
    state = (state ^ (state >> _SHIFT)) * _MIX_2
    return state ^ (state >> _SHIFT)


# Places are unsigned in the loops over bytes: signed ones cost a look for negative indices.
_1, _2, _U4 = np.uint64(1), np.uint64(2), np.uint64(4)
_6, _10 = np.uint32(6), np.uint32(10)
_LOW_5, _LOW_6 = np.uint32(0x1F), np.uint32(0x3F)
_TAIL, _TAIL_MASK, _TAIL_END = np.uint32(0x80), np.uint32(0xC0), np.uint32(0x40)
_TWO_BYTES, _THREE_BYTES, _FOUR_BYTES = np.uint32(0xC2), np.uint32(0xE0), np.uint32(0xF0)
_LAST_LEAD, _LAST_CODE = np.uint32(0xF4), np.uint32(0x10FFFF)
_WIDE, _ASTRAL = np.uint32(0x800), np.uint32(0x10000)
_HALF, _LOW_HALF, _HALVES_END = np.uint32(0xD800), np.uint32(0xDC00), np.uint32(0xE000)
_SPACE, _QUOTE, _SLASH, _BACKSLASH = 32, 34, 47, 92
_LETTER_U, _WHITE = 117, (98, 102, 110, 114, 116)
#: More than the words that one character folds to.
_LONGEST = np.uint64(32)
#: No code point: what was read is none.
_NONE = np.uint32(0xFFFFFFFF)
#: No code point either: a quoted text ends here.
_END = np.uint32(0xFFFFFFFE)


@lean
def _decode(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint32, np.uint64]:
    """Decode the code point of three or four bytes at ``at``: it, and where the next one starts.

    Gives ``_NONE`` for what is not UTF-8; surrogates are let through.
    """
    first = np.uint32(data[at])
    size = np.uint64(3) if first < _FOUR_BYTES else _U4
    if first < _THREE_BYTES or first > _LAST_LEAD or at + size > end:
        return _NONE, at
    code = first & (np.uint32(15) if first < _FOUR_BYTES else np.uint32(7))
    for place in range(at + _1, at + size):
        tail = np.uint32(data[np.uint64(place)])
        if tail & _TAIL_MASK != _TAIL:
            return _NONE, at
        code = code << _6 | tail & _LOW_6
    least = _WIDE if first < _FOUR_BYTES else _ASTRAL
    return code if least <= code <= _LAST_CODE else _NONE, at + size


@lean
def _hex(data: Bytes, at: np.uint64, end: np.uint64) -> np.uint32:
    """Read four hexadecimal digits; ``_NONE`` if they are not."""
    if at + _U4 > end:
        return _NONE
    value = np.uint32(0)
    for place in range(at, at + _U4):
        digit = np.uint32(data[np.uint64(place)])
        if np.uint32(48) <= digit <= np.uint32(57):
            digit -= np.uint32(48)
        elif np.uint32(65) <= (digit & np.uint32(0xDF)) <= np.uint32(70):
            digit = (digit & np.uint32(0xDF)) - np.uint32(55)
        else:
            return _NONE
        value = value << np.uint32(4) | digit
    return value


@lean
def unescape(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint32, np.uint64]:
    """Read a JSON escape, ``at`` after its backslash: the code point, and what follows.

    Gives ``_NONE`` where it is no escape, or half of a surrogate pair. What stands for white
    space or a control is given as a newline, a gap like them.
    """
    kind = int(data[at]) if at < end else 0
    after = at + _1
    if kind == _LETTER_U:
        code, after = _hex(data, after, end), after + _U4
        if code < _HALF or code >= _HALVES_END:
            return code, after
        if code >= _LOW_HALF or after + _1 >= end:
            return _NONE, at
        if data[after] != _BACKSLASH or data[after + _1] != _LETTER_U:
            return _NONE, at
        low = _hex(data, after + _2, end)
        if low < _LOW_HALF or low >= _HALVES_END:
            return _NONE, at
        return _ASTRAL + ((code - _HALF) << _10 | (low - _LOW_HALF)), after + _2 + _U4
    if kind in (_QUOTE, _SLASH, _BACKSLASH):
        return np.uint32(kind), after
    return np.uint32(10) if kind in _WHITE else _NONE, after


@lean
def skip_string(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, np.int64]:
    """Skip a JSON string, ``at`` after its quotation mark, checked to the last byte.

    Gives what follows, and how many escapes it has: ``BAD`` where it is no string.
    """
    escapes = np.int64(0)
    while at < end:
        byte = np.uint32(data[at])
        if byte >= _TAIL:
            two = _TWO_BYTES <= byte < _THREE_BYTES and at + _1 < end
            if two and np.uint32(data[at + _1]) & _TAIL_MASK == _TAIL:
                at += _2
                continue
            code, at = _decode(data, at, end)
            if code == _NONE or _HALF <= code < _HALVES_END:
                return at, BAD
        elif byte == _QUOTE:
            return at + _1, escapes
        elif byte == _BACKSLASH:
            code, at = unescape(data, at + _1, end)
            if code == _NONE:
                return at, BAD
            escapes += np.int64(1)
        elif byte < _SPACE:
            return at, BAD
        else:
            at += _1
    return at, BAD


@lean
def _emit(state: np.uint64, least: np.uint32) -> np.uint32:
    """Give a word's hash; its least letter tells whether it holds a digit: letters come later."""
    return np.uint32(finish(state) >> _HIGH) & _NOT_ONE | np.uint32(least < _AFTER_DIGITS)


@lean
def _mark(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint32, np.uint64]:
    """Read what is no plain character of a JSON string: its end, an escape, or a mistake."""
    if data[at] == _BACKSLASH:
        return unescape(data, at + _1, end)
    return _END if data[at] == _QUOTE else _NONE, at


@lean
def _wide(
    data: Bytes,
    at: np.uint64,
    end: np.uint64,
    quoted: bool,  # noqa: FBT001
) -> tuple[np.uint32, np.uint64]:
    """Decode a code point of three or four bytes, none of a JSON string's half pairs."""
    code, at = _decode(data, at, end)
    return _NONE if quoted and _HALF <= code < _HALVES_END else code, at


@lean
def _hash_pieces(
    pieces: NDArray[np.uint32],
    entry: np.uint32,
    state: np.uint64,
    least: np.uint32,
    out: Words,
    count: np.uint64,
) -> tuple[np.uint64, np.uint32, np.uint64]:
    """Hash what one character folds to, where that is several letters."""
    place = np.uint64(entry ^ _MANY)
    for index in range(place + _1, place + _1 + np.uint64(pieces[place])):
        piece = pieces[np.uint64(index)]
        if piece != _GAP:
            state, least = (state ^ np.uint64(piece)) * _PRIME, min(least, piece)
        elif state != _SEED:
            out[count] = _emit(state, least)
            state, least, count = _SEED, _NONE, count + _1
    return state, least, count


@lean
def _go_on(
    pieces: NDArray[np.uint32],
    entry: np.uint32,
    state: np.uint64,
    least: np.uint32,
    out: Words,
    count: np.uint64,
) -> tuple[np.uint64, np.uint32, np.uint64]:
    """Go on past a character that is no single letter."""
    if entry >= _MANY:
        return _hash_pieces(pieces, entry, state, least, out, count)
    if entry == _GAP and state != _SEED:
        out[count] = _emit(state, least)
        return _SEED, _NONE, count + _1
    return state, least, count


@lean
def _close(
    state: np.uint64, least: np.uint32, out: Words, count: np.uint64
) -> tuple[np.uint64, np.int64]:
    """End a text's last word; give the words' number and the status."""
    if state == _SEED:
        return count, DONE
    if count >= np.uint64(len(out)):
        return count, NEEDS_ROOM
    out[count] = _emit(state, least)
    return count + _1, DONE


@lean
def hash_text(
    data: Bytes,
    start: int | np.uint64,
    stop: int | np.uint64,
    quoted: bool,  # noqa: FBT001
    fold: Fold,
    out: Words,
    before: int,
) -> tuple[np.uint64, np.uint64, np.int64]:
    """Hash the words of one text in UTF-8, written to ``out`` from ``before`` on.

    A ``quoted`` text is the inside of a JSON string and ends at its quotation mark. Gives
    where the text ends, how many words ``out`` has then, and the status. A hash's lowest bit
    says that the word holds a digit.
    """
    at, end = np.uint64(start), np.uint64(stop)
    count, room = np.uint64(before), max(np.uint64(len(out)), _LONGEST) - _LONGEST
    state, least, code = _SEED, _NONE, _END
    while at < end:
        # The usual characters are read here: a function for all of them would not be inlined.
        code = np.uint32(data[at])
        if code < _TAIL:
            after = at + _1
            if quoted and (code in (_QUOTE, _BACKSLASH) or code < _SPACE):
                code, after = _mark(data, at, end)
        else:
            tail, after = np.uint32(data[at + _1]) ^ _TAIL if at + _1 < end else _TAIL, at + _2
            if code - _TWO_BYTES < _THREE_BYTES - _TWO_BYTES and tail < _TAIL_END:
                code = (code & _LOW_5) << _6 | tail
            else:
                code, after = _wide(data, at, end, quoted)
        if code >= _END:
            break
        at, entry = after, fold.table[np.uint64(code)]
        if entry - _FIRST < _MANY - _FIRST:
            state, least = (state ^ np.uint64(entry)) * _PRIME, min(least, entry)
        elif entry == _UNKNOWN or count >= room:
            return at, count, NEEDS_ROOM if entry != _UNKNOWN else np.int64(code)
        else:
            state, least, count = _go_on(fold.pieces, entry, state, least, out, count)
    count, status = _close(state, least, out, count)
    return at, count, BAD if at < end and code == _NONE else status


@lean
def _hash_units(
    units: Units, fold: Fold, out: Words, before: np.uint64
) -> tuple[np.uint64, np.int64]:
    """Hash the words of one text, a number a character; see :func:`hash_text`."""
    count, room = before, max(np.uint64(len(out)), _LONGEST) - _LONGEST
    state, least = _SEED, _NONE
    for code in units:
        entry = fold.table[np.uint64(code)]
        if entry - _FIRST < _MANY - _FIRST:
            state, least = (state ^ np.uint64(entry)) * _PRIME, min(least, entry)
        elif entry == _UNKNOWN or count >= room:
            return count, NEEDS_ROOM if entry != _UNKNOWN else np.int64(code)
        else:
            state, least, count = _go_on(fold.pieces, entry, state, least, out, count)
    return _close(state, least, out, count)


@compiled
def _hash_string(
    text: str, fold: Fold, out: Words, before: np.uint64
) -> tuple[np.uint64, np.int64]:
    """Hash the words of a Python string where it lies, in units as wide as its widest."""
    data, size = text._data, len(text)  # type: ignore[attr-defined]
    if text._kind == _NARROW:  # type: ignore[attr-defined]
        return _hash_units(numba.carray(data, size, np.uint8), fold, out, before)
    if text._kind == _USUAL:  # type: ignore[attr-defined]
        return _hash_units(numba.carray(data, size, np.uint16), fold, out, before)
    return _hash_units(numba.carray(data, size, np.uint32), fold, out, before)


@compiled
def _hash_strings(texts: tuple[str, ...], fold: Fold, out: Words, ends: Offsets) -> np.int64:
    """Hash the words of some texts; note where each one's end, after ``ends[0]``."""
    count = np.uint64(ends[0])
    for text in range(len(texts)):
        count, status = _hash_string(texts[text], fold, out, count)
        if status != DONE:
            return status
        ends[text + 1] = count
    return DONE


def word_hashes(texts: Sequence[str]) -> tuple[Words, Offsets]:
    """Give the hashes of all words of all texts, and where each text's words start.

    The words are those of :func:`cleaner.language.words.words`; a hash's lowest bit is set
    if the word holds a digit. Lone surrogates are gaps like any other mark.
    """
    out = np.empty(sum(map(len, texts)) // 4 + _ROOM, np.uint32)
    ends = np.zeros(len(texts) + _TOGETHER + 1, np.int64)
    for start in range(0, len(texts), _TOGETHER):
        some = tuple(texts[start : start + _TOGETHER])
        out = _hashed(some + ("",) * (_TOGETHER - len(some)), out, ends[start:])
    return out[: ends[len(texts)]].copy(), ends[: len(texts) + 1]


def _hashed(texts: tuple[str, ...], out: Words, ends: Offsets) -> Words:
    """Hash some texts, and give where their words are: ``out``, or larger room."""
    fold = fold_columns()
    while (status := _hash_strings(texts, fold.view, out, ends)) != DONE:
        if status == NEEDS_ROOM:
            out = np.concatenate([out, np.empty_like(out)])
        else:
            fold.learn(int(status))
    return out

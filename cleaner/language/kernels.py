"""What compiled kernels share: how they are compiled, folding as arrays, and reading JSON strings.

This module imports numba: import it late.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numba.core import event
from numpy.typing import NDArray

from cleaner.language.fold import fold_character

Bytes = NDArray[np.uint8]
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


#: What :class:`FoldColumns`' table holds for a code point, besides a folded letter's or digit's own
#: number: it was not looked up yet, is a gap, is dropped; or, with the place in ``pieces`` (first
#: a count, then the pieces), that it folds to several.
UNKNOWN, FOLDS_TO_GAP, FOLDS_TO_NOTHING, FOLDS_TO_MANY = map(np.uint32, (0, 1, 2, 0x80000000))
_BLOCK = 32
#: Room for the pieces of all of Unicode (48,273 in version 14), so that the array never moves.
_PIECES = 1 << 16

#: How hashing a text ends: something is not UTF-8 or not JSON, more room is needed, or well. A
#: code point that the table does not know yet is given as it is.
BAD, NEEDS_ROOM, DONE = np.int64(-1), np.int64(-2), np.int64(-3)

_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)


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
        units = [
            ord(c) if c.isalnum() else int(FOLDS_TO_GAP) for c in fold_character(chr(codepoint))
        ]
        if not units:
            return int(FOLDS_TO_NOTHING)
        if len(units) == 1 or set(units) == {int(FOLDS_TO_GAP)}:
            return units[0]
        return self._several(units)

    def _several(self, units: list[int]) -> int:
        record = [len(units), *units]
        if self._used + len(record) > len(self.pieces):  # a Unicode of the future
            self.pieces = np.concatenate([self.pieces, np.zeros_like(self.pieces)])
        place = self._used
        self.pieces[place : place + len(record)] = record
        self._used += len(record)
        return int(FOLDS_TO_MANY) | place


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
_LOW_6, _TAIL, _TAIL_MASK = np.uint32(0x3F), np.uint32(0x80), np.uint32(0xC0)
_TWO_BYTES, _THREE_BYTES, _FOUR_BYTES = np.uint32(0xC2), np.uint32(0xE0), np.uint32(0xF0)
_LAST_LEAD, _LAST_CODE = np.uint32(0xF4), np.uint32(0x10FFFF)
_WIDE, _ASTRAL = np.uint32(0x800), np.uint32(0x10000)
_HALF, _LOW_HALF, _HALVES_END = np.uint32(0xD800), np.uint32(0xDC00), np.uint32(0xE000)
_SPACE, _QUOTE, _SLASH, _BACKSLASH = 32, 34, 47, 92
_LETTER_U, _WHITE = 117, (98, 102, 110, 114, 116)
#: No code point: what was read is none.
NO_CODE = np.uint32(0xFFFFFFFF)


@lean
def decode(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint32, np.uint64]:
    """Decode the code point of three or four bytes at ``at``: it, and where the next one starts.

    Gives ``NO_CODE`` for what is not UTF-8; surrogates are let through.
    """
    first = np.uint32(data[at])
    size = np.uint64(3) if first < _FOUR_BYTES else _U4
    if first < _THREE_BYTES or first > _LAST_LEAD or at + size > end:
        return NO_CODE, at
    code = first & (np.uint32(15) if first < _FOUR_BYTES else np.uint32(7))
    for place in range(at + _1, at + size):
        tail = np.uint32(data[np.uint64(place)])
        if tail & _TAIL_MASK != _TAIL:
            return NO_CODE, at
        code = code << _6 | tail & _LOW_6
    least = _WIDE if first < _FOUR_BYTES else _ASTRAL
    return code if least <= code <= _LAST_CODE else NO_CODE, at + size


@lean
def _hex(data: Bytes, at: np.uint64, end: np.uint64) -> np.uint32:
    """Read four hexadecimal digits; ``NO_CODE`` if they are not."""
    if at + _U4 > end:
        return NO_CODE
    value = np.uint32(0)
    for place in range(at, at + _U4):
        digit = np.uint32(data[np.uint64(place)])
        if np.uint32(48) <= digit <= np.uint32(57):
            digit -= np.uint32(48)
        elif np.uint32(65) <= (digit & np.uint32(0xDF)) <= np.uint32(70):
            digit = (digit & np.uint32(0xDF)) - np.uint32(55)
        else:
            return NO_CODE
        value = value << np.uint32(4) | digit
    return value


@lean
def unescape(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint32, np.uint64]:
    """Read a JSON escape, ``at`` after its backslash: the code point, and what follows.

    Gives ``NO_CODE`` where it is no escape, or half of a surrogate pair. What stands for white
    space or a control is given as a newline, a gap like them.
    """
    kind = int(data[at]) if at < end else 0
    after = at + _1
    if kind == _LETTER_U:
        code, after = _hex(data, after, end), after + _U4
        if code < _HALF or code >= _HALVES_END:
            return code, after
        if code >= _LOW_HALF or after + _1 >= end:
            return NO_CODE, at
        if data[after] != _BACKSLASH or data[after + _1] != _LETTER_U:
            return NO_CODE, at
        low = _hex(data, after + _2, end)
        if low < _LOW_HALF or low >= _HALVES_END:
            return NO_CODE, at
        return _ASTRAL + ((code - _HALF) << _10 | (low - _LOW_HALF)), after + _2 + _U4
    if kind in (_QUOTE, _SLASH, _BACKSLASH):
        return np.uint32(kind), after
    return np.uint32(10) if kind in _WHITE else NO_CODE, after


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
            code, at = decode(data, at, end)
            if code == NO_CODE or _HALF <= code < _HALVES_END:
                return at, BAD
        elif byte == _QUOTE:
            return at + _1, escapes
        elif byte == _BACKSLASH:
            code, at = unescape(data, at + _1, end)
            if code == NO_CODE:
                return at, BAD
            escapes += np.int64(1)
        elif byte < _SPACE:
            return at, BAD
        else:
            at += _1
    return at, BAD

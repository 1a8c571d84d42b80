"""The words of many texts at once, as numbers, by compiled kernels.

:func:`word_hashes` gives for every word of :func:`cleaner.language.words.words` one 32-bit hash
that is the same on every machine and in every run. This module imports numba: import it late.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TypeVar, cast

import numba
import numpy as np
from numba.core import event
from numpy.typing import NDArray

from cleaner.language.fold import fold_character

#: Recorded with every sketch, beside the folding's own version.
HASHING_VERSION = 1

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
    return cast("_Function", kernel)


def lean(function: _Function) -> _Function:
    """Compile a function that makes no arrays, to be called from within kernels.

    Nobody counts who holds the arrays that it is given: counting is an atomic instruction for
    each array of each call, which in the innermost loops costs more than the work.
    """
    try:
        kernel = numba.njit(cache=True, nogil=True, _nrt=False)(function)
    except (RuntimeError, KeyError):  # no folder to write to, or no such option
        return compiled(function)
    return cast("_Function", kernel)


class _FirstCompilation(event.Listener):  # type: ignore[misc, unused-ignore]
    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell: Callable[[str], None] | None = tell

    def on_start(self, event: object) -> None:  # noqa: ARG002 (numba's interface)
        if self._tell is not None:
            tell, self._tell = self._tell, None
            tell("compiling kernels, once for this version and machine (a minute at most)")

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


# What the table holds for a code point, besides a folded letter's or digit's own number.
_UNKNOWN = np.uint32(0)
_GAP = np.uint32(1)
_DROPPED = np.uint32(2)
_MANY = np.uint32(0x80000000)  # with the place in `pieces`: first a count, then the pieces
_BLOCK = 256
_DONE, _NEEDS_ROOM = -1, -2
_SPARE = 4096
_PORTION = 1 << 16  # characters

_SEED = np.uint64(0x9E3779B97F4A7C15)
_PRIME = np.uint64(0xD6E8FEB86659FD93)
_MIX_1 = np.uint64(0xFF51AFD7ED558CCD)
_MIX_2 = np.uint64(0xC4CEB9FE1A85EC53)
_SHIFT = np.uint64(33)
_HIGH = np.uint64(32)
_NOT_ONE = np.uint32(0xFFFFFFFE)
_ZERO_DIGIT = np.uint32(48)
_TEN = np.uint32(10)


class FoldColumns:
    """The folding of :mod:`cleaner.language.fold` as arrays, filled in where text needs it.

    Each code point's entry says gap, dropped, one folded letter or digit, or where in
    ``pieces`` its several pieces are. A block of 256 code points is worked out when one of
    them is first met, so that starting costs nothing.
    """

    def __init__(self) -> None:
        self.table = np.zeros(0x110000, np.uint32)
        self.pieces = np.zeros(4096, np.uint32)
        self._used = 0
        self._lock = threading.Lock()

    def learn(self, codepoint: int) -> None:
        """Work out the block that holds a code point."""
        start = codepoint // _BLOCK * _BLOCK
        with self._lock:
            entries = [self._entry(point) for point in range(start, start + _BLOCK)]
            self.table[start : start + _BLOCK] = entries

    def _entry(self, codepoint: int) -> int:
        units = [ord(c) if c.isalnum() else int(_GAP) for c in fold_character(chr(codepoint))]
        if not units:
            return int(_DROPPED)
        if len(units) == 1 or set(units) == {int(_GAP)}:
            return units[0]
        return self._several(units)

    def _several(self, units: list[int]) -> int:
        record = [len(units), *units]
        if self._used + len(record) > len(self.pieces):
            self.pieces = np.concatenate([self.pieces, np.zeros_like(self.pieces)])
        place = self._used
        self.pieces[place : place + len(record)] = record
        self._used += len(record)
        return int(_MANY) | place


@cache
def fold_columns() -> FoldColumns:
    """Give the folding as arrays, one for all."""
    # A pure function's memory, as in fold.py: it speeds things up and never changes a result.
    return FoldColumns()


@compiled
def finish(state: np.uint64) -> np.uint64:
    """Spread a 64-bit state over all its bits (MurmurHash3's finalizer)."""
    state = (state ^ (state >> _SHIFT)) * _MIX_1
    state = (state ^ (state >> _SHIFT)) * _MIX_2
    return state ^ (state >> _SHIFT)


@compiled
def _fold(
    codes: NDArray[np.uint32],
    starts: Offsets,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    folded: NDArray[np.uint32],
) -> tuple[Offsets, int]:
    """Fold the texts into letters, digits and gaps, written to ``folded``.

    Gives where each text starts, and the status: done, or more room needed, or the unknown
    code point that was met.
    """
    count, offsets = 0, np.zeros_like(starts)
    for text in range(len(starts) - 1):
        for at in range(starts[text], starts[text + 1]):
            entry = table[codes[at]]
            if entry == _UNKNOWN:
                return offsets, int(codes[at])
            if entry < _MANY:
                folded[count] = entry
                count += entry != _DROPPED
                continue
            place = int(entry ^ _MANY)
            size = int(pieces[place])
            if count + size + len(codes) - at > len(folded):
                return offsets, _NEEDS_ROOM
            folded[count : count + size] = pieces[place + 1 : place + 1 + size]
            count += size
        offsets[text + 1] = count
    return offsets, _DONE


@compiled
def _hash_words(folded: NDArray[np.uint32], starts: Offsets) -> tuple[Words, Offsets]:
    """Hash the words of folded texts, each of which ends with a gap.

    A hash's lowest bit says that the word holds a digit.
    """
    out, offsets = np.empty(len(folded) // 2 + 1, np.uint32), np.zeros_like(starts)
    count, state, digit = 0, _SEED, _UNKNOWN
    for text in range(len(starts) - 1):
        for at in range(starts[text], starts[text + 1]):
            unit = folded[at]
            if unit != _GAP:
                state = (state ^ np.uint64(unit)) * _PRIME
                digit |= np.uint32(unit - _ZERO_DIGIT < _TEN)
            elif state != _SEED:
                out[count] = np.uint32(finish(state) >> _HIGH) & _NOT_ONE | digit
                count += 1
                state, digit = _SEED, _UNKNOWN
        offsets[text + 1] = count
    return out[:count].copy(), offsets


def word_hashes(texts: Sequence[str]) -> tuple[Words, Offsets]:
    """Give the hashes of all words of all texts, and where each text's words start.

    The words are those of :func:`cleaner.language.words.words`; a hash's lowest bit is set
    if the word holds a digit. Lone surrogates are gaps like any other mark.
    """
    parts = [_portion_hashes(portion) for portion in _portions(texts)]
    sizes = np.cumsum([0] + [len(words) for words, _ in parts])
    offsets = [part[:-1] + at for (_, part), at in zip(parts, sizes, strict=False)]
    return np.concatenate([words for words, _ in parts]), np.concatenate([*offsets, sizes[-1:]])


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    """Part the texts into runs that stay in the processor's cache; at least one, if empty."""
    portion: list[str] = []
    size = 0
    for text in texts:
        portion.append(text)
        size += len(text)
        if size >= _PORTION:
            yield portion
            portion, size = [], 0
    yield portion


def _portion_hashes(texts: list[str]) -> tuple[Words, Offsets]:
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), "<u4")
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
    fold, folded = fold_columns(), np.empty(len(codes) + _SPARE, np.uint32)
    while True:
        offsets, status = _fold(codes, starts, fold.table, fold.pieces, folded)
        if status == _DONE:
            return _hash_words(folded[: offsets[-1]], offsets)
        if status == _NEEDS_ROOM:
            folded = np.empty(2 * len(folded), np.uint32)
        else:
            fold.learn(status)

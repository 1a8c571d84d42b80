"""MinHash signatures by a compiled kernel, equal to datasketch's ``affine32``.

This module imports numba: import it late.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import Offsets, Words, compiled, finish, lean

Signatures = NDArray[np.uint32]

_SEED = np.uint64(0xA0761D6478BD642F)
_PRIME = np.uint64(0xE7037ED1A0B428DB)
_HIGH = np.uint64(32)
_EMPTY = np.uint32(0xFFFFFFFF)
_MIX_1 = np.uint32(0x85EBCA6B)
_MIX_2 = np.uint32(0xC2B2AE35)
_SHIFT_13 = np.uint32(13)
_SHIFT_16 = np.uint32(16)


@lean
def shingle(words: Words, at: int, width: int) -> np.uint64:
    """Hash ``width`` words from ``at`` on into 64 bits."""
    state = _SEED
    for place in range(at, at + width):
        state = (state ^ np.uint64(words[place])) * _PRIME
        state ^= state >> _HIGH
    return finish(state)


@lean
def shingle_count(length: int, width: int) -> int:
    """How many shingles ``length`` words have: a text shorter than a shingle is one shingle."""
    return max(length - width + 1, min(length, 1))


@lean
def _premix(value: np.uint32) -> np.uint32:
    """MurmurHash3's 32-bit finalizer, which datasketch applies before it permutes."""
    value = np.uint32((value ^ (value >> _SHIFT_16)) * _MIX_1)
    value = np.uint32((value ^ (value >> _SHIFT_13)) * _MIX_2)
    return np.uint32(value ^ (value >> _SHIFT_16))


@lean
def _lower(row: Signatures, values: Signatures, factors: Signatures, terms: Signatures) -> None:
    """Lower a signature by four values at once, so that it is loaded and stored once."""
    one, two, three, four = values[0], values[1], values[2], values[3]
    for column in range(len(row)):
        factor, term = factors[column], terms[column]
        least = min(np.uint32(factor * one + term), np.uint32(factor * two + term))
        also = min(np.uint32(factor * three + term), np.uint32(factor * four + term))
        row[column] = min(row[column], least, also)


@compiled
def sign(
    words: Words, offsets: Offsets, width: int, factors: Signatures, terms: Signatures
) -> Signatures:
    """Give the MinHash signature of every text, a row each.

    A shingle's hash is the upper half of :func:`shingle`.
    """
    out = np.full((len(offsets) - 1, len(factors)), _EMPTY, np.uint32)
    values = np.empty(4, np.uint32)
    for text in range(len(offsets) - 1):
        length = offsets[text + 1] - offsets[text]
        count = shingle_count(length, width)
        for at in range(0, count, 4):
            for ahead in range(4):
                place = offsets[text] + min(at + ahead, count - 1)  # the last one as often
                wide = shingle(words, place, min(width, length))
                values[ahead] = _premix(np.uint32(wide >> _HIGH))
            _lower(out[text], values, factors, terms)
    return out

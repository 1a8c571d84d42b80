"""MinHash signatures by a compiled kernel, equal to datasketch's ``affine32``.

This module imports numba: import it late.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import Offsets, Words, compiled, finish, lean

Signatures = NDArray[np.uint32]
_States = NDArray[np.uint64]
#: Room for the shingles of a text: their states, and their hashes.
_Desk = tuple[_States, Signatures]

_SEED = np.uint64(0xA0761D6478BD642F)
_PRIME = np.uint64(0xE7037ED1A0B428DB)
_HIGH = np.uint64(32)
_EMPTY = np.uint32(0xFFFFFFFF)
_MIX_1 = np.uint32(0x85EBCA6B)
_MIX_2 = np.uint32(0xC2B2AE35)
_SHIFT_13 = np.uint32(13)
_SHIFT_16 = np.uint32(16)
#: Values that lower a signature together: so many stay in registers.
_AT_ONCE = 16


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
def _hash_shingles(words: Words, width: int, states: _States, values: Signatures) -> None:
    """Hash every ``width`` words into 32 bits, in loops that a compiler can make vectors of."""
    for at in range(len(states)):
        states[at] = _SEED
    for ahead in range(width):
        part = words[ahead : ahead + len(states)]
        for at in range(len(states)):
            state = (states[at] ^ np.uint64(part[at])) * _PRIME
            states[at] = state ^ (state >> _HIGH)
    for at in range(len(states)):
        values[at] = _premix(np.uint32(finish(states[at]) >> _HIGH))


@lean
def _lower(row: Signatures, values: Signatures, factors: Signatures, terms: Signatures) -> None:
    """Lower a signature by several values at once, so that it is loaded and stored once."""
    for column in range(len(row)):
        factor, term, least = factors[column], terms[column], row[column]
        for ahead in range(_AT_ONCE):
            least = min(least, np.uint32(factor * values[ahead] + term))
        row[column] = least


@lean
def _sign_one(
    own: Words, width: int, desk: _Desk, row: Signatures, factors: Signatures, terms: Signatures
) -> None:
    """Sign one text: fill its row, a full one before."""
    states, values = desk
    count = shingle_count(len(own), width)
    if count:
        _hash_shingles(own, min(width, len(own)), states[:count], values)
        values[count : count + _AT_ONCE - 1] = values[count - 1]  # the last one, again
    for at in range(0, count, _AT_ONCE):
        _lower(row, values[at : at + _AT_ONCE], factors, terms)


@compiled
def sign(
    words: Words, offsets: Offsets, width: int, factors: Signatures, terms: Signatures
) -> Signatures:
    """Give the MinHash signature of every text, a row each.

    A shingle's hash is the upper half of 64 bits that all of its words have mixed.
    """
    longest = 0
    for text in range(len(offsets) - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    desk = np.empty(longest + 1, np.uint64), np.empty(longest + _AT_ONCE, np.uint32)
    out = np.full((len(offsets) - 1, len(factors)), _EMPTY, np.uint32)
    for text in range(len(offsets) - 1):
        own = words[offsets[text] : offsets[text + 1]]
        _sign_one(own, width, desk, out[text], factors, terms)
    return out

"""Sketches without compiled kernels: far slower, but nothing has to be loaded first.

For an article or two in a process that is soon over, such as a hook or a query. The columns are
those of :func:`cleaner.copies.sketches.sketch`, bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.permuting import permutations
from cleaner.copies.sketches import Recipe, Sketches, require_ours
from cleaner.language.spelling import DIGITS, spelled
from cleaner.language.words import words

_Hashes = NDArray[np.uint64]

# The constants of cleaner.language.word_kernels (words) and cleaner.copies.signing (shingles).
_WORD_SEED, _WORD_PRIME = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
_SEED, _PRIME = np.uint64(0xA0761D6478BD642F), np.uint64(0xE7037ED1A0B428DB)
_MIX_1, _MIX_2 = 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53
_WHOLE, _NOT_ONE = (1 << 64) - 1, 0xFFFFFFFE
_HALF, _THIRD = np.uint64(32), np.uint64(33)
_EMPTY = np.uint32(0xFFFFFFFF)


def sketch_plainly(texts: Sequence[str], recipe: Recipe | None = None) -> Sketches:
    """Sketch a few texts.

    Raises:
        SketchError: a recipe that this version cannot follow.
    """
    recipe = recipe or Recipe()
    require_ours(recipe)
    hashes, offsets = hash_plainly(texts)
    rows = [hashes[start:end] for start, end in pairwise(offsets.tolist())]
    nothing = np.empty((0, recipe.permutations), np.uint32)
    signatures = np.vstack([nothing, *(_signature(row, recipe) for row in rows)])
    return Sketches(hashes, offsets, signatures, recipe)


def hash_plainly(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Hash all words of some texts, as :func:`cleaner.language.word_kernels.word_hashes` does."""
    known: dict[str, int] = {}
    rows = [[_hash(word, known) for word in words(text)] for text in texts]
    offsets = np.cumsum([0, *map(len, rows)])
    return np.array(list(chain.from_iterable(rows)), np.uint32), offsets


def _hash(word: str, known: dict[str, int]) -> int:
    found = known.get(word)
    if found is None:
        found = known[word] = _word_hash(word)
    return found


def _word_hash(word: str) -> int:
    """Hash a word's spelling, eight bytes at a time: two at least, the last ones filled up."""
    spelling = spelled(word)
    state = _WORD_SEED
    for at in range(0, max(len(spelling), 16), 8):
        state = (state ^ int.from_bytes(spelling[at : at + 8], "little")) * _WORD_PRIME & _WHOLE
        state ^= state >> 32
    has_digit = max(spelling) >= DIGITS
    return (state * _MIX_2 & _WHOLE) >> 32 & _NOT_ONE | has_digit


def _signature(row: NDArray[np.uint32], recipe: Recipe) -> NDArray[np.uint32]:
    if not len(row):
        return np.full(recipe.permutations, _EMPTY, np.uint32)
    factors, terms = permutations(recipe.permutations, recipe.seed)
    values = _premixed((_shingles(row, recipe.shingle) >> _HALF).astype(np.uint32))
    signature: NDArray[np.uint32] = (factors[:, None] * values + terms[:, None]).min(axis=1)
    return signature


def _shingles(row: NDArray[np.uint32], width: int) -> _Hashes:
    """Hash every ``width`` words into 64 bits; fewer words are one shingle."""
    width = min(width, len(row))
    wide = row.astype(np.uint64)
    state = np.full(len(row) - width + 1, _SEED)
    for at in range(width):
        state = (state ^ wide[at : len(row) - width + 1 + at]) * _PRIME
        state ^= state >> _HALF
    state = (state ^ (state >> _THIRD)) * np.uint64(_MIX_1)
    state = (state ^ (state >> _THIRD)) * np.uint64(_MIX_2)
    return state ^ (state >> _THIRD)


def _premixed(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    mixed: NDArray[np.uint32] = values ^ (values >> np.uint32(16))
    return mixed

"""Which texts may credit an agency, told by their words alone. Imports numba: import it late."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cleaner.language.agencies import HEAD, TAIL, credit_words
from cleaner.language.kernels import Offsets, Words, compiled, lean
from cleaner.language.word_kernels import word_hashes

_Keys = NDArray[np.uint64]
_HALF = np.uint64(32)
_PLACES = 1 << 14


@lean
def _known(key: np.uint64, keys: _Keys, marks: NDArray[np.bool_]) -> bool:
    if not marks[(key ^ key >> _HALF) >> np.uint64(1) & np.uint64(len(marks) - 1)]:
        return False
    at = np.searchsorted(keys, key)
    return bool(at < len(keys) and keys[at] == key)


@lean
def _any_known(words: Words, start: int, end: int, keys: _Keys, marks: NDArray[np.bool_]) -> bool:
    for at in range(start, end):
        word = np.uint64(words[at])
        if _known(word, keys, marks):
            return True
        if at + 1 < end and _known(word << _HALF | np.uint64(words[at + 1]), keys, marks):
            return True
    return False


@compiled
def _telling(
    words: Words, offsets: Offsets, keys: _Keys, marks: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Tell which texts have a key among their first or last words."""
    out = np.zeros(len(offsets) - 1, np.bool_)
    for text in range(len(out)):
        start, end = offsets[text], offsets[text + 1]
        head, tail = min(end, start + HEAD), max(start, end - TAIL)
        out[text] = _any_known(words, start, head, keys, marks)
        out[text] |= _any_known(words, tail, end, keys, marks)
    return out


def may_credit(words: Words, offsets: Offsets) -> NDArray[np.bool_]:
    """Tell which texts may credit an agency; some that are told do not, the others never.

    A text of so many characters has no more words than characters.
    """
    return _telling(words, offsets, *_known_keys())


@cache  # of what never changes in a process
def _known_keys() -> tuple[_Keys, NDArray[np.bool_]]:
    """Give the hashes of words that name an agency and of pairs that begin a name, and marks."""
    alone, pairs = credit_words()
    firsts, seconds = ([pair[side] for pair in sorted(pairs)] for side in range(2))
    single, first, second = (
        word_hashes(found)[0].astype(np.uint64) for found in (sorted(alone), firsts, seconds)
    )
    keys = np.unique(np.concatenate([single, first << _HALF | second]))
    marks = np.zeros(_PLACES, np.bool_)
    marks[(keys ^ keys >> _HALF) >> np.uint64(1) & np.uint64(_PLACES - 1)] = True
    return keys, marks

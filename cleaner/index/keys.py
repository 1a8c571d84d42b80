"""What a text is found by: keys that texts with much wording in common share.

The same two kinds as in a batch run (:mod:`cleaner.copies.candidates`): *sampled shingles* of
three words, good at any resemblance and for cut or extended copies; and *bands* of the MinHash
signature. In numpy alone, for many texts at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.sketches import Sketches

Keys = NDArray[np.uint64]
_Numbers = NDArray[np.int64]
_Key = TypeVar("_Key", Keys, NDArray[np.uint32])

#: Recorded in every index: keys made otherwise do not meet.
KEYS_VERSION = 2
_WIDTH, _ROWS, _BANDS = 3, 4, 16
#: A text of this many words or more has one of 16 shingles sampled; half as long one of eight.
_LONG, _RATES = 600, 5

_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_PRIME = np.uint64(0xD6E8FEB86659FD93)
_FACTORS = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
)


def distinct(keys: _Key) -> _Key:
    """Sort keys, each once: what ``numpy.unique`` gives, in a hundredth of its time."""
    keys = np.sort(keys)
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return keys[first]


@dataclass(frozen=True, slots=True, eq=False)
class TextKeys:
    """The keys of some texts, 32 bits each, with the text that each belongs to.

    ``band`` says which are keys of a band: one shared by two texts makes them candidates,
    while of sampled shingles it takes two.
    """

    hashes: Keys
    texts: _Numbers
    band: NDArray[np.bool_]


def text_keys(sketches: Sketches) -> TextKeys:
    """Give the keys of all texts that have words; one or two words are one key."""
    hashes, texts = _sampled(sketches.words, sketches.offsets)
    told = np.flatnonzero(np.diff(sketches.offsets) >= _WIDTH)
    bands = _band_keys(sketches.signatures[told])
    return TextKeys(
        np.concatenate([hashes, bands.ravel()]),
        np.concatenate([texts, np.repeat(told, bands.shape[1])]),
        np.repeat([False, True], [len(hashes), bands.size]),
    )


def _sampled(words: NDArray[np.uint32], offsets: _Numbers) -> tuple[Keys, _Numbers]:
    """Give the sampled shingles of texts, each once a text."""
    lengths = np.diff(offsets)
    counts = np.maximum(lengths - _WIDTH + 1, 0)
    texts = np.repeat(np.arange(len(lengths)), counts)
    at = np.arange(len(texts)) + np.repeat(offsets[:-1] - (np.cumsum(counts) - counts), counts)
    hashes = _shingles(words, at)
    taken = hashes <= (_LOW >> _rates(lengths))[texts]
    few = [(_few(words[offsets[t] : offsets[t + 1]]), t) for t in _fewest(lengths)]
    pairs = distinct(
        np.concatenate(
            [
                texts[taken].astype(np.uint64) << _HALF | hashes[taken],
                np.array([np.uint64(t) << _HALF | h for h, t in few], np.uint64),
            ]
        )
    )
    return pairs & _LOW, (pairs >> _HALF).astype(np.int64)


def _shingles(words: NDArray[np.uint32], at: _Numbers) -> Keys:
    state = np.zeros(len(at), np.uint64)
    for place, factor in enumerate(_FACTORS):
        state += words[at + place].astype(np.uint64) * factor
    hashes: Keys = ((state ^ (state >> _HALF)) * _PRIME) >> _HALF
    return hashes


def _rates(lengths: _Numbers) -> Keys:
    """Give each text's sampling rate as a power: one of 2**rate shingles is sampled."""
    bounds = [_LONG >> (_RATES - 2 - rate) for rate in range(_RATES - 1)]
    return np.searchsorted(np.array(bounds), lengths, side="right").astype(np.uint64)


def _fewest(lengths: _Numbers) -> list[int]:
    """Give the texts of fewer words than a shingle has."""
    few: list[int] = np.flatnonzero((lengths > 0) & (lengths < _WIDTH)).tolist()
    return few


def _few(words: NDArray[np.uint32]) -> np.uint64:
    state = int(_PRIME)
    for word in words.tolist():
        state = (state ^ word) * int(_PRIME) & 0xFFFFFFFFFFFFFFFF
    return np.uint64(state >> 32)


def _band_keys(signatures: NDArray[np.uint32]) -> Keys:
    """Give each text's keys in all bands, a row a text."""
    bands = min(_BANDS, signatures.shape[1] // _ROWS)
    columns = signatures[:, : bands * _ROWS].reshape(len(signatures), bands, _ROWS)
    state = np.broadcast_to(np.arange(bands, dtype=np.uint64), columns.shape[:2]).copy()
    for row in range(_ROWS):
        state = (state ^ columns[:, :, row]) * _PRIME
        state ^= state >> _HALF
    return state >> _HALF

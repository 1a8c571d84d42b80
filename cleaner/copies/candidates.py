"""Candidate pairs: which texts are worth an exact comparison, found without comparing all.

Two sources. *Rare shingles*: texts that share enough of their sampled, rare shingles; good at
any resemblance and for cut or extended copies, whatever their lengths. *Bands* of the MinHash
signature: texts with an equal band; good for groups so large that nothing in them is rare.
Neither compares everything with everything: crowded bands compare with a few leaders only.
This module imports numba: import it late.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.signing import Signatures, shingle_count
from cleaner.copies.sorting import distinct
from cleaner.language.kernels import Spans, Words, compiled, lean
from cleaner.threads import pool_of

_Keys = NDArray[np.uint64]
_Numbers = NDArray[np.int64]
_Lists = tuple[NDArray[np.int32], _Numbers, _Numbers, NDArray[np.int32]]

#: A shingle in more texts than this is no evidence of copying; bands see to larger groups.
RARE = 64
#: More than the texts before another among those of a rare shingle.
_RANKS = RARE
#: Words in a sampled shingle: wider than a sketch's, so that chance matches stay few.
_WIDTH = 3
#: A text this long has one of 16 shingles sampled; half as long one of eight, and so on.
_LONG = 600
_RATES = 5
#: Candidates share at least two rare shingles, and this part of those of the one with fewer.
_SHARE = 0.1
_ROWS = 4
#: Bands, and those of one cache line of a signature, which are read together.
_BANDS, _TOGETHER = 16, 4
#: A band's bucket up to this size compares all with all.
_CROWD = 8
_LEADERS = 16
#: Parts of the texts that threads share out.
_PARTS = 8
#: Candidates' signatures agree in this part of a threshold at least: three standard deviations
#: of 128 permutations lie between it and the least resemblance of a copy.
_SLACK = 0.45

_HIGH = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_PRIME = np.uint64(0xD6E8FEB86659FD93)
_ONE, _TWO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_THREE = np.uint64(0x165667B19E3779F9)
_DIGITS = 1 << 11
_LAST_DIGIT = _DIGITS - 1


@lean
def _rate(length: int) -> int:
    """Give a text's sampling rate as a power: one of 2**rate shingles is sampled."""
    rate = 0
    while rate < _RATES - 1 and length << (_RATES - 2 - rate) >= _LONG:
        rate += 1
    return rate


@lean
def _quick_shingles(words: Words, hashes: _Keys) -> None:
    """Hash every three words into 32 bits, faster than sketches do; fewer words are one hash."""
    if len(words) < _WIDTH:
        hashes[0] = _PRIME
        for word in words:
            hashes[0] = (hashes[0] ^ np.uint64(word)) * _PRIME
        hashes[0] >>= _HIGH
    for at in range(len(words) - _WIDTH + 1):
        state = np.uint64(words[at]) * _ONE
        state += np.uint64(words[at + 1]) * _TWO + np.uint64(words[at + 2]) * _THREE
        hashes[at] = ((state ^ (state >> _HIGH)) * _PRIME) >> _HIGH


@compiled
def _grouped(keys: _Keys) -> _Keys:
    """Sort keys by their upper half, in three rounds of counting; the order within stays."""
    other = np.empty_like(keys)
    for round_ in range(3):
        shift = np.uint64(32 + 11 * round_)
        starts = np.zeros(_DIGITS, np.int64)
        for key in keys:
            starts[int(key >> shift) & _LAST_DIGIT] += 1
        starts = np.cumsum(starts) - starts
        for key in keys:
            digit = int(key >> shift) & _LAST_DIGIT
            other[starts[digit]] = key
            starts[digit] += 1
        keys, other = other, keys
    return keys


@compiled
def _sampled(words: Words, spans: Spans) -> _Keys:
    """Give the sampled shingles of all texts: hash above, text below."""
    out, count = np.empty(len(words) // 6 + 1024, np.uint64), 0
    hashes = np.empty(1024, np.uint64)
    for text in range(len(spans)):
        length = spans[text, 1] - spans[text, 0]
        limit = _LOW >> np.uint64(_rate(length))
        if count + length >= len(out):
            grown = np.empty(2 * len(out) + length, np.uint64)
            grown[:count] = out[:count]
            out = grown
        found = shingle_count(length, _WIDTH)
        if found > len(hashes):
            hashes = np.empty(2 * found, np.uint64)
        _quick_shingles(words[spans[text, 0] : spans[text, 1]], hashes)
        for key in hashes[:found]:
            out[count] = key << _HIGH | np.uint64(text)
            count += int(key <= limit)
    return out[:count]


@compiled
def _runs(keys: _Keys) -> tuple[_Numbers, NDArray[np.int32]]:
    """Give the texts of each rare shingle of sorted samples: where they start, and the texts."""
    members, lists = np.empty(len(keys), np.int32), np.empty(len(keys) + 1, np.int64)
    count = runs = at = 0
    lists[0] = 0
    while at < len(keys):
        run, start = keys[at] >> _HIGH, count
        while at < len(keys) and keys[at] >> _HIGH == run:
            text = np.int32(keys[at] & _LOW)
            if count == start or members[count - 1] != text:
                members[count] = text
                count += 1
            at += 1
        if 1 < count - start <= RARE:
            runs += 1
            lists[runs] = count
        else:
            count = start
    return lists[: runs + 1], members[:count]


@compiled
def _postings(lists: _Numbers, members: NDArray[np.int32], texts: int) -> _Lists:
    """Say where the earlier partners of each text are.

    Gives the members of runs; the start of each text's entries; the entries, each where a run
    starts and how many of its members come before the text; and how many rare shingles each
    text has. A run's first text has no entry: nothing comes before it.
    """
    starts, rare = np.zeros(texts + 1, np.int64), np.zeros(texts, np.int32)
    for run in range(len(lists) - 1):
        for place in range(lists[run], lists[run + 1]):
            rare[members[place]] += 1
            starts[members[place] + 1] += place > lists[run]
    starts = np.cumsum(starts)
    fill, entries = starts[:-1].copy(), np.empty(starts[-1], np.int64)
    for run in range(len(lists) - 1):
        for place in range(lists[run] + 1, lists[run + 1]):
            text = members[place]
            entries[fill[text]] = lists[run] * _RANKS + place - lists[run]
            fill[text] += 1
    return members, starts, entries, rare


@lean
def _agree(one: Signatures, other: Signatures) -> int:
    """Count the equal values of two signatures."""
    same = 0
    for column in range(len(one)):
        same += one[column] == other[column]
    return same


@compiled
def _grow(pairs: _Keys, count: int) -> _Keys:
    if count < len(pairs):
        return pairs
    grown = np.empty(2 * len(pairs), np.uint64)
    grown[:count] = pairs[:count]
    return grown


@lean
def _pair(one: int, other: int) -> np.uint64:
    return np.uint64(min(one, other)) << _HIGH | np.uint64(max(one, other))


@compiled
def _sharing(
    members: NDArray[np.int32],
    starts: _Numbers,
    entries: _Numbers,
    rare: NDArray[np.int32],
    signatures: Signatures,
    rows: _Numbers,
    least: int,
    part: tuple[int, int],
) -> _Keys:
    """Give the pairs of texts that share enough rare shingles, and agree in their signatures.

    ``part`` is the range of the texts whose earlier partners are looked for.
    """
    pairs, count = np.empty(1024, np.uint64), 0
    shared, touched = np.zeros(len(rows), np.int32), np.empty(len(rows), np.int32)
    for text in range(part[0], part[1]):
        met = 0
        for place in range(starts[text], starts[text + 1]):
            start, before = divmod(entries[place], _RANKS)
            for member in range(start, start + before):
                other = members[member]
                if shared[other] == 0:
                    touched[met] = other
                    met += 1
                shared[other] += 1
        for index in range(met):
            other = touched[index]
            enough = shared[other] >= max(2, _SHARE * min(rare[text], rare[other]))
            shared[other] = 0
            if enough and _agree(signatures[rows[text]], signatures[rows[other]]) >= least:
                pairs = _grow(pairs, count)
                pairs[count] = _pair(text, other)
                count += 1
    return pairs[:count]


@compiled
def _agreeing(centres: _Numbers, signatures: Signatures, rows: _Numbers, least: int) -> _Numbers:
    pairs, count = np.empty((1024, 2), np.int64), 0
    for text in range(len(rows)):
        for centre in centres:
            if _agree(signatures[rows[text]], signatures[rows[centre]]) < least or text == centre:
                continue
            if count == len(pairs):
                grown = np.empty((2 * count, 2), np.int64)
                grown[:count] = pairs
                pairs = grown
            pairs[count, 0], pairs[count, 1] = min(text, centre), max(text, centre)
            count += 1
    return pairs[:count]


@compiled
def _band_keys(signatures: Signatures, rows: _Numbers, first: int, bands: int) -> _Keys:
    """Give each text's keys in some bands, a row a band: hash above, text below."""
    out = np.empty((bands, len(rows)), np.uint64)
    for text in range(len(rows)):
        row = signatures[rows[text]]
        for band in range(bands):
            state = np.uint64(first + band)
            for column in range((first + band) * _ROWS, (first + band + 1) * _ROWS):
                state = (state ^ np.uint64(row[column])) * _PRIME
                state ^= state >> _HIGH
            out[band, text] = (state & (_LOW << _HIGH)) | np.uint64(text)
    return out


@compiled
def _bucket_pairs(keys: _Keys, signatures: Signatures, rows: _Numbers, least: int) -> _Keys:
    """Give the pairs within the buckets of a sorted band whose signatures agree.

    In a crowded bucket each text is compared with the bucket's leaders, texts that no
    earlier leader is like, and paired with the first like it.
    """
    pairs, count = np.empty(1024, np.uint64), 0
    leaders = np.empty(_LEADERS, np.int64)
    at = 0
    while at < len(keys):
        end = at + 1
        while end < len(keys) and keys[end] >> _HIGH == keys[at] >> _HIGH:
            end += 1
        leading = 0
        for place in range(at, end if end - at > 1 else at):
            text = int(keys[place] & _LOW)
            alone = True
            for index in range(leading):
                if _agree(signatures[rows[text]], signatures[rows[leaders[index]]]) >= least:
                    pairs = _grow(pairs, count)
                    pairs[count] = _pair(text, int(leaders[index]))
                    count += 1
                    alone = False
                    if end - at > _CROWD:
                        break
            if leading < _LEADERS and (alone or end - at <= _CROWD):
                leaders[leading] = text
                leading += 1
        at = end
    return pairs[:count]


def find_candidates(
    words: Words,
    spans: Spans,
    signatures: Signatures,
    rows: _Numbers,
    threshold: float,
    workers: int = 1,
) -> NDArray[np.int64]:
    """Give the candidate pairs for a threshold of resemblance: sorted rows, smaller first.

    ``spans`` says where each text's words are, ``rows`` which signature is its own;
    ``workers`` are threads.
    """
    least = _least_agreement(signatures, threshold)
    # Of one or two words, equal ones share a shingle, and no others are copies.
    wide = np.flatnonzero(spans[:, 1] - spans[:, 0] >= _WIDTH)
    with pool_of(workers) as pool:
        lists = pool.submit(_rare_shingles, words, spans)
        firsts = range(0, min(_BANDS, signatures.shape[1] // _ROWS), _TOGETHER)
        found = pool.map(lambda first: _by_bands(signatures, rows[wide], least, first), firsts)
        parts = pairwise(np.linspace(0, len(rows), _PARTS + 1).astype(int).tolist())
        tabled = lists.result()
        shared = pool.map(lambda part: _sharing(*tabled, signatures, rows, least, part), parts)
        by_bands = np.concatenate(list(found))
        banded = wide[np.column_stack([by_bands >> _HIGH, by_bands & _LOW]).astype(np.int64)]
        keys = banded[:, 0].astype(np.uint64) << _HIGH | banded[:, 1].astype(np.uint64)
        pairs = distinct(np.concatenate([keys, *shared]))
    return np.column_stack([pairs >> _HIGH, pairs & _LOW]).astype(np.int64)


def find_near(
    centres: _Numbers, signatures: Signatures, rows: _Numbers, threshold: float
) -> NDArray[np.int64]:
    """Give the pairs of a centre and any text whose signature agrees with its own.

    For the centres of large groups, in which no shingle is rare: a copy far from the others
    may share no band with any of them.
    """
    return _agreeing(centres, signatures, rows, _least_agreement(signatures, threshold))


def _least_agreement(signatures: Signatures, threshold: float) -> int:
    return max(1, int(_SLACK * threshold * signatures.shape[1]))


def _rare_shingles(words: Words, spans: Spans) -> _Lists:
    return _postings(*_runs(_grouped(_sampled(words, spans))), len(spans))


def _by_bands(signatures: Signatures, rows: _Numbers, least: int, first: int) -> _Keys:
    bands = min(_TOGETHER, signatures.shape[1] // _ROWS - first)
    found = [
        _bucket_pairs(_grouped(keys), signatures, rows, least)
        for keys in _band_keys(signatures, rows, first, bands)
    ]
    return distinct(np.concatenate(found))

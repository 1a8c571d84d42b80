"""Which texts hold a key: sorted runs in SQLite, merged as they grow (a log-structured tree).

A posting is 64 bits: the key above, the text's number below. A *run* holds postings in order, in
*buckets* of neighbouring keys, one row each; a key's bucket is its upper bits. New postings make a
new run; a run is merged with the next larger one as soon as it has grown as large, so that there
are few runs and each posting is rewritten a logarithmic number of times. Random rows of a B-tree,
one a posting, would cost a page each.

A key's first :data:`MOST` texts count and later ones are dropped: what so many texts share is
no evidence of copying. Texts keep the order in which they came, so that the same texts count
however adding was cut into batches.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.index.keys import Keys

_Numbers = NDArray[np.int64]

#: As in a batch run (``cleaner.copies.candidates.RARE``).
MOST = 64
#: Postings in a bucket, about: four kilobytes.
_BUCKET = 512
#: Postings merged in memory at once, about.
_PORTION = 1 << 22
_KEY_BITS = 32
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

SCHEMA = (
    "CREATE TABLE run (run INTEGER PRIMARY KEY, bits INTEGER NOT NULL, size INTEGER NOT NULL)",
    "CREATE TABLE bucket (place INTEGER PRIMARY KEY, postings BLOB NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of ``size`` postings in ``2 ** bits`` buckets."""

    number: int
    bits: int
    size: int

    @property
    def first(self) -> int:
        """The place of its first bucket."""
        return self.number << _KEY_BITS

    def buckets(self, keys: Keys) -> _Numbers:
        """Give the buckets of sorted keys, each once."""
        return np.unique(keys >> np.uint64(_KEY_BITS - self.bits)).astype(np.int64)


def look_up(db: sqlite3.Connection, keys: Keys) -> Keys:
    """Give all postings of some keys (sorted, each once), in no order."""
    found = [_of_run(db, run, keys) for run in _runs(db)]
    return np.concatenate([np.empty(0, np.uint64), *found])


def add(db: sqlite3.Connection, postings: Keys) -> None:
    """Add sorted postings, merging runs of up to their size into theirs."""
    size, merged = len(postings), []
    if not size:
        return
    for run in sorted(_runs(db), key=lambda run: run.size):
        if run.size <= size:
            size += run.size
            merged.append(run)
    _write(db, _merged(db, merged, postings, size), size)
    for run in merged:
        _drop(db, run)


def count(db: sqlite3.Connection) -> int:
    """Count all postings."""
    return sum(run.size for run in _runs(db))


def _runs(db: sqlite3.Connection) -> list[_Run]:
    return [_Run(*row) for row in db.execute("SELECT run, bits, size FROM run ORDER BY run")]


def _of_run(db: sqlite3.Connection, run: _Run, keys: Keys) -> Keys:
    postings = _read(db, run, run.buckets(keys))
    starts = np.searchsorted(postings, keys << _HALF)
    ends = np.searchsorted(postings, keys << _HALF | _LOW, "right")
    return postings[spans(starts, ends)]


def spans(starts: _Numbers, ends: _Numbers) -> _Numbers:
    """Give all the places in half-open spans."""
    lengths = ends - starts
    places: _Numbers = np.arange(lengths.sum())
    places += np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return places


def _read(db: sqlite3.Connection, run: _Run, buckets: _Numbers) -> Keys:
    """Read some buckets of a run, in order; most of them are read as a whole stretch."""
    if 4 * len(buckets) > 1 << run.bits:
        rows = db.execute(
            "SELECT postings FROM bucket WHERE place BETWEEN ? AND ? ORDER BY place",
            (run.first + int(buckets[0]), run.first + int(buckets[-1])),
        )
    else:
        rows = db.execute(
            "SELECT postings FROM json_each(?) JOIN bucket ON place = value ORDER BY place",
            (json.dumps((buckets + run.first).tolist()),),
        )
    return np.frombuffer(b"".join(row[0] for row in rows), "<u8")


def _merged(db: sqlite3.Connection, runs: list[_Run], new: Keys, size: int) -> Iterator[Keys]:
    """Merge runs with new postings, in portions of neighbouring keys."""
    bits = max(0, (size // _PORTION).bit_length())
    width = 1 << (_KEY_BITS - bits)
    for start in range(0, 1 << _KEY_BITS, width):
        span = np.array([start, start + width - 1], np.uint64)
        parts = [_within(new, span)]
        for run in runs:
            first, last = run.buckets(span)[[0, -1]].tolist()
            parts.append(_within(_read(db, run, np.arange(first, last + 1)), span))
        yield _without_common(np.sort(np.concatenate(parts), kind="stable"))


def _within(postings: Keys, span: Keys) -> Keys:
    """Give the postings whose keys lie in a span, both ends within."""
    start = np.searchsorted(postings, span[0] << _HALF)
    end = np.searchsorted(postings, span[1] << _HALF | _LOW, "right")
    return postings[start:end]


def _without_common(postings: Keys) -> Keys:
    """Keep the first texts of each key."""
    return postings[ranks(postings) < MOST]


def ranks(postings: Keys) -> _Numbers:
    """Say of sorted postings how many of their key stand before each."""
    new = np.ones(len(postings), np.bool_)
    new[1:] = (postings[1:] >> _HALF) != (postings[:-1] >> _HALF)
    starts = np.flatnonzero(new)
    return np.arange(len(postings)) - np.repeat(starts, np.diff(np.append(starts, len(postings))))


def _write(db: sqlite3.Connection, portions: Iterator[Keys], expected: int) -> None:
    (last,) = db.execute("SELECT coalesce(max(run), 0) FROM run").fetchone()
    bits = max(0, (expected // _BUCKET).bit_length() - 1)
    run, size = _Run(last + 1, bits, 0), 0
    for portion in portions:
        size += len(portion)
        db.executemany("INSERT INTO bucket VALUES (?, ?)", _rows(run, portion))
    db.execute("INSERT INTO run VALUES (?, ?, ?)", (run.number, bits, size))


def _rows(run: _Run, portion: Keys) -> Iterator[tuple[int, bytes]]:
    buckets = run.buckets(portion >> _HALF)
    shift = np.uint64(_KEY_BITS - run.bits + 32)
    cuts = np.searchsorted(portion >> shift, buckets.astype(np.uint64))
    ends = [*cuts[1:].tolist(), len(portion)]
    for bucket, start, end in zip(buckets.tolist(), cuts.tolist(), ends, strict=True):
        yield run.first + bucket, portion[start:end].tobytes()


def _drop(db: sqlite3.Connection, run: _Run) -> None:
    last = run.first + (1 << run.bits) - 1
    db.execute("DELETE FROM bucket WHERE place BETWEEN ? AND ?", (run.first, last))
    db.execute("DELETE FROM run WHERE run = ?", (run.number,))

"""Which texts hold a key: sorted runs in SQLite, merged as they grow (a log-structured tree).

A posting is 64 bits: the key above, the text's number below. A *run* holds postings in order, in
*buckets* of neighbouring keys, one row each; a key's bucket is its upper bits. New postings make a
new run; a run is merged with the next larger one as soon as it has grown as large, so that there
are few runs and each posting is rewritten a logarithmic number of times. Random rows of a B-tree,
one a posting, would cost a page each.

Of each key a store keeps so many postings and drops the others (its ``kept``): as texts keep the
order in which they came, the same ones are kept however adding was cut into batches.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.index.keys import Keys, distinct

_Numbers = NDArray[np.int64]

#: As in a batch run (``cleaner.copies.candidates.RARE``).
MOST = 64
#: More than twice what a batch run meets of a term (``CandidateOptions.walked``).
LATEST = 192
#: Postings in a bucket, about: four kilobytes.
_BUCKET = 512
#: Buckets that are read at once: two megabytes.
_STRETCH = 512
#: Postings merged in memory at once, about.
_PORTION = 1 << 22
_KEY_BITS = 32
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)

#: Chooses among sorted postings those that are kept of each key.
Kept = Callable[[Keys], Keys]


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
        return distinct(keys >> self.shift).astype(np.int64)

    @property
    def shift(self) -> np.uint64:
        """The bits of a key below those of its bucket."""
        return np.uint64(_KEY_BITS - self.bits)


class Postings:
    """Postings of one kind in a database, in two tables that its ``name`` begins the names of."""

    def __init__(self, db: sqlite3.Connection, name: str, kept: Kept) -> None:
        self._db, self._kept = db, kept
        self._run, self._bucket = f"{name}run", f"{name}bucket"

    @staticmethod
    def schema(name: str) -> tuple[str, str]:
        """Give the statements that make the tables."""
        columns = "run INTEGER PRIMARY KEY, bits INTEGER NOT NULL, size INTEGER NOT NULL"
        return (
            f"CREATE TABLE {name}run ({columns})",
            f"CREATE TABLE {name}bucket (place INTEGER PRIMARY KEY, postings BLOB NOT NULL)",
        )

    def look_up(self, keys: Keys) -> Keys:
        """Give all postings of some keys (sorted, each once), in no order."""
        found = [self._of_run(run, keys) for run in self._runs()]
        return np.concatenate([np.empty(0, np.uint64), *found])

    def add(self, postings: Keys) -> None:
        """Add sorted postings, merging runs of up to their size into theirs."""
        size, merged = len(postings), []
        if not size:
            return
        for run in sorted(self._runs(), key=lambda run: run.size):
            if run.size <= size:
                size += run.size
                merged.append(run)
        self._merge(merged, postings, size)

    def compact(self) -> None:
        """Merge all runs into one, so that a key is looked up once."""
        runs = self._runs()
        if len(runs) > 1:
            self._merge(runs, np.empty(0, np.uint64), self.count())

    def _merge(self, runs: list[_Run], new: Keys, size: int) -> None:
        self._write(self._merged(runs, new, size), size)
        for run in runs:
            self._drop(run)

    def clear(self) -> None:
        """Drop all postings."""
        for run in self._runs():
            self._drop(run)

    def count(self) -> int:
        """Count all postings."""
        return sum(run.size for run in self._runs())

    def _runs(self) -> list[_Run]:
        query = f"SELECT run, bits, size FROM {self._run} ORDER BY run"  # noqa: S608 (ours)
        return [_Run(*row) for row in self._db.execute(query)]

    def _of_run(self, run: _Run, keys: Keys) -> Keys:
        """Look keys up in a run, in stretches that stay in the processor's cache."""
        buckets = run.buckets(keys)
        cuts = np.searchsorted(keys >> run.shift, buckets[::_STRETCH].astype(np.uint64)).tolist()
        found = [
            _with_keys(self._read(run, buckets[at * _STRETCH : (at + 1) * _STRETCH]), keys[a:b])
            for at, (a, b) in enumerate(pairwise([*cuts, len(keys)]))
        ]
        return np.concatenate([np.empty(0, np.uint64), *found])

    def _read(self, run: _Run, buckets: _Numbers) -> Keys:
        """Read some buckets of a run, in order; most of them are read as a whole stretch."""
        if not len(buckets):
            return np.empty(0, np.uint64)
        if 4 * len(buckets) > 1 << run.bits:
            rows = self._db.execute(
                f"SELECT postings FROM {self._bucket}"  # noqa: S608 (ours)
                " WHERE place BETWEEN ? AND ? ORDER BY place",
                (run.first + int(buckets[0]), run.first + int(buckets[-1])),
            )
        else:
            rows = self._db.execute(
                # A cross join goes through the places in their order; to sort costs a copy of each.
                f"SELECT postings FROM json_each(?) CROSS JOIN {self._bucket} ON place = value",  # noqa: S608
                (json.dumps((buckets + run.first).tolist()),),
            )
        return np.frombuffer(b"".join(row[0] for row in rows), "<u8")

    def _merged(self, runs: list[_Run], new: Keys, size: int) -> Iterator[Keys]:
        """Merge runs with new postings, in portions of neighbouring keys."""
        bits = max(0, (size // _PORTION).bit_length())
        width = 1 << (_KEY_BITS - bits)
        for start in range(0, 1 << _KEY_BITS, width):
            span = np.array([start, start + width - 1], np.uint64)
            parts = [_within(new, span)]
            for run in runs:
                first, last = run.buckets(span)[[0, -1]].tolist()
                parts.append(_within(self._read(run, np.arange(first, last + 1)), span))
            yield self._kept(np.sort(np.concatenate(parts), kind="stable"))

    def _write(self, portions: Iterator[Keys], expected: int) -> None:
        query = f"SELECT coalesce(max(run), 0) FROM {self._run}"  # noqa: S608 (ours)
        (last,) = self._db.execute(query).fetchone()
        bits = max(0, (expected // _BUCKET).bit_length() - 1)
        run, size = _Run(last + 1, bits, 0), 0
        fill = f"INSERT INTO {self._bucket} VALUES (?, ?)"  # noqa: S608 (ours)
        for portion in portions:
            size += len(portion)
            self._db.executemany(fill, _rows(run, portion))
        into = f"INSERT INTO {self._run} VALUES (?, ?, ?)"  # noqa: S608 (ours)
        self._db.execute(into, (run.number, bits, size))

    def _drop(self, run: _Run) -> None:
        last = run.first + (1 << run.bits) - 1
        buckets = f"DELETE FROM {self._bucket} WHERE place BETWEEN ? AND ?"  # noqa: S608 (ours)
        self._db.execute(buckets, (run.first, last))
        self._db.execute(f"DELETE FROM {self._run} WHERE run = ?", (run.number,))  # noqa: S608


def spans(starts: _Numbers, ends: _Numbers) -> _Numbers:
    """Give all the places in half-open spans."""
    lengths = ends - starts
    places: _Numbers = np.arange(lengths.sum())
    places += np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return places


def _with_keys(postings: Keys, keys: Keys) -> Keys:
    """Choose among sorted postings those of some keys."""
    starts = np.searchsorted(postings, keys << _HALF)
    ends = np.searchsorted(postings, keys << _HALF | _LOW, "right")
    return postings[spans(starts, ends)]


def _within(postings: Keys, span: Keys) -> Keys:
    """Give the postings whose keys lie in a span, both ends within."""
    start = np.searchsorted(postings, span[0] << _HALF)
    end = np.searchsorted(postings, span[1] << _HALF | _LOW, "right")
    return postings[start:end]


def first_texts(postings: Keys) -> Keys:
    """Keep the first :data:`MOST` texts of each key: what more share is no evidence of copying."""
    return postings[ranks(postings) < MOST]


def last_articles(postings: Keys) -> Keys:
    """Keep the last :data:`LATEST` articles of each key: news is told while it is new."""
    return postings[ranks(postings[::-1])[::-1] < LATEST]


def shingles(db: sqlite3.Connection) -> Postings:
    """Give the postings by which copies are found."""
    return Postings(db, "", first_texts)


def ranks(postings: Keys) -> _Numbers:
    """Say of sorted postings how many of their key stand before each."""
    new = np.ones(len(postings), np.bool_)
    new[1:] = (postings[1:] >> _HALF) != (postings[:-1] >> _HALF)
    starts = np.flatnonzero(new)
    return np.arange(len(postings)) - np.repeat(starts, np.diff(np.append(starts, len(postings))))


def _rows(run: _Run, portion: Keys) -> Iterator[tuple[int, bytes]]:
    buckets = run.buckets(portion >> _HALF)
    cuts = np.searchsorted(portion >> run.shift + _HALF, buckets.astype(np.uint64))
    ends = [*cuts[1:].tolist(), len(portion)]
    for bucket, start, end in zip(buckets.tolist(), cuts.tolist(), ends, strict=True):
        yield run.first + bucket, portion[start:end].tobytes()

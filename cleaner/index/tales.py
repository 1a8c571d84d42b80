"""What articles of an index tell of their events: rows of evidence, and what is found by them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.index.keys import distinct
from cleaner.index.postings import Postings, last_articles
from cleaner.index.view import chosen
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.pairs import Weighed

_SEPARATE = ("fact_kinds", "fact_keys", "fact_values", "label_keys")


class Tale(NamedTuple):
    """An article's evidence, its columns as bytes; ``idf`` are the weights of its terms."""

    day: int
    outlet: int
    weekdays: int
    length: int
    events: bytes
    keys: bytes
    times: bytes
    places: bytes
    idf: bytes
    fact_kinds: bytes
    fact_keys: bytes
    fact_values: bytes
    label_keys: bytes
    written: bytes


_IDF = Tale._fields.index("idf")
_OF_DAYS = """SELECT article FROM telling INDEXED BY telling_day
    WHERE article IN (SELECT value FROM json_each(?)) AND (day >= ? AND day < ? OR day = ?)"""
_TALES = (
    f"SELECT t.article, {', '.join(Tale._fields)} FROM tale t JOIN weight w USING (article)"  # noqa: S608
    " WHERE t.article IN"
)


def tales_of(evidence: Evidence, idf: NDArray[np.float32]) -> list[Tale]:
    """Part evidence into rows."""
    e = evidence
    terms, facts = e.term_offsets.tolist(), e.fact_offsets.tolist()
    labels, written = e.label_offsets.tolist(), e.written_offsets.tolist()
    plain = zip(
        e.days.tolist(), e.outlets.tolist(), e.weekdays.tolist(), e.lengths.tolist(), strict=True
    )
    columns = [_bytes(c) for c in (e.keys, e.times, e.where, idf)]
    columns += [_bytes(getattr(e, name)) for name in _SEPARATE] + [_bytes(e.written)]
    bounds = [terms] * 4 + [facts] * 3 + [labels, written]
    sizes = (4, 1, 1, 4, 1, 4, 4, 4, 1)
    cut = [
        [data[size * a : size * b] for a, b in pairwise(at)]
        for data, at, size in zip(columns, bounds, sizes, strict=True)
    ]
    events = np.ascontiguousarray(e.events, "<u2")
    rows = zip(plain, events, zip(*cut, strict=True), strict=True)
    return [Tale(*of, event.tobytes(), *parts) for of, event, parts in rows]


def _bytes(column: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(column).tobytes()


def weighed_tales(ids: Sequence[str], tales: Sequence[Tale], doubt: float) -> Weighed:
    """Join rows to evidence again, in their order."""
    columns: Any = list(zip(*tales, strict=True)) if tales else [()] * len(Tale._fields)
    idf = columns.pop(_IDF)
    return Weighed(evidence_of(ids, columns), _joined(idf, np.float32), doubt)


def evidence_of(ids: Sequence[str], columns: Sequence[Any]) -> Evidence:
    """Join columns of rows, which are those of :class:`Tale` but for ``idf``, to evidence."""
    days, outlets, weekdays, lengths, events, keys, times, places, *rest = columns
    fact_kinds, fact_keys, fact_values, label_keys, written = rest
    return Evidence(
        ids=tuple(ids),
        days=np.array(days, np.int32),
        outlets=np.array(outlets, np.uint32),
        weekdays=np.array(weekdays, np.uint16),
        lengths=np.array(lengths, np.uint16),
        events=_joined(events, np.uint16).reshape(-1, 3),
        term_offsets=_offsets(times),
        keys=_joined(keys, np.uint32),
        times=_joined(times, np.uint8),
        where=_joined(places, np.uint8),
        fact_offsets=_offsets(fact_kinds),
        fact_kinds=_joined(fact_kinds, np.uint8),
        fact_keys=_joined(fact_keys, np.uint32),
        fact_values=_joined(fact_values, np.uint32),
        label_offsets=_offsets(label_keys, 4),
        label_keys=_joined(label_keys, np.uint32),
        written_offsets=_offsets(written),
        written=_joined(written, np.uint8),
    )


def _joined(parts: Iterable[bytes], kind: type[np.generic]) -> NDArray[Any]:
    # A bytearray can be written to: kernels are compiled for arrays of that kind.
    return np.frombuffer(bytearray(b"".join(parts)), kind)


def _offsets(parts: Iterable[bytes], size: int = 1) -> NDArray[np.int64]:
    return np.cumsum(np.array([0, *map(len, parts)], np.int64)) // size


class Telling(NamedTuple):
    """What an article that stands for its copies is found by."""

    day: int
    id: str
    square: float
    keys: bytes
    weights: bytes


class Tales:
    """The evidence in an index, with articles that have ``left`` and others laid over it.

    Nothing here writes.
    """

    def __init__(self, db: sqlite3.Connection, left: Collection[int] = ()) -> None:
        self.db, self.left = db, set(left)
        self.added: dict[int, Tale] = {}
        self._read: dict[int, Tale] = {}

    def tales(self, numbers: Collection[int]) -> dict[int, Tale]:
        """Give the evidence of articles."""
        known = self.added | self._read
        asked = [number for number in numbers if number not in known]
        for number, *values in chosen(self.db, _TALES, asked):
            self._read[number] = Tale(*values)
        known |= self._read
        return {number: known[number] for number in numbers}

    def lengths(self, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
        """Give the words and the day of articles."""
        query = "SELECT article, length, day FROM tale WHERE article IN"
        asked = [number for number in numbers if number not in self.added]
        found = {number: (length, day) for number, length, day in chosen(self.db, query, asked)}
        mine = {n: (self.added[n].length, self.added[n].day) for n in numbers if n in self.added}
        return found | mine

    def standing(self, numbers: Collection[int]) -> set[int]:
        """Give those articles that stood for their copy groups."""
        query = "SELECT article FROM telling WHERE article IN"
        return {number for (number,) in chosen(self.db, query, numbers)}

    def tellings(self, numbers: Collection[int]) -> dict[int, Telling]:
        """Give what those articles are found by that stand for their copy groups."""
        asked = [number for number in numbers if number not in self.left]
        found = chosen(self.db, "SELECT * FROM telling WHERE article IN", asked)
        return {number: Telling(*values) for number, *values in found}

    def mentions(self, keys: NDArray[np.uint32], days: range) -> list[int]:
        """Give the articles of some days, or of none, that some terms (sorted, each once) find."""
        wanted = keys.astype(np.uint64)
        found = [_kept(dated(self.db), wanted), _kept(undated(self.db), wanted)]
        numbers = distinct(np.concatenate(found) & np.uint64(0xFFFFFFFF)).tolist()
        asked = (json.dumps(numbers), days.start, days.stop, NO_DAY)
        return [number for (number,) in self.db.execute(_OF_DAYS, asked)]

    def surroundings(self, numbers: Collection[int]) -> dict[int, tuple[bytes, float]]:
        """Give what the close neighbours of articles share with them, and how many they are."""
        query = "SELECT article, near, neighbours FROM surrounding WHERE article IN"
        return {number: (near, count) for number, near, count in chosen(self.db, query, numbers)}

    def alike(
        self, numbers: Collection[int], *, supported: bool = False
    ) -> Iterator[tuple[int, int, int, float, float]]:
        """Give the pairs of articles with any of those given, from those: close, support, share.

        Where only those ``supported`` are asked for, others are left out.
        """
        which = "support > 0 AND " if supported else ""
        query = f"SELECT one, other, close, support, share FROM likeness WHERE {which}one IN"  # noqa: S608
        for row in chosen(self.db, query, [n for n in numbers if n not in self.left]):
            if row[1] not in self.left:
                yield row

    def places(self, numbers: Collection[int]) -> dict[int, tuple[int, str]]:
        """Give the day and the id of articles that stood for their copy groups."""
        query = "SELECT article, day, id FROM telling WHERE article IN"
        return {number: (day, id_) for number, day, id_ in chosen(self.db, query, numbers)}


def _kept(postings: Postings, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return last_articles(np.sort(postings.look_up(keys)))


def dated(db: sqlite3.Connection) -> Postings:
    """Give the postings of terms of articles whose day is known."""
    return Postings(db, "dated", last_articles)


def undated(db: sqlite3.Connection) -> Postings:
    """Give the postings of terms of articles whose day is not known."""
    return Postings(db, "undated", last_articles)


def add_mentions(db: sqlite3.Connection, tellings: Mapping[int, Telling]) -> None:
    """Add the terms by which articles are found."""
    keys = _joined((t.keys for t in tellings.values()), np.uint32)
    counts = [len(t.keys) // 4 for t in tellings.values()]
    numbers = np.repeat(np.array(list(tellings), np.int64), counts)
    known = np.repeat(np.array([t.day != NO_DAY for t in tellings.values()], np.bool_), counts)
    add_postings(db, keys, numbers, known)


def add_postings(
    db: sqlite3.Connection,
    keys: NDArray[np.uint32],
    numbers: NDArray[np.int64],
    known: NDArray[np.bool_],
) -> None:
    """Add terms with the numbers of their articles, and whether the day of those is known."""
    postings = keys.astype(np.uint64) << np.uint64(32) | numbers.astype(np.uint64)
    dated(db).add(np.sort(postings[known]))
    undated(db).add(np.sort(postings[~known]))


def clear_mentions(db: sqlite3.Connection) -> None:
    """Forget the terms by which articles are found."""
    dated(db).clear()
    undated(db).clear()

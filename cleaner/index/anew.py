"""All stories of an index told anew, as a batch run over its articles tells them.

The same steps as a batch run's, on arrays: evidence is read in columns, words are weighed by all
articles, pairs are sought, measured and linked as a whole. What new articles will be met by is
then written for every article.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.index.frequencies import Counted, Weighing, check_made
from cleaner.index.storying import note_standing
from cleaner.index.tales import add_postings, clear_mentions, evidence_of
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.find import StoryOptions, order_of, representatives
from cleaner.story.gathering import gather
from cleaner.story.growing import Tellings, Whole, linked, whole
from cleaner.story.pairs import Weighed, doubt_of_undated
from cleaner.story.weighing import count_articles

#: Articles that are read or written at once.
_PORTION = 1 << 14
_OPTIONS = StoryOptions()

_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """All articles of an index by day, then id: numbers, evidence, and copies by row.

    ``parts`` hold the evidence in the order in which articles came, until it is gathered;
    ``rows`` say where each one's stands there. ``canonical`` and ``standing`` are the rows of
    each one's canonical article, and of the article that stands for its copy group.
    """

    numbers: _Numbers
    ids: list[str]
    parts: list[Evidence]
    rows: _Numbers
    days: NDArray[np.int32]
    canonical: _Numbers
    standing: _Numbers

    @classmethod
    def read(cls, db: sqlite3.Connection) -> _Held:
        """Read what finding stories takes; nothing that only tells of them."""
        numbers, parts = _read(db)
        ids = [id_ for part in parts for id_ in part.ids]
        days = np.concatenate([np.empty(0, np.int32), *(part.days for part in parts)])
        lengths = np.concatenate([np.empty(0, np.uint16), *(part.lengths for part in parts)])
        rows = order_of(ids, days)
        places = np.empty_like(rows)
        places[rows] = np.arange(len(rows))
        canonical = places[_canonical(db, numbers)[rows]]
        standing = representatives(lengths[rows], canonical)
        ordered = [ids[row] for row in rows.tolist()]
        return cls(numbers[rows], ordered, parts, rows, days[rows], canonical, standing)


def _read(db: sqlite3.Connection) -> tuple[_Numbers, list[Evidence]]:
    """Read the evidence of all articles, without their labels, in the order in which they came."""
    query = """SELECT a.article, a.id, day, t.outlet, weekdays, length, events, keys, times, places,
        fact_kinds, fact_keys, fact_values FROM tale t JOIN article a USING (article)
        ORDER BY a.article"""
    found, numbers, parts = db.execute(query), list[int](), list[Evidence]()
    while rows := found.fetchmany(_PORTION):
        of, ids, *columns = zip(*rows, strict=True)
        numbers += of
        nothing = (b"",) * len(ids)
        parts.append(evidence_of(ids, [*columns, nothing, nothing]))
    return np.array(numbers, np.int64), parts


def _canonical(db: sqlite3.Connection, numbers: _Numbers) -> _Numbers:
    """Give the row of each article's canonical one, in the order of their numbers."""
    found = db.execute("SELECT article, canonical FROM copy ORDER BY article").fetchall()
    pairs = np.searchsorted(numbers, np.array(found, np.int64).reshape(-1, 2))
    canonical = np.arange(len(numbers))
    canonical[pairs[:, 0]] = pairs[:, 1]
    return canonical


def tell_anew(db: sqlite3.Connection) -> Counted:
    """Weigh words by all articles of an index, and tell all of its stories anew.

    Gives the frequencies of words now; the caller commits what is written.
    """
    check_made(db, anew=True)
    held = _Held.read(db)
    kept = np.unique(held.standing)
    counted = _counted(db, held, kept)
    evidence = gather(held.parts, held.rows[kept])
    held.parts.clear()  # most of all memory, and no longer needed
    run = Weighed(evidence, counted.idf(evidence.keys), counted.weighing.doubt)
    found = whole(run, _OPTIONS)
    _clear(db)
    counted.save()
    _write_weights(db, counted)
    _write_tellings(db, held, kept, run)
    numbers = held.numbers[kept]
    _write_surroundings(db, numbers, run, found)
    _write_likeness(db, numbers, found)
    _write_stories(db, held, kept, found)
    note_standing(db)
    return counted


def _counted(db: sqlite3.Connection, held: _Held, kept: _Numbers) -> Counted:
    """Count words as a batch run does, and say what undated articles' days are worth."""
    table, articles = count_articles(held.parts)
    doubt = doubt_of_undated(held.days[kept])
    last = int(held.numbers.max(initial=0))
    return Counted(db, Weighing(articles, last, len(table), doubt), table)


def _clear(db: sqlite3.Connection) -> None:
    for table in ("weight", "telling", "surrounding", "likeness"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 (ours)
    clear_mentions(db)


def _spans(data: bytes, bounds: _Numbers) -> Iterator[bytes]:
    """Cut columns of 32 bits."""
    return (data[4 * a : 4 * b] for a, b in pairwise(bounds.tolist()))


def _write_weights(db: sqlite3.Connection, counted: Counted) -> None:
    found = db.execute("SELECT article, keys FROM tale ORDER BY article")
    while rows := found.fetchmany(_PORTION):
        numbers, keys = zip(*rows, strict=True)
        bounds = np.cumsum([0, *map(len, keys)]) // 4
        idf = counted.idf(np.frombuffer(b"".join(keys), np.uint32)).tobytes()
        weights = zip(numbers, _spans(idf, bounds), strict=True)
        db.executemany("INSERT INTO weight VALUES (?, ?)", weights)


def _write_tellings(db: sqlite3.Connection, held: _Held, kept: _Numbers, run: Weighed) -> None:
    found = Tellings.of(run, _OPTIONS)
    numbers = held.numbers[kept]
    columns = (
        numbers.tolist(),
        found.days.tolist(),
        (held.ids[row] for row in kept.tolist()),
        found.squares.tolist(),
        _spans(found.keys.tobytes(), found.bounds),
        _spans(found.weights.tobytes(), found.bounds),
    )
    rows = zip(*columns, strict=True)
    db.executemany("INSERT INTO telling VALUES (?, ?, ?, ?, ?, ?)", rows)
    counts = np.diff(found.bounds)
    of, days = np.repeat(numbers, counts), np.repeat(found.days, counts)
    add_postings(db, found.keys, of, days != NO_DAY)


def _write_surroundings(
    db: sqlite3.Connection, numbers: _Numbers, run: Weighed, found: Whole
) -> None:
    near, neighbours = found.around.near, found.around.neighbours
    offsets = run.evidence.term_offsets
    rows = (
        (int(numbers[row]), near[offsets[row] : offsets[row + 1]].tobytes(), neighbours[row])
        for row in np.flatnonzero(neighbours).tolist()
    )
    db.executemany("INSERT INTO surrounding VALUES (?, ?, ?)", rows)


def _write_likeness(db: sqlite3.Connection, numbers: _Numbers, found: Whole) -> None:
    one, other = numbers[found.pairs[:, 0]], numbers[found.pairs[:, 1]]
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    rows = np.lexsort(ends[::-1])
    pairs = rows % max(1, len(one))
    for begin in range(0, len(rows), _PORTION):
        part = slice(begin, begin + _PORTION)
        columns: list[NDArray[Any]] = [end[rows[part]] for end in ends]
        columns += [of[pairs[part]] for of in (found.close, found.support, found.shares)]
        values = zip(*(column.tolist() for column in columns), strict=True)
        db.executemany("INSERT INTO likeness VALUES (?, ?, ?, ?, ?)", values)


def _write_stories(db: sqlite3.Connection, held: _Held, kept: _Numbers, found: Whole) -> None:
    made = linked(len(kept), found.pairs, found.support, _OPTIONS)
    story = kept[made.groups][np.searchsorted(kept, held.standing)]
    several = np.bincount(story, minlength=len(story))[story] > 1
    name = _names(db, held, story)
    first = _firsts(held, story)
    best, score = np.full(len(story), -1), np.ones(len(story))
    has = np.flatnonzero(made.best >= 0)
    pairs = made.best[has]
    best[kept[has]] = kept[found.pairs[pairs].sum(axis=1) - has]
    score[kept[has]] = found.support[pairs]
    other = _linked_to(held, first, best)
    score[other != best] = 1.0
    rows = (
        (number, of, None, None) if to < 0 else (number, of, int(held.numbers[to]), round(by, 3))
        for number, of, to, by in zip(
            held.numbers[several].tolist(),
            name[several].tolist(),
            other[several].tolist(),
            score[several].tolist(),
            strict=True,
        )
    )
    db.execute("DELETE FROM story")
    db.executemany("INSERT INTO story VALUES (?, ?, ?, ?)", sorted(rows))


def _names(db: sqlite3.Connection, held: _Held, story: _Numbers) -> _Numbers:
    """Give each article the name of its story: the lowest that one of its articles gave before."""
    before = db.execute("SELECT DISTINCT story FROM story").fetchall()
    known = np.isin(held.numbers, np.array(before, np.int64).ravel())
    most = int(held.numbers.max(initial=0)) + 1
    lowest = np.full(len(story), 2 * most)
    np.minimum.at(lowest, story, held.numbers + np.where(known, 0, most))
    named: _Numbers = lowest[story] % most
    return named


def _firsts(held: _Held, story: _Numbers) -> _Numbers:
    """Give each article the first of its story: by day, unknown ones last, then id."""
    rows = np.arange(len(story))
    rank = np.lexsort((rows, held.days == NO_DAY))
    place = np.empty_like(rows)
    place[rank] = rows
    lowest = np.full(len(rows), len(rows))
    np.minimum.at(lowest, story, place)
    firsts: _Numbers = rank[lowest[story]]
    return firsts


def _linked_to(held: _Held, first: _Numbers, best: _Numbers) -> _Numbers:
    """Give the article that each one is linked to, or -1 for the first of a story."""
    rows = np.arange(len(first))
    canonical, standing = held.canonical, held.standing
    copy_of = np.where(standing != rows, standing, -1)
    copy_of = np.where(canonical[first] == canonical, first, copy_of)
    copy_of = np.where(rows != canonical, canonical, copy_of)
    found = np.where((rows == standing) & (best >= 0), best, copy_of)
    linked_to: _Numbers = np.where(rows == first, -1, found)
    return linked_to

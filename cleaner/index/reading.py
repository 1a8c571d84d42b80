"""What an index holds, told."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from cleaner.article import CopyLink, StoryLink
from cleaner.index import postings
from cleaner.index.rows import Folded
from cleaner.index.view import View, chosen

_COLUMNS = """a.id, coalesce(n.id, a.id), coalesce(k.id, a.id), c.resemblance, c.containment,
    c.kind, c.why"""
_FROM = """FROM article a LEFT JOIN copy c ON c.article = a.article
    LEFT JOIN article n ON n.article = c.cluster LEFT JOIN article k ON k.article = c.canonical"""
_LINK = f"SELECT {_COLUMNS} {_FROM}"
#: Articles that are told of at once.
_TOLD = 1000
_MORE = ("title", "outlet", "url", "published", "source", "removed")


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of what an index holds; ``bytes`` is the size of its file."""

    articles: int
    texts: int
    copies: int
    groups: int
    stories: int
    postings: int
    bytes: int


def stats(db: sqlite3.Connection) -> Stats:
    """Count what an index holds."""
    copies = _count(db, "copy")
    groups = int(db.execute("SELECT count(DISTINCT cluster) FROM copy").fetchone()[0])
    return Stats(
        articles=_count(db, "article"),
        texts=_count(db, "text"),
        copies=copies - groups,
        groups=groups,
        stories=int(db.execute("SELECT count(DISTINCT story) FROM story").fetchone()[0]),
        postings=postings.shingles(db).count(),
        bytes=_pages(db, "page_count") * _pages(db, "page_size"),
    )


def _pages(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 (ours)


def links(db: sqlite3.Connection) -> Iterator[CopyLink]:
    """Give the links of all articles, in the order in which they came."""
    for values in db.execute(f"{_LINK} ORDER BY a.article"):
        yield CopyLink(*values)


def placed(db: sqlite3.Connection, ids: Sequence[str], *, tells: bool) -> dict[str, Folded]:
    """Give the places of articles; those that are not held are left out."""
    query = f"SELECT a.article, {_COLUMNS} {_FROM} WHERE a.id IN"
    links = {number: CopyLink(*values) for number, *values in chosen(db, query, ids)}
    stories = _told(db, list(links)) if tells else [None] * len(links)
    told = zip(links.values(), stories, strict=True)
    return {link.id: Folded.of(link, story) for link, story in told}


def rows(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Give the row of every article, in the order in which they came."""
    more = ", ".join(f"a.{name}" for name in _MORE)
    query = f"""SELECT {_COLUMNS}, coalesce(t.id, a.id), {more} {_FROM}
        LEFT JOIN story s ON s.article = a.article LEFT JOIN article t ON t.article = s.story
        ORDER BY a.article"""
    names = (*(field.name for field in fields(CopyLink)), "story", *_MORE)
    for values in db.execute(query):
        yield dict(zip(names, values, strict=True))


def ids(db: sqlite3.Connection, start: str) -> list[str]:
    """Give the ids that begin with some text, sorted."""
    # No text that begins so stands after the last code point there is.
    query = "SELECT id FROM article WHERE id >= ?1 AND id < ?1 || char(0x10FFFF) ORDER BY id"
    found = db.execute(query, (start,))
    return [id_ for (id_,) in found]


def group(db: sqlite3.Connection, id_: str) -> list[CopyLink]:
    """Give the links of an article's copy group.

    Raises:
        KeyError: the id is not held.
    """
    found = db.execute(
        """SELECT c.cluster FROM article a LEFT JOIN copy c ON c.article = a.article
        WHERE a.id = ?""",
        (id_,),
    ).fetchone()
    if found is None:
        raise KeyError(id_)
    if found[0] is None:
        return [CopyLink(id_, id_, id_)]
    rows = db.execute(f"{_LINK} WHERE c.cluster = ? ORDER BY a.article", found)
    return [CopyLink(*values) for values in rows]


def story(db: sqlite3.Connection, id_: str) -> list[StoryLink]:
    """Give the links of an article's story, with the evidence in words.

    Raises:
        KeyError: the id is not held.
    """
    query = """SELECT a.article, s.story FROM article a LEFT JOIN story s USING (article)
        WHERE a.id = ?"""
    found = db.execute(query, (id_,)).fetchone()
    if found is None:
        raise KeyError(id_)
    if found[1] is None:
        return [StoryLink(id_, id_)]
    query = "SELECT article FROM story WHERE story = ? ORDER BY article"
    return _told(db, [number for (number,) in db.execute(query, (found[1],))])


def stories(db: sqlite3.Connection) -> Iterator[StoryLink]:
    """Give the places of all articles in stories, in the order in which they came."""
    numbers = db.execute("SELECT article FROM article ORDER BY article")
    while part := [number for (number,) in numbers.fetchmany(_TOLD)]:
        yield from _told(db, part)


def _told(db: sqlite3.Connection, numbers: Sequence[int]) -> list[StoryLink]:
    from cleaner.index.storying import places_of, told_links
    from cleaner.index.tales import Tales

    def ids_of(numbers: Collection[int]) -> dict[int, str]:
        return View(db).ids(numbers)

    places = dict.fromkeys(numbers) | places_of(db, numbers)
    return list(told_links(Tales(db), places, ids_of).values())

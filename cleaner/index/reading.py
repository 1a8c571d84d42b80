"""What an index holds, told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.article import CopyLink
from cleaner.index import postings

_LINK = """SELECT a.id, coalesce(n.name, a.id), coalesce(k.id, a.id), c.resemblance, c.containment,
    c.kind, c.why FROM article a LEFT JOIN copy c ON c.article = a.article
    LEFT JOIN named n ON n.cluster = c.cluster LEFT JOIN article k ON k.article = c.canonical"""


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of what an index holds; ``bytes`` is the size of its file."""

    articles: int
    texts: int
    copies: int
    groups: int
    postings: int
    bytes: int


def stats(db: sqlite3.Connection) -> Stats:
    """Count what an index holds."""
    copies, groups = _count(db, "copy"), _count(db, "named")
    return Stats(
        articles=_count(db, "article"),
        texts=_count(db, "text"),
        copies=copies - groups,
        groups=groups,
        postings=postings.count(db),
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

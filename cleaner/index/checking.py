"""Looking an index over: SQLite's own check, and what must hold between its tables."""

from __future__ import annotations

import sqlite3

#: What must find nothing, and what it means when it does.
_BROKEN = (
    ("SELECT id FROM article WHERE text NOT IN (SELECT text FROM text)", "has lost its text"),
    ("SELECT text FROM text WHERE text NOT IN (SELECT text FROM article)", "is nobody's text"),
    ("SELECT text FROM text JOIN dead USING (text)", "is a text both held and gone"),
    (
        "SELECT article FROM copy WHERE article NOT IN (SELECT article FROM article)",
        "is in a copy group but is no article",
    ),
    (
        """SELECT c.article FROM copy c LEFT JOIN copy k ON k.article = c.canonical
        WHERE k.cluster IS NOT c.cluster OR k.canonical IS NOT k.article""",
        "has a canonical article that is not one of its group",
    ),
    (
        """SELECT c.article FROM copy c LEFT JOIN copy n ON n.article = c.cluster
        WHERE n.cluster IS NOT c.cluster""",
        "is in a group that is named by none of its own",
    ),
    ("SELECT cluster FROM copy GROUP BY cluster HAVING count(*) < 2", "is a group of one"),
    (
        """SELECT p.one FROM pair p LEFT JOIN pair q ON q.one = p.other AND q.other = p.one
        WHERE q.ruling IS NOT p.ruling""",
        "is paired one way only",
    ),
    (
        """SELECT r.run FROM run r WHERE r.size * 8 != (SELECT coalesce(sum(length(postings)), 0)
        FROM bucket WHERE place BETWEEN r.run << 32 AND (r.run << 32) + (1 << r.bits) - 1)""",
        "is a run that has lost postings",
    ),
)
_SHOWN = 5


def check(db: sqlite3.Connection) -> list[str]:
    """Give what is wrong, in words."""
    found = [row[0] for row in db.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    for query, meaning in _BROKEN:
        found += [f"{values[0]!r} {meaning}" for values in db.execute(f"{query} LIMIT {_SHOWN}")]
    return found

"""Looking an index over: SQLite's own check, and what must hold between its tables."""

from __future__ import annotations

import json
import sqlite3

_RUNS = """SELECT r.run FROM {0}run r WHERE r.size * 8 !=
    (SELECT coalesce(sum(length(postings)), 0) FROM {0}bucket
    WHERE place BETWEEN r.run << 32 AND (r.run << 32) + (1 << r.bits) - 1)"""
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
    (
        "SELECT text FROM centre WHERE text NOT IN (SELECT text FROM text)",
        "is in the middle of a group but is no text",
    ),
    (
        "SELECT cluster FROM grown WHERE cluster NOT IN (SELECT cluster FROM copy)",
        "is a group that has grown but is none",
    ),
    ("SELECT cluster FROM copy GROUP BY cluster HAVING count(*) < 2", "is a group of one"),
    (
        """SELECT p.one FROM pair p LEFT JOIN pair q ON q.one = p.other AND q.other = p.one
        WHERE q.ruling IS NOT p.ruling""",
        "is paired one way only",
    ),
    (_RUNS.format(""), "is a run that has lost postings"),
)
#: The same of stories, in an index that tells them.
_BROKEN_STORIES = (
    ("SELECT id FROM article WHERE article NOT IN (SELECT article FROM tale)", "has no evidence"),
    (
        """SELECT count(*) FROM tale HAVING count(*) !=
        (SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'tales')""",
        "is not the number of articles noted",
    ),
    (
        "SELECT article FROM tale WHERE article NOT IN (SELECT article FROM article)",
        "is evidence of no article",
    ),
    (
        """SELECT one FROM likeness WHERE one NOT IN (SELECT article FROM telling)
        OR other NOT IN (SELECT article FROM telling)""",
        "is like another, but one of them does not stand for its copies",
    ),
    (
        """SELECT p.one FROM likeness p LEFT JOIN likeness q ON q.one = p.other
        AND q.other = p.one WHERE q.support IS NOT p.support""",
        "is like another one way only",
    ),
    (
        """SELECT s.article FROM story s LEFT JOIN story n ON n.article = s.story
        WHERE n.story IS NOT s.story""",
        "is in a story that is named by none of its own",
    ),
    (
        """SELECT s.article FROM story s LEFT JOIN story n ON n.article = s.linked
        WHERE s.linked IS NOT NULL AND n.story IS NOT s.story""",
        "is linked to an article of another story",
    ),
    ("SELECT story FROM story GROUP BY story HAVING count(*) < 2", "is a story of one"),
    (
        """SELECT c.article FROM copy c LEFT JOIN story s USING (article)
        LEFT JOIN story k ON k.article = c.canonical WHERE s.story IS NOT k.story""",
        "is a copy of an article of another story",
    ),
    *((_RUNS.format(name), "is a run that has lost postings") for name in ("dated", "undated")),
)
_SHOWN = 5


def check(db: sqlite3.Connection) -> list[str]:
    """Give what is wrong, in words."""
    found = [row[0] for row in db.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    for query, meaning in (*_BROKEN, *(_BROKEN_STORIES if _told(db) else ())):
        found += [f"{values[0]!r} {meaning}" for values in db.execute(f"{query} LIMIT {_SHOWN}")]
    return found


def _told(db: sqlite3.Connection) -> bool:
    """Tell whether an index tells stories, and those of all its articles."""
    found = dict(db.execute("SELECT name, value FROM meta WHERE name IN ('stories', 'untold')"))
    return bool(json.loads(found.get("stories", "false"))) and found.get("untold", "0") == "0"

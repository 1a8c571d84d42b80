"""What an index holds, with changes laid over it that are not written yet."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.sketches import Recipe, Sketches
from cleaner.index.rows import CopyRow, Row

Words = NDArray[np.uint32]
Pairs = NDArray[np.int64]
#: As in a batch run: three of each of the 64 largest groups.
_CENTRES = 3 * 64
_ROWS = """SELECT article, id, text, title, outlet, url, published, source, removed
    FROM article WHERE text IN"""
_LEAST = "(SELECT article FROM article WHERE text = value ORDER BY id LIMIT 1)"
_STANDING = _ROWS.replace("text IN", f"article IN (SELECT {_LEAST} FROM json_each(?))")  # noqa: S608 (ours)
#: All articles of a text are in one copy group, or in none.
_CLUSTERS = """SELECT value, (SELECT c.cluster FROM article a JOIN copy c USING (article)
    WHERE a.text = value LIMIT 1) FROM json_each(?)"""
_BESIDE = """SELECT DISTINCT one, (SELECT c.cluster FROM article a JOIN copy c USING (article)
    WHERE a.text = other LIMIT 1) FROM json_each(?) JOIN pair ON one = value WHERE ruling = 0"""
_COPIES = """SELECT article, cluster, canonical, resemblance, containment, kind, why
    FROM copy WHERE article IN"""


class View:
    """One state of an index, with articles that are ``gone`` and others added.

    Readers and writers ask it alike; nothing here writes.
    """

    def __init__(self, db: sqlite3.Connection, gone: Iterable[int] = ()) -> None:
        self.db = db
        self.gone = set(gone)
        self.added: dict[int, list[Row]] = defaultdict(list)
        self.pairs: dict[int, dict[int, int]] = defaultdict(dict)
        self._standing: dict[int, Row] = {}
        self._words: dict[int, Words] = {}
        self._signatures: dict[int, bytes] = {}

    def next_numbers(self) -> tuple[int, int]:
        """Give the next article's number and the next text's; none is ever used again."""
        held = dict(self.db.execute("SELECT name, seq FROM sqlite_sequence"))
        return held.get("article", 0) + 1, held.get("text", 0) + 1

    def add_text(self, text: int, words: Words, signature: bytes) -> None:
        """Add a text that is not held yet."""
        self._words[text], self._signatures[text] = words, signature

    def rows(self, texts: Collection[int]) -> dict[int, list[Row]]:
        """Give the articles of some texts; a text that has none is left out."""
        found: dict[int, list[Row]] = defaultdict(list)
        for values in chosen(self.db, _ROWS, texts):
            row = Row(*values)
            if row.article not in self.gone:
                found[row.text].append(row)
        for text in texts:
            if text in self.added:
                found[text] += self.added[text]
        return dict(found)

    def standing(self, texts: Iterable[int]) -> dict[int, Row]:
        """Give the article that stands for each text: the one with the least id.

        Hundreds may be of one text, and not all of them are read.
        """
        asked = [text for text in texts if text not in self._standing]
        plain = set(asked)
        if self.gone:
            gone = chosen(self.db, "SELECT text FROM article WHERE article IN", list(self.gone))
            plain -= {text for (text,) in gone}
        for values in self.db.execute(_STANDING, (json.dumps(list(plain)),)):
            self._standing[values[2]] = Row(*values)
        for text, rows in self.rows(set(asked) - plain).items():
            self._standing[text] = min(rows, key=_id)
        for text in plain.intersection(self.added):
            rows = [self._standing[text]] if text in self._standing else []
            self._standing[text] = min([*rows, *self.added[text]], key=_id)
        return {text: self._standing[text] for text in texts}

    def signatures(self, texts: Collection[int]) -> dict[int, bytes]:
        """Give the short signatures of those texts that are still held."""
        asked = [text for text in texts if text not in self._signatures]
        held = chosen(self.db, "SELECT text, signature FROM text WHERE text IN", asked)
        found = {text: self._signatures[text] for text in texts if text in self._signatures}
        return found | dict(held)

    def centres(self) -> dict[int, bytes]:
        """Give the texts in the middle of the largest groups, and their short signatures."""
        query = "SELECT text, signature FROM centre ORDER BY size DESC, text LIMIT ?"
        return dict(self.db.execute(query, (_CENTRES,)).fetchall())

    def grown(self) -> list[int]:
        """Give the texts of copy groups that have grown since they were grouped as a whole."""
        query = """SELECT DISTINCT a.text FROM grown JOIN copy USING (cluster)
            JOIN article a USING (article)"""
        return [text for (text,) in self.db.execute(query)]

    def formulaic(self, texts: Collection[int]) -> set[int]:
        """Give those texts whose wording is known to be a formula."""
        found = chosen(self.db, "SELECT text FROM text WHERE formulaic AND text IN", texts)
        return {text for (text,) in found}

    def sketches(self, texts: Sequence[int]) -> Sketches:
        """Give the words of texts as sketches, not signed yet."""
        asked = [text for text in texts if text not in self._words]
        for text, words in chosen(self.db, "SELECT text, words FROM text WHERE text IN", asked):
            self._words[text] = np.frombuffer(words, "<u4")
        rows = [self._words[text] for text in texts]
        offsets = np.cumsum([0, *map(len, rows)])
        words = np.concatenate([np.empty(0, np.uint32), *rows])
        return Sketches(words, offsets, np.empty((len(rows), 0), np.uint32), Recipe())

    def neighbours(self, texts: Collection[int]) -> dict[int, dict[int, int]]:
        """Give the texts that each text is paired with, and the rulings."""
        found: dict[int, dict[int, int]] = {text: {} for text in texts}
        query = "SELECT one, other, ruling FROM pair WHERE one IN"
        for one, other, ruling in chosen(self.db, query, texts):
            found[one][other] = ruling
        for text in texts:
            found[text] |= self.pairs.get(text, {})
        return found

    def copies(self, articles: Collection[int]) -> dict[int, CopyRow]:
        """Give the places of those articles that are in copy groups."""
        found = chosen(self.db, _COPIES, articles)
        return {values[0]: CopyRow(*values) for values in found}

    def within(self, texts: Collection[int], clusters: Collection[int]) -> set[int]:
        """Give those texts whose articles are in some copy groups."""
        if not clusters:
            return set()
        return {text for text, cluster in self.clusters(texts).items() if cluster in clusters}

    def clusters(self, texts: Iterable[int]) -> dict[int, int]:
        """Give the copy groups of those texts that are in one."""
        found = self.db.execute(_CLUSTERS, (json.dumps(list(texts)),))
        return {text: cluster for text, cluster in found if cluster is not None}

    def clusters_beside(self, texts: Iterable[int]) -> dict[int, set[int]]:
        """Give the copy groups that have copies of texts."""
        beside: dict[int, set[int]] = defaultdict(set)
        for text, cluster in self.db.execute(_BESIDE, (json.dumps(list(texts)),)):
            beside[text].add(cluster)
        return beside

    def article(self, number: int) -> Row:
        """Give the row of an article that is held."""
        query = _ROWS.replace("text IN", "article = ?")
        return Row(*self.db.execute(query, (number,)).fetchone())

    def ids(self, articles: Collection[int]) -> dict[int, str]:
        """Give the ids of articles."""
        return dict(chosen(self.db, "SELECT article, id FROM article WHERE article IN", articles))

    def known(self, ids: Collection[str]) -> dict[str, tuple[int, int, bytes]]:
        """Give article, text and stamp of those ids that are held."""
        found = chosen(self.db, "SELECT id, article, text, stamp FROM article WHERE id IN", ids)
        return {id_: (article, text, stamp) for id_, article, text, stamp in found}

    def by_content(self, contents: Collection[int]) -> dict[int, int]:
        """Give the texts of those contents that are held by articles not gone."""
        found = dict(chosen(self.db, "SELECT content, text FROM text WHERE content IN", contents))
        gone = set(self.texts_gone())
        return {content: text for content, text in found.items() if text not in gone}

    def texts_gone(self) -> list[int]:
        """Give the texts that no article is left of, because some are gone."""
        query = "SELECT DISTINCT text FROM article WHERE article IN"
        asked = [text for (text,) in chosen(self.db, query, list(self.gone))]
        left = self.rows(asked)
        return [text for text in asked if text not in left]

    def dead(self) -> NDArray[np.uint64]:
        """Give the texts that are no more, though postings may still name them."""
        return np.array([text for (text,) in self.db.execute("SELECT text FROM dead")], np.uint64)


def _id(row: Row) -> str:
    return row.id


def chosen(
    db: sqlite3.Connection, query: str, values: Collection[int] | Collection[str], rest: str = ""
) -> Iterator[Any]:
    """Run a query that ends in IN for some values, and goes on with the ``rest``."""
    if not values:
        return iter(())
    # One statement whatever their number: SQLite has no parameter that is a list.
    asked = f"{query} (SELECT value FROM json_each(?)) {rest}"  # noqa: S608 (ours)
    return db.execute(asked, (json.dumps(list(values)),))


def both_ways(pairs: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, int, int]]:
    """Give pairs and their rulings both ways round."""
    for (one, other), ruling in pairs.items():
        yield one, other, ruling
        yield other, one, ruling

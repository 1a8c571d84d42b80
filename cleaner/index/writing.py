"""Changes to an index: worked out first, then written in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.columns import CopyOptions
from cleaner.index import postings
from cleaner.index.arriving import Arrivals, arrive, near_centres
from cleaner.index.folding import LATER, Settlement, related, settle_around
from cleaner.index.joining import Joining
from cleaner.index.rows import CopyChange, CopyRow, Entry, Folded
from cleaner.index.view import Pairs, View, both_ways

if TYPE_CHECKING:
    from cleaner.index.storying import StoryChange

_INTO_COPY = """INSERT INTO copy VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
    (SELECT outlet FROM article WHERE article = ?1))"""
#: A copy group: the numbers of its articles.
Group = frozenset[int]


class Change:
    """What becomes of an index when articles come and go; nothing is written here.

    Entries whose id and content are held already are left alone. Of entries with one id the
    last counts. Where all that has grown is settled later, large groups are ``patient``.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        entries: Sequence[Entry],
        options: CopyOptions,
        gone: Sequence[str] = (),
        anew: Iterable[int] = (),
        *,
        patient: bool = False,
    ) -> None:
        self.db, self._asked, self._options = db, entries, options
        last = {entry.id: entry for entry in entries}
        held = View(db).known([*last, *gone])
        self.same = {
            id_: held[id_][0]
            for id_, e in last.items()
            if id_ in held and held[id_][2] == e.stamp()
        }
        leaving = [held[id_] for id_ in (*last, *gone) if id_ in held and id_ not in self.same]
        self.view = View(db, {article for article, _, _ in leaving})
        left = {text for _, text, _ in leaving}
        touched = left | {t for others in self.view.neighbours(left).values() for t in others}
        self.entries = [entry for id_, entry in last.items() if id_ not in self.same]
        self.arrivals: Arrivals = arrive(self.view, self.entries, options.threshold)
        fresh = related(self.view, self.arrivals.pairs, options)
        self._lay(fresh)
        joining = Joining(self.view, self.arrivals, fresh, touched, options, patient=patient)
        seeds = {*touched, *self.arrivals.joined, *self.arrivals.texts} - joining.joined.keys()
        # What is told again on another day may be a formula; else a pair that are no copies
        # changes nothing for the one that was there.
        seeds |= {text for pair, ruling in fresh.items() if ruling == LATER for text in pair}
        self.staying = joining.staying
        settlement, drawn_in = self._settled(seeds.union(anew))
        settlement.rulings = fresh | drawn_in | joining.rulings | settlement.rulings
        self.settlement: Settlement = settlement
        self.joined = {
            one.place.article: one
            for of in joining.joined.values()
            for one in of
            if one.place.article not in settlement.links
        }

    def _lay(self, rulings: Mapping[tuple[int, int], int]) -> None:
        for one, other, ruling in both_ways(rulings):
            self.view.pairs[one][other] = ruling

    def _settled(self, seeds: set[int]) -> tuple[Settlement, dict[tuple[int, int], int]]:
        """Group texts anew, and compare new ones with the centres of the large groups there.

        Give the rulings of those pairs, too.
        """
        rulings: dict[tuple[int, int], int] = {}
        compared = _keys(self.arrivals.pairs)
        while True:
            settlement = settle_around(self.view, seeds, self._options, self.staying)
            pairs = self._near_centres(settlement)
            pairs = pairs[~np.isin(_keys(pairs), compared)]
            compared = np.append(compared, _keys(pairs))
            found = related(self.view, pairs, self._options)
            if not found:
                return settlement, rulings
            self._lay(found)
            rulings |= found
            seeds |= {text for pair in found for text in pair}

    def _near_centres(self, settlement: Settlement) -> Pairs:
        texts = self.arrivals.texts
        if not settlement.centres or not texts:
            return np.empty((0, 2), np.int64)
        centres = self.view.signatures(list(settlement.centres))
        short = np.frombuffer(b"".join(short for _, short, _ in texts.values()), np.uint8)
        return near_centres(
            centres, list(texts), short.reshape(len(texts), -1), self._options.threshold
        )

    @cached_property
    def groups(self) -> dict[Group, list[CopyLink]]:
        """The copy groups around what has changed, by the numbers of their articles."""
        members: dict[str, dict[int, CopyLink]] = {}
        for article, link in self.settlement.links.items():
            members.setdefault(link.cluster, {})[article] = link
        return {frozenset(of): list(of.values()) for of in members.values() if len(of) > 1}

    @cached_property
    def before(self) -> dict[int, CopyRow]:
        """The places that articles had, of those around what has changed."""
        return self.view.copies([*self.settlement.links, *self.view.gone])

    @cached_property
    def clusters(self) -> dict[Group, int]:
        """Each group's name, which is the number of an article of its own.

        A group keeps its name while that article is in it; of groups that join the lowest name
        goes on; a new group is named by its first article.
        """
        names = {row.cluster for row in self.before.values()}
        return {group: min(names & group or group) for group in self.groups}

    def copies(self) -> CopyChange:
        """Give what stories have to know of this change."""
        rows, links = self.arrivals.rows, self.settlement.links
        return CopyChange(rows, self.entries, self.view.gone, links, self.groups, self.joined)

    def folded(self, stories: StoryChange | None) -> list[Folded]:
        """Give the places of all entries that were asked for, in order."""
        links = self.links()
        if stories is None:
            return [Folded.of(link) for link in links]
        number_of = {row.id: row.article for row in self.arrivals.rows} | self.same
        told = stories.links(list(number_of.values()))
        return [Folded.of(link, told[number_of[link.id]]) for link in links]

    def links(self) -> list[CopyLink]:
        """Give a link for each entry that was asked for, in order."""
        cluster_of = {a: cluster for group, cluster in self.clusters.items() for a in group}
        links = self.settlement.links
        found = {
            link.id: _in_cluster(link, links[cluster_of.get(article, article)].id)
            for article, link in links.items()
        }
        found |= self._of_joined()
        found |= {link.id: link for link in self._unchanged(found)}
        return [found[entry.id] for entry in self._asked]

    def _of_joined(self) -> dict[str, CopyLink]:
        named = self.view.ids({one.place.cluster for one in self.joined.values()})
        return {
            one.id: CopyLink(one.id, named[one.place.cluster], one.canonical, *one.place[3:])
            for one in self.joined.values()
        }

    def _unchanged(self, found: dict[str, CopyLink]) -> Iterator[CopyLink]:
        """Give the links of articles that were there already and are not touched."""
        asked = {article: id_ for id_, article in self.same.items() if id_ not in found}
        places = self.view.copies(list(asked))
        ids = self.view.ids([a for row in places.values() for a in (row.cluster, row.canonical)])
        for article, id_ in asked.items():
            row = places.get(article)
            if row is None:
                yield CopyLink(id_, id_, id_)
            else:
                yield CopyLink(id_, ids[row.cluster], ids[row.canonical], *row[3:])


def write(db: sqlite3.Connection, change: Change) -> None:
    """Write a change; the caller commits it."""
    _write_gone(db, change)
    _write_arrivals(db, change)
    _write_settlement(db, change)
    _write_groups(db, change)
    _write_growing(db, change)


def _in_cluster(link: CopyLink, name: str) -> CopyLink:
    return link if link.cluster == name else replace(link, cluster=name)


def _keys(pairs: Pairs) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = pairs.min(axis=1) << 32 | pairs.max(axis=1)
    return keys


def _write_gone(db: sqlite3.Connection, change: Change) -> None:
    texts = change.view.texts_gone()
    db.executemany("DELETE FROM article WHERE article = ?", _each(change.view.gone))
    db.executemany("DELETE FROM text WHERE text = ?", _each(texts))
    db.executemany("INSERT OR IGNORE INTO dead VALUES (?)", _each(texts))
    others = "SELECT other FROM pair WHERE one = ?1"
    db.executemany(f"DELETE FROM pair WHERE other = ?1 AND one IN ({others})", _each(texts))  # noqa: S608
    db.executemany("DELETE FROM pair WHERE one = ?", _each(texts))
    db.executemany("DELETE FROM centre WHERE text = ?", _each(texts))


def _each(values: Iterable[int]) -> list[tuple[int]]:
    return [(value,) for value in sorted(values)]


def _write_arrivals(db: sqlite3.Connection, change: Change) -> None:
    arrivals = change.arrivals
    db.executemany(
        "INSERT INTO text VALUES (?, ?, 0, ?, ?)",
        (
            (text, content, short, words.tobytes())
            for text, (content, short, words) in arrivals.texts.items()
        ),
    )
    stamps = (entry.stamp() for entry in change.entries)
    db.executemany(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*row[:3], stamp, *row[3:]) for row, stamp in zip(arrivals.rows, stamps, strict=True)),
    )
    postings.shingles(db).add(arrivals.postings)


def _write_settlement(db: sqlite3.Connection, change: Change) -> None:
    settlement = change.settlement
    rows = both_ways(settlement.rulings)
    db.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?)", rows)
    changed = ((flag, text, flag) for text, flag in settlement.formulaic.items())
    db.executemany("UPDATE text SET formulaic = ? WHERE text = ? AND formulaic != ?", changed)


def _write_groups(db: sqlite3.Connection, change: Change) -> None:
    article_of = {link.id: article for article, link in change.settlement.links.items()}
    db.executemany("DELETE FROM copy WHERE article = ?", _each(change.before))
    for group, cluster in change.clusters.items():
        rows = (
            (article_of[link.id], cluster, article_of[link.canonical], *_figures(link))
            for link in change.groups[group]
        )
        db.executemany(_INTO_COPY, rows)
    db.executemany(_INTO_COPY, (one.place for one in change.joined.values()))


def _write_growing(db: sqlite3.Connection, change: Change) -> None:
    """Write the centres of groups, and which have grown and not been grouped as a whole."""
    settlement = change.settlement
    db.executemany("DELETE FROM centre WHERE text = ?", _each(settlement.formulaic))
    short = change.view.signatures(list(settlement.centres))
    rows = ((text, size, short[text]) for text, size in settlement.centres.items())
    db.executemany("INSERT INTO centre VALUES (?, ?, ?)", rows)
    db.executemany("INSERT OR IGNORE INTO grown VALUES (?)", _each(change.staying))
    whole = {row.cluster for row in change.before.values()}
    db.executemany("DELETE FROM grown WHERE cluster = ?", _each(whole))


def _figures(link: CopyLink) -> tuple[float | None, float | None, str | None, str | None]:
    return link.resemblance, link.containment, link.kind, link.why

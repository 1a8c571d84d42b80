"""Changes to an index: worked out first, then written in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from cleaner.article import CopyLink
from cleaner.copies.columns import CopyOptions
from cleaner.index import postings
from cleaner.index.arriving import Arrivals, arrive
from cleaner.index.folding import Settlement, related, settle_around
from cleaner.index.naming import Group, heirs
from cleaner.index.rows import CopyRow, Entry
from cleaner.index.view import View, both_ways


class Change:
    """What becomes of an index when articles come and go; nothing is written here.

    Entries whose id and content are held already are left alone. Of entries with one id the
    last counts.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        entries: Sequence[Entry],
        options: CopyOptions,
        gone: Sequence[str] = (),
    ) -> None:
        self._asked = entries
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
        for one, other, ruling in both_ways(fresh):
            self.view.pairs[one][other] = ruling
        seeds = {*touched, *self.arrivals.joined, *self.arrivals.texts}
        seeds |= {text for pair in fresh for text in pair}
        self.settlement: Settlement = settle_around(self.view, seeds, options)

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
    def names(self) -> dict[Group, tuple[int | None, str]]:
        """The groups' names, and their numbers where they go on under one."""
        before = {a: row.cluster for a, row in self.before.items() if a in self.settlement.links}
        kept = heirs(list(self.groups), before)
        held = self.view.names(list(kept.values()))
        named: dict[Group, tuple[int | None, str]] = {
            group: (number, held[number]) for group, number in kept.items()
        }
        for group in sorted(self.groups.keys() - named.keys(), key=min):
            named[group] = None, self._free_name(group)
        return named

    def _free_name(self, group: Group) -> str:
        """Give the id of a group's first article, or of the first that names no group yet."""
        links = self.settlement.links
        ids = [links[article].id for article in sorted(group)]
        taken = self.view.names_taken(ids)
        return next((id_ for id_ in ids if id_ not in taken), f"{ids[0]} ({min(group)})")

    def links(self) -> list[CopyLink]:
        """Give a link for each entry that was asked for, in order."""
        name = {article: self.names[group][1] for group in self.groups for article in group}
        found = {}
        for article, link in self.settlement.links.items():
            found[link.id] = _renamed(link, name.get(article, link.id))
        found |= {link.id: link for link in self._unchanged(found)}
        return [found[entry.id] for entry in self._asked]

    def _unchanged(self, found: dict[str, CopyLink]) -> Iterator[CopyLink]:
        """Give the links of articles that were there already and are not touched."""
        asked = {article: id_ for id_, article in self.same.items() if id_ not in found}
        places = self.view.copies(list(asked))
        names = self.view.names([row.cluster for row in places.values()])
        ids = self.view.ids([row.canonical for row in places.values()])
        for article, id_ in asked.items():
            row = places.get(article)
            if row is None:
                yield CopyLink(id_, id_, id_)
            else:
                yield CopyLink(id_, names[row.cluster], ids[row.canonical], *row[3:])


def _renamed(link: CopyLink, name: str) -> CopyLink:
    return CopyLink(
        link.id, name, link.canonical, link.resemblance, link.containment, link.kind, link.why
    )


def write(db: sqlite3.Connection, change: Change) -> None:
    """Write a change; the caller commits it."""
    _write_gone(db, change)
    _write_arrivals(db, change)
    _write_settlement(db, change)
    _write_groups(db, change)


def _write_gone(db: sqlite3.Connection, change: Change) -> None:
    texts = change.view.texts_gone()
    db.executemany("DELETE FROM article WHERE article = ?", _each(change.view.gone))
    db.executemany("DELETE FROM text WHERE text = ?", _each(texts))
    db.executemany("INSERT OR IGNORE INTO dead VALUES (?)", _each(texts))
    others = "SELECT other FROM pair WHERE one = ?1"
    db.executemany(f"DELETE FROM pair WHERE other = ?1 AND one IN ({others})", _each(texts))  # noqa: S608
    db.executemany("DELETE FROM pair WHERE one = ?", _each(texts))


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
    postings.add(db, arrivals.postings)


def _write_settlement(db: sqlite3.Connection, change: Change) -> None:
    settlement = change.settlement
    rows = both_ways(settlement.rulings)
    db.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?, ?)", rows)
    changed = ((flag, text, flag) for text, flag in settlement.formulaic.items())
    db.executemany("UPDATE text SET formulaic = ? WHERE text = ? AND formulaic != ?", changed)


def _write_groups(db: sqlite3.Connection, change: Change) -> None:
    article_of = {link.id: article for article, link in change.settlement.links.items()}
    db.executemany("DELETE FROM copy WHERE article = ?", _each(change.before))
    for group, (number, name) in change.names.items():
        if number is None:
            number = db.execute("INSERT INTO named (name) VALUES (?)", (name,)).lastrowid
        rows = (
            (article, number, article_of[link.canonical], *_figures(link))
            for article, link in ((article_of[link.id], link) for link in change.groups[group])
        )
        db.executemany("INSERT INTO copy VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    _forget_empty(db, change)


def _figures(link: CopyLink) -> tuple[float | None, float | None, str | None, str | None]:
    return link.resemblance, link.containment, link.kind, link.why


def _forget_empty(db: sqlite3.Connection, change: Change) -> None:
    clusters = {row.cluster for row in change.before.values()}
    query = """DELETE FROM named WHERE cluster = ?1
        AND NOT EXISTS (SELECT 1 FROM copy WHERE copy.cluster = ?1)"""
    db.executemany(query, _each(clusters))

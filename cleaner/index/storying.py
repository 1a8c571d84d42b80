"""What becomes of stories when copy groups change: worked out first, then written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cleaner.article import Article, Facts, StoryLink
from cleaner.index import store
from cleaner.index.frequencies import Counted, Frequencies, count, held, set_count, weighed_by
from cleaner.index.joining import LARGE
from cleaner.index.retelling import Retelling, Retold
from cleaner.index.rows import CopyChange, Entry
from cleaner.index.tales import (
    Tale,
    Tales,
    add_mentions,
    clear_mentions,
    tales_of,
    weighed_tales,
)
from cleaner.index.view import chosen
from cleaner.story.evidence import NO_DAY
from cleaner.story.extract import extract
from cleaner.story.find import StoryOptions
from cleaner.story.wording import evidence_in_words, heaviest_shared

#: Words are weighed anew whenever an index has so many times the articles of the last time;
GROWTH = 2
#: and all stories are then told anew, as in one run, while there are no more articles than this,
RETOLD = 1 << 18
#: or than this where an index is but asked: nothing is kept of that.
_ASKED = 1 << 15

_OPTIONS = StoryOptions()


def count_with(db: sqlite3.Connection, copies: CopyChange) -> int:
    """Count the articles of an index after a change."""
    return count(db) + len(copies.rows) - len(copies.gone)


def has_grown(db: sqlite3.Connection, copies: CopyChange) -> bool:
    """Tell whether words are to be weighed anew with a change."""
    return GROWTH * max(1, weighed_by(db)) <= count_with(db, copies)


IdsOf = Callable[[Collection[int]], dict[int, str]]
"""Gives the ids of articles by number."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article's place in a story: its name, the article that it is linked to, and the score."""

    story: int
    linked: int | None = None
    score: float | None = None
    share: float | None = None


class StoryChange:
    """What becomes of stories; nothing is written here.

    Where an index has grown enough, words are weighed anew; while it is small all stories are
    told anew then, as a batch run does.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        copies: CopyChange,
        known: Frequencies | None = None,
    ) -> None:
        self._db, self._copies = db, copies
        self.arrived = _evidence(copies)
        self.frequencies = held(db, known)
        self.count = count_with(db, copies)
        grown = has_grown(db, copies)
        self.anew = grown and self.count <= min(RETOLD, _ASKED)
        self.counted: Counted | None = None
        self.reweighed: dict[int, Tale] = {}
        if self.anew or (grown and self.count > RETOLD):
            self._weigh()
        self.arrived = self._with_weights(self.arrived)
        stands, stood = self._standing()
        self.left = stood if self.anew else stood - set(stands)
        self.tales = Tales(db, self.left)
        self.tales.added = self.arrived | self.reweighed
        new = {n: id_ for n, id_ in stands.items() if self.anew or n not in stood}
        doubt = self.frequencies.weighing.doubt
        self.retold: Retold = Retelling(self.tales, new, doubt, _OPTIONS).retold(set(stands))
        self.places = self._places()  # before anything of what it rests on is written

    # ---- weighing

    def _weigh(self) -> None:
        """Weigh words by all articles and, where stories are told anew, all articles' words."""
        gone = self._copies.gone
        self.counted = Counted.of(self._db, self.arrived, gone)
        self.frequencies = self.counted
        if self.anew:
            query = self._db.execute("SELECT article FROM tale")
            rest = [number for (number,) in query if number not in gone]
            self.reweighed = self._with_weights(Tales(self._db).tales(rest))

    def _with_weights(self, tales: Mapping[int, Tale]) -> dict[int, Tale]:
        keys = np.frombuffer(b"".join(tale.keys for tale in tales.values()), np.uint32)
        idf = self.frequencies.idf(keys).tobytes()
        ends = np.cumsum([len(tale.keys) for tale in tales.values()]).tolist()
        return {
            number: tale._replace(idf=idf[end - len(tale.keys) : end])
            for (number, tale), end in zip(tales.items(), ends, strict=True)
        }

    # ---- which articles stand for their copies

    def _standing(self) -> tuple[dict[int, str], set[int]]:
        """Give the articles that stand for themselves or their copies, and those that did."""
        links, gone = self._copies.links, set(self._copies.gone)
        view = Tales(self._db)
        view.added = self.arrived
        lengths = view.lengths(list(links))
        grouped = {number for group in self._copies.groups for number in group}
        stands = {number for number in links if number not in grouped}
        for group in self._copies.groups:
            stands.add(max(group, key=lambda number: self._rank(number, lengths)))
        replaced = self._replaced(view)
        stands |= replaced.keys()
        if not self.anew:
            stood = view.standing([*links, *gone, *replaced.values()])
            return self.ids(stands), stood
        query = "SELECT article, id FROM telling"
        every = {n: id_ for n, id_ in self._db.execute(query) if n not in gone}
        left = {*links, *replaced.values()}
        others = {n: id_ for n, id_ in every.items() if n not in left}
        return self.ids(stands) | others, set(every) | view.standing(gone)

    def _replaced(self, view: Tales) -> dict[int, int]:
        """Give joined articles that stand for their groups now, and those that did before."""
        joined, found = self.joined_by_cluster(), {}
        for cluster, stood in standing_for(self._db, joined).items():
            among = [stood, *joined[cluster]]
            lengths = view.lengths(among)
            best = max(among, key=lambda number: (lengths[number][0], number == stood))
            if best != stood:
                found[best] = stood
        return found

    def _rank(
        self, number: int, lengths: Mapping[int, tuple[int, int]]
    ) -> tuple[int, bool, int, tuple[int, ...]]:
        """Rank who stands for a copy group: the longest, else the canonical one, else the first."""
        link, (length, day) = self._copies.links[number], lengths[number]
        return length, link.canonical == link.id, -day, tuple(-ord(sign) for sign in link.id)

    # ---- stories

    @cached_property
    def members(self) -> dict[int, list[int]]:
        """The articles for which each one that stands was looked at: itself and its copies."""
        standing = [number for group in self.retold.groups for number in group]
        found = {number: [number] for number in standing}
        for group in self._copies.groups:
            for number in group & found.keys():
                found[number] = sorted(group)
        rest = [number for number in standing if number not in self._copies.links]
        query = """SELECT s.article, c.article FROM copy s JOIN copy c USING (cluster)
            WHERE s.article IN"""
        groups: dict[int, list[int]] = {}
        for number, copy in chosen(self._db, query, rest):
            groups.setdefault(number, []).append(copy)
        return self._with_joined(found | groups)

    def _with_joined(self, members: dict[int, list[int]]) -> dict[int, list[int]]:
        """Add joined articles to their groups, or the groups to those that stand for them now."""
        of = {copy: number for number, copies in members.items() for copy in copies}
        query = "SELECT cluster, article FROM copy WHERE article IN"
        known = dict(chosen(self._db, query, list(of)))
        for cluster, new in self.joined_by_cluster().items():
            ours = next((of[n] for n in (*new, known.get(cluster, -1)) if n in of), None)
            if ours is not None:
                query = "SELECT article FROM copy WHERE cluster = ?"
                whole = [n for (n,) in self._db.execute(query, (cluster,))]
                members[ours] = sorted({*members[ours], *whole, *new} - set(self._copies.gone))
        return members

    def joined_by_cluster(self) -> dict[int, list[int]]:
        """Give the articles that join each large group that stays as it is."""
        found: dict[int, list[int]] = {}
        for number, one in self._copies.joined.items():
            found.setdefault(one.place.cluster, []).append(number)
        return found

    @cached_property
    def stories(self) -> list[list[int]]:
        """The stories of two articles and more around what has changed."""
        found = (
            [copy for number in group for copy in self.members[number]]
            for group in self.retold.groups
        )
        return [story for story in found if len(story) > 1]

    @cached_property
    def looked_at(self) -> set[int]:
        """All articles whose place may have changed."""
        found = {n for numbers in self.members.values() for n in numbers}
        return found | {*self._copies.gone, *self._copies.joined}

    def _places(self) -> dict[int, Told]:
        """Give the places of articles in the stories around what has changed."""
        query = "SELECT article, story FROM story WHERE article IN"
        before = dict(chosen(self._db, query, list(self.looked_at)))
        names = set(before.values())
        canonical = self._canonicals()
        lengths = self.tales.lengths([n for story in self.stories for n in story])
        ids = self.ids([n for story in self.stories for n in story])
        found: dict[int, Told] = {}
        for story in self.stories:
            name = min(names & set(story) or story)
            first = min(story, key=lambda n: (lengths[n][1] == NO_DAY, lengths[n][1], ids[n]))
            standing = {copy: n for n in story for copy in self.members.get(n, ())}
            for number in story:
                found[number] = self._told(number, name, first, standing[number], canonical)
        return found | self._of_joined(found)

    def _of_joined(self, found: Mapping[int, Told]) -> dict[int, Told]:
        """Give the places of articles that join groups which nothing else has touched."""
        joined = {n: one for n, one in self._copies.joined.items() if n not in found}
        kept = {one.place.canonical for one in joined.values()}
        places = places_of(self._db, kept)
        return {
            n: Told(places[one.place.canonical].story, one.place.canonical, 1.0)
            for n, one in joined.items()
        }

    def _told(
        self, number: int, name: int, first: int, standing: int, canonical: Mapping[int, int]
    ) -> Told:
        best = self.retold.best.get(number)
        if number == first:
            return Told(name)
        if number == standing and best is not None:
            other, one = best
            return Told(name, other, round(one.support, 3), one.share)
        kept = canonical.get(number, number)
        if number != kept:
            return Told(name, kept, 1.0)
        if canonical.get(first, first) == kept:
            return Told(name, first, 1.0)
        return Told(name, standing, 1.0) if standing != number else Told(name)

    def _canonicals(self) -> dict[int, int]:
        """Give the canonical articles of copies, by number."""
        query = "SELECT article, canonical FROM copy WHERE article IN"
        everyone = [n for story in self.stories for n in story]
        asked = [n for n in everyone if n not in self._copies.links]
        number_of = {link.id: n for n, link in self._copies.links.items()}
        mine = {n: number_of[link.canonical] for n, link in self._copies.links.items()}
        mine |= {n: one.place.canonical for n, one in self._copies.joined.items()}
        return dict(chosen(self._db, query, asked)) | mine

    def ids(self, numbers: Collection[int]) -> dict[int, str]:
        """Give the ids of articles."""
        known = {number: link.id for number, link in self._copies.links.items()}
        known |= {number: one.id for number, one in self._copies.joined.items()}
        asked = [number for number in numbers if number not in known]
        query = "SELECT article, id FROM article WHERE article IN"
        return dict(chosen(self._db, query, asked)) | {n: known[n] for n in numbers if n in known}

    def links(self, numbers: Collection[int]) -> dict[int, StoryLink]:
        """Give the links of articles that were looked at, or are as they were."""
        untouched = [n for n in numbers if n not in self.looked_at]
        known = {n: self.places.get(n) for n in numbers if n in self.looked_at}
        known |= dict.fromkeys(untouched) | places_of(self._db, untouched)
        return told_links(self.tales, known, self.ids)


def standing_for(db: sqlite3.Connection, clusters: Collection[int]) -> dict[int, int]:
    """Give the articles that stand for copy groups.

    Those of large groups are noted: else all of a group would be looked at for one that joins.
    """
    noted = """SELECT s.cluster, s.article FROM standing s JOIN telling USING (article)
        JOIN copy c ON c.article = s.article AND c.cluster = s.cluster WHERE s.cluster IN"""
    found = dict(chosen(db, noted, clusters))
    query = """SELECT c.cluster, c.article FROM copy c JOIN telling USING (article)
        WHERE c.cluster IN"""
    return found | dict(chosen(db, query, [c for c in clusters if c not in found]))


def note_standing(db: sqlite3.Connection, clusters: Collection[int] | None = None) -> None:
    """Note which articles stand for the large groups among some, or all."""
    if clusters is None:
        db.execute("DELETE FROM standing")
        query = "SELECT cluster FROM copy GROUP BY cluster HAVING count(*) >= ?"
        clusters = [cluster for (cluster,) in db.execute(query, (LARGE,))]
    rows = standing_for(db, clusters).items()
    db.executemany("INSERT OR REPLACE INTO standing VALUES (?, ?)", rows)


def places_of(db: sqlite3.Connection, numbers: Collection[int]) -> dict[int, Told]:
    """Give the places in stories that articles have in a file."""
    query = """SELECT article, story, linked, score, share FROM story
        LEFT JOIN likeness ON one = article AND other = linked WHERE article IN"""
    return {number: Told(*values) for number, *values in chosen(db, query, numbers)}


def told_links(
    tales: Tales, places: Mapping[int, Told | None], ids_of: IdsOf
) -> dict[int, StoryLink]:
    """Tell places in words."""
    told = {n: place for n, place in places.items() if place is not None}
    named = ids_of([*places, *(n for p in told.values() for n in (p.story, p.linked) if n)])
    words = _words(tales, told)
    links = {}
    for number, place in places.items():
        id_ = named[number]
        if place is None:
            links[number] = StoryLink(id_, id_)
        elif place.linked is None:
            links[number] = StoryLink(id_, named[place.story])
        else:
            said = words.get(number, ("a copy",))
            link = StoryLink(id_, named[place.story], named[place.linked], place.score, said)
            links[number] = link
    return links


def _words(tales: Tales, told: Mapping[int, Told]) -> dict[int, tuple[str, ...]]:
    """Tell what makes articles of one story that are no copies."""
    linked = {
        n: (place.linked, place.share)
        for n, place in told.items()
        if place.linked is not None and place.share is not None
    }
    numbers = sorted({*linked, *(other for other, _ in linked.values())})
    if not numbers:
        return {}
    found = tales.tales(numbers)
    run = weighed_tales(list(map(str, numbers)), [found[n] for n in numbers], 0.0)
    place = {number: at for at, number in enumerate(numbers)}
    pairs = np.array([(place[n], place[other]) for n, (other, _) in linked.items()], np.int64)
    shares = [share for _, share in linked.values()]
    said = evidence_in_words(run.evidence, pairs, heaviest_shared(run, pairs), shares)
    return dict(zip(linked, said, strict=True))


def _evidence(copies: CopyChange) -> dict[int, Tale]:
    """Give what articles that have come tell, with nothing of what their terms weigh."""
    evidence = extract(_article(entry) for entry in copies.entries)
    tales = tales_of(evidence, np.zeros(len(evidence.keys), np.float32))
    return {row.article: tale for row, tale in zip(copies.rows, tales, strict=True)}


def _article(entry: Entry) -> Article:
    return Article(
        entry.id,
        entry.text,
        title=entry.title,
        url=entry.url,
        date=entry.date,
        outlet=entry.site or entry.outlet,
        facts=Facts(published=entry.published),
    )


def write(db: sqlite3.Connection, change: StoryChange, gone: Collection[int]) -> None:
    """Write what has become of stories; the caller commits it."""
    for table in ("tale", "weight"):
        db.executemany(f"DELETE FROM {table} WHERE article = ?", _each(gone))  # noqa: S608 (ours)
    set_count(db, change.count)
    _write_left(db, change)
    if change.anew:
        weights = ((n, tale.idf) for n, tale in change.reweighed.items())
        db.executemany("INSERT OR REPLACE INTO weight VALUES (?, ?)", weights)
    if change.counted is not None:
        change.counted.save()
    _write_tales(db, change)
    note_standing(db, change.joined_by_cluster())
    _write_alike(db, change)
    db.executemany("DELETE FROM story WHERE article = ?", _each(change.looked_at))
    rows = ((n, p.story, p.linked, p.score) for n, p in change.places.items())
    db.executemany("INSERT INTO story VALUES (?, ?, ?, ?)", rows)


def write_untold(db: sqlite3.Connection, copies: CopyChange) -> None:
    """Keep the evidence of articles that have come, and leave their stories for later."""
    gone, arrived = list(copies.gone), _evidence(copies)
    write_evidence(db, arrived)
    set_count(db, count(db) + len(arrived) - len(gone))
    store.set_number(db, store.UNTOLD, store.number(db, store.UNTOLD) + len(arrived) + len(gone))
    if gone:
        for query in _FORGET:
            db.execute(f"{query} IN (SELECT value FROM json_each(?))", (json.dumps(gone),))  # noqa: S608


#: What is forgotten at once of articles that are gone, though stories are left for later.
_FORGET = (
    "DELETE FROM tale WHERE article",
    "DELETE FROM weight WHERE article",
    "DELETE FROM story WHERE article",
    "DELETE FROM story WHERE story",
    "UPDATE story SET linked = NULL, score = NULL WHERE linked",
)


def _write_left(db: sqlite3.Connection, change: StoryChange) -> None:
    """Forget what articles that no longer stand were found by and like."""
    if change.anew:
        for table in ("telling", "surrounding", "likeness", "story"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 (ours)
        clear_mentions(db)
        return
    left = _each(change.left)
    others = "SELECT other FROM likeness WHERE one = ?1"
    db.executemany(f"DELETE FROM likeness WHERE other = ?1 AND one IN ({others})", left)  # noqa: S608
    for table, column in (("likeness", "one"), ("telling", "article"), ("surrounding", "article")):
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", left)  # noqa: S608 (ours)


def _write_tales(db: sqlite3.Connection, change: StoryChange) -> None:
    write_evidence(db, change.arrived)
    weights = ((n, tale.idf) for n, tale in change.arrived.items())
    db.executemany("INSERT INTO weight VALUES (?, ?)", weights)
    tellings = change.retold.tellings
    told = ((number, *telling) for number, telling in tellings.items())
    db.executemany("INSERT INTO telling VALUES (?, ?, ?, ?, ?, ?)", told)
    add_mentions(db, tellings)


def write_evidence(db: sqlite3.Connection, arrived: Mapping[int, Tale]) -> None:
    """Write the evidence of articles, and not what its terms weigh."""
    at = Tale._fields.index("idf")
    rows = ((n, *tale[:at], *tale[at + 1 :]) for n, tale in arrived.items())
    db.executemany(f"INSERT INTO tale VALUES ({', '.join('?' * 14)})", rows)  # noqa: S608


def _write_alike(db: sqlite3.Connection, change: StoryChange) -> None:
    around = change.retold.around
    db.executemany("DELETE FROM surrounding WHERE article = ?", _each(around))
    rows = ((number, near, count) for number, (near, count) in around.items() if count)
    db.executemany("INSERT INTO surrounding VALUES (?, ?, ?)", rows)
    db.executemany(
        "INSERT OR REPLACE INTO likeness VALUES (?, ?, ?, ?, ?)", _both_ways(change.retold)
    )


def _both_ways(retold: Retold) -> Iterator[tuple[int, int, bool, float, float]]:
    for (one, other), found in retold.changed.items():
        yield one, other, found.close, found.support, found.share
        yield other, one, found.close, found.support, found.share


def _each(numbers: Iterable[int]) -> list[tuple[int]]:
    return [(number,) for number in sorted(numbers)]

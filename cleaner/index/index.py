"""The index that users hold: articles of every day so far, and what is a copy of what."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.article import Article, CopyLink, StoryLink
from cleaner.copies.columns import CopyOptions
from cleaner.index import checking, postings, reading, store, writing
from cleaner.index.closing import Closing
from cleaner.index.reading import Stats
from cleaner.index.rows import Entry, Folded
from cleaner.index.view import View
from cleaner.index.writing import Change

if TYPE_CHECKING:
    from cleaner.index.frequencies import Frequencies
    from cleaner.index.storying import StoryChange

#: Articles of one transaction where many are added.
BATCH = 4096
#: All stories are worth telling anew where so great a part of the articles is new.
_DUE = 16


class Index(Closing):
    """Articles kept in one file, each folded against all that came before it.

    Articles must be clean already (:func:`cleaner.clean`). Their copy groups are those that
    :func:`cleaner.dedupe` finds among all of them; a group's name (``CopyLink.cluster``) is the
    id of the article that it began with, and stays when the group grows or another of its
    articles becomes the canonical one. Of groups that join, the one that an earlier article
    names goes on. What ``add`` has returned is on the disk.

    One process writes at a time, and others wait for it; any number read meanwhile. An index is
    used by one thread.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        create: bool = True,
        canonical: str | None = None,
        threshold: float | None = None,
        stories: bool | None = None,
    ) -> None:
        """Open the index at ``path``; where there is none, make it unless told otherwise.

        ``canonical`` (which copy is kept), ``threshold`` (least resemblance of a copy) and
        ``stories`` (whether articles are folded into stories too) are settled when an index is
        made: ``credited``, 0.3 and True unless given.

        Raises:
            IndexFileError: the file is damaged, foreign, or made otherwise.
            UsageError: an unknown policy or an impossible threshold.
        """
        self._path = Path(path)
        asked = {"canonical": canonical, "threshold": threshold}
        CopyOptions(**{name: value for name, value in asked.items() if value is not None})  # type: ignore[arg-type]
        wanted = store.parameters(**asked, stories=stories)
        self._db = store.open_database(self._path, wanted, create=create)
        with store.explained(self._path):
            held = store.held_parameters(self._db)
        self._options = CopyOptions(canonical=held["canonical"], threshold=held["threshold"])
        self._tells = bool(held["stories"])
        self._frequencies: Frequencies | None = None

    def close(self) -> None:
        """Close the file. Everything added is in it already."""
        self._db.close()

    def add(self, articles: Iterable[Article], *, tell: bool = True) -> list[Folded]:
        """Fold articles against all that the index holds, and keep them: one link each, in order.

        An id that is held already is replaced, or left alone where nothing about it has changed.
        Links tell how things stand after all of ``articles``. All of them are kept or, if this
        raises, none. Where many are added, ``tell=False`` leaves their stories (the links have
        none) until :meth:`retell`, or until the index is next asked for stories or told some.

        Raises:
            IndexFileError: the file cannot be used.
        """
        return self.add_entries([Entry.of(article) for article in articles], tell=tell)

    def add_stream(
        self, articles: Iterable[Article], batch: int = BATCH, *, tell: bool = True
    ) -> Iterator[Folded]:
        """Add articles without end, ``batch`` at a time; a link is given once it is kept.

        With ``tell=False`` stories are told once, when all have come, as in one run over all that
        the index holds: that is quicker, and the links have no stories (:meth:`placed`).
        """
        rest = iter(articles)
        while chunk := list(islice(rest, batch)):
            yield from self.add(chunk, tell=tell)
        if self.untold or not (tell or self._tells):
            self.retell()

    def add_entries(self, entries: Sequence[Entry], *, tell: bool = True) -> list[Folded]:
        """Do what ``add`` does with entries that are made already."""
        with store.explained(self._path), store.transaction(self._db):
            if tell:
                self._tell_rest()
            later = self._tells and not tell
            change = Change(self._db, entries, self._options, patient=later)
            if tell and self._outgrown(change):
                return self._added_anew(change)
            return change.folded(self._written(change, tell=tell))

    def _outgrown(self, change: Change) -> bool:
        """Tell whether a change has all stories told anew."""
        if not self._tells:
            return False
        from cleaner.index import storying

        copies = change.copies()
        few = storying.count_with(self._db, copies) <= storying.RETOLD
        return few and storying.has_grown(self._db, copies)

    def _added_anew(self, change: Change) -> list[Folded]:
        """Write a change, and tell all stories anew."""
        self._written(change, tell=False)
        self._tell_anew()
        links = change.links()
        found = reading.placed(self._db, [link.id for link in links], tells=True)
        return [found[link.id] for link in links]

    def _written(self, change: Change, *, tell: bool = True) -> StoryChange | None:
        stories = self._stories(change) if tell else None
        writing.write(self._db, change)
        if self._tells:
            from cleaner.index import storying

            if stories is not None:
                storying.write(self._db, stories, change.view.gone)
            else:
                storying.write_untold(self._db, change.copies())
        return stories

    def due(self, coming: int = 0) -> bool:
        """Tell whether a sixteenth of all articles would not have been weighed if more came.

        Then it is worth telling all stories anew (``retell``), which takes as long as to add a
        sixth as many articles.
        """
        if not self._tells:
            return False
        from cleaner.index import frequencies

        with store.explained(self._path), store.snapshot(self._db):
            articles = frequencies.count(self._db) + coming
            new = articles - frequencies.weighed_by(self._db)
            return self._untold() > 0 or new * _DUE > articles

    @property
    def untold(self) -> int:
        """How many articles were added whose stories have not been told."""
        with store.explained(self._path), store.snapshot(self._db):
            return self._untold()

    def _untold(self) -> int:
        return store.number(self._db, store.UNTOLD)

    def _tell_rest(self) -> None:
        """Tell the stories that were left for later, if there are any; a writer's business."""
        if self._untold():
            self._tell_anew()

    def _settle_grown(self) -> None:
        """Group as a whole what has grown bit by bit, as a batch run does."""
        grown = View(self._db).grown()
        if grown:
            self._written(Change(self._db, (), self._options, anew=grown), tell=False)

    def _tell_anew(self) -> None:
        self._settle_grown()
        from cleaner.index.anew import tell_anew

        postings.shingles(self._db).compact()  # first: what stories take fills what that leaves
        self._frequencies = tell_anew(self._db)
        store.set_number(self._db, store.UNTOLD, 0)

    def _stories(self, change: Change) -> StoryChange | None:
        """Work out what becomes of stories, where they are told."""
        if not self._tells:
            return None
        from cleaner.index.storying import StoryChange

        stories = StoryChange(self._db, change.copies(), self._frequencies)
        self._frequencies = stories.frequencies
        return stories

    def query(self, articles: Iterable[Article]) -> list[Folded]:
        """Tell what ``add`` would return, and keep nothing.

        Raises:
            IndexFileError: the file cannot be used.
        """
        return self.query_entries([Entry.of(article) for article in articles])

    def query_entries(self, entries: Sequence[Entry], without: Sequence[str] = ()) -> list[Folded]:
        """Do what ``query`` does with entries that are made already.

        ``without`` are ids held that shall count as removed, but for entries unchanged.
        """
        if self.untold:
            with store.explained(self._path), store.transaction(self._db):
                self._tell_rest()
        with store.explained(self._path), store.snapshot(self._db):
            change = Change(self._db, entries, self._options, gone=without)
            return change.folded(self._stories(change))

    def remove(self, ids: Iterable[str]) -> int:
        """Take articles out, as if they had never come; give how many were held."""
        with store.explained(self._path), store.transaction(self._db):
            self._tell_rest()
            change = Change(self._db, (), self._options, gone=list(dict.fromkeys(ids)))
            self._written(change)
            return len(change.view.gone)

    def placed(self, ids: Sequence[str]) -> list[Folded]:
        """Give the places of articles that are held, in the order of their ids.

        Raises:
            KeyError: an id is not held.
        """
        with store.explained(self._path), store.snapshot(self._db):
            found = reading.placed(self._db, ids, tells=self._tells)
        return [found[id_] for id_ in ids]

    def group(self, id: str) -> list[CopyLink]:  # noqa: A002
        """Give the links of an article's whole copy group, in the order in which they came.

        Raises:
            KeyError: the id is not held.
        """
        with store.explained(self._path), store.snapshot(self._db):
            return reading.group(self._db, id)

    def retell(self) -> None:
        """Weigh words by all that is held, and tell all stories anew, as a batch run does.

        Large copy groups that have grown are grouped as a whole before.

        An index does that by itself while it is small, whenever it has doubled. Takes as much
        memory as a run over all articles.
        """
        with store.explained(self._path), store.transaction(self._db):
            if self._tells:
                self._tell_anew()
            else:
                self._settle_grown()
                postings.shingles(self._db).compact()

    def story(self, id: str) -> list[StoryLink]:  # noqa: A002
        """Give the links of all articles of an article's story, in the order in which they came.

        Raises:
            KeyError: the id is not held.
        """
        with store.explained(self._path), store.snapshot(self._db):
            return reading.story(self._db, id)

    def stories(self) -> Iterator[StoryLink]:
        """Give the places of all articles in stories, in the order in which they came."""
        with store.explained(self._path), store.snapshot(self._db):
            yield from reading.stories(self._db)

    def links(self) -> Iterator[CopyLink]:
        """Give the links of all articles, in the order in which they came."""
        with store.explained(self._path), store.snapshot(self._db):
            yield from reading.links(self._db)

    def ids(self, start: str) -> list[str]:
        """Give the ids that begin with some text, sorted."""
        with store.explained(self._path):
            return reading.ids(self._db, start)

    def note(self, name: str) -> str | None:
        """Give what was noted under a name; None: nothing."""
        with store.explained(self._path):
            return store.note(self._db, name)

    def set_note(self, name: str, text: str) -> None:
        """Note something in the file, for programs that keep an index of something."""
        with store.explained(self._path), store.transaction(self._db):
            store.set_note(self._db, name, text)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give all that is known of each article and its place, in the order in which they came.

        Keys are those of ``copies.jsonl`` and ``story``, ``title``, ``outlet``, ``url``,
        ``published``, ``source``, ``removed`` (the share of its text that cleaning removed).
        """
        with store.explained(self._path), store.snapshot(self._db):
            yield from reading.rows(self._db)

    def stats(self) -> Stats:
        """Count what the index holds."""
        with store.explained(self._path), store.snapshot(self._db):
            return reading.stats(self._db)

    def check(self) -> list[str]:
        """Look for damage, reading the whole file; give what is wrong in words."""
        try:
            with store.snapshot(self._db):
                return checking.check(self._db)
        except sqlite3.Error as error:
            return [f"the file is damaged: {error}"]

    def __len__(self) -> int:
        """Count the articles."""
        with store.explained(self._path):
            return int(self._db.execute("SELECT count(*) FROM article").fetchone()[0])

    def __contains__(self, id: object) -> bool:  # noqa: A002
        """Tell whether an article of this id is held."""
        with store.explained(self._path):
            asked = self._db.execute("SELECT 1 FROM article WHERE id = ?", (id,))
            return asked.fetchone() is not None

"""The end of a run: parts and groups become OUT's files, in input order."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from cleaner.corpus.atomic import write_lines
from cleaner.corpus.encode import encode
from cleaner.corpus.output import (
    ARTICLES,
    COPIES,
    ERRORS,
    REMOVALS,
    SPARED,
    STORIES,
    OutputFolder,
    copy_line,
    error_row,
    write_rows,
)
from cleaner.corpus.rows import renamed
from cleaner.corpus.texttree import TextTree
from cleaner.engines.clock import Clock
from cleaner.engines.grouping import Groups
from cleaner.engines.options import RunOptions, made_by
from cleaner.engines.parts import Columns, load_columns, load_removals, load_rests, load_texts
from cleaner.engines.pool import each
from cleaner.engines.roster import Entry, Roster, numbers
from cleaner.engines.telling import story_lines
from cleaner.report.records import Brief, Told
from cleaner.strings import Pieces

#: An article that lost more than this share of its characters is worth a look.
_MOST = 0.5
#: What one process writes, and another beside it.
_TEXTS, _GROUPS = "texts", "groups"
_HEAD = b'{"id":%b,"text":'
_ALONE = b',"copy_of":null,"story":null}\n'


class _Row(NamedTuple):
    """An article's id and its line, in pieces that are not joined before they are written."""

    id: str
    head: bytes
    text: memoryview
    rest: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class Ending:
    """All that OUT's files are made from; ``counts`` is what will be in them."""

    roster: Roster
    groups: Groups | None
    folder: OutputFolder
    options: RunOptions
    counts: Mapping[str, int]

    def write(self, workers: int, clock: Clock) -> None:
        """Write everything that OUT holds besides ``run.json``.

        Where there are two processes, one writes the texts, the other groups and report.
        """
        # Forked processes share what was found; others would have to be sent all of it.
        several = min(workers, 2) if sys.platform == "linux" else 1
        work = partial(self._do, Pieces.of(map(encode, self.roster.ids())))
        for times in each(work, (_TEXTS, _GROUPS), several):
            clock.add([times.seconds], [times.processor])

    def _do(self, ids: Sequence[bytes], task: str) -> Clock:
        clock = Clock()
        with clock.stage("write"):
            if task == _TEXTS:
                self._write_texts(ids)
            else:
                self._write_groups(ids)
        if task == _GROUPS and self.options.report and self.options.stories:
            with clock.stage("report"):
                self._write_report(ids)
        return clock

    def _write_texts(self, ids: Sequence[bytes]) -> None:
        with ExitStack() as stack:
            writing = self.folder.writing
            articles = stack.enter_context(writing(ARTICLES)) if self.options.articles else None
            removals = stack.enter_context(writing(REMOVALS))
            texts = _text_tree(self.roster, self.options)
            _Writing(articles, removals, texts).write(
                self._rows(ids), map(_removals, self.roster.entries)
            )
        if self.options.feedback is not None:
            with self.folder.writing(SPARED) as stream:
                write_rows(stream, _spared(self.roster))

    def _write_groups(self, ids: Sequence[bytes]) -> None:
        with self.folder.writing(ERRORS) as stream:
            write_rows(stream, map(error_row, self.roster.errors))
        if self.groups is None:
            return
        with self.folder.writing(COPIES) as stream:
            links = map(self.groups.copies.get, range(len(ids)))
            write_lines(stream, map(copy_line, ids, links))
        if self.groups.stories is not None:
            canonical, stories = self.groups.canonical, self.groups.stories
            with self.folder.writing(STORIES) as stream:
                write_lines(stream, story_lines(self.roster, canonical, stories, ids))

    def _write_report(self, ids: Sequence[bytes]) -> None:
        """Write the report from parts, as the files of texts are only being written."""
        from cleaner.report.page import write_report

        staged, run = self.folder.staged, {"counts": self.counts, **made_by(self.options)}
        write_report(staged, run, staged, told=self._told(ids))

    def _told(self, ids: Sequence[bytes]) -> Iterator[Told]:
        """Give what the report counts of the articles; few of their rows are read."""
        left_out = self._left_out if self.options.articles else range(len(ids))
        start = 0
        for entry in self.roster.entries:
            yield from self._told_of(entry, start, ids, left_out)
            start += int(entry.kept.sum())

    def _told_of(
        self, entry: Entry, start: int, ids: Sequence[bytes], left_out: Collection[int]
    ) -> Iterator[Told]:
        rests, briefs = load_rests(entry.folder), _briefs(load_columns(entry.folder))
        removed = map(_listed, _removals(entry)) if entry.removals else repeat(b"")
        with load_texts(entry.folder).reading() as text:

            def row(at: int, place: int) -> bytes:
                tail = _tail(at, ids, self.groups)[:-1]
                return b"".join((_HEAD % ids[at], text(place), rests[place], tail))

            told = zip(_places(entry), removed, strict=False)
            for at, ((place, id_), removals) in enumerate(told, start):
                if at in left_out:
                    yield Told(id_, Brief(), removals, bytes)
                else:
                    yield Told(id_, briefs[place], removals, partial(row, at, place))

    @property
    def _left_out(self) -> Collection[int]:
        return _copies(self.groups) if self.groups and self.options.canonical_only else ()

    def _rows(self, ids: Sequence[bytes]) -> Iterator[list[_Row]]:
        """Give what is written of the articles, part by part."""
        left_out = self._left_out
        tails = enumerate(_tails(ids, self.groups))
        for entry in self.roster.entries:
            texts, rests = list(load_texts(entry.folder).all()), load_rests(entry.folder)
            yield [
                _Row(id_, _HEAD % ids[at], texts[place], rests[place], tail)
                for (place, id_), (at, tail) in zip(_places(entry), tails, strict=False)
                if at not in left_out
            ]


def _text_tree(roster: Roster, options: RunOptions) -> TextTree | None:
    if options.text_out is None:
        return None
    tree = TextTree(options.text_out, roster.ids())
    tree.claim()
    return tree


class _Writing:
    """The writing of articles, of what was removed from them, and of their texts."""

    def __init__(
        self, articles: BinaryIO | None, removals: BinaryIO, texts: TextTree | None
    ) -> None:
        self._articles, self._removals, self._texts = articles, removals, texts
        self._written: list[str] = []

    def write(self, parts: Iterable[Sequence[_Row]], removals: Iterable[Iterable[bytes]]) -> None:
        for rows, removed in zip(parts, removals, strict=True):
            self._removals.write(b"".join(removed))
            if self._articles is not None:
                self._articles.write(b"".join(piece for row in rows for piece in row[1:]))
            if self._texts is not None:
                self._write_texts(rows, self._texts)
        if self._texts is not None:
            self._texts.finish(self._written)

    def _write_texts(self, rows: Sequence[_Row], texts: TextTree) -> None:
        for row in rows:
            texts.write(row.id, orjson.loads(row.text))
            self._written.append(row.id)


def _copies(groups: Groups) -> Collection[int]:
    canonical = groups.canonical
    return set(np.flatnonzero(canonical != np.arange(len(canonical))).tolist())


def _spared(roster: Roster) -> Iterator[dict[str, Any]]:
    """Give what feedback has kept, under the ids that the articles have in the end."""
    for entry in roster.entries:
        for spared in entry.spared:
            at = spared["at"]
            id_ = entry.changed.get(at, entry.given[at])
            if id_ is not None:
                yield spared["row"] | {"id": id_}


def _removals(entry: Entry) -> Iterator[bytes]:
    """Give the rows of the removals of each article that stays."""
    return (lines for _, lines in _named(entry, load_removals(entry.folder)))


def _named(entry: Entry, lines: Pieces) -> Iterator[tuple[str, bytes]]:
    """Give each article that stays: its id, and its lines under that id."""
    for at, id_ in _places(entry):
        given = str(entry.given[at]) if at in entry.changed else id_
        yield id_, lines[at] if id_ == given else renamed(lines[at], given, id_)


def _places(entry: Entry) -> Iterator[tuple[int, str]]:
    """Give each article that stays: its place in its part, and its id."""
    return ((at, id_) for at, id_ in enumerate(entry.ids()) if id_ is not None)


def _briefs(columns: Columns) -> list[Brief]:
    """Give what is counted of a part's articles."""
    published = (when or "" for when in columns.published)
    return list(map(Brief, columns.papers, published, columns.words))


def _listed(lines: bytes) -> bytes:
    """Put commas between the lines of an article's removals."""
    return lines[:-1].replace(b"\n", b",")


def _tail(at: int, ids: Sequence[bytes], groups: Groups | None) -> bytes:
    """Give the end of one article's row."""
    if groups is None:
        return _ALONE
    first = int(groups.stories.first[at]) if groups.stories else -1
    return _ending(at, int(groups.canonical[at]), first, ids)


def _ending(at: int, kept: int, first: int, ids: Sequence[bytes]) -> bytes:
    copy_of, story = b"null" if kept == at else ids[kept], b"null" if first < 0 else ids[first]
    return b',"copy_of":%b,"story":%b}\n' % (copy_of, story)


def _tails(ids: Sequence[bytes], groups: Groups | None) -> Iterator[bytes]:
    """Give the end of each article's row."""
    if groups is None:
        yield from (_ALONE for _ in ids)
        return
    firsts = numbers(groups.stories.first) if groups.stories else repeat(-1, len(ids))
    for at, (kept, first) in enumerate(zip(numbers(groups.canonical), firsts, strict=True)):
        yield _ending(at, kept, first, ids)


def count(roster: Roster, groups: Groups | None, options: RunOptions) -> dict[str, int]:
    """Count what a run has found."""
    counts = _counts(roster, groups)
    return counts if options.feedback is None else counts | {"spared": len(list(_spared(roster)))}


def _counts(roster: Roster, groups: Groups | None) -> dict[str, int]:
    removed, published = np.asarray(roster.known.removed), roster.known.published
    counts = {
        "articles": len(removed),
        "removals": sum(entry.removals for entry in roster.entries),
        "mostly_removed": int((removed > _MOST).sum()),
        "undated": int((np.diff(published.offsets) == 0).sum()),
        "errors": len(roster.errors),
    }
    if groups is not None:
        sizes = _sizes(groups.canonical)
        counts |= {
            "copies": len(_copies(groups)),
            "copy_groups": int((sizes > 1).sum()),
            "largest_copy_group": int(sizes.max(initial=0)),
        }
    if groups is not None and groups.stories is not None:
        sizes = _sizes(groups.stories.first)
        counts |= {
            "stories": len(sizes),
            "largest_story": int(sizes.max(initial=0)),
            "stories_of_several": int((sizes > 1).sum()),
        }
    return counts


def _sizes(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(groups, return_counts=True)[1]

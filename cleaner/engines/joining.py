"""The end of a run: parts and groups become OUT's files, in input order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

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
from cleaner.corpus.texttree import TextTree
from cleaner.engines.grouping import Groups
from cleaner.engines.options import RunOptions
from cleaner.engines.parts import load_rows, renamed
from cleaner.engines.roster import Entry, Roster
from cleaner.engines.telling import story_lines

#: An article that lost more than this share of its characters is worth a look.
_MOST = 0.5
_ALONE = b',"copy_of":null,"story":null}\n'


def write_all(
    roster: Roster, groups: Groups | None, folder: OutputFolder, options: RunOptions
) -> dict[str, int]:
    """Write everything that OUT holds besides ``run.json``, and count what was written."""
    ids = [encode(id_) for id_ in roster.ids()]
    texts = _text_tree(roster, options)
    with ExitStack() as stack:
        articles = stack.enter_context(folder.writing(ARTICLES)) if options.articles else None
        removals = stack.enter_context(folder.writing(REMOVALS))
        _Writing(groups, options, articles, removals, texts).write(roster, _tails(ids, groups))
    if options.feedback is not None:
        with folder.writing(SPARED) as stream:
            write_rows(stream, _spared(roster))
    if groups is not None:
        _write_groups(roster, groups, folder, ids)
    with folder.writing(ERRORS) as stream:
        write_rows(stream, map(error_row, roster.errors))
    counts = _counts(roster, groups)
    return counts if options.feedback is None else counts | {"spared": len(list(_spared(roster)))}


def _write_groups(
    roster: Roster, groups: Groups, folder: OutputFolder, ids: Sequence[bytes]
) -> None:
    with folder.writing(COPIES) as stream:
        links = map(groups.copies.get, range(len(ids)))
        write_lines(stream, map(copy_line, ids, links))
    if groups.stories is not None:
        with folder.writing(STORIES) as stream:
            write_lines(stream, story_lines(roster, groups.canonical, groups.stories, ids))


def _text_tree(roster: Roster, options: RunOptions) -> TextTree | None:
    if options.text_out is None:
        return None
    tree = TextTree(options.text_out, roster.ids())
    tree.claim()
    return tree


class _Writing:
    """The writing of articles, of what was removed from them, and of their texts."""

    def __init__(
        self,
        groups: Groups | None,
        options: RunOptions,
        articles: BinaryIO | None,
        removals: BinaryIO,
        texts: TextTree | None,
    ) -> None:
        self._left_out = _copies(groups) if groups and options.canonical_only else ()
        self._articles, self._removals, self._texts = articles, removals, texts
        self._written: list[str] = []

    def write(self, roster: Roster, tails: Iterator[bytes]) -> None:
        at = 0
        for entry in roster.entries:
            rows, removals = [], []
            for id_, row, removed in _rows(entry):
                removals.append(removed)
                tail = next(tails)
                if at not in self._left_out:
                    rows += [row[:-2], tail]
                    self._write_text(id_, row)
                at += 1
            self._removals.write(b"".join(removals))
            if self._articles is not None:
                self._articles.writelines(rows)
        if self._texts is not None:
            self._texts.finish(self._written)

    def _write_text(self, id_: str, row: bytes) -> None:
        if self._texts is not None:
            self._texts.write(id_, orjson.loads(row)["text"])
            self._written.append(id_)


def _copies(groups: Groups) -> Collection[int]:
    canonical = groups.canonical
    return set(np.flatnonzero(canonical != np.arange(len(canonical))).tolist())


def _spared(roster: Roster) -> Iterator[dict[str, Any]]:
    """Give what feedback has kept, under the ids that the articles have in the end."""
    for entry in roster.entries:
        for spared in entry.columns.spared:
            id_ = entry.ids[spared["at"]]
            if id_ is not None:
                yield spared["row"] | {"id": id_}


def _rows(entry: Entry) -> Iterator[tuple[str, bytes, bytes]]:
    rows, removals = load_rows(entry.folder)
    for at, (given, id_) in enumerate(zip(entry.columns.ids, entry.ids, strict=True)):
        if id_ is None:
            continue
        if id_ == given:
            yield id_, rows[at], removals[at]
        else:
            yield id_, renamed(rows[at], given, id_), renamed(removals[at], given, id_)


def _tails(ids: Sequence[bytes], groups: Groups | None) -> Iterator[bytes]:
    """Give the end of each article's row."""
    if groups is None:
        yield from (_ALONE for _ in ids)
        return
    firsts = groups.stories.first.tolist() if groups.stories else [-1] * len(ids)
    for at, (kept, first) in enumerate(zip(groups.canonical.tolist(), firsts, strict=True)):
        copy_of = b"null" if kept == at else ids[kept]
        yield b',"copy_of":%b,"story":%b}\n' % (copy_of, b"null" if first < 0 else ids[first])


def _counts(roster: Roster, groups: Groups | None) -> dict[str, int]:
    counts = {
        "articles": len(roster.ids()),
        "removals": sum(entry.columns.removals for entry in roster.entries),
        "mostly_removed": sum(_mostly_removed(entry) for entry in roster.entries),
        "undated": sum(_undated(entry) for entry in roster.entries),
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


def _mostly_removed(entry: Entry) -> int:
    return sum(entry.columns.removed[at] > _MOST for at in entry.kept)


def _undated(entry: Entry) -> int:
    return sum(not entry.columns.published[at] for at in entry.kept)

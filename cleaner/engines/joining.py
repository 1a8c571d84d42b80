"""The end of a run: parts and groups become OUT's files, in input order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import zip_longest
from typing import BinaryIO

import orjson

from cleaner.corpus.encode import encode
from cleaner.corpus.output import (
    ARTICLES,
    COPIES,
    ERRORS,
    REMOVALS,
    STORIES,
    OutputFolder,
    copy_row,
    error_row,
    write_rows,
)
from cleaner.corpus.texttree import TextTree
from cleaner.engines.grouping import Groups
from cleaner.engines.options import RunOptions
from cleaner.engines.parts import load_rows, renamed
from cleaner.engines.roster import Entry, Roster
from cleaner.engines.telling import story_rows

#: An article that lost more than this share of its characters is worth a look.
_MOST = 0.5


def write_all(
    roster: Roster, groups: Groups, folder: OutputFolder, options: RunOptions
) -> dict[str, int]:
    """Write everything that OUT holds besides ``run.json``, and count what was written."""
    texts = _text_tree(roster, options)
    with ExitStack() as stack:
        articles = stack.enter_context(folder.writing(ARTICLES)) if options.articles else None
        removals = stack.enter_context(folder.writing(REMOVALS))
        _write_articles(roster, groups, options, articles, removals, texts)
    if options.group:
        with folder.writing(COPIES) as stream:
            write_rows(stream, map(copy_row, groups.copies))
    if options.group and options.stories:
        with folder.writing(STORIES) as stream:
            write_rows(stream, story_rows(roster, groups))
    with folder.writing(ERRORS) as stream:
        write_rows(stream, map(error_row, roster.errors))
    return _counts(roster, groups, options)


def _text_tree(roster: Roster, options: RunOptions) -> TextTree | None:
    if options.text_out is None:
        return None
    tree = TextTree(options.text_out, roster.ids())
    tree.claim()
    return tree


def _write_articles(
    roster: Roster,
    groups: Groups,
    options: RunOptions,
    articles: BinaryIO | None,
    removals: BinaryIO,
    texts: TextTree | None,
) -> None:
    joined = _joined(groups)
    written = []
    for entry in roster.entries:
        for id_, row, removed in _rows(entry):
            is_copy, tail = next(joined, (False, b',"copy_of":null,"story":null}\n'))
            removals.write(removed)
            if is_copy and options.canonical_only:
                continue
            if articles is not None:
                articles.write(row[:-2] + tail)
            if texts is not None:
                texts.write(id_, orjson.loads(row)["text"])
                written.append(id_)
    if texts is not None:
        texts.finish(written)


def _rows(entry: Entry) -> Iterator[tuple[str, bytes, bytes]]:
    for given, id_, (row, removed) in zip(
        entry.columns.ids, entry.ids, load_rows(entry.folder), strict=True
    ):
        if id_ is None:
            continue
        if id_ == given:
            yield id_, row, removed
        else:
            yield id_, renamed(row, given, id_), renamed(removed, given, id_)


def _joined(groups: Groups) -> Iterator[tuple[bool, bytes]]:
    """Give for each article whether it is a copy, and the end of its row."""
    for copy, story in zip_longest(groups.copies, groups.stories):
        is_copy = copy.id != copy.canonical
        cluster = story.cluster if story else None
        links = {"copy_of": copy.canonical if is_copy else None, "story": cluster}
        yield is_copy, b"," + encode(links)[1:] + b"\n"


def _counts(roster: Roster, groups: Groups, options: RunOptions) -> dict[str, int]:
    counts = {
        "articles": len(roster.ids()),
        "removals": sum(entry.columns.removals for entry in roster.entries),
        "mostly_removed": sum(_mostly_removed(entry) for entry in roster.entries),
        "undated": sum(_undated(entry) for entry in roster.entries),
        "errors": len(roster.errors),
    }
    if options.group:
        copies = Counter(link.cluster for link in groups.copies)
        counts |= {
            "copies": sum(size - 1 for size in copies.values()),
            "copy_groups": sum(size > 1 for size in copies.values()),
            "largest_copy_group": max(copies.values(), default=0),
        }
    if options.group and options.stories:
        stories = Counter(link.cluster for link in groups.stories)
        counts |= {
            "stories": len(stories),
            "largest_story": max(stories.values(), default=0),
            "stories_of_several": sum(size > 1 for size in stories.values()),
        }
    return counts


def _mostly_removed(entry: Entry) -> int:
    return sum(entry.columns.removed[at] > _MOST for at in entry.kept)


def _undated(entry: Entry) -> int:
    return sum(not entry.columns.published[at] for at in entry.kept)

"""An index that mirrors the articles of a git repository, and what staged ones repeat.

The index lies in the git directory and follows the last commit: what has changed since it was
looked at is all that is read. It is a cache: one that cannot be used is made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from cleaner.article import Article, CopyLink
from cleaner.corpus.decode import decode
from cleaner.corpus.fields import RecordError, RecordReader
from cleaner.corpus.jsonl import parse
from cleaner.corpus.places import Placed
from cleaner.engines.indexing import batches, entry_of
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import cores, in_order
from cleaner.engines.repository import Changes, Repository
from cleaner.engines.versions import versions
from cleaner.errors import IndexFileError, InputError
from cleaner.index import Index
from cleaner.index.index import BATCH
from cleaner.index.rows import Entry
from cleaner.report.progress import Progress, silent

#: The index's name in the git directory.
NAME = "cleaner-dedup.idx"
_TREE, _PENDING, _SCOPE = "mirrored", "mirroring", "scope"
#: Files that a worker reads at a time, and from how many on workers pay.
_FILES = 500
#: Texts that no corpus has as articles, whatever folder they lie in.
_OTHER = re.compile(
    r"(requirements.*|constraints.*|cmakelists|readme|licen[cs]e|copying|authors|contributors"
    r"|changelog|changes|history|notice|install|todo|robots|humans|ads|llms.*|security"
    r"|sources|top_level|entry_points|dependency_links)\.txt",
    re.IGNORECASE,
)


def is_article_file(path: str) -> bool:
    """Tell whether a file of a repository holds articles, by its name."""
    name = PurePosixPath(path).name
    return name.lower().endswith((".txt", ".jsonl")) and not _OTHER.fullmatch(name)


@dataclass(frozen=True, slots=True)
class Repeat:
    """An article that repeats another, which was there before or comes with it."""

    id: str
    other: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class _Job:
    root: Path
    files: tuple[tuple[str, str], ...]
    options: RunOptions


@dataclass(frozen=True, slots=True)
class Looked:
    """What repeats what, of the ``staged`` articles or else of all that are committed."""

    repeats: list[Repeat]
    staged: bool


class Mirror:
    """A repository's articles below some folders (all where none is named), as an index."""

    def __init__(self, folder: Path, options: RunOptions, within: Sequence[str] = ()) -> None:
        here = Repository(folder)
        self._repository = Repository(here.root())
        self._options, self._within = options, tuple(PurePosixPath(path) for path in within)
        self._path = self._repository.private(NAME)

    def looked(self, since: str | None = None, progress: Progress = silent) -> Looked:
        """Tell what the staged articles repeat; with nothing staged, what all articles do.

        With nothing staged, ``since`` names a revision: only articles of files that have changed
        since then are told of.

        Raises:
            UsageError: there is no git repository here.
        """
        with self._opened() as index:
            head = self._follow(index, progress)
            staged = self._ours(self._repository.staged(head))
            if staged:
                renamed = self._repository.renamed(head) if None in staged.values() else {}
                return Looked(self._of_staged(index, staged, renamed), staged=True)
            return Looked(list(self._of_all(index, head, since)), staged=False)

    def _opened(self) -> Index:
        """Open the index, made anew where it is damaged or was made otherwise."""
        scope = repr((self._options.parameters(), versions(), sorted(map(str, self._within))))
        with suppress(IndexFileError):
            index = Index(self._path, stories=False)
            if index.note(_SCOPE) in (None, scope):
                index.set_note(_SCOPE, scope)
                return index
            index.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)
        index = Index(self._path, stories=False)
        index.set_note(_SCOPE, scope)
        return index

    def _follow(self, index: Index, progress: Progress) -> str:
        """Bring the index to the last commit, and give that commit's tree."""
        empty = self._repository.empty_tree()
        head = self._repository.tree("HEAD") or empty
        seen = index.note(_TREE)
        changes = self._changes(seen or empty, head)
        # A run that was killed may have kept articles of the tree that it was on its way to.
        pending = index.note(_PENDING)
        if pending is not None and pending != seen:
            changes = self._changes(pending, head) | changes
        if changes:
            index.set_note(_PENDING, head)
            self._write(index, changes, progress)
        index.set_note(_TREE, head)
        index.set_note(_PENDING, head)
        return head

    def _changes(self, old: str, new: str) -> dict[str, str | None]:
        if self._repository.tree(old) is None:  # swept away since: look at everything
            old = self._repository.empty_tree()
        return self._ours(self._repository.changes(old, new))

    def _ours(self, changes: Changes) -> dict[str, str | None]:
        return {
            path: name
            for path, name in changes.items()
            if is_article_file(path)
            and (
                not self._within or any(PurePosixPath(path).is_relative_to(w) for w in self._within)
            )
        }

    def _write(self, index: Index, changes: Changes, progress: Progress) -> None:
        index.remove(_held(index, changes))
        files = sorted((path, name) for path, name in changes.items() if name is not None)
        cuts = range(0, len(files), _FILES)
        jobs = [_Job(self._repository.folder, tuple(files[at : at + _FILES]), self._options)
                for at in cuts]  # fmt: skip
        done = 0
        for batch in batches(_read_all(jobs), BATCH):
            index.add_entries(batch)
            done += len(batch)
            progress("index", done, max(done, len(files)))

    def _of_staged(self, index: Index, staged: Changes, renamed: Mapping[str, str]) -> list[Repeat]:
        files = sorted((path, name) for path, name in staged.items() if name is not None)
        entries = _read(_Job(self._repository.folder, tuple(files), self._options))
        links = index.query_entries(entries, without=_held(index, staged))
        former = {entry.id: _former(entry.id, renamed) for entry in entries}
        return [repeat for link in links if (repeat := _new(index, link, former)) is not None]

    def _of_all(self, index: Index, head: str, since: str | None) -> Iterator[Repeat]:
        tree = self._repository.tree(since) if since else None
        changed = None if tree is None else self._ours(self._repository.changes(tree, head))
        for link in index.links():
            repeat = _repeat(link) if link.id != link.canonical else None
            if repeat is not None and (changed is None or _file_of(link.id) in changed):
                yield repeat


def _held(index: Index, changes: Changes) -> list[str]:
    """Give the ids that changed files have in the index."""
    if not len(index):
        return []
    return [id_ for path in changes for id_ in (*index.ids(f"{path}:"), path) if id_ in index]


def _file_of(id_: str) -> str:
    path, found, _ = id_.partition(".jsonl:")
    return f"{path}.jsonl" if found else id_


def _repeat(link: CopyLink) -> Repeat | None:
    other = link.canonical if link.canonical != link.id else link.cluster
    if other == link.id:
        return None
    why = link.why or f"it would be kept of the copies that {other} began"
    return Repeat(link.id, other, link.kind or "", why)


def _former(id_: str, renamed: Mapping[str, str]) -> str:
    """Give the id that an article had before its file was given another name."""
    path = _file_of(id_)
    return renamed.get(path, path) + id_[len(path) :]


def _new(index: Index, link: CopyLink, former: Mapping[str, str]) -> Repeat | None:
    """Leave out what an article repeated before it was changed, or had its ``former`` name."""
    repeat, before = _repeat(link), former[link.id]
    if repeat is None or before not in index:
        return repeat
    known = {member.id for member in index.group(before)}
    return None if former.get(repeat.other, repeat.other) in known else repeat


def _read_all(jobs: Sequence[_Job]) -> Iterator[Entry]:
    """Read and clean files, with several processes where there is enough to do, in order."""
    for entries in in_order(_read, jobs, cores() if len(jobs) > 1 else 1):
        yield from entries


def _read(job: _Job) -> list[Entry]:
    """Read and clean the articles of some files; what cannot be read is left to other hooks."""
    contents = Repository(job.root).read([name for _, name in job.files])
    entries: dict[str, Entry] = {}
    for (path, _), data in zip(job.files, contents, strict=True):
        for placed in _articles(path, data, job.options):
            entry = entry_of(placed, job.options)
            id_, number = entry.id, 1
            while id_ in entries:
                number += 1
                id_ = f"{entry.id}-{number}"
            entries[id_] = replace(entry, id=id_)
    return list(entries.values())


def _articles(path: str, data: bytes, options: RunOptions) -> Iterable[Article]:
    if path.lower().endswith(".txt"):
        with suppress(InputError):
            text = decode(data, path).text
            if text.strip():
                yield Placed(id=path, text=text)
        return
    reader = RecordReader(options.fields)
    for line in data.split(b"\n"):
        if line.strip():
            with suppress(RecordError):
                placed = reader.article(parse(line, reader.names), 0, 0)
                yield replace(placed, id=f"{path}:{placed.id}")

"""Cleaning files where they lie: only what is removed changes, byte for byte.

Workers read and clean; files are written by one process alone, so that none is left half-written
where the others are stopped.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from cleaner.article import Article, CleanArticle
from cleaner.corpus import Fields, Plan, chunks
from cleaner.corpus.atomic import replacing
from cleaner.corpus.decode import decode
from cleaner.corpus.fields import RecordError, RecordReader
from cleaner.corpus.jsonl import parse
from cleaner.corpus.patching import cut_from_string
from cleaner.corpus.places import Source, stamp_at
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import in_order, workers_for
from cleaner.engines.stages import BATCH, clean_articles
from cleaner.errors import InputError
from cleaner.portions import portions

#: About how many bytes of files a worker takes at a time, and from how many on it pays to load the
#: kernels that clean many articles at once.
_JOB_BYTES, _MANY_BYTES = 1 << 20, 4 << 20


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What comes of a file: removals, what could not be used, and its new bytes if they change.

    ``stamp`` tells the file as it was read.
    """

    path: str
    removals: int = 0
    errors: tuple[InputError, ...] = ()
    data: bytes | None = None
    file: Path = Path()
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    files: tuple[Source, ...]
    options: RunOptions
    many: bool


def rewrite(
    paths: Iterable[str], options: RunOptions, *, check: bool = False
) -> Iterator[Rewritten]:
    """Clean the files below paths in place, each once; one without removals keeps its bytes.

    With ``check`` nothing is written. What cannot be used is told in its file's place.

    Raises:
        OutputError: a file cannot be written.
    """
    groups = list(_groups(paths))
    weight = sum(source.weight for group in groups for source in group)
    jobs = [_Job(group, options, weight >= _MANY_BYTES) for group in groups]
    for done in in_order(_work, jobs, workers_for(weight, options.workers)):
        for one in done:
            yield one if check else _written(one)


def _groups(paths: Iterable[str]) -> Iterator[tuple[Source, ...]]:
    """Give the files by groups that are worked on together; a file of lines is not cut."""
    for chunk in chunks(paths, Plan(_JOB_BYTES)):
        whole = tuple(source for source in chunk.sources if not source.start)
        if whole:
            yield whole


def _written(one: Rewritten) -> Rewritten:
    if one.data is None:
        return one
    target = one.file.resolve()
    if stamp_at(target) != one.stamp:
        reason = "has changed while it was cleaned, and is left alone; run again"
        return Rewritten(one.path, errors=(*one.errors, InputError(one.path, reason)))
    with replacing(target, stat.S_IMODE(target.stat().st_mode)) as stream:
        stream.write(one.data)
    return one


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that was read: its articles, and how it is spelled where they are cleaned."""

    source: Source
    stamp: str | None = None
    articles: Sequence[Article] = ()
    errors: tuple[InputError, ...] = ()
    spell: Callable[[Sequence[CleanArticle]], bytes] = field(default=lambda _: b"")


def _work(job: _Job) -> list[Rewritten]:
    opened = (_open(source, job.options.fields) for source in job.files)
    return [one for files in portions(opened, _length, BATCH) for one in _cleaned(files, job)]


def _length(file: _Opened) -> int:
    return sum(len(article.text) for article in file.articles)


def _cleaned(files: Sequence[_Opened], job: _Job) -> Iterator[Rewritten]:
    articles = [article for file in files for article in file.articles]
    cleaned = clean_articles(articles, job.options, kernels=job.many)
    for file in files:
        yield _rewritten(file, list(islice(cleaned, len(file.articles))))


def _rewritten(file: _Opened, cleaned: Sequence[CleanArticle]) -> Rewritten:
    path, errors = file.source.path, file.errors
    removals = sum(len(clean.removals) for clean in cleaned)
    if not removals:
        return Rewritten(path, errors=errors)
    try:
        data = file.spell(cleaned)
    except InputError as error:
        return Rewritten(path, errors=(*errors, error))
    return Rewritten(path, removals, errors, data, Path(file.source.file), file.stamp)


def _open(source: Source, fields: Fields) -> _Opened:
    path, kind = source.path, source.format
    try:
        if source.problem is not None:
            raise InputError(path, source.problem, source.line)
        if kind not in ("text", "jsonl"):
            raise InputError(path, f"{kind} is not rewritten in place; use -o OUT")
        return _open_text(source) if kind == "text" else _open_lines(source, fields)
    except InputError as error:
        return _Opened(source, errors=(error,))
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        return _Opened(source, errors=(InputError(path, reason),))


def _open_text(source: Source) -> _Opened:
    file, path = Path(source.file), source.path
    stamp, data = stamp_at(file), file.read_bytes()
    found = decode(data, path)
    if not found.text.strip():
        raise InputError(path, "holds nothing but white space" if data else "is empty")

    def spell(cleaned: Sequence[CleanArticle]) -> bytes:
        if found.to_bytes(found.text) != data:
            reason = f"its {found.encoding} bytes cannot be written back; save it as UTF-8"
            raise InputError(path, reason)
        return found.to_bytes(cleaned[0].text)

    return _Opened(source, stamp, [Article(file.name, found.text)], spell=spell)


def _open_lines(source: Source, fields: Fields) -> _Opened:
    """Open a JSONL file; a line that is not changed, or cannot be used, stays as it is."""
    file, reader = Path(source.file), RecordReader(fields)
    stamp, lines = stamp_at(file), file.read_bytes().split(b"\n")
    articles: dict[int, Article] = {}
    errors: list[InputError] = []
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            articles[at] = reader.article(parse(line, reader.names), 0, 1)
        except RecordError as error:
            errors.append(InputError(source.path, str(error), at + 1))

    def spell(cleaned: Sequence[CleanArticle]) -> bytes:
        for at, clean in zip(articles, cleaned, strict=True):
            if clean.removals:
                spans = [(removal.start, removal.end) for removal in clean.removals]
                lines[at] = cut_from_string(lines[at], fields.text, spans)
        return b"\n".join(lines)

    return _Opened(source, stamp, list(articles.values()), tuple(errors), spell)

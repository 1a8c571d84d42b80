"""Splitting the input into chunks of about equal size, without reading it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

from cleaner.corpus.encode import encode
from cleaner.corpus.places import Chunk, Source, stamp_of
from cleaner.corpus.spooling import spool
from cleaner.corpus.tables import spool_table
from cleaner.corpus.walk import Found, Identity, identity_of, look, shown, walk

#: About how many bytes a chunk has. Results do not depend on it.
CHUNK_BYTES = 8 << 20
#: At most so many files are in a chunk, however small they are.
CHUNK_FILES = 1000
# What reading a file costs beside its bytes; what a compressed byte holds of text.
_FILE_COST, _DENSITY = 1024, 4
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Plan:
    """How to split.

    ``spool`` is a folder for what cannot be split where it lies (standard input, compressed
    files, CSV, large row groups): it is written out there as plain lines. Without one such
    input is one chunk each, and standard input can only be read by this process. ``exclude``
    names files and folders that are never read, such as the output.
    """

    chunk_bytes: int = CHUNK_BYTES
    spool: Path | None = None
    exclude: tuple[Path, ...] = field(default=())


DEFAULT_PLAN = Plan()


def plan(paths: Iterable[str | Path], how: Plan = DEFAULT_PLAN) -> list[Chunk]:
    """Split files and folders into chunks, in input order.

    A path that cannot be used makes no exception here: reading its chunk gives the error.
    """
    return list(chunks(paths, how))


def chunks(paths: Iterable[str | Path], how: Plan = DEFAULT_PLAN) -> Iterator[Chunk]:
    """Give the chunks of :func:`plan` one after the other, as they are found."""
    excluded = frozenset(identity_of(path) for path in how.exclude if path.exists())
    sources = (source for path in paths for source in _sources(str(path), how, excluded))
    for number, group in enumerate(_groups(sources, how.chunk_bytes)):
        yield Chunk(number, tuple(group))


def fingerprint(chunk: Chunk, parameters: dict[str, Any]) -> str:
    """Name a chunk's content and how it is worked on: equal only where the result is equal.

    Files count by path, size and time of change; standard input by its content.
    """
    sources = [
        [s.path, s.id, s.format, s.stamp, s.start, s.end, s.problem, s.line] for s in chunk.sources
    ]
    state = {"number": chunk.number, "sources": sources, "parameters": parameters}
    return blake2b(encode(state, sort=True), digest_size=16).hexdigest()


def _groups(sources: Iterable[Source], chunk_bytes: int) -> Iterator[list[Source]]:
    group: list[Source] = []
    weight = 0
    for source in sources:
        full = weight + source.weight > chunk_bytes or len(group) >= CHUNK_FILES
        if group and full:
            yield group
            group, weight = [], 0
        group.append(source)
        weight += source.weight + _FILE_COST
    if group:
        yield group


def _sources(path: str, how: Plan, exclude: Collection[Identity]) -> Iterator[Source]:
    if path == STDIN:
        stdin = Source(STDIN, STDIN, "jsonl", STDIN)
        yield from _spooled(stdin, how)
        return
    for found in _found(Path(path), exclude):
        yield from _split(_source(found), how)


def _found(path: Path, exclude: Collection[Identity]) -> Iterator[Found]:
    if path.is_dir():
        yield from walk(path, exclude)
    else:
        yield look(path, path.name)


def _source(found: Found) -> Source:
    return Source(
        path=shown(found.path),
        id=found.id,
        format=found.format,
        file=str(found.path),
        stamp=stamp_of(found.size, found.modified),
        weight=found.size * (_DENSITY if found.format.startswith("jsonl.") else 1),
        problem=found.problem,
    )


def _split(source: Source, how: Plan) -> Iterator[Source]:
    if source.problem is not None:
        yield replace(source, id="", file="")
    elif source.format == "jsonl":
        yield from _ranges(source, how.chunk_bytes)
    elif source.weight <= how.chunk_bytes:
        yield source
    elif source.format.startswith("jsonl."):
        yield from _spooled(source, how)
    elif source.format == "parquet":
        from cleaner.corpus.parquet import row_group_ranges

        groups = list(row_group_ranges(source, how.chunk_bytes))
        yield from _rows(source, groups, how)
    elif source.format == "csv":
        yield from _rows(source, [source], how)
    else:
        yield source


def _ranges(source: Source, chunk_bytes: int) -> Iterator[Source]:
    """Cut a file of lines into about equal ranges of whole lines."""
    size = source.weight
    pieces = max(1, -(-size // chunk_bytes))
    cuts = [0, *_cuts(Path(source.file), size, pieces), size]
    if pieces == 1 or not _has_plain_lines(Path(source.file)):
        yield source
        return
    for start, end in pairwise(cuts):
        if start < end:
            yield replace(source, start=start, end=end, weight=end - start)


def _cuts(file: Path, size: int, pieces: int) -> Iterator[int]:
    """Find the first line starts at or after each equal part of a file."""
    if pieces == 1:
        return
    with file.open("rb") as stream:
        for piece in range(1, pieces):
            stream.seek(size * piece // pieces - 1)
            stream.readline()
            yield stream.tell()


def _has_plain_lines(file: Path) -> bool:
    """Tell apart UTF-16 and UTF-32, whose newlines are not bytes, and files of blanks."""
    with file.open("rb") as stream:
        head = stream.read(1 << 16)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]
    return not wide and not head.isspace()


def _rows(source: Source, parts: list[Source], how: Plan) -> Iterator[Source]:
    """Give a table's parts; where one is too large, write the table out as lines and cut those."""
    if how.spool is None or max(part.weight for part in parts) <= 2 * how.chunk_bytes:
        yield from parts
        return
    whole, broken = spool_table(source, how.spool)
    if whole.weight or broken is None:
        yield from _ranges(whole, how.chunk_bytes)
    if broken is not None:
        yield broken


def _spooled(source: Source, how: Plan) -> Iterator[Source]:
    """Write a stream out as plain lines and cut that; what broke it off comes last."""
    if how.spool is None:
        yield source
        return
    whole, broken = spool(source, how.spool)
    if whole.weight or broken is None:
        yield from _ranges(whole, how.chunk_bytes)
    if broken is not None:
        yield broken

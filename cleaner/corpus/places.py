"""Where articles come from: sources, chunks of work, and articles that know their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cleaner.article import Article

#: Bytes looked at in one go where a file is scanned.
BLOCK_BYTES = 1 << 20
#: Bytes whose lines are counted together, and remembered.
_STEP = 1 << 24


@dataclass(frozen=True, slots=True)
class Source:
    """A file, a range of one, or a piece of input that cannot be used.

    ``path`` is for people and ``id`` is relative to the PATH that was given; ``file`` is where
    the bytes are. ``start`` and ``end`` count bytes (JSONL) or row groups (Parquet), half open;
    ``end`` is None for "to the end". ``stamp`` changes when the content does; ``weight`` is
    about how many bytes there are to read. ``line`` is where a problem is, or how many rows of
    a table come before.
    """

    path: str
    id: str
    format: str
    file: str
    stamp: str = ""
    weight: int = 0
    start: int = 0
    end: int | None = None
    problem: str | None = None
    line: int | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the file is there as it was planned; a copy that was unpacked never is."""
        return is_stamped(Path(self.file), self.stamp)


def stamp_of(size: int, modified: int) -> str:
    """Name a file's content by its size and its time of change in nanoseconds."""
    return f"{size}-{modified}"


def stamp_at(file: Path) -> str | None:
    """Name a file's content as it is now; None where there is none to be had."""
    try:
        found = file.stat()
    except OSError:
        return None
    return stamp_of(found.st_size, found.st_mtime_ns)


def is_stamped(file: Path, stamp: str) -> bool:
    """Tell whether a file's content is as its stamp has it."""
    return stamp == stamp_at(file)


class Spot(NamedTuple):
    """Where a text lies in its source's file, spelled as we spell JSON: its string's bytes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A unit of work that any process can read on its own; chunks keep the input's order."""

    number: int
    sources: tuple[Source, ...]

    @property
    def weight(self) -> int:
        """About how many bytes there are to read."""
        return sum(source.weight for source in self.sources)

    def place(self, source: int, row: int) -> tuple[str, int | None]:
        """Give path and line (None for a whole file) of an article of this chunk."""
        return self.sources[source].path, line_of(self.sources[source], row)


@dataclass(frozen=True, slots=True)
class Placed(Article):
    """An article as a reader gives it: with its place and how it came by its id.

    ``source`` is an index into the chunk's sources; ``row`` counts the lines of a JSONL source,
    or the rows or lines of a whole table, from 1, and is 0 where the file is the article.
    ``made_id`` says that the input had no id and this one was made from the content. ``spot`` is
    where the text can be copied from, where that is known.
    """

    source: int = 0
    row: int = 0
    made_id: bool = False
    spot: Spot | None = field(default=None, compare=False, repr=False)


def line_of(source: Source, row: int) -> int | None:
    """Give the line of a row in the whole file, where a row is a line."""
    if not row:
        return None
    if source.format == "jsonl" and source.start:
        return _lines_before(source.file, source.stamp, source.start) + row
    return row


@lru_cache(maxsize=1 << 14)
def _lines_before(file: str, stamp: str, offset: int) -> int:
    """Count the newlines before a byte offset.

    Where many rows have errors, each byte is counted once: for a file as its stamp has it, in
    steps.
    """
    starts = range(0, offset, _STEP)
    return sum(_lines_within(file, stamp, start, min(_STEP, offset - start)) for start in starts)


@lru_cache(maxsize=1 << 14)
def _lines_within(file: str, _stamp: str, start: int, length: int) -> int:
    return sum(block.count(b"\n") for block in _blocks(Path(file), start, length))


def _blocks(file: Path, start: int, length: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(start)
        while length > 0 and (block := stream.read(min(length, BLOCK_BYTES))):
            length -= len(block)
            yield block

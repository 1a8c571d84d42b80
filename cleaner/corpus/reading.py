"""The one way in: chunks of any format are read here, and ids are settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path

from cleaner.corpus.fields import DEFAULT_FIELDS, Fields
from cleaner.corpus.ids import Ledger
from cleaner.corpus.places import Chunk, Placed, Source
from cleaner.corpus.planning import DEFAULT_PLAN, Plan, chunks
from cleaner.errors import InputError

Reader = Callable[[Source, int, Fields], Iterator[Placed | InputError]]


def read_chunk(chunk: Chunk, fields: Fields = DEFAULT_FIELDS) -> Iterator[Placed | InputError]:
    """Read a chunk's articles in order, lazily; what cannot be used is an error in its place.

    Ids are not settled yet: that takes all chunks (:class:`cleaner.corpus.ids.Ledger`).
    """
    for index, source in enumerate(chunk.sources):
        yield from read_source(source, index, fields)


def read_source(
    source: Source, index: int, fields: Fields = DEFAULT_FIELDS
) -> Iterator[Placed | InputError]:
    """Read one source of a chunk; ``index`` is its place there."""
    if source.problem is not None:
        yield InputError(source.path, source.problem, source.line)
        return
    try:
        yield from _reader(source.format)(source, index, fields)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(source.path, f"cannot be read: {error.strerror or error}")


def _reader(kind: str) -> Reader:
    """Load a format's module when it is first needed: some bring heavy libraries."""
    name = kind.partition(".")[0]
    reader: Reader = import_module(f"cleaner.corpus.{name}").read
    return reader


def read(
    paths: Iterable[str | Path], fields: Fields = DEFAULT_FIELDS, how: Plan = DEFAULT_PLAN
) -> Iterator[Placed | InputError]:
    """Read all articles of files and folders, in order, with their ids settled."""
    ledger = Ledger()
    for chunk in chunks(paths, how):
        yield from ledger.settle_articles(chunk, read_chunk(chunk, fields))

"""Parquet: an article a row; row groups are units of work."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from cleaner.corpus.fields import Fields
from cleaner.corpus.places import Placed, Source
from cleaner.corpus.tables import Row, Table, articles
from cleaner.errors import InputError

_ROWS_AT_ONCE = 1024


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a file's row groups."""
    with open_table(source) as table:
        yield from articles(table, source, index, fields)


@contextmanager
def open_table(source: Source) -> Iterator[Table]:
    """Open a Parquet file or some of its row groups; rows are counted over the whole file."""
    from pyarrow import ArrowException

    try:
        with _open(source) as file:
            yield Table(file.schema_arrow.names, _rows(file, source))
    except (ArrowException, ValueError) as error:
        raise InputError(source.path, f"cannot be read as Parquet: {error}") from error


def _rows(file: Any, source: Source) -> Iterator[Row]:
    groups = range(source.start, file.num_row_groups if source.end is None else source.end)
    row = source.line or 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=list(groups)):
        binary = _binary_columns(batch.schema)
        for record in batch.to_pylist():
            row += 1
            yield row, record | {name: _as_text(record[name]) for name in binary}


def _binary_columns(schema: Any) -> list[str]:
    from pyarrow import types

    kinds = (types.is_binary, types.is_large_binary, types.is_fixed_size_binary)
    return [field.name for field in schema if any(is_kind(field.type) for is_kind in kinds)]


def _as_text(value: bytes | None) -> Any:
    """Read bytes as text, which is how older writers have it; mark what is none."""
    try:
        return value if value is None else value.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(value or b"").decode()}


def _open(source: Source) -> Any:
    from pyarrow.parquet import ParquetFile

    return ParquetFile(source.file)


def row_group_ranges(source: Source, chunk_bytes: int) -> Iterator[Source]:
    """Cut a file into ranges of whole row groups of about so many bytes.

    A file that cannot be opened stays one source, whose reader says why.
    """
    from pyarrow import ArrowException

    try:
        with _open(source) as file:
            sizes = _row_group_sizes(file.metadata)
    except (ArrowException, OSError, ValueError):
        yield replace(source, weight=0)
        return
    yield from _join(source, sizes, chunk_bytes)


def _row_group_sizes(metadata: Any) -> list[tuple[int, int]]:
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return [(group.total_byte_size, group.num_rows) for group in groups]


def _join(source: Source, sizes: list[tuple[int, int]], chunk_bytes: int) -> Iterator[Source]:
    start, weight, first_row, row = 0, 0, 0, 0
    for number, (size, rows) in enumerate(sizes):
        if number > start and weight + size > chunk_bytes:
            yield replace(source, start=start, end=number, line=first_row, weight=weight)
            start, weight, first_row = number, 0, row
        weight, row = weight + size, row + rows
    yield replace(source, start=start, end=None, line=first_row, weight=weight)

"""Parquet: an article a row; row groups are units of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cleaner.corpus.fields import Fields, RecordError, RecordReader
from cleaner.corpus.places import Placed, Source
from cleaner.errors import InputError

_ROWS_AT_ONCE = 1024


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a file's row groups; rows are counted over the whole file."""
    from pyarrow import ArrowException

    try:
        with _open(source) as file:
            yield from _articles(file, source, index, RecordReader(fields))
    except (ArrowException, ValueError) as error:
        raise InputError(source.path, f"cannot be read as Parquet: {error}") from error


def _articles(
    file: Any, source: Source, index: int, reader: RecordReader
) -> Iterator[Placed | InputError]:
    names = file.schema_arrow.names
    if reader.fields.text not in names:
        if not source.start:  # once a file, not once a range
            known = ", ".join(names[:12])
            reason = f"no column {reader.fields.text!r} (it has: {known})"
            yield InputError(source.path, reason)
        return
    for row, record in enumerate(_records(file, source), 1):
        try:
            yield reader.article(_as_text(record, reader.names), index, row)
        except RecordError as error:
            yield InputError(source.path, str(error), row + (source.line or 0))


def _records(file: Any, source: Source) -> Iterator[dict[str, Any]]:
    groups = range(source.start, file.num_row_groups if source.end is None else source.end)
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, row_groups=list(groups)):
        yield from batch.to_pylist()


def _as_text(record: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Spell the known fields' dates in ISO 8601, and bytes (as older writers have it) as text."""
    for name in names:
        value: Any = record.get(name)
        if isinstance(value, bytes):
            record[name] = _decode(value, name)
        elif hasattr(value, "isoformat"):
            record[name] = value.isoformat()
    return record


def _decode(value: bytes, name: str) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise RecordError(f"the field {name!r} is not UTF-8: {error.reason}") from None


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
        yield source
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

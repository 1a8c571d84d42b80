"""What CSV and Parquet share: named columns, rows of records, and a plain form to split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from cleaner.corpus.encode import encode
from cleaner.corpus.fields import Fields, RecordError, RecordReader
from cleaner.corpus.places import Placed, Source
from cleaner.corpus.streams import line_blocks
from cleaner.errors import InputError

Row = tuple[int, dict[str, Any] | str]
"""Where a record is (from 1, in the whole file), and it, or why it cannot be used."""

#: The format of a table that was written out as lines.
PLAIN = "tables"


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its column names, and its rows as they are read."""

    names: Sequence[str]
    rows: Iterator[Row]


def articles(
    table: Table, source: Source, index: int, fields: Fields
) -> Iterator[Placed | InputError]:
    """Make articles of a table's rows; a bad row is an error and the next rows go on."""
    if fields.text not in table.names:
        if not source.start:  # once a file, not once a range
            known = ", ".join(table.names[:12])
            reason = f"no column {fields.text!r} (it has: {known})"
            yield InputError(source.path, reason)
        return
    reader = RecordReader(fields)
    for row, record in table.rows:
        try:
            if isinstance(record, str):
                raise RecordError(record)
            yield reader.article(record, index, row)
        except RecordError as error:
            yield InputError(source.path, str(error), row)


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a table that was written out as lines."""
    names = orjson.loads(_names_file(Path(source.file)).read_bytes())
    lines = (line for block in line_blocks(source) for line in block.splitlines())
    rows: Iterator[Row] = map(orjson.loads, lines)
    yield from articles(Table(names, rows), source, index, fields)


def spool_table(source: Source, folder: Path) -> tuple[Source, Source | None]:
    """Write a table's records out as lines.

    Gives the plain file as a source, and a source that tells what broke the table off, if
    anything did.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = blake2b(source.path.encode(), digest_size=8).hexdigest()
    target = folder / f"{name}.rows"
    broken = None
    with target.open("wb") as plain:
        try:
            with _opened(source) as table:
                _names_file(target).write_bytes(encode(list(table.names)))
                plain.writelines(encode(row) + b"\n" for row in table.rows)
        except InputError as error:
            broken = error.reason
    whole = replace(source, format=PLAIN, file=str(target), start=0, end=None, line=None)
    whole = replace(whole, weight=target.stat().st_size)
    return whole, None if broken is None else replace(whole, problem=broken, weight=0)


def _opened(source: Source) -> AbstractContextManager[Table]:
    module = import_module(f"cleaner.corpus.{source.format}")
    opened: AbstractContextManager[Table] = module.open_table(source)
    return opened


def _names_file(target: Path) -> Path:
    return target.with_suffix(".names")

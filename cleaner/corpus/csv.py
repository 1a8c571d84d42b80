"""CSV: an article a row, its fields named by the header; comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cleaner.corpus.decode import decode
from cleaner.corpus.fields import Fields
from cleaner.corpus.places import Placed, Source
from cleaner.corpus.tables import Row, Table, articles
from cleaner.errors import InputError

_DELIMITERS = ",;\t|"
# Undecodable bytes come out of "surrogateescape" as these.
_ESCAPED = frozenset(map(chr, range(0xDC80, 0xDD00)))


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a CSV file."""
    with open_table(source) as table:
        yield from articles(table, source, index, fields)


@contextmanager
def open_table(source: Source) -> Iterator[Table]:
    """Open a CSV file; rows are known by the line where they begin."""
    csv.field_size_limit(sys.maxsize)
    with _open(Path(source.file), source.path) as stream:
        header = next(stream, "")
        delimiter = max(_DELIMITERS, key=lambda mark: len(_split(header, mark)))
        names = _split(header, delimiter)
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        yield Table(names, _rows(reader, names))


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(reader: Any, names: list[str]) -> Iterator[Row]:
    while True:
        line = reader.line_num + 2  # the header has the first
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield line, f"broken CSV: {error}"
            continue
        if row is None:
            return
        if row:
            yield line, _record(row, names)


def _record(row: list[str], names: list[str]) -> dict[str, Any] | str:
    if len(row) > len(names):
        return f"has {len(row)} fields where the header has {len(names)}"
    if any(not field.isascii() and not _ESCAPED.isdisjoint(field) for field in row):
        return "holds bytes that are not UTF-8"
    return dict(zip(names, row, strict=False))


def _open(file: Path, path: str) -> io.TextIOBase:
    """Open as UTF-8 where the beginning is that, so that one bad row costs only itself."""
    with file.open("rb") as stream:
        head = stream.read(1 << 16)
    if not head or head.isspace():
        raise InputError(path, "is empty")
    if _is_utf8(head):
        return file.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    return io.StringIO(decode(file.read_bytes(), path).text, newline="")


def _is_utf8(head: bytes) -> bool:
    """Say whether the beginning of a file is UTF-8, wherever it was cut."""
    if b"\0" in head:
        return False
    try:
        head.rpartition(b"\n")[0].decode()
    except UnicodeDecodeError:
        return False
    return b"\n" in head

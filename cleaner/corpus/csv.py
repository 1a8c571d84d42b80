"""CSV: an article a row, its fields named by the header; comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleaner.corpus.decode import decode
from cleaner.corpus.fields import Fields, RecordError, RecordReader
from cleaner.corpus.places import Placed, Source
from cleaner.errors import InputError

_DELIMITERS = ",;\t|"
# Undecodable bytes come out of "surrogateescape" as these.
_ESCAPED = frozenset(map(chr, range(0xDC80, 0xDD00)))


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a CSV file; a bad row is an error and the next rows go on."""
    with _open(Path(source.file), source.path) as stream:
        rows = _Rows(stream, fields.text)
        if fields.text not in rows.header:
            known = ", ".join(rows.header[:12])
            reason = f"no column {fields.text!r} (it has: {known})"
            raise InputError(source.path, reason, 1)
        yield from _articles(rows, RecordReader(fields), source, index)


def _articles(
    rows: _Rows, reader: RecordReader, source: Source, index: int
) -> Iterator[Placed | InputError]:
    while True:
        try:
            record = next(rows, None)
            if record is None:
                return
            yield reader.article(record, index, rows.line)
        except RecordError as error:
            yield InputError(source.path, str(error), rows.line)


class _Rows:
    """The records of a CSV stream; ``line`` is where the last one began."""

    def __init__(self, stream: Iterable[str], text_name: str) -> None:
        csv.field_size_limit(sys.maxsize)
        lines = iter(stream)
        first = next(lines, "")
        self.line = 1
        self._skipped = 1
        delimiter = _delimiter(first, text_name)
        self.header = next(csv.reader([first], delimiter=delimiter), [])
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self

    def __next__(self) -> dict[str, Any]:
        row: list[str] = []
        while not row:
            self.line = self._reader.line_num + self._skipped + 1
            row = self._next()
        return self._record(row)

    def _next(self) -> list[str]:
        try:
            return next(self._reader)
        except csv.Error as error:
            raise RecordError(f"broken CSV: {error}") from None

    def _record(self, row: Sequence[str]) -> dict[str, Any]:
        if len(row) > len(self.header):
            raise RecordError(f"has {len(row)} fields where the header has {len(self.header)}")
        if any(not field.isascii() and not _ESCAPED.isdisjoint(field) for field in row):
            raise RecordError("holds bytes that are not UTF-8")
        return dict(zip(self.header, row, strict=False))


def _delimiter(header: str, text_name: str) -> str:
    """Choose the delimiter that finds the text's column, else the one with most columns."""

    def worth(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return text_name in names, len(names)

    return max(_DELIMITERS, key=worth)


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

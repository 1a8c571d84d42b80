"""Writing so that a file is there whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.corpus.encode import encode
from cleaner.errors import OutputError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_ROWS_AT_ONCE = 1000


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an :class:`OSError` of writing into an :class:`OutputError` in clear words."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise OutputError(
                f"{path}: the disk is full; nothing was left half-written. Free some space and run"
                " again: what was finished is used again"
            ) from error
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def replacing(path: Path, mode: int | None = None, *, durable: bool = True) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``path`` when the block ends well.

    Raises :class:`OutputError`; the file that was there before is then still there.
    ``durable`` brings the bytes to the disk before the name, so that even a power cut leaves
    no empty file; it costs milliseconds.
    """
    name = blake2b(os.fsencode(path.name), digest_size=8).hexdigest()
    temporary = path.with_name(f".{name}.{os.getpid()}.tmp")
    with explained(path):
        try:
            with temporary.open("wb") as stream:
                yield stream
                _settle(stream, mode, durable=durable)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def _settle(stream: BinaryIO, mode: int | None, *, durable: bool) -> None:
    stream.flush()
    if mode is not None:
        os.fchmod(stream.fileno(), mode)
    if durable:
        os.fsync(stream.fileno())


def to_json_line(row: Mapping[str, Any]) -> bytes:
    """Write a row as a line of JSONL."""
    return encode(row) + b"\n"


def write_rows(stream: BinaryIO, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows as JSONL to an open file and give their number."""
    return write_lines(stream, map(to_json_line, rows))


def write_lines(stream: BinaryIO, lines: Iterable[bytes]) -> int:
    """Write lines to an open file, many at a time, and give their number."""
    rest, count = iter(lines), 0
    while batch := list(islice(rest, _ROWS_AT_ONCE)):
        stream.write(b"".join(batch))
        count += len(batch)
    return count


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a JSONL file, whole or not at all, and give the number of rows."""
    with replacing(path) as stream:
        return write_rows(stream, rows)

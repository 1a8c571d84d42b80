"""JSON lines: an article a line, plain or compressed, or a range of a file's lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

import orjson

from cleaner.corpus.decode import decode
from cleaner.corpus.fields import Fields, RecordError, RecordReader
from cleaner.corpus.places import Placed, Source, line_of
from cleaner.corpus.streams import line_blocks
from cleaner.errors import InputError

UTF8_BOM = b"\xef\xbb\xbf"
WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"\0\0\xfe\xff")
_BEYOND_64_BITS = 2.0**63


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a JSONL source; a bad line is an error and the next lines go on."""
    reader, row, blank = RecordReader(fields), 0, True
    try:
        for row, line in enumerate(_lines(source), 1):
            if not line or line.isspace():
                continue
            blank = False
            yield read_line(line, reader, source, index, row)
    except OSError as error:
        reason = f"cannot be read on: {error.strerror or error}"
        yield InputError(source.path, reason, line_of(source, row + 1))
        return
    if blank:
        yield from blank_error(source, row)


def blank_error(source: Source, rows: int) -> Iterator[InputError]:
    """Say that a source holds no article, where it is a whole file."""
    if not source.start and source.end is None:
        yield InputError(source.path, "holds nothing but white space" if rows else "is empty")


def read_line(
    line: bytes, reader: RecordReader, source: Source, index: int, row: int
) -> Placed | InputError:
    """Make an article of a line, or an error that says what is wrong with it."""
    try:
        return reader.article(parse(line, reader.names), index, row)
    except RecordError as error:
        return InputError(source.path, str(error), line_of(source, row))


def _lines(source: Source) -> Iterator[bytes]:
    blocks = line_blocks(source)
    if not source.start:
        blocks = _in_utf8(blocks, source.path)
    for block in blocks:
        lines = block.split(b"\n")
        if not lines[-1]:
            lines.pop()  # nothing follows the last newline
        yield from lines


def _in_utf8(blocks: Iterator[bytes], path: str) -> Iterator[bytes]:
    """Take a byte order mark away, and bring a file in UTF-16 or UTF-32 to UTF-8 as a whole."""
    first = next(blocks, b"")
    if first.startswith(WIDE_STARTS):
        yield decode(b"".join((first, *blocks)), path).text.encode()
        return
    yield first.removeprefix(UTF8_BOM)
    yield from blocks


def parse(line: bytes, known: Collection[str] = ()) -> dict[str, Any]:
    """Parse a line into an object, or raise a :class:`RecordError`.

    Where a key comes twice, the last counts. ``known`` are the fields in which half a
    surrogate pair is refused; in others it is carried through.
    """
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        record = _parse_slowly(line, known, error)
    if type(record) is not dict:
        raise RecordError(f"is not a JSON object but {_KINDS.get(type(record), 'a number')}")
    if float in map(type, record.values()):
        return _exactly(line, record)
    return record


_KINDS = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}


def _parse_slowly(line: bytes, known: Collection[str], error: orjson.JSONDecodeError) -> Any:
    """Parse what orjson refuses and Python's own writer writes: NaN, lone surrogates.

    A line in Windows-1256 is decoded, too.
    """
    try:
        record = json.loads(_text(line))
    except InputError as undecodable:
        raise RecordError(undecodable.reason) from None
    except (ValueError, RecursionError):
        raise RecordError(
            f"broken JSON: {error.msg} (column {error.pos + 1}); mend the line, or take it out"
        ) from None
    if isinstance(record, dict):
        _refuse_surrogates(record, known)
    return record


def _text(line: bytes) -> str:
    return decode(line, "").text


def _refuse_surrogates(record: dict[str, Any], known: Collection[str]) -> None:
    for name in known:
        value = record.get(name)
        if isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value):
            raise RecordError(
                f"the field {name!r} holds half of a surrogate pair, which is not a character"
            )


def _exactly(line: bytes, record: dict[str, Any]) -> dict[str, Any]:
    """Keep whole numbers beyond 64 bits whole: orjson makes floats of them."""
    if not any(type(v) is float and abs(v) >= _BEYOND_64_BITS for v in record.values()):
        return record
    try:
        exact = json.loads(line)
    except (ValueError, RecursionError):
        return record
    return exact if isinstance(exact, dict) else record

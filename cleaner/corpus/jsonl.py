"""JSON lines: an article a line, plain or compressed, or a range of a file's lines."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from cleaner.corpus.decode import decode
from cleaner.corpus.fields import Fields, RecordError, RecordReader
from cleaner.corpus.places import Placed, Source, Spot, line_of
from cleaner.corpus.streams import line_blocks
from cleaner.errors import InputError

UTF8_BOM = b"\xef\xbb\xbf"
WIDE_STARTS = (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"\0\0\xfe\xff")
_BEYOND_64_BITS = 2.0**63


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read the articles of a JSONL source; a bad line is an error and the next lines go on."""
    reader, row, blank = RecordReader(fields), 0, True
    at = source.start if _lies_plain(source) else None
    try:
        for row, line in enumerate(_lines(source), 1):
            if line and not line.isspace():
                blank = False
                yield read_line(line, reader, source, index, row, at)
            if at is not None:
                at += len(line) + 1
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
    line: bytes,
    reader: RecordReader,
    source: Source,
    index: int,
    row: int,
    at: int | None = None,
) -> Placed | InputError:
    """Make an article of a line, or an error that says what is wrong with it.

    ``at`` is where the line lies in the source's file, if it does.
    """
    try:
        record, plain = _parsed(line, reader.names)
        spot = _spot(line, at, record, reader.fields.text) if plain and at is not None else None
        return reader.article(record, index, row, spot)
    except RecordError as error:
        return InputError(source.path, str(error), line_of(source, row))


#: What a writer of JSON may spell in another way than ours.
_OTHERWISE = re.compile(rb'\\[^n"]')


def _spot(line: bytes, at: int, record: Mapping[str, Any], name: str) -> Spot | None:
    """Find a text in its line; None where anything is not as most writers have it.

    All that is escaped are line breaks and quotation marks, so a name in bare quotes is a key or a
    value, and where nothing is nested, the last one counts.
    """
    if not _NESTED.isdisjoint(map(type, record.values())) or _OTHERWISE.search(line):
        return None
    quoted = b'"%b"' % name.encode()
    key = line.find(quoted)
    colon = key + len(quoted)
    start = colon + (2 if line.startswith(b': "', colon) else 1)
    if key <= 0 or line[key - 1] == _BACKSLASH or not line.startswith((b':"', b': "'), colon):
        return None
    end = line.find(b'"', start + 1)
    while line[end - 1] == _BACKSLASH:
        end = line.find(b'"', end + 1)
    if line.find(quoted, end + 1) >= 0:
        return None
    return Spot(at + start, at + end + 1)


_NESTED = frozenset((dict, list))
_BACKSLASH = ord("\\")


def _lies_plain(source: Source) -> bool:
    """Tell whether lines lie in the source's file as they are read, and can be found again."""
    if source.format != "jsonl" or source.file == "-" or not source.unchanged:
        return False
    if source.start:
        return True
    with Path(source.file).open("rb") as stream:
        return not stream.read(4).startswith((UTF8_BOM, *WIDE_STARTS))


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
    return _parsed(line, known)[0]


def _parsed(line: bytes, known: Collection[str]) -> tuple[dict[str, Any], bool]:
    """Parse a line as :func:`parse` does; tell whether it is JSON as the standard has it."""
    plain = True
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        record, plain = _parse_slowly(line, known, error), False
    if type(record) is not dict:
        raise RecordError(f"is not a JSON object but {_KINDS.get(type(record), 'a number')}")
    if float in map(type, record.values()):
        return _exactly(line, record), plain
    return record, plain


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

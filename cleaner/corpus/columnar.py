"""Reading a chunk into columns instead of objects, and where each article's row lies.

Lines of JSON go through a compiled kernel; what it leaves alone (odd lines, other formats) is
read as always, written out as a line of our own, and goes the same way. This module imports
numba: import it late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from cleaner.corpus.encode import encode
from cleaner.corpus.fields import DEFAULT_FIELDS, Fields, RecordReader
from cleaner.corpus.jsonl import UTF8_BOM, WIDE_STARTS, blank_error, read_line
from cleaner.corpus.places import Chunk, Placed, Source, stamp_at
from cleaner.corpus.reading import read_source
from cleaner.corpus.scanning import ESCAPED, LEFT, PLAIN, Lines, Names, gather, scan
from cleaner.corpus.streams import line_blocks
from cleaner.errors import InputError
from cleaner.language.kernels import DONE, NEEDS_ROOM, Bytes, Offsets, Words
from cleaner.language.word_kernels import Hashing, desk_for, larger_desk, spelling_columns
from cleaner.strings import Strings

_NAMES = ("text", "title", "id", "url", "date", "outlet", "published", "site", "copy_of")
_URL, _COPY_OF = _NAMES.index("url"), _NAMES.index("copy_of")
_STRICT = 6


def _names(least: int) -> Names:
    data = np.frombuffer("".join(_NAMES).encode(), np.uint8)
    return Names(data, np.cumsum([len(name) for name in _NAMES]), _STRICT, least)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Where each article's JSON line lies, as offsets into one of two files.

    ``spans`` are where it starts and where its closing brace is; ``copy_of`` the value of that
    field, or -1; ``texts`` the inside of the JSON string of its text. ``own`` rows are in the
    file that we wrote, the others in the input.
    """

    own: NDArray[np.bool_]
    spans: NDArray[np.int64]
    copy_of: NDArray[np.int64]
    texts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The articles of one source, by column.

    ``strings`` holds url, date, outlet, published and site, the last two as an earlier run of
    ours wrote them; ``numbers`` are lines, or 0 where the file is the article.
    """

    source: Source
    index: int
    ids: Strings
    made: NDArray[np.bool_]
    numbers: NDArray[np.int64]
    strings: tuple[Strings, ...]
    words: Words
    offsets: Offsets
    titles: Words
    title_offsets: Offsets
    rows: Rows
    own_file: Path
    stamp: str | None
    errors: tuple[InputError, ...]

    def __len__(self) -> int:
        """Count the articles."""
        return len(self.numbers)

    def without_words(self) -> Table:
        """Give the table without the words of texts and titles, its bulk."""
        none, start = np.empty(0, np.uint32), np.zeros(1, np.int64)
        return replace(self, words=none, offsets=start, titles=none, title_offsets=start)


def read_tables(chunk: Chunk, fields: Fields, folder: Path) -> Iterator[Table]:
    """Read a chunk's sources by column; rows that we must write ourselves go into ``folder``."""
    for index, source in enumerate(chunk.sources):
        yield _Reading(source, index, fields, folder / f"{chunk.number:06d}-{index:04d}").table()


class _Reading:
    """The reading of one source: rows found so far, and the lines written for odd ones."""

    def __init__(self, source: Source, index: int, fields: Fields, own_file: Path) -> None:
        self._source, self._index, self._reader = source, index, RecordReader(fields)
        self._own_file, self._own = own_file, bytearray()
        self._data, self._stamp = np.empty(0, np.uint8), stamp_at(Path(source.file))
        self._lines, self._desk = _room(16, 1 << 12), desk_for(1 << 12)
        self._row = 0
        self._made: list[int] = []
        self._odd: list[int] = []
        self._errors: list[InputError] = []

    def table(self) -> Table:
        """Read all."""
        if not self._by_lines():
            for item in read_source(self._source, self._index, self._reader.fields):
                self._take(item, item.row if isinstance(item, Placed) else 0)
        table = self._finished()
        if self._own:
            self._own_file.write_bytes(self._own)
        return table

    def _by_lines(self) -> bool:
        """Scan a plain file of lines with the usual names; False: it is not one."""
        source = self._source
        lines = source.format.partition(".")[0] == "jsonl" and source.problem is None
        if not lines or self._reader.fields != DEFAULT_FIELDS or source.file == "-":
            return False
        try:
            self._data = self._bytes()
        except OSError:
            return False  # reading it as always tells what is wrong
        head = self._data[:4].tobytes()
        if not source.start and head.startswith(WIDE_STARTS):
            self._data = self._data[:0]
            return False
        skipped = 3 if not source.start and head.startswith(UTF8_BOM) else 0
        self._lines = _room(len(self._data) // 1500 + 16, len(self._data) // 8 + 64)
        self._desk = desk_for(len(self._data))
        self._scan(skipped)
        return True

    def _bytes(self) -> Bytes:
        """Read the source's lines; those of a packed file are written out to be found again."""
        source = self._source
        if source.format == "jsonl":
            count = -1 if source.end is None else source.end - source.start
            return np.fromfile(source.file, np.uint8, count, offset=source.start)
        unpacked = self._own_file.with_suffix(".lines")
        data = b"".join(line_blocks(source))
        unpacked.write_bytes(data)
        self._source = replace(source, file=str(unpacked))
        self._stamp = stamp_at(unpacked)
        return np.frombuffer(data, np.uint8)

    def _scan(self, at: int) -> None:
        number, row, names = 1, 0, _names(1)
        while True:
            at, number, row, status = scan(
                self._data, at, number, row, names, self._hashing(), self._lines
            )
            if status == DONE:
                break
            if status == LEFT:
                self._row = row
                start, end = self._lines.places[row, :2].tolist()
                self._read_odd(self._data[start:end].tobytes(), number)
                at, number, row = end + 1, number + 1, self._row
            else:
                self._provide(int(status))
        self._row = row
        if not row and not self._errors:
            self._errors += blank_error(self._source, number - 1)

    def _hashing(self) -> Hashing:
        return Hashing(spelling_columns().view, self._desk)

    def _provide(self, status: int) -> None:
        """Provide what a scan stopped for: more room, or how a character is spelled."""
        if status == NEEDS_ROOM:
            self._lines, self._desk = _larger(self._lines), larger_desk(self._desk)
        else:
            spelling_columns().learn(status)

    def _read_odd(self, line: bytes, number: int) -> None:
        if not line.isspace():
            self._take(read_line(line, self._reader, self._source, self._index, number), number)

    def _take(self, item: Placed | InputError, number: int) -> None:
        """Add an article that was read as an object, or an error."""
        if isinstance(item, InputError):
            self._errors.append(item)
            return
        head, tail = _own_row(item)
        start = len(self._own)
        self._own += head[:-1] + tail
        self._enter(np.frombuffer(head, np.uint8))
        lines, row = self._lines, self._row
        lines.numbers[row] = number
        for places in (lines.places[row], lines.spans[row].reshape(-1)):
            places += start + len(self._data)
        lines.places[row, 2] = len(self._own) - 2 + len(self._data)
        lines.kinds[row, _COPY_OF] = 0
        self._odd.append(row)
        if item.made_id:
            self._made.append(row)
        self._row += 1

    def _enter(self, head: Bytes) -> None:
        """Scan one line of ours into the next row."""
        names = _names(0)
        while True:
            *_, row, status = scan(head, 0, 0, self._row, names, self._hashing(), self._lines)
            if status == LEFT:
                raise AssertionError(f"a line of our own is left alone: {head.tobytes()!r}")
            if status != DONE:
                self._provide(int(status))
            elif row > self._row:
                return

    def _finished(self) -> Table:
        rows, lines = self._row, self._lines
        more = bytearray(self._own)
        strings = [self._strings(name, more) for name in range(_NAMES.index("id"), _COPY_OF)]
        return Table(
            source=self._source,
            index=self._index,
            ids=strings[0],
            made=_flags(rows, self._made),
            numbers=lines.numbers[:rows].copy(),
            strings=tuple(strings[1:]),
            words=lines.words[: lines.word_ends[rows]],
            offsets=lines.word_ends[: rows + 1],
            titles=lines.titles[: lines.title_ends[rows]],
            title_offsets=lines.title_ends[: rows + 1],
            rows=self._rows(),
            own_file=self._own_file,
            stamp=self._stamp,
            errors=tuple(self._errors),
        )

    def _strings(self, name: int, more: bytearray) -> Strings:
        """Gather a field's strings; those with escapes are decoded into ``more`` first."""
        rows, size = self._row, len(self._data)
        spans, kinds = self._lines.spans[:rows, name].copy(), self._lines.kinds[:rows, name]
        spans[(kinds != PLAIN) & (kinds != ESCAPED)] = 0
        for row in np.flatnonzero(kinds == ESCAPED).tolist():
            start, end = spans[row].tolist()
            inside = more[start - size : end - size] if start >= size else self._data[start:end]
            plain = orjson.loads(b'"%s"' % bytes(inside)).encode()
            spans[row] = size + len(more), size + len(more) + len(plain)
            more += plain
        offsets = np.zeros(rows + 1, np.int64)
        np.cumsum(spans[:, 1] - spans[:, 0], out=offsets[1:])
        out = np.empty(offsets[-1], np.uint8)
        gather(self._data, np.frombuffer(bytes(more), np.uint8), spans, offsets, out)
        return Strings(out, offsets)

    def _rows(self) -> Rows:
        """Give the places of rows as offsets into their files."""
        rows, lines = self._row, self._lines
        own = _flags(rows, self._odd)
        shift = np.where(own, -len(self._data), self._source.start)[:, None]
        copy_of = lines.spans[:rows, _COPY_OF] + shift
        kinds = lines.kinds[:rows, _COPY_OF]
        copy_of += np.where((kinds == PLAIN) | (kinds == ESCAPED), 1, 0)[:, None] * np.array(
            [-1, 1]
        )
        copy_of[kinds == 0] = -1
        return Rows(
            own=own,
            spans=lines.places[:rows, [0, 2]] + shift,
            copy_of=copy_of,
            texts=lines.spans[:rows, 0] + shift,
        )


def _own_row(article: Placed) -> tuple[bytes, bytes]:
    """Write an article as a line: what we know of it as an object, and what else it has."""
    extra = {name: value for name, value in article.extra.items() if name != "copy_of"}
    told = {name: extra.pop(name) for name in ("published", "site") if _plain(extra.get(name))}
    for name in _NAMES:  # of a field under another name, which is not what ours would hold
        if name in extra:
            extra[f"original_{name}"] = extra.pop(name)
    published = article.facts.published
    head = {
        "id": article.id,
        "text": article.text,
        "title": article.title or article.facts.headline,
        "url": article.url,
        "date": article.date,
        "outlet": article.outlet,
        "published": told.get("published") or published,
        "site": told.get("site") or article.facts.site,
    }
    facts = asdict(article.facts)
    extra |= {n: facts[n] for n in ("source", "byline", "tags", "section") if facts[n]}
    line = encode({name: value for name, value in head.items() if value is not None})
    return line, b"," + encode(extra)[1:] + b"\n" if extra else b"}\n"


def _plain(value: object) -> bool:
    """Whether a value is a string that JSON can hold as it is."""
    if not isinstance(value, str) or not value:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _flags(rows: int, places: Sequence[int]) -> NDArray[np.bool_]:
    flags = np.zeros(rows, np.bool_)
    flags[list(places)] = True
    return flags


def _room(rows: int, words: int) -> Lines:
    return Lines(
        places=np.empty((rows, 3), np.int64),
        numbers=np.empty(rows, np.int64),
        spans=np.empty((rows, len(_NAMES), 2), np.int64),
        kinds=np.empty((rows, len(_NAMES)), np.uint8),
        words=np.empty(words, np.uint32),
        word_ends=np.zeros(rows + 1, np.int64),
        titles=np.empty(words // 4, np.uint32),
        title_ends=np.zeros(rows + 1, np.int64),
    )


def _larger(lines: Lines) -> Lines:
    """Give twice the room."""
    return Lines(*(np.concatenate([column, np.zeros_like(column)]) for column in lines))

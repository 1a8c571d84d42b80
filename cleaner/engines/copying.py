"""A run that looks for copies alone: columns from the input's bytes to written clusters.

No article becomes an object. Threads read and sketch chunks (the kernels let go of the
interpreter), one search finds the copies, and a row of ``articles.jsonl`` is the line of the
input with ``copy_of`` in it. This module imports numba: import it late.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, compress, islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import orjson
from numpy.typing import NDArray

from cleaner.article import CopyLink, host_of
from cleaner.copies import CopyColumns, CopyOptions, Recipe, Sketches
from cleaner.copies.finding import find_links
from cleaner.copies.permuting import permutations
from cleaner.copies.signing import sign
from cleaner.copies.sorting import distinct
from cleaner.corpus import Chunk, Fields, IdColumns, Ledger
from cleaner.corpus.atomic import to_json_line
from cleaner.corpus.columnar import Table, read_tables
from cleaner.corpus.encode import encode
from cleaner.corpus.output import ARTICLES, COPIES, ERRORS, OutputFolder, error_row, write_rows
from cleaner.corpus.places import stamp_at
from cleaner.corpus.rows import copy_row, iso_date, renamed
from cleaner.corpus.scanning import hash_strings
from cleaner.engines.clock import Clock
from cleaner.engines.crediting import may_credit
from cleaner.engines.growing import Growing, room_for
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import cores
from cleaner.errors import InputError, changed
from cleaner.language.agencies import credited_source
from cleaner.report.progress import Progress
from cleaner.rooms import Room
from cleaner.strings import Strings
from cleaner.threads import in_threads

_Flags = NDArray[np.bool_]
_Numbers = NDArray[np.int64]
_ROWS_AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class _Job:
    chunk: Chunk
    fields: Fields
    folder: Path
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class _Sketched:
    chunk: Chunk
    tables: list[Table]
    signatures: list[NDArray[np.uint32]]
    maybe_credited: list[_Flags]


def _sketch(job: _Job) -> _Sketched:
    """Read and sign a chunk; what numbers of its sketches stay with its tables is small."""
    factors, terms = permutations(job.recipe.permutations, job.recipe.seed)
    tables = list(read_tables(job.chunk, job.fields, job.folder))
    signed = [sign(t.words, t.offsets, job.recipe.shingle, factors, terms) for t in tables]
    return _Sketched(job.chunk, tables, signed, [may_credit(t.words, t.offsets) for t in tables])


class _Corpus:
    """All articles of a run, by column."""

    def __init__(self, room: Room) -> None:
        self.parts: list[tuple[Chunk, Table]] = []
        self._words, self._titles = Growing(np.uint32, room=room), Growing(np.uint32)
        self._offsets, self._title_offsets = Growing(np.int64), Growing(np.int64)
        self._signatures = Growing(np.uint32, Recipe().permutations, room)
        self._maybe_credited = Growing(np.bool_)
        self._ends = [0, 0]
        for offsets in (self._offsets, self._title_offsets):
            offsets.append(np.zeros(1, np.int64))

    def add(self, sketched: _Sketched, share: float) -> None:
        """Add a chunk's articles; the words move from its tables to the columns.

        ``share`` is how much of the input has been read then.
        """
        columns = (sketched.tables, sketched.signatures, sketched.maybe_credited)
        for table, signatures, maybe_credited in zip(*columns, strict=True):
            self._words.append(table.words, share)
            self._titles.append(table.titles, share)
            self._offsets.append(table.offsets[1:] + self._ends[0], share)
            self._title_offsets.append(table.title_offsets[1:] + self._ends[1], share)
            self._ends = [self._ends[0] + len(table.words), self._ends[1] + len(table.titles)]
            self._signatures.append(signatures, share)
            self._maybe_credited.append(maybe_credited, share)
            self.parts.append((sketched.chunk, table.without_words()))

    def maybe_credited(self, kept: _Flags) -> _Flags:
        """Tell which of the articles that stay may credit an agency."""
        flags: _Flags = self._maybe_credited.values[kept]
        return flags

    def sketches(self, kept: _Flags) -> tuple[Sketches, tuple[NDArray[np.uint32], _Numbers]]:
        """Give the sketches and the words of titles of the articles that stay."""
        words, offsets = _kept(self._words.values, self._offsets.values, kept)
        titles = _kept(self._titles.values, self._title_offsets.values, kept)
        signatures = self._signatures.values
        return Sketches(words, offsets, signatures if kept.all() else signatures[kept]), titles


def _kept(
    words: NDArray[np.uint32], offsets: _Numbers, kept: _Flags
) -> tuple[NDArray[np.uint32], _Numbers]:
    if kept.all():
        return words, offsets
    lengths = np.diff(offsets)
    ends = np.concatenate([[0], np.cumsum(lengths[kept])])
    return words[np.repeat(kept, lengths)], ends


@dataclass(frozen=True, slots=True)
class _Settled:
    """The ids that were settled: which articles stay, new names, and errors."""

    kept: _Flags
    names: Mapping[int, str]
    errors: tuple[InputError, ...]


def find_copies_alone(
    chunks: Sequence[Chunk],
    folder: OutputFolder,
    options: RunOptions,
    clock: Clock,
    progress: Progress,
) -> tuple[dict[str, int], tuple[InputError, ...]]:
    """Read, sketch, find copies and write; give the counts and the errors."""
    with clock.stage("read and sketch"):
        corpus = _read(chunks, folder, options, progress)
        settled = _settle(corpus.parts)
    articles = Articles([table for _, table in corpus.parts], settled)
    progress("copies", 0, 1)
    with clock.stage("copies"):
        links = _links(corpus, articles, settled, options)
    progress("copies", 1, 1)
    with clock.stage("write"):
        counts = _write(articles, links, settled, folder, options)
    return counts, settled.errors


def _read(
    chunks: Sequence[Chunk], folder: OutputFolder, options: RunOptions, progress: Progress
) -> _Corpus:
    done, total = 0, sum(chunk.weight for chunk in chunks)
    corpus = _Corpus(room_for(total, options, folder))
    rows = folder.work / "rows"
    rows.mkdir(exist_ok=True)
    jobs = [_Job(chunk, options.fields, rows, Recipe()) for chunk in chunks]
    for sketched in in_threads(_sketch, jobs, options.workers or cores()):
        done += sketched.chunk.weight
        corpus.add(sketched, done / max(total, 1))
        progress("sketch", done, total)
    return corpus


def _settle(parts: Sequence[tuple[Chunk, Table]]) -> _Settled:
    """Find ids that come twice; only where there are any, all are looked at one by one."""
    errors = [error for _, table in parts for error in table.errors]
    count = sum(len(table) for _, table in parts)
    kept, names = np.ones(count, np.bool_), dict[int, str]()
    hashes = [hash_strings(table.ids.data, table.ids.offsets) for _, table in parts]
    if len(distinct(np.concatenate([*hashes, np.empty(0, np.uint64)]))) < count:
        for at, change in _changes(parts):
            if isinstance(change, str):
                names[at] = change
            else:
                errors.append(change)
                kept[at] = False
    errors.sort(key=lambda error: (error.path, error.line or 0))
    return _Settled(kept, names, tuple(errors))


def _changes(parts: Sequence[tuple[Chunk, Table]]) -> Iterator[tuple[int, str | InputError]]:
    ledger, start = Ledger(), 0
    for chunk, table in parts:
        count = len(table)
        columns = IdColumns(
            [str(id_) for id_ in table.ids],
            array("q", [table.index] * count),
            array("q", table.numbers.tolist()),
            bytearray(table.made.astype(np.uint8)),
        )
        for at, change in ledger.settle(chunk, columns).items():
            yield start + at, change
        start += count


class Articles:
    """What is known of the articles that stay, by column."""

    def __init__(self, tables: Sequence[Table], settled: _Settled) -> None:
        self.tables = tables
        self._starts = [0, *accumulate(map(len, tables))]
        self._settled, self._rows = settled, np.flatnonzero(settled.kept)
        self.ids = [str(id_) for id_ in self._column(lambda table: table.ids)]
        for row, name in settled.names.items():
            self.ids[int(np.searchsorted(self._rows, row))] = name

    def _column(self, column: Callable[[Table], Strings]) -> list[str | None]:
        values = chain.from_iterable(column(table) for table in self.tables)
        return list(compress(values, self._settled.kept))

    def columns(self, maybe_credited: _Flags) -> CopyColumns:
        """Give what finding copies looks at; what few need is read where it is asked for."""
        dates, outlets, published = (self._column(_string(at)) for at in (1, 2, 3))
        urls: Sequence[str | None] = _Values(self, _string(0))
        if not all(outlets):
            urls, sites = (self._column(_string(at)) for at in (0, 4))
            given = zip(outlets, urls, sites, strict=True)
            outlets = [outlet or host_of(url) or site for outlet, url, site in given]
        told = zip(dates, published, strict=True)
        return CopyColumns(
            ids=self.ids,
            outlets=outlets,
            urls=urls,
            published=[iso_date(date) or earlier for date, earlier in told],
            sources=_Credits(self, maybe_credited),
        )

    def place(self, at: int) -> tuple[Table, int]:
        """Give an article's table, and its row there."""
        row = int(self._rows[at])
        part = bisect_right(self._starts, row) - 1
        return self.tables[part], row - self._starts[part]

    def text(self, at: int) -> str:
        """Read an article's text from where it lies."""
        table, row = self.place(at)
        start, end = table.rows.texts[row].tolist()
        with _file_of(table, row).open("rb", buffering=0) as stream:
            stream.seek(start)
            text: str = orjson.loads(b'"%s"' % stream.read(end - start))
        return text


def _string(at: int) -> Callable[[Table], Strings]:
    return lambda table: table.strings[at]


class _Values(Sequence[str | None]):
    """A column of the articles, read where it is asked for."""

    def __init__(self, articles: Articles, column: Callable[[Table], Strings]) -> None:
        self._articles, self._column = articles, column

    def __len__(self) -> int:
        return len(self._articles.ids)

    def __getitem__(self, at: int) -> str | None:  # type: ignore[override]
        table, row = self._articles.place(at)
        return self._column(table)[row]


class _Credits(Sequence[str | None]):
    """Who articles credit, found out where it is asked for."""

    def __init__(self, articles: Articles, maybe: _Flags) -> None:
        self._maybe = maybe.tolist()
        self._look = lru_cache(maxsize=1 << 16)(lambda at: credited_source(articles.text(at)))

    def __len__(self) -> int:
        return len(self._maybe)

    def __getitem__(self, at: int) -> str | None:  # type: ignore[override]
        return self._look(at) if self._maybe[at] else None


def _file_of(table: Table, row: int) -> Path:
    return table.own_file if table.rows.own[row] else Path(table.source.file)


def _links(
    corpus: _Corpus, articles: Articles, settled: _Settled, options: RunOptions
) -> dict[int, CopyLink]:
    sketches, titles = corpus.sketches(settled.kept)
    how = CopyOptions(canonical=options.canonical, workers=options.workers or cores())
    columns = articles.columns(corpus.maybe_credited(settled.kept))
    return find_links(sketches, columns, how, titles=titles)


def _write(
    articles: Articles,
    links: Mapping[int, CopyLink],
    settled: _Settled,
    folder: OutputFolder,
    options: RunOptions,
) -> dict[str, int]:
    with folder.writing(COPIES) as stream:
        _in_batches(stream, _copy_lines(articles.ids, links))
    if options.articles:
        with folder.writing(ARTICLES) as stream:
            _in_batches(stream, _article_lines(articles, links, settled, options))
    with folder.writing(ERRORS) as stream:
        write_rows(stream, map(error_row, settled.errors))
    groups = Counter(link.canonical for link in links.values())
    return {
        "articles": len(articles.ids),
        "errors": len(settled.errors),
        "copies": len(links),
        "copy_groups": len(groups),
        "largest_copy_group": max(groups.values(), default=-1) + 1,
    }


def _in_batches(stream: BinaryIO, lines: Iterator[bytes]) -> None:
    while batch := list(islice(lines, _ROWS_AT_ONCE)):
        stream.write(b"".join(batch))


def _copy_lines(ids: Iterable[str], links: Mapping[int, CopyLink]) -> Iterator[bytes]:
    for at, told in enumerate(map(encode, ids)):
        link = links.get(at)
        if link is None:
            yield b'{"id":%b,"cluster":%b,"canonical":%b}\n' % (told, told, told)
        else:
            yield to_json_line(copy_row(link))


def _article_lines(
    articles: Articles, links: Mapping[int, CopyLink], settled: _Settled, options: RunOptions
) -> Iterator[bytes]:
    at = row = 0
    for table in articles.tables:
        texts = _RowTexts(table)
        for own_row in range(len(table)):
            if settled.kept[row]:
                link = links.get(at)
                if link is None or not options.canonical_only:
                    line = texts.line(own_row, link.canonical if link else None)
                    name = settled.names.get(row)
                    yield renamed(line, str(table.ids[own_row]), name) if name else line
                at += 1
            row += 1


class _RowTexts:
    """The lines of a table, read again from where they lie."""

    def __init__(self, table: Table) -> None:
        rows = table.rows
        self._own = rows.own.tolist()
        self._spans, self._copy_of = rows.spans.tolist(), rows.copy_of.tolist()
        self._data = _bytes_of(table)
        self._own_data = table.own_file.read_bytes() if rows.own.any() else b""

    def line(self, row: int, copy_of: str | None) -> bytes:
        """Give a row's line with ``copy_of`` set."""
        value = b"null" if copy_of is None else encode(copy_of)
        data, shift = (self._own_data, 0) if self._own[row] else self._data
        start, brace = (place - shift for place in self._spans[row])
        if self._copy_of[row][0] < 0:
            return b'%b,"copy_of":%b}\n' % (data[start:brace], value)
        first, last = (place - shift for place in self._copy_of[row])
        return b"%b%b%b}\n" % (data[start:first], value, data[last:brace])


def _bytes_of(table: Table) -> tuple[bytes, int]:
    """Read the part of the input that a table's rows lie in, and tell where it starts.

    Raises:
        InputError: it is not what was read before.
    """
    if table.rows.own.all():
        return b"", 0
    if table.stamp != stamp_at(Path(table.source.file)):
        raise changed(table.source.path)
    spans = table.rows.spans[~table.rows.own]
    start, end = int(spans[0, 0]), int(spans[-1, 1])
    with Path(table.source.file).open("rb", buffering=0) as stream:
        stream.seek(start)
        return stream.read(end - start), start

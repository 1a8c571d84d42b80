"""A part: all that comes of one chunk, as files that any process can open.

Rows stand as finished JSON, so that joining a part needs no parsing; what grouping needs of an
article besides (ids, places, dates) are plain columns. A text that stays as it was is not written
a second time where the input spells it as we do: it is copied from there when OUT is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import orjson
from numpy.typing import NDArray

from cleaner.article import Article, CleanArticle, Removal
from cleaner.corpus import IdColumns
from cleaner.corpus.encode import encode
from cleaner.corpus.output import article_row, error_row, removal_rows, to_json_line
from cleaner.corpus.places import Placed, Source, is_stamped
from cleaner.errors import InputError, changed
from cleaner.report.records import paper_of, words_of
from cleaner.strings import Pieces

_COLUMNS, _ROWS, _REMOVALS = "columns.json", "rows.json", "removals.jsonl"
_TEXTS, _OFFSETS, _SPOTS = "texts.json", "offsets.npy", "spots.npy"
#: Where a text lies that the part itself holds, in place of a source's number.
_OWN = -1
#: Keys of an article's row that only grouping knows: joined to the row at the end.
JOINED = ("copy_of", "story")


@dataclass(slots=True)
class Columns:
    """What grouping needs of each article of a part, and how its rows came to be.

    ``files`` are the sources whose files hold texts, by number: file and stamp.
    ``parents`` is the position of the article that an embedded one was cut from, or -1; ``papers``
    and ``words`` are what the report counts of every article.
    """

    ids: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    titles: list[str | None] = field(default_factory=list)
    outlets: list[str | None] = field(default_factory=list)
    urls: list[str | None] = field(default_factory=list)
    published: list[str | None] = field(default_factory=list)
    credits: list[str | None] = field(default_factory=list)
    removed: list[float] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    words: list[int] = field(default_factory=list)
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    removals: int = 0
    spared: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)

    def id_columns(self) -> IdColumns:
        """Give the ids that the input has given, without those of embedded articles."""
        own = [at for at, parent in enumerate(self.parents) if parent < 0]
        return IdColumns(
            [self.ids[at] for at in own],
            array("q", (self.sources[at] for at in own)),
            array("q", (self.rows[at] for at in own)),
            bytearray(self.made[at] for at in own),
        )


class PartWriter:
    """Collects a chunk's articles and writes them out as a part's files."""

    def __init__(self, sources: Sequence[Source] = ()) -> None:
        self.columns = Columns()
        self._sources = sources
        self._rows: list[bytes] = []
        self._removals: list[bytes] = []
        self._texts: list[bytes] = []
        self._spots: list[tuple[int, int, int]] = []
        self._lying: dict[int, str] = {}
        self._own = 0

    def add(self, article: Article, clean: CleanArticle, credit: str | None, parent: int) -> None:
        """Add the next article."""
        row = article_row(article, clean)
        columns = self.columns
        columns.ids.append(article.id)
        columns.sources.append(article.source if isinstance(article, Placed) else 0)
        columns.rows.append(article.row if isinstance(article, Placed) else 0)
        columns.made.append(isinstance(article, Placed) and article.made_id)
        columns.parents.append(parent)
        columns.titles.append(row["title"])
        columns.outlets.append(article.site or row["site"])
        columns.urls.append(article.url)
        columns.published.append(row["published"])
        columns.credits.append(credit)
        columns.removed.append(1 - len(clean.text) / len(article.text) if article.text else 0.0)
        columns.papers.append(paper_of(row))
        columns.removals += len(clean.removals)
        self._place(article, clean.text)
        for key in (*JOINED, "id", "text"):
            del row[key]
        self._rows.append(b"," + encode(row)[1:-1])
        removals = map(to_json_line, removal_rows(article, clean)) if clean.removals else ()
        self._removals.append(b"".join(removals))

    def _place(self, article: Article, text: str) -> None:
        """Note where a text can be copied from, or keep it."""
        spot = article.spot if isinstance(article, Placed) and text == article.text else None
        if isinstance(article, Placed) and spot is not None:
            self._lying[len(self._spots)] = text
            self._spots.append((article.source, *spot))
        else:
            self._spots.append(self._kept(text))

    def _kept(self, text: str) -> tuple[int, int, int]:
        spelled, start = encode(text), self._own
        self._texts.append(spelled)
        self._own += len(spelled)
        return _OWN, start, self._own

    def spare(self, article: Article, spared: Sequence[Removal]) -> None:
        """Add what stays of the last article though a rule would have removed it."""
        if not spared:
            return
        at = len(self.columns.ids) - 1
        rows = removal_rows(article, CleanArticle("", tuple(spared)))
        self.columns.spared += ({"at": at, "row": row} for row in rows)

    def fail(self, error: InputError) -> None:
        """Add an input that could not be used."""
        self.columns.errors.append(error_row(error))

    def save(self, folder: Path) -> None:
        """Write the files."""
        _write_texts(folder / _ROWS, self._rows)
        _write_texts(folder / _REMOVALS, self._removals)
        np.save(folder / _OFFSETS, np.array([_ends(self._rows), _ends(self._removals)]))
        try:
            self._save_texts(folder)
        except InputError:  # a file of the input is not what it was: it may be growing
            for at, text in self._lying.items():
                self._spots[at] = self._kept(text)
            self._save_texts(folder)
        (folder / _COLUMNS).write_bytes(orjson.dumps(self.columns))

    def _save_texts(self, folder: Path) -> None:
        _write_texts(folder / _TEXTS, self._texts)
        spots = np.array(self._spots, np.int64).reshape(-1, 3)
        numbers = set(spots[:, 0].tolist()) - {_OWN}
        sources = {str(number): self._sources[number] for number in numbers}
        files = {number: (source.file, source.stamp) for number, source in sources.items()}
        counted = [(words_of(text), crc32(text)) for text in Texts(folder, spots, files).all()]
        for source in sources.values():
            if not source.unchanged:
                raise changed(source.file)
        self.columns.files, self.columns.words = files, [words for words, _ in counted]
        sums = np.array([check for _, check in counted], np.int64)
        np.save(folder / _SPOTS, np.column_stack((spots, sums)))


def _write_texts(path: Path, texts: Sequence[bytes]) -> None:
    with path.open("wb") as stream:
        stream.writelines(texts)


def _ends(texts: Sequence[bytes]) -> NDArray[np.int64]:
    return np.cumsum([0, *map(len, texts)], dtype=np.int64)


def load_columns(folder: Path) -> Columns:
    """Read a part's columns."""
    return Columns(**orjson.loads((folder / _COLUMNS).read_bytes()))


def load_rests(folder: Path) -> Pieces:
    """Read what follows the text in each article's row, without the closing brace."""
    return Pieces((folder / _ROWS).read_bytes(), np.load(folder / _OFFSETS)[0].tolist())


def load_texts(folder: Path) -> Texts:
    """Open the texts of a part's articles."""
    return Texts(folder, np.load(folder / _SPOTS), load_columns(folder).files)


class Texts:
    """The texts of a part's articles as JSON, wherever each of them lies.

    ``spots`` has a row for each: a source's number, where its bytes start and end and, once it is
    known, their CRC-32, by which texts are known in a file that has grown since.

    Raises:
        InputError: a file that holds texts is not what it was any more.
    """

    def __init__(
        self, folder: Path, spots: NDArray[np.int64], files: Mapping[str, tuple[str, str]]
    ) -> None:
        self._folder, self._spots, self._files = folder, spots, files

    def all(self) -> Iterator[memoryview]:
        """Read all, in order."""
        data = {number: self._span(number) for number in self._numbers()}
        for number, start, end, *check in self._spots.tolist():
            held, shift, surely = data[number]
            text = held[start - shift : end - shift]
            if not surely:
                self._require(text, number, check)
            yield text

    @contextmanager
    def reading(self) -> Iterator[Callable[[int], bytes]]:
        """Read texts one by one: what is given reads that of the article at a position.

        A chunk may have very many files: of those of the input one is open at a time.
        """
        opened: dict[int, tuple[FileIO, bool]] = {}

        def stream(number: int) -> tuple[FileIO, bool]:
            if number not in opened:
                for other in opened.keys() - {_OWN}:
                    opened.pop(other)[0].close()
                opened[number] = self._open(number)
            return opened[number]

        def text(at: int) -> bytes:
            number, start, end, *check = self._spots[at].tolist()
            file, surely = stream(number)
            found = self._read(file, start, end)
            if not surely:
                self._require(found, number, check)
            return found

        try:
            yield text
        finally:
            for file, _ in opened.values():
                file.close()

    def _span(self, number: int) -> tuple[memoryview, int, bool]:
        """Read all texts of a source; tell where the first begins, and if they surely are those."""
        spots = self._spots[self._spots[:, 0] == number]
        start, end = int(spots[:, 1].min()), int(spots[:, 2].max())
        stream, surely = self._open(number)
        with stream:
            return memoryview(self._read(stream, start, end)), start, surely

    def _numbers(self) -> list[int]:
        found: list[int] = np.unique(self._spots[:, 0]).tolist()
        return found

    def _open(self, number: int) -> tuple[FileIO, bool]:
        """Open a source's file, and tell whether it surely is as it was."""
        if number == _OWN:
            return FileIO(self._folder / _TEXTS), True
        file, stamp = self._files[str(number)]
        try:
            return FileIO(file), is_stamped(Path(file), stamp)
        except OSError:
            raise changed(file) from None

    def _read(self, stream: FileIO, start: int, end: int) -> bytes:
        stream.seek(start)
        data = stream.read(end - start)
        if len(data) < end - start:
            raise changed(str(stream.name))
        return data

    def _require(self, text: bytes | memoryview, number: int, check: Sequence[int]) -> None:
        if [crc32(text)] != list(check):
            raise changed(self._files[str(number)][0])


def load_removals(folder: Path) -> Pieces:
    """Read the rows of the articles' removals: JSON lines."""
    return Pieces((folder / _REMOVALS).read_bytes(), np.load(folder / _OFFSETS)[1].tolist())

"""A part: all that comes of one chunk, as files that any process can open.

Rows stand as finished JSON, so that joining a part needs no parsing; what grouping needs of an
article besides (ids, places, dates) are plain columns.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from cleaner.article import Article, CleanArticle, Removal
from cleaner.corpus import IdColumns
from cleaner.corpus.output import article_row, error_row, removal_rows, to_json_line
from cleaner.corpus.places import Placed
from cleaner.errors import InputError
from cleaner.report.records import Brief
from cleaner.strings import Pieces

_COLUMNS, _ROWS, _REMOVALS = "columns.json", "rows.jsonl", "removals.jsonl"
_OFFSETS = "offsets.npy"
#: Keys of an article's row that only grouping knows: joined to the row at the end.
JOINED = ("copy_of", "story")


@dataclass(slots=True)
class Columns:
    """What grouping needs of each article of a part, and how its rows came to be.

    ``parents`` is the position of the article that an embedded one was cut from, or -1; ``briefs``
    are what the report counts of every article.
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
    briefs: list[tuple[Any, ...]] = field(default_factory=list)
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

    def __init__(self) -> None:
        self.columns = Columns()
        self._rows: list[bytes] = []
        self._removals: list[bytes] = []

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
        columns.briefs.append((*Brief.of(row, clean.text.count(" ") + bool(clean.text)),))
        columns.removals += len(clean.removals)
        for key in JOINED:
            del row[key]
        self._rows.append(to_json_line(row))
        removals = map(to_json_line, removal_rows(article, clean)) if clean.removals else ()
        self._removals.append(b"".join(removals))

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
        (folder / _COLUMNS).write_bytes(orjson.dumps(self.columns))


def _write_texts(path: Path, texts: Sequence[bytes]) -> None:
    with path.open("wb") as stream:
        stream.writelines(texts)


def _ends(texts: Sequence[bytes]) -> NDArray[np.int64]:
    return np.cumsum([0, *map(len, texts)], dtype=np.int64)


def load_columns(folder: Path) -> Columns:
    """Read a part's columns."""
    return Columns(**orjson.loads((folder / _COLUMNS).read_bytes()))


def load_rows(folder: Path) -> Pieces:
    """Read the articles' rows: a JSON line each."""
    return Pieces((folder / _ROWS).read_bytes(), np.load(folder / _OFFSETS)[0].tolist())


@contextmanager
def row_reader(folder: Path) -> Iterator[Callable[[int], bytes]]:
    """Open a part's rows: what is given reads the one at a position."""
    ends = np.load(folder / _OFFSETS)[0]
    with (folder / _ROWS).open("rb", buffering=0) as stream:

        def row(at: int) -> bytes:
            start, end = ends[at : at + 2].tolist()
            stream.seek(start)
            return stream.read(end - start)

        yield row


def load_removals(folder: Path) -> Pieces:
    """Read the rows of the articles' removals: JSON lines."""
    return Pieces((folder / _REMOVALS).read_bytes(), np.load(folder / _OFFSETS)[1].tolist())

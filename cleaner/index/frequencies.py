"""How many articles hold a term, as words are weighed in an index: counted now and then."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import IndexFileError
from cleaner.index.schema import PIECE
from cleaner.index.store import number, set_number
from cleaner.index.tales import Tale
from cleaner.story.evidence import MADE
from cleaner.story.pairs import doubt_of_undated
from cleaner.story.weighing import count_into, empty_table, weigh_by, weigh_cells
from cleaner.story.weights import default_weights

_Counts = NDArray[np.uint32]
#: Articles that are counted at once.
_PORTION = 4096
#: Terms of this part of the table are asked for at once: it is worth weighing all of it.
_WHOLE = 16
_EMPTY = np.zeros(PIECE, np.uint32)


@dataclass(frozen=True, slots=True)
class Weighing:
    """The articles that were counted, the number of the last, and the table's cells.

    ``doubt`` is how little the days of the articles told of when undated ones are from.
    """

    articles: int = 0
    last: int = 0
    size: int = PIECE
    doubt: float = 0.0


class Frequencies:
    """A table of how many articles hold a term, read piece by piece as it is asked."""

    def __init__(self, db: sqlite3.Connection, weighing: Weighing) -> None:
        self._db, self.weighing = db, weighing
        self._pieces: dict[int, _Counts] = {}
        self._idf: NDArray[np.float32] | None = None

    def idf(self, keys: NDArray[np.uint32]) -> NDArray[np.float32]:
        """Give the inverse document frequency of terms."""
        if len(keys) > self.weighing.size // _WHOLE and self._idf is None:
            self._idf = self._weigh_all()
        if self._idf is not None:
            found: NDArray[np.float32] = self._idf[keys & np.uint32(self.weighing.size - 1)]
            return found
        return self._weigh(keys)

    def _weigh_all(self) -> NDArray[np.float32]:
        table = np.zeros((self.weighing.size // PIECE, PIECE), np.uint32)
        for piece, counts in self._db.execute("SELECT piece, counts FROM frequency"):
            table[piece] = np.frombuffer(zlib.decompress(counts), "<u4")
        self._pieces.clear()
        return weigh_cells(table.ravel(), self.weighing.articles)

    def _weigh(self, keys: NDArray[np.uint32]) -> NDArray[np.float32]:
        return weigh_by(self._counts, self.weighing.size, self.weighing.articles, keys)

    def _counts(self, cells: _Counts) -> _Counts:
        pieces, places = np.unique(cells // PIECE, return_inverse=True)
        asked = pieces.tolist()
        missing = [piece for piece in asked if piece not in self._pieces]
        if missing:
            self._read(missing)
        table = np.concatenate([_EMPTY, *(self._pieces[piece] for piece in asked)])
        found: _Counts = table[(places + 1) * PIECE + cells % PIECE]
        return found

    def _read(self, pieces: Sequence[int]) -> None:
        self._pieces.update(dict.fromkeys(pieces, _EMPTY))
        query = "SELECT piece, counts FROM json_each(?) JOIN frequency ON piece = value"
        for piece, counts in self._db.execute(query, (json.dumps(pieces),)):
            self._pieces[piece] = np.frombuffer(zlib.decompress(counts), "<u4")


class Counted(Frequencies):
    """Frequencies counted just now, which are not in the file yet."""

    def __init__(self, db: sqlite3.Connection, weighing: Weighing, table: _Counts) -> None:
        super().__init__(db, weighing)
        self._table = table

    @classmethod
    def of(
        cls, db: sqlite3.Connection, arrived: Mapping[int, Tale], gone: Collection[int]
    ) -> Counted:
        """Count the articles of a file, those that have arrived, and none that are gone."""
        (size,) = db.execute("SELECT coalesce(sum(length(keys)), 0) FROM tale").fetchone()
        table = empty_table((size + sum(len(tale.keys) for tale in arrived.values())) // 4)
        days: list[int] = []
        for part in _portions(db, arrived, gone):
            count_into(table, np.frombuffer(b"".join(keys for _, _, keys in part), np.uint32))
            days += (day for _, day, _ in part)
        doubt = doubt_of_undated(np.array(days, np.int32))
        return cls(db, Weighing(len(days), max(arrived, default=0), len(table), doubt), table)

    def _counts(self, cells: _Counts) -> _Counts:
        return self._table[cells]

    def _weigh_all(self) -> NDArray[np.float32]:
        return weigh_cells(self._table, self.weighing.articles)

    def save(self) -> None:
        """Write the table in place of the one before; the caller commits it."""
        self._db.execute("DELETE FROM frequency")
        pieces = self._table.reshape(-1, PIECE)
        held = np.flatnonzero(pieces.any(axis=1)).tolist()
        rows = ((piece, zlib.compress(pieces[piece].tobytes(), 1)) for piece in held)
        self._db.executemany("INSERT INTO frequency VALUES (?, ?)", rows)
        said = {"weighing": asdict(self.weighing), "evidence": _made()}
        values = [(name, json.dumps(value)) for name, value in said.items()]
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)


def _made() -> dict[str, str]:
    """Say how evidence is made and weighed: stories told otherwise do not grow."""
    return {"made": MADE, "weights": default_weights().stamp}


def check_made(db: sqlite3.Connection, *, anew: bool) -> None:
    """Refuse stories that were told otherwise; where all are told ``anew``, only their evidence.

    Raises:
        IndexFileError: they were.
    """
    found = db.execute("SELECT value FROM meta WHERE name = 'evidence'").fetchone()
    held, mine = json.loads(found[0]) if found else _made(), _made()
    file = db.execute("PRAGMA database_list").fetchone()[2]
    if held["made"] != mine["made"]:
        raise IndexFileError(
            f"{file}: its evidence of stories was made as {held['made']}, not {mine['made']};"
            " build another"
        )
    if held["weights"] != mine["weights"] and not anew:
        raise IndexFileError(
            f"{file}: its stories were told with other weights than this version's;"
            f" `cleaner index retell {file}` tells them anew"
        )


def _portions(
    db: sqlite3.Connection, arrived: Mapping[int, Tale], gone: Collection[int]
) -> Iterator[list[tuple[int, int, bytes]]]:
    """Give number, day and terms of articles, some at a time."""
    rows = db.execute("SELECT article, day, keys FROM tale")
    while part := rows.fetchmany(_PORTION):
        yield [row for row in part if row[0] not in gone]
    yield [(number, tale.day, tale.keys) for number, tale in arrived.items()]


def count(db: sqlite3.Connection) -> int:
    """Count the articles that tell of something."""
    return number(db, "tales")


def set_count(db: sqlite3.Connection, articles: int) -> None:
    """Keep the number of articles."""
    set_number(db, "tales", articles)


def weighed_by(db: sqlite3.Connection) -> int:
    """Say how many articles there were when words were weighed last."""
    return _weighing(db).articles


def _weighing(db: sqlite3.Connection) -> Weighing:
    found = db.execute("SELECT value FROM meta WHERE name = 'weighing'").fetchone()
    return Weighing(**json.loads(found[0])) if found else Weighing()


def held(
    db: sqlite3.Connection, known: Frequencies | None = None, *, anew: bool = False
) -> Frequencies:
    """Give the frequencies in a file; what is ``known`` serves as long as the file has no other.

    Raises:
        IndexFileError: its stories were told otherwise, and are not to be told ``anew``.
    """
    check_made(db, anew=anew)
    weighing = _weighing(db)
    if known is not None and known.weighing == weighing:
        return known
    return Frequencies(db, weighing)

"""The file of an index: how it is opened, checked, migrated and locked.

One SQLite database in write-ahead mode: many readers beside one writer, and whatever was
committed outlives the process, killed or not, and a power cut.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cleaner.copies.columns import JUDGING_VERSION
from cleaner.copies.sketches import Recipe
from cleaner.errors import IndexFileError
from cleaner.index import schema
from cleaner.index.keys import KEYS_VERSION

#: Marks the file as ours in its header ("clnr"), as ``PRAGMA application_id``.
APPLICATION = 0x636C6E72
#: The version of the tables, as ``PRAGMA user_version``.
FORMAT = 5

_WAIT = 60.0
_PAGE, _CACHE = 8192, 64 << 10  # bytes, kibibytes
_NOT_OURS = "is not an index of cleaner; nothing was changed"


def _to_two(db: sqlite3.Connection) -> None:
    """Bring a file from before there were stories up to date: it goes on without them."""
    for statement in schema.STORIES:
        db.execute(statement)
    db.execute("ALTER TABLE tale ADD COLUMN idf BLOB")  # as format 2 had it
    made = {"stories": False, "judging": JUDGING_VERSION}
    rows = [(name, json.dumps(value, sort_keys=True)) for name, value in made.items()]
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def _to_three(db: sqlite3.Connection) -> None:
    """Put what terms weigh into a table of its own."""
    db.execute(schema.WEIGHT.replace("TABLE", "TABLE IF NOT EXISTS"))
    db.execute("INSERT INTO weight SELECT article, idf FROM tale")
    db.execute("ALTER TABLE tale RENAME TO tale_before")
    db.execute(schema.TALE)
    (columns,) = db.execute("SELECT group_concat(name) FROM pragma_table_info('tale')").fetchone()
    db.execute(f"INSERT INTO tale ({columns}) SELECT {columns} FROM tale_before")  # noqa: S608
    db.execute("DROP TABLE tale_before")


def _to_four(db: sqlite3.Connection) -> None:
    """Make room for what is known of groups that grow: it is found as they are grouped anew."""
    for statement in schema.GROWING:
        kind = statement.split()[1]
        db.execute(statement.replace(kind, f"{kind} IF NOT EXISTS", 1))


def _to_five(db: sqlite3.Connection) -> None:
    """Keep outlets beside copies, in order, and the counts of words in smaller pieces."""
    columns = [name for (name,) in db.execute("SELECT name FROM pragma_table_info('copy')")]
    if "outlet" not in columns:
        db.execute("ALTER TABLE copy ADD COLUMN outlet TEXT")
    of = "SELECT a.outlet FROM article a WHERE a.article = copy.article"
    db.execute(f"UPDATE copy SET outlet = ({of})")  # noqa: S608 (ours)
    for statement in (*schema.WEAKEST, schema.STANDING, schema.DAYS):
        db.execute(f"DROP INDEX IF EXISTS {statement.split()[2]}")
        db.execute(statement)
    pieces = db.execute("SELECT piece, counts FROM frequency").fetchall()
    db.execute("DELETE FROM frequency")
    rows = (row for piece, counts in pieces for row in _smaller(piece, zlib.decompress(counts)))
    db.executemany("INSERT INTO frequency VALUES (?, ?)", rows)


def _smaller(piece: int, counts: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a piece of a table into those that are kept now, but for empty ones."""
    size = 4 * schema.PIECE
    for at in range(0, len(counts), size):
        part = counts[at : at + size]
        if part.count(0) < size:
            yield (piece * len(counts) + at) // size, zlib.compress(part, 1)


#: What brings a file from the format before to the one named.
MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {
    2: _to_two,
    3: _to_three,
    4: _to_four,
    5: _to_five,
}


#: What an index is made with where nothing else is asked.
DEFAULTS: Mapping[str, Any] = {"canonical": "credited", "threshold": 0.3, "stories": True}


def parameters(**asked: Any) -> dict[str, Any]:
    """Give what an index must have been made with to be opened: how sketches and keys are made.

    ``asked`` are options (:data:`DEFAULTS`); those that are None may be as they are.
    """
    made = {"recipe": asdict(Recipe()), "keys": KEYS_VERSION, "judging": JUDGING_VERSION}
    return made | {name: value for name, value in asked.items() if value is not None}


def open_database(path: Path, wanted: Mapping[str, Any], *, create: bool) -> sqlite3.Connection:
    """Open an index, made first where there is none and ``create`` is asked.

    Raises:
        IndexFileError: there is none, or it is damaged, foreign, of a newer version, or made with
            other parameters.
    """
    if not create and not path.is_file():
        raise IndexFileError(f"{path}: no such index; `cleaner index add` makes one")
    with explained(path):
        try:
            return _opened(path, path, wanted, create=create)
        except sqlite3.OperationalError as error:
            if not (_is_unwritable(error) and path.is_file()):
                raise
        return _opened_to_read(path, wanted)


def _opened(
    place: Path | str, path: Path, wanted: Mapping[str, Any], *, create: bool
) -> sqlite3.Connection:
    """Open the index at a path, or at the address of one."""
    db = sqlite3.connect(
        place,
        timeout=_WAIT,
        isolation_level=None,
        check_same_thread=False,
        uri=isinstance(place, str),
    )
    try:
        _prepare(db, path, wanted, create=create)
    except BaseException:
        db.close()
        raise
    return db


def _opened_to_read(path: Path, wanted: Mapping[str, Any]) -> sqlite3.Connection:
    """Open an index where no file can be made beside it, as one that nobody changes meanwhile."""
    rest = Path(f"{path}-wal")
    if rest.is_file() and rest.stat().st_size:
        raise IndexFileError(
            f"{path}: what was added last is in {rest.name} still, and nothing can be written here;"
            " copy both into a folder that can be written"
        )
    return _opened(f"{path.absolute().as_uri()}?mode=ro&immutable=1", path, wanted, create=False)


def _is_unwritable(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN"))


def _prepare(
    db: sqlite3.Connection, path: Path, wanted: Mapping[str, Any], *, create: bool
) -> None:
    kind, version = _header(db)
    if kind == 0 and _is_empty(db):
        if not create:
            raise IndexFileError(f"{path}: {_NOT_OURS}")
        _create(db, wanted)
    elif kind != APPLICATION:
        raise IndexFileError(f"{path}: {_NOT_OURS}")
    else:
        _migrate(db, path, version)
    db.execute(f"PRAGMA cache_size = -{_CACHE}")
    db.execute("PRAGMA synchronous = FULL")
    _check_parameters(db, path, wanted)


def _header(db: sqlite3.Connection) -> tuple[int, int]:
    (kind,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return kind, version


def _is_empty(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None


def _create(db: sqlite3.Connection, wanted: Mapping[str, Any]) -> None:
    db.execute(f"PRAGMA page_size = {_PAGE}")
    db.execute("PRAGMA journal_mode = WAL")
    with transaction(db):
        if not _is_empty(db):  # another process was faster
            return
        for statement in (*schema.COPIES, *schema.STORIES):
            db.execute(statement)
        values = {**DEFAULTS, **wanted}
        rows = [(name, json.dumps(value, sort_keys=True)) for name, value in values.items()]
        db.executemany("INSERT INTO meta VALUES (?, ?)", rows)
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {FORMAT}")


def _migrate(db: sqlite3.Connection, path: Path, version: int) -> None:
    if version > FORMAT:
        raise IndexFileError(
            f"{path}: its format {version} is newer than this version of cleaner knows ({FORMAT})"
        )
    while version < FORMAT:
        with transaction(db):
            version = _header(db)[1]
            if version >= FORMAT:
                return
            step = MIGRATIONS.get(version + 1)
            if step is None:
                raise IndexFileError(f"{path}: its format {version} is too old; build it again")
            step(db)
            version += 1
            db.execute(f"PRAGMA user_version = {version}")


def _check_parameters(db: sqlite3.Connection, path: Path, wanted: Mapping[str, Any]) -> None:
    held = held_parameters(db)
    for name, value in wanted.items():
        if held.get(name) != value:
            raise IndexFileError(
                f"{path}: made with {name} {held.get(name)}, not {value}; use it as it was made,"
                " or build another"
            )


def held_parameters(db: sqlite3.Connection) -> dict[str, Any]:
    """Give the parameters that an index was made with."""
    return {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM meta")}


def note(db: sqlite3.Connection, name: str) -> str | None:
    """Give what was noted under a name; None: nothing."""
    found = db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
    return None if found is None else str(found[0])


def set_note(db: sqlite3.Connection, name: str, text: str) -> None:
    """Note something, in place of what was noted under the name."""
    db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, text))


#: Under which name it is noted how many articles' stories have not been told.
UNTOLD = "untold"


def number(db: sqlite3.Connection, name: str) -> int:
    """Give a number that is kept beside the parameters; 0: none is."""
    found = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0


def set_number(db: sqlite3.Connection, name: str, value: int) -> None:
    """Keep a number: to count rows that long would take long."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, str(value)))


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Write all that the block writes, or nothing; wait for another writer first."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Read one state of the index throughout the block, whatever a writer does meanwhile."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into :class:`IndexFileError` in clear words."""
    try:
        yield
    except sqlite3.Error as error:
        reason = "is a folder; an index is one file" if path.is_dir() else _reason(error)
        raise IndexFileError(f"{path}: {reason}") from error


def _reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"another process has been writing to it for {_WAIT:.0f} s; try again later"
    if name == "SQLITE_NOTADB":
        return _NOT_OURS
    if name.startswith("SQLITE_CORRUPT"):
        return f"is damaged ({error}); restore it, or build it again"
    if name.startswith("SQLITE_FULL"):
        return "the disk is full; what was acknowledged is safe"
    if _is_unwritable(error):
        return (
            f"cannot be opened or written ({error}); an index that is up to date can be asked"
            " where nothing can be written: else copy it into a folder that can"
        )
    return f"cannot be used: {error}"

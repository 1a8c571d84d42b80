"""Finding the files of a folder, in one order everywhere, without running in circles."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner.corpus.marks import RUN_NAME, WORK_NAME, is_ours

_FORMATS = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl.gz",
    ".jsonl.zst": "jsonl.zst",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl.gz",
    ".ndjson.zst": "jsonl.zst",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}

# Articles for certain, in wrappings that are not read: to pass them by would lose them unseen.
_PACKED = (".gz", ".zst", ".xz", ".bz2", ".lz4", ".br", ".zip")

Identity = tuple[int, int]
"""Device and inode: what a folder is, whatever it is called."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or a problem met on the way to it."""

    path: Path
    id: str
    format: str = ""
    size: int = 0
    modified: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    prefix: str
    trail: tuple[Identity, ...]


def format_of(name: str) -> str | None:
    """Tell a file's format by its suffix, None where it is not one of ours."""
    lower = name.lower()
    return next((kind for suffix, kind in _FORMATS.items() if lower.endswith(suffix)), None)


def _is_packed(name: str) -> bool:
    """Tell a file of a known format that is compressed in a way that is not read."""
    bare, dot, wrapping = name.rpartition(".")
    return dot + wrapping.lower() in _PACKED and format_of(bare) is not None


def known_suffixes() -> str:
    """List the suffixes that are read, for messages."""
    return ", ".join(_FORMATS)


def walk(root: Path, exclude: Collection[Identity] = ()) -> Iterator[Found]:
    """Find the files to read below a folder: depth first, each folder's names sorted.

    Hidden names, names that begin with ``_`` (as Spark and Hive have it), files of other
    formats, our own output folders and ``exclude`` are left out. Symbolic links are followed;
    loops are reported, and so are known formats in wrappings that are not read. Of an output
    folder given as the root itself, its articles are read.
    """
    pending: list[_Folder | Found] = [_Folder(root, "", ())]
    while pending:
        item = pending.pop()
        if isinstance(item, Found):
            yield item
        else:
            pending += reversed(list(_enter(item, exclude)))


def _enter(folder: _Folder, exclude: Collection[Identity]) -> Iterator[_Folder | Found]:
    try:
        identity = identity_of(folder.path)
        names = sorted(entry.name for entry in os.scandir(folder.path))
    except OSError as error:
        yield _problem(folder.path, folder.prefix.rstrip("/"), _words(error))
        return
    if identity in folder.trail:
        yield _problem(folder.path, folder.prefix.rstrip("/"), "is a symbolic link loop")
    elif identity not in exclude:
        inner = _Folder(folder.path, folder.prefix, (*folder.trail, identity))
        yield from (_look(inner, name) for name in _readable(inner, names))


def _readable(folder: _Folder, names: list[str]) -> list[str]:
    visible = [name for name in names if not name.startswith((".", "_"))]
    if not is_ours(folder.path, names):
        return [name for name in visible if _worth_a_look(folder.path / name)]
    at_root, has_run = not folder.prefix, RUN_NAME in names or WORK_NAME in names
    if at_root and has_run:
        return [name for name in visible if name == "articles.jsonl"]
    return visible if at_root else []


def _worth_a_look(path: Path) -> bool:
    """Take files of our formats, wrapped or not, folders, and links that lead nowhere.

    ``os.path`` here and below because, unlike ``Path``, it never raises.
    """
    known = format_of(path.name) is not None or _is_packed(path.name)
    return known or os.path.isdir(path) or not os.path.exists(path)  # noqa: PTH110, PTH112


def _look(folder: _Folder, name: str) -> _Folder | Found:
    path, where = folder.path / name, folder.prefix + name
    if os.path.isdir(path):  # noqa: PTH112
        return _Folder(path, where + "/", folder.trail)
    return look(path, where)


def look(path: Path, where: str) -> Found:
    """Look at one file: what it is, or why it cannot be read."""
    kind = format_of(path.name)
    try:
        status = path.stat()
        where.encode()
    except OSError as error:
        return _problem(path, where, _words(error))
    except UnicodeEncodeError:
        return _problem(path, where, "its name is not UTF-8: rename it")
    if kind is None:
        return _problem(path, where, _unread(path.name))
    if not path.is_file():
        return _problem(path, where, "is not a regular file")
    if not status.st_size:
        return _problem(path, where, "is empty")
    return Found(path, where, kind, status.st_size, status.st_mtime_ns)


def _unread(name: str) -> str:
    known = f"(known: {known_suffixes()}; - for JSONL on stdin)"
    if _is_packed(name):
        return f"is compressed in a way that is not read: unpack it {known}"
    return f"is of an unknown format {known}"


def identity_of(path: Path) -> Identity:
    """Tell what a file or folder is, whatever it is called."""
    status = path.stat()
    return status.st_dev, status.st_ino


def _words(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"


def _problem(path: Path, where: str, reason: str) -> Found:
    return Found(path, where, problem=reason)


def shown(path: Path) -> str:
    """Spell a path for people, and for UTF-8 even where its name is not."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")

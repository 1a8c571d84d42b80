"""The one way out: the folder OUT, its names, and how a run fills it.

A run works in a folder inside OUT. What it has finished there stays valid whatever happens,
and is used again by the next run over the same input; OUT's own files change only at the end,
all of them, and an interrupted change is completed by the next run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import orjson

from cleaner.corpus.atomic import explained, replacing, to_json_line, write_jsonl, write_rows
from cleaner.corpus.encode import encode
from cleaner.corpus.marks import RUN_NAME, TOOL, WORK_NAME, is_ours
from cleaner.corpus.rows import (
    article_row,
    copy_line,
    copy_row,
    error_row,
    merge_facts,
    removal_rows,
    story_row,
)
from cleaner.errors import OutputError

__all__ = [
    "ARTICLES",
    "COPIES",
    "ERRORS",
    "REMOVALS",
    "REPORT",
    "REPORT_DATA",
    "SPARED",
    "STORIES",
    "OutputFolder",
    "Part",
    "article_row",
    "copy_line",
    "copy_row",
    "error_row",
    "merge_facts",
    "removal_rows",
    "story_row",
    "to_json_line",
    "write_jsonl",
    "write_rows",
]

ARTICLES, REMOVALS, COPIES = "articles.jsonl", "removals.jsonl", "copies.jsonl"
STORIES, ERRORS, SPARED = "stories.jsonl", "errors.jsonl", "spared.jsonl"
#: What a person looks at, and the folder of its data where that is large.
REPORT, REPORT_DATA = "report.html", "report-pages"
#: Everything that a run may leave in OUT, in the order in which it appears there.
NAMES = (
    ARTICLES, REMOVALS, SPARED, COPIES, STORIES, ERRORS, REPORT, REPORT_DATA, RUN_NAME,
)  # fmt: skip
_STAGED, _PARTS, _SPOOL, _COMMIT, _MANIFEST = "staged", "parts", "spool", "commit", "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """Some finished files of a run: a folder that is there whole or not at all.

    Plain and picklable, so that any worker can make it.
    """

    folder: Path

    def file(self, name: str) -> Path:
        """Give the path of one of the part's files."""
        return self.folder / name

    def is_done(self) -> bool:
        """Say whether the part is there with all its bytes."""
        try:
            sizes = orjson.loads(self.file(_MANIFEST).read_bytes())
            return all(self.file(name).stat().st_size == size for name, size in sizes.items())
        except (OSError, orjson.JSONDecodeError):
            return False

    @contextmanager
    def making(self) -> Iterator[Path]:
        """Give a folder to write the files into; it becomes the part when the block ends well."""
        temporary = self.folder.with_name(f"{self.folder.name}.{os.getpid()}.tmp")
        with explained(self.folder):
            _remove(temporary)
            temporary.mkdir(parents=True)
            try:
                yield temporary
                sizes = _sizes(temporary)
                (temporary / _MANIFEST).write_bytes(encode(sizes))
                _remove(self.folder)
                temporary.rename(self.folder)
            except BaseException:
                _remove(temporary)
                raise


class OutputFolder:
    """OUT, claimed for one run: ``with OutputFolder(path) as out: ...; out.commit(run)``.

    Raises:
        OutputError: the folder is not ours, is in use by another run, or cannot be written.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.work = path / WORK_NAME
        self._lock: BinaryIO | None = None

    def __enter__(self) -> Self:
        self.claim()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def claim(self) -> None:
        """Make the folder ours, complete what an interrupted run left, and lock it."""
        with explained(self.path):
            _refuse_foreign(self.path)
            self.work.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.work / "lock", self.path)
            self._roll_forward()
            _remove_unfinished(self.work)
            for name in (_STAGED, _PARTS, _SPOOL):
                (self.work / name).mkdir(exist_ok=True)

    def release(self) -> None:
        """Let go of the folder. What is finished stays in it for the next run."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def spool(self) -> Path:
        """Where the reader may write out what it cannot split (see ``corpus.Plan``)."""
        return self.work / _SPOOL

    @property
    def staged(self) -> Path:
        """Where OUT's new files stand until :meth:`commit`."""
        return self.work / _STAGED

    def part(self, name: str, fingerprint: str) -> Part:
        """Give a part by its name and the fingerprint of all that it is made from."""
        return Part(self.work / _PARTS / f"{name}-{fingerprint}")

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open one of OUT's files to be written; it appears in OUT with :meth:`commit`."""
        if name not in NAMES:
            raise OutputError(f"{name} is not a file of an output folder")
        with replacing(self.work / _STAGED / name) as stream:
            yield stream

    def commit(self, run: Mapping[str, Any]) -> None:
        """Let everything written appear in OUT, in place of an earlier run's files.

        ``run`` is what ``run.json`` says beside the tool's name.
        """
        with self.writing(RUN_NAME) as stream:
            stream.write(_pretty({"tool": TOOL, **run}))
        with explained(self.path):
            staged = [name for name in NAMES if (self.work / _STAGED / name).exists()]
            with replacing(self.work / _COMMIT) as stream:
                stream.write(encode({"names": staged}))
            self._roll_forward()
            _remove(self.work)
            self.release()

    def _roll_forward(self) -> None:
        """Complete a commit; each step may have been done before."""
        journal = self.work / _COMMIT
        if not journal.exists():
            return
        names = orjson.loads(journal.read_bytes())["names"]
        if (self.work / _STAGED / RUN_NAME).exists():
            self._replace(names)
        _remove(self.work / _STAGED)
        _remove(self.work / _PARTS)
        journal.unlink()

    def _replace(self, names: list[str]) -> None:
        # run.json goes first and comes last: while it is missing, the folder is incomplete.
        (self.path / RUN_NAME).unlink(missing_ok=True)
        for name in NAMES:
            staged, final = self.work / _STAGED / name, self.path / name
            if name not in names:
                _remove(final)
            elif staged.exists():
                if staged.is_dir():
                    _remove(final)
                staged.replace(final)


def _sizes(folder: Path) -> dict[str, int]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def _refuse_foreign(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise OutputError(f"{path}: is not a folder; choose another name for the output")
    names = [entry.name for entry in path.iterdir()]
    if names and not is_ours(path, names):
        raise OutputError(
            f"{path}: is not empty and was not written by cleaner; choose a new or empty folder"
        )


def _lock(file: Path, out: Path) -> BinaryIO:
    stream = file.open("wb")
    try:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # no such locks on this system: two runs at once are the user's care
        pass
    except OSError:
        stream.close()
        raise OutputError(f"{out}: another run is writing to it") from None
    return stream


def _remove_unfinished(work: Path) -> None:
    for leftover in sorted(work.rglob("*.tmp")):
        _remove(leftover)
    _remove(work / _STAGED)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _pretty(row: Mapping[str, Any]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

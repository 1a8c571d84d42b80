"""What OUT says of each article, read back in one pass and parsed no more than needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from cleaner.corpus.output import ARTICLES, COPIES, ERRORS, REMOVALS, STORIES

_TEXT, _TITLE = b'"text":"', b',"title":'
#: Bytes that hold a line's beginning in any script, and the characters shown of it.
_LINE_SHOWN, _SHOWN = 600, 140


@dataclass(frozen=True, slots=True)
class Record:
    """One article of OUT as its files have it.

    ``row`` is its line of ``articles.jsonl`` (empty for a copy that was left out), ``removals`` its
    lines of ``removals.jsonl`` with commas between, ``copy`` and ``story`` its lines of the groups
    (empty where nothing was grouped). ``text`` is the text as JSON has it, without its quotes, and
    ``facts`` the rest of the row: texts are most of OUT, and are not parsed.
    """

    row: bytes
    removals: bytes
    copy: bytes
    story: bytes
    text: bytes
    facts: Mapping[str, Any]

    def first_line(self) -> str:
        """Give the beginning of the text's first line."""
        piece = self.text[:_LINE_SHOWN].split(b"\\n", 1)[0]
        try:
            line: str = orjson.loads(b'"' + piece.decode("utf-8", "ignore").encode() + b'"')
        except orjson.JSONDecodeError:  # the cut went through an escape
            line = loads(b'"' + self.text + b'"').split("\n", 1)[0]
        return line[:_SHOWN].strip()


def loads(line: bytes) -> Any:
    """Read JSON that we wrote, lone surrogates and large numbers included."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)


class Texts(NamedTuple):
    """The lines of ``articles.jsonl`` and of ``removals.jsonl``."""

    articles: Iterable[bytes]
    removals: Iterable[bytes]


def records(folder: Path, texts: Texts | None = None) -> Iterator[Record]:
    """Read OUT's articles in their order, copies that were left out among them.

    ``texts`` are the lines of the files of texts where those are not written yet.
    """
    with ExitStack() as stack:
        articles, removals = map(_Lines, texts or _texts(stack, folder))
        copies = _Lines(_lines(stack, folder / COPIES))
        stories = _Lines(_lines(stack, folder / STORIES))
        if not (copies.line or stories.line):
            while articles.line:
                yield _record(articles, removals, b"", b"")
            return
        for copy, story in zip_longest(copies, stories, fillvalue=b""):
            yield _record(articles, removals, copy, story)


def _texts(stack: ExitStack, folder: Path) -> Texts:
    return Texts(_lines(stack, folder / ARTICLES), _lines(stack, folder / REMOVALS))


def _lines(stack: ExitStack, path: Path) -> Iterable[bytes]:
    """Open a file of lines; one that is not there has none."""
    return stack.enter_context(path.open("rb", 1 << 20)) if path.is_file() else ()


class _Lines:
    """Lines, the next one in sight."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._rest = iter(lines)
        self.line = b""
        self.take()

    def take(self) -> bytes:
        """Give the line in sight and look at the next."""
        taken, self.line = self.line, next(self._rest, b"").removesuffix(b"\n")
        return taken

    def __iter__(self) -> Iterator[bytes]:
        while self.line:
            yield self.take()


def _record(articles: _Lines, removals: _Lines, copy: bytes, story: bytes) -> Record:
    # Every row of ours begins with its id, spelled in one way.
    start = _id_part(copy or story or articles.line)
    row = articles.take() if articles.line.startswith(start) else b""
    mine = []
    while removals.line.startswith(start):
        mine.append(removals.take())
    text, facts = _split(row, len(start)) if row else (b"", loads(start[:-1] + b"}"))
    return Record(row, b",".join(mine), copy, story, text, facts)


def _split(row: bytes, at: int) -> tuple[bytes, Mapping[str, Any]]:
    """Part a row's text, which follows its id, from the rest.

    A quotation mark inside a text is escaped, so the first bare key after it is our own.
    """
    title = row.find(_TITLE, at)
    return row[at + len(_TEXT) : title - 1], loads(row[: at - 1] + row[title:])


def _id_part(line: bytes) -> bytes:
    end = line.find(b'"', len(b'{"id":"'))
    while line[end - 1] == ord("\\") and _odd_backslashes(line, end):
        end = line.find(b'"', end + 1)
    return line[: end + 2]


def _odd_backslashes(line: bytes, end: int) -> bool:
    before = line[:end]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 1


def errors(folder: Path) -> list[Mapping[str, Any]]:
    """Read what could not be used."""
    path = folder / ERRORS
    if not path.is_file():
        return []
    return [loads(line) for line in path.read_bytes().splitlines() if line]

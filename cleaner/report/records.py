"""What OUT says of each article, read back in one pass and parsed no more than needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, repeat, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson

from cleaner.corpus.output import ARTICLES, COPIES, ERRORS, REMOVALS, STORIES

#: A blank, and the size of an empty string.
_BLANK, _EMPTY = ord(" "), 2
_TEXT, _TITLE = b'"text":"', b',"title":'
#: Bytes that hold a line's beginning in any script, and the characters shown of it.
_LINE_SHOWN, _SHOWN = 600, 140


class Brief(NamedTuple):
    """What is counted of every article: who published it, when, and the words of its text.

    Both are empty where they are unknown.
    """

    outlet: str = ""
    published: str = ""
    words: int = 0


def paper_of(row: Mapping[str, Any]) -> str:
    """Tell whose article it is by its row."""
    return str(row.get("outlet") or row.get("site") or _host(row.get("url")) or "")


def _host(url: object) -> str:
    host = str(url or "").partition("://")[2].partition("/")[0]
    return host.lower().removeprefix("www.")


class Told(NamedTuple):
    """One article as a run knows it before OUT is written.

    ``removals`` are its lines of ``removals.jsonl`` with commas between; ``row`` reads its line
    of ``articles.jsonl``, which is empty for a copy that is left out.
    """

    id: str
    brief: Brief
    removals: bytes
    row: Callable[[], bytes]


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

    @property
    def told(self) -> Told:
        """What is counted of it."""
        published = str(self.facts.get("published") or "")
        words = words_of(b'"%b"' % self.text)
        brief = Brief(paper_of(self.facts), published, words)
        return Told(self.facts["id"], brief, self.removals, lambda: self.row)

    def first_line(self) -> str:
        """Give the beginning of the text's first line."""
        return _first_line(self.text)


def title_of(row: bytes) -> str:
    """Give the title that a row of ``articles.jsonl`` tells, or else its text's first line."""
    text, facts = _split(row, len(_id_part(row)))
    return facts.get("title") or _first_line(text)


def _first_line(text: bytes) -> str:
    piece = text[:_LINE_SHOWN].split(b"\\n", 1)[0]
    try:
        line: str = orjson.loads(b'"' + piece.decode("utf-8", "ignore").encode() + b'"')
    except orjson.JSONDecodeError:  # the cut went through an escape
        line = loads(b'"' + text + b'"').split("\n", 1)[0]
    return line[:_SHOWN].strip()


def loads(line: bytes) -> Any:
    """Read JSON that we wrote, lone surrogates and large numbers included."""
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)


def words_of(text: bytes | memoryview) -> int:
    """Count a text's words, quotation marks and all, by its blanks: near enough for a share.

    >>> words_of(b'"three more words"')
    3
    """
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == _BLANK)) + (len(text) > _EMPTY)


class Placed(NamedTuple):
    """An article with its lines of ``copies.jsonl`` and ``stories.jsonl``, empty without groups.

    They may end with their line breaks.
    """

    told: Told
    copy: bytes
    story: bytes


def placed(folder: Path, told: Iterable[Told] | None = None) -> Iterator[Placed]:
    """Give OUT's articles in their order with what is counted of them.

    ``told`` is what a run knows of them where the files of texts are not written yet.
    """
    if told is None:
        for record in records(folder):
            yield Placed(record.told, record.copy, record.story)
        return
    with ExitStack() as stack:
        groups = (_lines(stack, folder / name) for name in (COPIES, STORIES))
        copies, stories = (chain(lines, repeat(b"")) for lines in groups)
        yield from map(Placed, told, copies, stories)


def records(folder: Path) -> Iterator[Record]:
    """Read OUT's articles in their order, copies that were left out among them."""
    with ExitStack() as stack:
        articles = _Lines(_lines(stack, folder / ARTICLES))
        removals = _Lines(_lines(stack, folder / REMOVALS))
        copies = _Lines(_lines(stack, folder / COPIES))
        stories = _Lines(_lines(stack, folder / STORIES))
        if not (copies.line or stories.line):
            while articles.line:
                yield _record(articles, removals, b"", b"")
            return
        for copy, story in zip_longest(copies, stories, fillvalue=b""):
            yield _record(articles, removals, copy, story)


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

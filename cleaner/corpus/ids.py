"""Ids that are unique over a whole run, whichever worker read which chunk."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from cleaner.corpus.places import Chunk, Placed
from cleaner.errors import InputError


def _numbers() -> array[int]:
    return array("q")


@dataclass(slots=True)
class IdColumns:
    """The ids of a chunk's articles with their places: what a worker sends to be settled."""

    ids: list[str] = field(default_factory=list)
    sources: array[int] = field(default_factory=_numbers)
    rows: array[int] = field(default_factory=_numbers)
    made: bytearray = field(default_factory=bytearray)

    def add(self, article: Placed) -> None:
        """Add the next article of the chunk."""
        self.ids.append(article.id)
        self.sources.append(article.source)
        self.rows.append(article.row)
        self.made.append(article.made_id)


class Ledger:
    """All ids met so far and where, in the input's order: give it the chunks in order.

    An id that the input gives twice is an error that names both places, and the second article
    is left out. Articles without an id are told apart by content, so that two of them with one
    id are the same record twice: the second gets ``-2`` behind its id, and so on.
    """

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._copies: dict[str, int] = {}
        self._chunks: list[Chunk] = []
        self._starts: list[int] = []
        self._sources, self._rows = _numbers(), _numbers()

    def settle(self, chunk: Chunk, columns: IdColumns) -> dict[int, str | InputError]:
        """Settle a chunk's ids.

        Gives what changes: position in the columns -> a new id, or why the article is left out.
        """
        start = self._enter(chunk)
        self._sources.extend(columns.sources)
        self._rows.extend(columns.rows)
        first = self._first
        repeated = [
            ordinal
            for ordinal, id_ in enumerate(columns.ids, start)
            if first.setdefault(id_, ordinal) != ordinal
        ]
        return {
            ordinal - start: self._repeat(
                columns.ids[ordinal - start], ordinal, made=bool(columns.made[ordinal - start])
            )
            for ordinal in repeated
        }

    def settle_articles(
        self, chunk: Chunk, items: Iterable[Placed | InputError]
    ) -> Iterator[Placed | InputError]:
        """Settle the ids of a chunk as it is read."""
        self._enter(chunk)
        for item in items:
            yield item if isinstance(item, InputError) else self._settle_one(item)

    def _settle_one(self, article: Placed) -> Placed | InputError:
        ordinal = len(self._rows)
        self._sources.append(article.source)
        self._rows.append(article.row)
        if self._first.setdefault(article.id, ordinal) == ordinal:
            return article
        settled = self._repeat(article.id, ordinal, made=article.made_id)
        return settled if isinstance(settled, InputError) else replace(article, id=settled)

    def _enter(self, chunk: Chunk) -> int:
        self._chunks.append(chunk)
        self._starts.append(len(self._rows))
        return len(self._rows)

    def _repeat(self, id_: str, ordinal: int, *, made: bool) -> str | InputError:
        if made:
            return self._numbered(id_, ordinal)
        path, line = self._place(ordinal)
        first_path, first_line = self._place(self._first[id_])
        where = first_path if first_line is None else f"{first_path}:{first_line}"
        reason = f"the id {id_!r} was given before, at {where}; left out: {_way_out(line)}"
        return InputError(path, reason, line)

    def _numbered(self, id_: str, ordinal: int) -> str:
        number = self._copies.get(id_, 1) + 1
        while self._first.setdefault(f"{id_}-{number}", ordinal) != ordinal:
            number += 1
        self._copies[id_] = number
        return f"{id_}-{number}"

    def _place(self, ordinal: int) -> tuple[str, int | None]:
        chunk = self._chunks[bisect_right(self._starts, ordinal) - 1]
        return chunk.place(self._sources[ordinal], self._rows[ordinal])


def _way_out(line: int | None) -> str:
    """Say how two articles of one id can both be had."""
    if line is None:
        return "to have both, give the folder above both as PATH"
    return "to have both, name a key that tells them apart: --field id=NAME"

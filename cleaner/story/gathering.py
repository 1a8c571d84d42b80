"""Some articles of much evidence, taken straight from its parts: no part is joined with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.rooms import Room, in_memory
from cleaner.story.evidence import PLAIN, RAGGED, TYPES, Evidence, plain_bytes
from cleaner.threads import in_threads

#: Ragged columns by what they are for: finding stories, and telling of them in words.
FINDING = ("term_offsets", "fact_offsets")
TELLING = ("fact_offsets", "label_offsets", "written_offsets")


@dataclass(frozen=True, slots=True)
class Saved:
    """Evidence in a folder, and the ids of its articles; it is opened when it is needed.

    What stays open counts as memory once it was read, though the system could take it back.
    """

    path: Path
    ids: tuple[str, ...]

    def open(self) -> Evidence:
        """Open the evidence.

        Raises:
            SketchError: the evidence was made in another way.
        """
        return Evidence.load(self.path, self.ids)


Parts = Sequence[Evidence | Saved]
"""Evidence of a run, whose articles are numbered through all parts."""


def opened(parts: Parts) -> Iterator[Evidence]:
    """Give the evidence of each part; only one saved part is open at a time."""
    for part in parts:
        yield part.open() if isinstance(part, Saved) else part


def ids_of(parts: Parts) -> tuple[str, ...]:
    """Give the ids of all parts, in their order."""
    return tuple(id_ for part in parts for id_ in part.ids)


def plain_columns(parts: Parts, names: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Join columns of one value an article."""
    whole = [[np.array(getattr(part, name)) for name in names] for part in opened(parts)]
    columns = zip(*whole, strict=True) if whole else ([] for _ in names)
    empty = {name: np.empty(0, TYPES[name]) for name in names}
    return {
        name: np.concatenate([empty[name], *found]).astype(TYPES[name], copy=False)
        for name, found in zip(names, columns, strict=True)
    }


def gather(
    parts: Parts,
    rows: NDArray[np.int64],
    ragged: Sequence[str] = FINDING,
    room: Room = in_memory,
    workers: int = 1,
) -> Evidence:
    """Give the evidence of some articles in the order of ``rows``; other ragged columns are empty.

    Parts are read twice, first for how much there is of each article, and never joined; the
    second time by ``workers`` threads.
    """
    places = _Places.of([len(part.ids) for part in parts], rows)
    columns = _plain(parts, places) | _offsets(parts, places, ragged)
    for name in ragged:
        for column in RAGGED[name]:
            columns[column] = room((int(columns[name][-1]),), TYPES.get(column, np.uint8))

    def copy(number: int) -> None:
        (part,) = opened(parts[number : number + 1])
        for name in ragged:
            _copy(part, columns, name, *places.within(number))

    list(in_threads(copy, range(len(parts)), workers))
    ids = ids_of(parts)
    return Evidence(ids=tuple(ids[row] for row in rows.tolist()), **columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Where rows stand: ``order`` are their places, by part; ``bounds`` where each part begins."""

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    order: NDArray[np.int64]
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, sizes: Sequence[int], rows: NDArray[np.int64]) -> _Places:
        starts = np.cumsum([0, *sizes])
        order = np.argsort(rows, kind="stable")
        return cls(rows, starts, order, np.searchsorted(rows[order], starts))

    def within(self, part: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the places of a part's rows, and the rows within the part."""
        at = self.order[self.bounds[part] : self.bounds[part + 1]]
        return at, self.rows[at] - self.starts[part]


def _plain(parts: Parts, places: _Places) -> dict[str, Any]:
    count = len(places.rows)
    columns: dict[str, Any] = {
        name: np.empty((count, 3) if name == "events" else count, TYPES[name]) for name in PLAIN
    }
    for number, part in enumerate(opened(parts)):
        at, local = places.within(number)
        for name in PLAIN:
            columns[name][at] = getattr(part, name)[local]
    return columns


def _offsets(parts: Parts, places: _Places, ragged: Sequence[str]) -> dict[str, Any]:
    """Give where each row's terms, facts and labels begin; columns not asked for are empty."""
    columns: dict[str, Any] = {name: np.zeros(len(places.rows) + 1, np.int64) for name in RAGGED}
    for number, part in enumerate(opened(parts)):
        at, local = places.within(number)
        for name in ragged:
            offsets = getattr(part, name)
            columns[name][at + 1] = offsets[local + 1] - offsets[local]
    for name in ragged:
        np.cumsum(columns[name], out=columns[name])
    empty = (column for name in RAGGED if name not in ragged for column in RAGGED[name])
    return columns | {column: np.empty(0, TYPES.get(column, np.uint8)) for column in empty}


def _copy(
    part: Evidence,
    columns: dict[str, Any],
    name: str,
    at: NDArray[np.int64],
    local: NDArray[np.int64],
) -> None:
    """Copy the values of a part's rows to their places."""
    from cleaner.story.collect import place_spans

    offsets = getattr(part, name)
    starts, ends, targets = offsets[local], offsets[local + 1], columns[name][at]
    for column in RAGGED[name]:
        size = columns[column].itemsize
        source = plain_bytes(getattr(part, column))
        place_spans(
            source, starts * size, ends * size, targets * size, columns[column].view(np.uint8)
        )

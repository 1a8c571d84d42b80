"""Who is in the run: all articles of all parts, with the ids that were settled for them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus import Ledger
from cleaner.engines.parts import Columns, load_columns
from cleaner.engines.stages import Job
from cleaner.errors import InputError
from cleaner.strings import Strings


@dataclass(frozen=True, slots=True)
class Entry:
    """One part's articles: the ids that they were given, and those that were settled otherwise.

    None is an article that was left out. ``spared`` is what feedback kept of removals; the seconds
    are those of making the part.
    """

    folder: Path
    given: Strings
    changed: Mapping[int, str | None]
    removals: int = 0
    spared: tuple[Mapping[str, Any], ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    processor: Mapping[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        """Count the articles, those that were left out among them."""
        return len(self.given)

    def ids(self) -> list[str | None]:
        """Give the settled ids."""
        ids = list(self.given)
        for at, id_ in self.changed.items():
            ids[at] = id_
        return ids

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which articles stay."""
        kept = np.ones(len(self), np.bool_)
        kept[[at for at, id_ in self.changed.items() if id_ is None]] = False
        return kept


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What grouping knows of all articles that stay, in columns that cost no object each.

    ``removed`` are the shares of the original texts that cleaning removed.
    """

    titles: Strings
    outlets: Strings
    urls: Strings
    published: Strings
    credits: Strings
    removed: array[float]


#: Numbers that are objects at a time.
_AT_ONCE = 1 << 14
_STRINGS = ("titles", "outlets", "urls", "published", "credits")


@dataclass(frozen=True, slots=True)
class Roster:
    """All parts in input order, what is known of their articles, and all errors, by place."""

    entries: tuple[Entry, ...]
    known: Known
    errors: tuple[InputError, ...] = ()

    def ids(self) -> list[str]:
        """Give the ids of all articles that stay, in input order."""
        return [id_ for entry in self.entries for id_ in entry.ids() if id_ is not None]


def numbers(column: NDArray[np.int64]) -> Iterator[int]:
    """Give the numbers of a column one by one, few of them as objects at a time."""
    for start in range(0, len(column), _AT_ONCE):
        yield from column[start : start + _AT_ONCE].tolist()


def call_roll(jobs: Sequence[Job]) -> Roster:
    """Settle the ids of all parts, in input order."""
    ledger, entries, errors, collected = Ledger(), [], [], _Collected()
    for job in jobs:
        columns = load_columns(job.part.folder)
        changes = ledger.settle(job.chunk, columns.id_columns())
        entry = _entry(job.part.folder, columns, tuple(_settled(columns, changes)))
        collected.add(entry, columns)
        entries.append(entry)
        errors += [_error(row) for row in columns.errors]
        errors += [change for change in changes.values() if isinstance(change, InputError)]
    # By place, so that errors stand in one order however the input was cut into chunks.
    errors.sort(key=lambda error: (error.path, error.line or 0))
    return Roster(tuple(entries), collected.known(), tuple(errors))


def _entry(folder: Path, columns: Columns, ids: tuple[str | None, ...]) -> Entry:
    pairs = enumerate(zip(columns.ids, ids, strict=True))
    return Entry(
        folder=folder,
        given=Strings.of(columns.ids),
        changed={at: id_ for at, (given, id_) in pairs if id_ != given},
        removals=columns.removals,
        spared=tuple(columns.spared),
        seconds=columns.seconds,
        processor=columns.processor,
    )


class _Collected:
    """The columns of the parts so far."""

    def __init__(self) -> None:
        self._strings: dict[str, list[Strings]] = {name: [] for name in _STRINGS}
        self._removed = array("d")

    def add(self, entry: Entry, columns: Columns) -> None:
        stays = entry.kept.tolist()
        for name, parts in self._strings.items():
            parts.append(Strings.of(compress(getattr(columns, name), stays)))
        self._removed.extend(compress(columns.removed, stays))

    def known(self) -> Known:
        """Join them; the parts go as they are joined."""
        joined = {name: Strings.concat(self._strings.pop(name)) for name in _STRINGS}
        return Known(**joined, removed=self._removed)


def _settled(columns: Columns, changes: Mapping[int, str | InputError]) -> Iterator[str | None]:
    """Give each article its id; an embedded article goes with the one it was cut from."""
    if not changes:
        yield from columns.ids
        return
    own = 0
    final: list[str | None] = []
    for id_, parent in zip(columns.ids, columns.parents, strict=True):
        if parent >= 0:
            stem = final[parent]
            settled = None if stem is None else stem + id_[len(columns.ids[parent]) :]
        else:
            change = changes.get(own, id_)
            settled = None if isinstance(change, InputError) else change
            own += 1
        final.append(settled)
        yield settled


def _error(row: Mapping[str, object]) -> InputError:
    line = row.get("line")
    return InputError(str(row["path"]), str(row["reason"]), line if isinstance(line, int) else None)

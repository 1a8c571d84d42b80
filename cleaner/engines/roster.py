"""Who is in the run: all articles of all parts, with the ids that were settled for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.corpus import Ledger
from cleaner.engines.parts import Columns, load_columns
from cleaner.engines.stages import Job
from cleaner.errors import InputError


@dataclass(frozen=True, slots=True)
class Entry:
    """One part's articles: ``ids`` are settled; None is an article that was left out."""

    folder: Path
    columns: Columns
    ids: tuple[str | None, ...]

    @property
    def kept(self) -> list[int]:
        """The positions of the articles that stay."""
        return [at for at, id_ in enumerate(self.ids) if id_ is not None]


@dataclass(frozen=True, slots=True)
class Roster:
    """All parts in input order, and all errors of reading them, by place."""

    entries: tuple[Entry, ...] = ()
    errors: tuple[InputError, ...] = field(default=())

    def ids(self) -> list[str]:
        """Give the ids of all articles that stay, in input order."""
        return [id_ for entry in self.entries for id_ in entry.ids if id_ is not None]


def call_roll(jobs: Sequence[Job]) -> Roster:
    """Settle the ids of all parts, in input order."""
    ledger, entries, errors = Ledger(), [], []
    for job in jobs:
        columns = load_columns(job.part.folder)
        changes = ledger.settle(job.chunk, columns.id_columns())
        entries.append(Entry(job.part.folder, columns, tuple(_settled(columns, changes))))
        errors += [_error(row) for row in columns.errors]
        errors += [change for change in changes.values() if isinstance(change, InputError)]
    # By place, so that errors stand in one order however the input was cut into chunks.
    errors.sort(key=lambda error: (error.path, error.line or 0))
    return Roster(tuple(entries), tuple(errors))


def _settled(columns: Columns, changes: Mapping[int, str | InputError]) -> Iterator[str | None]:
    """Give each article its id; an embedded article goes with the one it was cut from."""
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

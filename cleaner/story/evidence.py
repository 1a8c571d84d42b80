"""What articles tell about their events, as columns: compact, joinable, picklable."""

from __future__ import annotations

import json
import math
import mmap
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import SketchError
from cleaner.language.fold import FOLDING_VERSION
from cleaner.story.stems import STEMS_VERSION

#: How this evidence was made: evidence made otherwise does not compare.
MADE = f"terms 6, stems {STEMS_VERSION}, folding {FOLDING_VERSION}"
#: The day of an article whose day of publication nobody knows (days since 1970-01-01).
NO_DAY = -(1 << 31)

_SEPARATOR = "\x1f"
_COLUMNS_FILE, _ABOUT_FILE = "columns.bin", "about.json"
#: Columns of a file begin at multiples of so many bytes.
_ALIGNED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The evidence of many articles. Ragged columns have offsets, one more than articles.

    ``label_keys`` are the keys of an article's salient terms, ``written`` the UTF-8 of their forms
    in its text, split by U+001F. ``days`` are days since 1970 or
    :data:`NO_DAY`; ``outlets`` hashes (0: unknown); ``weekdays`` bits of the days that the lead
    names (Monday is bit 0), that stand anywhere (from bit 7), and of a lead that says today (bit
    14); ``lengths`` words; ``events`` the day an article tells most (month * 32 + day), its year,
    and the latest month told (year * 12 + month), 0 where there is none. Terms are sorted by key
    within an article, facts by kind, key and value; :mod:`cleaner.story.collect` names the bits
    of ``where`` and the kinds; the value of a count is the bits of a 32-bit float.
    """

    ids: tuple[str, ...]
    days: NDArray[np.int32]
    outlets: NDArray[np.uint32]
    weekdays: NDArray[np.uint16]
    lengths: NDArray[np.uint16]
    events: NDArray[np.uint16]
    term_offsets: NDArray[np.int64]
    keys: NDArray[np.uint32]
    times: NDArray[np.uint8]
    where: NDArray[np.uint8]
    fact_offsets: NDArray[np.int64]
    fact_kinds: NDArray[np.uint8]
    fact_keys: NDArray[np.uint32]
    fact_values: NDArray[np.uint32]
    label_offsets: NDArray[np.int64]
    label_keys: NDArray[np.uint32]
    written_offsets: NDArray[np.int64]
    written: NDArray[np.uint8]
    made: str = MADE

    def __len__(self) -> int:
        """Give the number of articles."""
        return len(self.ids)

    @classmethod
    def concat(cls, parts: Sequence[Evidence]) -> Evidence:
        """Join parts in their order.

        Raises:
            SketchError: the parts were made in different ways.
        """
        made = {part.made for part in parts} | {MADE}
        if len(made) > 1:
            raise SketchError(f"evidence made in different ways does not join: {sorted(made)}")
        columns: dict[str, Any] = {name: _joined(name, parts) for name in _COLUMNS}
        ids = tuple(i for part in parts for i in part.ids)
        return cls(ids=ids, **columns)

    def save(self, path: Path) -> None:
        """Write the evidence to a folder: its columns in one file, and what they are in another."""
        path.mkdir(parents=True, exist_ok=True)
        columns, at = {}, 0
        with (path / _COLUMNS_FILE).open("wb") as stream:
            for name in _COLUMNS:
                column = np.ascontiguousarray(getattr(self, name))
                columns[name] = (column.dtype.str, at, column.shape)
                stream.write(column.data.cast("B") if column.size else b"")
                at += column.nbytes + -column.nbytes % _ALIGNED
                stream.write(b"\0" * (-column.nbytes % _ALIGNED))
        # JSON, escaped: ids may hold line breaks and lone surrogates.
        (path / "ids.json").write_text(json.dumps(self.ids), "ascii")
        about = {"made": self.made, "columns": columns}
        (path / _ABOUT_FILE).write_text(json.dumps(about), "ascii")

    @classmethod
    def load(cls, path: Path, ids: tuple[str, ...] | None = None) -> Evidence:
        """Open saved evidence; its columns stay on disk until they are used.

        ``ids`` are those of its articles, where they are known already.

        Raises:
            SketchError: the evidence was made in another way.
        """
        about = json.loads((path / _ABOUT_FILE).read_text("ascii"))
        if about["made"] != MADE:
            raise SketchError(
                f"{path}: evidence made as {about['made']!r}, this version makes {MADE!r}"
            )
        with (path / _COLUMNS_FILE).open("rb") as stream:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        columns: dict[str, Any] = {
            name: np.frombuffer(data, dtype, math.prod(shape), at).reshape(shape)
            for name, (dtype, at, shape) in about["columns"].items()
        }
        if ids is None:
            ids = tuple(json.loads((path / "ids.json").read_text("ascii")))
        return cls(ids=ids, **columns)

    def select(self, rows: NDArray[np.int64]) -> Evidence:
        """Give the evidence of some articles, in the order of ``rows``."""
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in PLAIN}
        for offsets_name, names in RAGGED.items():
            offsets = getattr(self, offsets_name)
            columns.update((name, taken(getattr(self, name), offsets, rows)) for name in names)
            columns[offsets_name] = np.append(0, np.cumsum(offsets[rows + 1] - offsets[rows]))
        ids = tuple(self.ids[row] for row in rows)
        return Evidence(ids=ids, **columns)

    def labels(self, row: int) -> dict[int, str]:
        """Give the written forms of an article's salient terms, by key."""
        keys = self.label_keys[self.label_offsets[row] : self.label_offsets[row + 1]]
        span = self.written[self.written_offsets[row] : self.written_offsets[row + 1]]
        texts = span.tobytes().decode("utf-8", "surrogatepass").split(_SEPARATOR)
        return {int(key): text for key, text in zip(keys, texts, strict=False)}


#: Ragged columns by their offsets.
RAGGED = {
    "term_offsets": ("keys", "times", "where"),
    "fact_offsets": ("fact_kinds", "fact_keys", "fact_values"),
    "label_offsets": ("label_keys",),
    "written_offsets": ("written",),
}
#: Columns of one value (or row) an article.
PLAIN = ("days", "outlets", "weekdays", "lengths", "events")
_COLUMNS = tuple(f.name for f in fields(Evidence) if f.name not in ("ids", "made"))


def _joined(name: str, parts: Sequence[Evidence]) -> NDArray[Any]:
    columns = [getattr(part, name) for part in parts]
    if name not in RAGGED:
        empty = np.empty((0, 3) if name == "events" else 0, TYPES.get(name, np.uint8))
        return np.concatenate([empty, *columns]).astype(empty.dtype, copy=False)
    starts = np.cumsum([0, *(int(column[-1]) for column in columns)])
    moved = [column[1:] + start for column, start in zip(columns, starts, strict=False)]
    return np.concatenate([np.zeros(1, np.int64), *moved])


#: What columns are made of, but for bytes.
TYPES: dict[str, type[np.generic]] = {
    "days": np.int32,
    "outlets": np.uint32,
    "lengths": np.uint16,
    "events": np.uint16,
    "weekdays": np.uint16,
    "keys": np.uint32,
    "fact_keys": np.uint32,
    "fact_values": np.uint32,
    "label_keys": np.uint32,
}


def taken(
    column: NDArray[Any], offsets: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[Any]:
    """Give the values of some rows of a ragged column, in the order of ``rows``."""
    from cleaner.story.collect import copy_spans

    size = column.dtype.itemsize
    starts, ends = offsets[rows] * size, offsets[rows + 1] * size
    copied: NDArray[np.uint8] = copy_spans(plain_bytes(column), starts, ends)
    return copied.view(column.dtype)


def plain_bytes(column: NDArray[Any]) -> NDArray[np.uint8]:
    """Give a column's bytes as kernels take them, whether it lies on disk or not."""
    raw = np.frombuffer(np.ascontiguousarray(column).data.cast("B"), np.uint8).view()
    raw.flags.writeable = False
    return raw

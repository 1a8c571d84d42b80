"""Many strings, or pieces of bytes, in one run of bytes: a column that costs no object each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


def taken(column: Sequence[T], rows: Sequence[int]) -> list[T]:
    """Give some values of a column, which is quickest asked for many at once."""
    if isinstance(column, Strings):
        return cast("list[T]", column.taken(rows))
    return [column[row] for row in rows]


@dataclass(frozen=True, slots=True, eq=False)
class Strings(Sequence[str | None]):
    """Strings in UTF-8, end to end: string ``i`` is ``data[offsets[i]:offsets[i + 1]]``.

    An empty one is None. Each is decoded when it is asked for.
    """

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the strings."""
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, index: int) -> str | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[str | None]: ...
    def __getitem__(self, index: int | slice) -> str | list[str | None] | None:
        """Decode a string, or some."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        start, end = self.offsets[index : index + 2].tolist()
        return self.data[start:end].tobytes().decode() if end > start else None

    def __iter__(self) -> Iterator[str | None]:
        """Decode all, one after the other; plain ASCII at once."""
        data = self.data.tobytes()
        spans = pairwise(self.offsets.tolist())
        if data.isascii():
            text = data.decode()
            return (text[start:end] or None for start, end in spans)
        return (data[start:end].decode() or None for start, end in spans)

    @classmethod
    def of(cls, strings: Iterable[str | None]) -> Strings:
        """Make a column of strings."""
        encoded = [(string or "").encode() for string in strings]
        offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), offsets)

    @classmethod
    def concat(cls, parts: Sequence[Strings]) -> Strings:
        """Join columns end to end."""
        sizes = np.cumsum([0] + [len(part.data) for part in parts])
        offsets = [part.offsets[:-1] + at for part, at in zip(parts, sizes, strict=False)]
        data = [part.data for part in parts] or [np.empty(0, np.uint8)]
        return cls(np.concatenate(data), np.concatenate([*offsets, sizes[-1:]]).astype(np.int64))

    def taken(self, rows: Sequence[int]) -> list[str | None]:
        """Decode some of the strings, in the order of ``rows``."""
        at = np.asarray(rows, np.int64)
        starts, ends = self.offsets[at].tolist(), self.offsets[at + 1].tolist()
        data = np.ascontiguousarray(self.data).data
        return [
            str(data[start:end], "utf-8") or None for start, end in zip(starts, ends, strict=True)
        ]

    def select(self, rows: NDArray[np.int64]) -> Strings:
        """Give some of the strings."""
        return Strings.of(self.taken(rows.tolist()))


@dataclass(frozen=True, slots=True, eq=False)
class Pieces(Sequence[bytes]):
    """Pieces of bytes, end to end: piece ``i`` is between ``ends[i]`` and ``ends[i + 1]``."""

    data: bytes
    ends: Sequence[int]

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Pieces:
        """Put pieces end to end, none of which has to be kept."""
        data, ends = bytearray(), array("q", [0])
        for piece in pieces:
            data += piece
            ends.append(len(data))
        return cls(bytes(data), ends)

    def __len__(self) -> int:
        """Count the pieces."""
        return len(self.ends) - 1

    def __getitem__(self, at: int) -> bytes:  # type: ignore[override]
        """Give a piece."""
        return self.data[self.ends[at] : self.ends[at + 1]]

    def __iter__(self) -> Iterator[bytes]:
        """Give all pieces."""
        return (self.data[start:end] for start, end in pairwise(self.ends))

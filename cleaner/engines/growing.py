"""Columns of all articles of a run: in memory or in files, and growing as parts come in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.output import OutputFolder
from cleaner.engines.options import RunOptions
from cleaner.rooms import Room, in_files, in_memory

#: Room beyond what is expected, and for parts that are larger than those before.
_AHEAD, _GROWTH = 1.02, 1.05


def room_for(weight: int, options: RunOptions, folder: OutputFolder) -> Room:
    """Give room for the columns of so many bytes of input, which take about as much."""
    if options.memory is None or weight <= options.memory:
        return in_memory
    return in_files(folder.spool)


class Growing:
    """A column that parts are appended to.

    Room is asked for ahead; the system gives memory where it is written.
    """

    def __init__(self, dtype: Any, width: int = 0, room: Room = in_memory) -> None:
        self._shape, self._dtype = (width,) if width else (), dtype
        self._room = room
        self._data: NDArray[Any] = np.empty((0, *self._shape), dtype)
        self._length = 0

    def append(self, part: NDArray[Any], share: float = 1.0) -> None:
        """Add a part at the end; ``share`` is how much of all there is is here then."""
        needed = self._length + len(part)
        if needed > len(self._data):
            self._make_room(max(int(_AHEAD * needed / share), int(_GROWTH * needed)))
        self._data[self._length : needed] = part
        self._length = needed

    def _make_room(self, length: int) -> None:
        if self._room is in_memory:
            # No one else holds this array: the allocator moves pages, it copies nothing. A new
            # array would ask for huge pages, which the system may have to make room for.
            self._data.resize((length, *self._shape), refcheck=False)
            return
        larger = self._room((length, *self._shape), self._dtype)
        larger[: self._length] = self.values
        self._data = larger

    @property
    def values(self) -> NDArray[Any]:
        """What was added so far."""
        return self._data[: self._length]

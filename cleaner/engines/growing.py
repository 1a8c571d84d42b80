"""Columns that grow as parts of them come in, in memory or in files."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_GROWTH = 1.25


class Growing:
    """A column that parts are appended to.

    Room is asked for ahead; the system gives memory where it is written.
    """

    def __init__(self, dtype: Any, width: int = 0) -> None:
        self._shape = (width,) if width else ()
        self._data: NDArray[Any] = np.empty((0, *self._shape), dtype)
        self._length = 0

    def append(self, part: NDArray[Any]) -> None:
        """Add a part at the end."""
        needed = self._length + len(part)
        if needed > len(self._data):
            room = max(needed, int(_GROWTH * len(self._data)) + 1024)
            # No one else holds this array: the allocator moves pages, it copies nothing.
            self._data.resize((room, *self._shape), refcheck=False)
        self._data[self._length : needed] = part
        self._length = needed

    @property
    def values(self) -> NDArray[Any]:
        """What was added so far."""
        return self._data[: self._length]

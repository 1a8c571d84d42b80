"""Room for large columns: in memory, or in files that the system moves out of it when it must."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

Room = Callable[[tuple[int, ...], Any], NDArray[Any]]
"""Gives an array of a shape and a dtype, whose values are to be written."""


def in_memory(shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Give room in memory."""
    return np.empty(shape, dtype)


def give_back(room: Room) -> None:
    """Have the system take back what nobody uses, where room in memory is short.

    What hangs in a cycle holds files, too. The allocator keeps what lies between things that are
    still held, of the arrays of each thread and of millions of small objects. It costs some
    hundredths of a second.
    """
    if room is in_memory:
        return
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
        if trim is not None:
            trim(0)


def in_files(folder: Path) -> Room:
    """Give room in files of a folder; each goes with its array."""

    def room(shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
        if not np.prod(shape):
            return np.empty(shape, dtype)
        with TemporaryFile(dir=folder) as file:
            # A plain array, as kernels take it; the mapping outlives the file's name.
            return np.memmap(file, dtype, "w+", shape=shape).view(np.ndarray)

    return room

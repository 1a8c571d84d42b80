"""Sparing the search for cycles among millions of objects that have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_WORTH = 1 << 20


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nothing be searched for cycles inside the block, in processes forked there either.

    What is there already is left alone by a search that is asked for inside. A block within another
    changes nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()


@contextmanager
def collecting_after(weight: int = _WORTH) -> Iterator[None]:
    """Search for cycles when the block ends, where nothing is searched for them as it goes.

    Only what the block has made is looked at: kernels and rules alone are a million objects. A
    block that works on less than 1 MiB (``weight``, in bytes) may load those, and leaves little.
    """
    if not gc.isenabled():
        gc.freeze()
    yield
    if weight >= _WORTH:
        gc.collect()

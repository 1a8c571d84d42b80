"""The peak memory of a process and all that it starts, watched from outside (Linux)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Seconds; looking holds up a process that asks for memory.
_INTERVAL = 0.25


class Memory:
    """The most bytes seen: each process's share of what it holds (PSS), summed."""

    def __init__(self, pid: int) -> None:
        self._pid, self.peak = pid, 0

    def look(self) -> None:
        """Look once."""
        self.peak = max(self.peak, sum(map(_share, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _share(pid: int) -> int:
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """Watch a process while the block runs."""
    memory, over = Memory(pid), threading.Event()

    def watch() -> None:
        while not over.wait(_INTERVAL):
            memory.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()

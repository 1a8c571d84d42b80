"""The peak memory of a process and all that it starts, watched from outside (Linux).

Two peaks: of all that is in memory, and of what is in no file, which the system cannot take back.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Seconds; looking holds up a process that asks for memory.
_INTERVAL = 0.25


class Memory:
    """The most bytes seen: each process's share of what it holds (PSS), summed.

    ``held`` are those that are in no file.
    """

    def __init__(self, pid: int) -> None:
        self._pid, self.peak, self.held = pid, 0, 0

    def look(self) -> None:
        """Look once."""
        shares = [_shares(pid) for pid in _family(self._pid)]
        self.peak = max(self.peak, sum(whole for whole, _ in shares))
        self.held = max(self.held, sum(own for _, own in shares))


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _shares(pid: int) -> tuple[int, int]:
    """Give a process's share of all, and of what is in no file."""
    found: dict[str, int] = {}
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in ("Pss", "Pss_Anon"):
                found[name] = int(value.split()[0]) << 10
    return found.get("Pss", 0), found.get("Pss_Anon", 0)


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

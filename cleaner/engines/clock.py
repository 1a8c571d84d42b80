"""Where the time goes: busy seconds by stage."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter, process_time


class Clock:
    """Seconds by stage, in the order in which the stages were first entered.

    ``seconds`` are by the clock on the wall; ``processor`` are those that cores were busy with it,
    in this process and in those that it has waited for.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block's time to a stage."""
        start, busy = perf_counter(), _busy()
        try:
            yield
        finally:
            _add(self.seconds, name, perf_counter() - start)
            _add(self.processor, name, _busy() - busy)

    def add(
        self, seconds: Iterable[Mapping[str, float]], processor: Iterable[Mapping[str, float]]
    ) -> None:
        """Add what others have counted."""
        for mine, theirs in ((self.seconds, seconds), (self.processor, processor)):
            for one in theirs:
                for name, more in one.items():
                    _add(mine, name, more)


def _add(times: dict[str, float], name: str, more: float) -> None:
    times[name] = times.get(name, 0.0) + more


def _busy() -> float:
    return process_time() + sum(os.times()[2:4])

"""Where the time goes: busy seconds by stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter


class Clock:
    """Seconds by stage, in the order in which the stages were first entered."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block's time to a stage."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def add(self, others: Iterable[Mapping[str, float]]) -> None:
        """Add what others have counted."""
        for other in others:
            for name, seconds in other.items():
                self.seconds[name] = self.seconds.get(name, 0.0) + seconds

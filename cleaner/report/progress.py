"""Progress bars on a terminal; silence in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Called with a stage's name, how much of it is done, and how much there is (None: unknown).
Progress = Callable[[str, int, int | None], None]


def silent(stage: str, done: int, total: int | None) -> None:
    """Show nothing."""


@contextmanager
def progress_bars(*, shown: bool) -> Iterator[Progress]:
    """Give a function that draws a bar for each stage on standard error, or draws nothing."""
    if not shown:
        yield silent
        return
    from rich.console import Console
    from rich.filesize import decimal
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskID,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    class Rate(ProgressColumn):
        """Bytes of input a second; nothing for a stage that is one step."""

        def render(self, task: Task) -> str:
            speed = task.finished_speed or task.speed
            return f"{decimal(int(speed))}/s" if speed and (task.total or 0) > 1 else ""

    columns = (
        TextColumn("{task.description:<8}"), BarColumn(), TaskProgressColumn(), Rate(),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=None)
            # Of a stage that is one step nobody knows how far it is: its bar runs to and fro.
            unknown = total == 1 and not done
            bars.update(tasks[stage], completed=done, total=None if unknown else total)

        yield show

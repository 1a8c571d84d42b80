"""What every command that writes an OUT folder does around the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import on_terminal, require_paths

if TYPE_CHECKING:
    from cleaner.engines.options import RunOptions, RunSummary

_ERRORS_SHOWN = 10


def execute(paths: Sequence[str], out: Path, options: RunOptions, *, quiet: bool) -> None:
    """Run the engine with progress, say what came of it, and exit with its code."""
    from cleaner.engines.local import run
    from cleaner.report.progress import progress_bars

    require_paths(paths)
    try:
        with progress_bars(shown=on_terminal() and not quiet) as progress:
            summary = run(paths, out, options, progress=progress)
    except KeyboardInterrupt:
        typer.echo("stopped; run the same command again to go on from here", err=True)
        raise typer.Exit(exits.INTERRUPTED) from None
    _show_errors(summary)
    if not quiet:
        _show_summary(summary, out)
    if summary.errors:
        raise typer.Exit(exits.PARTIAL)


def _show_errors(summary: RunSummary) -> None:
    for error in summary.errors[:_ERRORS_SHOWN]:
        typer.secho(str(error), fg=typer.colors.RED, err=True)
    rest = len(summary.errors) - _ERRORS_SHOWN
    if rest > 0:
        typer.secho(f"... and {rest} more, see errors.jsonl", fg=typer.colors.RED, err=True)


def _show_summary(summary: RunSummary, out: Path) -> None:
    parts = [
        counted(summary.counts[key], one, many)
        for key, one, many in _COUNTED
        if key in summary.counts
    ]
    if summary.errors:
        parts.append(f"{counted(len(summary.errors), 'input', 'inputs')} not used")
    typer.echo(f"{', '.join(parts)} in {summary.seconds:.1f} s -> {out}", err=True)


_COUNTED = (
    ("articles", "article", "articles"),
    ("removals", "removal", "removals"),
    ("copies", "copy", "copies"),
    ("stories", "story", "stories"),
)


def counted(number: int, one: str, many: str) -> str:
    """Say how many.

    >>> counted(1, "copy", "copies"), counted(1200, "copy", "copies")
    ('1 copy', '1,200 copies')
    """
    return f"{number:,} {one if number == 1 else many}"

"""What every command that writes an OUT folder does around the engine."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import on_terminal, require_paths

if TYPE_CHECKING:
    from cleaner.engines.options import RunOptions, RunSummary

_EXHAUSTED = (
    "memory ran out: run again with --memory 500M, which keeps columns in files, or with "
    "--workers 1; it goes on from here"
)


def execute(
    paths: Sequence[str], out: Path, options: RunOptions, *, quiet: bool, as_json: bool = False
) -> None:
    """Run the engine with progress, say what came of it, and exit with its code."""
    from cleaner.engines.local import run
    from cleaner.report.closing import problems
    from cleaner.report.progress import progress_bars

    require_paths(paths)
    if options.group:
        _load_kernels()
    try:
        with progress_bars(shown=on_terminal() and not quiet) as progress:
            summary = run(paths, out, options, progress=progress)
    except KeyboardInterrupt:
        typer.echo("stopped; run the same command again to go on from here", err=True)
        _leave(exits.INTERRUPTED)
    except MemoryError:
        typer.echo(_EXHAUSTED, err=True)
        _leave(exits.EXHAUSTED)
    for problem in problems(summary.errors):
        typer.secho(problem, fg=typer.colors.RED, err=True)
    if as_json:
        typer.echo((out / "run.json").read_text("utf-8"), nl=False)
    elif not quiet:
        _close(_told(summary, options), out, options)
    if summary.errors:
        raise typer.Exit(exits.PARTIAL)


def _leave(code: int) -> NoReturn:
    """End without waiting for threads that are inside kernels: all that counts is on the disk."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _load_kernels() -> None:
    """Load the kernels' machinery once, before workers are forked that would each do so."""
    from cleaner.language.kernels import start

    start()


def _told(summary: RunSummary, options: RunOptions) -> RunSummary:
    """Leave out of a summary what was not looked for: where nothing is cleaned, removals."""
    if options.clean is not None:
        return summary
    return replace(
        summary, counts={key: n for key, n in summary.counts.items() if key != "removals"}
    )


def _close(summary: RunSummary, out: Path, options: RunOptions) -> None:
    from cleaner.report.closing import done, next_step, oddities
    from cleaner.review.marks import FEEDBACK

    typer.echo(done(summary.counts, len(summary.errors), summary.seconds, out), err=True)
    for sentence in oddities(summary.counts):
        typer.secho(f"  odd: {sentence}", fg=typer.colors.YELLOW, err=True)
    unheard = options.feedback is None and options.stories and (out / FEEDBACK).is_file()
    step = next_step(summary.counts, out, report=options.report, unheard=unheard)
    if step is not None:
        typer.echo(f"  {step}", err=True)

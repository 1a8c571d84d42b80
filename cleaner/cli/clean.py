"""``cleaner clean``: stage 1 alone, as a filter, a rewriter, a checker or a hook."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import (
    Aggressive,
    Drop,
    FieldMap,
    FurnitureFile,
    Keep,
    NoReport,
    Paths,
    Quiet,
    RuleFiles,
    Workers,
    cleaning_options,
    require_paths,
)
from cleaner.cli.execute import execute
from cleaner.errors import InputError, UsageError
from cleaner.report.closing import counted

if TYPE_CHECKING:
    from cleaner.article import CleanArticle, Removal
    from cleaner.corpus import Placed
    from cleaner.engines.flowing import Make, Noise
    from cleaner.engines.options import RunOptions

T = TypeVar("T")


def clean(
    paths: Paths,
    *,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Write an OUT folder.", show_default=False),
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Rewrite .txt and .jsonl files that carry noise.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where noise is found.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would go, in context.")] = False,
    field: FieldMap,
    keep: Keep = "",
    drop: Drop = "",
    aggressive: Aggressive = False,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
    workers: Workers = 0,
    no_report: NoReport = False,
    quiet: Quiet = False,
) -> None:
    """Remove what is not the article. Without a mode, cleaned JSONL goes to standard output."""
    if sum((out is not None, in_place, check or diff)) > 1:
        raise UsageError("choose one of -o, --in-place, and --check with or without --diff")
    require_paths(paths)
    options = cleaning_options(
        field,
        keep,
        drop,
        rule_files,
        furniture,
        aggressive=aggressive,
        group=False,
        workers=workers,
        report=not no_report,
    )
    if out is not None:
        execute(paths, out, options, quiet=quiet)
    elif in_place:
        _rewrite(paths, options, quiet=quiet)
    elif check or diff:
        _check(paths, options, check=check, diff=diff, quiet=quiet)
    else:
        _filter(paths, options)


@dataclass
class _Tally:
    """What came of a pass over the articles; owned by one command call."""

    articles: int = 0
    found: int = 0
    failed: int = 0
    removals: list[Removal] = field(default_factory=list)

    def exit(self, *, check: bool) -> None:
        """End with the code that fits."""
        if self.failed:
            raise typer.Exit(exits.PARTIAL)
        if check and self.found:
            raise typer.Exit(exits.FOUND)

    def fail(self, error: InputError) -> None:
        """Count an input that could not be used, and say so."""
        self.failed += 1
        typer.secho(str(error), fg=typer.colors.RED, err=True)


def _given(
    paths: Sequence[str], options: RunOptions, make: Make[T], tally: _Tally
) -> Iterator[tuple[str, T]]:
    """Give what is made of each article, with its id; what cannot be used is told and counted."""
    from cleaner.engines.flowing import flow

    for item in flow(paths, options, make, live=True):
        if isinstance(item, InputError):
            tally.fail(item)
        else:
            yield item


def _check(
    paths: Sequence[str],
    options: RunOptions,
    *,
    check: bool,
    diff: bool,
    quiet: bool,
) -> None:
    from cleaner.engines.flowing import noise
    from cleaner.report.terminal import render_summary

    tally = _Tally()
    for id_, found in _given(paths, options, noise, tally):
        tally.articles += 1
        if found.removals:
            tally.found += 1
            tally.removals += found.removals
            _tell(id_, found, diff=diff, quiet=quiet)
    if not quiet:
        for line in render_summary(tally.removals):
            typer.echo(line, err=True)
        typer.echo(f"{tally.found} of {tally.articles} articles carry noise", err=True)
    tally.exit(check=check)


def _tell(id_: str, found: Noise, *, diff: bool, quiet: bool) -> None:
    from cleaner.report.terminal import render_diff

    if diff:
        for line in render_diff(id_, found.text, found.removals):
            typer.echo(line)
    elif not quiet:
        removals = counted(len(found.removals), "removal", "removals")
        typer.echo(f"would clean {id_}: {removals}")


def _row(article: Placed, clean: CleanArticle) -> tuple[str, bytes]:
    """Give the id that an article has in its file, and its row."""
    from cleaner.corpus.output import article_row, to_json_line

    return article.id, to_json_line(article_row(article, clean))


def _filter(paths: Sequence[str], options: RunOptions) -> None:
    from cleaner.corpus.rows import renamed

    tally, live = _Tally(), "-" in paths
    try:
        for id_, (old, row) in _given(paths, options, _row, tally):
            sys.stdout.buffer.write(row if id_ == old else renamed(row, old, id_))
            if live:  # somebody may wait for it
                sys.stdout.buffer.flush()
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has seen enough: nothing is left to say, not even when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    tally.exit(check=False)


def _rewrite(paths: Sequence[str], options: RunOptions, *, quiet: bool) -> None:
    from cleaner.engines.inplace import rewrite

    tally = _Tally()
    for one in rewrite(paths, options):
        for error in one.errors:
            tally.fail(error)
        if one.removals and not quiet:
            removals = counted(one.removals, "removal", "removals")
            typer.echo(f"Cleaned {one.path}: {removals}")
    tally.exit(check=False)

"""``cleaner clean``: stage 1 alone, as a filter, a rewriter, a checker or a hook."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from cleaner.article import Article, CleanArticle, Removal
    from cleaner.engines.options import RunOptions


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


def _cleaned(
    paths: Sequence[str], options: RunOptions, tally: _Tally
) -> Iterator[tuple[Article, CleanArticle]]:
    from cleaner import corpus
    from cleaner.engines.stages import clean_article

    for article in corpus.read(paths, options.fields):
        if isinstance(article, InputError):
            tally.fail(article)
            continue
        cleaned = clean_article(article, options)
        tally.articles += 1
        tally.found += bool(cleaned.removals)
        yield article, cleaned


def _check(
    paths: Sequence[str],
    options: RunOptions,
    *,
    check: bool,
    diff: bool,
    quiet: bool,
) -> None:
    from cleaner.report.terminal import render_diff, render_summary

    tally = _Tally()
    for article, cleaned in _cleaned(paths, options, tally):
        if not cleaned.removals:
            continue
        tally.removals += cleaned.removals
        if diff:
            for line in render_diff(article.id, article.text, cleaned.removals):
                typer.echo(line)
        elif not quiet:
            removals = counted(len(cleaned.removals), "removal", "removals")
            typer.echo(f"would clean {article.id}: {removals}")
    if not quiet:
        for line in render_summary(tally.removals):
            typer.echo(line, err=True)
        typer.echo(f"{tally.found} of {tally.articles} articles carry noise", err=True)
    tally.exit(check=check)


def _filter(paths: Sequence[str], options: RunOptions) -> None:
    from cleaner.corpus.output import article_row, to_json_line

    tally = _Tally()
    try:
        for article, cleaned in _cleaned(paths, options, tally):
            sys.stdout.buffer.write(to_json_line(article_row(article, cleaned)))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has seen enough: nothing is left to say, not even when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    tally.exit(check=False)


def _rewrite(paths: Sequence[str], options: RunOptions, *, quiet: bool) -> None:
    from cleaner.engines.inplace import files, rewrite

    tally = _Tally()
    for file in files(paths):
        changed = 0
        try:
            changed = rewrite(file, options, tally.fail)
        except InputError as error:
            tally.fail(error)
        if changed and not quiet:
            typer.echo(f"Cleaned {file.path}: {counted(changed, 'removal', 'removals')}")
    tally.exit(check=False)

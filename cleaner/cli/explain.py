"""``cleaner explain``: an article with every removed span in place, its rule and cause."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import (
    Aggressive,
    Drop,
    FieldMap,
    FurnitureFile,
    Keep,
    RuleFiles,
    cleaning_options,
    require_paths,
)
from cleaner.errors import InputError, UsageError


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", show_default=False, help="An article.")],
    *,
    only: Annotated[
        str, typer.Option("--id", metavar="ID", help="Only this article of a file of many.")
    ] = "",
    field: FieldMap,
    keep: Keep = "",
    drop: Drop = "",
    aggressive: Aggressive = False,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
) -> None:
    """Show an article with every removed span in place: rule and cause."""
    from cleaner import corpus
    from cleaner.engines.stages import clean_article
    from cleaner.report.terminal import render_explained, render_summary

    require_paths([file])
    options = cleaning_options(field, keep, drop, rule_files, furniture, aggressive=aggressive)
    failed = found = False
    for article in corpus.read([file], options.fields):
        if isinstance(article, InputError):
            typer.secho(str(article), fg=typer.colors.RED, err=True)
            failed = True
        elif only in ("", article.id):
            found = True
            cleaned = clean_article(article, options)
            typer.secho(article.id, bold=True)
            for line in render_explained(article.text, cleaned.removals):
                typer.echo(line)
            for line in render_summary(cleaned.removals):
                typer.echo(line)
    if only and not found:
        raise UsageError(f"{file}: holds no article {only!r}; ids are what `cleaner run` writes")
    if failed:
        raise typer.Exit(exits.PARTIAL)

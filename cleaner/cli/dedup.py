"""``cleaner dedup``: copies and stories among texts that are clean already."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli.arguments import (
    AsJson,
    CanonicalPolicy,
    FieldMap,
    Memory,
    NoReport,
    Out,
    Paths,
    Quiet,
    Workers,
    bytes_of,
    fields_from,
)


def dedup(
    paths: Paths,
    *,
    out: Out,
    canonical_only: Annotated[
        bool, typer.Option("--canonical-only", help="Leave copies out of articles.jsonl.")
    ] = False,
    no_stories: Annotated[
        bool, typer.Option("--no-stories", help="Find copies only, much faster: no report either.")
    ] = False,
    no_articles: Annotated[
        bool, typer.Option("--no-articles", help="Do not write articles.jsonl.")
    ] = False,
    canonical: CanonicalPolicy = "credited",
    field: FieldMap,
    workers: Workers = 0,
    memory: Memory = "",
    no_report: NoReport = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find copies and stories among articles that are clean already."""
    from cleaner.cli.execute import execute
    from cleaner.engines.options import RunOptions

    options = RunOptions(
        fields=fields_from(field),
        clean=None,
        canonical=canonical,
        workers=workers,
        memory=bytes_of(memory),
        report=not (no_report or no_stories),
        canonical_only=canonical_only,
        stories=not no_stories,
        articles=not no_articles,
    )
    execute(paths, out, options, quiet=quiet, as_json=as_json)

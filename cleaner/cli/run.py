"""``cleaner run``: articles in; clean articles, copy groups and stories out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.arguments import (
    Aggressive,
    AsJson,
    CanonicalPolicy,
    Drop,
    FeedbackFile,
    FieldMap,
    FurnitureFile,
    Keep,
    Memory,
    NoReport,
    Out,
    Paths,
    Quiet,
    RuleFiles,
    Workers,
    bytes_of,
    cleaning_options,
    known_feedback,
)


def run(
    paths: Paths,
    *,
    out: Out,
    text_out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write the cleaned texts as a tree of .txt."),
    ] = None,
    canonical_only: Annotated[
        bool, typer.Option("--canonical-only", help="Leave copies out of articles.jsonl.")
    ] = False,
    split_embedded: Annotated[
        bool,
        typer.Option("--split-embedded", help="Keep an article inside an article as ID#1."),
    ] = False,
    canonical: CanonicalPolicy = "credited",
    field: FieldMap,
    keep: Keep = "",
    drop: Drop = "",
    aggressive: Aggressive = False,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
    no_learn: Annotated[
        bool, typer.Option("--no-learn", help="Do not learn site furniture from this input.")
    ] = False,
    feedback: FeedbackFile = None,
    workers: Workers = 0,
    memory: Memory = "",
    no_report: NoReport = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Clean the articles, find copies among them, and fold them into stories."""
    from cleaner.cli.execute import execute

    options = cleaning_options(
        field,
        keep,
        drop,
        rule_files,
        furniture,
        aggressive=aggressive,
        learn=not no_learn,
        canonical=canonical,
        workers=workers,
        memory=bytes_of(memory),
        report=not no_report,
        split_embedded=split_embedded,
        canonical_only=canonical_only,
        feedback=known_feedback(feedback),
        text_out=text_out,
    )
    execute(paths, out, options, quiet=quiet, as_json=as_json)

"""``cleaner report``: OUT/report.html, made again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.arguments import Quiet


def report(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", show_default=False, help="What `cleaner run` wrote.")
    ],
    *,
    articles: Annotated[
        int,
        typer.Option(
            "--articles",
            min=1,
            metavar="N",
            help="About how many articles can be looked at one by one; the figures count all.",
        ),
    ] = 10_000,
    quiet: Quiet = False,
) -> None:
    """Make OUT/report.html again, from the other files in OUT."""
    from cleaner.corpus.output import REPORT
    from cleaner.report.page import remake_report

    remake_report(out, articles)
    if not quiet:
        typer.echo(f"-> {out / REPORT}", err=True)

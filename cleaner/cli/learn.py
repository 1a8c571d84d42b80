"""``cleaner learn``: what the sites of a corpus print on every page, for later use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.arguments import (
    FieldMap,
    Paths,
    Quiet,
    Workers,
    fields_from,
    on_terminal,
    require_paths,
)


def learn(
    paths: Paths,
    *,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FILE", help="The JSON to write.", show_default=False),
    ],
    field: FieldMap,
    workers: Workers = 0,
    quiet: Quiet = False,
) -> None:
    """Learn site furniture: lines that many different stories of one site carry."""
    from cleaner.corpus import plan
    from cleaner.corpus.atomic import explained
    from cleaner.engines.learning import learn_furniture
    from cleaner.engines.pool import cores
    from cleaner.report.progress import progress_bars

    require_paths(paths)
    with progress_bars(shown=on_terminal() and not quiet) as progress:
        furniture = learn_furniture(plan(paths), fields_from(field), workers or cores(), progress)
    with explained(out):
        furniture.save(out)
    if not quiet:
        lines = sum(len(lines) for lines in furniture.sites.values())
        typer.echo(f"{lines:,} lines of {len(furniture.sites):,} sites -> {out}", err=True)

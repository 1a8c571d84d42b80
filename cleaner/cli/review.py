"""``cleaner review``: look at the report, and say what is wrong or right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.errors import UsageError
from cleaner.report.closing import counted

if TYPE_CHECKING:
    from cleaner.review.server import Review


def review(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", show_default=False, help="What `cleaner run` wrote.")
    ],
    *,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="0: any that is free.")
    ] = 0,
    browser: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            metavar="DIR",
            help="Serve nothing: write what was marked as labelled data, to measure by.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show the report in your browser, where you can mark what is wrong or right.

    Marks go to OUT/feedback.jsonl; `cleaner run --feedback OUT/feedback.jsonl` respects them.
    """
    if labels is not None:
        _export(out, labels)
        return
    from cleaner.report.page import ensure_report
    from cleaner.review.server import serving

    ensure_report(out)
    with serving(out, port) as server:
        typer.echo(server.url)
        typer.echo("  open this address; Ctrl-C ends it", err=True)
        if browser:
            typer.launch(server.url)
        _serve(server)


def _serve(server: Review) -> None:
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        typer.echo(err=True)
    path = server.file.path
    if server.made:
        made = counted(server.made, "mark", "marks")
        typer.echo(f"{made} -> {path}\n  next: cleaner run PATH -o OUT --feedback {path}", err=True)
    else:
        typer.echo("nothing was marked", err=True)


def _export(out: Path, target: Path) -> None:
    from cleaner.report.page import require_output
    from cleaner.review.labels import export
    from cleaner.review.marks import FEEDBACK, load

    require_output(out)
    if target.resolve() == out.resolve():
        raise UsageError(f"--labels {target}: choose another folder than OUT")
    done = export(out, load(out / FEEDBACK), target)
    typer.echo(
        f"{counted(done.cleaning, 'cleaned article', 'cleaned articles')},"
        f" {done.copies:,} labelled for copies, {done.stories:,} for stories -> {target}",
        err=True,
    )

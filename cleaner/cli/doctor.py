"""``cleaner doctor``: whether everything is here that a run needs, and how it will go."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from cleaner.cli import exits

_MARKS = {"ok": "ok  ", "note": "note", "bad": "BAD "}
_COLOURS = {"ok": typer.colors.GREEN, "note": typer.colors.YELLOW, "bad": typer.colors.RED}


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check this installation: versions, kernel cache, encodings, optional parts."""
    from cleaner.engines.health import findings

    found = findings()
    if as_json:
        rows = [{"state": one.state, "what": one.what, "detail": one.detail} for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in found:
            typer.echo(f"{typer.style(_MARKS[one.state], fg=_COLOURS[one.state])}  ", nl=False)
            typer.echo(f"{one.what:<14}  {one.detail}")
    if any(one.state == "bad" for one in found):
        raise typer.Exit(exits.FOUND)

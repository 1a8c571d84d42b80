"""``cleaner hook``: what ``.pre-commit-hooks.yaml`` runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
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
    on_terminal,
)
from cleaner.errors import RuleError
from cleaner.report.closing import counted

app = typer.Typer(no_args_is_help=True, help="What the pre-commit hooks run.")

#: What to do about repeats that are staged, and about such as are committed already.
_ADVICE = "Take repeats out of the commit, or commit with SKIP=cleaner-dedup if they are meant."
_COMMITTED = "Nothing is staged: these are committed already; `git rm` what is not meant."

_Files = Annotated[
    list[str], typer.Argument(metavar="[FILE]...", default_factory=list, show_default=False)
]


@app.command()
def clean(
    files: _Files,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; only tell.")] = False,
    field: FieldMap,
    keep: Keep = "",
    drop: Drop = "",
    aggressive: Aggressive = False,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
) -> None:
    """Clean .txt and .jsonl files where they lie; exit 1 if any has changed.

    Other files are left alone, and so are those that hold nothing.
    """
    from cleaner.engines.inplace import rewrite
    from cleaner.engines.mirror import is_article_file

    # pre-commit starts as many of us as there are cores.
    options = cleaning_options(
        field, keep, drop, rule_files, furniture, aggressive=aggressive, workers=1
    )
    found = failed = 0
    paths = (path for path in files if is_article_file(path) and _holds(path))
    for one in rewrite(paths, options, check=check):
        failed += len(one.errors)
        found += bool(one.removals)
        for error in one.errors:
            typer.secho(str(error), fg=typer.colors.RED, err=True)
        if one.removals:
            typer.echo(f"Would fix {one.path}" if check else f"Fixing {one.path}")
    raise typer.Exit(exits.PARTIAL if failed else exits.FOUND if found else exits.OK)


def _holds(path: str) -> bool:
    """Tell whether there is anything in a file besides white space."""
    if not Path(path).is_file():
        return False
    with Path(path).open("rb") as stream:
        return any(not block.isspace() for block in iter(partial(stream.read, 1 << 16), b""))


@app.command()
def dedup(
    folders: Annotated[
        list[str],
        typer.Argument(
            metavar="[FOLDER]...",
            help="Where articles lie, from the repository's top; everywhere unless given.",
            default_factory=list,
            show_default=False,
        ),
    ],
    *,
    field: FieldMap,
    keep: Keep = "",
    drop: Drop = "",
    aggressive: Aggressive = False,
    rule_files: RuleFiles,
    furniture: FurnitureFile = None,
) -> None:
    """Tell which staged articles repeat others of the repository; exit 1 if any does.

    With nothing staged, tells of all articles. Keeps an index in the git directory.
    """
    from cleaner.engines.mirror import Mirror
    from cleaner.report.progress import progress_bars

    options = cleaning_options(field, keep, drop, rule_files, furniture, aggressive=aggressive)
    with progress_bars(shown=on_terminal()) as progress:
        mirror = Mirror(Path.cwd(), options, folders)
        looked = mirror.looked(os.environ.get("PRE_COMMIT_FROM_REF"), progress)
    repeats = looked.repeats
    for repeat in repeats:
        kind = f" ({repeat.kind})" if repeat.kind else ""
        typer.echo(f"{repeat.id} repeats {repeat.other}{kind}: {repeat.why}")
    if repeats:
        typer.echo(
            f"{counted(len(repeats), 'article repeats', 'articles repeat')} others."
            f" {_ADVICE if looked.staged else _COMMITTED}"
        )
        raise typer.Exit(exits.FOUND)


@app.command()
def rules(files: _Files) -> None:
    """Check rule files: that they can be read, and that every rule does what its examples say."""
    found = 0
    for file in files:
        for problem in _problems(Path(file)):
            found += 1
            typer.echo(problem)
    if found:
        raise typer.Exit(exits.FOUND)


def _problems(file: Path) -> Iterator[str]:
    from cleaner.noise.loader import builtin_rules, load_rules
    from cleaner.noise.proving import problems

    try:
        own = load_rules([file])
    except RuleError as error:
        yield str(error)
        return
    known = set(builtin_rules())
    for rule in own:
        if rule not in known and rule.source == str(file):
            yield from (f"{file}: rule {rule.id!r} {problem}" for problem in problems(rule))

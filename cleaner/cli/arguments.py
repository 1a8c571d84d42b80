"""The arguments that commands share, and how their words become option values."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.corpus import Fields
    from cleaner.engines.options import RunOptions

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Folders or files: .txt .html .jsonl (.gz .zst) .csv .tsv .parquet; - is JSONL.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option("-o", "--out", metavar="OUT", help="The folder to write.", show_default=False),
]
FieldMap = Annotated[
    list[str],
    typer.Option(
        "--field",
        metavar="NAME=COLUMN",
        help="Read NAME (id, text, title, url, date, outlet) from this key or column.",
        default_factory=list,
        show_default=False,
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", min=0, metavar="N", help="Processes; 0: one a core.")
]
Memory = Annotated[
    str,
    typer.Option(
        "--memory",
        metavar="SIZE",
        help="Keep columns of input larger than this (500M, 2G) in files, not in memory.",
        show_default=False,
    ),
]
NoReport = Annotated[bool, typer.Option("--no-report", help="Do not write OUT/report.html.")]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print run.json's object on standard output, no words.")
]


def _hush(quiet: bool) -> bool:  # noqa: FBT001 (typer's callback form)
    if quiet:
        logging.getLogger("cleaner").setLevel(logging.WARNING)
    return quiet


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors.", callback=_hush)
]
Keep = Annotated[
    str,
    typer.Option(metavar="CATEGORY,...", help="Never remove these categories.", show_default=False),
]
Drop = Annotated[
    str,
    typer.Option(
        metavar="CATEGORY,...", help="Remove these too: byline, caption.", show_default=False
    ),
]
Aggressive = Annotated[
    bool, typer.Option("--aggressive", help="For pages scraped whole: when unsure, remove.")
]
RuleFiles = Annotated[
    list[Path],
    typer.Option(
        "--rules",
        metavar="FILE",
        help="Your own rules (TOML).",
        default_factory=list,
        show_default=False,
    ),
]
FurnitureFile = Annotated[
    Path | None,
    typer.Option(
        "--furniture",
        metavar="FILE",
        help="What `cleaner learn` has learned of the sites.",
        show_default=False,
    ),
]
FeedbackFile = Annotated[
    Path | None,
    typer.Option(
        "--feedback",
        metavar="FILE",
        help="Respect what was marked in `cleaner review`: OUT/feedback.jsonl.",
        show_default=False,
    ),
]
CanonicalPolicy = Annotated[
    str,
    typer.Option(
        "--canonical",
        metavar="POLICY",
        help="Which copy is kept: credited, earliest, longest or cleanest.",
    ),
]


def fields_from(pairs: Sequence[str]) -> Fields:
    """Read ``NAME=COLUMN`` pairs.

    Raises:
        UsageError: a pair without ``=``, or a name that is not one of ours.
    """
    from dataclasses import fields, replace

    from cleaner.corpus import Fields

    names = [field.name for field in fields(Fields)]
    mapped = Fields()
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or name not in names or not column:
            raise UsageError(f"--field {pair}: write NAME=COLUMN, NAME one of {', '.join(names)}")
        mapped = replace(mapped, **{name: column})
    return mapped


def cleaning_options(
    field: Sequence[str],
    keep: str,
    drop: str,
    rule_files: Sequence[Path],
    furniture: Path | None,
    *,
    aggressive: bool,
    **others: Any,
) -> RunOptions:
    """Make the options of a run that cleans: the command line's words and the project's settings.

    Raises:
        RuleError: a rule or furniture file cannot be used; told before any article is read.
    """
    from cleaner.cli.project import project
    from cleaner.engines.options import RunOptions
    from cleaner.noise.furniture import Furniture
    from cleaner.noise.loader import load_rules
    from cleaner.noise.options import Options

    own = project()
    rules = (*own.rule_files, *rule_files)
    learned = furniture or own.furniture
    load_rules(rules)
    if learned is not None:
        Furniture.load(learned)
    return RunOptions(
        fields=fields_from(field),
        clean=Options(
            keep=_categories("--keep", keep, rules) | set(own.keep),
            drop=_categories("--drop", drop, rules) | set(own.drop),
            aggressive=aggressive or own.aggressive,
        ),
        rule_files=rules,
        furniture=learned,
        **others,
    )


def _categories(option: str, text: str, rules: Sequence[Path]) -> frozenset[str]:
    """Read names of categories, or of kinds of structure.

    Raises:
        UsageError: a name that no rule has.
    """
    names = _names(text)
    if not names:
        return names
    from cleaner.noise.catalogue import catalogue

    kinds = catalogue(rules)
    known = {kind.category for kind in kinds}
    shapes = {kind.id.partition(".")[2] for kind in kinds if kind.category == "structure"}
    for name in sorted(names - known - shapes):
        raise UsageError(f"{option} {name}: no such category; known are {', '.join(sorted(known))}")
    return names


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


def bytes_of(size: str) -> int | None:
    """Read a size like 500M or 2G; None where none is given.

    Raises:
        UsageError: it is no size.
    """
    if not size:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?", size.strip(), re.IGNORECASE)
    if found is None:
        raise UsageError(f"--memory {size}: write a size like 500M or 2G")
    return int(float(found[1]) * 1024 ** " KMGT".index(found[2].upper() or " "))


def known_feedback(path: Path | None) -> Path | None:
    """Look at a file of marks before any work is done.

    Raises:
        FeedbackError: it cannot be used.
    """
    if path is not None:
        from cleaner.review.marks import load

        load(path)
    return path


def require_paths(paths: Sequence[str]) -> None:
    """Refuse paths that are not there before any work is done.

    Raises:
        UsageError: a path that does not exist.
    """
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise UsageError(f"{path}: no such file or folder; is it spelled right?")


def on_terminal() -> bool:
    """Tell whether a person is watching standard error."""
    return sys.stderr.isatty()

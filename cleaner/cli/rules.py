"""``cleaner rules``: what is removed, why, with examples; and trying out one's own rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import RuleFiles, require_paths
from cleaner.errors import InputError, UsageError
from cleaner.report.explained import isolate

if TYPE_CHECKING:
    from cleaner.engines.options import RunOptions
    from cleaner.noise.catalogue import Kind

_SAMPLES = 3


def rules(
    *,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[ID] | test RULES PATH...",
            help="A rule's id; or 'test', a rule file, and articles to try it on.",
            default_factory=list,
            show_default=False,
        ),
    ],
    rule_files: RuleFiles,
) -> None:
    """List the rules, show one with its examples, or try your own on articles."""
    if words[:1] == ["test"]:
        _test(words[1:])
    elif len(words) > 1:
        raise UsageError("give one rule id, or: cleaner rules test RULES PATH...")
    else:
        _show(_catalogue(rule_files), words)
        if not words:
            _thresholds(rule_files)


def _catalogue(files: Sequence[Path]) -> list[Kind]:
    from cleaner.noise.catalogue import catalogue

    return catalogue(files)


def _show(known: Sequence[Kind], ids: Sequence[str]) -> None:
    if not ids:
        _list(known)
        return
    chosen = [kind for kind in known if kind.id == ids[0]] or [
        kind for kind in known if kind.id.startswith(ids[0])
    ]
    if not chosen:
        raise UsageError(f"no rule {ids[0]!r}; `cleaner rules` lists them all")
    for kind in chosen:
        _describe(kind)


def _list(known: Sequence[Kind]) -> None:
    widths = [max(len(getattr(kind, name)) for kind in known) for name in ("id", "scope")]
    for kind in known:
        name = typer.style(kind.id.ljust(widths[0]), fg=typer.colors.CYAN)
        note = typer.style(f" ({kind.note})", dim=True) if kind.note else ""
        typer.echo(f"{name}  {kind.scope.ljust(widths[1])}  {kind.cause}{note}")


def _thresholds(files: Sequence[Path]) -> None:
    """List the numbers by which structure is judged, as the rule files set them."""
    from dataclasses import asdict

    from cleaner.noise.loader import load_thresholds
    from cleaner.noise.thresholds import DEFAULTS

    for name, value in asdict(load_thresholds(files)).items():
        usual = getattr(DEFAULTS, name)
        note = "" if value == usual else typer.style(f" (usually {usual:g})", dim=True)
        typer.echo(f"{typer.style(f'thresholds.{name}', fg=typer.colors.CYAN)}  {value:g}{note}")


def _describe(kind: Kind) -> None:
    typer.secho(kind.id, fg=typer.colors.CYAN, bold=True)
    typer.echo(f"  scope     {kind.scope}\n  category  {kind.category}\n  cause     {kind.cause}")
    if kind.note:
        typer.echo(f"  applies   {kind.note}")
    _examples("removes", kind.remove)
    _examples("leaves", kind.keep)


def _examples(title: str, texts: Iterable[str]) -> None:
    for text in texts:
        first, *rest = text.split("\n")
        typer.echo(f"  {title:<8}  {isolate(first)}")
        for line in rest:
            typer.echo(f"            {isolate(line)}")


def _test(words: Sequence[str]) -> None:
    """Show what each rule of a file would take from the articles, with counts."""
    if len(words) < 2:
        raise UsageError("give a rule file and articles: cleaner rules test RULES PATH...")
    from cleaner.engines.options import RunOptions

    require_paths(words[1:])
    options = RunOptions(rule_files=(Path(words[0]),))
    own = {kind.id for kind in _catalogue(options.rule_files)}
    own -= {kind.id for kind in _catalogue([])}
    taken, samples = Counter(dict.fromkeys(own, 0)), defaultdict[str, list[str]](list)
    failed = False
    for item in _taken(words[1:], options, own):
        if isinstance(item, InputError):
            typer.secho(str(item), fg=typer.colors.RED, err=True)
            failed = True
            continue
        rule, sample = item
        taken[rule] += 1
        if taken[rule] <= _SAMPLES:
            samples[rule].append(sample)
    _report(taken, samples)
    if failed:
        raise typer.Exit(exits.PARTIAL)


def _taken(
    paths: Sequence[str], options: RunOptions, own: Collection[str]
) -> Iterator[tuple[str, str] | InputError]:
    """Give what some rules take from articles: the rule, and the article's id with the text."""
    from cleaner.engines.flowing import flow, noise

    for item in flow(paths, options, noise):
        if isinstance(item, InputError):
            yield item
            continue
        id_, found = item
        for removal in found.removals:
            if removal.rule in own:
                text = found.text[removal.start : removal.end].strip()
                yield removal.rule, f"{id_}: {isolate(text)}"


def _report(taken: Counter[str], samples: Mapping[str, list[str]]) -> None:
    for rule, count in sorted(taken.items()):
        typer.echo(f"{typer.style(rule, fg=typer.colors.CYAN)}  {count} removed")
        for sample in samples[rule]:
            typer.echo(f"    {sample}")

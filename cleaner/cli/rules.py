"""``cleaner rules``: what is removed, why, with examples; and trying out one's own rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import exits
from cleaner.cli.arguments import RuleFiles, require_paths
from cleaner.errors import InputError, UsageError
from cleaner.report.explained import isolate

if TYPE_CHECKING:
    from cleaner.noise.rule import Rule

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
        _show(_load(rule_files), words)


def _load(files: Sequence[Path]) -> Sequence[Rule]:
    from cleaner.noise.loader import load_rules

    return load_rules(files)


def _show(known: Sequence[Rule], ids: Sequence[str]) -> None:
    if not ids:
        _list(known)
        return
    chosen = [rule for rule in known if rule.id == ids[0]] or [
        rule for rule in known if rule.id.startswith(ids[0])
    ]
    if not chosen:
        raise UsageError(f"no rule {ids[0]!r}; `cleaner rules` lists them all")
    for rule in chosen:
        _describe(rule)


def _list(known: Sequence[Rule]) -> None:
    width = max(len(rule.id) for rule in known)
    for rule in known:
        name = typer.style(rule.id.ljust(width), fg=typer.colors.CYAN)
        typer.echo(f"{name}  {rule.scope:<6}  {rule.category:<16}  {rule.cause}")


def _describe(rule: Rule) -> None:
    typer.secho(rule.id, fg=typer.colors.CYAN, bold=True)
    typer.echo(f"  scope     {rule.scope}\n  category  {rule.category}\n  cause     {rule.cause}")
    _examples("removes", rule.remove)
    _examples("leaves", rule.keep)


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
    from cleaner import corpus
    from cleaner.engines.options import RunOptions
    from cleaner.engines.stages import clean_article

    require_paths(words[1:])
    options = RunOptions(rule_files=(Path(words[0]),))
    own = {rule.id for rule in _load(options.rule_files)} - {rule.id for rule in _load([])}
    taken: Counter[str] = Counter(dict.fromkeys(own, 0))
    samples: dict[str, list[str]] = {}
    failed = False
    for article in corpus.read(words[1:]):
        if isinstance(article, InputError):
            typer.secho(str(article), fg=typer.colors.RED, err=True)
            failed = True
            continue
        for removal in clean_article(article, options).removals:
            if removal.rule in own:
                taken[removal.rule] += 1
                samples.setdefault(removal.rule, []).append(
                    f"{article.id}: {isolate(article.text[removal.start : removal.end].strip())}"
                )
    _report(taken, samples)
    if failed:
        raise typer.Exit(exits.PARTIAL)


def _report(taken: Counter[str], samples: dict[str, list[str]]) -> None:
    for rule, count in sorted(taken.items()):
        typer.echo(f"{typer.style(rule, fg=typer.colors.CYAN)}  {count} removed")
        for sample in samples.get(rule, [])[:_SAMPLES]:
            typer.echo(f"    {sample}")

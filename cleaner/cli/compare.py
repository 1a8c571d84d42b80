"""``cleaner compare``: why two articles are or are not copies, or of one story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.arguments import FieldMap, fields_from, require_paths
from cleaner.errors import InputError, UsageError
from cleaner.report.explained import excerpt, isolate

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.corpus import Fields


def compare(
    first: Annotated[str, typer.Argument(metavar="A", show_default=False, help="An article.")],
    second: Annotated[str, typer.Argument(metavar="B", show_default=False, help="Another.")],
    *,
    among: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            show_default=False,
            help="Articles beside which A and B were printed: they tell formulas. May come again.",
        ),
    ] = None,
    field: FieldMap,
) -> None:
    """Tell why two articles are or are not copies, or of one story.

    A and B are files, or FILE::ID for an article in a file of many, whose others tell whether a
    wording is a formula that comes back on other days.
    """
    fields = fields_from(field)
    require_paths(among or [])
    one, other = _cleaned(first, fields), _cleaned(second, fields)
    if first == second:
        raise UsageError(f"{first} is named twice: name two articles")
    files = [word.partition("::")[0] for word in (first, second) if "::" in word]
    beside = _beside([*files, *(among or [])], fields)
    for title, lines in (
        ("copies", _copy_lines(one, other, beside)),
        ("story", _story_lines(one, other)),
    ):
        typer.secho(title, bold=True)
        for line in lines:
            typer.echo(f"  {line}")


def _cleaned(word: str, fields: Fields) -> Article:
    """Read one article and clean it; its id is the word that names it, so that two differ."""
    from cleaner.engines.options import RunOptions
    from cleaner.engines.stages import Worked, clean_article

    article = _article(word, fields)
    worked = Worked(article, clean_article(article, RunOptions()))
    return replace(worked.cleaned, id=word)


def _article(word: str, fields: Fields) -> Article:
    from cleaner import corpus

    path, _, wanted = word.partition("::")
    require_paths([path])
    found = []
    for article in corpus.read([path], fields):
        if isinstance(article, InputError):
            if not wanted:
                raise article
        elif wanted in ("", article.id):
            found.append(article)
    if len(found) != 1:
        raise UsageError(f"{word}: {len(found)} articles; name one with FILE::ID")
    return found[0]


def _beside(paths: list[str], fields: Fields) -> Iterator[Article]:
    """Read the articles that tell formulas, as they are."""
    from cleaner import corpus

    for article in corpus.read(list(dict.fromkeys(paths)), fields):
        if not isinstance(article, InputError):
            yield article


def _copy_lines(one: Article, other: Article, beside: Iterator[Article]) -> Iterator[str]:
    from cleaner.copies import compare as measure

    found = measure(one, other, among=beside)
    yield f"copies: {found.kind}" if found.copies else "not copies"
    yield (
        f"resemblance {found.resemblance:.2f}, containment {found.containment:.2f}; "
        f"of A's {found.words[0]} words {found.covered[0]:.0%} are shared, "
        f"of B's {found.words[1]} words {found.covered[1]:.0%}"
    )
    yield from (f"not copies because {veto}" for veto in found.vetoes)
    for title, passages in (
        ("shared   ", found.shared),
        ("only in A", found.missing[0]),
        ("only in B", found.missing[1]),
    ):
        for passage in passages:
            yield f"{title}  {len(passage.split()):>4} words  {isolate(excerpt(passage))}"


def _story_lines(one: Article, other: Article) -> Iterator[str]:
    from cleaner.story import explain_pair

    found = explain_pair(one, other)
    yield "one story" if found.together else "not one story"
    yield f"support {found.support:.2f}"
    yield from (isolate(sentence) for sentence in found.evidence)
    yield from (f"vetoed: {isolate(veto)}" for veto in found.vetoes)

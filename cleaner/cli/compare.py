"""``cleaner compare``: why two articles are or are not copies, or of one story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.arguments import FieldMap, fields_from, require_paths
from cleaner.errors import InputError, UsageError
from cleaner.report.explained import isolate

if TYPE_CHECKING:
    from cleaner.article import Article
    from cleaner.corpus import Fields


def compare(
    first: Annotated[str, typer.Argument(metavar="A", show_default=False, help="An article.")],
    second: Annotated[str, typer.Argument(metavar="B", show_default=False, help="Another.")],
    *,
    field: FieldMap,
) -> None:
    """Tell why two articles are or are not copies, or of one story.

    A and B are files, or FILE::ID for an article in a file of many.
    """
    fields = fields_from(field)
    one, other = _article(first, fields), _article(second, fields)
    _print("copies", _copy_lines(one, other))
    _print("story", _story_lines(one, other))


def _article(word: str, fields: Fields) -> Article:
    from cleaner import corpus

    path, _, wanted = word.partition("::")
    require_paths([path])
    found = [a for a in corpus.read([path], fields) if isinstance(a, InputError) or wanted in ("", a.id)]  # noqa: E501
    for article in found:
        if isinstance(article, InputError):
            raise article
    if len(found) != 1:
        raise UsageError(f"{word}: {len(found)} articles; name one with FILE::ID")
    article = found[0]
    assert not isinstance(article, InputError)  # noqa: S101 (settled above)
    return article

"""Articles cleaned one by one as they come, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from os import PathLike, fspath

from cleaner.article import Article
from cleaner.corpus import chunks, read_chunk
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import Worked, clean_article
from cleaner.errors import InputError

#: Where articles come from: files and folders, or articles at hand.
Origin = str | PathLike[str] | Iterable[str | PathLike[str] | Article]


def iter_clean(
    source: Origin, options: RunOptions, on_error: Callable[[InputError], None] | None
) -> Iterator[Article]:
    """Give articles with their texts cleaned; an error is raised where nobody takes it."""
    for item in _read(source, options):
        if not isinstance(item, InputError):
            yield Worked(item, clean_article(item, options)).cleaned
        elif on_error is None:
            raise item
        else:
            on_error(item)


def _read(source: Origin, options: RunOptions) -> Iterator[Article | InputError]:
    if isinstance(source, (str, PathLike)):
        source = [source]
    for item in source:
        if isinstance(item, Article):
            yield item
            continue
        # Ids stay as the files have them: remembering all of them would take memory without end.
        for chunk in chunks([fspath(item)]):
            yield from read_chunk(chunk, options.fields)

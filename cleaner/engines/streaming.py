"""Articles cleaned as they come, in memory that does not grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike, fspath

from cleaner.article import Article
from cleaner.corpus import chunks, read_chunk
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import Worked, clean_stream
from cleaner.errors import InputError

#: Where articles come from: files and folders, or articles at hand.
Origin = str | PathLike[str] | Iterable[str | PathLike[str] | Article]
_Cleaned = Iterator[Article | InputError]


def iter_clean(
    source: Origin, options: RunOptions, on_error: Callable[[InputError], None] | None
) -> Iterator[Article]:
    """Give articles with their texts cleaned; an error is raised where nobody takes it."""
    for item in _cleaned(source, options):
        if not isinstance(item, InputError):
            yield item
        elif on_error is None:
            raise item
        else:
            on_error(item)


def _cleaned(source: Origin, options: RunOptions) -> _Cleaned:
    """Read ahead in files and in what is at hand whole, never where articles may come slowly."""
    several = [source] if isinstance(source, (str, PathLike)) else source
    items = (item for one in several for item in _read(one, options))
    for item in clean_stream(items, options, ahead=isinstance(several, Sequence)):
        yield item if isinstance(item, InputError) else Worked(*item).cleaned


def _read(
    one: str | PathLike[str] | Article, options: RunOptions
) -> Iterator[Article | InputError]:
    if isinstance(one, Article):
        yield one
        return
    # Ids stay as the files have them: remembering all of them would take memory without end.
    for chunk in chunks([fspath(one)]):
        yield from read_chunk(chunk, options.fields)

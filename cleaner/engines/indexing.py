"""Articles on their way into an index: read, cleaned by workers, and given in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from cleaner.article import Article, CleanArticle
from cleaner.corpus.rows import article_row
from cleaner.engines.flowing import flow
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import Worked, clean_article, credit
from cleaner.errors import InputError
from cleaner.index.rows import Entry


def entries(paths: Sequence[str], options: RunOptions) -> Iterator[Entry | InputError]:
    """Read and clean articles, and give their entries in input order, as they come.

    Ids are settled as in a run; what cannot be used is an error in its place.
    """
    for item in flow(paths, options, _entry):
        yield item if isinstance(item, InputError) else _named(*item)


def _named(id_: str, entry: Entry) -> Entry:
    return entry if entry.id == id_ else replace(entry, id=id_)


def entry_of(placed: Article, options: RunOptions) -> Entry:
    """Clean an article and make its entry, with all facts."""
    return _entry(placed, clean_article(placed, options))


def _entry(placed: Article, clean: CleanArticle) -> Entry:
    row = article_row(placed, clean)
    outlet = placed.site or row["site"]
    site = Worked(placed, clean).cleaned.site
    return Entry(
        id=placed.id,
        text=clean.text,
        title=row["title"],
        outlet=outlet,
        url=placed.url,
        published=row["published"],
        source=credit(clean),
        removed=1 - len(clean.text) / len(placed.text) if placed.text else 0.0,
        date=placed.date,
        site=None if site == outlet else site,
    )


def batches(items: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """Part a stream of entries into lists."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch

"""Articles on their way into an index: read, cleaned by workers, and given in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.article import Article, CleanArticle
from cleaner.corpus import Chunk, Ledger, Placed, Plan, plan, read_chunk
from cleaner.corpus.rows import article_row
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import each, workers_for
from cleaner.engines.stages import Worked, clean_article, clean_articles, credit
from cleaner.errors import InputError
from cleaner.index.rows import Entry

#: About how many bytes of input a worker cleans at a time: few, as what is done waits in memory.
_CHUNK_BYTES = 1 << 20
#: Chunks from which it pays to load the kernels that clean many articles at once.
_MANY_CHUNKS = 8


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """An article, whose id is not settled yet, and its entry."""

    placed: Placed
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Job:
    """A chunk; where there are ``many``, it pays to load the kernels that clean."""

    chunk: Chunk
    options: RunOptions
    many: bool


_Items = list[_Cleaned | InputError]


def entries(paths: Sequence[str], options: RunOptions) -> Iterator[Entry | InputError]:
    """Read and clean articles, and give their entries in input order, as they come.

    Ids are settled as in a run; what cannot be used is an error in its place.
    """
    with TemporaryDirectory(prefix="cleaner-") as folder:
        chunks = plan(paths, Plan(min(_CHUNK_BYTES, options.chunk_bytes), spool=Path(folder)))
        workers = workers_for(sum(chunk.weight for chunk in chunks), options.workers)
        ledger = Ledger()
        for chunk, items in _in_order(chunks, options, workers):
            yield from _settled(ledger, chunk, items)


def _in_order(
    chunks: Sequence[Chunk], options: RunOptions, workers: int
) -> Iterator[tuple[Chunk, _Items]]:
    jobs = [_Job(chunk, options, len(chunks) >= _MANY_CHUNKS) for chunk in chunks]
    waiting: dict[int, _Items] = {}
    done = 0
    for number, items in each(_work, jobs, workers):
        waiting[number] = items
        while done < len(chunks) and chunks[done].number in waiting:
            yield chunks[done], waiting.pop(chunks[done].number)
            done += 1


def _work(job: _Job) -> tuple[int, _Items]:
    items = list(read_chunk(job.chunk, job.options.fields))
    articles = [item for item in items if not isinstance(item, InputError)]
    cleaned = clean_articles(articles, job.options, kernels=job.many)
    return job.chunk.number, [
        item if isinstance(item, InputError) else _cleaned(item, next(cleaned)) for item in items
    ]


def _cleaned(placed: Placed, clean: CleanArticle) -> _Cleaned:
    return _Cleaned(replace(placed, text="", extra={}), _entry(placed, clean))


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
        removed=1 - len(clean.text) / len(placed.text),
        date=placed.date,
        site=None if site == outlet else site,
    )


def _settled(ledger: Ledger, chunk: Chunk, items: _Items) -> Iterator[Entry | InputError]:
    placed = (item if isinstance(item, InputError) else item.placed for item in items)
    for item, settled in zip(items, ledger.settle_articles(chunk, placed), strict=True):
        if isinstance(item, InputError):
            yield item
        else:
            yield settled if isinstance(settled, InputError) else _named(item.entry, settled.id)


def _named(entry: Entry, id_: str) -> Entry:
    return entry if entry.id == id_ else replace(entry, id=id_)


def batches(items: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """Part a stream of entries into lists."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch

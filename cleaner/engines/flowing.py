"""Articles that flow through: read, cleaned by workers, and given in input order as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from cleaner.article import Article, CleanArticle, Removal
from cleaner.corpus import Chunk, IdColumns, Ledger, Placed, Plan, plan, read, read_chunk
from cleaner.corpus.planning import STDIN
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import in_order, workers_for
from cleaner.engines.stages import clean_articles, clean_stream
from cleaner.errors import InputError

T = TypeVar("T")
#: What is wanted of an article and what cleaning made of it: a function that workers can be sent.
Make = Callable[[Placed, CleanArticle], T]

#: About how many bytes of input a worker cleans at a time: few, as what is done waits in memory.
_CHUNK_BYTES = 1 << 20
#: Chunks from which it pays to load the kernels that clean many articles at once.
_MANY_CHUNKS = 8


@dataclass(frozen=True, slots=True)
class Noise:
    """What goes of an article, and its text as it was where anything does."""

    removals: tuple[Removal, ...]
    text: str


def noise(article: Article, clean: CleanArticle) -> Noise:
    """Give what commands show of a cleaned article."""
    return Noise(clean.removals, article.text if clean.removals else "")


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    """A chunk; where there are ``many``, it pays to load the kernels that clean."""

    chunk: Chunk
    options: RunOptions
    make: Make[T]
    many: bool


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    """What was made of a chunk's articles, in order, and their ids, which are not settled yet."""

    ids: IdColumns
    items: list[T | InputError]


def flow(
    paths: Sequence[str], options: RunOptions, make: Make[T], *, live: bool = False
) -> Iterator[tuple[str, T] | InputError]:
    """Read and clean articles; give each one's id and what is made of it, in input order.

    Ids are settled as in a run; what cannot be used is an error in its place. Standard input is
    read to its end first, unless it is ``live``: then this process does all, as articles come.
    """
    if live and STDIN in paths:
        yield from _alone(paths, options, make)
        return
    with TemporaryDirectory(prefix="cleaner-") as folder:
        chunks = plan(paths, Plan(min(_CHUNK_BYTES, options.chunk_bytes), spool=Path(folder)))
        yield from _shared_out(chunks, options, make)


def _alone(
    paths: Sequence[str], options: RunOptions, make: Make[T]
) -> Iterator[tuple[str, T] | InputError]:
    for item in clean_stream(read(paths, options.fields), options, ahead=False):
        yield item if isinstance(item, InputError) else (item[0].id, make(*item))


def _shared_out(
    chunks: Sequence[Chunk], options: RunOptions, make: Make[T]
) -> Iterator[tuple[str, T] | InputError]:
    workers = workers_for(sum(chunk.weight for chunk in chunks), options.workers)
    many = len(chunks) >= _MANY_CHUNKS
    if many and workers > 1 and options.clean is not None:
        _warm(options)
    jobs = [_Job(chunk, options, make, many) for chunk in chunks]
    ledger = Ledger()
    for chunk, done in zip(chunks, in_order(_work, jobs, workers), strict=True):
        yield from _settled(done, ledger.settle(chunk, done.ids))


def _warm(options: RunOptions) -> None:
    """Load the kernels that clean before workers are forked, each of which would do so."""
    from cleaner.engines.warming import warm

    warm(replace(options, group=False))


def _work(job: _Job[T]) -> _Done[T]:
    items = list(read_chunk(job.chunk, job.options.fields))
    articles = [item for item in items if not isinstance(item, InputError)]
    cleaned = clean_articles(articles, job.options, kernels=job.many)
    done: _Done[T] = _Done(IdColumns(), [])
    for item in items:
        if isinstance(item, InputError):
            done.items.append(item)
        else:
            done.ids.add(item)
            done.items.append(job.make(item, next(cleaned)))
    return done


def _settled(
    done: _Done[T], changed: dict[int, str | InputError]
) -> Iterator[tuple[str, T] | InputError]:
    position = 0
    for item in done.items:
        if isinstance(item, InputError):
            yield item
            continue
        id_ = changed.get(position, done.ids.ids[position])
        position += 1
        yield id_ if isinstance(id_, InputError) else (id_, item)

"""What a worker does with a chunk: read, clean, sketch, extract evidence, and write a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cleaner.article import Article, CleanArticle, Facts, Removal
from cleaner.collecting import collecting_after
from cleaner.corpus import Chunk, read_chunk
from cleaner.corpus.output import Part
from cleaner.corpus.rows import merge_facts
from cleaner.engines.clock import Clock
from cleaner.engines.options import RunOptions
from cleaner.errors import InputError
from cleaner.noise.options import Options as CleanOptions
from cleaner.noise.page import Scrape
from cleaner.portions import portions

if TYPE_CHECKING:
    from cleaner.noise.cleaner import Cleaner
    from cleaner.review.marks import RemovalMark

A = TypeVar("A", bound=Article)
#: Characters of articles that are cleaned together where they come in a stream.
BATCH = 1 << 19
#: So many articles are worth loading the compiled scan, where no later stage needs kernels.
MANY = 1000
SKETCHES, EVIDENCE = "sketches", "evidence"


@dataclass(frozen=True, slots=True)
class Job:
    """A chunk, the part it becomes, and how.

    ``furniture`` is the file of what was learned of the sites, if anything was.
    """

    chunk: Chunk
    part: Part
    options: RunOptions
    furniture: Path | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """An article of a chunk with what cleaning made of it; ``parent`` as in the columns.

    ``spared`` are parts of removals that stay, as a person marked them as wrong.
    """

    article: Article
    clean: CleanArticle
    parent: int = -1
    spared: tuple[Removal, ...] = ()

    @property
    def cleaned(self) -> Article:
        """The article as later stages see it: cleaned, with all facts."""
        one, facts = self.article, merge_facts(self.clean.facts, self.article.facts)
        title = one.title or facts.headline
        return Article(
            one.id, self.clean.text, title, one.url, one.date, one.outlet, facts, one.extra
        )


def make_part(job: Job) -> int:
    """Make a chunk's part, unless an earlier run has finished it; give the chunk's number."""
    if not job.part.is_done():
        with collecting_after(job.chunk.weight), job.part.making() as folder:
            _make(job, folder)
    return job.chunk.number


def _make(job: Job, folder: Path) -> None:
    from cleaner.engines.parts import PartWriter

    clock, writer = Clock(), PartWriter(job.chunk.sources)
    with clock.stage("read"):
        items = list(read_chunk(job.chunk, job.options.fields))
    articles = [item for item in items if not isinstance(item, InputError)]
    for item in items:
        if isinstance(item, InputError):
            writer.fail(item)
    with clock.stage("clean"):
        worked = list(_worked(articles, job))
    sources: Iterable[str | None] = (
        _sketch(worked, folder, clock)
        if job.options.group
        else (credit(one.clean) for one in worked)
    )
    if job.options.group and job.options.stories:
        _extract(worked, folder, clock)
    with clock.stage("write"):
        for one, source in zip(worked, sources, strict=True):
            writer.add(one.article, one.clean, source, one.parent)
            writer.spare(one.article, one.spared)
    writer.columns.seconds, writer.columns.processor = clock.seconds, clock.processor
    writer.save(folder)


def _sketch(worked: Sequence[Worked], folder: Path, clock: Clock) -> list[str | None]:
    """Save the sketches; give the credits, read only where the words may hold one."""
    from cleaner.copies import sketch
    from cleaner.engines.crediting import may_credit

    with clock.stage("sketch"):
        sketches = sketch([one.clean.text for one in worked])
        sketches.save(folder / SKETCHES)
        maybe = may_credit(sketches.words, sketches.offsets).tolist()
        return [
            credit(one.clean) if may else one.clean.facts.source
            for one, may in zip(worked, maybe, strict=True)
        ]


def _extract(worked: Sequence[Worked], folder: Path, clock: Clock) -> None:
    from cleaner.story import extract

    with clock.stage("evidence"):
        extract([one.cleaned for one in worked]).save(folder / EVIDENCE)


def _worked(articles: Sequence[Article], job: Job) -> Iterator[Worked]:
    kernels = job.options.group  # which loads some in any case
    cleaned = clean_articles(articles, job.options, job.furniture, kernels=kernels)
    position = 0
    for article, clean in zip(articles, cleaned, strict=True):
        whole = _spared(article, clean, job.options)
        yield whole
        parent = position
        position += 1
        for child in _embedded(article, whole.clean) if job.options.split_embedded else ():
            cleaned_child = clean_article(child, job.options, job.furniture)
            yield replace(_spared(child, cleaned_child, job.options), parent=parent)
            position += 1


def _spared(article: Article, clean: CleanArticle, options: RunOptions) -> Worked:
    """Put back what a person marked as wrongly removed."""
    marks = () if options.feedback is None else _wrong(options.feedback).get(article.id, ())
    if not marks:
        return Worked(article, clean)
    from cleaner.review.sparing import spare

    kept, spared = spare(article.text, clean, marks)
    return Worked(article, kept, spared=spared)


@cache
def _wrong(feedback: Path) -> Mapping[str, Sequence[RemovalMark]]:
    """Read the removals that are marked as wrong, once in a process."""
    from cleaner.review.marks import load

    return load(feedback).wrong_removals()


def clean_articles(
    articles: Sequence[Article],
    options: RunOptions,
    furniture: Path | None = None,
    *,
    kernels: bool,
) -> Iterator[CleanArticle]:
    """Clean articles, each as :func:`clean_article` does, in their order.

    ``kernels`` says that it pays to load the compiled scan however few articles there are.
    """
    if options.clean is None or not (kernels or len(articles) >= MANY):
        return (clean_article(article, options, furniture) for article in articles)
    learned = furniture or options.furniture
    cleaner = cleaner_for(options.clean, options.rule_files, learned)
    return cleaner.clean_many(map(_scrape, articles))


def clean_stream(
    items: Iterable[A | InputError], options: RunOptions, *, ahead: bool = True
) -> Iterator[tuple[A, CleanArticle] | InputError]:
    """Clean articles as they come, each as :func:`clean_article` does; errors stay in their places.

    The first are cleaned without kernels, which so few are not worth. Later ones are read ``ahead``
    and cleaned many at once, unless they may come slowly.
    """
    for kernels, batch in _batches(items, BATCH if ahead else 0):
        articles = [item for item in batch if not isinstance(item, InputError)]
        cleaned = clean_articles(articles, options, kernels=kernels)
        for item in batch:
            yield item if isinstance(item, InputError) else (item, next(cleaned))


def _batches(
    items: Iterable[A | InputError], characters: int
) -> Iterator[tuple[bool, list[A | InputError]]]:
    """Give single items, then batches of so many characters; with each if kernels are worth it."""
    rest = iter(items)
    yield from ((False, [item]) for item in islice(rest, MANY))
    yield from ((True, batch) for batch in portions(rest, _length, characters))


def _length(item: Article | InputError) -> int:
    return 0 if isinstance(item, InputError) else len(item.text)


def clean_article(
    article: Article, options: RunOptions, furniture: Path | None = None
) -> CleanArticle:
    """Clean an article with all that is known of it; as it is, where it is clean already."""
    if options.clean is None:
        return CleanArticle(article.text)
    learned = furniture or options.furniture
    text, title, site, reference_date = _scrape(article)
    return cleaner_for(options.clean, options.rule_files, learned).clean(
        text, title=title, site=site, reference_date=reference_date
    )


def _scrape(article: Article) -> Scrape:
    published = article.facts.published or article.date
    return Scrape(article.text, article.title, article.site, published)


@cache
def cleaner_for(
    options: CleanOptions, rule_files: tuple[Path, ...], furniture: Path | None
) -> Cleaner:
    """Make the cleaner for some options, once in a process."""
    from cleaner.noise.cleaner import Cleaner
    from cleaner.noise.furniture import Furniture
    from cleaner.noise.loader import load_rules, load_thresholds

    learned = None if furniture is None else Furniture.load(furniture)
    thresholds = load_thresholds(rule_files, options.thresholds)
    return Cleaner(load_rules(rule_files), replace(options, thresholds=thresholds), learned)


def _embedded(article: Article, clean: CleanArticle) -> Iterator[Article]:
    for number, (start, end) in enumerate(clean.embedded, start=1):
        yield Article(
            id=f"{article.id}#{number}",
            text=article.text[start:end],
            url=article.url,
            date=article.date,
            outlet=article.outlet,
            facts=Facts(site=article.facts.site),
        )


def credit(clean: CleanArticle) -> str | None:
    """Give the source that a cleaned article credits, in a line of its own or in its text."""
    from cleaner.language.agencies import credited_source

    return clean.facts.source or credited_source(clean.text)

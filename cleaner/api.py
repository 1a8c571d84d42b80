"""The library calls behind ``cleaner.clean``, ``dedupe``, ``stories`` and ``run``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.article import Article, CleanArticle, CopyLink, StoryLink
from cleaner.errors import InputError, require_distinct

if TYPE_CHECKING:
    from cleaner.engines.options import RunSummary
    from cleaner.engines.streaming import Origin

#: So many texts are worth loading the kernels that clean many at once.
_MANY = 250


def clean(text: str, *, title: str | None = None, site: str | None = None) -> CleanArticle:
    r"""Remove what is not the article from one scraped text.

    ``title`` and ``site``, where known, are evidence (a repeated headline, a brand's stamp).

    Raises:
        TypeError: ``text`` is not a str, as a table's missing value is not.

    >>> clean("[ad_1]\n\nAn article.").removals[0].rule
    'plugin.ad-tag'
    """
    _require_text(text)
    from cleaner.noise.cleaner import default_cleaner

    return default_cleaner().clean(text, title=title, site=site)


def clean_many(
    texts: Iterable[str],
    *,
    titles: Iterable[object] | None = None,
    sites: Iterable[object] | None = None,
) -> list[CleanArticle]:
    r"""Clean a column of texts, each as :func:`clean` does, several times faster where many come.

    ``titles`` and ``sites``, where given, are columns as long; what is no str there (None, a
    table's NaN) is not known.

    Raises:
        TypeError: one of the texts is not a str.
        ValueError: the columns are not of one length.

    >>> [one.text for one in clean_many(["[ad_1]\n\nAn article.", "Another."])]
    ['An article.', 'Another.']
    """
    from cleaner.noise.cleaner import default_cleaner
    from cleaner.noise.page import Scrape

    own = list(texts)
    for text in own:
        _require_text(text)
    rest = (_names(titles, len(own)), _names(sites, len(own)))
    scrapes = list(map(Scrape, own, *rest))
    cleaner = default_cleaner()
    if len(own) >= _MANY:
        return list(cleaner.clean_many(scrapes))
    return [cleaner.clean(one.text, title=one.title, site=one.site) for one in scrapes]


def _require_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError(f"text is to be a str, not {text!r:.80}; leave rows without text out")


def _names(column: Iterable[object] | None, count: int) -> list[str | None]:
    if column is None:
        return [None] * count
    names = [one if isinstance(one, str) else None for one in column]
    if len(names) != count:
        raise ValueError(f"{len(names)} titles or sites for {count} texts")
    return names


def iter_clean(
    source: Origin,
    *,
    fields: Mapping[str, str] | None = None,
    rules: Sequence[str | PathLike[str]] = (),
    furniture: str | PathLike[str] | None = None,
    keep: Iterable[str] = (),
    drop: Iterable[str] = (),
    aggressive: bool = False,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Article]:
    """Clean articles as they come, in memory that does not grow.

    ``source`` is a file, a folder, or any mix of those and articles, without end if need be. Files
    and sequences are read a little ahead, so that many are cleaned at once; of another iterable no
    article is taken before it is asked for.
    What comes out are articles with the cleaned text, the title and all facts that were found
    (``article.facts.published``, ``source``, ...); what the input had besides is in
    ``article.extra``. Ids are the input's own, even where two are the same. ``fields`` maps our
    names to the input's (``{"text": "body"}``); the others are what ``cleaner clean`` takes.
    Nothing is learned of the sites: give what ``cleaner learn`` wrote as ``furniture``.
    ``on_error`` is called with what cannot be used, and the rest goes on.

    Raises:
        InputError: something cannot be used, and there is no ``on_error``.
        RuleError: a rule or furniture file cannot be used.

    >>> [a.text for a in iter_clean([Article("a", "[ad_1] One."), Article("b", "Two.")])]
    ['One.', 'Two.']
    """
    from cleaner.corpus import Fields
    from cleaner.engines.options import RunOptions
    from cleaner.engines.streaming import iter_clean as stream
    from cleaner.noise.options import Options

    options = RunOptions(
        fields=Fields(**(fields or {})),
        clean=Options(keep=frozenset(keep), drop=frozenset(drop), aggressive=aggressive),
        rule_files=tuple(map(Path, rules)),
        furniture=None if furniture is None else Path(furniture),
    )
    return stream(source, options, on_error)


def dedupe(articles: Iterable[Article], *, canonical: str = "credited") -> list[CopyLink]:
    """Group near-duplicates among articles that are clean already; one link each, in order.

    ``canonical`` says which copy is kept: ``credited`` (credited source first, then earliest,
    most complete, least noisy), ``earliest``, ``longest`` or ``cleanest``.

    Raises:
        UsageError: two articles have one id, so that no link could tell which is kept.
    """
    from cleaner.copies import dedupe as find

    several = list(articles)
    require_distinct([article.id for article in several])
    return find(several, canonical=canonical)


def stories(
    articles: Iterable[Article], *, copies: Sequence[CopyLink] | None = None
) -> list[StoryLink]:
    """Fold articles into stories by readable evidence; one link each, in order.

    ``copies``, where given, keeps the members of each copy group in one story.
    """
    from cleaner.story import stories as find

    return find(articles, copies=copies)


def run(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    out: str | PathLike[str],
    **options: Any,
) -> RunSummary:
    """Read, clean, group and write, as ``cleaner run PATH... -o OUT`` does.

    ``paths`` is one or several. ``options`` are the fields of
    :class:`cleaner.engines.options.RunOptions`.

    Raises:
        OutputError: OUT is not ours to write, or cannot be written.
    """
    from cleaner.engines.local import run as run_here
    from cleaner.engines.options import RunOptions

    several = [paths] if isinstance(paths, str | PathLike) else paths
    return run_here([str(Path(p)) for p in several], Path(out), RunOptions(**options))

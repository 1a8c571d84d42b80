"""The library calls behind ``cleaner.clean``, ``dedupe``, ``stories`` and ``run``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.article import Article, CleanArticle, CopyLink, StoryLink

if TYPE_CHECKING:
    from cleaner.engines.options import RunSummary


def clean(text: str, *, title: str | None = None, site: str | None = None) -> CleanArticle:
    r"""Remove what is not the article from one scraped text.

    ``title`` and ``site``, where known, are evidence (a repeated headline, a brand's stamp).

    >>> clean("[ad_1]\n\nAn article.").removals[0].rule
    'plugin.ad-tag'
    """
    from cleaner.noise.cleaner import default_cleaner

    return default_cleaner().clean(text, title=title, site=site)


def dedupe(articles: Iterable[Article], *, canonical: str = "credited") -> list[CopyLink]:
    """Group near-duplicates among articles that are clean already; one link each, in order.

    ``canonical`` says which copy is kept: ``credited`` (credited source first, then earliest,
    most complete, least noisy), ``earliest``, ``longest`` or ``cleanest``.
    """
    from cleaner.copies import dedupe as find

    return find(articles, canonical=canonical)


def stories(
    articles: Iterable[Article], *, copies: Sequence[CopyLink] | None = None
) -> list[StoryLink]:
    """Fold articles into stories by readable evidence; one link each, in order.

    ``copies``, where given, keeps the members of each copy group in one story.
    """
    from cleaner.story import stories as find

    return find(articles, copies=copies)


def run(
    paths: Iterable[str | PathLike[str]], out: str | PathLike[str], **options: Any
) -> RunSummary:
    """Read, clean, group and write, as ``cleaner run PATH... -o OUT`` does.

    ``options`` are the fields of :class:`cleaner.engines.options.RunOptions`.

    Raises:
        OutputError: OUT is not ours to write, or cannot be written.
    """
    from cleaner.engines.local import run as run_here
    from cleaner.engines.options import RunOptions

    return run_here([str(Path(p)) for p in paths], Path(out), RunOptions(**options))

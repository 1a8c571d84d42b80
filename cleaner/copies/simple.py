"""Copies among articles at hand, in one call."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.article import Article, CopyLink
from cleaner.copies.columns import CopyColumns, CopyOptions
from cleaner.copies.finding import find_copies
from cleaner.copies.sketches import sketch


def dedupe(
    articles: Iterable[Article], *, canonical: str = "credited", threshold: float = 0.3
) -> list[CopyLink]:
    """Group the copies among articles that are clean already; one link each, in order.

    Raises:
        UsageError: an unknown policy or an impossible threshold.
    """
    articles = list(articles)
    options = CopyOptions(canonical=canonical, threshold=threshold)
    columns = CopyColumns(
        ids=[article.id for article in articles],
        titles=[article.title or article.facts.headline for article in articles],
        outlets=[article.outlet or article.facts.site for article in articles],
        urls=[article.url for article in articles],
        published=[article.facts.published or article.date for article in articles],
        sources=[article.facts.source for article in articles],
    )
    return find_copies(sketch([article.text for article in articles]), columns, options)

"""The labelled articles as other folders might hold them: undated, cut, in small batches.

Weights learned on one corpus know its habits: that every article has a date and a title, that
hundreds of articles weigh each word. Each variant takes one of these away and keeps the labels.
All are seeded: the same articles give the same variants.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from cleaner.article import Article, Facts

Articles = Sequence[Article]
_SMALL = 45
_LEAD_WORDS = 70
_HALF, _DROPPED = 0.5, 0.25


def _undated(article: Article) -> Article:
    return replace(article, date=None, facts=replace(article.facts, published=None))


def _half_undated(article: Article, rng: random.Random) -> Article:
    return _undated(article) if rng.random() < _HALF else article


def _untitled(article: Article, _: random.Random) -> Article:
    return replace(article, title=None, facts=Facts(published=article.facts.published))


def _half_cut(article: Article, rng: random.Random) -> Article:
    lead = " ".join(article.text.split()[:_LEAD_WORDS])
    return replace(article, text=lead) if rng.random() < _HALF else article


def _thinned(article: Article, rng: random.Random) -> Article:
    words = [word for word in article.text.split(" ") if rng.random() >= _DROPPED]
    return replace(article, text=" ".join(words))


def _shuffled(article: Article, rng: random.Random) -> Article:
    lines = article.text.split("\n")
    rng.shuffle(lines)
    return replace(article, text="\n".join(lines))


_CHANGES: tuple[Callable[[Article, random.Random], Article], ...] = (
    _half_undated, _untitled, _half_cut, _thinned, _shuffled,
)  # fmt: skip


def variants(articles: Articles, stories: Mapping[str, str]) -> Iterator[list[Articles]]:
    """Give the folders of each variant: as they are, undated, changed, and in small batches."""
    yield [articles]
    yield [[_undated(article) for article in articles]]
    for seed, change in enumerate(_CHANGES):
        rng = random.Random(seed)
        yield [[change(article, rng) for article in articles]]
    yield batches(articles, stories, 3)
    yield [[_undated(a) for a in batch] for batch in batches(articles, stories, 4)]


def batches(articles: Articles, stories: Mapping[str, str], seed: int) -> list[Articles]:
    """Part articles into small folders, no story in two of them."""
    members = defaultdict(list)
    for article in articles:
        members[stories.get(article.id, article.id)].append(article)
    order = sorted(members)
    random.Random(seed).shuffle(order)
    found: list[list[Article]] = [[]]
    for story in order:
        if len(found[-1]) >= _SMALL:
            found.append([])
        found[-1] += members[story]
    return list(found)

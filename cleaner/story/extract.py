"""From articles to evidence: tokens become codes, compiled kernels make columns of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Article
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.lexicon import TOKEN, Codes, hash_of

#: Characters of a text that are read, and how many articles are worked on at once.
_LONGEST = 20_000
_BATCH = 1_000
#: A first line of at most this many words serves as the title where there is none.
_LONGEST_TITLE = 25
_FACTS, _QUOTES = 96, 32
#: Written forms kept for each article.
_LABELS = 20
_ISO_DAY = 10
_SEPARATOR = "\x1f"


def extract(articles: Iterable[Article]) -> Evidence:
    """Give the evidence of articles, in their order.

    The day of publication is the ISO day that ``facts.published`` or ``date`` begins with.
    Only the first 20,000 characters of a text are read.
    """
    codes = Codes()
    rest = iter(articles)
    parts = []
    while batch := list(islice(rest, _BATCH)):
        parts.append(_extract_batch(batch, codes))
    return Evidence.concat(parts)


def _extract_batch(articles: Sequence[Article], codes: Codes) -> Evidence:
    from cleaner.story import collect

    tokens, offsets, titles = _tokens(articles)
    numbers = np.fromiter(map(codes.__getitem__, tokens), np.uint64, len(tokens))
    found = collect.collect(numbers, offsets, titles, _FACTS, _QUOTES)
    terms, facts, weekdays, lengths, events = found
    label_keys, label_offsets, labels = _labels(tokens, terms)
    return Evidence(
        ids=tuple(article.id for article in articles),
        labels=labels,
        days=np.array([_day(article) for article in articles], np.int32),
        outlets=np.array([_outlet(article) for article in articles], np.uint32),
        weekdays=weekdays,
        lengths=lengths,
        events=events,
        term_offsets=terms[0],
        keys=terms[1],
        times=terms[2],
        where=terms[3],
        fact_offsets=facts[0],
        fact_kinds=facts[1],
        fact_keys=facts[2],
        fact_values=facts[3],
        label_offsets=label_offsets,
        label_keys=label_keys,
    )


def _tokens(
    articles: Sequence[Article],
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    tokens: list[str] = []
    offsets, titles = [0], []
    for article in articles:
        title, body = _parts(article)
        tokens += TOKEN.findall(title)
        titles.append(len(tokens) - offsets[-1])
        tokens += TOKEN.findall(body)
        offsets.append(len(tokens))
    return tokens, np.array(offsets, np.int64), np.array(titles, np.int64)


def _parts(article: Article) -> tuple[str, str]:
    """Give an article's title and body; a short first line is the title where none is known."""
    body = article.text[:_LONGEST]
    title = article.title or article.facts.headline
    if title:
        return title, body
    first, _, rest = body.lstrip().partition("\n")
    return (first, rest) if len(first.split()) <= _LONGEST_TITLE else ("", body)


def _day(article: Article) -> int:
    for text in (article.facts.published, article.date):
        try:
            day = date.fromisoformat((text or "")[:_ISO_DAY])
        except ValueError:
            continue
        return day.toordinal() - date(1970, 1, 1).toordinal()
    return int(NO_DAY)


def _outlet(article: Article) -> int:
    name = article.outlet or article.facts.site
    return hash_of(name) or 1 if name else 0


def _labels(
    tokens: list[str], terms: tuple[NDArray[np.int64], ...]
) -> tuple[NDArray[np.uint32], NDArray[np.int64], tuple[str, ...]]:
    """Keep the written forms of each article's most telling terms."""
    from cleaner.story import collect

    offsets, keys, times, where, rare, first = terms
    chosen, label_offsets = collect.salient(offsets, times, where, rare, _LABELS)
    pairs, places = where[chosen] & collect.PAIR != 0, first[chosen]
    written = [
        f"{tokens[at]} {tokens[at + 1]}" if pair else tokens[at]
        for at, pair in zip(places.tolist(), pairs.tolist(), strict=True)
    ]
    bounds = label_offsets.tolist()
    labels = tuple(_SEPARATOR.join(written[a:b]) for a, b in zip(bounds, bounds[1:], strict=False))
    return keys[chosen], label_offsets, labels

"""From articles to evidence: tokens become codes, compiled kernels make columns of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Article
from cleaner.language.dates import day_of
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.lexicon import hash_of

if TYPE_CHECKING:
    from cleaner.story.tokens import Tokens

#: Characters of a text that are read, and how many articles are worked on at once.
_LONGEST = 20_000
_BATCH = 250
#: A first line of at most this many words serves as the title where there is none.
_LONGEST_TITLE = 25
_FACTS, _QUOTES = 96, 32
#: Written forms kept for each article.
_LABELS = 20
_SEPARATOR = 0x1F
_ADDRESS = re.compile(r"[a-z]{3,5}://[^\s\"'<>()]+", re.IGNORECASE)


def extract(articles: Iterable[Article]) -> Evidence:
    """Give the evidence of articles, in their order.

    The day of publication is that of ``facts.published``, or else of ``date``.
    Only the first 20,000 characters of a text are read.
    """
    rest = iter(articles)
    parts = []
    while batch := list(islice(rest, _BATCH)):
        parts.append(_extract_batch(batch))
    return Evidence.concat(parts)


def _extract_batch(articles: Sequence[Article]) -> Evidence:
    from cleaner.story import collect
    from cleaner.story.tokens import reader

    tokens = reader().tokens([part for article in articles for part in _parts(article)])
    bounds = tokens.offsets[::2].copy()
    titles = tokens.offsets[1::2] - bounds[:-1]
    terms = collect.collect_terms(tokens.codes, bounds, titles)
    facts = collect.collect_facts(tokens.codes, bounds, titles, _FACTS, _QUOTES)
    return Evidence(
        ids=tuple(article.id for article in articles),
        days=np.array([_day(article) for article in articles], np.int32),
        outlets=np.array([_outlet(article) for article in articles], np.uint32),
        weekdays=facts[4],
        lengths=terms[6],
        events=facts[5],
        term_offsets=terms[0],
        keys=terms[1],
        times=terms[2],
        where=terms[3],
        fact_offsets=facts[0],
        fact_kinds=facts[1],
        fact_keys=facts[2],
        fact_values=facts[3],
        **_labels(tokens, terms),
    )


def _parts(article: Article) -> tuple[str, str]:
    """Give an article's title and body; a short first line is the title where none is known."""
    body = _without_addresses(article.text[:_LONGEST])
    title = article.title or article.facts.headline
    if title:
        return title, body
    first, _, rest = body.lstrip().partition("\n")
    words = first.split(None, _LONGEST_TITLE)
    return (first, rest) if len(words) <= _LONGEST_TITLE else ("", body)


def _without_addresses(text: str) -> str:
    """Blank out what an address spells: it tells where a page is, not what it says."""
    return _ADDRESS.sub(" ", text) if "://" in text else text


def _day(article: Article) -> int:
    day = day_of(article.facts.published) or day_of(article.date)
    return day.toordinal() - date(1970, 1, 1).toordinal() if day else int(NO_DAY)


def _outlet(article: Article) -> int:
    name = article.site
    return hash_of(name) or 1 if name else 0


def _labels(tokens: Tokens, terms: tuple[NDArray[Any], ...]) -> dict[str, Any]:
    """Keep the written forms of each article's most telling terms."""
    from cleaner.story import collect

    offsets, keys, times, where, rare, first, _ = terms
    chosen, label_offsets = collect.salient(offsets, times, where, rare, _LABELS)
    last = first[chosen] + (where[chosen] & collect.PAIR != 0)
    starts, ends = tokens.starts[first[chosen]], tokens.ends[last]
    written, written_offsets = collect.write_spans(
        tokens.points, starts.astype(np.int64), ends.astype(np.int64), label_offsets, _SEPARATOR
    )
    return {
        "label_offsets": label_offsets,
        "label_keys": keys[chosen],
        "written_offsets": written_offsets,
        "written": written,
    }

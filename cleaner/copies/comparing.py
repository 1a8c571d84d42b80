"""Two articles side by side: whether they are copies, by which figures, and what is not shared.

This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cleaner.article import Article
from cleaner.copies.candidates import find_near
from cleaner.copies.circumstances import surroundings
from cleaner.copies.columns import CopyColumns, CopyOptions
from cleaner.copies.finding import unit_texts
from cleaner.copies.judging import LEAST_WORDS, Ruling, judge
from cleaner.copies.ledger import Ledger
from cleaner.copies.measures import Measures
from cleaner.copies.measuring import measure
from cleaner.copies.relation import place, shape
from cleaner.copies.sketches import Recipe, sketch
from cleaner.copies.units import find_units, with_titles
from cleaner.language.fold import fold_with_offsets
from cleaner.language.word_kernels import word_hashes
from cleaner.language.words import WORD

#: Shared passages shorter than this many words are chance.
_PASSAGE = 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was measured of two articles, and what follows for copies.

    ``resemblance`` and ``containment`` are exact, over shingles of 2 words; ``wider`` is the
    resemblance over 3. ``covered`` is the share of each text's words in shared wording.
    ``shared`` holds the first text's passages that the second has too; ``missing`` those of
    each that the other has not. ``vetoes`` say why the texts are no copies, if they are not.
    """

    copies: bool
    kind: str | None
    resemblance: float
    containment: float
    wider: float
    covered: tuple[float, float]
    words: tuple[int, int]
    shared: tuple[str, ...]
    missing: tuple[tuple[str, ...], tuple[str, ...]]
    vetoes: tuple[str, ...]


def compare(
    one: Article,
    other: Article,
    options: CopyOptions | None = None,
    among: Iterable[Article] = (),
) -> Comparison:
    """Measure two articles exactly, and say whether they are copies and why.

    ``among`` are articles printed beside them, which tell whether their wording is a formula
    that comes back on other days: of those, two that are not nearly the same are no copies.
    """
    options = options or CopyOptions()
    articles, texts = (one, other), (one.text, other.text)
    columns = _columns(articles)
    wording = with_titles(*word_hashes(texts), columns.titles)
    rows = np.arange(2)
    pair = np.array([[0, 1]], np.int64)
    counts = measure(unit_texts(wording, rows), pair, Recipe().shingle, True, 0.0)  # noqa: FBT003
    measures = Measures(counts)
    told = (measures.length + measures.title_length).min() >= LEAST_WORDS
    same_words = bool(told) and len(find_units(wording, columns.ids)) == 1
    ruling = Ruling(int(judge(measures, surroundings(columns).of(pair), options.threshold)[0]))
    if not told:
        ruling = Ruling.NOTHING_TOLD
    if ruling is Ruling.COPY and not same_words:
        ruling = _ruling_among([*articles, *_others(among, articles)], options)
    copies = same_words or ruling is Ruling.COPY
    return _told(texts, columns, measures, ruling, copies=copies, same_words=same_words)


def _others(among: Iterable[Article], articles: Sequence[Article]) -> Iterator[Article]:
    """Give the articles of other texts than those compared."""
    texts = {article.text for article in articles}
    return (article for article in among if article.text not in texts)


def _ruling_among(articles: Sequence[Article], options: CopyOptions) -> Ruling:
    """Rule on the first two articles as a run over all of them does."""
    found, columns = sketch([article.text for article in articles]), _columns(articles)
    wording, rows = (
        with_titles(found.words, found.offsets, columns.titles),
        np.arange(len(articles)),
    )
    near = find_near(rows[:2], found.signatures, rows, options.threshold)
    ledger = Ledger(
        unit_texts(wording, rows),
        found.recipe.shingle,
        options.threshold,
        surroundings(columns).of,
    )
    pair = np.array([[0, 1]], np.int64)
    ledger.add(np.concatenate([pair, near]))
    ledger.refuse_formulas(np.empty(0, np.int64))
    return Ruling(int(ledger.rulings(pair)[0]))


def _columns(articles: Sequence[Article]) -> CopyColumns:
    return CopyColumns(
        ids=[str(at) for at in range(len(articles))],
        titles=[article.title or article.facts.headline for article in articles],
        outlets=[article.outlet or article.facts.site for article in articles],
        urls=[article.url for article in articles],
        published=[article.facts.published or article.date for article in articles],
    )


def _told(
    texts: tuple[str, str],
    columns: CopyColumns,
    measures: Measures,
    ruling: Ruling,
    *,
    copies: bool,
    same_words: bool,
) -> Comparison:
    resemblance = float(measures.resemblance()[0])
    containment = float(measures.containment()[0])
    lengths, covered = measures.length[0].tolist(), measures.covered(1)[0].tolist()
    form = shape(lengths[1], lengths[0], None if same_words else (resemblance, containment))
    one, other = surroundings(columns).outlets.tolist()
    where = place((other, one), (columns.urls[1], columns.urls[0]))
    kind = f"{form}, {where}" if where else form
    shared, missing = _passages(texts[0], texts[1])
    _, missing_too = _passages(texts[1], texts[0])
    return Comparison(
        copies=copies,
        kind=kind if copies else None,
        resemblance=resemblance,
        containment=containment,
        wider=float(measures.resemblance(1)[0]),
        covered=(covered[0], covered[1]),
        words=(lengths[0], lengths[1]),
        shared=shared,
        missing=(missing, missing_too),
        vetoes=() if copies else (ruling.why,),
    )


def _passages(text: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give a text's passages that another has, and those that it has not."""
    folded = fold_with_offsets(text)
    places = [folded.span(*found.span()) for found in WORD.finditer(folded.text)]
    mine = [found.group() for found in WORD.finditer(folded.text)]
    theirs = WORD.findall(fold_with_offsets(other).text)
    known = set(zip(theirs, theirs[1:], theirs[2:], strict=False))
    flags = np.zeros(len(mine), np.bool_)
    for at, three in enumerate(zip(mine, mine[1:], mine[2:], strict=False)):
        flags[at : at + 3] |= three in known
    runs = list(_runs(flags))
    told = [text[places[start][0] : places[end - 1][1]] for start, end, _ in runs]
    shared = [
        t
        for t, (start, end, flag) in zip(told, runs, strict=True)
        if flag and end - start >= _PASSAGE
    ]
    missing = [t for t, (_, _, flag) in zip(told, runs, strict=True) if not flag]
    return tuple(shared), tuple(missing)


def _runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[tuple[int, int, bool]]:
    """Give the runs of equal flags: start, end, flag."""
    edges = [0, *(np.flatnonzero(np.diff(flags)) + 1).tolist(), len(flags)]
    for start, end in pairwise(edges):
        if end > start:
            yield start, end, bool(flags[start])

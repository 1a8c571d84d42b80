"""Stories of a run: candidates, support, linkage by quorum, and every link in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Article, CopyLink, StoryLink
from cleaner.errors import UsageError
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.extract import extract
from cleaner.story.linkage import link
from cleaner.story.pairs import CandidateOptions, Weighed, measured_in_blocks, weighed
from cleaner.story.weights import Weights, default_weights
from cleaner.story.wording import evidence_in_words

#: Support below this is no edge: such pairs count as unsupported.
_LEAST_SUPPORT = 0.05


@dataclass(frozen=True, slots=True)
class StoryOptions:
    """How stories are found.

    ``candidates``: how widely pairs are sought. ``weights``: None for the learned ones that come
    with the package. ``threshold``: the quorum; None for the one that goes with the weights.
    """

    candidates: CandidateOptions = field(default_factory=CandidateOptions)
    weights: Weights | None = None
    threshold: float | None = None


def stories(
    articles: Iterable[Article],
    *,
    copies: Sequence[CopyLink] | None = None,
    options: StoryOptions | None = None,
) -> list[StoryLink]:
    """Fold articles into stories: one link an article, in input order."""
    return find_stories(extract(articles), copies, options)


def find_stories(
    evidence: Evidence,
    copies: Sequence[CopyLink] | None = None,
    options: StoryOptions | None = None,
) -> list[StoryLink]:
    """Find the stories of evidence: one link an article, in the evidence's order.

    A copy group stays together: its longest article, which tells most, stands for it. The result
    does not depend on the order.

    Raises:
        UsageError: an id stands twice, or a copy's canonical is missing.
    """
    options = options or StoryOptions()
    rows = order(evidence)
    articles = _Articles.of(evidence, rows)
    canonical = canonicals(articles.ids, copies)
    standing = representatives(articles.lengths, canonical)
    kept = np.unique(standing)
    run = weighed(evidence, rows[kept])
    del evidence
    supported = _supported(run, options)
    weights = options.weights or default_weights()
    threshold = weights.threshold if options.threshold is None else options.threshold
    groups = kept[link(len(kept), supported.pairs, supported.support, threshold)]
    place = np.searchsorted(kept, standing)
    links = _links(articles, run, groups[place], kept, _Copies(canonical, standing), supported)
    return [links[at] for at in np.argsort(rows).tolist()]


@dataclass(frozen=True, slots=True, eq=False)
class _Articles:
    """What is known of all articles of a run, copies among them."""

    ids: tuple[str, ...]
    days: NDArray[np.int32]
    lengths: NDArray[np.uint16]

    @classmethod
    def of(cls, evidence: Evidence, rows: NDArray[np.int64]) -> _Articles:
        ids = tuple(evidence.ids[row] for row in rows.tolist())
        return cls(ids, evidence.days[rows], evidence.lengths[rows])


def order(evidence: Evidence) -> NDArray[np.int64]:
    """Give the rows by day, then id: unknown days first, as candidates need them."""
    ids = evidence.ids
    if len(set(ids)) < len(ids):
        twice = sorted(i for i in set(ids) if ids.count(i) > 1)[0]
        raise UsageError(f"the id {twice!r} stands for more than one article")
    days = evidence.days.tolist()
    return np.array(sorted(range(len(ids)), key=lambda row: (days[row], ids[row])), np.int64)


def canonicals(ids: Sequence[str], copies: Sequence[CopyLink] | None) -> NDArray[np.int64]:
    """Give the row of each row's canonical article: its own where it is no copy.

    Raises:
        UsageError: a canonical article is missing.
    """
    rows = {id_: row for row, id_ in enumerate(ids)}
    of = {link.id: link.canonical for link in copies or ()}
    try:
        return np.array([rows[of.get(id_, id_)] for id_ in ids], np.int64)
    except KeyError as missing:
        raise UsageError(f"the canonical article {missing} of a copy is not there") from None


def representatives(lengths: NDArray[np.uint16], canonical: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the row that stands for each row's copy group: the longest, else the canonical one."""
    rows = np.arange(len(canonical))
    best_last = np.lexsort((-rows, rows == canonical, lengths))
    standing = np.empty(len(rows), np.int64)
    standing[canonical[best_last]] = best_last
    return standing[canonical]


@dataclass(frozen=True, slots=True, eq=False)
class _Copies:
    """Each row's canonical article, and the article that stands for its copy group."""

    canonical: NDArray[np.int64]
    standing: NDArray[np.int64]

    def link(self, row: int, first: int) -> int:
        """Give the copy that a row hangs on, or -1 if it is in no group or opens the story."""
        canonical, standing = int(self.canonical[row]), int(self.standing[row])
        if row == first:
            return -1
        if row != canonical:
            return canonical
        if self.canonical[first] == canonical:
            return first
        return standing if standing != row else -1


@dataclass(frozen=True, slots=True, eq=False)
class _Supported:
    """Pairs of rows, the probability of one event, and the share of weighted words."""

    pairs: NDArray[np.int64]
    support: NDArray[np.float64]
    shares: NDArray[np.float64]


def _supported(run: Weighed, options: StoryOptions) -> _Supported:
    """Score the candidate pairs of a run; only those with some support are kept."""
    weights = options.weights or default_weights()
    found = []
    for block in measured_in_blocks(run, options.candidates):
        support = weights.probability(block.features)
        strong = support >= _LEAST_SUPPORT
        found.append((block.pairs[strong], support[strong], block.features[strong, 0]))
    pairs, supports, shares = zip(*found, strict=True)
    return _Supported(np.concatenate(pairs), np.concatenate(supports), np.concatenate(shares))


def _links(
    articles: _Articles,
    run: Weighed,
    groups: NDArray[np.int64],
    kept: NDArray[np.int64],
    copies: _Copies,
    supported: _Supported,
) -> list[StoryLink]:
    """Make the links of all articles; ``kept`` are the rows of those in ``run``."""
    from cleaner.story.search import best_supporters

    first = _firsts(articles.days, groups)
    best = best_supporters(groups[kept], supported.pairs, supported.support)
    told = np.flatnonzero((best >= 0) & (first[kept] != kept))
    pairs = supported.pairs[best[told]]
    others = pairs.sum(axis=1) - told
    words = evidence_in_words(
        run, np.column_stack([told, others]), supported.shares[best[told]].tolist()
    )
    ids = articles.ids
    links = [StoryLink(id_, ids[of]) for id_, of in zip(ids, first.tolist(), strict=True)]
    links = [_copy(link, ids, copies.link(row, int(first[row]))) for row, link in enumerate(links)]
    scores = supported.support[best[told]].tolist()
    for row, other, score, evidence in zip(
        kept[told].tolist(), kept[others].tolist(), scores, words, strict=True
    ):
        links[row] = replace(
            links[row], linked_to=ids[other], score=round(score, 3), evidence=evidence
        )
    return links


def _firsts(days: NDArray[np.int32], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each row its story's first article: by day (unknown last), then id."""
    rows = np.arange(len(groups))
    rank = np.lexsort((rows, days == NO_DAY))
    place = np.empty(len(rows), np.int64)
    place[rank] = rows
    lowest = np.full(len(rows), len(rows), np.int64)
    np.minimum.at(lowest, groups, place)
    return rank[lowest[groups]]


def _copy(link: StoryLink, ids: Sequence[str], other: int) -> StoryLink:
    if other < 0:
        return link
    return replace(link, linked_to=ids[other], score=1.0, evidence=("a copy",))

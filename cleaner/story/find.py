"""Stories of a run: candidates, support, linkage by quorum, and every link in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Article, CopyLink, NearMiss, StoryLink
from cleaner.errors import UsageError, require_distinct
from cleaner.rooms import Room, in_memory
from cleaner.story.apart import NEVER, forbidden_pairs, pair_keys, reasons, rows_apart
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.extract import extract
from cleaner.story.gathering import TELLING, Parts, gather, ids_of, plain_columns
from cleaner.story.linkage import link
from cleaner.story.near import Miss, near_in_words, near_misses
from cleaner.story.pairs import CandidateOptions, Weighed, measured_in_blocks, weighed
from cleaner.story.vetoes import veto_bits
from cleaner.story.weights import Weights, default_weights
from cleaner.story.wording import evidence_in_words, heaviest_shared

#: Support below this is no edge: such pairs count as unsupported.
LEAST_SUPPORT = 0.05


@dataclass(frozen=True, slots=True)
class StoryOptions:
    """How stories are found.

    ``candidates``: how widely pairs are sought. ``weights``: None for the learned ones that come
    with the package. ``threshold``: the quorum; None for the one that goes with the weights.
    ``workers``: threads. ``apart``: pairs of ids that feedback keeps out of one another's stories;
    the first is the one that was marked. ``room`` is where the evidence of a run is gathered.
    """

    candidates: CandidateOptions = field(default_factory=CandidateOptions)
    weights: Weights | None = None
    threshold: float | None = None
    workers: int = 1
    apart: Sequence[tuple[str, str]] = ()
    room: Room = in_memory


def stories(
    articles: Iterable[Article],
    *,
    copies: Sequence[CopyLink] | None = None,
    options: StoryOptions | None = None,
) -> list[StoryLink]:
    """Fold articles into stories: one link an article, in input order."""
    return find_stories(extract(articles), copies, options)


def find_stories(
    evidence: Evidence | Parts,
    copies: Sequence[CopyLink] | None = None,
    options: StoryOptions | None = None,
) -> list[StoryLink]:
    """Find the stories of evidence: one link an article, in the evidence's order.

    A copy group stays together: its longest article, which tells most, stands for it. The result
    does not depend on the order. Parts are read as they lie, without being joined.

    Raises:
        UsageError: an id stands twice, or a copy's canonical is missing.
    """
    parts = (evidence,) if isinstance(evidence, Evidence) else evidence
    ids = ids_of(parts)
    return list(find_links(parts, canonicals(ids, copies), options).links(ids))


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The links of all articles by number, in input order.

    ``first`` is the first article of each one's story, ``other`` the one it is linked to (-1:
    none); ``scores`` and ``evidence`` belong to those that are linked to no copy of theirs.
    ``near`` are the near misses of stories, by their first; ``said`` is what feedback has to do
    with an article's place.
    """

    first: NDArray[np.int64]
    other: NDArray[np.int64]
    scores: Mapping[int, float]
    evidence: Mapping[int, tuple[str, ...]]
    near: Mapping[int, Sequence[Miss]] = field(default_factory=dict)
    said: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def links(self, ids: Sequence[str]) -> Iterator[StoryLink]:
        """Make an object of each."""
        for row, (of, other) in enumerate(
            zip(self.first.tolist(), self.other.tolist(), strict=True)
        ):
            said = self.said.get(row, ())
            if other < 0:
                near = tuple(_miss(miss, ids) for miss in self.near.get(row, ()))
                yield StoryLink(ids[row], ids[of], evidence=said, near=near)
                continue
            told = self.evidence.get(row, A_COPY) + said
            yield StoryLink(ids[row], ids[of], ids[other], self.scores.get(row, 1.0), told)


def _miss(miss: Miss, ids: Sequence[str]) -> NearMiss:
    return NearMiss(ids[miss.row], ids[miss.close_to], miss.score, miss.why)


#: The evidence of a link between copies.
A_COPY = ("a copy",)


def find_links(
    parts: Parts, canonical: NDArray[np.int64], options: StoryOptions | None = None
) -> Links:
    """Find stories as :func:`find_stories` does, where no article is to become an object.

    ``canonical`` is the row of each one's canonical article, its own where it is no copy.
    """
    articles = _Articles.of(parts)
    places = np.empty_like(articles.rows)
    places[articles.rows] = np.arange(len(places))
    canonical = places[canonical[articles.rows]]
    standing = representatives(articles.lengths, canonical)
    options = options or StoryOptions()
    ids = ids_of(parts) if options.apart else ()
    apart = rows_apart(options.apart, ids)
    found = _found(parts, articles, standing, options, places[apart])
    links = _links(parts, articles, found, _Copies(canonical, standing))
    return replace(links, said=reasons(apart, links.first, ids)) if options.apart else links


@dataclass(frozen=True, slots=True, eq=False)
class _Articles:
    """What is known of all articles of a run, copies among them, by day, then id."""

    rows: NDArray[np.int64]
    days: NDArray[np.int32]
    lengths: NDArray[np.uint16]

    @classmethod
    def of(cls, parts: Parts) -> _Articles:
        columns = plain_columns(parts, ("days", "lengths"))
        rows = order_of(ids_of(parts), columns["days"])
        return cls(rows, columns["days"][rows], columns["lengths"][rows])


def order(evidence: Evidence) -> NDArray[np.int64]:
    """Give the rows by day, then id: unknown days first, as candidates need them."""
    return order_of(evidence.ids, evidence.days)


def order_of(ids: Sequence[str], known: NDArray[np.int32]) -> NDArray[np.int64]:
    """Give the rows of articles by known day, then id.

    Raises:
        UsageError: an id stands twice.
    """
    require_distinct(ids)
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    return by_id[np.argsort(known[by_id], kind="stable")]


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

    def links(self, first: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the copy that each row hangs on, or -1 if it is in no group or opens the story."""
        rows, canonical, standing = np.arange(len(first)), self.canonical, self.standing
        kept_by = np.where(standing != rows, standing, -1)
        opened = canonical[first] == canonical
        kept_by = np.where(opened, first, kept_by)
        kept_by = np.where(rows != canonical, canonical, kept_by)
        return np.where(rows == first, -1, kept_by)


@dataclass(frozen=True, slots=True, eq=False)
class _Supported:
    """Pairs of rows, the probability of one event, the share of weighted words, and vetoes."""

    pairs: NDArray[np.int32]
    support: NDArray[np.float64]
    shares: NDArray[np.float64]
    vetoes: NDArray[np.uint32]

    def without(self, forbidden: NDArray[np.int32]) -> _Supported:
        free = ~np.isin(pair_keys(self.pairs), pair_keys(forbidden))
        no_share, no_veto = np.zeros(len(forbidden)), np.zeros(len(forbidden), np.uint32)
        return _Supported(
            np.concatenate([self.pairs[free], forbidden]),
            np.concatenate([self.support[free], np.full(len(forbidden), NEVER)]),
            np.concatenate([self.shares[free], no_share]),
            np.concatenate([self.vetoes[free], no_veto]),
        )


def _supported(run: Weighed, options: StoryOptions) -> _Supported:
    """Score the candidate pairs of a run; only those with some support are kept."""
    weights = options.weights or default_weights()
    found = []
    for block in measured_in_blocks(run, options.candidates, options.workers):
        support = weights.probability(block.features)
        strong = support >= LEAST_SUPPORT
        features = block.features[strong]
        vetoes = veto_bits(features, weights)
        found.append((block.pairs[strong], support[strong], features[:, 0].copy(), vetoes))
    return _Supported(*(np.concatenate(column) for column in zip(*found, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The first article of each one's story, and the pairs of rows whose links have to be told.

    ``pairs`` are an article and the one it is linked to; ``heavy`` the terms they share most;
    ``near`` are the near misses of stories, by their first articles (rows as the input has them).
    """

    first: NDArray[np.int64]
    pairs: NDArray[np.int64]
    support: NDArray[np.float64]
    shares: NDArray[np.float64]
    heavy: list[list[int]]
    near: Mapping[int, Sequence[Miss]]


def _found(
    parts: Parts,
    articles: _Articles,
    standing: NDArray[np.int64],
    options: StoryOptions,
    apart: NDArray[np.int64],
) -> _Found:
    """Group the articles that stand; nothing of their evidence stays in memory."""
    from cleaner.story.search import best_supporters

    kept = np.unique(standing)
    run = weighed(parts, articles.rows[kept], options.room, options.workers)
    supported = _supported(run, options)
    if len(apart):
        supported = supported.without(forbidden_pairs(apart, kept, standing))
    weights = options.weights or default_weights()
    threshold = weights.threshold if options.threshold is None else options.threshold
    linked = link(len(kept), supported.pairs, supported.support, threshold)
    groups = kept[linked]
    first = _firsts(articles.days, groups[np.searchsorted(kept, standing)])
    best = best_supporters(groups, supported.pairs, supported.support)
    told = np.flatnonzero((best >= 0) & (first[kept] != kept))
    best = best[told]
    pairs = np.column_stack([told, supported.pairs[best].sum(axis=1) - told])
    heavy = heaviest_shared(run, pairs)
    rows = articles.rows[kept].tolist()
    near = near_misses(linked, supported.pairs, supported.support, supported.vetoes)
    close = near_in_words(near, rows, threshold)
    by_first = {int(articles.rows[first[kept[group]]]): misses for group, misses in close.items()}
    return _Found(
        first, kept[pairs], supported.support[best], supported.shares[best], heavy, by_first
    )


def _links(parts: Parts, articles: _Articles, found: _Found, copies: _Copies) -> Links:
    """Give the links of all articles as the input has them."""
    rows, told = articles.rows, found.pairs[:, 0]
    other = copies.links(found.first)
    other[told] = found.pairs[:, 1]
    first, linked = np.empty_like(rows), np.empty_like(rows)
    first[rows] = rows[found.first]
    linked[rows] = np.where(other >= 0, rows[other], -1)
    places, scores = rows[told].tolist(), [round(x, 3) for x in found.support.tolist()]
    words = _words(parts, articles, found)
    return Links(
        first,
        linked,
        dict(zip(places, scores, strict=True)),
        dict(zip(places, words, strict=True)),
        found.near,
    )


def _words(parts: Parts, articles: _Articles, found: _Found) -> list[tuple[str, ...]]:
    """Tell the links of pairs in words, from the facts and labels of these articles alone."""
    rows = np.unique(found.pairs)
    evidence = gather(parts, articles.rows[rows], TELLING)
    pairs = np.searchsorted(rows, found.pairs)
    return evidence_in_words(evidence, pairs, found.heavy, found.shares.tolist())


def _firsts(days: NDArray[np.int32], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each row its story's first article: by day (unknown last), then id."""
    rows = np.arange(len(groups))
    rank = np.lexsort((rows, days == NO_DAY))
    place = np.empty(len(rows), np.int64)
    place[rank] = rows
    lowest = np.full(len(rows), len(rows), np.int64)
    np.minimum.at(lowest, groups, place)
    return rank[lowest[groups]]

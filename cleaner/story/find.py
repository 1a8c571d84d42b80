"""Stories of a run: candidates, support, linkage by quorum, and every link in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cleaner.article import Article, CopyLink, StoryLink
from cleaner.errors import UsageError
from cleaner.story.evidence import NO_DAY, Evidence
from cleaner.story.extract import extract
from cleaner.story.linkage import SCALE, link
from cleaner.story.pairs import CandidateOptions, Weighed, measured, weighed
from cleaner.story.weights import Weights, default_weights

#: Support below this is no edge: such pairs count as unsupported.
_LEAST_SUPPORT = 0.02


@dataclass(frozen=True, slots=True)
class StoryOptions:
    """How stories are found: the candidates, the weights (None: the learned ones that come with
    the package) and the quorum (None: the one learned with the weights)."""

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

    Copies follow their canonical article. The result does not depend on the order.

    Raises:
        UsageError: an id stands twice, or a copy's canonical is missing.
    """
    options = options or StoryOptions()
    rows = order(evidence)
    run = weighed(evidence.select(rows))
    canonical = canonicals(run.evidence.ids, copies)
    supported = _supported(run, canonical, options)
    weights = options.weights or default_weights()
    threshold = weights.threshold if options.threshold is None else options.threshold
    edges = ((round(p * SCALE), a, b) for (a, b), (p, _) in supported.items())
    groups = link(len(rows), edges, threshold)
    links = _links(run, [groups[row] for row in canonical], canonical, supported)
    back = np.empty(len(rows), np.int64)
    back[rows] = np.arange(len(rows))
    return [links[row] for row in back.tolist()]


def order(evidence: Evidence) -> NDArray[np.int64]:
    """Give the rows by day, then id: unknown days first, as candidates need them."""
    ids = evidence.ids
    if len(set(ids)) < len(ids):
        twice = sorted(i for i in set(ids) if ids.count(i) > 1)[0]
        raise UsageError(f"the id {twice!r} stands for more than one article")
    days = evidence.days.tolist()
    return np.array(sorted(range(len(ids)), key=lambda row: (days[row], ids[row])), np.int64)


def canonicals(ids: Sequence[str], copies: Sequence[CopyLink] | None) -> list[int]:
    rows = {id_: row for row, id_ in enumerate(ids)}
    of = {link.id: link.canonical for link in copies or ()}
    try:
        return [rows[of.get(id_, id_)] for id_ in ids]
    except KeyError as missing:
        raise UsageError(f"the canonical article {missing} of a copy is not there") from None


Supported = dict[tuple[int, int], tuple[float, float]]
"""Pairs of rows with the probability of one event and the share of weighted words."""


def _supported(run: Weighed, canonical: Sequence[int], options: StoryOptions) -> Supported:
    """Score the candidate pairs of canonical articles."""
    weights = options.weights or default_weights()
    kept = np.array([row for row, of in enumerate(canonical) if row == of], np.int64)
    alone = run if len(kept) == len(canonical) else run.select(kept)
    found = measured(alone, options.candidates)
    support = weights.probability(found.features)
    strong = support >= _LEAST_SUPPORT
    rows = kept[found.pairs[strong]].tolist()
    values = zip(support[strong].tolist(), found.features[strong, 0].tolist(), strict=True)
    return {(a, b): value for (a, b), value in zip(rows, values, strict=True)}


def _links(
    run: Weighed, groups: Sequence[int], canonical: Sequence[int], supported: Supported
) -> list[StoryLink]:
    members: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    first = {group: min(rows, key=_by_day(run.evidence)) for group, rows in members.items()}
    best = _best(groups, supported)
    return [
        _link(run, row, first[groups[row]], members[groups[row]], canonical, best)
        for row in range(len(groups))
    ]


def _by_day(evidence: Evidence) -> Callable[[int], tuple[bool, int, str]]:
    days = evidence.days.tolist()
    return lambda row: (days[row] == NO_DAY, days[row], evidence.ids[row])


def _best(groups: Sequence[int], supported: Supported) -> dict[int, tuple[float, float, int]]:
    """Give each row its strongest supporter within its group: support, share, row."""
    best: dict[int, tuple[float, float, int]] = {}
    for (a, b), (support, share) in supported.items():
        if groups[a] != groups[b]:
            continue
        for row, other in ((a, b), (b, a)):
            known = best.get(row)
            if known is None or (support, -other) > (known[0], -known[2]):
                best[row] = (support, share, other)
    return best


def _link(
    run: Weighed,
    row: int,
    first: int,
    members: Sequence[int],
    canonical: Sequence[int],
    best: Mapping[int, tuple[float, float, int]],
) -> StoryLink:
    from cleaner.story.wording import evidence_in_words

    ids = run.evidence.ids
    if row == first:
        return StoryLink(ids[row], ids[first])
    if canonical[row] != row:
        return StoryLink(ids[row], ids[first], ids[canonical[row]], 1.0, ("a copy",))
    if row not in best:
        copy = next(other for other in members if canonical[other] == row and other != row)
        return StoryLink(ids[row], ids[first], ids[copy], 1.0, ("a copy",))
    support, share, other = best[row]
    words = evidence_in_words(run, row, other, share)
    return StoryLink(ids[row], ids[first], ids[other], round(support, 3), words)

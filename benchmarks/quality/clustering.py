"""Figures of a clustering against labelled clusters.

Pairs (precision, recall and F1 of "stand together"), B-cubed (the same, averaged over articles)
and the adjusted Rand index. Only labelled articles count; one that the output lacks stands alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

from benchmarks.quality.labels import Clusters


@dataclass(frozen=True, slots=True, order=True)
class WrongPair:
    """Two articles put together or apart wrongly: ``kind`` is joined or parted."""

    kind: str
    first: str
    second: str


def figures(gold: Clusters, predicted: Clusters) -> dict[str, Any]:
    """Give the figures of predicted clusters; shares of nothing are 1."""
    both = Counter(_joint(gold, predicted))
    golden, found = _margins(both)
    together, in_gold, in_found = _pairs(both), _pairs(golden), _pairs(found)
    pair = _scores("pair", _ratio(together, in_found), _ratio(together, in_gold))
    ari = _adjusted_rand(together, in_gold, in_found, comb(len(gold), 2))
    rounded = {key: round(v, 5) for key, v in {**pair, **_b_cubed(both), "ari": ari}.items()}
    return rounded | {
        "docs": len(gold),
        "gold_clusters": len(golden),
        "predicted_clusters": len(found),
    }


Sizes = Counter[tuple[str, str]]
Joint = tuple[str, tuple[str, str]]


def _joint(gold: Clusters, predicted: Clusters) -> Iterator[Joint]:
    """Give each article's labelled and predicted cluster; what is missing stands alone."""
    for id_, cluster in gold.items():
        found = ("in", predicted[id_]) if id_ in predicted else ("alone", id_)
        yield cluster, found


def _margins(both: Counter[Joint]) -> tuple[Counter[str], Sizes]:
    golden: Counter[str] = Counter()
    found: Sizes = Counter()
    for (g, p), n in both.items():
        golden[g] += n
        found[p] += n
    return golden, found


def _pairs(sizes: Counter[Any]) -> int:
    return sum(comb(n, 2) for n in sizes.values())


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _scores(name: str, precision: float, recall: float) -> dict[str, float]:
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return {f"{name}_precision": precision, f"{name}_recall": recall, f"{name}_f1": f1}


def _b_cubed(both: Counter[Joint]) -> dict[str, float]:
    golden, found = _margins(both)
    n = both.total()
    precision = sum(c * c / found[p] for (_, p), c in both.items())
    recall = sum(c * c / golden[g] for (g, _), c in both.items())
    return _scores("b3", _ratio(precision, n), _ratio(recall, n))


def _adjusted_rand(together: int, in_gold: int, in_found: int, every: int) -> float:
    expected = in_gold * in_found / every if every else 0.0
    ceiling = (in_gold + in_found) / 2
    return (together - expected) / (ceiling - expected) if ceiling != expected else 1.0


def wrong_pairs(gold: Clusters, predicted: Clusters) -> list[WrongPair]:
    """Give the pairs that are wrongly joined, then those wrongly parted, each by id."""
    found = dict(zip(gold, (p for _, p in _joint(gold, predicted)), strict=True))
    in_gold, in_found = _pairs_of(gold.items()), _pairs_of(found.items())
    joined = (WrongPair("joined", *pair) for pair in in_found - in_gold)
    parted = (WrongPair("parted", *pair) for pair in in_gold - in_found)
    return sorted(joined) + sorted(parted)


def _pairs_of(clusters: Iterable[tuple[str, Any]]) -> set[tuple[str, str]]:
    members: defaultdict[Any, list[str]] = defaultdict(list)
    for id_, cluster in clusters:
        members[cluster].append(id_)
    return {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}

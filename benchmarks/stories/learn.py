"""Learn the weights of story evidence from labelled data, and say how well they carry over.

    python -m benchmarks.stories.learn FOLDER... [-o weights.toml] [--splits 10]

Each FOLDER holds ``articles.jsonl`` (id, text, title, date, outlet), ``stories.jsonl`` and, if
there are any, ``copies.jsonl`` (id, cluster). The model is a logistic regression on pairs of
canonical articles, cleaned as a run cleans them, and small boosted trees on top of it (LightGBM:
``pip install lightgbm``), which see what measures tell together. In both, evidence for one event
may only add, evidence against it only subtract; all pairs between two stories count together as
one, lest a topic of many articles outweigh the rest. Articles are learned from as they are and as
other folders might hold them (:mod:`benchmarks.stories.variants`); validation judges them as they
are, undated, and in small folders. Numpy's threads only hinder here: set ``OMP_NUM_THREADS=1``.

A FOLDER may hold ``pairs.jsonl`` (first, second, same) in place of stories: single labelled pairs
of a large corpus, drawn where the verdict is in doubt. They are learned from and not validated on.
All count alike: weighed by how many pairs each stands for, a few decide.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.clustering import figures
from benchmarks.stories.variants import Articles, batches, variants
from cleaner.article import Article, CopyLink
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import Worked, clean_article
from cleaner.story import CandidateOptions, extract
from cleaner.story.evidence import Evidence
from cleaner.story.find import canonicals, order, representatives
from cleaner.story.linkage import link
from cleaner.story.measure import AGAINST, FEATURES
from cleaner.story.pairs import measured, weighed
from cleaner.story.weights import Node, Trees, Weights

Floats = NDArray[np.float64]
_SHRINK = 3.0
_FOLDS = 5
#: What stands for each copy group: its longest article, and twice one drawn, so that what a run
#: does weighs most and no one choice matters.
_DRAWS = (None, 0, 1)
_THRESHOLD = 0.62
#: How many trees are grown on what the regression leaves unexplained, and how.
_ROUNDS = 150
_GROWTH = {
    "objective": "binary", "learning_rate": 0.03, "num_leaves": 8, "max_bin": 63,
    "min_data_in_leaf": 20, "min_sum_hessian_in_leaf": 1.0, "lambda_l2": 5.0,
    # Each tree sees a part: grown on all, a pair more or less changes the trees that come after it.
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1,
    "boost_from_average": False, "deterministic": True, "force_row_wise": True,
    "num_threads": 1, "seed": 1, "verbose": -1,
}  # fmt: skip
#: Single labelled pairs count as so many each: they are of other days, outlets and years.
_SINGLE = 2.0
# What a few days of labelled news can hardly teach keeps a prior: a calendar day shared or
# contradicted (one in 365: log odds near 6, halved for caution), a counted thing shared.
# Alike but for the day, a number or whom it is about is how a series looks. An article without a
# date may be of any year, which articles of two days cannot show. Names told by their capitals are
# not in Arabic articles at all.
_PRIOR = {
    "same_day": 1.5, "other_time": -3.0, "counts": 0.5,
    "series": -12.0, "series_day": -8.0, "series_count": -3.0,
    "series_figures": -12.0, "series_later": -8.0, "undated": -1.5, "timeless": -1.5,
    "names_apart": -12.0, "titles_apart": -6.0, "other_place": -8.0, "other_rank": -3.0,
    "other_year": -8.0, "exact_apart": -3.0, "daily": -8.0, "frame": -8.0, "topical": -1.0,
    "places_apart": -4.0,
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """Pairs of labelled articles: features, whether they are one story, the two stories.

    ``pairs`` are rows into ``ids``; ``standing`` gives the row of the
    article that stands for each id's copy group; ``weights`` how much each pair counts.
    """

    features: Floats
    same: Floats
    stories: list[tuple[str, str]]
    pairs: NDArray[np.int64]
    ids: tuple[str, ...]
    standing: NDArray[np.int64]
    weights: Floats


@dataclass(frozen=True)
class Folder:
    articles: list[Article]
    stories: dict[str, str]
    copies: list[CopyLink] | None
    pairs: list[dict[str, Any]]


def read_folder(path: Path) -> Folder:
    keys = ("id", "text", "title", "url", "date", "outlet")
    articles = [
        _cleaned(Article(**{k: row.get(k) for k in keys})) for row in _rows(path / "articles.jsonl")
    ]
    stories = {row["id"]: row["cluster"] for row in _rows_if_any(path / "stories.jsonl")}
    clusters = path / "copies.jsonl"
    copies = _copies(clusters) if clusters.exists() else None
    return Folder(articles, stories, copies, list(_rows_if_any(path / "pairs.jsonl")))


def _cleaned(article: Article) -> Article:
    return Worked(article, clean_article(article, RunOptions())).cleaned


def _rows_if_any(path: Path) -> Iterator[dict[str, Any]]:
    return _rows(path) if path.exists() else iter(())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _copies(path: Path) -> list[CopyLink]:
    """Give links to one article of each labelled copy group: the lowest id."""
    groups = defaultdict(list)
    for row in _rows(path):
        groups[row["cluster"]].append(row["id"])
    lowest = {id_: min(ids) for ids in groups.values() for id_ in ids}
    return [CopyLink(id_, canonical, canonical) for id_, canonical in lowest.items()]


def labelled_pairs(folder: Folder, articles: Articles, draw: int | None = None) -> Labelled:
    """Measure pairs of a folder's articles; of each copy group the longest stands, or one drawn."""
    evidence, standing = _standing(folder, articles, draw)
    kept = np.unique(standing)
    found = measured(weighed(evidence, kept), CandidateOptions())
    pairs = kept[found.pairs]
    of = [folder.stories.get(id_) for id_ in evidence.ids]
    known = np.array([of[a] is not None and of[b] is not None for a, b in pairs], bool)
    stories = [(str(of[a]), str(of[b])) for a, b in pairs[known]]
    same = np.array([float(a == b) for a, b in stories])
    columns = (found.features[known], same, stories, pairs[known])
    return Labelled(*columns, evidence.ids, standing, np.ones(len(same)))


def _standing(
    folder: Folder, articles: Articles, draw: int | None
) -> tuple[Evidence, NDArray[np.int64]]:
    """Give the evidence of articles, sorted, and the row that stands for each one's copy group."""
    evidence = extract(articles)
    evidence = evidence.select(order(evidence))
    here = set(evidence.ids)
    copies = [link for link in folder.copies or () if {link.id, link.canonical} <= here]
    canonical = canonicals(evidence.ids, copies)
    if draw is not None:
        return evidence, _drawn(canonical, draw)
    return evidence, representatives(evidence.lengths, canonical)


def single_pairs(folder: Folder) -> Labelled:
    """Measure a folder's single pairs, of which no other pair says anything."""
    evidence, standing = _standing(folder, folder.articles, None)
    kept, rows = np.unique(standing), {id_: row for row, id_ in enumerate(evidence.ids)}
    found = measured(weighed(evidence, kept), CandidateOptions())
    places = {tuple(pair): place for place, pair in enumerate(kept[found.pairs].tolist())}
    told = [(_stood(row, rows, standing), row) for row in folder.pairs]
    known = [(places[pair], pair, row) for pair, row in told if pair in places]
    return Labelled(
        found.features[[place for place, _, _ in known]],
        np.array([float(row["same"]) for _, _, row in known]),
        [(f"{row['first']} alone", f"{row['second']} alone") for _, _, row in known],
        np.array([pair for _, pair, _ in known], np.int64),
        evidence.ids,
        standing,
        np.full(len(known), _SINGLE),
    )


def _stood(
    row: dict[str, Any], rows: dict[str, int], standing: NDArray[np.int64]
) -> tuple[int, int]:
    one, two = standing[[rows[row["first"]], rows[row["second"]]]].tolist()
    return min(one, two), max(one, two)


def learning_pairs(folder: Folder) -> Labelled:
    """Measure the pairs of every variant of a folder, or its single pairs."""
    if folder.pairs:
        return single_pairs(folder)
    shown = [batch for some in variants(folder.articles, folder.stories) for batch in some]
    return joined([labelled_pairs(folder, one, n) for one in shown for n in _DRAWS])


def _drawn(canonical: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Give each row the article that stands for its copy group, drawn at random."""
    shuffled = np.random.default_rng(seed).permutation(len(canonical))
    standing = np.empty_like(canonical)
    standing[canonical[shuffled]] = shuffled
    return standing[canonical]


def joined(parts: list[Labelled]) -> Labelled:
    """Join the pairs of several folders, to learn from them together."""
    return Labelled(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.same for part in parts]),
        [pair for part in parts for pair in part.stories],
        np.empty((0, 2), np.int64),
        (),
        np.empty(0, np.int64),
        np.concatenate([part.weights for part in parts]),
    )


def held_out(data: Labelled, train: Labelled, seed: int) -> Floats:
    """Give each pair's support by a model that has seen neither of its two stories."""
    stories = sorted({story for pair in data.stories for story in pair})
    random.Random(seed).shuffle(stories)
    fold = {story: place % _FOLDS for place, story in enumerate(stories)}
    folds = np.array([(fold[a], fold[b]) for a, b in data.stories])
    other = np.array([(fold.get(a, -1), fold.get(b, -1)) for a, b in train.stories])
    support = np.zeros(len(folds))
    for one in range(_FOLDS):
        for two in range(one, _FOLDS):
            unseen = ~np.isin(other, (one, two)).any(axis=1)
            held = (folds == (one, two)).all(axis=1) | (folds == (two, one)).all(axis=1)
            model = model_of(train, unseen)
            support[held] = model.probability(data.features[held])
    return support


def clustered(data: Labelled, support: Floats) -> dict[str, str]:
    groups = link(len(data.ids), data.pairs, support, _THRESHOLD)[data.standing]
    return {id_: str(group) for id_, group in zip(data.ids, groups, strict=True)}


def validate(folder: Folder, judged: list[Articles], train: Labelled, splits: int) -> None:
    """Print the figures of models that never saw the stories they judge, over random splits."""
    parts = [labelled_pairs(folder, articles) for articles in judged]
    found = [_figures(folder, parts, train, seed) for seed in range(splits)]
    for name in ("pair_precision", "pair_recall", "pair_f1", "b3_precision", "b3_recall", "b3_f1"):
        values = [one[name] for one in found]
        spread = f"{min(values):.4f} to {max(values):.4f}"
        print(f"{name:16} mean {np.mean(values):.4f}, sd {np.std(values):.4f}, {spread}")


def _figures(folder: Folder, parts: list[Labelled], train: Labelled, seed: int) -> dict[str, float]:
    predicted = {}
    for number, part in enumerate(parts):
        groups = clustered(part, held_out(part, train, seed))
        predicted.update({id_: f"{number} {group}" for id_, group in groups.items()})
    found: dict[str, float] = figures(folder.stories, predicted)
    return found


def model_of(data: Labelled, rows: NDArray[np.bool_], provenance: str = "") -> Weights:
    """Learn from some pairs: a regression, and trees on what it leaves unexplained."""
    values, intercept = fit(data, rows)
    trees = grow(data, rows, data.features[rows] @ values + intercept)
    return Weights(FEATURES, values, intercept, _THRESHOLD, provenance, Trees.of(trees))


def grow(data: Labelled, rows: NDArray[np.bool_], known: Floats) -> list[list[Node]]:
    """Grow trees whose answers are added to log odds that are known."""
    import lightgbm

    signs = [-1 if name in AGAINST else 1 for name in FEATURES]
    told = lightgbm.Dataset(
        data.features[rows], data.same[rows], weight=_heft(data)[rows], init_score=known
    )
    grown = lightgbm.train({**_GROWTH, "monotone_constraints": signs}, told, _ROUNDS)
    return [_nodes(tree["tree_structure"]) for tree in grown.dump_model()["tree_info"]]


def _nodes(tree: dict[str, Any]) -> list[Node]:
    """Lay a tree out in preorder."""
    if "leaf_value" in tree:
        return [(-1, round(tree["leaf_value"], 5), 0)]
    first, second = _nodes(tree["left_child"]), _nodes(tree["right_child"])
    root = (tree["split_feature"], round(tree["threshold"], 5), 1 + len(first))
    return [root, *_moved(first, 1), *_moved(second, 1 + len(first))]


def _moved(nodes: list[Node], by: int) -> list[Node]:
    return [(f, number, other + by if f >= 0 else 0) for f, number, other in nodes]


def _heft(data: Labelled) -> Floats:
    """Give what each pair counts: all pairs between two stories count together as one."""
    relation = Counter(tuple(sorted(pair)) for pair in data.stories)
    shares = [1.0 / relation[tuple(sorted(pair))] for pair in data.stories]
    return data.weights * np.array(shares)


def fit(data: Labelled, rows: NDArray[np.bool_]) -> tuple[Floats, float]:
    """Fit weights of the right sign by projected Newton steps on scaled features."""
    heft, features = _heft(data)[rows], data.features[rows]
    spread = features.std(axis=0)
    scale = np.where(spread > 0.05, spread, 1.0)  # what hardly varies teaches nothing
    x = np.c_[features / scale, np.ones(rows.sum())]
    sign = np.array([-1.0 if name in AGAINST else 1.0 for name in FEATURES] + [0.0])
    shrink = np.append(np.full(len(FEATURES), _SHRINK), 1e-3)
    prior = np.array([_PRIOR.get(name, 0.0) for name in FEATURES] + [0.0]) * np.append(scale, 1.0)
    w = _descend(x, data.same[rows], heft, shrink, sign, prior)
    return w[:-1] / scale, float(w[-1])


def _descend(
    x: Floats, y: Floats, heft: Floats, shrink: Floats, sign: Floats, prior: Floats
) -> Floats:
    w = prior.copy()
    for _ in range(500):
        p = _logistic(x @ w)
        slope = x.T @ (heft * (p - y)) + shrink * (w - prior)
        held = (w == 0) & (sign * slope > 0)
        free = ~held
        curve = (x[:, free].T * (heft * p * (1 - p))) @ x[:, free] + np.diag(shrink[free])
        step = np.zeros_like(w)
        step[free] = np.linalg.solve(curve, slope[free])
        after = _line_search(x, y, heft, shrink, sign, prior, w, step)
        if np.abs(after - w).max() < 1e-7:
            break
        w = after
    return w


def _line_search(x, y, heft, shrink, sign, prior, w, step):  # type: ignore[no-untyped-def]
    before, size = _loss(x, y, heft, shrink, prior, w), 1.0
    while size > 1e-6:
        after = w - size * step
        after[sign * after < 0] = 0.0
        if _loss(x, y, heft, shrink, prior, after) < before:
            return after
        size /= 2
    return w


def _loss(x: Floats, y: Floats, heft: Floats, shrink: Floats, prior: Floats, w: Floats) -> float:
    z = x @ w
    return float(heft @ (np.logaddexp(0, z) - y * z) + 0.5 * shrink @ (w - prior) ** 2)


def _logistic(z: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -40, 40)))


def write_weights(path: Path, weights: Weights) -> None:
    lines = [
        "# Learned by benchmarks/stories/learn.py; not to be edited by hand.",
        f'provenance = """{weights.provenance}"""',
        f"threshold = {weights.threshold}",
        f"intercept = {weights.intercept:.4f}",
        "# Nodes in preorder: feature, most of it that leads to the next node, the node for more;",
        "# -1 marks a leaf, and what it adds to the log odds.",
        "trees = [",
        *(_trees_in_toml(weights.trees) if weights.trees else ()),
        "]",
        "",
        "[weights]",
        *(f"{n} = {v:.4f}" for n, v in zip(weights.features, weights.values, strict=True)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _trees_in_toml(trees: Trees) -> Iterator[str]:
    ends = [*trees.roots[1:].tolist(), len(trees.features)]
    for begin, end in zip(trees.roots.tolist(), ends, strict=True):
        yield f"  [{', '.join(_node_in_toml(trees, at, begin) for at in range(begin, end))}],"


def _node_in_toml(trees: Trees, at: int, root: int) -> str:
    leaf = trees.features[at] < 0
    return f"[{trees.features[at]}, {trees.numbers[at]}, {0 if leaf else trees.others[at] - root}]"


def _judged(folder: Folder) -> Iterator[tuple[str, list[Articles]]]:
    whole, undated, *_ = variants(folder.articles, folder.stories)
    yield "as they are", whole
    yield "undated", undated
    yield "in small folders", batches(folder.articles, folder.stories, 7)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--splits", type=int, default=0, help="random cross-validation splits")
    parser.add_argument("--provenance", default="learned on labelled data of one's own")
    args = parser.parse_args()
    folders = [read_folder(path) for path in args.folders]
    shown = [learning_pairs(one) for one in folders]
    data = joined(shown)
    weights = model_of(data, np.ones(len(data.same), bool), args.provenance)
    for name, value in zip(FEATURES, weights.values, strict=True):
        print(f"{name:16} {value:8.3f}")
    for folder in [one for one in folders if one.stories] if args.splits else ():
        for name, judged in _judged(folder):
            print(name)
            validate(folder, judged, data, args.splits)
    if args.output:
        write_weights(args.output, weights)


if __name__ == "__main__":
    main()

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.story.linkage import link

Edges = dict[tuple[int, int], float]


def groups(count: int, edges: Edges, threshold: float = 0.5) -> list[int]:
    pairs = np.array(sorted(edges), np.int64).reshape(-1, 2)
    support = np.array([edges[a, b] for a, b in pairs.tolist()])
    return link(count, pairs, support, threshold).tolist()


def test_strong_pairs_are_groups() -> None:
    assert groups(4, {(0, 1): 0.9, (2, 3): 0.6}) == [0, 0, 2, 2]


def test_weak_pairs_are_not() -> None:
    assert groups(2, {(0, 1): 0.49}) == [0, 1]


def test_a_chain_is_no_group() -> None:
    chain = {(n, n + 1): 0.9 for n in range(9)}
    assert max(np.bincount(groups(10, chain))) == 2


def test_one_bridge_joins_no_events() -> None:
    one = {(a, b): 0.9 for a in range(4) for b in range(a + 1, 4)}
    two = {(a, b): 0.9 for a in range(4, 8) for b in range(a + 1, 8)}
    assert groups(8, {**one, **two, (3, 4): 0.8}) == [0] * 4 + [4] * 4


def test_a_giant_topic_splits_into_its_events() -> None:
    events = {n: n // 5 for n in range(200)}
    edges = {
        (a, b): 0.95 if events[a] == events[b] else 0.2
        for a in range(200)
        for b in range(a + 1, 200)
    }
    assert groups(200, edges) == [n // 5 * 5 for n in range(200)]


EDGES = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]),
    max_size=40,
)


@given(EDGES, st.randoms(use_true_random=False))
def test_the_order_of_pairs_plays_no_part(edges: Edges, rng: random.Random) -> None:
    items = list(edges.items())
    rng.shuffle(items)
    pairs = np.array([pair for pair, _ in items], np.int64).reshape(-1, 2)
    support = np.array([value for _, value in items])
    assert link(12, pairs, support, 0.5).tolist() == groups(12, edges)


@given(EDGES)
def test_groups_are_named_by_their_lowest_and_held_by_pairs(edges: Edges) -> None:
    found = groups(12, edges)
    for member, group in enumerate(found):
        assert group <= member
        assert found[group] == group
        if group != member:
            others = [o for o, g in enumerate(found) if g == group and o != member]
            assert any((min(member, o), max(member, o)) in edges for o in others)

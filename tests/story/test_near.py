"""Near misses and feedback: what stays out of a story, by itself or because a person said so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from story_newsroom import ARTICLES

from cleaner import corpus
from cleaner.article import Article
from cleaner.story import StoryOptions, extract, find_stories
from cleaner.story.apart import NEVER
from cleaner.story.linkage import link
from cleaner.story.near import near_in_words, near_misses

EDGES = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9, NEVER]),
    max_size=40,
)


def test_the_closest_of_each_other_story_is_told_with_its_veto() -> None:
    groups = np.array([0, 0, 2, 3, 3, 5])
    pairs = np.array([[0, 1], [0, 2], [1, 2], [1, 3], [1, 4], [3, 4], [0, 5]], np.int32)
    support = np.array([0.9, 0.25, 0.3, 0.4, 0.6, 0.9, 0.1])
    vetoes = np.array([0, 0, 1, 0, 0, 0, 0], np.uint8)
    found = near_in_words(near_misses(groups, pairs, support, vetoes), range(6), 0.5)
    assert [(one.row, one.close_to, one.score) for one in found[0]] == [(4, 1, 0.6), (2, 1, 0.3)]
    assert "other members do not support it" in found[0][0].why[0]
    assert found[0][1].why == ("the leads tell of different days",)
    assert [one.row for one in found[3]] == [1]
    assert found.keys() == {0, 3}


def test_near_misses_stand_at_the_first_of_a_story() -> None:
    read = corpus.read([str(Path(__file__).parents[2] / "fixtures")])
    evidence, seen = extract(one for one in read if isinstance(one, Article)), 0
    for threshold in (0.3, 0.5, 0.9):
        found = find_stories(evidence, options=StoryOptions(threshold=threshold))
        of = {one.id: one.cluster for one in found}
        for one in found:
            for miss in one.near:
                seen += 1
                assert of[miss.close_to] == one.id == one.cluster != of[miss.id]
                assert miss.why
    assert seen


@given(EDGES)
def test_what_may_not_meet_never_does(edges: dict[tuple[int, int], float]) -> None:
    pairs = np.array(sorted(edges), np.int32).reshape(-1, 2)
    support = np.array([edges[a, b] for a, b in pairs.tolist()])
    groups = link(12, pairs, support, 0.3)
    for (a, b), value in edges.items():
        assert value != NEVER or groups[a] != groups[b]


def test_feedback_keeps_a_member_out_and_says_so() -> None:
    before = find_stories(extract(ARTICLES))
    member = next(one for one in before if one.linked_to is not None)
    others = [one.id for one in before if one.cluster == member.cluster and one.id != member.id]
    apart = [(member.id, other) for other in others]
    after = {one.id: one for one in find_stories(
        extract(ARTICLES), options=StoryOptions(apart=[*apart, ("nobody", member.id)])
    )}  # fmt: skip
    assert all(after[other].cluster != after[member.id].cluster for other in others)
    assert after[member.id].evidence[-1].startswith("feedback: ")
    elsewhere = [one for one in before if one.cluster != member.cluster]
    assert [after[one.id].cluster for one in elsewhere] == [one.cluster for one in elsewhere]

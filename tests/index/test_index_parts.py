"""The parts of an index by themselves: keys, sketches without kernels, postings."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_newsroom import wording

from cleaner.copies import candidates, sketch
from cleaner.copies.plain import hash_plainly, sketch_plainly
from cleaner.index import arriving, postings
from cleaner.index.keys import text_keys
from cleaner.language.word_kernels import word_hashes

TEXTS = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="اأإآبةه يى١٢3 \u064e\u0640,.", max_size=80),
        st.builds(wording, st.integers(0, 700), st.integers(0, 5)),
    ),
    max_size=6,
)
HALF = np.uint64(32)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_sketches_without_kernels_are_the_same(texts: list[str]) -> None:
    with_kernels, without = sketch(texts), sketch_plainly(texts)
    for column in ("words", "offsets", "signatures"):
        one, other = getattr(with_kernels, column), getattr(without, column)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    for one, other in zip(word_hashes(texts), hash_plainly(texts), strict=True):
        np.testing.assert_array_equal(one, other)


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_keys_are_what_a_batch_run_looks_for(texts: list[str]) -> None:
    made = sketch(texts)
    keys = text_keys(made)
    spans = np.column_stack([made.offsets[:-1], made.offsets[1:]])
    theirs = np.unique(candidates._sampled(made.words, spans))
    mine = keys.hashes << HALF | keys.texts.astype(np.uint64)
    np.testing.assert_array_equal(np.unique(mine[~keys.band]), theirs)
    told = np.flatnonzero(np.diff(made.offsets) >= 3)
    bands = candidates._band_keys(made.signatures, told, 0, 16) >> HALF
    np.testing.assert_array_equal(keys.hashes[keys.band], bands.T.ravel())


def test_bounds_are_those_of_a_batch_run() -> None:
    from cleaner.copies import judging

    assert postings.MOST == candidates.RARE
    assert arriving.SHORT == judging.SHORT
    assert arriving._SLACK == candidates._SLACK


def test_a_selection_of_sketches_is_made_of_the_chosen_ones() -> None:
    texts = [wording(30, 1), "", wording(5, 2)]
    chosen, anew = sketch(texts).select([2, 0, 2]), sketch([texts[2], texts[0], texts[2]])
    for column in ("words", "offsets", "signatures"):
        np.testing.assert_array_equal(getattr(chosen, column), getattr(anew, column))


@pytest.fixture
def db() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    for statement in postings.Postings.schema(""):
        made.execute(statement)
    return made


def _postings(draw: np.random.Generator, batch: int, size: int) -> np.ndarray:
    keys = draw.choice(np.arange(0, 1 << 32, 1 << 22, dtype=np.uint64), size)
    texts = draw.integers(100 * batch, 100 * batch + 100, size).astype(np.uint64)
    return np.unique(keys << HALF | texts)


@pytest.mark.parametrize("sizes", [[1] * 40, [3000, 10, 500, 500, 9000, 1, 1], [0, 0, 5, 0]])
def test_postings_are_found_wherever_runs_were_cut(
    db: sqlite3.Connection, sizes: list[int]
) -> None:
    draw = np.random.default_rng(len(sizes))
    batches = [_postings(draw, at, size) for at, size in enumerate(sizes)]
    for batch in batches:
        postings.shingles(db).add(batch)
    every = np.sort(np.concatenate(batches))
    keys = np.unique(np.append(every >> HALF, [np.uint64(7), np.uint64((1 << 32) - 1)]))
    found = np.sort(postings.shingles(db).look_up(keys))
    assert set(found[postings.ranks(found) < postings.MOST].tolist()) == set(
        every[postings.ranks(every) < postings.MOST].tolist()
    )
    assert postings.shingles(db).count() <= len(every)
    postings.shingles(db).compact()
    assert db.execute("SELECT count(*) FROM run").fetchone()[0] <= 1
    again = postings.shingles(db).look_up(keys)
    assert np.array_equal(np.sort(again), found[postings.ranks(found) < postings.MOST])


def test_runs_stay_few(db: sqlite3.Connection) -> None:
    draw = np.random.default_rng(1)
    for batch in range(200):
        postings.shingles(db).add(_postings(draw, batch, 50))
    (runs,) = db.execute("SELECT count(*) FROM run").fetchone()
    assert runs <= 8

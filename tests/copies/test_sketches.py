"""Signatures are datasketch's, value for value; sketches join, save and load, or are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from copies_reference import shingle_hash, shingles, text_hashes
from datasketch import MinHash, MinHashLSH
from hypothesis import given
from hypothesis import strategies as st

from cleaner.copies import Recipe, Sketches, sketch
from cleaner.errors import SketchError

NEWS = "افتتح وزير الطاقة أمس محطة جديدة في مدينة ساحلية بحضور 40 مهندسا ووعد بمثلها في 2031"


def by_datasketch(text: str, recipe: Recipe) -> MinHash:
    made = MinHash(num_perm=recipe.permutations, seed=recipe.seed, scheme="affine32", hashfunc=int)
    for run in set(shingles(text_hashes(text), recipe.shingle)):
        made.update(shingle_hash(list(run)))
    return made


@given(
    st.lists(st.text(alphabet="ابت 12ab", max_size=80), max_size=4),
    st.integers(1, 4),
    st.integers(0, 3),
)
def test_signatures_equal_datasketch(texts: list[str], width: int, seed: int) -> None:
    recipe = Recipe(shingle=width, seed=seed)
    found = sketch(texts, recipe)
    for row, text in zip(found.signatures, texts, strict=True):
        assert np.array_equal(row, by_datasketch(text, recipe).hashvalues)


@pytest.mark.parametrize("count", [0, 1, 600])
def test_threads_do_not_show(count: int) -> None:
    texts = [f"{NEWS} {number}" * (number % 3) for number in range(count)]
    one, two = sketch(texts), sketch(texts, workers=2)
    for column in ("words", "offsets", "signatures"):
        assert np.array_equal(getattr(one, column), getattr(two, column))


@pytest.mark.parametrize("permutations", [1, 5, 64, 128, 256])
def test_any_number_of_permutations(permutations: int) -> None:
    recipe = Recipe(permutations=permutations)
    row = sketch([NEWS], recipe).signatures[0]
    assert np.array_equal(row, by_datasketch(NEWS, recipe).hashvalues)


def test_signatures_live_in_a_datasketch_index() -> None:
    texts = [NEWS, NEWS.replace("أمس", "اليوم"), "خبر آخر لا يشبه الأول في شيء من كلماته"]
    ours = sketch(texts)
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number in range(len(texts)):
        index.insert(number, ours.minhash(number))
    theirs = by_datasketch(NEWS, ours.recipe)
    assert sorted(index.query(theirs)) == [0, 1]
    assert ours.minhash(0).jaccard(theirs) == 1.0


def same(one: Sketches, other: Sketches) -> bool:
    columns = ("words", "offsets", "signatures")
    return one.recipe == other.recipe and all(
        np.array_equal(getattr(one, c), getattr(other, c)) for c in columns
    )


@given(st.lists(st.text(alphabet="ابت \n", max_size=20), max_size=6), st.integers(0, 6))
def test_parts_join_to_the_whole(texts: list[str], cut: int) -> None:
    parts = [sketch(texts[:cut]), sketch(texts[cut:])]
    assert same(Sketches.concat(parts), sketch(texts))


@pytest.mark.parametrize("mapped", [True, False])
def test_saved_sketches_come_back(tmp_path: Path, mapped: bool) -> None:
    made = sketch([NEWS, "", "قصير"])
    made.save(tmp_path / "part")
    loaded = Sketches.load(tmp_path / "part", mapped=mapped)
    assert same(loaded, made)
    assert same(Sketches.concat([loaded, made]), sketch([NEWS, "", "قصير"] * 2))


@pytest.mark.parametrize("change", [{"shingle": 3}, {"seed": 2}, {"permutations": 64}])
def test_sketches_made_otherwise_are_refused(change: dict[str, int]) -> None:
    other = sketch(["نص"], replace(Recipe(), **change))
    with pytest.raises(SketchError, match="different ways"):
        Sketches.concat([sketch(["نص"]), other])


@pytest.mark.parametrize("change", [{"folding": 99}, {"scheme": "affine64"}, {"shingle": 0}])
def test_recipes_of_other_versions_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(SketchError):
        sketch(["نص"], replace(Recipe(), **change))


def test_a_folder_without_sketches_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SketchError, match="sketch again"):
        Sketches.load(tmp_path)


def test_nothing_to_sketch() -> None:
    assert len(sketch([])) == 0
    assert len(Sketches.concat([])) == 0

"""Recall of candidates, their determinism, and their number where copies are many."""

from __future__ import annotations

import copies_newsroom as newsroom
import numpy as np
import pytest
from copies_reference import shingles

from cleaner.copies import sketch
from cleaner.copies.candidates import RARE, find_candidates
from cleaner.copies.judging import SHORT
from cleaner.language.words import words


def candidates(texts: list[str], threshold: float = 0.3) -> set[tuple[int, int]]:
    made = sketch(texts)
    spans = np.column_stack([made.offsets[:-1], made.offsets[1:]])
    rows = np.arange(len(texts))
    pairs = find_candidates(made.words, spans, made.signatures, rows, threshold)
    return {(one, other) for one, other in pairs.tolist()}


def resemblance(text: str, copy: str) -> float:
    one, other = (set(shingles(words(t), 2)) for t in (text, copy))
    return len(one & other) / len(one | other)


@pytest.mark.parametrize("length", [12, 40, 90, 200, 400, 900])
@pytest.mark.parametrize("rate", [0.0, 0.1, 0.2, 0.3])
def test_edited_copies_become_candidates(length: int, rate: float) -> None:
    originals = [newsroom.text(length, seed) for seed in range(20)]
    copies = [newsroom.edited(text, rate, seed) for seed, text in enumerate(originals)]
    found = candidates(originals + copies)
    for at, (text, copy) in enumerate(zip(originals, copies, strict=True)):
        if resemblance(text, copy) >= (0.4 if length < SHORT else 0.3):
            assert (at, at + 20) in found


@pytest.mark.parametrize("share", [0.35, 0.5, 0.8])
def test_cut_copies_become_candidates(share: float) -> None:
    originals = [newsroom.words(300, seed) for seed in range(20)]
    cut = [" ".join(words[: int(share * 300)]) for words in originals]
    found = candidates([" ".join(words) for words in originals] + cut)
    assert all((at, at + 20) in found for at in range(20))


def test_strangers_do_not() -> None:
    assert not candidates([newsroom.text(300, seed) for seed in range(200)])


def test_a_wire_story_costs_no_square() -> None:
    original = newsroom.text(150, 1)
    copies = [newsroom.edited(original, 0.05, seed) for seed in range(1000)]
    found = candidates(copies)
    assert len(found) < 40 * len(copies)
    assert len({text for pair in found for text in pair}) == len(copies)
    assert len(copies) > RARE


def test_empty_input() -> None:
    assert candidates([]) == set()
    assert candidates(["كلمة"]) == set()

"""What a large copy group costs: comparisons in proportion to its size, not to its square."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.copies import CopyColumns, CopyOptions, Recipe, Sketches, find_copies, ledger
from cleaner.copies.measuring import Counts, Pairs
from cleaner.copies.sketches import sign_words


def _sketches(size: int) -> Sketches:
    """A wire story in so many wordings, a twentieth of the words of each its own."""
    draw = np.random.default_rng(7)
    story = draw.integers(1 << 20, size=240, dtype=np.uint32) << 1
    texts = np.tile(story, (size, 1))
    own = draw.random(texts.shape) < 0.05
    texts[own] = draw.integers(1 << 21, 1 << 30, size=int(own.sum()), dtype=np.uint32) << 1
    return sign_words(texts.ravel(), np.arange(size + 1) * texts.shape[1], Recipe())


def _measured(monkeypatch: pytest.MonkeyPatch, size: int) -> tuple[int, int]:
    """Give how many pairs were measured, and how many texts were found to be copies."""
    counts: list[int] = []
    measure = ledger.measure

    def counting(texts: object, pairs: Pairs, *more: object) -> Counts:
        counts.append(len(pairs))
        return measure(texts, pairs, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(ledger, "measure", counting)
    columns = CopyColumns(ids=[f"{number:05d}" for number in range(size)])
    links = find_copies(_sketches(size), columns, CopyOptions())
    monkeypatch.undo()
    return sum(counts), sum(link.canonical != link.id for link in links)


def test_a_large_group_is_compared_in_proportion_to_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = (1000, 2000, 4000)
    found = [_measured(monkeypatch, size) for size in sizes]
    for size, (_, copies) in zip(sizes, found, strict=True):
        assert copies > 0.99 * (size - 1)
    each = [pairs / size for size, (pairs, _) in zip(sizes, found, strict=True)]
    assert max(each) < 200, each
    assert each[-1] < 1.3 * each[0], each

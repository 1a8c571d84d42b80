from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cleaner.story.measure import AGAINST, FEATURES
from cleaner.story.weights import default_weights, read_weights

TOLD = """
provenance = "by hand"
threshold = 0.5
intercept = -1.0
trees = [
  [[0, 0.5, 4], [1, 0.0, 3], [-1, -0.5, 0], [-1, 0.25, 0], [-1, 2.0, 0]],
  [[1, 0.5, 2], [-1, 0.0, 0], [-1, 1.0, 0]],
]

[weights]
one = 2.0
two = 1.0
"""


def test_trees_add_to_the_weighted_sum(tmp_path: Path) -> None:
    path = tmp_path / "weights.toml"
    path.write_text(TOLD, "utf-8")
    rows = np.array([[0.5, 0.0], [0.5, 0.25], [0.75, 1.0]])
    log_odds = np.array([0.0 - 0.5, 0.25 + 0.25, 1.5 + 2.0 + 1.0])
    assert read_weights(path).probability(rows) == pytest.approx(1 / (1 + np.exp(-log_odds)))


def test_evidence_against_one_event_only_subtracts() -> None:
    weights, rng = default_weights(), np.random.default_rng(1)
    rows = rng.random((500, len(FEATURES)))
    for column, name in enumerate(FEATURES):
        more = rows.copy()
        more[:, column] += rng.random(len(rows))
        sign = -1 if name in AGAINST else 1
        assert (sign * (weights.probability(more) - weights.probability(rows)) >= -1e-12).all()


@pytest.mark.parametrize("change", ["threshold = 0.6", "one = 2.5", "[[0, 0.75, 4]", "-1, 1.5, 0]"])
def test_other_weights_have_another_stamp(tmp_path: Path, change: str) -> None:
    before = {
        "threshold = 0.6": "threshold = 0.5",
        "one = 2.5": "one = 2.0",
        "[[0, 0.75, 4]": "[[0, 0.5, 4]",
        "-1, 1.5, 0]": "-1, 1.0, 0]",
    }[change]
    paths = [tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"]
    for path, text in zip(paths, (TOLD, TOLD, TOLD.replace(before, change)), strict=True):
        path.write_text(text, "utf-8")
    first, again, other = (read_weights(path).stamp for path in paths)
    assert first == again != other

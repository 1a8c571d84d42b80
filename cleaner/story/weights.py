"""The learned weights of the evidence of a pair: how likely is one event, given what is shared."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic model over :data:`cleaner.story.measure.FEATURES`, and where it came from."""

    features: tuple[str, ...]
    values: NDArray[np.float64]
    intercept: float
    threshold: float
    provenance: str

    def probability(self, measured: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the probability of one event for rows of measured features."""
        # Column by column: a matrix product may add in another order on another machine.
        total = np.full(len(measured), self.intercept)
        for column, value in enumerate(self.values):
            total += measured[:, column] * value
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-total))
        return result


def read_weights(path: Path) -> Weights:
    """Read weights from a TOML file."""
    return _parse(path.read_text("utf-8"))


@cache
def default_weights() -> Weights:
    """Give the weights that come with the package."""
    return _parse(files("cleaner.story").joinpath("data/weights.toml").read_text("utf-8"))


def _parse(text: str) -> Weights:
    table = tomllib.loads(text)
    weights = {name: float(value) for name, value in table["weights"].items()}
    return Weights(
        features=tuple(weights),
        values=np.array(list(weights.values()), np.float64),
        intercept=float(table["intercept"]),
        threshold=float(table["threshold"]),
        provenance=str(table["provenance"]).strip(),
    )

"""The learned weights of the evidence of a pair: how likely is one event, given what is shared."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: A node of a tree in preorder: a feature's place, the most of it that leads to the next node, and
#: the node for more; a leaf has the place -1 and what it adds to the log odds.
Node = tuple[int, float, int]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Small decision trees, which see what measures tell together; their answers add up."""

    roots: NDArray[np.int32]
    features: NDArray[np.int32]
    numbers: NDArray[np.float64]
    others: NDArray[np.int32]

    @classmethod
    def of(cls, trees: Sequence[Sequence[Node]]) -> Trees:
        """Lay trees end to end."""
        sizes = [len(tree) for tree in trees]
        roots = np.cumsum([0, *sizes])[:-1]
        nodes = np.array([node for tree in trees for node in tree], np.float64).reshape(-1, 3)
        moved = nodes[:, 2] + np.repeat(roots, sizes)
        columns = (roots.astype(np.int32), nodes[:, 0].astype(np.int32), nodes[:, 1].copy())
        return cls(*columns, moved.astype(np.int32))

    def add_to(self, total: NDArray[np.float64], measured: NDArray[np.float64]) -> None:
        """Add what the trees say of rows of measured features to each one's total."""
        from cleaner.story.trees import add_trees

        rows = np.ascontiguousarray(measured, np.float64)
        add_trees(rows, self.roots, self.features, self.numbers, self.others, total)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic model over :data:`cleaner.story.measure.FEATURES`, and where it came from.

    The log odds are a weighted sum of the measures and what the ``trees`` add.
    """

    features: tuple[str, ...]
    values: NDArray[np.float64]
    intercept: float
    threshold: float
    provenance: str
    trees: Trees | None = None

    @property
    def stamp(self) -> str:
        """Name all that decides a probability or a story: other weights have another stamp."""
        plain = (self.features, self.values.tolist(), self.intercept, self.threshold)
        trees = self.trees
        columns = (
            (trees.roots, trees.features, trees.numbers, trees.others) if trees is not None else ()
        )
        told = repr((plain, [column.tolist() for column in columns]))
        return f"{crc32(told.encode()):08x}"

    def probability(self, measured: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the probability of one event for rows of measured features."""
        # Column by column: a matrix product may add in another order on another machine.
        total = np.full(len(measured), self.intercept)
        for column, value in enumerate(self.values):
            total += measured[:, column] * value
        if self.trees is not None:
            self.trees.add_to(total, measured)
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
        trees=Trees.of(table["trees"]) if table.get("trees") else None,
    )

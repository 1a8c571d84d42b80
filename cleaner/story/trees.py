"""Compiled decision trees over what is measured of pairs. It imports numba: import it late."""

from __future__ import annotations

from cleaner.language.kernels import compiled
from cleaner.story.forms import Array


@compiled
def add_trees(
    measured: Array,
    roots: Array,
    features: Array,
    numbers: Array,
    others: Array,
    total: Array,
) -> None:
    """Add to each row's total what the trees say of it.

    Nodes stand in preorder: at most the ``number`` of its feature leads to the next node, more to
    the ``other``; where the feature is -1, the number is what a leaf says.
    """
    for row in range(len(measured)):
        told = 0.0
        for root in roots:
            node = root
            while features[node] >= 0:
                here = measured[row, features[node]] <= numbers[node]
                node = node + 1 if here else others[node]
            told += numbers[node]
        total[row] += told

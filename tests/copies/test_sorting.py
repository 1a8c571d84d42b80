"""Sorted sets are numpy's, whatever the numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.copies.sorting import among, distinct

NUMBERS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=30)


@given(NUMBERS, NUMBERS)
def test_sets_are_those_of_numpy(one: list[int], other: list[int]) -> None:
    values, ordered = np.array(one, np.uint64), distinct(np.array(other, np.uint64))
    assert ordered.tolist() == sorted(set(other))
    assert among(values, ordered).tolist() == [value in set(other) for value in one]
    assert distinct(values.reshape(-1, 1)).tolist() == sorted(set(one))

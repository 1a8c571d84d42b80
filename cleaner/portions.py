"""Work in portions: enough at once to be quick, not so much that all of it waits in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def portions(items: Iterable[T], size: Callable[[T], int], least: int) -> Iterator[list[T]]:
    """Give items in lists, each as soon as the sizes in it add up to ``least``; the rest last.

    >>> list(portions(["ab", "c", "def", "g"], len, 3))
    [['ab', 'c'], ['def'], ['g']]
    """
    portion: list[T] = []
    held = 0
    for item in items:
        portion.append(item)
        held += size(item)
        if held >= least:
            yield portion
            portion, held = [], 0
    if portion:
        yield portion

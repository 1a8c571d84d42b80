"""Work shared among threads, for functions that let go of the interpreter."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

J = TypeVar("J")
R = TypeVar("R")


def in_threads(function: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    """Give the results of a function for each job in order, made by threads a few jobs ahead.

    For functions that let go of the interpreter. Nothing waits for what is not wanted any more.
    """
    if workers <= 1 or len(jobs) <= 1:
        yield from map(function, jobs)
        return
    pool, rest = ThreadPoolExecutor(workers), iter(jobs)
    try:
        ahead = deque(pool.submit(function, job) for job in islice(rest, 2 * workers))
        while ahead:
            result = ahead.popleft().result()
            ahead.extend(pool.submit(function, job) for job in islice(rest, 1))
            yield result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)

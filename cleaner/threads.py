"""Work shared among threads, for functions that let go of the interpreter."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

#: What Python says where the system gives it none.
_NO_THREAD = "can't start new thread"
J = TypeVar("J")
R = TypeVar("R")


def in_threads(function: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    """Give the results of a function for each job in order, made by threads a few jobs ahead.

    For functions that let go of the interpreter. Nothing waits for what is not wanted any more.
    """
    if workers <= 1 or len(jobs) <= 1:
        yield from map(function, jobs)
        return
    rest = iter(jobs)
    with pool_of(workers) as pool:
        ahead = deque(pool.submit(function, job) for job in islice(rest, 2 * workers))
        while ahead:
            result = ahead.popleft().result()
            ahead.extend(pool.submit(function, job) for job in islice(rest, 1))
            yield result


@contextmanager
def pool_of(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Give a pool of threads; what it has not begun when the block is left never is.

    Raises:
        MemoryError: there is no room for a thread's stack.
    """
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    except RuntimeError as error:
        if str(error) == _NO_THREAD:
            raise MemoryError(_NO_THREAD) from error
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)

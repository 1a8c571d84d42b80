"""Doing jobs in one process or several, with the same result."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from cleaner.errors import CleanerError

J = TypeVar("J")
R = TypeVar("R")


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(function: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    """Give the results of a function for each job, as they come.

    Raises:
        CleanerError: a worker was killed from outside (as when memory runs out).
    """
    if workers <= 1 or len(jobs) <= 1:
        yield from map(function, jobs)
        return
    # Forked workers need no import and no guard in a caller's script; elsewhere they are spawned.
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), multiprocessing.get_context(method), initializer=_ignore_interrupt
    )
    try:
        for future in as_completed([pool.submit(function, job) for job in jobs]):
            yield future.result()
    except BrokenProcessPool:
        raise CleanerError(
            "a worker process was killed, perhaps because memory ran out; run again with fewer "
            "--workers: what was finished is used again"
        ) from None
    except BaseException:
        _kill(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ignore_interrupt() -> None:
    # Ctrl-C reaches the whole group; only the parent may decide what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.terminate()

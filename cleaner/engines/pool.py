"""Doing jobs in one process or several, with the same result.

Workers are plain processes with a pipe each. An executor of the standard library can hang for
good when it is interrupted while a worker answers; here nothing waits for what was killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from cleaner.errors import CleanerError

J = TypeVar("J")
R = TypeVar("R")

#: How many jobs for each worker may be done before one that was begun earlier.
_AHEAD = 8
#: Input below so many bytes is done sooner by one process than by starting others.
_SMALL = 2 << 20


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers_for(weight: int, asked: int) -> int:
    """Say how many workers to start for so many bytes of input: as many as asked; 0: that suit."""
    return asked or (cores() if weight > _SMALL else 1)


def each(function: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    """Give the results of a function for each job, as they come.

    Raises:
        CleanerError: a worker was killed from outside (as when memory runs out).
    """
    for _, result in _done(function, jobs, workers, len(jobs)):
        yield result


def in_order(function: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    """Give the results of a function for each job in the jobs' order, as soon as they can be.

    A slow job holds the others up before many results wait for it: memory stays bounded.

    Raises:
        CleanerError: a worker was killed from outside (as when memory runs out).
    """
    waiting: dict[int, R] = {}
    given = 0
    for number, result in _done(function, jobs, workers, _AHEAD * workers):
        waiting[number] = result
        while given in waiting:
            yield waiting.pop(given)
            given += 1


def _done(
    function: Callable[[J], R], jobs: Sequence[J], workers: int, ahead: int
) -> Iterator[tuple[int, R]]:
    """Give results with the numbers of their jobs; see :func:`_shared_out` for ``ahead``."""
    if workers <= 1 or len(jobs) <= 1:
        yield from enumerate(map(function, jobs))
        return
    team = _hire(function, min(workers, len(jobs)))
    try:
        yield from _shared_out([worker.pipe for worker in team], jobs, ahead)
    finally:
        for worker in team:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection


def _hire(function: Callable[[Any], Any], count: int) -> list[_Worker]:
    # Forked workers need no import and no guard in a caller's script; elsewhere they are spawned.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    team: list[_Worker] = []
    with _interrupts_later():
        for _ in range(count):
            ours, theirs = context.Pipe()
            inherited = [ours, *(worker.pipe for worker in team)]
            arguments = (function, theirs, inherited if sys.platform == "linux" else [])
            process = context.Process(target=_serve, args=arguments, daemon=True)
            process.start()
            theirs.close()
            team.append(_Worker(process, ours))
    return team


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back: in the hooks of a fork Python would print it and forget it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _shared_out(
    idle: list[Connection], jobs: Sequence[Any], ahead: int
) -> Iterator[tuple[int, Any]]:
    """Give every worker a job, and another when it has answered.

    No job is begun more than ``ahead`` jobs after the first that is not done.
    """
    busy: dict[Connection, int] = {}
    answers: list[tuple[int, Any]] = []
    begun = 0
    while True:
        while idle and begun < len(jobs) and begun - min(busy.values(), default=begun) < ahead:
            pipe = idle.pop()
            pipe.send(jobs[begun])
            busy[pipe] = begun
            begun += 1
        yield from answers
        if not busy:
            return
        found = wait(list(busy))
        ready = [pipe for pipe in busy if pipe in found]
        answers = [(busy.pop(pipe), _answer(pipe)) for pipe in ready]
        idle += ready


def _answer(pipe: Connection) -> Any:
    try:
        done, result = pipe.recv()
    except (EOFError, ConnectionError):
        raise CleanerError(
            "a worker process was killed, perhaps because memory ran out; run again with fewer "
            "--workers: what was finished is used again"
        ) from None
    if not done:
        raise result
    return result


def _serve(
    function: Callable[[Any], Any], pipe: Connection, inherited: Sequence[Connection]
) -> None:
    """Do jobs until the other end of the pipe is closed, as it is when the parent is gone."""
    # Ctrl-C reaches the whole group; only the parent may decide what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for connection in inherited:
        connection.close()
    # Kernels and rules live as long as the worker: looking for garbage among them takes longer
    # than a file's cleaning.
    gc.freeze()
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, function(job))
        except Exception as error:
            answer = (False, error)
        pipe.send(answer)

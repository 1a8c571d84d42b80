"""Compiling the kernels of a run in two processes, where none is compiled yet.

Compiling takes the better part of a minute, once for a version and machine. Half of the kernels
belong to stories alone: another process compiles those meanwhile, and leaves them in the cache.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner.engines.options import RunOptions
from cleaner.engines.pool import cores
from cleaner.engines.warming import SAMPLES, warm


def compile_first(options: RunOptions) -> None:
    """Have all kernels of a run compiled, if those of stories are not yet, on two cores."""
    if not (options.group and options.stories) or cores() < 2 or _is_compiled():
        return
    with _beside():
        _compile_copies()
        warm(replace(options, stories=False))


def _is_compiled() -> bool:
    from cleaner.language.kernels import is_compiled
    from cleaner.story.search import candidates

    return is_compiled(candidates)


@contextmanager
def _beside() -> Iterator[None]:
    """Compile what stories need in another process, and wait for it at the end of the block."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    process = context.Process(target=_compile_stories, daemon=True)
    process.start()
    try:
        yield
        process.join()
    finally:
        process.kill()


def _compile_stories() -> None:
    """Fold the samples into stories; whatever fails is met again, and told, by the run itself."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # The first process tells that it compiles.
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere), suppress(Exception):
        from cleaner.story import stories

        stories(SAMPLES)


def _compile_copies() -> None:
    from cleaner.copies import dedupe

    dedupe(SAMPLES)

"""Jobs in one process or several: the same results, and clear errors."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from cleaner.engines.pool import each, in_order
from cleaner.errors import CleanerError, InputError


def _square(number: int) -> int:
    return number * number


def _fail_at_seven(number: int) -> int:
    if number == 7:
        raise InputError("seven.txt", "is seven")
    return number


def _die_at_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _large(number: int) -> bytes:
    return bytes(1_000_000 + number)


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 23])
def test_every_job_is_done_once(workers: int, count: int) -> None:
    assert sorted(each(_square, range(count), workers)) == [n * n for n in range(count)]


def test_large_results_come_whole() -> None:
    assert sorted(map(len, each(_large, range(6), 3))) == [1_000_000 + n for n in range(6)]


@pytest.mark.parametrize("workers", [1, 3])
def test_an_error_in_a_worker_is_raised_here(workers: int) -> None:
    with pytest.raises(InputError, match="is seven"):
        list(each(_fail_at_seven, range(12), workers))


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_worker_is_told_and_nothing_hangs() -> None:
    with pytest.raises(CleanerError, match="killed"):
        list(each(_die_at_seven, range(12), 3))


def test_leaving_early_stops_the_workers() -> None:
    results = each(_square, range(1000), 2)
    assert next(results) >= 0
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("workers", [1, 3])
def test_results_come_in_order(workers: int) -> None:
    assert list(in_order(_square, range(100), workers)) == [n * n for n in range(100)]


def _slow_first(place: tuple[str, int]) -> int:
    """Note that a job is begun; wait with the first until no other worker begins any more."""
    folder, number = Path(place[0]), place[1]
    (folder / str(number)).touch()
    begun = 0
    while number == 0 and begun < len(list(folder.iterdir())):
        begun = len(list(folder.iterdir()))
        time.sleep(0.5)
    return begun


def test_few_jobs_are_done_before_one_that_takes_long(tmp_path: Path) -> None:
    results = in_order(_slow_first, [(str(tmp_path), number) for number in range(200)], 2)
    assert 1 < next(results) <= 20
    assert len(list(results)) == 199

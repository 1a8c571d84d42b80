"""Build an index of many planted articles, and print how fast it is and how large.

    python -m benchmarks.index 100000 [--queries 300] [--keep FILE] [--as-they-come]

Articles are clean already, as cleaning costs the same with an index or without one
(``benchmarks.speed.cleaning``). Printed are articles/s while adding, in batches, and with telling
all stories at the end, as ``cleaner index add`` does, or of each batch as it comes; the file's
size; the time to open it, the first query's (a new process's), and those of single articles, of
which half repeat something held.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.speed.corpus import Planted, plant
from cleaner import Article, Index

_BATCH = 4096
_FIRST_QUERY = """
import sys, time
start = time.perf_counter()
from cleaner import Article, Index
with Index(sys.argv[1], create=False) as index:
    opened = time.perf_counter()
    index.query([Article("new", sys.stdin.read())])
    print(opened - start, time.perf_counter() - start)
"""


def main() -> None:
    """Measure, and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="where to leave the index")
    parser.add_argument("--as-they-come", action="store_true", help="tell stories of each batch")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "news.idx"
        news = map(_article, plant(options.count + options.queries, seed=3))
        _add(path, islice(news, options.count), tell=options.as_they_come)
        _size(path, options.count)
        _ask(path, list(news))


def _article(planted: Planted) -> Article:
    return Article(
        planted.id, planted.text, title=planted.title, outlet=planted.outlet, date=planted.date
    )


def _add(path: Path, articles: Iterator[Article], *, tell: bool) -> None:
    done, wall, busy, last = 0, 0.0, 0.0, 0
    with Index(path) as index:
        index.add([Article("warm up", "كلمة " * 9)])
        while batch := list(islice(articles, _BATCH)):
            start, cpu = time.perf_counter(), time.process_time()
            index.add(batch, tell=tell)
            wall, busy = wall + time.perf_counter() - start, busy + time.process_time() - cpu
            done += len(batch)
            if done - last >= 50_000:
                speeds = f"{done / wall:,.0f} articles/s, {done / busy:,.0f} by processor time"
                print(f"{done:>9,} added: {speeds}", flush=True)
                last = done
        start, cpu = time.perf_counter(), time.process_time()
        if index.untold:
            index.retell()
        told, told_cpu = time.perf_counter() - start, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"telling stories: {told:,.1f} s, {told_cpu:,.1f} s of the processor; memory {most:,} MiB"
    )
    wall, busy = wall + told, busy + told_cpu
    print(f"adding: {done / wall:,.0f} articles/s, {done / busy:,.0f} by processor time")


def _size(path: Path, count: int) -> None:
    with Index(path) as index:
        found = index.stats()
    print(f"{found}")
    print(f"size: {path.stat().st_size / 1e6:,.0f} MB, {path.stat().st_size / count:,.0f} B each")


def _ask(path: Path, articles: list[Article]) -> None:
    opening = [_seconds(lambda: Index(path).close()) for _ in range(20)]
    print(f"open: {1e3 * statistics.median(opening):.1f} ms")
    for name, text in (("new", articles[0].text[::-1]), ("repeated", articles[0].text)):
        cold = [_cold(path, text) for _ in range(3)]
        print(f"first query in a new process, {name}: {1e3 * min(cold):.0f} ms")
    with Index(path) as index:
        index.query(articles[:5])
        strange = [replace(a, text=a.text[::-1], title=None) for a in articles]
        for name, asked in (("planted", articles), ("new", strange)):
            for clock, said in ((time.perf_counter, "wall"), (time.process_time, "processor")):
                times = [_seconds(lambda a=a: index.query([a]), clock) for a in asked]
                cuts = statistics.quantiles(times, n=100)
                figures = f"p50 {1e3 * cuts[49]:.1f} ms, p99 {1e3 * cuts[98]:.1f} ms"
                print(f"query, {name}, {said}: {figures}")


def _seconds(call: object, clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    call()  # type: ignore[operator]
    return clock() - start


def _cold(path: Path, text: str) -> float:
    words = [sys.executable, "-c", _FIRST_QUERY, str(path)]
    done = subprocess.run(words, input=text, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[1])


if __name__ == "__main__":
    main()

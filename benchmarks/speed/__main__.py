"""Run tools over one planted corpus; print seconds, memory and how well copies were found.

    python -m benchmarks.speed 100000 [--tools copies,daft,gaoya] [--settings usual] [--repeat 3]

The tools take turns, so that all meet the same machine: as many rounds as ``--repeat`` says. A
line is printed as soon as a run is over, and a table of medians at the end. A run that takes
longer than ``--limit`` is stopped, told as such, and not tried again.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.clustering import figures
from benchmarks.speed import corpus
from benchmarks.speed.memory import watched
from benchmarks.speed.peers import OURS, SETTINGS, TOOLS, command_of

#: Tool and setting.
Job = tuple[str, str]
_MORE = ("pair_precision", "pair_recall", "pair_f1", "b3_f1")


@dataclass(frozen=True, slots=True)
class Run:
    """Wall and processor seconds, the peak memory of all processes in MiB, and the scores."""

    seconds: float
    busy: float
    peak_mib: int
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of a tool's runs at a setting; the peak is the largest."""

    tool: str
    setting: str
    seconds: float
    busy: float
    peak_mib: int
    figures: dict[str, float]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("count", type=int, help="articles of the corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--repeat", type=int, default=3, help="rounds, a run of each tool (medians count)"
    )
    parser.add_argument("--limit", type=float, default=600, help="seconds that a run may take")
    parser.add_argument("--tools", default=",".join([*OURS, "library", *TOOLS]))
    parser.add_argument("--settings", default=",".join(SETTINGS), help="settings of the peers")
    parser.add_argument("--corpus", type=Path, help="keep the corpus here, and use it if it exists")
    parser.add_argument("--json", type=Path, help="write the results here too")
    return parser.parse_args()


class Cost(NamedTuple):
    """Wall seconds, processor seconds, the peak memory of all processes, and of it in no file."""

    seconds: float
    busy: float
    peak_mib: int
    held_mib: int


def timed(command: list[str], limit: float | None = None) -> Cost | None:
    """Run a command and tell what it costs.

    None: it took longer than the limit, and was stopped with all that it had started.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    over = threading.Event()
    timer = threading.Timer(limit or threading.TIMEOUT_MAX, _stop, (process.pid, over))
    timer.daemon = True
    timer.start()
    with watched(process.pid) as memory:
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            _stop(process.pid, over)
            raise
        seconds = time.perf_counter() - started
    timer.cancel()
    if over.is_set():
        return None
    if status:
        raise SystemExit(f"{' '.join(command)}: failed")
    peak = max(memory.peak >> 20, usage.ru_maxrss >> 10)
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak, memory.held >> 20)


def _stop(group: int, over: threading.Event) -> None:
    over.set()
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _clusters(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row["cluster"] for row in map(json.loads, lines)}


def _run(job: Job, folder: Path, limit: float) -> Run | None:
    with tempfile.TemporaryDirectory() as scratch:
        command, out = command_of(*job, folder / "articles.jsonl", Path(scratch))
        found = timed(command, limit)
        if found is None:
            return None
        return Run(*found[:3], figures(_clusters(folder / "copies.jsonl"), _clusters(out)))


def _rounds(jobs: list[Job], folder: Path, repeat: int, limit: float) -> Iterator[tuple[Job, Run]]:
    """Give every run as soon as it is over; the jobs take turns."""
    left = list(jobs)
    for number in range(repeat):
        for job in list(left):
            run = _run(job, folder, limit)
            if run is None:
                left.remove(job)
                print(f"{_name(job)} stopped after {limit:g} s", flush=True)
                continue
            print(f"{_name(job)}{_told(run)}  round {number + 1}", flush=True)
            yield job, run


def _result(job: Job, runs: list[Run]) -> Result:
    seconds, busy = (
        round(statistics.median(getattr(run, what) for run in runs), 2)
        for what in ("seconds", "busy")
    )
    return Result(*job, seconds, busy, max(run.peak_mib for run in runs), runs[-1].figures)


def _warm_up(tool: str) -> None:
    """Compile kernels before the clock runs, as happens once after an installation."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        corpus.write(300, folder)
        timed(command_of(tool, "own", folder / "articles.jsonl", folder)[0])


def _jobs(options: argparse.Namespace) -> list[Job]:
    jobs = []
    for tool in options.tools.split(","):
        if tool in TOOLS and find_spec(tool) is None:
            print(f"{tool}: not installed, left out", file=sys.stderr)
            continue
        settings = options.settings.split(",") if tool in TOOLS else ["own"]
        jobs += [(tool, setting) for setting in settings]
    return jobs


def _name(job: Job) -> str:
    return f"{job[0]:<12}{job[1]:<9}"


def _told(run: Run | Result) -> str:
    scores = "".join(f"{run.figures[name]:>8.3f}" for name in _MORE)
    return f"{run.seconds:>8.2f}{run.busy:>8.2f}{run.peak_mib:>7}{scores}"


def _head() -> str:
    names = "".join(f"{name:>8}" for name in ("pair P", "R", "F1", "B3 F1"))
    return f"{'tool':<12}{'setting':<9}{'s':>8}{'busy s':>8}{'MiB':>7}{names}"


def _table(results: list[Result]) -> Iterator[str]:
    """Give the medians, and how many times as long as ours each takes."""
    ours = next((r.seconds for r in results if r.tool == "copies"), None)
    yield f"{_head()}{'times':>8}"
    for r in results:
        ratio = f"{r.seconds / ours:>8.2f}" if ours else ""
        yield f"{_name((r.tool, r.setting))}{_told(r)}{ratio}"
    yield "busy s: processor seconds of all processes; MiB: peak of all processes together"
    yield "times: seconds over those of `copies`, which is dedup --no-stories --no-articles"


def _write(results: list[Result], options: argparse.Namespace) -> None:
    told = {"count": options.count, "seed": options.seed, "cpus": os.cpu_count()}
    told["results"] = [asdict(result) for result in results]
    options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


def _measured(options: argparse.Namespace, folder: Path) -> list[Result]:
    if not (folder / "copies.jsonl").exists():
        corpus.write(options.count, folder, options.seed)
    for tool in {*OURS, "library"} & set(options.tools.split(",")):
        _warm_up(tool)
    runs: dict[Job, list[Run]] = {}
    print(_head(), flush=True)
    for job, run in _rounds(_jobs(options), folder, options.repeat, options.limit):
        runs.setdefault(job, []).append(run)
        if options.json:  # what was measured stays if this is stopped
            _write([_result(job, found) for job, found in runs.items()], options)
    return [_result(job, found) for job, found in runs.items()]


def main() -> None:
    options = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        results = _measured(options, options.corpus or Path(scratch))
    print("\nmedians:\n" + "\n".join(_table(results)))


if __name__ == "__main__":
    main()

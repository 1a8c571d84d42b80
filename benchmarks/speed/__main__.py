"""Run tools over one planted corpus and print seconds, memory and how well copies were found."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.quality.clustering import figures
from benchmarks.speed import corpus
from benchmarks.speed.memory import watched
from benchmarks.speed.peers import OURS, SETTINGS, TOOLS


@dataclass(frozen=True, slots=True)
class Result:
    """The median run of a tool at a setting."""

    tool: str
    setting: str
    seconds: float
    busy: float
    peak_mib: int
    figures: dict[str, float]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("count", type=int, help="articles of the corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--repeat", type=int, default=3, help="runs of each tool (the median counts)"
    )
    parser.add_argument("--tools", default=",".join([*OURS, "library", *TOOLS]))
    parser.add_argument("--settings", default=",".join(SETTINGS), help="settings of the peers")
    parser.add_argument("--corpus", type=Path, help="keep the corpus here, and use it if it exists")
    parser.add_argument("--json", type=Path, help="write the results here too")
    return parser.parse_args()


def _timed(command: list[str]) -> tuple[float, float, int]:
    """Run a command; give wall seconds, processor seconds, and the peak memory of all, MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command)
    with watched(process.pid) as memory:
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: failed")
    seconds = time.perf_counter() - started
    return seconds, usage.ru_utime + usage.ru_stime, memory.peak >> 20


def _clusters(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row["cluster"] for row in map(json.loads, lines)}


def _run(tool: str, setting: str, folder: Path, repeat: int) -> Result:
    runs = []
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(repeat):
            out = Path(scratch) / f"{number}.jsonl"
            arguments = [tool, setting, str(folder / "articles.jsonl"), str(out)]
            runs.append(_timed([sys.executable, "-m", "benchmarks.speed.peers", *arguments]))
        scores = figures(_clusters(folder / "copies.jsonl"), _clusters(out))
    seconds, busy = (round(statistics.median(run[at] for run in runs), 2) for at in range(2))
    return Result(tool, setting, seconds, busy, max(run[2] for run in runs), scores)


def _warm_up(tool: str) -> None:
    """Compile kernels before the clock runs, as happens once after an installation."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        corpus.write(300, folder)
        arguments = [tool, "own", str(folder / "articles.jsonl"), str(folder / "out.jsonl")]
        _timed([sys.executable, "-m", "benchmarks.speed.peers", *arguments])


def _jobs(options: argparse.Namespace) -> list[tuple[str, str]]:
    jobs = []
    for tool in options.tools.split(","):
        if tool in TOOLS and find_spec(tool) is None:
            print(f"{tool}: not installed, left out", file=sys.stderr)
            continue
        settings = options.settings.split(",") if tool in TOOLS else ["own"]
        jobs += [(tool, setting) for setting in settings]
    return jobs


def _show(results: list[Result]) -> None:
    best = min((r.seconds for r in results if r.tool in TOOLS), default=None)
    names = "".join(f"{name:>8}" for name in ("pair P", "R", "F1", "B3 F1", "times"))
    print(f"{'tool':<12}{'setting':<9}{'s':>8}{'busy s':>8}{'MiB':>7}{names}")
    for r in results:
        scores = [r.figures[k] for k in ("pair_precision", "pair_recall", "pair_f1", "b3_f1")]
        told = "".join(f"{score:>8.3f}" for score in scores)
        ratio = f"{best / r.seconds:>8.2f}" if best else ""
        print(
            f"{r.tool:<12}{r.setting:<9}{r.seconds:>8.2f}{r.busy:>8.2f}{r.peak_mib:>7}{told}{ratio}"
        )
    print("busy s: processor seconds of all processes; MiB: peak of all processes together")
    print("times: the fastest peer's seconds over the tool's own")


def main() -> None:
    options = _arguments()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.corpus or Path(scratch)
        if not (folder / "copies.jsonl").exists():
            corpus.write(options.count, folder, options.seed)
        for tool in {*OURS, "library"} & set(options.tools.split(",")):
            _warm_up(tool)
        results = [_run(*job, folder, options.repeat) for job in _jobs(options)]
    _show(results)
    if options.json:
        told = {"count": options.count, "seed": options.seed, "cpus": os.cpu_count()}
        told["results"] = [asdict(result) for result in results]
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

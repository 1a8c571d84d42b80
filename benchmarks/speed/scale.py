"""How time and memory grow with the corpus: three commands, sizes up to a million.

    python -m benchmarks.speed.scale -o DIR [--sizes 10000,30000,100000,300000,1000000]
        [--commands "dedup --no-stories --no-articles,run"] [--limit 3600]

One wire story is 2 % of every corpus, so that the largest copy group grows in proportion. Writes
DIR/scale.json, DIR/scale.txt and, with matplotlib, DIR/scale.png after every run, and prints its
line; DIR keeps the corpora, to be used again. A command that takes longer than the limit is
stopped, and not run at larger sizes. The exponent is the slope of a least-squares line through
logarithms.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.speed import corpus
from benchmarks.speed.__main__ import timed

WIRE = 0.02
SIZES = "10000,30000,100000,300000,1000000"
COMMANDS = {
    "dedup --no-stories --no-articles": ("dedup", "--no-stories", "--no-articles"),
    "dedup": ("dedup",),
    "run": ("run",),
}
_WIDTH = 50


@dataclass(frozen=True, slots=True)
class Point:
    """One run: wall and processor seconds, and the peak memory of all processes."""

    command: str
    articles: int
    seconds: float
    busy: float
    peak_mib: int


def _point(command: str, articles: int, path: Path, limit: float) -> Point | None:
    with tempfile.TemporaryDirectory(dir=path.parent) as out:
        name, *more = COMMANDS[command]
        words = [sys.executable, "-m", "cleaner", name, str(path), "-o", f"{out}/out", "-q", *more]
        found = timed(words, limit)
        return Point(command, articles, *found) if found else None


def _corpus(folder: Path, count: int, seed: int) -> Path:
    path = folder / f"{count}" / "articles.jsonl"
    if not (path.parent / "copies.jsonl").exists():
        corpus.write(count, path.parent, seed, WIRE)
    return path


def exponents(points: list[Point]) -> dict[str, dict[str, float]]:
    """Fit the exponent of each command's wall and processor seconds, where sizes differ."""
    found: dict[str, dict[str, float]] = {}
    for command in dict.fromkeys(point.command for point in points):
        own = [point for point in points if point.command == command]
        sizes = np.log([point.articles for point in own])
        if len(set(sizes.tolist())) > 1:
            found[command] = {
                what: round(
                    float(np.polyfit(sizes, np.log([getattr(p, what) for p in own]), 1)[0]), 3
                )
                for what in ("seconds", "busy")
            }
    return found


def lines(points: list[Point]) -> Iterator[str]:
    """Give a table with a bar a row, by the logarithm of its processor seconds."""
    most = max(point.busy for point in points)
    yield f"{'command':34}{'articles':>10}{'s':>9}{'busy s':>9}{'MiB':>7}  busy, logarithmic"
    for point in points:
        yield _line(point, most)
    for command, slopes in exponents(points).items():
        yield f"{command}: exponent {slopes['busy']} (processor), {slopes['seconds']} (wall)"


def _line(p: Point, most: float) -> str:
    bar = "#" * round(_WIDTH * math.log1p(p.busy) / math.log1p(most))
    return f"{p.command:34}{p.articles:>10}{p.seconds:>9.1f}{p.busy:>9.1f}{p.peak_mib:>7}  {bar}"


def _plot(points: list[Point], path: Path) -> None:
    if find_spec("matplotlib") is None:
        return
    import matplotlib as library

    library.use("Agg")
    from matplotlib import pyplot

    figure, (time, memory) = pyplot.subplots(1, 2, figsize=(11, 4.5))
    for command in dict.fromkeys(point.command for point in points):
        own = [point for point in points if point.command == command]
        sizes = [point.articles for point in own]
        time.loglog(sizes, [p.busy for p in own], "o-", label=command)
        memory.loglog(sizes, [p.peak_mib for p in own], "o-", label=command)
    time.set(xlabel="articles", ylabel="processor seconds")
    memory.set(xlabel="articles", ylabel="peak memory, MiB")
    time.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)


def _write(points: list[Point], folder: Path) -> None:
    told = {"cpus": os.cpu_count(), "wire": WIRE, "exponents": exponents(points)}
    told["points"] = [asdict(point) for point in points]
    (folder / "scale.json").write_text(json.dumps(told, indent=1), "utf-8")
    (folder / "scale.txt").write_text("\n".join(lines(points)) + "\n", "utf-8")
    _plot(points, folder / "scale.png")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.scale")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--commands", default=",".join(COMMANDS), help="which of the commands")
    parser.add_argument("--limit", type=float, default=3600, help="seconds that a run may take")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    commands = options.commands.split(",")
    for command in commands:  # kernels are compiled before the clock runs
        _point(command, 300, _corpus(options.out, 300, options.seed), options.limit)
    points: list[Point] = []
    for count in map(int, options.sizes.split(",")):
        path = _corpus(options.out, count, options.seed)
        for command in list(commands):
            point = _point(command, count, path, options.limit)
            if point is None:
                commands.remove(command)
                print(f"{command}: stopped after {options.limit:g} s", flush=True)
                continue
            points.append(point)
            print(_line(point, point.busy), flush=True)
            _write(points, options.out)  # what was measured stays if this is stopped
    print("\n" + "\n".join(lines(points)))


if __name__ == "__main__":
    main()

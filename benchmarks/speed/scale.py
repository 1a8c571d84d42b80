"""How time and memory grow with the corpus: four commands, sizes up to a million.

    python -m benchmarks.speed.scale -o DIR [--sizes 10000,30000,100000,300000,1000000]
        [--commands "dedup --no-stories --no-articles,run"] [--limit 3600]

One wire story is 2 % of every corpus, so that the largest copy group grows in proportion. Writes
DIR/scale.json, DIR/scale.txt and, with matplotlib, DIR/scale.png after every run, and prints its
line; DIR keeps the corpora, to be used again. A command that takes longer than the limit is
stopped, and not run at larger sizes. The exponent is the slope of a least-squares line through
logarithms. Memory is that of all processes; *held* is what is in no file, which the system cannot
take back. What ten million would cost goes on from the two largest sizes: time as a power, memory
as a straight line.
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
from typing import Any

import numpy as np

from benchmarks.speed import corpus
from benchmarks.speed.__main__ import timed

WIRE = 0.02
SIZES = "10000,30000,100000,300000,1000000"
COMMANDS = {
    "dedup --no-stories --no-articles": ("dedup", "--no-stories", "--no-articles"),
    "dedup": ("dedup",),
    "run": ("run",),
    "run --memory 200M": ("run", "--memory", "200M"),
}
_WIDTH = 40
#: The size that is reckoned, not measured.
_AHEAD = 10_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """One run: wall and processor seconds, the peak memory of all, and of it in no file."""

    command: str
    articles: int
    seconds: float
    busy: float
    peak_mib: int
    held_mib: int


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
    for command, own in _by_command(points).items():
        sizes = np.log([point.articles for point in own])
        if len(set(sizes.tolist())) > 1:
            found[command] = {
                what: round(
                    float(np.polyfit(sizes, np.log([getattr(p, what) for p in own]), 1)[0]), 3
                )
                for what in ("seconds", "busy")
            }
    return found


def _by_command(points: list[Point]) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for point in points:
        found.setdefault(point.command, []).append(point)
    return found


def reckoned(own: list[Point]) -> Point | None:
    """Go on to ten million from a command's two largest sizes; None: it has no two below that."""
    sizes = sorted({point.articles: point for point in own}.items())[-2:]
    if len(sizes) < 2 or sizes[-1][0] >= _AHEAD:
        return None
    (_, small), (most, large) = sizes

    def power(low: float, high: float) -> float:
        slope = math.log(high / low) / math.log(most / small.articles)
        return high * (_AHEAD / most) ** slope

    def straight(low: int, high: int) -> int:
        return round(high + (high - low) * (_AHEAD - most) / (most - small.articles))

    return Point(
        large.command,
        _AHEAD,
        power(small.seconds, large.seconds),
        power(small.busy, large.busy),
        straight(small.peak_mib, large.peak_mib),
        straight(small.held_mib, large.held_mib),
    )


def lines(points: list[Point]) -> Iterator[str]:
    """Give a table with a bar a row, by the logarithm of its processor seconds."""
    most = max(point.busy for point in points)
    head = f"{'command':34}{'articles':>10}{'s':>9}{'busy s':>9}{'MiB':>8}{'held':>8}"
    yield f"{head}  busy, logarithmic"
    for point in points:
        yield _line(point, most)
    for command, slopes in exponents(points).items():
        yield f"{command}: exponent {slopes['busy']} (processor), {slopes['seconds']} (wall)"
    for ahead in filter(None, map(reckoned, _by_command(points).values())):
        yield f"{ahead.command}, {ahead.articles:,} reckoned: {_cost(ahead)}"


def _line(p: Point, most: float) -> str:
    bar = "#" * round(_WIDTH * math.log1p(p.busy) / math.log1p(most))
    cost = f"{p.seconds:>9.1f}{p.busy:>9.1f}{p.peak_mib:>8}{p.held_mib:>8}"
    return f"{p.command:34}{p.articles:>10}{cost}  {bar}"


def _cost(p: Point) -> str:
    times = f"{p.seconds / 60:.0f} min, {p.busy / 60:.0f} busy"
    return f"{times}; {p.peak_mib / 1024:.1f} GiB, {p.held_mib / 1024:.1f} held"


def _plot(points: list[Point], path: Path) -> None:
    if find_spec("matplotlib") is None:
        return
    import matplotlib as library

    library.use("Agg")
    from matplotlib import pyplot

    figure, (time, memory) = pyplot.subplots(1, 2, figsize=(12, 5))
    slopes = exponents(points)
    for number, (command, own) in enumerate(_by_command(points).items()):
        told = (
            f"{command} (exponent {slopes[command]['busy']:.2f})" if command in slopes else command
        )
        _curve(time, own, "busy", f"C{number}", told)
        _curve(memory, own, "peak_mib", f"C{number}", command)
        if "--memory" in command:
            _curve(memory, own, "held_mib", f"C{number}", f"{command}, not in files", "s--")
    time.set(ylabel="processor seconds", title="time")
    memory.set(ylabel="MiB", title="peak memory, all processes")
    for axes in (time, memory):
        _dress(axes)
    figure.tight_layout()
    figure.savefig(path, dpi=120)


def _curve(
    axes: Any, own: list[Point], what: str, colour: str, label: str, style: str = "o-"
) -> None:
    """Draw what was measured, and dotted what is reckoned from it."""
    axes.loglog(
        [p.articles for p in own], [getattr(p, what) for p in own], style, color=colour, label=label
    )
    if (ahead := reckoned(own)) is not None:
        last = [own[-1], ahead]
        axes.loglog([p.articles for p in last], [getattr(p, what) for p in last], ":", color=colour)
        axes.loglog(ahead.articles, getattr(ahead, what), style[0], color=colour, fillstyle="none")


def _dress(axes: Any) -> None:
    """Give axes whole numbers, a grid and a legend."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    plain = FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(plain)
        axis.set_minor_formatter(NullFormatter())
        axis.set_major_locator(LogLocator())
    axes.set_xlabel("articles (hollow: reckoned)")
    axes.grid(visible=True, which="both", linewidth=0.4, alpha=0.5)
    axes.legend(fontsize=9)


def _write(points: list[Point], folder: Path) -> None:
    told = {"cpus": os.cpu_count(), "wire": WIRE, "exponents": exponents(points)}
    told["points"] = [asdict(point) for point in points]
    ahead = filter(None, map(reckoned, _by_command(points).values()))
    told["reckoned"] = [asdict(point) for point in ahead]
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

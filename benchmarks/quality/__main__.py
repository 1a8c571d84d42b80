"""Run the pipeline on labelled data and print the figures."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.quality import floors, show
from benchmarks.quality.labels import Data, DataError
from benchmarks.quality.measure import Measured, measure


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality",
        description="Run the pipeline on labelled articles and print how good it was.",
        epilog="DATA holds any of cleaning.jsonl, copies.jsonl and stories.jsonl, itself or in "
        "_labels, and its articles as articles.jsonl, in articles/, or itself; without any, they "
        "are made of the lines of cleaning.jsonl.",
    )
    parser.add_argument("data", metavar="DATA", type=Path)
    parser.add_argument("--out", type=Path, help="keep the pipeline's output in this new folder")
    parser.add_argument("--measure", metavar="OUT", type=Path, help="measure OUT, run nothing")
    parser.add_argument("--workers", type=int, default=0, help="processes (default: one a core)")
    parser.add_argument(
        "--align",
        choices=("words", "offsets"),
        default="words",
        help="know what was kept by comparing the texts (default) or by the removals",
    )
    parser.add_argument("--errors", metavar="N", type=int, default=0, help="list N errors a kind")
    parser.add_argument("--floors", metavar="TOML", type=Path, help="exit 1 if a figure falls")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(argv)


@contextmanager
def _output(args: argparse.Namespace, data: Data) -> Iterator[Path]:
    """Give the folder to measure: one that is there, or that of a run made now."""
    if args.measure:
        yield args.measure
        return
    with tempfile.TemporaryDirectory() as scratch:
        out = args.out or Path(scratch, "out")
        _run(data.articles(Path(scratch)), out, args.workers)
        yield out


def _run(articles: Path, out: Path, workers: int) -> None:
    import cleaner

    summary = cleaner.run([articles], out, workers=workers)
    for error in summary.errors:
        print(error, file=sys.stderr)


def _print(measured: Measured, args: argparse.Namespace) -> None:
    if args.errors:
        print(show.errors(measured, args.errors), file=sys.stderr)
    print(json.dumps(measured.figures) if args.json else show.table(measured))


def _gate(measured: Measured, data: Data, pinned: Path | None) -> int:
    sentences = floors.broken(pinned, data, measured.figures) if pinned else []
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1 if sentences else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run, measure, print; 1 where a pinned figure is not reached, 2 where data is missing."""
    args = _arguments(argv)
    data = Data(args.data)
    try:
        data.check()
        with _output(args, data) as out:
            measured = measure(data, out, align=args.align)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    _print(measured, args)
    return _gate(measured, data, args.floors)


if __name__ == "__main__":
    sys.exit(main())

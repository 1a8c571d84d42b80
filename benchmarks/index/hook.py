"""Time the dedup hook in a git repository of many files.

    python -m benchmarks.index.hook [FILES] [--staged 10] [--rounds 5]

Prints seconds of the first look, which makes the index, and of commits of some new files, of
which in every second round one repeats an article of the corpus.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed.corpus import Planted, plant


def main() -> None:
    """Make the repository, and time the hook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="?", type=int, default=100_000)
    parser.add_argument("--staged", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _git(root, "init", "-q")
        _git(root, "config", "user.email", "a@example.org")
        _git(root, "config", "user.name", "A")
        _git(root, "config", "gc.auto", "0")  # else git tidies up while the folder is removed
        news = list(plant(options.files + options.staged * options.rounds, seed=5))
        _stage(root, news[: options.files])
        _git(root, "commit", "-q", "-m", "Corpus")
        print(f"{options.files:,} files: first look {_hook(root)}", flush=True)
        for number in range(options.rounds):
            _round(root, news[options.files :], number, options.staged)


def _round(root: Path, news: Sequence[Planted], number: int, staged: int) -> None:
    chosen = list(news[number * staged : (number + 1) * staged])
    if number % 2 == 0:  # backwards they are like nothing else
        chosen = [_backwards(article) for article in chosen]
    _stage(root, chosen)
    seconds = _hook(root)
    start = time.perf_counter()
    _git(root, "commit", "-q", "-m", "News")
    kind = "new" if number % 2 == 0 else "some repeating"
    git = time.perf_counter() - start
    print(f"{staged} files staged, {kind}: hook {seconds} (git commit {git:.2f} s)")


def _backwards(article: Planted) -> Planted:
    text = article.text[::-1]
    return Planted(article.id, "", text, article.outlet, article.date, article.cluster, "")


def _stage(root: Path, articles: Sequence[Planted]) -> None:
    for article in articles:
        path = root / article.id[:5] / f"{article.id}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(article.text, "utf-8")
    _git(root, "add", "-A")


def _hook(root: Path) -> str:
    """Run the hook, and tell its wall and processor seconds."""
    start, before = time.perf_counter(), _busy()
    words = [sys.executable, "-m", "cleaner", "hook", "dedup"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return f"{time.perf_counter() - start:.2f} s, of the processor {_busy() - before:.2f} s"


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


if __name__ == "__main__":
    main()

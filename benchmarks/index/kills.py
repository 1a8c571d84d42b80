"""Kill `Index.add` at random moments, and look whether anything acknowledged was lost.

    python -m benchmarks.index.kills [KILLS] [--folder DIR]

A writer adds batches of articles and prints each id once ``add`` has returned; it is killed with
SIGKILL after a random time, again and again, on one index. After every kill the index is opened
and looked over, and every id that was ever printed must be held.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITER = """
import random, sys
from cleaner import Article, Index
draw = random.Random(int(sys.argv[2]))
words = [f"كلمة{chr(0x627 + n % 30)}{chr(0x627 + n // 30)}" for n in range(900)]
with Index(sys.argv[1]) as index:
    for batch in range(10 ** 6):
        articles = []
        for number in range(draw.choice([1, 1, 20, 300])):
            text = " ".join(draw.choices(words, k=draw.randint(5, 300)))
            name = f"{sys.argv[2]}-{batch}-{number}"
            articles += [Article(name, text), Article(name + " again", text + " وانتهى")]
        links = index.add(articles)
        print("\\n".join(link.id for link in links), flush=True)
"""


def main() -> None:
    """Deal out the kills, and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=200)
    parser.add_argument("--longest", type=float, default=2.0, help="seconds before a kill")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "killed.idx"
        acknowledged: set[str] = set()
        draw = random.Random(1)
        for kill in range(options.kills):
            acknowledged |= _kill(path, kill, draw.random() * options.longest)
            lost, problems = _look(path, acknowledged)
            if lost or problems:
                print(f"kill {kill}: {len(lost)} lost, {problems}")
                sys.exit(1)
        if not acknowledged:
            sys.exit("nothing was acknowledged, which proves nothing: try --longest 15")
        print(f"{options.kills} kills, {len(acknowledged):,} articles acknowledged, none lost")


def _kill(path: Path, seed: int, seconds: float) -> set[str]:
    """Start a writer, kill it after its start and some more seconds; give what it has printed."""
    words = [sys.executable, "-c", WRITER, str(path), str(seed)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        time.sleep(0.4 + seconds)
        process.send_signal(signal.SIGKILL)
        printed = process.stdout.read()
    if process.returncode != -signal.SIGKILL:
        raise SystemExit(f"the writer ended by itself, with code {process.returncode}")
    # The last line may have been cut by the kill.
    return set(printed.rpartition("\n")[0].splitlines())


def _look(path: Path, acknowledged: set[str]) -> tuple[set[str], list[str]]:
    from cleaner import Index

    with Index(path) as index:
        held = {link.id for link in index.links()}
        return acknowledged - held, index.check()


if __name__ == "__main__":
    main()

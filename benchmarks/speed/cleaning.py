"""Time cleaning alone, on one core: articles a second, and how time grows on hostile texts.

``python -m benchmarks.speed.cleaning FILES.jsonl[.gz]...`` reads the texts first; reading and
writing are not counted. What a long run reaches is the second line. The last tables clean texts
made to be slow, and the same ten times as long: a ratio near 10 is linear.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cleaner.noise.cleaner import Cleaner, default_cleaner
from cleaner.noise.page import Scrape


def _items(path: Path, most: int) -> Iterator[Scrape]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(most), lines, strict=False):
            row = json.loads(line)
            if isinstance(row.get("text"), str):
                yield Scrape(row["text"], row.get("title"), row.get("outlet"))


def _seconds(work: Callable[[], object]) -> float:
    """Give the processor's seconds that some work takes: others on the machine count less."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _one_by_one(cleaner: Cleaner, items: Sequence[Scrape]) -> None:
    for item in items:
        cleaner.clean(item.text, title=item.title, site=item.site)


def _in_batches(cleaner: Cleaner, items: Sequence[Scrape]) -> None:
    deque(cleaner.clean_many(items), maxlen=0)


Way = Callable[[Cleaner, Sequence[Scrape]], None]
WAYS: dict[str, Way] = {"in batches": _in_batches, "one by one": _one_by_one}


def _median(clean: Way, cleaner: Cleaner, items: Sequence[Scrape], repeat: int) -> float:
    return statistics.median(_seconds(lambda: clean(cleaner, items)) for _ in range(repeat))


#: Pieces that, said over and over, have made cleaners slow.
SHAPES: dict[str, str] = {
    "one long paragraph": "قال المتحدث إن الأعمال في الميناء الجديد مستمرة كل يوم ",
    "blank lines": "\n \n",
    "wide blanks": "خبر    رأي \t \t ",
    "open brackets": "([{<",
    "dashes": "- ",
    "labels": "اقرأ أيضا:\n",
    "dates": "3 أيار 2024 - 10:30\n",
    "one line again": "عاد الفريق إلى المدينة بعد رحلة طويلة في الجبال.\n",
    "addresses": "https://example.org/a?b=c#d @name ",
    "diacritics": "مُـ",
    "letters": "م" * 400 + "\n",
}


def _of(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def _growth(way: str, cleaner: Cleaner, length: int, repeat: int) -> None:
    print(f"\n{'hostile text, ' + way:25} {length:>9} {10 * length:>9}   ratio   (characters; ms)")
    for name, piece in SHAPES.items():
        took = [
            _median(WAYS[way], cleaner, [Scrape(_of(piece, size))], repeat)
            for size in (length, 10 * length)
        ]
        ratio = took[1] / max(took[0], 1e-9)
        print(f"{name:25} {took[0] * 1e3:9.2f} {took[1] * 1e3:9.2f} {ratio:7.1f}")


def _told(name: str, items: Sequence[Scrape], seconds: float) -> None:
    size = sum(len(item.text.encode("utf-8", "replace")) for item in items)
    pace = len(items) / max(seconds, 1e-9)
    print(f"{name:36} {len(items):6} {pace:8.0f} articles/s {size / seconds / 1e6:6.1f} MB/s")


def main() -> None:
    """Read the texts, time their cleaning, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=2000, help="articles of each file")
    parser.add_argument("--repeat", type=int, default=5, help="runs; the median counts")
    parser.add_argument("--length", type=int, default=20_000, help="of a hostile text, characters")
    options = parser.parse_args()
    files = {path: list(_items(path, options.most)) for path in options.files}
    items = [item for of_file in files.values() for item in of_file]
    cleaner = default_cleaner()
    _in_batches(cleaner, items[:1])  # kernels are compiled or loaded
    gc.freeze()  # as a run's workers do
    print(f"processor seconds of one process, median of {options.repeat} runs")
    # Patterns are compiled when first tried, and short lines remembered: the second half is cleaned
    # as a long run cleans, and no text of it was seen before.
    for name, half in (("the first half", items[::2]), ("then the other half", items[1::2])):
        _told(f"in batches, {name}", half, _seconds(lambda half=half: _in_batches(cleaner, half)))
    for name, way in WAYS.items():
        _told(f"{name}, again", items, _median(way, cleaner, items, options.repeat))
    print("\nin batches, by file")
    for path, of_file in files.items():
        _told(path.name, of_file, _median(_in_batches, cleaner, of_file, options.repeat))
    gc.collect()
    gc.freeze()  # what is remembered by now, or looking for cycles in it is what is timed
    for name in WAYS:
        _growth(name, cleaner, options.length, options.repeat)


if __name__ == "__main__":
    main()

"""Signatures alone, by this package and its peers: the same texts, shingles and permutations.

    python -m benchmarks.speed.signatures [2000] [--repeat 5] [--seed 1]

Texts in, 128 values a text out; shingles of five words. Ours folds and hashes every word too;
peers are given what their manuals show: shingles cut by ``str.split``, whose cutting counts.
Peers that are not installed are left out. Medians. *Times 1 thread*: processor seconds over those
of ours in one thread; *times all*: wall seconds over those of ours in a thread a core.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec

from benchmarks.speed.corpus import Writer
from benchmarks.speed.peers import _shingles
from cleaner.engines.pool import cores

_WIDTH, _VALUES = 5, 128
Signer = Callable[[Sequence[str]], object]


def _ours(texts: Sequence[str], workers: int = 1) -> object:
    from cleaner.copies import Recipe, sketch

    return sketch(texts, Recipe(shingle=_WIDTH, permutations=_VALUES), workers=workers)


def _datasketch(texts: Sequence[str]) -> object:
    from datasketch import MinHash

    sets = ([s.encode() for s in _shingles(text, _WIDTH)] for text in texts)
    return MinHash.bulk(sets, num_perm=_VALUES)


def _datasketch_xxhash(texts: Sequence[str]) -> object:
    import xxhash
    from datasketch import MinHash

    sets = ([s.encode() for s in _shingles(text, _WIDTH)] for text in texts)
    return MinHash.bulk(sets, num_perm=_VALUES, hashfunc=xxhash.xxh32_intdigest)


def _rensa(texts: Sequence[str]) -> object:
    from rensa import RMinHash

    made = []
    for text in texts:
        made.append(RMinHash(_VALUES, 1))
        made[-1].update(_shingles(text, _WIDTH))
    return [one.digest() for one in made]


#: Ours in one thread, and in as many as there are cores.
_ALONE, _TOGETHER = "cleaner", f"cleaner, {cores()} threads"
#: Each with the modules that it needs.
SIGNERS: dict[str, tuple[Signer, tuple[str, ...]]] = {
    _ALONE: (_ours, ()),
    _TOGETHER: (partial(_ours, workers=cores()), ()),
    "datasketch": (_datasketch, ("datasketch",)),
    "datasketch, xxhash": (_datasketch_xxhash, ("datasketch", "xxhash")),
    "rensa": (_rensa, ("rensa",)),
}
#: Wall and processor seconds.
_Seconds = tuple[float, float]


def _seconds(signer: Signer, texts: Sequence[str]) -> _Seconds:
    started, busy = time.perf_counter(), time.process_time()
    signer(texts)
    return time.perf_counter() - started, time.process_time() - busy


def _medians(texts: Sequence[str], repeat: int) -> dict[str, _Seconds]:
    """Give each signer's medians; they take turns, so that all meet the same machine."""
    signers = {n: s for n, (s, needs) in SIGNERS.items() if all(map(find_spec, needs))}
    for signer in signers.values():
        signer(texts[:300])
    rounds = [{n: _seconds(s, texts) for n, s in signers.items()} for _ in range(repeat)]
    return {
        name: (
            statistics.median(one[name][0] for one in rounds),
            statistics.median(one[name][1] for one in rounds),
        )
        for name in signers
    }


def _lines(found: dict[str, _Seconds], count: int) -> Iterator[str]:
    """Give a table: what a thread costs, and how long a user waits."""
    yield f"{'ms per 1,000 texts':20}{'wall':>8}{'busy':>8}{'times 1 thread':>16}{'times all':>11}"
    for name, (wall, busy) in found.items():
        one, all_ = busy / found[_ALONE][1], wall / found[_TOGETHER][0]
        told = "".join(f"{1e6 * seconds / count:>8.1f}" for seconds in (wall, busy))
        yield f"{name:20}{told}{one:>16.1f}{all_:>11.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.signatures")
    parser.add_argument("count", type=int, nargs="?", default=2000, help="texts")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    writer = Writer(options.seed)
    articles = (writer.article() for _ in range(options.count))
    texts = ["\n".join(" ".join(sentence) for sentence in article) for article in articles]
    print("\n".join(_lines(_medians(texts, options.repeat), len(texts))))


if __name__ == "__main__":
    main()

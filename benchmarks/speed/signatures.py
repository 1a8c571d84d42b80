"""Signatures alone, by this package and its peers: the same texts, shingles and permutations.

    python -m benchmarks.speed.signatures [2000] [--repeat 5] [--seed 1]

Texts in, 128 values a text out; shingles of five words. Ours folds and hashes every word too;
peers are given what their manuals show: shingles cut by ``str.split``, whose cutting counts.
Peers that are not installed are left out. Processor seconds of one process, medians.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from benchmarks.speed.corpus import Writer
from benchmarks.speed.peers import _shingles

_WIDTH, _VALUES = 5, 128
Signer = Callable[[Sequence[str]], object]


def _ours(texts: Sequence[str]) -> object:
    from cleaner.copies import Recipe, sketch

    return sketch(texts, Recipe(shingle=_WIDTH, permutations=_VALUES))


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


#: Each with the modules that it needs.
SIGNERS: dict[str, tuple[Signer, tuple[str, ...]]] = {
    "cleaner": (_ours, ()),
    "datasketch": (_datasketch, ("datasketch",)),
    "datasketch, xxhash": (_datasketch_xxhash, ("datasketch", "xxhash")),
    "rensa": (_rensa, ("rensa",)),
}


def _seconds(signer: Signer, texts: Sequence[str]) -> float:
    started = time.process_time()
    signer(texts)
    return time.process_time() - started


def _medians(texts: Sequence[str], repeat: int) -> dict[str, float]:
    """Give each signer's median; they take turns, so that all meet the same machine."""
    signers = {n: s for n, (s, needs) in SIGNERS.items() if all(map(find_spec, needs))}
    for signer in signers.values():
        signer(texts[:20])
    rounds = [{n: _seconds(s, texts) for n, s in signers.items()} for _ in range(repeat)]
    return {name: statistics.median(one[name] for one in rounds) for name in signers}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.signatures")
    parser.add_argument("count", type=int, nargs="?", default=2000, help="texts")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    writer = Writer(options.seed)
    articles = (writer.article() for _ in range(options.count))
    texts = ["\n".join(" ".join(sentence) for sentence in article) for article in articles]
    found = _medians(texts, options.repeat)
    print(f"{'':20}{'ms/1,000 texts':>16}{'times ours':>12}")
    for name, seconds in found.items():
        ratio = seconds / found["cleaner"]
        print(f"{name:20}{1e6 * seconds / len(texts):>16.1f}{ratio:>12.1f}")


if __name__ == "__main__":
    main()

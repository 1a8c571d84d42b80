"""One tool's run over a corpus, as a process of its own: JSONL in, clusters out.

    python -m benchmarks.speed.peers TOOL SETTING ARTICLES OUT

Peers are optional (`pip install cleaner[bench]`). Each does what its
manual shows: shingles of words, 128 permutations or as many as its bands need, bands, pairs in
a band checked by estimated resemblance where the tool can, connected components.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Pairs = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Setting:
    """Words in a shingle, bands by rows, and the least resemblance of a pair."""

    width: int
    bands: int
    rows: int
    threshold: float

    @property
    def permutations(self) -> int:
        return self.bands * self.rows


SETTINGS = {"usual": Setting(5, 16, 8, 0.7), "loose": Setting(2, 42, 3, 0.3)}


def _shingles(text: str, width: int) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + width]) for at in range(max(1, len(words) - width + 1))]


def datasketch(texts: list[str], setting: Setting) -> Pairs:
    """Sketch in bulk with xxhash, insert, query, estimate."""
    import xxhash
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=setting.permutations, params=(setting.bands, setting.rows))
    sets = ([s.encode() for s in _shingles(text, setting.width)] for text in texts)
    made = MinHash.bulk(sets, num_perm=setting.permutations, hashfunc=xxhash.xxh32_intdigest)
    for number, sketch in enumerate(made):
        for other in index.query(sketch):
            if sketch.jaccard(made[other]) >= setting.threshold:
                yield number, other
        index.insert(number, sketch, check_duplication=False)


def rensa(texts: list[str], setting: Setting) -> Pairs:
    """Sketch token lists, insert, query, estimate."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(setting.threshold, setting.permutations, setting.bands)
    made = []
    for number, text in enumerate(texts):
        sketch = RMinHash(setting.permutations, 1)
        sketch.update(_shingles(text, setting.width))
        for other in index.query(sketch):
            if sketch.jaccard(made[other]) >= setting.threshold:
                yield number, other
        made.append(sketch)
        index.insert(number, sketch)


def gaoya(texts: list[str], setting: Setting) -> Pairs:
    """Insert all, query all; the index checks the estimate itself."""
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=setting.threshold,
        num_bands=setting.bands,
        band_size=setting.rows,
        num_hashes=setting.permutations,
        analyzer="word",
        ngram_range=(setting.width, setting.width),
    )
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    for number, found in enumerate(index.par_bulk_query(texts)):
        yield from ((number, other) for other in found if other != number)


def daft(texts: list[str], setting: Setting) -> Pairs:
    """Built-in minhash; bands are grouped and pairs estimated by numpy here, which flatters it."""
    import daft as library
    import numpy as np

    expression = library.col("text").minhash(
        num_hashes=setting.permutations, ngram_size=setting.width, hash_function="xxhash"
    )
    made = library.from_pydict({"text": texts}).select(expression.alias("m")).to_arrow()
    column = made.column("m").combine_chunks()
    signatures = column.values.to_numpy().reshape(len(texts), setting.permutations)
    for band in range(setting.bands):
        rows = np.ascontiguousarray(signatures[:, band * setting.rows : (band + 1) * setting.rows])
        keys = rows.view([("", rows.dtype)] * setting.rows).ravel()
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        one, other = order[same], order[same + 1]
        alike = (signatures[one] == signatures[other]).mean(axis=1) >= setting.threshold
        yield from zip(one[alike].tolist(), other[alike].tolist(), strict=True)


TOOLS: dict[str, Callable[[list[str], Setting], Pairs]] = {
    "datasketch": datasketch,
    "rensa": rensa,
    "gaoya": gaoya,
    "daft": daft,
}


def clusters(count: int, pairs: Pairs) -> list[int]:
    """Give each article the least one that it is connected with."""
    parents = list(range(count))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for one, other in pairs:
        first, second = root(one), root(other)
        parents[max(first, second)] = min(first, second)
    return [root(at) for at in range(count)]


def _read(articles: Path) -> Iterator[tuple[str, str]]:
    import orjson

    with articles.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            yield record["id"], record["text"]


def run_peer(tool: str, setting: str, articles: Path, out: Path) -> None:
    """Read, find pairs, connect, write."""
    rows = list(_read(articles))
    ids = [id_ for id_, _ in rows]
    found = clusters(len(rows), TOOLS[tool]([text for _, text in rows], SETTINGS[setting]))
    with out.open("w", encoding="utf-8") as file:
        for id_, cluster in zip(ids, found, strict=True):
            file.write(json.dumps({"id": id_, "cluster": ids[cluster]}) + "\n")


#: ``cleaner dedup`` as users call it: for clusters alone as the peers give them, with every row
#: written again, and with stories and everything else.
OURS = {
    "copies": ("--no-stories", "--no-articles"),
    "copies+rows": ("--no-stories",),
    "cleaner": (),
}


def command_of(tool: str, setting: str, articles: Path, scratch: Path) -> tuple[list[str], Path]:
    """Give the command of a tool's run, and where it leaves the clusters; ours as users call it."""
    if tool in OURS:
        out = scratch / tool
        command = ["-m", "cleaner", "dedup", str(articles), "-o", str(out), "-q", *OURS[tool]]
        return [sys.executable, *command], out / "copies.jsonl"
    out = scratch / "clusters.jsonl"
    arguments = [tool, setting, str(articles), str(out)]
    return [sys.executable, "-m", "benchmarks.speed.peers", *arguments], out


def run_library(articles: Path, out: Path) -> None:
    """Find copies by the library alone, in one process: read, sketch, find, write."""
    import orjson

    from cleaner.article import Article
    from cleaner.copies import dedupe

    with articles.open("rb") as lines:
        records = map(orjson.loads, lines)
        names = ("id", "text", "title", "url", "date", "outlet")
        links = dedupe(Article(**{name: r.get(name) for name in names}) for r in records)
    with out.open("w", encoding="utf-8") as file:
        for link in links:
            file.write(json.dumps({"id": link.id, "cluster": link.cluster}) + "\n")


def main() -> None:
    tool, setting, articles, out = sys.argv[1:]
    if tool == "library":
        run_library(Path(articles), Path(out))
    else:
        run_peer(tool, setting, Path(articles), Path(out))


if __name__ == "__main__":
    main()

"""Which groups have several members: known before articles are read, so that no other is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from cleaner.corpus.output import ARTICLES, COPIES, STORIES
from cleaner.report.records import loads


@dataclass(frozen=True, slots=True)
class Several:
    """The canonical articles that have copies, the stories of several, and all articles' number."""

    copied: frozenset[str]
    told: frozenset[str]
    articles: int


def several(folder: Path) -> Several:
    """Look through OUT's groups."""
    copied, told, articles = set(), set(), 0
    for line in _lines(folder / COPIES):
        if b'"resemblance":' in line:
            copied.add(loads(line)["canonical"])
    for line in _lines(folder / STORIES):
        articles += 1
        if b'"linked_to":null' not in line:
            told.add(loads(line)["cluster"])
    return Several(
        frozenset(copied), frozenset(told), articles or sum(1 for _ in _lines(folder / ARTICLES))
    )


def _lines(path: Path) -> Iterator[bytes]:
    if path.is_file():
        with path.open("rb", 1 << 20) as stream:
            yield from stream


def drawn(story: str, share: float) -> bool:
    """Draw a story by lot: the same ones wherever and in whatever order they are asked for.

    ``share`` of all stories are drawn.

    >>> drawn("a", 1.0), drawn("a", 0.0)
    (True, False)
    """
    number = int.from_bytes(blake2b(story.encode("utf-8", "replace"), digest_size=8).digest())
    return number < share * 2**64

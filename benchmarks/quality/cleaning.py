"""Figures of cleaning, micro-averaged over words.

- ``content_lost``: share of the content's words that were removed (0 is perfect)
- ``noise_left``: share of the noise's words that were kept (0 is perfect)
- ``f1``: F1 of "was removed" against "is noise"
- ``docs_perfect``: share of the documents with no word wrong
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.quality.labels import Document
from benchmarks.quality.words import Word


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line with a wrong word: ``kind`` is lost (content) or left (noise)."""

    id: str
    line: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's words, and for each whether it was kept."""

    document: Document
    words: list[Word]
    kept: list[bool]

    def scored(self) -> Iterable[tuple[Word, bool]]:
        """Give the words that count: not those which may go or stay."""
        pairs = zip(self.words, self.kept, strict=True)
        return ((word, kept) for word, kept in pairs if word.label != "either")

    def wrong(self) -> list[WrongLine]:
        """Give the wrong lines, each with the kind of its first wrong word."""
        first: dict[int, str] = {}
        for word, kept in self.scored():
            if is_wrong(word, kept=kept):
                first.setdefault(word.line, "left" if kept else "lost")
        id_, lines = self.document.id, self.document.lines
        return [WrongLine(id_, line, kind, lines[line].text) for line, kind in first.items()]


def is_wrong(word: Word, *, kept: bool) -> bool:
    return (word.label == "content") != kept


def figures(judged: list[Judged]) -> dict[str, Any]:
    """Give the figures of cleaned documents; None where there is nothing to divide by."""
    count = Counter((word.label, kept) for one in judged for word, kept in one.scored())
    lost, left, removed = count["content", False], count["noise", True], count["noise", False]
    return {
        "docs": len(judged),
        "content_lost": _share(lost, lost + count["content", True]),
        "noise_left": _share(left, left + removed),
        "f1": _share(2 * removed, 2 * removed + left + lost) or 0.0,
        "docs_perfect": _share(sum(not one.wrong() for one in judged), len(judged), 4),
        "noise_left_by_category": _by_category(judged),
    }


def _share(part: int, whole: int, digits: int = 5) -> float | None:
    return round(part / whole, digits) if whole else None


def _by_category(judged: list[Judged]) -> dict[str, str]:
    """Give the words left of each category that has any, as ``left/all``."""
    count: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for one in judged:
        for word, kept in one.scored():
            if word.label == "noise":
                count[str(word.why)][kept] += 1
    return {why: f"{c[True]}/{c.total()}" for why, c in sorted(count.items()) if c[True]}

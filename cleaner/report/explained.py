"""An article with its removals in place, line by line, as plain values for any renderer.

A terminal decides the direction of each line by itself, so a note never shares a line with the
Arabic text it explains, and every text of either direction stands in isolates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cleaner.article import Removal

FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_DIRECTIONAL_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: kept or removed."""

    text: str
    removed: bool


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line of the original: its pieces, and the removals that begin to show in it."""

    number: int
    pieces: tuple[Piece, ...]
    begins: tuple[Removal, ...]

    @property
    def state(self) -> Literal["kept", "removed", "mixed"]:
        """Tell whether the line's visible text was kept, removed, or both."""
        states = {piece.removed for piece in self.pieces if piece.text.strip()}
        if len(states) > 1:
            return "mixed"
        return "removed" if states == {True} else "kept"


def explain(original: str, removals: Sequence[Removal]) -> Iterator[ExplainedLine]:
    """Give each line of the original with what was removed from it and why.

    ``removals`` are sorted and do not overlap.
    """
    start, first = 0, 0
    for number, line in enumerate(original.split("\n"), start=1):
        end = start + len(line)
        while first < len(removals) and removals[first].end <= start:
            first += 1
        touching = _touching(removals, first, end)
        begins = tuple(r for r in touching if start <= _visible(original, r) <= end)
        yield ExplainedLine(number, tuple(_pieces(original, start, end, touching)), begins)
        start = end + 1


def _visible(original: str, removal: Removal) -> int:
    """Give where a removal's text begins to show: spans may take the newline before a line."""
    removed = original[removal.start : removal.end]
    return (
        removal.start + len(removed) - len(removed.lstrip()) if removed.strip() else removal.start
    )


def _touching(removals: Sequence[Removal], first: int, end: int) -> list[Removal]:
    touching = []
    for removal in removals[first:]:
        if removal.start > end:
            break
        touching.append(removal)
    return touching


def _pieces(original: str, start: int, end: int, removals: Sequence[Removal]) -> Iterator[Piece]:
    at = start
    for removal in removals:
        cut_from, cut_to = max(removal.start, start), min(removal.end, end)
        if cut_to <= cut_from:
            continue
        if at < cut_from:
            yield Piece(original[at:cut_from], removed=False)
        yield Piece(original[cut_from:cut_to], removed=True)
        at = cut_to
    if at < end:
        yield Piece(original[at:end], removed=False)


def excerpt(text: str, words: int = 24) -> str:
    """Give a text on one line, its middle left out where it is long.

    >>> excerpt("one two three four five", words=4)
    'one two … four five'
    """
    parts = text.split()
    if len(parts) <= words:
        return " ".join(parts)
    half = words // 2
    return " ".join([*parts[:half], "…", *parts[-half:]])


def isolate(text: str) -> str:
    """Wrap a text so that its direction neither takes nor gives anything to its neighbours.

    >>> isolate("نص") == "\N{FIRST STRONG ISOLATE}نص\N{POP DIRECTIONAL ISOLATE}"
    True
    """
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"

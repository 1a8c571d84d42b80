"""The labelled words of a document, and which of them a cleaned text kept.

Two ways to know what was kept. By the offsets of the removals: exact, where of two equal lines
in a row it does not matter which one went. By aligning the cleaned
text with the original, lines first and then words: for texts whose removals are not known, and
comparable with any other cleaner; between equal lines it has to guess which one went.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from benchmarks.quality.labels import Document, Line, Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its label, its line, its place in the line, and its offsets in the document."""

    label: str
    why: str | None
    line: int
    place: int
    start: int
    end: int


def words(document: Document) -> list[Word]:
    """Give a document's words in order; a mark inside a word splits it."""
    lengths = (len(line.text) + 1 for line in document.lines)
    starts = accumulate(lengths, initial=0)
    numbered = enumerate(zip(document.lines, starts, strict=False))
    return [word for number, (line, at) in numbered for word in _words_of(line, number, at)]


def _words_of(line: Line, number: int, offset: int) -> Iterator[Word]:
    place = 0
    for start, end, label in _pieces(line):
        for a, b in _tokens(line.text, start, end):
            yield Word(label, line.why, number, place, offset + a, offset + b)
            place += 1


def _pieces(line: Line) -> Iterator[tuple[int, int, str]]:
    marks = [(*span, "noise") for span in line.cut] + [(*span, "either") for span in line.either]
    at = 0
    for start, end, label in sorted(marks):
        yield at, start, line.label
        yield start, end, label
        at = max(at, end)
    yield at, len(line.text), line.label


def _tokens(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for token in text[start:end].split():
        at = text.index(token, at)
        yield at, at + len(token)
        at += len(token)


def kept_by_offsets(found: Sequence[Word], removals: Sequence[Span]) -> list[bool]:
    """Tell for each word whether no removal touches it. Removals are disjoint."""
    spans = sorted(removals)
    starts = [start for start, _ in spans]
    # The last removal that starts before the word's end reaches furthest: they are disjoint.
    before = (bisect_right(starts, word.end - 1) - 1 for word in found)
    return [i < 0 or spans[i][1] <= word.start for i, word in zip(before, found, strict=True)]


def settle_repeats(document: Document, found: Sequence[Word], kept: list[bool]) -> list[bool]:
    """Let it not matter which of two equal lines in a row was removed: the text is the same."""
    kept, place = list(kept), _places(found)
    for first, second in pairwise(i for i, line in enumerate(document.lines) if line.text.strip()):
        a, b = place.get(first), place.get(second)
        if a and b and document.lines[first].text == document.lines[second].text:
            _swap_if_better(found, kept, a, b)
    return kept


def _places(found: Sequence[Word]) -> dict[int, slice]:
    """Tell where each line's words stand among all words."""
    lines = [word.line for word in found]
    return {line: slice(lines.index(line), bisect_right(lines, line)) for line in set(lines)}


def _swap_if_better(found: Sequence[Word], kept: list[bool], a: slice, b: slice) -> None:
    one_of_two = len({*kept[a]}) == len({*kept[b]}) == 1 and kept[a][0] != kept[b][0]
    if one_of_two and _fits(found[b], kept[a]) + _fits(found[a], kept[b]) > (
        _fits(found[a], kept[a]) + _fits(found[b], kept[b])
    ):
        kept[a], kept[b] = [kept[b][0]] * len(kept[a]), [kept[a][0]] * len(kept[b])


def _fits(found: Sequence[Word], kept: Sequence[bool]) -> int:
    return sum(
        word.label == "either" or (word.label == "content") == keep
        for word, keep in zip(found, kept, strict=False)
    )


def kept_by_words(document: Document, found: Sequence[Word], cleaned: str) -> list[bool]:
    """Tell for each word whether an alignment of the cleaned text with the original keeps it."""
    original = [line.text.split() for line in document.lines]
    kept = _kept_places(original, [line.split() for line in cleaned.split("\n") if line.strip()])
    return [(word.line, word.place) in kept for word in found]


def _kept_places(original: list[list[str]], cleaned: list[list[str]]) -> set[tuple[int, int]]:
    kept: set[tuple[int, int]] = set()
    matcher = SequenceMatcher(None, _joined(original), _joined(cleaned), autojunk=False)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        places = [(i, j) for i in range(a0, a1) for j in range(len(original[i]))]
        if tag == "equal":
            kept.update(places)
        elif tag == "replace":
            kept.update(_common(original, places, cleaned[b0:b1]))
    return kept


def _joined(lines: list[list[str]]) -> list[str]:
    return [" ".join(line) for line in lines]


def _common(
    original: list[list[str]], places: list[tuple[int, int]], cleaned: list[list[str]]
) -> Iterator[tuple[int, int]]:
    before = [original[i][j] for i, j in places]
    after = [word for line in cleaned for word in line]
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        yield from places[block.a : block.a + block.size]

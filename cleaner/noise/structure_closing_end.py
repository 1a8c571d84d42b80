"""The end of a page, run together into its last lines: which of its words are furniture."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from cleaner.language.fold import fold, fold_with_offsets
from cleaner.language.words import WORD
from cleaner.noise.page import Line
from cleaner.noise.structure_lines import content_words, vocabulary_of
from cleaner.noise.structure_terms import (
    CALENDAR,
    CLOSING_PHRASES,
    CLOSING_WEAK,
    CONNECTIVES,
    NAMES,
)

#: It lies in so many last lines; of a long one, in so many last characters.
CLOSING_LINES, FOOTER_LENGTH = 4, 2000
#: A sentence in it has so many words that are no furniture; the article's share this of them.
TOLD_WORDS, TOLD_SHARE = 8, 1 / 3

_STOP = re.compile(r"[.!?؟](?=\s)")


@dataclass(frozen=True, slots=True)
class End:
    """The page's last lines: each word's place, whether it is furniture, and the phrases met."""

    lines: tuple[Line, ...]
    places: list[int]
    covered: list[int]
    hits: list[tuple[int, str]]

    def share(self, start: int) -> float:
        """Give the share of the words from an offset on that are furniture."""
        count, covered = self.between(start, self.lines[-1].end)
        return covered / count if count else 0.0

    def between(self, start: int, stop: int) -> tuple[int, int]:
        """Count the words between two offsets, and those of them that are furniture."""
        first, last = (bisect_left(self.places, at) for at in (start, stop))
        return last - first, self.covered[last] - self.covered[first]

    def kinds(self, start: int) -> set[str]:
        """Give the different phrases from an offset on that sentences do not say."""
        return {phrase for at, phrase in self.hits if at >= start} - CLOSING_WEAK


def end_of(line: Line) -> Line:
    """Give a long line's end: a footer is not longer."""
    if len(line.text) <= FOOTER_LENGTH:
        return line
    start = line.end - FOOTER_LENGTH
    return Line(line.index, start, line.end, line.text[-FOOTER_LENGTH:])


def end_of_page(lines: Sequence[Line]) -> End:
    """Give the end of a page: its last lines, but not its first."""
    return _end(lines[max(0 if len(lines) == 1 else 1, len(lines) - CLOSING_LINES) :])


def told(end: End, lines: Sequence[Line], start: int) -> bool:
    """Tell whether a sentence from an offset on goes on with the article above."""
    own = [piece for line in end.lines if line.end > start for piece in _sentences(line, start)]
    plain = [piece for piece in own if _is_plain(end, piece)]
    if any(piece.opens in CONNECTIVES for piece in plain):
        return True
    article = vocabulary_of([line for line in lines if line.end <= start]) if plain else set()
    return any(shares_words(piece, article) for piece in plain)


def shares_words(piece: Line, article: AbstractSet[str]) -> bool:
    """Tell whether a third of a piece's content words are the article's."""
    own = content_words(piece)
    return bool(own) and len(own & article) >= TOLD_SHARE * len(own)


def _sentences(line: Line, start: int) -> Iterator[Line]:
    at = max(0, start - line.start)
    for stop in (*_STOP.finditer(line.text, at), None):
        to = stop.end() if stop else len(line.text)
        yield Line(line.index, line.start + at, line.start + to, line.text[at:to])
        at = to


def _is_plain(end: End, piece: Line) -> bool:
    count, covered = end.between(piece.start, piece.end)
    return count >= TOLD_WORDS and covered * 5 <= count


def _end(lines: Sequence[Line]) -> End:
    last = tuple(map(end_of, lines))
    places: list[int] = []
    known: list[bool] = []
    hits: list[tuple[int, str]] = []
    for line in last:
        text, words = line.map.text, [match.span() for match in WORD.finditer(line.map.text)]
        spans = _phrases_in(text, words)
        hits += [(line.start + line.map.span(a, b)[0], text[a:b]) for a, b in spans]
        covered = _marked(spans, len(text))
        starts = line.map.starts
        places += [line.start + starts[a] for a, _ in words]
        known += [bool(covered[a]) or _is_furniture(text[a:b]) for a, b in words]
    return End(last, places, [0, *accumulate(known)], hits)


def furniture_share(text: str) -> float:
    """Give the share of a text's words that are furniture: dates, numbers, names, forms."""
    folded, phrases = fold(text), _by_first_word()
    words = known = until = 0
    for found in WORD.finditer(folded):
        start, word = found.start(), found.group()
        words += 1
        if start >= until and word in phrases:
            until = max(until, _phrase_end(folded, start, phrases[word]))
        known += start < until or _is_furniture(word)
    return known / words if words else 0.0


def _phrase_end(text: str, start: int, phrases: Sequence[str]) -> int:
    """Give the end of the first of some phrases that stands in a text, or 0."""
    for phrase in phrases:
        after = start + len(phrase)
        if text.startswith(phrase, start) and not text[after : after + 1].isalnum():
            return after
    return 0


def furniture_spans(text: str) -> list[tuple[int, int]]:
    """Give where the words of a text stand that are furniture, as offsets into it."""
    folded = fold_with_offsets(text)
    words = [match.span() for match in WORD.finditer(folded.text)]
    covered = _marked(_phrases_in(folded.text, words), len(folded.text))
    known = (span for span in words if covered[span[0]] or _is_furniture(folded.text[slice(*span)]))
    return [folded.span(a, b) for a, b in known]


def _marked(spans: Sequence[tuple[int, int]], length: int) -> bytearray:
    marked = bytearray(length)
    for a, b in spans:
        marked[a:b] = b"\1" * (b - a)
    return marked


def _is_furniture(word: str) -> bool:
    return word in _FURNITURE or not word.isalpha()


_FURNITURE = NAMES | CALENDAR


def _phrases_in(text: str, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give where phrases of footers stand in a folded text, the longest at each of its words."""
    found: list[tuple[int, int]] = []
    phrases, until = _by_first_word(), 0
    for start, end in words:
        if start >= until and (named := phrases.get(text[start:end])):
            after = _phrase_end(text, start, named)
            found += [(start, after)] if after else []
            until = max(until, after)
    return found


@cache
def _by_first_word() -> Mapping[str, Sequence[str]]:
    made: dict[str, list[str]] = {}
    for phrase in CLOSING_PHRASES:
        made.setdefault(WORD.findall(phrase)[0], []).append(phrase)
    return made

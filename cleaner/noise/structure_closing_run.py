"""A page's footer run together below or right after the last sentence, told by its density.

Page-to-text tools put a page's whole end into one line: sources, links, forms, notices. No single
phrase of it is evidence, and neither are three that a report on web sites says as well. That
nearly every word of a stretch down to the page's end belongs to furniture is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.language.words import WORD
from cleaner.noise.page import Line
from cleaner.noise.structure_edges import end_of, sentence_start
from cleaner.noise.structure_lines import (
    content_words,
    ends_with_stop,
    looks_like_sentence,
    vocabulary_of,
)
from cleaner.noise.structure_terms import (
    CALENDAR,
    CLOSING_PHRASES,
    CLOSING_WEAK,
    CONNECTIVES,
    NAMES,
)
from cleaner.noise.thresholds import DEFAULTS, Thresholds

#: It lies in so many last lines.
CLOSING_LINES = 4
#: From its start to the page's end, this share of its words is furniture, names of sections,
#: dates and numbers, where it ends with a stop, as sentences do; else a smaller one is enough.
STOPPED_SHARE = 0.6
#: It begins with its line or right after a sentence; in the middle of one, with so many phrases.
INNER_KINDS = 4
#: A sentence in it has so many words that are no furniture; the article's share this of them.
TOLD_WORDS, TOLD_SHARE = 8, 1 / 3
#: How much of the page's end is looked at before anything is folded, in characters.
LOOK = 300
#: Of their words, this share at least is furniture.
LOOK_SHARE = 1 / 8

HINTS = (
    "حقوق", "كثر ", "شترك", "نشرة", "تابع", "تعليق", "ذات ", "متعلقا", "متعلقة", "دلالية", "تصنيف",
    "البريد", "البحث", "رشيف", "تواصل", "خصوصية", "opyright", "owered", "eserved", "omment",
    "mail", "JavaScript", "cookies", "article", "قسام", "تحميل", "الرجاء", "رئيس التحرير", "يضا",
    "آخر ", "أخرى", "تصميم", "الموقع", "مختارات", "القائمة",
)  # fmt: skip
_STOP = re.compile(r"[.!?؟](?=\s)")
_PART = re.compile(r"[.!?؟|]\s+")
_POLL = re.compile(r"\s*(?:هل|ما رأيك|من تؤيد|كيف تقيم)\s[^.!؟?]{10,200}[؟?]\s*")


@dataclass(frozen=True, slots=True)
class _End:
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


def closing_run(lines: Sequence[Line], *, thresholds: Thresholds = DEFAULTS) -> Iterator[Removal]:
    """Cut the footer that a page's last lines run together, where furniture is dense in it."""
    if not lines or not _smells(lines[-1]):
        return
    first = max(0 if len(lines) == 1 else 1, len(lines) - CLOSING_LINES)
    end = _end(lines[first:])
    for at, phrase in end.hits:
        if phrase in CLOSING_WEAK:
            continue
        if len(end.kinds(at)) < thresholds.footer_kinds:
            return
        start = sentence_start(end.lines, at)
        if (
            _is_footer(end, start, at, thresholds.footer_share)
            and _before(lines, start)
            and not _told(end, lines, start)
        ):
            start = _widened(end, start)
            why = f"{end.share(start):.0%} of the words to the page's end are of its footer"
            yield Removal(start, end.lines[-1].end, "structure.footer-run", why)
            return


def _smells(line: Line) -> bool:
    """Look quickly, before anything is folded, for what footers hold near their end."""
    tail = line.text[-LOOK:]
    if sum(hint in tail for hint in HINTS) <= ends_with_stop(line):
        return False
    return furniture_share(tail) >= LOOK_SHARE


def _is_footer(end: _End, start: int, at: int, least: float) -> bool:
    stopped = ends_with_stop(end.lines[-1]) and not end.lines[-1].text[-6:-1].strip(" .").isdigit()
    if end.share(start) < (max(least, STOPPED_SHARE) if stopped else least):
        return False
    return _begins(end, start) or len(end.kinds(at)) >= INNER_KINDS


def _widened(end: _End, start: int) -> int:
    """Go back over pieces of the line above the start that are furniture or a poll's question."""
    line = next(line for line in end.lines if line.start <= start < line.end)
    before = line.text[: start - line.start]
    starts = [0, *(mark.end() for mark in _PART.finditer(before.rstrip(" |")))]
    for at in reversed(starts):
        piece = before[at : start - line.start]
        count, covered = end.between(line.start + at, start)
        if not (count and covered * 2 >= count) and not _POLL.fullmatch(piece):
            break
        start = line.start + at
    return start


def _begins(end: _End, start: int) -> bool:
    """Tell whether a line begins at an offset, or a sentence ends right before it."""
    line = next(line for line in end.lines if line.start <= start < line.end)
    before = line.text[: start - line.start].rstrip(" \"'”»)")
    return not before or before[-1] in ".!?؟|"


def _before(lines: Sequence[Line], start: int) -> bool:
    """Tell whether an article stands above: a sentence, or a long piece of the same line."""
    above = (line for line in reversed(lines) if line.start < start)
    return any(
        looks_like_sentence(line) if line.end <= start else start - line.start > LOOK
        for line in above
    )


def _told(end: _End, lines: Sequence[Line], start: int) -> bool:
    """Tell whether a sentence from an offset on goes on with the article above."""
    own = [piece for line in end.lines if line.end > start for piece in _sentences(line, start)]
    plain = [piece for piece in own if _is_plain(end, piece)]
    if any(piece.opens in CONNECTIVES for piece in plain):
        return True
    article = vocabulary_of([line for line in lines if line.end <= start]) if plain else set()
    shares = ((content_words(piece) & article, content_words(piece)) for piece in plain)
    return any(len(common) >= TOLD_SHARE * len(own) for common, own in shares)


def _sentences(line: Line, start: int) -> Iterator[Line]:
    at = max(0, start - line.start)
    for stop in (*_STOP.finditer(line.text, at), None):
        to = stop.end() if stop else len(line.text)
        yield Line(line.index, line.start + at, line.start + to, line.text[at:to])
        at = to


def _is_plain(end: _End, piece: Line) -> bool:
    count, covered = end.between(piece.start, piece.end)
    return count >= TOLD_WORDS and covered * 5 <= count


def _end(lines: Sequence[Line]) -> _End:
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
    return _End(last, places, [0, *accumulate(known)], hits)


def furniture_share(text: str) -> float:
    """Give the share of a text's words that are furniture: dates, numbers, names, forms."""
    folded = fold(text)
    words = [match.span() for match in WORD.finditer(folded)]
    covered = _marked(_phrases_in(folded, words), len(folded))
    known = [bool(covered[a]) or _is_furniture(folded[a:b]) for a, b in words]
    return sum(known) / len(known) if known else 0.0


def _marked(spans: Sequence[tuple[int, int]], length: int) -> bytearray:
    marked = bytearray(length)
    for a, b in spans:
        marked[a:b] = b"\1" * (b - a)
    return marked


def _is_furniture(word: str) -> bool:
    return not word.isalpha() or word in NAMES or word in CALENDAR


def _phrases_in(text: str, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give where phrases of footers stand in a folded text, the longest at each of its words."""
    found: list[tuple[int, int]] = []
    for start, end in words:
        if found and start < found[-1][1]:
            continue
        for phrase in _by_first_word().get(text[start:end], ()):
            after = start + len(phrase)
            if text.startswith(phrase, start) and not text[after : after + 1].isalnum():
                found.append((start, after))
                break
    return found


@cache
def _by_first_word() -> Mapping[str, Sequence[str]]:
    made: dict[str, list[str]] = {}
    for phrase in CLOSING_PHRASES:
        made.setdefault(WORD.findall(phrase)[0], []).append(phrase)
    return made

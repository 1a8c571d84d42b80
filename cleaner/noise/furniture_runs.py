"""Runs of words that pages of one site begin or end with, wherever their lines break.

Scrapers run menus, notices and footers together with the text beside them, so that no whole line
comes back. A run is read without digits and dates, as learned lines are. It is furniture where
pages of different stories share it; pages tell one story if what is left of them speaks of the
same things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

#: Which end of a page a run stands at.
START, END = "start", "end"
#: A run has at least so many words; ``CUT`` where it is not set off by a sentence's end.
LEAST = {START: 20, END: 10}
CUT = 20
#: Of a page so many words from either end are compared.
MOST = 600
#: A run goes on with a word that this share of its pages go on with: articles begin otherwise.
KEPT = 0.75
#: Pages tell one story that share this part of the longer words of the one that has fewer.
SAME = 0.25
_LONG, _READ = 5, 300
#: A text with fewer different longer words beside its runs tells no story.
_TELLING = 20
_HEAD = 400  # characters that hold the first words
_REACH = MOST * 12  # and those that are compared

Words = Sequence[bytes]
WordsOf = Callable[[str], list[bytes]]

_AFTER = re.compile(r"[\u0640\u064b-\u0655\u0670]*(?:[\s.,;:،؛…!?؟»”)\]|~>•·*_]|\"(?=\s|$))*")
_BEFORE = re.compile(r"(?:[\s(\[«“|~#•·*<>©®_/\\-]|(?<!\S)\")*$")
_SET_OFF = re.compile(r"[.!?؟…»”\")\]\n|•*#>]\s*$")


class Run(NamedTuple):
    """A run: which end it stands at, its words in reading order, and the pages that carry it."""

    at: str
    words: tuple[bytes, ...]
    members: tuple[int, ...]


def runs(texts: Sequence[str], words_of: WordsOf, least: int) -> list[Run]:
    """Find what so many texts begin or end with."""
    found: list[Run] = []
    for at in (START, END):
        heads: dict[tuple[bytes, ...], list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            head = _words(text, at, words_of, _HEAD)[: LEAST[at]]
            if len(head) == LEAST[at]:
                heads[tuple(head)].append(number)
        for members in heads.values():
            if len(members) >= least:
                words = {number: _words(texts[number], at, words_of) for number in members}
                nested = [*_longer(at, words, least)]
                if any(_is_set_off(run, texts, words_of) for run in nested):
                    found += nested
    return found


def _words(text: str, at: str, words_of: WordsOf, most: int = 0) -> Words:
    """Give the words from an end on; one that is cut by the limit is left out."""
    limit = most or _REACH
    words = words_of(text[:limit]) if at == START else words_of(text[-limit:])[::-1]
    return words[:MOST] if len(text) <= limit else words[:-1][:MOST]


def _longer(at: str, words: Mapping[int, Words], least: int) -> Iterator[Run]:
    """Lengthen a run as long as most of its pages go on alike; those that do not keep a shorter."""
    members, size = [*words], LEAST[at]
    while True:
        following: dict[bytes, list[int]] = defaultdict(list)
        for number in members:
            if len(words[number]) > size:
                following[words[number][size]].append(number)
        best = max(sorted(following.items()), key=lambda one: len(one[1]), default=(b"", []))[1]
        goes_on = len(best) >= max(least, KEPT * len(members))
        if not goes_on or len(best) < len(members):
            run = words[members[0]][:size]
            yield Run(at, tuple(run if at == START else run[::-1]), tuple(members))
        if not goes_on:
            return
        members, size = best, size + 1


def _is_set_off(run: Run, texts: Sequence[str], words_of: WordsOf) -> bool:
    """Whether a run is long, or stands after a sentence's end on half of its pages."""
    if len(run.words) >= CUT:
        return True
    spans = [(texts[number], span_of(texts[number], run, words_of)) for number in run.members]
    set_off = sum(
        span is not None and _SET_OFF.search(text[max(0, span[0] - 20) : span[0]]) is not None
        for text, span in spans
    )
    return set_off * 2 >= len(spans)


def span_of(text: str, run: Run, words_of: WordsOf) -> tuple[int, int] | None:
    """Give where a run stands in a text, with the marks beside it; None: it does not."""
    return _placed(text, run, words_of) if _carried(run, _words(text, run.at, words_of)) else None


def _carried(run: Run, words: Words) -> bool:
    """Tell whether a run is what the words from its end on begin with."""
    found = words[: len(run.words)]
    return tuple(found if run.at == START else found[::-1]) == run.words


def _placed(text: str, run: Run, words_of: WordsOf) -> tuple[int, int]:
    size, reach = len(run.words), min(len(text), _REACH)
    if run.at == START:
        end = _first(reach, lambda n: tuple(words_of(text[:n])[:size]) == run.words)
        after = _AFTER.match(text, end)
        return 0, after.end() if after else end
    tail = _first(reach, lambda n: tuple(words_of(text[len(text) - n :])[-size:]) == run.words)
    before = _BEFORE.search(text, max(0, len(text) - tail - 40), len(text) - tail)
    return before.start() if before else len(text) - tail, len(text)


def _first(last: int, holds: Callable[[int], bool]) -> int:
    """Find the first number from which on a condition holds, which it does for ``last``."""
    low = 0
    while low < last:
        middle = (low + last) // 2
        if holds(middle):
            last = middle
        else:
            low = middle + 1
    return last


def run_spans(text: str, found: Iterable[Run], words_of: WordsOf) -> dict[Run, tuple[int, int]]:
    """Give where the longest run stands at either end of a text."""
    longest = sorted(found, key=lambda run: (-len(run.words), run))
    spans: dict[Run, tuple[int, int]] = {}
    for at in (START, END):
        own = [run for run in longest if run.at == at]
        words = _words(text, at, words_of) if own else ()
        run = next((run for run in own if _carried(run, words)), None)
        if run is not None:
            spans[run] = _placed(text, run, words_of)
    return spans


def left_of(text: str, spans: Mapping[Run, tuple[int, int]]) -> tuple[int, int]:
    """Give where what is left of a text without its runs begins and ends."""
    start = max((end for run, (_, end) in spans.items() if run.at == START), default=0)
    return start, min((at for run, (at, _) in spans.items() if run.at == END), default=len(text))


def stories(texts: Sequence[str], found: Sequence[Run], words_of: WordsOf) -> list[int]:
    """Give each text the number of its story: that of the first text that speaks alike; or -1.

    Runs are left out, as they are in many stories. A text tells no story where little is left of
    it, or where what is left speaks of what its runs speak of: they are its own.
    """
    parts = [_split(text, found, words_of) for text in texts]
    vocabularies = [frozenset(_long(words_of(left)[:_READ])) for left, _ in parts]
    shared = [frozenset(_long(words_of(run))) for _, run in parts]
    leaders: list[int] = []
    told: list[int] = []
    for number, (vocabulary, run) in enumerate(zip(vocabularies, shared, strict=True)):
        own = len(run) >= _TELLING and _alike(vocabulary, run)
        if own or len(vocabulary) < _TELLING:
            told.append(-1)
            continue
        alike = (leader for leader in leaders if _alike(vocabulary, vocabularies[leader]))
        leader = next(alike, number)
        if leader == number:
            leaders.append(number)
        told.append(leader)
    return told


def _split(text: str, found: Iterable[Run], words_of: WordsOf) -> tuple[str, str]:
    """Give a text without its runs, and the runs."""
    start, end = left_of(text, run_spans(text, found, words_of))
    return text[start:end], f"{text[:start]} {text[end:]}"


def _alike(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) >= SAME * fewer


def _long(words: Iterable[bytes]) -> Iterator[bytes]:
    return (word for word in words if len(word) >= _LONG)

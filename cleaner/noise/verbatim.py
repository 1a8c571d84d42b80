"""What an article prints as it is: code in fences or ticks, and the rule under a table's head.

A line of code may say "Share", "Loading..." or ``{{ title }}``, and a table's rule looks like a
separator. None of it is furniture, whatever a rule says, unless all of it goes with what is around.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner.article import Removal

#: A fenced block has so many lines at most: scrapers may put a page whole between two fences.
FENCED_LINES = 80

_FENCE = re.compile(r"[ \t]*```+[ \t]*([\w+#.-]{0,20})[ \t]*\r?$")
_TICKED = re.compile(r"(?<!`)`[^`\n]{1,120}`(?!`)")
_RULED = re.compile(
    r"[ \t]*(?:\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?|\|[ \t]*:?-{2,}:?[ \t]*\||"
    r"\+(?:[-=]{2,}\+)+)[ \t]*\r?$"
)


def spared(text: str, proposed: Sequence[Removal]) -> Sequence[Removal]:
    """Give removals without what they take out of something printed as it is."""
    spans = _verbatim(text) if proposed else []
    if not spans:
        return proposed
    return [piece for removal in proposed for piece in _outside(removal, spans)]


def _verbatim(text: str) -> list[tuple[int, int]]:
    """Give the spans of code and of tables' rules, in order, apart from one another."""
    spans: list[tuple[int, int]] = []
    if "```" in text or ("--" in text and ("|" in text or "+-" in text)):
        spans += _lines(text)
    if "`" in text:
        spans += [found.span() for found in _TICKED.finditer(text)]
    return _merged(sorted(spans))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    lines = text.split("\n")
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    opened = -1
    for i, line in enumerate(lines):
        fence = _FENCE.match(line) if "```" in line else None
        if fence and opened >= 0 and not fence[1]:
            if i - opened <= FENCED_LINES:
                yield starts[opened], starts[i] + len(line)
            opened = -1
        elif fence:
            opened = i
        elif "--" in line and _RULED.match(line) and _in_table(lines, i):
            yield starts[i], starts[i] + len(line)


def _in_table(lines: Sequence[str], i: int) -> bool:
    """Tell whether a row of a table stands right above or below a line."""
    return any("|" in line and any(map(str.isalnum, line)) for line in lines[max(0, i - 1) : i + 2])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if not made or start >= made[-1][1]:
            made.append((start, end))
    return made


def _outside(removal: Removal, spans: Sequence[tuple[int, int]]) -> Iterator[Removal]:
    """Give a removal's pieces outside of the spans that it does not take with more."""
    start = removal.start
    for a, b in spans:
        if b <= start or a >= removal.end or _holds(removal, a, b):
            continue
        if start < a:
            yield replace(removal, start=start, end=a)
        start = max(start, b)
    if start < removal.end:
        yield replace(removal, start=start)


def _holds(removal: Removal, a: int, b: int) -> bool:
    """Tell whether a removal takes a span with what stands beside it."""
    return removal.start <= a and b <= removal.end and (removal.start, removal.end) != (a, b)

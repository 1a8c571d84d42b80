"""Trying one rule on a line: a cheap look at the line's edges first, then the rule's pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.language.fold import fold_with_offsets
from cleaner.noise.feasible import Feasible, backward
from cleaner.noise.needed import Needed
from cleaner.noise.page import Line, Spans, lazy
from cleaner.noise.rule import At, Rule, patience

#: Up to so many characters, a line is looked at whole.
SHORT = 320
#: So much of a longer line is looked at, at its start and at its end, in characters: NEAR for
#: what is short and stands at the very end, FAR for what runs on to the end.
HEAD, NEAR, FAR = 200, 120, 600
#: A rule for the start of a line finds its word among so many first words.
OPENING = 12
#: So much around a mark in a long line is looked at, before and after it, in characters; further
#: where a rule may run far.
BEFORE, AFTER, FURTHER = 60, 1000, 4000
#: So many times one rule may match inside one line.
MOST_INSIDE = 500

_AFTER_STOP = re.compile(r"""[.!?)"•|][\s\-]*$""")
_FREELY: Mapping[str, float] = {}


class Trial:
    """A rule made ready: its patterns are compiled when a line first asks for them.

    ``asks`` tells that its guard asks more of a line than its words and its place, which a scan
    knows.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule, self.at, guard = rule, rule.at, rule.guard
        self.asks = guard.stop is not None or not guard.amid or guard.named or bool(guard.next)

    @lazy
    def ahead(self) -> Feasible:
        """Give the first look at a line's first letters."""
        return Feasible(self.rule.framed())

    @lazy
    def back(self) -> Feasible:
        """Give the first look at a line's last letters."""
        return Feasible(self.rule.framed(), backward=True)

    @lazy
    def _needed(self) -> Needed:
        return Needed(self.rule.framed())

    @lazy
    def _pattern(self) -> Any:
        return self.rule.compiled()

    @lazy
    def _end(self) -> Any:
        return backward(self.rule.framed())

    def feasible(self, line: Line) -> bool:
        """Look at a line's first or last letters: most rules begin or end with other ones."""
        at = self.at
        if at is At.LINE:
            return self.ahead(line.first) and self.back(line.closing)
        if at is At.END:
            return self.back(line.closing)
        return at is At.INSIDE or self.ahead(line.opening)

    def spans(self, line: Line) -> Spans:
        """Give where a line's text matches; :class:`TimeoutError` where the pattern runs away."""
        if self.at is At.LINE:
            whole = self._pattern.fullmatch(line.folded, **_stop(self.rule))
            return [(0, len(line.text))] if whole else []
        if self.at is At.END:
            window = _ending(line, far=self.rule.far)
            return self._found(line, window) if self._ends(line.seen(window)) else []
        if len(line.text) <= SHORT:
            return self._found(line, (0, len(line.text)))
        windows = [(0, HEAD)] if self.at is At.START else _around_marks(self.rule, line.text)
        return [found for window in windows for found in self._found(line, window)]

    def _ends(self, view: str) -> bool:
        """Look from a text's end back whether a rule may match there: most fail at once."""
        if not self._needed(view):
            return False
        return self._end is None or bool(self._end.match(view.rstrip(), **_stop(self.rule)))

    def _found(self, line: Line, window: tuple[int, int]) -> Spans:
        """Find matches in a window of a line; where one is, work out its place in the original."""
        view = line.seen(window)
        found = _spans_in(self.rule, self._pattern, view) if self._needed(view) else []
        if not found:
            return []
        start, end = window
        whole = end - start == len(line.text)
        back = line.map if whole else fold_with_offsets(line.text[start:end])
        spans = [back.span(first, last) for first, last in found]
        return [(start + a, start + b) for a, b in spans]


def _stop(rule: Rule, length: int = 0) -> Mapping[str, float]:
    """Give what stops a pattern that runs away, which a proven one does not.

    To ask for it takes longer than most patterns; and where the machine is busy, a sound pattern
    may be stopped by the clock.
    """
    return _FREELY if rule.proven else {"timeout": patience(length)}


def _spans_in(rule: Rule, pattern: Any, view: str) -> Spans:
    if rule.at is At.INSIDE:
        met = pattern.finditer(view, **_stop(rule, len(view)))
        return [found.span() for found, _ in zip(met, range(MOST_INSIDE), strict=False)]
    view = view.rstrip()
    if rule.at is At.START:
        found = pattern.match(view, **_stop(rule))
        return [found.span()] if found else []
    for found in pattern.finditer(view, overlapped=True, **_stop(rule)):
        if not rule.guard.after_stop or _AFTER_STOP.search(view[: found.start()].rstrip()[-8:]):
            return [found.span()]
    return []


def _ending(line: Line, *, far: bool) -> tuple[int, int]:
    """Give the part of a line in which a rule for its end is looked for."""
    length = len(line.text)
    start = max(0, length - (FAR if far else NEAR))
    if line.text[start : start + 1].isspace():  # see what stands before the blanks
        start = max(0, len(line.text[:start].rstrip()) - OPENING)
    return start, length


def _around_marks(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Give windows around a rule's marks, joined where they overlap, so that none is seen twice."""
    made: list[tuple[int, int]] = []
    for at in sorted(at for mark in rule.marks for at in _places(text, mark)):
        start, end = max(0, at - BEFORE), min(len(text), at + (FURTHER if rule.far else AFTER))
        if made and start <= made[-1][1]:
            made[-1] = made[-1][0], end
        else:
            made.append((start, end))
    return made


def _places(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)

"""Finding where rules match: one cheap pass finds the lines, patterns see only those.

Linear by construction: a short line is looked at whole; a long one at its head, at its tail and,
for rules that may match anywhere, around the marks that call for them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cleaner.language.fold import fold, fold_with_offsets
from cleaner.noise.page import Line, Page, lazy
from cleaner.noise.quick import keys_of, words_of
from cleaner.noise.rule import TIMEOUT, At, Rule, patience
from cleaner.noise.scopes import Match, guarded

#: Up to so many characters, a line is looked at whole.
SHORT = 320
#: So much of a longer line is looked at, at its start and at its end, in characters: NEAR for
#: what is short and stands at the very end, FAR for what runs on to the end.
HEAD, NEAR, FAR = 200, 120, 600
#: Up to so many characters, a line that holds a digit may be a stamp.
STAMP = 120
#: A rule for the start of a line finds its word among so many first words.
OPENING = 12
#: So much around a mark in a long line is looked at, before and after it, in characters.
BEFORE, AFTER = 60, 480
#: So many times one rule may match inside one line.
MOST_INSIDE = 500

_DIGIT = re.compile(r"\d")
_AFTER_STOP = re.compile(r"""[.!?)"•|][\s\-]*$""")
_NUMBER, _NONE = "#number", "#none"
_Words = list[bytes] | list[str]


class RunawayPatternWarning(UserWarning):
    """A pattern was stopped because it worked too long; the text it worked on was kept."""

    def __init__(self, rule: str, seconds: float) -> None:
        self.rule = rule
        super().__init__(f"the pattern of rule {rule!r} ran away and was stopped ({seconds} s)")


class _Zone:
    """Rules, found by the words and the marks that a text holds."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word: dict[bytes | str, list[Rule]] = {}
        self._by_mark: dict[str, list[Rule]] = {}
        for rule in rules:
            for word in sorted(rule.words):
                for key in keys_of(word) if word[0] != "#" else (word,):
                    self._by_word.setdefault(key, []).append(rule)
            for mark in sorted(rule.marks):
                self._by_mark.setdefault(mark, []).append(rule)
        self._keys = frozenset(self._by_word)
        self._any_mark = re.compile("|".join(map(re.escape, sorted(self._by_mark))) or r"(?!)")

    def by_words(self, words: _Words) -> list[Rule]:
        """Give the rules one of whose words is among these, in their own order."""
        found = self._keys.intersection(words)
        return _merged(self._by_word[key] for key in found) if found else []

    def by_marks(self, text: str) -> list[Rule]:
        """Give the rules one of whose marks stands in a text."""
        if not self._any_mark.search(text):
            return []
        return _merged(rules for mark, rules in self._by_mark.items() if mark in text)

    def by_shape(self, text: str, words: _Words) -> list[Rule]:
        """Give the rules for lines that hold a digit, or no word at all."""
        if not words:
            return self._by_word.get(_NONE, [])
        if len(text) > STAMP or not _DIGIT.search(text):
            return []
        return self._by_word.get(_NUMBER, [])


def _merged(groups: Iterable[list[Rule]]) -> list[Rule]:
    met = {rule.id: rule for group in groups for rule in group}
    return [met[name] for name in sorted(met)]


class Matcher:
    """Finds the matches of a set of rules. Holds compiled patterns, and nothing of any page."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._patterns: dict[str, Any] = {}

    @lazy
    def _zones(self) -> Mapping[str, _Zone]:
        rules = self._rules
        return {
            "every": _Zone(rules),
            "start": _Zone(rule for rule in rules if rule.at is At.START),
            "inside": _Zone(rule for rule in rules if rule.at is At.INSIDE),
            "near": _Zone(rule for rule in rules if rule.at is At.END and not rule.far),
            "far": _Zone(rule for rule in rules if rule.at is At.END and rule.far),
        }

    def matches(self, page: Page) -> list[Match]:
        """Find every match on a page, in the order of the text."""
        met: list[Match] = []
        stopped: set[str] = set()
        for place, line in enumerate(page.units):
            for rule in self._candidates(line):
                if rule.id not in stopped and guarded(page, rule, place):
                    met += self._tried(rule, line, stopped)
        return met

    def _candidates(self, line: Line) -> Sequence[Rule]:
        if len(line.text) <= SHORT:
            return self._of_short(line.text)
        zones, text = self._zones, line.text
        return (
            zones["start"].by_words(words_of(text[:HEAD])[:OPENING])
            + zones["near"].by_words(words_of(text[-NEAR:]))
            + zones["far"].by_words(words_of(text[-FAR:]))
            + zones["inside"].by_marks(text)
        )

    def _of_short(self, text: str) -> Sequence[Rule]:
        every, words = self._zones["every"], words_of(text)
        found = every.by_words(words) + every.by_marks(text) + every.by_shape(text, words)
        if not found:
            return ()
        opening = self._zones["start"].by_words(words[:OPENING])
        return [
            rule
            for rule in _merged([found])
            if rule.at is not At.START or rule in opening or rule.marks
        ]

    def _tried(self, rule: Rule, line: Line, stopped: set[str]) -> list[Match]:
        try:
            return list(self._spans(rule, line))
        except TimeoutError:
            stopped.add(rule.id)
            warnings.warn(RunawayPatternWarning(rule.id, TIMEOUT), stacklevel=2)
            return []

    def _pattern(self, rule: Rule) -> Any:
        pattern = self._patterns.get(rule.id)
        if pattern is None:
            # A memo of a pure function of the rule: no result depends on it.
            pattern = self._patterns[rule.id] = rule.compiled()
        return pattern

    def _spans(self, rule: Rule, line: Line) -> Iterator[Match]:
        pattern = self._pattern(rule)
        if rule.at is At.LINE:
            if pattern.fullmatch(line.folded, timeout=TIMEOUT):
                yield Match(rule, line, line.start, line.end)
            return
        for start, end in _windows(rule, line):
            yield from _found(rule, line, pattern, start, end)


def _found(rule: Rule, line: Line, pattern: Any, start: int, end: int) -> Iterator[Match]:
    """Find matches in one window of a line; where one is, work out its place in the original."""
    whole = start == 0 and end == len(line.text)
    view = line.view if whole else fold(line.text[start:end])
    found = _spans_in(rule, pattern, view)
    if not found:
        return
    back = line.map if whole else fold_with_offsets(line.text[start:end])
    for first, last in found:
        a, b = back.span(first, last)
        yield Match(rule, line, line.start + start + a, line.start + start + b)


def _spans_in(rule: Rule, pattern: Any, view: str) -> list[tuple[int, int]]:
    if rule.at is At.INSIDE:
        met = pattern.finditer(view, timeout=patience(len(view)))
        return [found.span() for found, _ in zip(met, range(MOST_INSIDE), strict=False)]
    view = view.rstrip()
    if rule.at is At.START:
        found = pattern.match(view, timeout=TIMEOUT)
        return [found.span()] if found else []
    for found in pattern.finditer(view, overlapped=True, timeout=TIMEOUT):
        if not rule.guard.after_stop or _AFTER_STOP.search(view[: found.start()][-8:]):
            return [found.span()]
    return []


def _windows(rule: Rule, line: Line) -> list[tuple[int, int]]:
    """Give the parts of a line that a rule looks at."""
    length = len(line.text)
    if rule.at is At.END:
        return [(max(0, length - (FAR if rule.far else NEAR)), length)]
    if length <= SHORT:
        return [(0, length)]
    if rule.at is At.START:
        return [(0, HEAD)]
    return _around_marks(rule, line.text)


def _around_marks(rule: Rule, text: str) -> list[tuple[int, int]]:
    """Give windows around a rule's marks, joined where they overlap, so that none is seen twice."""
    made: list[tuple[int, int]] = []
    for at in sorted(at for mark in rule.marks for at in _places(text, mark)):
        start, end = max(0, at - BEFORE), min(len(text), at + AFTER)
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

"""Finding where rules match: one cheap pass finds the lines, patterns see only those.

Linear by construction: a short line is looked at whole, a long one at its head, its tail and,
for rules that may match anywhere, around the words that call for them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from cleaner.language.fold import Folded, fold_with_offsets
from cleaner.noise.page import Line, Page
from cleaner.noise.quick import Vocabulary
from cleaner.noise.rule import TIMEOUT, At, Rule, Scope
from cleaner.noise.scopes import Match, guarded

#: Up to so many characters, a line is looked at whole.
SHORT = 320
#: So much of a longer line is looked at, at its start and at its end, in characters.
HEAD, TAIL = 200, 320
#: So many times one rule may match inside one line.
MOST_INSIDE = 200

_DIGIT = re.compile(r"\d")
_NUMBER, _NONE = "#number", "#none"
_MARKS = {"#brace": "{", "#hash": "#", "#at": "@"}


class RunawayPatternWarning(UserWarning):
    """A pattern was stopped because it worked too long; the text it worked on was kept."""

    def __init__(self, rule: str, seconds: float) -> None:
        self.rule = rule
        super().__init__(f"the pattern of rule {rule!r} ran away and was stopped ({seconds} s)")


class _Zone:
    """The rules that look at one part of a line, found by the words that stand in it."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_word: dict[str, list[Rule]] = {}
        for rule in rules:
            for word in sorted(rule.words):
                self._by_word.setdefault(word, []).append(rule)
        self._marks = [(name, mark) for name, mark in _MARKS.items() if name in self._by_word]
        self._vocabulary = Vocabulary(word for word in self._by_word if not word.startswith("#"))

    def candidates(self, text: str) -> list[Rule]:
        """Give the rules whose words stand in a text, in a fixed order."""
        found = self._vocabulary.found(text)
        marked = [name for name, mark in self._marks if mark in text]
        return self._rules([*found, *marked]) if found or marked else []

    def shapes(self, line: Line) -> list[Rule]:
        """Give the rules for short lines that hold a digit, or no word at all."""
        if _NUMBER in self._by_word and _DIGIT.search(line.text):
            return self._by_word[_NUMBER]
        if _NONE in self._by_word and not any(map(str.isalnum, line.text)):
            return self._by_word[_NONE]
        return []

    def _rules(self, found: Iterable[str]) -> list[Rule]:
        met = {rule.id: rule for word in found for rule in self._by_word[word]}
        return [met[name] for name in sorted(met)] if len(met) > 1 else list(met.values())


class Matcher:
    """Finds the matches of a set of rules. Holds compiled patterns, and nothing of any page."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)
        self._patterns: dict[str, Any] = {}

    @cached_property
    def _zones(self) -> Mapping[At | None, _Zone]:
        zones: dict[At | None, _Zone] = {
            at: _Zone(rule for rule in self._rules if rule.at is at)
            for at in (At.START, At.END, At.INSIDE)
        }
        return {**zones, None: _Zone(self._rules)}

    def matches(self, page: Page) -> list[Match]:
        """Find every match on a page, in the order of the text."""
        met: list[Match] = []
        stopped: set[str] = set()
        for line in page.units:
            for rule in self._candidates(line):
                if rule.id not in stopped and guarded(page, rule, line):
                    met += self._tried(rule, line, stopped)
        return met

    def _candidates(self, line: Line) -> Sequence[Rule]:
        zones, text = self._zones, line.text
        if len(text) <= SHORT:
            return zones[None].candidates(text) + zones[None].shapes(line)
        return (
            zones[At.START].candidates(text[:HEAD])
            + zones[At.END].candidates(text[-TAIL:])
            + zones[At.INSIDE].candidates(text)
        )

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
        elif rule.at is At.INSIDE:
            yield from self._inside(rule, line, pattern)
        else:
            yield from self._edge(rule, line, pattern)

    def _edge(self, rule: Rule, line: Line, pattern: Any) -> Iterator[Match]:
        window, offset = _window(rule.at, line)
        find = pattern.match if rule.at is At.START else pattern.search
        found = find(window.text.rstrip(), timeout=TIMEOUT)
        if found:
            start, end = window.span(found.start(), found.end())
            yield Match(rule, line, line.start + offset + start, line.start + offset + end)

    def _inside(self, rule: Rule, line: Line, pattern: Any) -> Iterator[Match]:
        window = line.map
        for count, found in enumerate(pattern.finditer(window.text, timeout=TIMEOUT)):
            if count >= MOST_INSIDE:
                return
            start, end = window.span(found.start(), found.end())
            yield Match(rule, line, line.start + start, line.start + end)


def _window(at: At, line: Line) -> tuple[Folded, int]:
    """Give the part of a line that a rule at its start or end looks at, and where it begins."""
    if len(line.text) <= SHORT:
        return line.map, 0
    if at is At.START:
        return fold_with_offsets(line.text[:HEAD]), 0
    return fold_with_offsets(line.text[-TAIL:]), len(line.text) - TAIL


def whole_line(match: Match) -> bool:
    """Tell whether a match takes its line whole."""
    return match.rule.scope is not Scope.INLINE

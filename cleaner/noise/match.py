"""Finding where rules match: one cheap pass finds the lines, patterns see only those.

Linear by construction: a short line is looked at whole; a long one at its head, at its tail and,
for rules that may match anywhere, around the marks that call for them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.noise.evidence import stops
from cleaner.noise.page import Line, Page, Spans, lazy
from cleaner.noise.quick import keys_of, words_of
from cleaner.noise.rule import TIMEOUT, At, Rule
from cleaner.noise.scopes import Match, guarded
from cleaner.noise.signs import NO_KEYS, Signs, Vocabulary
from cleaner.noise.trial import FAR, HEAD, NEAR, OPENING, SHORT, Trial

#: Up to so many characters, a line that holds a digit may be a stamp.
STAMP = 120

_DIGIT = re.compile(r"\d")
_NUMBER, _NONE = "#number", "#none"
_Words = list[bytes] | list[str]
#: So many different sets of signs are remembered.
MOST_KNOWN = 20_000
#: So many short lines are remembered with what matched on them, and how short they are.
MOST_LINES, REMEMBERED = 10_000, 100
_Remembered = tuple[tuple[Trial, Spans], ...]


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
        self.keys = frozenset(self._by_word)
        self.words = sorted(key for key in self.keys if isinstance(key, str))
        self.all_marks = tuple(self._by_mark)
        self._leads: dict[str, list[str]] = {}
        for mark in self._by_mark:
            self._leads.setdefault(mark if mark[0].isalnum() else mark[0], []).append(mark)

    def marks(self, text: str) -> list[str]:
        """Give the marks that stand in a text; most texts hold none of their first characters."""
        met = [marks for lead, marks in self._leads.items() if lead in text]
        return [mark for marks in met for mark in marks if mark in text]

    def rules(self, keys: Iterable[bytes | str], marks: Iterable[str] = ()) -> list[Rule]:
        """Give the rules with one of these words or marks, in their own order."""
        named = [self._by_word.get(key, []) for key in keys]
        marked = [self._by_mark.get(mark, []) for mark in marks]
        met = {rule.id: rule for group in (*named, *marked) for rule in group}
        return [met[name] for name in sorted(met)]


class _Zones(NamedTuple):
    every: _Zone
    start: _Zone
    inside: _Zone
    near: _Zone
    far: _Zone


def _signs(zones: _Zones, text: str, marks: Sequence[str]) -> Signs | None:
    """Give the signs on a line, or None; ``marks`` are those that its page holds."""
    here = tuple([mark for mark in marks if mark in text]) if marks else ()
    if len(text) > SHORT:
        return _signs_of_long(zones, text, here)
    words = words_of(text)
    found = zones.every.keys.intersection(words)
    shape = _shape(text, words)
    if shape:
        found |= {shape}
    if not found and not here:
        return None
    opening = zones.start.keys.intersection(words[:OPENING])
    return Signs(found, opening, NO_KEYS, here, short=True)


def _shape(text: str, words: _Words) -> str | None:
    """Name the shape by which rules find lines that hold a digit, or no word at all."""
    if not words:
        return _NONE
    return _NUMBER if len(text) <= STAMP and _DIGIT.search(text) else None


def _signs_of_long(zones: _Zones, text: str, marks: tuple[str, ...]) -> Signs | None:
    opening = zones.start.keys.intersection(words_of(text[:HEAD])[:OPENING])
    near = zones.near.keys.intersection(words_of(text[-NEAR:]))
    far = zones.far.keys.intersection(words_of(text[-FAR:]))
    if not (opening or near or far or marks):
        return None
    return Signs(near, opening, far, marks, short=False)


def _rules_for(zones: _Zones, signs: Signs) -> list[Rule]:
    opening = zones.start.rules(signs.opening)
    if not signs.short:
        near, far = zones.near.rules(signs.words), zones.far.rules(signs.far)
        return opening + near + far + zones.inside.rules((), signs.marks)
    called = zones.every.rules(signs.words, signs.marks)
    return [rule for rule in called if rule.at is not At.START or rule in opening or rule.marks]


def _called_by_word(zones: _Zones, word: str) -> Iterator[list[Rule]]:
    """Give the rules that a word calls for in each zone, in the zones' order."""
    every = zones.every.rules((word,))
    yield [rule for rule in every if rule.at is not At.START or rule.marks]
    for zone in (zones.start, zones.near, zones.far):
        yield zone.rules((word,))


def _called_by_mark(zones: _Zones, mark: str) -> Iterator[list[Rule]]:
    """Give the rules that a mark calls for in a short line, and in a long one."""
    yield zones.every.rules((), (mark,))
    yield zones.inside.rules((), (mark,))


def _id(rule: Rule) -> str:
    return rule.id


def _any_in(marks: Iterable[str], text: str) -> bool:
    return any(mark in text for mark in marks)


class Matcher:
    """Finds the matches of a set of rules. Holds compiled patterns, and nothing of any page."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        #: In the order of their ids, which is that of their numbers.
        self.rules = tuple(sorted({rule.id: rule for rule in rules}.values(), key=_id))
        self._trials = tuple(map(Trial, self.rules))
        self._numbers = {rule.id: number for number, rule in enumerate(self.rules)}
        self._proven = all(rule.proven for rule in self.rules)
        self._lines: dict[tuple[str | int, ...], _Remembered] = {}
        # A memo of a pure function of words and marks: no result depends on it.
        self._known: dict[Signs, list[Rule]] = {}

    @lazy
    def _zones(self) -> _Zones:
        rules = self.rules
        return _Zones(
            _Zone(rules),
            _Zone(rule for rule in rules if rule.at is At.START),
            _Zone(rule for rule in rules if rule.at is At.INSIDE),
            _Zone(rule for rule in rules if rule.at is At.END and not rule.far),
            _Zone(rule for rule in rules if rule.at is At.END and rule.far),
        )

    @lazy
    def vocabulary(self) -> Vocabulary:
        """Give what calls for which rules: what a scan of many texts looks for."""
        zones, numbers = self._zones, self._numbers
        words, marks = zones.every.words, zones.every.all_marks
        groups = [group for word in words for group in _called_by_word(zones, word)]
        groups += [group for mark in marks for group in _called_by_mark(zones, mark)]
        places = {word: place for place, word in enumerate(words)}
        calls = tuple(tuple(numbers[rule.id] for rule in group) for group in groups)
        shapes = places.get(_NUMBER, -1), places.get(_NONE, -1)
        return Vocabulary(tuple(words), marks, shapes, calls)

    def matches(
        self, page: Page, called: Iterable[tuple[int, Sequence[int]]] | None = None
    ) -> list[Match]:
        """Find every match on a page, in the order of the text.

        ``called`` gives the rules that are called for on its units, by the units' places, if a
        scan has found them: each rule's number times two, and one more where only marks call
        for it, which a scan does not tell from those of another case.
        """
        if called is not None and self._proven:
            return [met for place, codes in called for met in self._scanned(page, place, codes)]
        met: list[Match] = []
        stopped: set[str] = set()
        named = self._by_signs(page) if called is None else self.by_number(page, called)
        for place, rules in named:
            line = page.units[place]
            for trial in map(self.trial, rules):
                if guarded(page, trial.rule, place) and trial.feasible(line):
                    met += _met(trial, line, _tried(page, trial, line, stopped))
        return met

    def _scanned(self, page: Page, place: int, codes: Sequence[int]) -> Iterator[Match]:
        """Find the matches on a unit by proven rules that a scan called for."""
        line = page.units[place]
        if len(line.text) > REMEMBERED:
            key: tuple[str | int, ...] = (line.text, *codes)
            if key not in page.ready:
                page.ready[key] = tuple(self._ready(line, codes))
            for trial in page.ready[key]:
                if not trial.asks or guarded(page, trial.rule, place):
                    yield from _met(trial, line, _known(page, trial, line))
            return
        for trial, spans in self._remembered(line, codes):
            if not trial.asks or guarded(page, trial.rule, place):
                yield from _met(trial, line, spans)

    def _remembered(self, line: Line, codes: Sequence[int]) -> _Remembered:
        """Give where rules match on a short line, wherever it stands: sites print it again."""
        key: tuple[str | int, ...] = (line.text, *codes)
        known = self._lines.get(key)
        if known is None:
            if len(self._lines) >= MOST_LINES:
                self._lines.clear()
            met = [(trial, trial.spans(line)) for trial in self._ready(line, codes)]
            # A memo of a pure function of the line's text: no result depends on it.
            known = self._lines[key] = tuple((trial, spans) for trial, spans in met if spans)
        return known

    def _ready(self, line: Line, codes: Iterable[int]) -> Iterator[Trial]:
        """Give the rules that may match a line, of those that a scan called for."""
        for trial in self._called_on(line, codes):
            stop = trial.rule.guard.stop
            if (stop is None or stops(line) is stop) and trial.feasible(line):
                yield trial

    def by_number(
        self, page: Page, called: Iterable[tuple[int, Sequence[int]]]
    ) -> Iterator[tuple[int, list[Rule]]]:
        """Give the rules called for on a page's units, told by their numbers."""
        for place, codes in called:
            yield place, [trial.rule for trial in self._called_on(page.units[place], codes)]

    def _called_on(self, line: Line, codes: Iterable[int]) -> list[Trial]:
        met = [(self._trials[code >> 1], code & 1) for code in codes]
        return [t for t, marked in met if not marked or _any_in(t.rule.marks, line.text)]

    def _by_signs(self, page: Page) -> Iterator[tuple[int, list[Rule]]]:
        for place, signs in self.signed(page):
            yield place, self.called(signs)

    def trial(self, rule: Rule) -> Trial:
        """Give a rule made ready to be tried."""
        return self._trials[self._numbers[rule.id]]

    def signed(self, page: Page) -> Iterator[tuple[int, Signs]]:
        """Find the signs on a page's units, by their places; units without any are left out."""
        marks = self._zones.every.marks(page.text)
        for place, line in enumerate(page.units):
            signs = _signs(self._zones, line.text, marks)
            if signs:
                yield place, signs

    def called(self, signs: Signs) -> list[Rule]:
        """Give the rules that some signs call for."""
        called = self._known.get(signs)
        if called is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            called = self._known[signs] = _rules_for(self._zones, signs)
        return called


def _met(trial: Trial, line: Line, spans: Spans) -> list[Match]:
    at = line.start
    return [Match(trial.rule, line, at + start, at + end) for start, end in spans]


def _known(page: Page, trial: Trial, line: Line) -> Spans:
    """Give where a rule matches on a line: a page that is cleaned in rounds asks again."""
    key = trial.rule.id, line.text
    spans = page.known.get(key)
    if spans is None:
        spans = page.known[key] = trial.spans(line)
    return spans


def _tried(page: Page, trial: Trial, line: Line, stopped: set[str]) -> Spans:
    if trial.rule.id in stopped:
        return []
    try:
        return _known(page, trial, line)
    except TimeoutError:
        stopped.add(trial.rule.id)
        warnings.warn(RunawayPatternWarning(trial.rule.id, TIMEOUT), stacklevel=2)
        return []

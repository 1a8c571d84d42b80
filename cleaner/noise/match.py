"""Finding where rules match: one cheap pass finds the lines, patterns see only those.

Linear by construction: a short line is looked at whole; a long one at its head, at its tail and,
for rules that may match anywhere, around the marks that call for them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.language.fold import fold_with_offsets
from cleaner.noise.feasible import LETTERS, Feasible, backward
from cleaner.noise.page import Line, Page, lazy
from cleaner.noise.quick import keys_of, words_of
from cleaner.noise.rule import TIMEOUT, At, Rule, patience
from cleaner.noise.scopes import Match, guarded
from cleaner.noise.signs import NO_KEYS, Signs, Vocabulary

#: Up to so many characters, a line is looked at whole.
SHORT = 320
#: So much of a longer line is looked at, at its start and at its end, in characters: NEAR for
#: what is short and stands at the very end, FAR for what runs on to the end.
HEAD, NEAR, FAR = 200, 120, 600
#: Up to so many characters, a line that holds a digit may be a stamp.
STAMP = 120
#: A rule for the start of a line finds its word among so many first words.
OPENING = 12
#: So much around a mark in a long line is looked at, before and after it, in characters; further
#: where a rule may run far.
BEFORE, AFTER, FURTHER = 60, 1000, 4000
#: So many times one rule may match inside one line.
MOST_INSIDE = 500

_DIGIT = re.compile(r"\d")
_AFTER_STOP = re.compile(r"""[.!?)"•|][\s\-]*$""")
_NUMBER, _NONE = "#number", "#none"
_Words = list[bytes] | list[str]
#: So many different sets of signs are remembered.
MOST_KNOWN = 20_000


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
        self._patterns: dict[str, Any] = {}
        self._looks: dict[str, tuple[Feasible, Feasible]] = {}
        self._ends: dict[str, Any] = {}
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
        zones, numbers = self._zones, {rule.id: n for n, rule in enumerate(self.rules)}
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
        met: list[Match] = []
        stopped: set[str] = set()
        for place, rules in (
            self._by_signs(page) if called is None else self.by_number(page, called)
        ):
            line = page.units[place]
            for rule in rules:
                if rule.id in stopped or not guarded(page, rule, place):
                    continue
                if self.feasible(rule, line):
                    met += self._tried(rule, line, stopped)
        return met

    def by_number(
        self, page: Page, called: Iterable[tuple[int, Sequence[int]]]
    ) -> Iterator[tuple[int, list[Rule]]]:
        """Give the rules called for on a page's units, told by their numbers."""
        for place, codes in called:
            text = page.units[place].text
            rules = [(self.rules[code >> 1], code & 1) for code in codes]
            yield place, [r for r, marked in rules if not marked or _any_in(r.marks, text)]

    def _by_signs(self, page: Page) -> Iterator[tuple[int, list[Rule]]]:
        for place, signs in self.signed(page):
            yield place, self.called(signs)

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

    def feasible(self, rule: Rule, line: Line) -> bool:
        """Look at a line's first or last letters: most rules begin or end with other ones."""
        if rule.at is At.INSIDE:
            return True
        ahead, back = self.looks(rule)
        if rule.at is At.END:
            return back(line.closing)
        if rule.at is At.START:
            return ahead(line.opening[:LETTERS])
        return ahead(line.opening.lstrip()[:LETTERS]) and back(line.closing)

    def looks(self, rule: Rule) -> tuple[Feasible, Feasible]:
        """Give the first looks at a line's first letters and at its last ones."""
        looks = self._looks.get(rule.id)
        if looks is None:
            # A memo of a pure function of the rule: no result depends on it.
            framed = rule.framed()
            looks = self._looks[rule.id] = (Feasible(framed), Feasible(framed, backward=True))
        return looks

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
            if pattern.fullmatch(line.folded, **_stop(rule)):
                yield Match(rule, line, line.start, line.end)
            return
        for window in _windows(rule, line):
            if rule.at is not At.END or self._ends_with(rule, line.seen(window)):
                yield from _found(rule, line, pattern, window)

    def _ends_with(self, rule: Rule, view: str) -> bool:
        """Look from a text's end back whether a rule may match there: most fail at once."""
        if rule.id not in self._ends:
            # A memo of a pure function of the rule: no result depends on it.
            self._ends[rule.id] = backward(rule.framed())
        pattern = self._ends[rule.id]
        return pattern is None or bool(pattern.match(view.rstrip(), **_stop(rule)))


_FREELY: Mapping[str, float] = {}


def _stop(rule: Rule, length: int = 0) -> Mapping[str, float]:
    """Give what stops a pattern that runs away, which a proven one does not.

    To ask for it takes longer than most patterns; and where the machine is busy, a sound pattern
    may be stopped by the clock.
    """
    return _FREELY if rule.proven else {"timeout": patience(length)}


def _found(rule: Rule, line: Line, pattern: Any, window: tuple[int, int]) -> Iterator[Match]:
    """Find matches in one window of a line; where one is, work out its place in the original."""
    found = _spans_in(rule, pattern, line.seen(window))
    if not found:
        return
    start, end = window
    back = line.map if end - start == len(line.text) else fold_with_offsets(line.text[start:end])
    for first, last in found:
        a, b = back.span(first, last)
        yield Match(rule, line, line.start + start + a, line.start + start + b)


def _spans_in(rule: Rule, pattern: Any, view: str) -> list[tuple[int, int]]:
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


def _windows(rule: Rule, line: Line) -> list[tuple[int, int]]:
    """Give the parts of a line that a rule looks at."""
    length = len(line.text)
    if rule.at is At.END:
        start = max(0, length - (FAR if rule.far else NEAR))
        if line.text[start : start + 1].isspace():  # see what stands before the blanks
            start = max(0, len(line.text[:start].rstrip()) - OPENING)
        return [(start, length)]
    if length <= SHORT:
        return [(0, length)]
    if rule.at is At.START:
        return [(0, HEAD)]
    return _around_marks(rule, line.text)


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

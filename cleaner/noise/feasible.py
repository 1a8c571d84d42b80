"""Whether a pattern can match a line that begins or ends with some letters: a cheap first look.

The few letters are walked through the pattern's parts as any engine would, but for what looks
around (assertions, back references), which is taken to hold. So the answer may be yes in vain,
and no is always right. What is not understood for certain is always possible.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

#: So many letters at a line's start or end are looked at; more different ones are not remembered.
LETTERS = 4
MOST_KNOWN = 50_000

_Places = frozenset[int]
_NONE: _Places = frozenset()
# Fuzzy matching and braces that only one of the two engines takes for a repeat.
_ODD_BRACE = re.compile(r"(?<!\\)\{(?!\d+(?:,\d*)?\}|,\d+\})")
_EPSILON = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_ONE = frozenset(("LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY", "RANGE"))
_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}


class Feasible:
    """Answers for one pattern: at its start, or (``backward``) at its end."""

    def __init__(self, pattern: str, *, backward: bool = False) -> None:
        self._items, self._backward = _parsed(pattern), backward
        # A memo of a pure function of a few letters: no result depends on it.
        self._known: dict[str, bool] = {}

    def __call__(self, letters: str) -> bool:
        """Tell whether a text with these letters first (or last) may match there."""
        answer = self._known.get(letters)
        if answer is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            answer = self._known[letters] = self._walked(letters)
        return answer

    def _walked(self, letters: str) -> bool:
        if self._items is None:
            return True
        walk = _Walk(letters[::-1] if self._backward else letters, self._backward)
        return bool(walk.sequence(self._items, frozenset((0,))))


# What an engine that goes back over a text may take otherwise than one that goes on.
_ONE_WAY = re.compile(r"\(\?>|[+*?}]\+|\\[1-9]|\(\?P=|\(\?\(")


def backward(pattern: str) -> Any:
    """Compile a pattern to be matched from a text's end back; None where that may differ.

    It matches there if and only if the pattern matches somewhere up to the end, which has to be
    part of the pattern.
    """
    import regex

    if _ONE_WAY.search(pattern) or _parsed(pattern) is None:
        return None
    return regex.compile(f"(?r){pattern}")


def _parsed(pattern: str) -> Sequence[Any] | None:
    """Parse a pattern with the standard library's parser; None where it may mean another thing."""
    if _ODD_BRACE.search(pattern) or "[[" in pattern:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree: Any = re._parser.parse(pattern)  # type: ignore[attr-defined]
    except (re.error, Warning, OverflowError, RecursionError):
        return None
    return None if tree.state.flags & ~re.UNICODE.value else tuple(tree)


class _Walk:
    """Walks letters through a parsed pattern: from places before parts to places after them.

    The place after the last letter stands for all that follow: from there anything goes.
    """

    def __init__(self, letters: str, backward: bool) -> None:  # noqa: FBT001
        self._letters, self._backward, self._end = letters, backward, len(letters)

    def sequence(self, items: Iterable[Any], places: _Places) -> _Places:
        for item in reversed(tuple(items)) if self._backward else items:
            places = self._part(item, places)
            if not places:
                break
        return places

    def _part(self, item: tuple[Any, Any], places: _Places) -> _Places:
        name, value = str(item[0]), item[1]
        after = places & {self._end}
        before = places - after
        if not before or name in _EPSILON:
            return places
        if name in _ONE:
            return after | {at + 1 for at in before if _takes(name, value, self._letters[at])}
        return after | self._group(name, value, before)

    def _group(self, name: str, value: Any, places: _Places) -> _Places:
        if name == "BRANCH":
            return _NONE.union(*(self.sequence(branch, places) for branch in value[1]))
        if name == "SUBPATTERN" and not value[1] and not value[2]:
            return self.sequence(value[3], places)
        if name == "ATOMIC_GROUP":
            return self.sequence(value, places)
        if name in _REPEATS:
            least, most, items = value
            return self._repeated(least, most, items, places)
        return frozenset((self._end,))  # not understood: anything may follow

    def _repeated(self, least: int, most: int, items: Any, places: _Places) -> _Places:
        met = places if least == 0 else _NONE
        for times in range(1, min(int(most), self._end + int(least) + 1) + 1):
            places = self.sequence(items, places)
            if not places or (times >= least and places <= met):
                break
            met |= places if times >= least else _NONE
        return met


def _takes(name: str, value: Any, letter: str) -> bool:
    """Tell whether a part of a pattern that takes one letter may take this one."""
    if name == "LITERAL":
        return bool(ord(letter) == value)
    if name == "NOT_LITERAL":
        return bool(ord(letter) != value)
    if name == "RANGE":
        return bool(value[0] <= ord(letter) <= value[1])
    if name == "CATEGORY":
        return _of_category(str(value), letter)
    return name == "ANY" or _in_set(tuple(value), letter)


def _of_category(category: str, letter: str) -> bool:
    import regex

    shape = _CATEGORIES.get(category)
    return shape is None or regex.match(shape, letter) is not None


def _in_set(members: Sequence[tuple[Any, Any]], letter: str) -> bool:
    negated = str(members[0][0]) == "NEGATE"
    named = [(str(name), value) for name, value in members[negated:]]
    return negated != any(_takes(name, value, letter) for name, value in named)

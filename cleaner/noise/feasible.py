"""Whether a pattern can match a line that begins or ends with some letters: a cheap first look.

The few letters are walked through the pattern's parts as any engine would, but for what looks
around (assertions, back references), which is taken to hold. So the answer may be yes in vain,
and no is always right. What is not understood for certain is always possible. The parts that may
follow are gathered once for a pattern and once for each letter after them: a walk is a few
look-ups.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

#: So many letters at a line's start or end are looked at; more different ones are not remembered.
LETTERS = 6
MOST_KNOWN = 50_000

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
        items = parsed(pattern)
        self._backward = backward
        self._start: _State | None = None
        if items is not None:
            self._start = _State(_unrolled(_Rest(items, _ANYTHING, backward=backward).nodes), {})
        # A memo of a pure function of a few letters: no result depends on it.
        self._known: dict[str, bool] = {}

    def takers(self) -> list[tuple[str, Any]] | None:
        """Give the parts that may take the first letter (or the last); None: any letter may be."""
        if self._start is None or self._start.open:
            return None
        return self._start.takers()

    def __call__(self, letters: str) -> bool:
        """Tell whether a text with these letters first (or last) may match there."""
        answer = self._known.get(letters)
        if answer is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            answer = self._known[letters] = self._walked(letters)
        return answer

    def _walked(self, letters: str) -> bool:
        state = self._start
        for letter in reversed(letters) if self._backward else letters:
            if state is None or state.open:
                return True
            state = state.after(letter)
        return state is None or not state.dead


# What an engine that goes back over a text may take otherwise than one that goes on.
_ONE_WAY = re.compile(r"\(\?>|[+*?}]\+|\\[1-9]|\(\?P=|\(\?\(")


def backward(pattern: str) -> Any:
    """Compile a pattern to be matched from a text's end back; None where that may differ.

    It matches there if and only if the pattern matches somewhere up to the end, which has to be
    part of the pattern.
    """
    import regex

    if _ONE_WAY.search(pattern) or parsed(pattern) is None:
        return None
    return regex.compile(f"(?r){pattern}")


@lru_cache(maxsize=1024)
def parsed(pattern: str) -> Sequence[Any] | None:
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


class _Node:
    """A part that takes one letter; or one that takes none: the end of the pattern, or a loop."""

    __slots__ = ("_then", "name", "rests", "value")

    def __init__(self, name: str, value: Any, *rests: _Rest) -> None:
        self.name, self.value, self.rests = name, value, rests
        self._then: _Nodes | None = None

    @property
    def then(self) -> _Nodes:
        """Give the parts that may come next."""
        if self._then is None:
            self._then = _NONE.union(*(rest.nodes for rest in self.rests))
        return self._then


_Nodes = frozenset[_Node]
_NONE: _Nodes = frozenset()
_END = _Node("END", None)
_ANYTHING: _Nodes = frozenset((_END,))


class _State:
    """The parts that may come next; the states after it are worked out when first asked for.

    ``known`` holds all states of a pattern by their parts: loops lead back to few.
    """

    __slots__ = ("_after", "_known", "_literals", "_others", "dead", "open")

    def __init__(self, met: _Nodes, known: dict[_Nodes, _State]) -> None:
        self.open, self.dead = _END in met, not met
        self._literals: dict[int, list[_Node]] = {}
        self._others: list[_Node] = []
        self._after: dict[str, _State] = {}
        self._known = known
        known[met] = self
        for node in met:
            alike = node.name == "LITERAL"
            (self._literals.setdefault(node.value, []) if alike else self._others).append(node)

    def takers(self) -> list[tuple[str, Any]]:
        """Give the parts, without what comes after them."""
        literals = [("LITERAL", value) for value in self._literals]
        return literals + [(node.name, _frozen(node.value)) for node in self._others]

    def after(self, letter: str) -> _State:
        """Give the parts that may come after one of these has taken a letter."""
        state = self._after.get(letter)
        if state is None:
            taking = [node for node in self._others if takes(node.name, node.value, letter)]
            taking += self._literals.get(ord(letter), ())
            nodes = _unrolled({then for node in taking for then in node.then})
            state = self._after[letter] = self._known.get(nodes) or _State(nodes, self._known)
        return state


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _unrolled(nodes: Iterable[_Node]) -> _Nodes:
    """Give the parts that loops among some parts stand for, and the others."""
    met, left = set[_Node](), set(nodes)
    while left:
        met |= left
        left = {then for node in left if node.name == "LOOP" for then in node.then} - met
    return frozenset(node for node in met if node.name != "LOOP")


class _Rest:
    """What is left of a pattern from some place on, in the order in which it is walked.

    The parts that it may begin with are worked out when first asked for: of a pattern with
    hundreds of words few letters are ever walked.
    """

    __slots__ = ("_backward", "_items", "_nodes", "_place", "_then")

    def __init__(
        self,
        items: Sequence[Any],
        then: _Rest | _Nodes,
        place: int = 0,
        *,
        backward: bool,
    ) -> None:
        self._items, self._place, self._then, self._backward = items, place, then, backward
        self._nodes: _Nodes | None = None

    @property
    def nodes(self) -> _Nodes:
        """Give the parts that may come first."""
        if self._nodes is None:
            self._nodes = self._first()
        return self._nodes

    def _first(self) -> _Nodes:
        place = self._place
        if place == len(self._items):
            return self._then if isinstance(self._then, frozenset) else self._then.nodes
        after = _Rest(self._items, self._then, place + 1, backward=self._backward)
        name, value = self._items[-1 - place if self._backward else place]
        return self._part(str(name), value, after)

    def _part(self, name: str, value: Any, after: _Rest) -> _Nodes:
        if name in _EPSILON:
            return after.nodes
        if name in _ONE:
            return frozenset((_Node(name, value, after),))
        if name == "BRANCH":
            return _NONE.union(*(self._within(branch, after).nodes for branch in value[1]))
        if name == "SUBPATTERN" and not value[1] and not value[2]:
            return self._within(value[3], after).nodes
        if name == "ATOMIC_GROUP":
            return self._within(value, after).nodes
        if name in _REPEATS:
            least, most, parts = value
            return self._repeated(min(int(least), LETTERS), int(most) - int(least), parts, after)
        return _ANYTHING  # not understood: anything may follow

    def _within(self, items: Sequence[Any], after: _Rest | _Nodes) -> _Rest:
        return _Rest(items, after, backward=self._backward)

    def _repeated(self, times: int, more: int, items: Sequence[Any], after: _Rest) -> _Nodes:
        """Repeat parts; beyond what they must and one time more, as often as you like."""
        if times:
            again = ("MAX_REPEAT", (times - 1, times - 1 + more, items))
            return self._within(items, self._within((again,), after)).nodes
        if more <= 1:
            return after.nodes | self._within(items, after).nodes if more else after.nodes
        loop = _Node("LOOP", None, after)
        loop.rests += (self._within(items, frozenset((loop,))),)
        return frozenset((loop,))


def takes(name: str, value: Any, letter: str) -> bool:
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


@lru_cache(maxsize=4096)
def _of_category(category: str, letter: str) -> bool:
    import regex

    shape = _CATEGORIES.get(category)
    return shape is None or regex.match(shape, letter) is not None


def _in_set(members: Sequence[tuple[Any, Any]], letter: str) -> bool:
    negated = str(members[0][0]) == "NEGATE"
    named = [(str(name), value) for name, value in members[negated:]]
    return negated != any(takes(name, value, letter) for name, value in named)

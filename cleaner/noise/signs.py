"""Signs: the words and marks on a line that call for rules, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

#: Where a word calls for rules: anywhere in a short line, among the first words of a line, at
#: the end of a long one, further from its end.
ANYWHERE, OPENING, NEAR_END, FAR_END = range(4)
ZONES = 4

Keys = frozenset[bytes | str]
NO_KEYS: Keys = frozenset()


class Signs(NamedTuple):
    """The words and marks on a line that call for rules, by where they stand."""

    words: Keys
    opening: Keys
    far: Keys
    marks: tuple[str, ...]
    short: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that calls for rules, numbered, and the rules that it calls for.

    ``words`` and ``marks`` (raw pieces of text) are in order; ``shapes`` are the numbers of the
    words that stand for a line with a digit and for one without words, or -1. ``calls`` gives the
    numbers of the rules that a word calls for in a zone (:func:`word_sign`) or a mark in a short
    or long line (:meth:`mark_sign`).
    """

    words: tuple[str, ...]
    marks: tuple[str, ...]
    shapes: tuple[int, int]
    calls: tuple[tuple[int, ...], ...]

    def mark_sign(self, mark: int, *, short: bool) -> int:
        """Give the place in ``calls`` of a mark."""
        return ZONES * len(self.words) + 2 * mark + (not short)


def word_sign(word: int, zone: int) -> int:
    """Give the place in :attr:`Vocabulary.calls` of a word in a zone."""
    return ZONES * word + zone

"""Signs: the words and marks on a line that call for rules, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

    def with_marks_in(self, text: str) -> Signs:
        """Leave out the marks that a text does not hold."""
        marks = tuple([mark for mark in self.marks if mark in text])
        return self if len(marks) == len(self.marks) else self._replace(marks=marks)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that calls for rules, numbered.

    ``words`` gives each word and a bit for each zone in which it calls for one; ``marks`` are
    raw pieces of text; ``shapes`` are the numbers of the words that stand for a line with a
    digit and for one without words, or -1.
    """

    words: tuple[tuple[str, int], ...]
    marks: tuple[str, ...]
    shapes: tuple[int, int]

    def signs(self, numbers: Iterable[int], *, short: bool) -> Signs:
        """Read numbers: a word's times ZONES and its zone, or a mark's, counted on from there."""
        zones: list[list[str]] = [[] for _ in range(ZONES)]
        marks: list[str] = []
        for number in numbers:
            word, zone = divmod(number, ZONES)
            if word < len(self.words):
                zones[zone].append(self.words[word][0])
            else:
                marks.append(self.marks[number - ZONES * len(self.words)])
        words = frozenset(zones[ANYWHERE] if short else zones[NEAR_END])
        return Signs(
            words, frozenset(zones[OPENING]), frozenset(zones[FAR_END]), tuple(marks), short
        )


def vocabulary(
    zones: Mapping[int, Iterable[str]], marks: Sequence[str], shapes: tuple[str, str]
) -> Vocabulary:
    """Give numbers to the words of each zone, the marks and the shapes, in one order for all."""
    bits: dict[str, int] = {}
    for zone, words in zones.items():
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << zone
    ordered = tuple(sorted(bits.items()))
    places = {word: place for place, (word, _) in enumerate(ordered)}
    number, none = (places.get(shape, -1) for shape in shapes)
    return Vocabulary(ordered, tuple(marks), (number, none))

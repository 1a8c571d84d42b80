"""Which rules may match a line, by the class of its first letter and that of its last.

A class is a set of folded letters by which no rule tells apart one from another. Classes are found
for code points as text needs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from cleaner.language.fold import fold_character
from cleaner.noise.feasible import Feasible, takes
from cleaner.noise.rule import At
from cleaner.noise.scan_kernels import BLANK, LETTERS_FROM, NOTHING, SEVERAL
from cleaner.noise.trial import Trial

#: So many classes there are at most; letters beyond them may be anything.
MOST = 256
_Part = tuple[str, Any]


class Edges:
    """The class of each code point (``table``), and which rules each class leaves possible.

    ``ahead`` and ``back`` hold so many words of 64 bits for each class: a bit for each rule.
    """

    def __init__(self, trials: Sequence[Trial]) -> None:
        self._words = len(trials) // 64 + 1
        self.table = np.zeros(0x110000, np.uint8)
        self.ahead = np.full(MOST * self._words, 2**64 - 1, np.uint64)
        self.back = self.ahead.copy()
        fronts = [trial.ahead if trial.at in _FRONT else None for trial in trials]
        ends = [trial.back if trial.at in _END else None for trial in trials]
        self._sides = _Side(fronts), _Side(ends)
        self._classes: dict[tuple[int, int], int] = {}
        self._known: dict[str, int] = {}

    def learn(self, codepoint: int) -> None:
        """Work out a code point: as all rules are asked, not one more than text needs."""
        folded = fold_character(chr(codepoint))
        known = self._known.get(folded)
        if known is None:
            known = self._known[folded] = self._class(folded)
        self.table[codepoint] = known

    def _class(self, folded: str) -> int:
        if len(folded) != 1:
            return SEVERAL if folded else NOTHING
        ahead, back = (side.rules(folded) for side in self._sides)
        if folded == " ":
            self._set(BLANK, ahead, back)
            return BLANK
        known = self._classes.get((ahead, back))
        if known is None and len(self._classes) + LETTERS_FROM < MOST:
            known = self._classes[ahead, back] = len(self._classes) + LETTERS_FROM
            self._set(known, ahead, back)
        return SEVERAL if known is None else known

    def _set(self, number: int, ahead: int, back: int) -> None:
        place = slice(number * self._words, (number + 1) * self._words)
        self.ahead[place] = list(_words(ahead, self._words))
        self.back[place] = list(_words(back, self._words))


_FRONT, _END = (At.LINE, At.START), (At.LINE, At.END)


class _Side:
    """The parts of all rules that may take a line's first letter, or its last."""

    def __init__(self, looks: Sequence[Feasible | None]) -> None:
        self._always = 0
        self._parts: dict[_Part, int] = {}
        for number, look in enumerate(looks):
            parts = look.takers() if look else None
            if parts is None:
                self._always |= 1 << number
            for part in parts or ():
                self._parts[part] = self._parts.get(part, 0) | 1 << number
        self._others = [part for part in self._parts if part[0] != "LITERAL"]

    def rules(self, letter: str) -> int:
        """Give a bit for each rule that may match where this letter stands."""
        bits = self._always | self._parts.get(("LITERAL", ord(letter)), 0)
        for name, value in self._others:
            if takes(name, value, letter):
                bits |= self._parts[name, value]
        return bits


def _words(bits: int, words: int) -> Iterator[int]:
    return (bits >> 64 * word & (1 << 64) - 1 for word in range(words))

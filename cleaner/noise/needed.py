"""What stands in every text that a pattern matches: pieces to look for before it is tried.

To look for a few pieces in a line takes a tenth of the time that most patterns take to fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.noise.feasible import parsed

#: So many alternatives a piece has at most, of so many letters each at least; so many are looked
#: for.
ALTERNATIVES, LETTERS, MOST = 12, 2, 3
_NO_LETTERS = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
#: One of these stands in whatever matches.
Piece = frozenset[str]


class Needed:
    """Tells of a text whether a pattern may match somewhere in it; no is always right."""

    def __init__(self, pattern: str) -> None:
        pieces = sorted(set(_pieces(parsed(pattern) or ())), key=_rank)
        self._pieces = tuple(tuple(sorted(piece)) for piece in pieces[:MOST])

    def __call__(self, text: str) -> bool:
        """Tell whether one alternative of each piece stands in a text."""
        for piece in self._pieces:
            for alternative in piece:
                if alternative in text:
                    break
            else:
                return False
        return True


def _rank(piece: Piece) -> tuple[int, int, list[str]]:
    """Put long pieces of few alternatives first: they are rare."""
    return -min(map(len, piece)), len(piece), sorted(piece)


def _pieces(items: Iterable[Any]) -> list[Piece]:
    """Give the pieces of parts that follow each other."""
    made: list[Piece] = []
    letters: list[str] = []
    for name, value in _flat(items):
        if name == "LITERAL":
            letters.append(chr(value))
        elif name not in _NO_LETTERS:
            made += _said(letters)
            letters = []
            made += _pieces_of(name, value)
    return made + _said(letters)


def _said(letters: Sequence[str]) -> list[Piece]:
    return [frozenset(("".join(letters),))] if len(letters) >= LETTERS else []


def _flat(items: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    """Give the parts, those of groups among them."""
    for item in items:
        name, value = str(item[0]), item[1]
        if name == "SUBPATTERN" and not value[1] and not value[2]:
            yield from _flat(value[3])
        elif name == "ATOMIC_GROUP":
            yield from _flat(value)
        else:
            yield name, value


def _pieces_of(name: str, value: Any) -> list[Piece]:
    if name in _REPEATS and value[0]:
        return _pieces(value[2])
    if name == "BRANCH":
        return _of_branches([_pieces(branch) for branch in value[1]])
    return []


def _of_branches(branches: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Give the piece that stands in whichever branch matches, if there is one."""
    if not all(branches):
        return []
    piece = frozenset[str]().union(*(min(pieces, key=_rank) for pieces in branches))
    return [piece] if len(piece) <= ALTERNATIVES else []

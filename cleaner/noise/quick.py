"""The words of a line at a tenth of the price of folding: for finding candidate lines only.

Every character that news texts commonly hold has a byte of its own; a byte table then folds it.
The words are exactly those of :mod:`cleaner.language.words`; a text with any other character
takes the slow way, so nothing is guessed.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from cleaner.language.fold import fold, fold_character
from cleaner.language.words import WORD


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


#: What stands beside ASCII; at most 150 characters.
_COMMON = (
    _span(0x621, 0x63A)  # Arabic letters
    + _span(0x640, 0x655)  # tatweel, letters, diacritics
    + _span(0x660, 0x66C)  # Arabic digits and their marks
    + _span(0x6F0, 0x6F9)  # Persian digits
    + "\u0670\u0671پچژڤکگھہیە،؛؟"
    + _span(0x200B, 0x200F)
    + _span(0x202A, 0x202E)
    + "\ufeff\u00ad\u00a0«»“”‘’–—…•|·©®"
    + "éèêëàâçîïôùûöãóíñğşı"
)
#: Stands for "no character" in a charmap.
_NONE = "\ufffe"


class _Bytes(NamedTuple):
    encoding: Any
    folding: bytes
    dropped: bytes


def _alphabet() -> list[str]:
    ascii_part = [chr(code) if code in b"\t\n\r" or 32 <= code < 127 else "" for code in range(128)]
    others = iter(dict.fromkeys(c for c in _COMMON if not c.isascii()))
    filled = [
        c or (_NONE if code in (0, 11, 12) else next(others, _NONE))
        for code, c in enumerate([*ascii_part, *[""] * 128])
    ]
    return ["\0", *filled[1:]]


@cache
def _bytes() -> _Bytes:
    alphabet = _alphabet()
    byte = {character: code for code, character in enumerate(alphabet)}
    folding, dropped = bytearray(b" " * 256), bytearray()
    for character, code in byte.items():
        folded = fold_character(character)
        if not folded and character != "\0":
            dropped.append(code)
        elif WORD.fullmatch(folded):
            folding[code] = byte[folded]
    return _Bytes(codecs.charmap_build("".join(alphabet)), bytes(folding), bytes(dropped))


def tokens(text: str) -> list[bytes] | None:
    """Give the words of a text as opaque bytes, or None where a character has no byte."""
    encoding, folding, dropped = _bytes()
    try:
        encoded = codecs.charmap_encode(text, "strict", encoding)[0]
    except UnicodeEncodeError:
        return None
    return encoded.translate(folding, dropped).split()


class Vocabulary:
    """A set of folded words that are looked for in lines."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._tokens: Mapping[bytes, str] = {
            found[0]: word for word in sorted(self._words) if len(found := tokens(word) or []) == 1
        }
        self._keys = frozenset(self._tokens)

    def found(self, text: str) -> set[str] | frozenset[str]:
        """Give those words of the vocabulary that stand in a text as whole words."""
        quick = tokens(text)
        if quick is None:
            return self._words.intersection(WORD.findall(fold(text)))
        met = self._keys.intersection(quick)
        return {self._tokens[token] for token in met} if met else met  # type: ignore[return-value]

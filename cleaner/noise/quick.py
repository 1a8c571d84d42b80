"""The words of a line at a tenth of the price of folding: for finding candidate lines only.

Every character that news texts commonly hold has a byte of its own; a byte table then folds it.
The words are exactly those of :mod:`cleaner.language.words`; a text with any other character
takes the slow way, so nothing is guessed.
"""

from __future__ import annotations

import codecs
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


def words_of(text: str) -> list[bytes] | list[str]:
    """Give the words of a text: as bytes where that is possible, else folded."""
    quick = tokens(text)
    return WORD.findall(fold(text)) if quick is None else quick


def keys_of(word: str) -> tuple[bytes | str, ...]:
    """Give what :func:`words_of` may give for a folded word."""
    quick = tokens(word)
    return (word,) if quick is None else (word, *quick)

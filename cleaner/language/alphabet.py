"""An alphabet of one byte a character, for what news texts commonly hold.

Texts in it can be folded and cut into words by byte tables, many times faster than character by
character. A text with any other character has no bytes and takes the plain way: nothing is
guessed.
"""

from __future__ import annotations

import codecs
from functools import cache
from typing import Any


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


@cache
def alphabet() -> str:
    """Give the character of each byte: 256 of them, with U+FFFE where there is none.

    No letter has a byte that :meth:`bytes.split` takes for a blank.
    """
    own, blanks = {*b"\0\t\n\r", *range(32, 127)}, b"\x0b\x0c"
    others = (character for character in dict.fromkeys(_COMMON) if not character.isascii())
    return "".join(
        chr(byte) if byte in own else _NONE if byte in blanks else next(others, _NONE)
        for byte in range(256)
    )


@cache
def byte_of() -> dict[str, int]:
    """Give the byte of each character."""
    return {character: byte for byte, character in enumerate(alphabet()) if character != _NONE}


@cache
def encoding() -> Any:
    """Give the map that :func:`codecs.charmap_encode` takes."""
    return codecs.charmap_build(alphabet())


def encode(text: str) -> bytes | None:
    """Give a byte for each character of a text, or None where one has none."""
    try:
        return codecs.charmap_encode(text, "strict", encoding())[0]
    except UnicodeEncodeError:
        return None

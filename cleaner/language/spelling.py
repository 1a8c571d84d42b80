"""How words are spelled to be hashed: a byte a letter, for the scripts that news is written in.

A word's hash is made of these bytes, eight at a time, instead of letter by letter. Letters of
other scripts take four bytes each, so that every word has one spelling and no two words the same.
"""

from __future__ import annotations

from functools import cache

#: Recorded with every sketch, beside the folding's version: sketches whose words were hashed
#: otherwise do not compare.
HASHING_VERSION = 2

# Letters as folding leaves them. A place in this string is a letter's byte: only ever add to it.
_LETTERS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
    "abcdefghijklmnopqrstuvwxyzðþđħłŋŧ"
    "абвгдежзийклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґғқҗңүұһҳҷәө"
    "αβγδεζηθικλμνξοπρστυφχψω"
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת"
    "چژٹڈڑںےۆڵڕێۇۈۋ"
)
#: A word's bytes from here on, and no others, are digits.
DIGITS = 0xC0
#: Before three bytes of a letter that has no byte of its own: digits to the base of itself, from
#: the lowest, each one more, as no byte is zero.
ESCAPE = 0xBF


@cache
def _codes() -> dict[str, int]:
    letters = {letter: code for code, letter in enumerate(_LETTERS, 1)}
    return letters | {str(digit): DIGITS + digit for digit in range(10)}


def spelled(word: str) -> bytes:
    r"""Spell a folded word; any other character is one more letter.

    >>> spelled("اب12")
    b'\x01\x02\xc1\xc2'
    """
    codes = _codes()
    return b"".join(bytes([codes[c]]) if c in codes else _escaped(ord(c)) for c in word)


def _escaped(codepoint: int) -> bytes:
    high, low = divmod(codepoint, ESCAPE)
    highest, high = divmod(high, ESCAPE)
    return bytes([ESCAPE, low + 1, high + 1, highest + 1])

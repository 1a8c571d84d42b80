"""Folding: one spelling for all the ways a phrase is written. For matching, never for output.

Diacritics, tatweel and invisible marks go; hamza and alef forms, ى/ي, ة/ه, Persian letters,
digits of every script, presentation forms, quotes, dashes and blanks become one form each;
Latin, Greek and Cyrillic letters lose case and accents. Folding works character by character,
so that every character of the folded text has one origin in the original.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cleaner.language.alphabet import alphabet, byte_of, encode

#: Recorded with every sketch: sketches over different foldings do not compare.
FOLDING_VERSION = 1

_LETTERS = {
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "ا",
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "ا",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "ا",
    "\N{ARABIC LETTER ALEF WASLA}": "ا",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "و",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "ي",
    "\N{ARABIC LETTER ALEF MAKSURA}": "ي",
    "\N{ARABIC LETTER FARSI YEH}": "ي",
    "\N{ARABIC LETTER TEH MARBUTA}": "ه",
    "\N{ARABIC LETTER AE}": "ه",
    "\N{ARABIC LETTER HEH GOAL}": "ه",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "ه",
    "\N{ARABIC LETTER KEHEH}": "ك",
    "\N{ARABIC LETTER PEH}": "ب",
    "\N{ARABIC LETTER VEH}": "ف",
    "\N{ARABIC LETTER GAF}": "ك",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LIGATURE OE}": "oe",
    "\N{CYRILLIC SMALL LETTER SHORT I}": "й",
}
_PUNCTUATION = {
    **dict.fromkeys("“”„‟«»‹›‘’‚‛ʼ`´＂＇'\"″′", '"'),
    **dict.fromkeys("‐‑‒–—―−ـ", "-"),
    **dict.fromkeys("•●▪◦‣∙·■□►▶◄◀★☆", "•"),
    "\N{ARABIC COMMA}": ",",
    "\N{ARABIC SEMICOLON}": ";",
    "\N{ARABIC QUESTION MARK}": "?",
    "\N{ARABIC PERCENT SIGN}": "%",
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC FULL STOP}": ".",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{BROKEN BAR}": "|",
    "\N{FULLWIDTH VERTICAL LINE}": "|",
}
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_TATWEEL = "\N{ARABIC TATWEEL}"


def fold_character(character: str) -> str:
    """Fold one character; the result has zero, one or a few characters."""
    if character == "\n":
        return "\n"
    if character == _TATWEEL:
        return ""
    mapped = _LETTERS.get(character) or _PUNCTUATION.get(character)
    if mapped is not None:
        return mapped
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    if category[0] == "Z" or category == "Cc":
        return " "
    return _decompose(character)


def _decompose(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character).casefold()
    pieces: list[str] = []
    for piece in compatible:
        mapped = _LETTERS.get(piece) or _PUNCTUATION.get(piece)
        base = mapped or unicodedata.normalize("NFD", piece)
        pieces += (p for p in base if unicodedata.category(p) not in _INVISIBLE and p != _TATWEEL)
    return "".join(pieces)


class FoldTable(dict[int, str]):
    """A table for :meth:`str.translate` that works out each character when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        """Fold a code point and remember it."""
        folded = self[codepoint] = fold_character(chr(codepoint))
        return folded


# A pure function's memory: it speeds things up and never changes a result.
_TABLE = FoldTable()


@dataclass(frozen=True)
class Folded:
    """A folded text and the way back to the original.

    The way back is worked out when it is first asked for: most texts are folded to be looked
    at, and few are cut.
    """

    original: str
    text: str

    @cached_property
    def starts(self) -> Sequence[int]:
        """For each folded character the original offset of the one that it came from.

        It has one entry more than ``text``, the original's length.
        """
        encoded = encode(self.original)
        if encoded is not None:
            return _starts_of_bytes(encoded)
        starts: list[int] = []
        for origin, character in enumerate(self.original):
            starts += [origin] * len(_TABLE[ord(character)])
        starts.append(len(self.original))
        return starts

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original span of a folded one; invisible marks that trail it belong to it."""
        if start >= end:
            at = self.starts[min(start, len(self.starts) - 1)]
            return at, at
        return self.starts[start], self.starts[end]

    def index(self, original: int) -> int:
        """Give the folded index at or after an original offset."""
        return bisect_left(self.starts, original)


def _starts_of_bytes(encoded: bytes) -> Sequence[int]:
    """Give the origins in a text of the alphabet: most characters fold to one each."""
    starts: list[int] = []
    at = 0
    for found in _uneven().finditer(encoded):
        origin = found.start()
        starts += range(at, origin)
        starts += [origin] * len(fold_character(alphabet()[encoded[origin]]))
        at = origin + 1
    if not at:
        return range(len(encoded) + 1)
    starts += range(at, len(encoded) + 1)
    return starts


@cache
def _uneven() -> re.Pattern[bytes]:
    """Find bytes of characters that fold to nothing or to more than one."""
    _, dropped, longer = _bytes()
    return re.compile(b"[" + re.escape(dropped + b"".join(byte for byte, _ in longer)) + b"]")


def fold(text: str) -> str:
    """Fold a text.

    >>> fold("إقرأ أيضًا: «القُدس» ١٢")
    'اقرا ايضا: "القدس" 12'
    """
    encoded = encode(text)
    if encoded is None:
        return text.translate(_TABLE)
    folding, dropped, longer = _bytes()
    folded = encoded.translate(folding, dropped)
    for byte, several in longer:
        folded = folded.replace(byte, several)
    return codecs.charmap_decode(folded, "strict", alphabet())[0]


@cache
def _bytes() -> tuple[bytes, bytes, tuple[tuple[bytes, bytes], ...]]:
    """Give a byte table that folds, the bytes that fold to nothing, and those that fold to more.

    Whatever a character of the alphabet folds to is in the alphabet; what folds to more than one
    character is not what others fold to.
    """
    byte = byte_of()
    folded = {code: fold_character(character) for character, code in byte.items()}
    folding = bytes(byte[folded[c]] if len(folded.get(c, "")) == 1 else c for c in range(256))
    longer = {code: several for code, several in folded.items() if len(several) > 1}
    return (
        folding,
        bytes(code for code, several in folded.items() if not several),
        tuple((bytes([c]), bytes(byte[s] for s in several)) for c, several in longer.items()),
    )


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep the origin of every folded character.

    >>> fold_with_offsets("قَال").span(1, 2)
    (2, 3)
    """
    return Folded(text, fold(text))

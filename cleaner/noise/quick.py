"""The words of a line at a tenth of the price of folding: for finding candidate lines only.

Every character that news texts commonly hold has a byte of its own; a byte table then folds it.
The words are exactly those of :mod:`cleaner.language.words`; a text with any other character
takes the slow way, so nothing is guessed.
"""

from __future__ import annotations

from functools import cache

from cleaner.language.alphabet import byte_of, encode
from cleaner.language.fold import fold, fold_character
from cleaner.language.words import WORD


@cache
def folding_bytes() -> tuple[bytes, bytes]:
    """Give a byte table that folds what words are made of, and the bytes that fold to nothing."""
    byte = byte_of()
    folding, dropped = bytearray(b" " * 256), bytearray()
    for character, code in byte.items():
        folded = fold_character(character)
        if not folded:
            dropped.append(code)
        elif WORD.fullmatch(folded):
            folding[code] = byte[folded]
    return bytes(folding), bytes(dropped)


def tokens(text: str) -> list[bytes] | None:
    """Give the words of a text as opaque bytes, or None where a character has no byte."""
    encoded = encode(text)
    return None if encoded is None else encoded.translate(*folding_bytes()).split()


def words_of(text: str) -> list[bytes] | list[str]:
    """Give the words of a text: as bytes where that is possible, else folded."""
    quick = tokens(text)
    return WORD.findall(fold(text)) if quick is None else quick


def keys_of(word: str) -> tuple[bytes | str, ...]:
    """Give what :func:`words_of` may give for a folded word."""
    return (*WORD.findall(word), *(tokens(word) or ()))

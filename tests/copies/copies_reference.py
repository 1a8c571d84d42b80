"""The kernels' arithmetic again, in plain Python: slow, and easy to check by eye."""

from __future__ import annotations

from cleaner.language.spelling import spelled
from cleaner.language.words import words

_ALL = (1 << 64) - 1


def _finish(state: int) -> int:
    state = ((state ^ state >> 33) * 0xFF51AFD7ED558CCD) & _ALL
    state = ((state ^ state >> 33) * 0xC4CEB9FE1A85EC53) & _ALL
    return state ^ state >> 33


def word_hash(word: str) -> int:
    spelling = spelled(word)
    spelling += bytes(max(16, len(spelling) + 7 & ~7) - len(spelling))
    state = 0x9E3779B97F4A7C15
    for at in range(0, len(spelling), 8):
        eight = int.from_bytes(spelling[at : at + 8], "little")
        state = ((state ^ eight) * 0xD6E8FEB86659FD93) & _ALL
        state ^= state >> 32
    digit = any("0" <= letter <= "9" for letter in word)
    return (state * 0xC4CEB9FE1A85EC53 & _ALL) >> 32 & ~1 | digit


def text_hashes(text: str) -> list[int]:
    return [word_hash(word) for word in words(text)]


def shingle_hash(hashes: list[int]) -> int:
    """Give the 32 bits that MinHash permutes."""
    state = 0xA0761D6478BD642F
    for value in hashes:
        state = ((state ^ value) * 0xE7037ED1A0B428DB) & _ALL
        state ^= state >> 32
    return _finish(state) >> 32


def shingles(found: list, width: int) -> list[tuple]:
    """Give all runs of so many words; a shorter text is one run."""
    if len(found) < width:
        return [tuple(found)] if found else []
    return [tuple(found[at : at + width]) for at in range(len(found) - width + 1)]

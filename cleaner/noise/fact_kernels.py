"""Which untouched texts may tell a fact: a compiled look at their first and last words.

It asks what :mod:`cleaner.noise.facts` asks of an article's opening and ending: a year, a mark or a
word of bylines on a short first line, a word by which agencies are named. It may say yes in vain,
and never no in vain. This module imports numba: import it late.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled, lean
from cleaner.noise.gate_kernels import Words, flags_of, hashes_of
from cleaner.noise.scan_kernels import (
    DIGIT,
    MARKED,
    OPENED,
    SPACE,
    Codes,
    Hashes,
    Kinds,
    Numbers,
)

#: What a text may tell: nothing but its headline, or anything.
HEADS, TELLS = 1, 2
#: What a word is for, or two that begin a name: it opens a byline; it names an agency; it names
#: one in brackets.
BY, AGENCY, SIGN = 1, 2, 4
#: A name that ends a text, what may stand behind it in its brackets too, has so many words at most,
#: and one alone on a line.
LAST, ALONE = 16, 8

#: The places of `limits`: the opening's characters and lines, how long a line of it is a paragraph,
#: a byline or a dateline; the words of a dateline; where credits stand.
(
    OPENING,
    OPENING_LINES,
    PARAGRAPH,
    BYLINE,
    DATELINE,
    DATELINE_WORDS,
    HEAD,
    TAIL,
) = range(8)
LIMITS = 8

_NEWLINE = 10
#: One character folds to less words.
ROOM = 64


@lean
def _union(codes: Codes, kinds: Kinds, a: int, b: int) -> np.uint32:
    """Give the kinds of the characters from ``a`` to ``b``, together."""
    union, piece = np.uint32(0), codes[a:b]
    for i in range(len(piece)):
        union |= kinds[piece[i]]
    return union


@lean
def _flags(words: Words, hashes: Hashes, first: int, size: int) -> int:
    """Give what the words from the first on are for, and every two of them in a row."""
    met = 0
    for i in range(max(0, first), size):
        met |= flags_of(words, hashes, i, i + 1)
        if i + 1 < size:
            met |= flags_of(words, hashes, i, i + 2)
    return met


@lean
def _line_end(codes: Codes, a: int, b: int) -> int:
    """Give where the line ends that begins at ``a``."""
    while a < b and codes[a] != _NEWLINE:
        a += 1
    return a


@lean
def _stripped(codes: Codes, kinds: Kinds, a: int, b: int) -> int:
    """Give the end of the text from ``a`` to ``b`` without the blanks that end it."""
    while b > a and kinds[codes[b - 1]] & SPACE != 0:
        b -= 1
    return b


@lean
def _year(codes: Codes, kinds: Kinds, a: int, b: int) -> bool:
    """Tell whether four digits stand in a row."""
    run = 0
    for i in range(a, b):
        run = run + 1 if kinds[codes[i]] & DIGIT != 0 else 0
        if run == 4:
            return True
    return False


@lean
def _dated(codes: Codes, kinds: Kinds, a: int, b: int, limits: Numbers) -> bool:
    """Tell whether a line may be a dateline with a year."""
    end = min(b, a + limits[DATELINE])
    if not _year(codes, kinds, a, end):
        return False
    if end < b:
        return bool(_union(codes, kinds, a, end) & OPENED != 0)
    count, inside = 0, False
    for i in range(a, b):
        solid = kinds[codes[i]] & SPACE == 0
        count += solid and not inside
        inside = solid
    return bool(count <= limits[DATELINE_WORDS])


@lean
def _signed(
    codes: Codes, kinds: Kinds, words: Words, a: int, b: int, hashes: Hashes, limits: Numbers
) -> bool:
    """Tell whether a line of few characters may be a byline."""
    if b - a > limits[BYLINE]:
        return False
    if _union(codes, kinds, a, b) & MARKED != 0:
        return True
    return hashes_of(codes, words, a, b, 1, hashes) == 1 and flags_of(words, hashes, 0, 1) & BY != 0


@lean
def _opens(
    codes: Codes, kinds: Kinds, words: Words, a: int, b: int, hashes: Hashes, limits: Numbers
) -> int:
    """Tell whether a date, a byline, an agency or a headline may stand in the opening of a text."""
    stop, lines, heading, said = min(b, a + limits[OPENING]), 0, True, 0
    first = below = 0
    while a < stop and lines < limits[OPENING_LINES]:
        end = _line_end(codes, a, stop)
        last = _stripped(codes, kinds, a, end)
        if last > a:
            heading = heading and last - a <= limits[PARAGRAPH]
            if (heading or lines == 0) and _dated(codes, kinds, a, last, limits):
                return TELLS
            if heading and _signed(codes, kinds, words, a, last, hashes, limits):
                return TELLS
            head = min(last, a + max(0, limits[HEAD] - said))
            if _credits(codes, kinds, words, a, head, hashes):
                return TELLS
            first = _solid(codes, kinds, a, last) if lines == 0 else first
            below = below if lines == 0 else max(below, last - a)
            said += last - a + 1
            lines += 1
        a = end + 1
    return HEADS if 2 * below >= 3 * first and lines > 1 else 0


@lean
def _solid(codes: Codes, kinds: Kinds, a: int, b: int) -> int:
    """Give the length of the text from ``a`` to ``b`` without the blanks that open it."""
    while a < b and kinds[codes[a]] & SPACE != 0:
        a += 1
    return b - a


@lean
def _credits(codes: Codes, kinds: Kinds, words: Words, a: int, b: int, hashes: Hashes) -> bool:
    """Tell whether an agency may be named: by a name, or by a sign in brackets."""
    met = _flags(words, hashes, 0, hashes_of(codes, words, a, b, len(hashes) - ROOM, hashes))
    return met & AGENCY != 0 or (met & SIGN != 0 and _union(codes, kinds, a, b) & OPENED != 0)


@lean
def _ends(
    codes: Codes, kinds: Kinds, words: Words, a: int, b: int, hashes: Hashes, limits: Numbers
) -> bool:
    """Tell whether an agency may be credited at the end of a text."""
    a = max(a, b - limits[TAIL])
    size = hashes_of(codes, words, a, b, len(hashes) - ROOM, hashes)
    met = _flags(words, hashes, 0, size)
    if met & (AGENCY | SIGN) == 0:
        return False
    union = _union(codes, kinds, a, b)
    if met & AGENCY != 0 and union & MARKED != 0:
        return True
    if _flags(words, hashes, size - ALONE, size) & AGENCY != 0:
        return True
    last = _flags(words, hashes, size - LAST, size)
    return last & (AGENCY | SIGN) != 0 and union & (MARKED | OPENED) != 0


@compiled
def telling(
    codes: Codes, starts: Numbers, kinds: Kinds, words: Words, limits: Numbers
) -> NDArray[np.uint8]:
    """Say what texts may tell by their openings and endings: a headline alone, or more."""
    told = np.zeros(len(starts) - 1, np.uint8)
    hashes = np.empty(16 * limits[OPENING] + ROOM, np.uint64)
    for text in range(len(told)):
        a, b = starts[text], starts[text + 1] - 1
        told[text] = _opens(codes, kinds, words, a, b, hashes, limits)
        if told[text] != TELLS and _ends(codes, kinds, words, a, b, hashes, limits):
            told[text] = TELLS
    return told

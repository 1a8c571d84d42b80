"""What a written word counts as, compiled: its stem or skeleton, its number, its code.

A word is a row of folded code points. The affixes are those of :mod:`cleaner.story.stems`, the
letters those of :mod:`cleaner.language.names`; this module only works them faster. It imports
numba: import it late.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.language import names
from cleaner.language.kernels import compiled, finish, lean
from cleaner.story import background, lexicon, stems

Array = NDArray[Any]


Lexicon = NDArray[np.uint64]
"""What is known of words: an open table of hashes and values (one array: kernels count holders)."""

SEED = np.uint64(0x9E3779B97F4A7C15)
PRIME = np.uint64(0xD6E8FEB86659FD93)
TAKEN = np.uint64(1)
_ONE = np.uint64(1)
#: Kinds of words in the lexicon: what their hashes are salted with.
_SPECIAL, _STEM, _TERM = np.uint64(0), np.uint64(2), np.uint64(4)
#: The value of a term that tells nothing.
_GAP = 1
_ZERO, _TEN = np.uint32(48), np.uint32(10)
_POINT, _COMMA = np.uint32(46), np.uint32(44)
_TILDE = np.uint32(126)
_ALEF, _LAM, _WAW, _FEH = (np.uint32(ord(letter)) for letter in "الوف")
_FIRST, _LAST = (np.uint32(ord(letter)) for letter in (names.FIRST, names.LAST))
_A, _Z, _S = (np.uint32(ord(letter)) for letter in "azs")
_CYRILLIC_A, _CYRILLIC_YA = (np.uint32(ord(letter)) for letter in stems.CYRILLIC)
_SHORTEST, _OPENING = stems.SHORTEST, stems.OPENING
_SHORTEST_CYRILLIC = stems.SHORTEST_CYRILLIC
_CLASS_AT, _VALUE_AT = np.uint64(lexicon.CLASS_BITS), np.uint64(lexicon.VALUE_BITS)
_NUMBER = np.uint64(lexicon.Class.NUMBER) << _CLASS_AT
_DATE = np.uint64(lexicon.Class.DATE) << _CLASS_AT
_YEAR_AT, _MONTH_AT = lexicon.YEAR_BITS, lexicon.MONTH_BITS
_FIRST_YEAR, _LAST_YEAR, _MONTHS, _DAYS = 1900, 2199, 12, 31
_LOST_BITS, _HALF_OF_LOST = np.uint32(lexicon.LOST_BITS), np.uint32(lexicon.HALF_OF_LOST)
_LONGEST_NUMBER, _GREATEST = lexicon.LONGEST_NUMBER, lexicon.GREATEST
_UNKNOWN_TERM = np.uint64(lexicon.kind_of(background.UNKNOWN))
_NAME_LIKE, _FAR_MORE = background.NAME_LIKE, background.FAR_MORE
_SHORTEST_SKELETON, _SHORTEST_REST = background.SHORTEST_SKELETON, background.SHORTEST_REST


def _rows(affixes: Sequence[str]) -> NDArray[np.uint32]:
    """Give affixes as rows: the length, then the letters."""
    longest = max(map(len, affixes))
    rows = [[len(a), *map(ord, a), *[0] * (longest - len(a))] for a in affixes]
    return np.array(rows, np.uint32)


_ARTICLES, _ENDINGS = _rows(stems.ARTICLES), _rows(stems.ENDINGS)
_CYRILLIC_ENDINGS = _rows(stems.CYRILLIC_ENDINGS)
_PROCLITICS = np.array([ord(letter) for letter in stems.PROCLITICS], np.uint32)
#: What a letter is in a skeleton, from the first Arabic letter on; 0 where it goes.
_BONES = np.array(
    [ord(names.bone(chr(letter)) or "\0") for letter in range(int(_FIRST), int(_LAST) + 1)],
    np.uint32,
)
_ALL_ONES, _EIGHT = np.uint32(0xFFFFFFFF), np.uint32(8)
# The table that CRC-32 is worked with, out of what it gives for each byte alone.
_CRC = np.array([crc32(bytes([255 ^ byte])) ^ 0xFF000000 for byte in range(256)], np.uint32)


# ------------------------------------------------------------------ tables


@lean
def hash_of_units(word: Array, begin: int, end: int) -> np.uint64:
    """Hash a span of folded code points; never 0."""
    state = SEED
    for at in range(begin, end):
        state = (state ^ np.uint64(word[at])) * PRIME
    return finish(state) | TAKEN


@lean
def _place_of(hashed: np.uint64, known: Lexicon) -> np.uint64:
    """Give the row where a hash stands, or the free row where it would."""
    mask = np.uint64(len(known) - 1)
    at = (hashed >> np.uint64(7)) & mask
    while known[at, 0] != 0 and known[at, 0] != hashed:
        at = (at + _ONE) & mask
    return at


@lean
def _find(hashed: np.uint64, salt: np.uint64, known: Lexicon) -> np.uint64:
    """Give what is known of a word as one of a kind, or 0."""
    return known[_place_of(hashed ^ salt, known), 1]  # type: ignore[no-any-return]


@compiled
def _enter(units: Array, bounds: Array, values: Array, salt: np.uint64, known: Lexicon) -> None:
    """Enter words, laid end to end, as of one kind; the last of two equal ones stands."""
    for i in range(len(values)):
        hashed = hash_of_units(units, bounds[i], bounds[i + 1]) ^ salt
        at = _place_of(hashed, known)
        known[at, 0], known[at, 1] = hashed, values[i]


def read_lexicon() -> Lexicon:
    """Make the table: codes of special words, shares of stems, classes of terms."""
    terms = {term: lexicon.kind_of(share) or _GAP for term, share in background.known().items()}
    marked = ((background.places(), lexicon.PLACE_BIT), (background.daily(), lexicon.DAILY_BIT))
    for told, bit in marked:
        for word in told:
            kind = terms.get(word, int(_UNKNOWN_TERM))
            terms[word] = kind | (0 if kind == _GAP else 1 << bit)
    shares = np.array(list(background.arabic().values()), np.float64).view(np.uint64).tolist()
    stems_at_large = dict(zip(background.arabic(), shares, strict=True))
    kinds = ((_SPECIAL, lexicon.special()), (_STEM, stems_at_large), (_TERM, terms))
    known = np.zeros((1 << (2 * sum(len(words) for _, words in kinds)).bit_length(), 2), np.uint64)
    for salt, words in kinds:
        units = np.frombuffer("".join(words).encode("utf-32-le"), "<u4")
        bounds = np.cumsum([0, *map(len, words)])
        _enter(units, bounds, np.array(list(words.values()), np.uint64), salt, known)
    return known


# ------------------------------------------------------------------ affixes


@lean
def is_digit(unit: np.uint32) -> bool:
    """Say whether a folded code point is a digit."""
    return bool(unit - _ZERO < _TEN)  # wraps below zero


@lean
def _is_arabic(unit: np.uint32) -> bool:
    return bool(unit >= _FIRST and unit <= _LAST)


@lean
def _same(word: Array, at: int, rows: Array, row: int, size: int) -> bool:
    for place in range(size):  # noqa: SIM110 (compiled: a loop is fastest)
        if word[at + place] != rows[row, place + 1]:
            return False
    return True


@lean
def _opening(word: Array, begin: int, end: int, rows: Array, rest: int) -> int:
    """Give the length of the first affix that opens a span and leaves ``rest`` letters, or 0."""
    for row in range(len(rows)):
        size = int(rows[row, 0])
        if end - begin >= size + rest and _same(word, begin, rows, row, size):
            return size
    return 0


@lean
def _ending(word: Array, begin: int, end: int, rows: Array, rest: int) -> int:
    """Give the length of the first affix that ends a span and leaves ``rest`` letters, or 0."""
    for row in range(len(rows)):
        size = int(rows[row, 0])
        if end - begin >= size + rest and _same(word, end - size, rows, row, size):
            return size
    return 0


@lean
def stem(word: Array, begin: int, end: int) -> tuple[int, int]:
    """Give the span of a word's stem (see :func:`cleaner.story.stems.stem`)."""
    first, size = word[begin], end - begin
    if _is_arabic(first):
        begin += _opening(word, begin, end, _ARTICLES, _SHORTEST)
        end -= _ending(word, begin, end, _ENDINGS, _SHORTEST)
        end -= _ending(word, begin, end, _ENDINGS, _SHORTEST)
    elif first >= _A and first <= _Z:
        end -= size > _SHORTEST + 1 and word[end - 1] == _S
        end = min(end, begin + _OPENING)
    elif first >= _CYRILLIC_A and first <= _CYRILLIC_YA:
        end -= _ending(word, begin, end, _CYRILLIC_ENDINGS, _SHORTEST_CYRILLIC)
        end = min(end, begin + _OPENING)
    return begin, end


# ------------------------------------------------------------------ terms


@lean
def _share(word: Array, begin: int, end: int, known: Lexicon) -> float:
    """Give the share of Arabic articles that hold a stem, 0 if nobody knows."""
    found = _find(hash_of_units(word, begin, end), _STEM, known)
    return np.uint64(found).view(np.float64)


@lean
def _is_proclitic(unit: np.uint32) -> bool:
    for letter in _PROCLITICS:  # noqa: SIM110
        if unit == letter:
            return True
    return False


@lean
def _without_proclitics(
    word: Array, first: int, size: int, begin: int, end: int, known: Lexicon
) -> tuple[int, int]:
    """Give the stem of a word's rest where that is far more frequent than the word's own."""
    share = _share(word, begin, end, known)
    for cut in range(1, 3):
        if size < cut + _SHORTEST_REST or not _is_proclitic(word[first + cut - 1]):
            break
        start, stop = stem(word, first + cut, first + size)
        if _share(word, start, stop, known) > _FAR_MORE * share:
            return start, stop
    return begin, end


@lean
def _skeleton(word: Array, begin: int, end: int, bones: Array) -> int:
    """Write ~ and a span's skeleton (see :mod:`cleaner.language.names`); give the length."""
    if end - begin > 4 and word[begin] == _ALEF and word[begin + 1] == _LAM:
        begin += 2
    bones[0], count = _TILDE, 1
    for at in range(begin, end):
        letter = word[at]
        if at == begin and letter in (_WAW, _FEH):
            letter = _FEH
        elif _is_arabic(letter):
            letter = _BONES[letter - _FIRST]
        if letter != 0 and (count == 1 or bones[count - 1] != letter):
            bones[count] = letter
            count += 1
    return count


@lean
def _crc_of(word: Array, begin: int, end: int) -> np.uint64:
    """Give the CRC-32 of a span's UTF-8."""
    state = _ALL_ONES
    for at in range(begin, end):
        point = word[at]
        size = 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4
        for byte in range(size):
            shifted = point >> np.uint32(6 * (size - 1 - byte))
            if byte > 0:
                value = shifted & np.uint32(0x3F) | np.uint32(0x80)
            elif size == 1:
                value = shifted
            else:
                value = shifted | np.uint32(0xF00 >> size & 0xFF)
            state = _CRC[(state ^ value) & np.uint32(0xFF)] ^ (state >> _EIGHT)
    return np.uint64(state ^ _ALL_ONES)


@lean
def _term_code(word: Array, begin: int, end: int, known: Lexicon) -> np.uint64:
    """Give the code of a term: its class and rarity as far as known, and its hash."""
    kind = _find(hash_of_units(word, begin, end), _TERM, known)
    if kind == np.uint64(_GAP):
        return np.uint64(0)
    return (kind if kind != 0 else _UNKNOWN_TERM) | _crc_of(word, begin, end)


@lean
def _long_word(word: Array, first: int, last: int, known: Lexicon, bones: Array) -> np.uint64:
    """Give the code of a word by its term: its stem, or its skeleton if it is rare in Arabic."""
    begin, end = stem(word, first, last)
    if not _is_arabic(word[begin]):
        return _term_code(word, begin, end, known)
    begin, end = _without_proclitics(word, first, last - first, begin, end, known)
    if _is_arabic(word[begin]) and _share(word, begin, end, known) < _NAME_LIKE:
        length = _skeleton(word, begin, end, bones)
        if length > _SHORTEST_SKELETON:
            return _term_code(bones, 0, length, known)
    return _term_code(word, begin, end, known)


@lean
def _digits_from(word: Array, begin: int, end: int) -> int:
    """Give where the digits of a word that is a number with an article begin, or -1."""
    if end - begin > 2 and word[begin] == _ALEF and word[begin + 1] == _LAM:
        begin += 2
    for at in range(begin, end):
        if not is_digit(word[at]):
            return -1
    return begin


@lean
def word_code(
    word: Array, begin: int, end: int, hashed: np.uint64, known: Lexicon, room: Array
) -> np.uint64:
    """Give the code of a span that opens with a letter; ``room`` is one longer than the span."""
    special = _find(hashed, _SPECIAL, known)
    if special != 0:
        return special
    if end - begin < 2:
        return np.uint64(0)
    if not is_digit(word[end - 1]):
        return _long_word(word, begin, end, known, room)
    digits = _digits_from(word, begin, end)
    if digits >= 0:
        return number_code(word, digits, end, room)
    return _UNKNOWN_TERM | _crc_of(word, begin, end)


# ------------------------------------------------------------------ numbers


@lean
def _in_thousands(word: Array, begin: int, end: int) -> bool:
    """Say whether a number is written in groups of three: 1,000 or 12,000,000."""
    first = end - begin
    while first > 3:
        first -= 4
    if first < 1 or end - begin < 4:
        return False
    for at in range(begin, end):
        is_mark = at >= begin + first and (at - begin - first) % 4 == 0
        if is_mark != (word[at] == _COMMA) or word[at] == _POINT:
            return False
    return True


@lean
def _plain(word: Array, begin: int, end: int, out: Array) -> tuple[int, int]:
    """Write a number's digits with a point for its commas; give the length and the points."""
    grouped = _in_thousands(word, begin, end)
    count, points = 0, 0
    for at in range(begin, end):
        unit = word[at]
        if unit == _COMMA and grouped:
            continue
        if unit in (_COMMA, _POINT):
            unit = _POINT
            points += 1
        out[count] = unit
        count += 1
    return count, points


@lean
def _read(digits: Array, begin: int, end: int) -> float:
    """Give the value of digits with one point at most."""
    value, scale, behind = 0.0, 1.0, False
    for at in range(begin, end):
        if digits[at] == _POINT:
            behind = True
        elif scale < 1e15:
            value = value * 10.0 + np.float64(digits[at] - _ZERO)
            scale *= 10.0 if behind else 1.0
    return min(value / scale, _GREATEST)


@lean
def _dated(digits: Array, end: int) -> int:
    """Read a day written with points, 26.05.2016 or 2016.05.26: the value of a date, or 0.

    The day comes before the month, unless only the second can be a day.
    """
    day, month, year = 0, 0, 0
    if end > 10:
        return 0
    for place in range(end):
        if digits[place] == _POINT:
            day, month, year = month, year, 0
        else:
            year = year * 10 + int(digits[place] - _ZERO)
    if day >= _FIRST_YEAR:
        day, year = year, day
    elif month > _MONTHS:
        day, month = month, day
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS and 1 <= day <= _DAYS):
        return 0
    return int(year << _YEAR_AT | month << _MONTH_AT | day)


@lean
def number_code(word: Array, begin: int, end: int, room: Array) -> np.uint64:
    """Give the code of a number: its canonical digits' hash, and the upper bits of its value.

    A day in figures is a date. What is no number after all (a version, 1.2.3) has the value 0.
    """
    end, points = _plain(word, begin, end, room)
    date = _dated(room, end) if points == 2 else 0
    if date:
        return np.uint64(date) << _VALUE_AT | _DATE | _crc_of(room, 0, end)
    first = 0
    while points == 0 and end < _LONGEST_NUMBER and first + 1 < end and room[first] == _ZERO:
        first += 1
    value = _read(room, first, end) if points < 2 else 0.0
    bits = np.float32(value).view(np.uint32)
    packed = np.uint64((bits + _HALF_OF_LOST) >> _LOST_BITS)
    return packed << _VALUE_AT | _NUMBER | _crc_of(room, first, end)

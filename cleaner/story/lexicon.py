"""What a written word is to the evidence: a term, a number, a weekday, a month, a quotation mark.

Every word becomes one 64-bit code, so that an article is a row of numbers and compiled kernels do
the rest: 32 bits of term hash, 4 bits of class, then a value (a number, a weekday, a rarity).
:mod:`cleaner.story.forms` works codes out by the tables of this module.
"""

from __future__ import annotations

import math
import struct
from enum import IntEnum
from functools import cache
from zlib import crc32

from cleaner.language import calendars
from cleaner.language.names import is_arabic
from cleaner.story import background


class Class(IntEnum):
    """What a word is; kernels know these by number."""

    GAP = 0
    WORD = 1
    COMMON = 2
    NUMBER = 3
    SCALE = 4
    WEEKDAY = 5
    MONTH = 6
    QUOTE = 7
    LINE = 8
    HALF_MONTH = 9
    SECOND_HALF = 10
    DAY_WORD = 11
    WEAK_MONTH = 12
    ORDINAL = 13
    DATE = 14


#: Where a code's class and value begin; the bits of words that are known for what every day has or
#: for a place, or that a capital shows to be a name.
CLASS_BITS, VALUE_BITS, DAILY_BIT, PLACE_BIT, NAME_BIT = 32, 36, 61, 62, 63
#: Where the year and the month begin in the value of a date.
YEAR_BITS, MONTH_BITS = 9, 5
#: Words in more articles than this tell nothing; words in more than that open no pair.
_EVERYWHERE, _EVERYDAY = 0.2, 0.05
_LARGEST = (1 << 28) - 1
#: A number is kept as the upper bits of a 32-bit float, rounded; numbers end at the greatest.
LOST_BITS, HALF_OF_LOST, GREATEST = 3, 4, 1e30
#: Digits from which on a number is not canonical without leading zeros.
LONGEST_NUMBER = 20
_PROCLITICS = ("", "و", "ب", "ل", "ف", "وب", "ول")
_SCALES = {
    **dict.fromkeys(["الف", "الاف", "الفا", "thousand", "mille", "mil", "bin"], 1_000),
    **dict.fromkeys(["тысяч", "тысячи", "тысяча"], 1_000),
    **dict.fromkeys(["مليون", "ملايين", "million", "millones", "millon", "milyon"], 10**6),
    **dict.fromkeys(["миллионов", "миллиона", "миллион"], 10**6),
    **dict.fromkeys(["مليار", "مليارات", "بليون", "billion", "milliard", "milyar"], 10**9),
    **dict.fromkeys(["миллиардов", "миллиарда", "миллиард"], 10**9),
}
_NUMBERS = {
    **dict.fromkeys(["ثلاثه", "ثلاث", "three", "trois", "tres", "uc", "три"], 3),
    **dict.fromkeys(["اربعه", "اربع", "four", "quatre", "cuatro", "dort", "четыре"], 4),
    **dict.fromkeys(["خمسه", "خمس", "five", "cinq", "cinco", "bes", "пять"], 5),
    **dict.fromkeys(["سته", "ست", "six", "seis", "alti", "шесть"], 6),
    **dict.fromkeys(["سبعه", "سبع", "seven", "sept", "siete", "yedi", "семь"], 7),
    **dict.fromkeys(["ثمانيه", "ثماني", "ثمان", "eight", "huit", "ocho", "sekiz", "восемь"], 8),
    **dict.fromkeys(["تسعه", "تسع", "nine", "neuf", "nueve", "dokuz", "девять"], 9),
    **dict.fromkeys(["عشره", "عشر", "ten", "dix", "diez", "десять"], 10),
}

#: What ranks the word before it (the third round). An ordinal of tens may follow one of units.
_ORDINALS = {
    **dict.fromkeys(["الاولي", "الحاديه", "الحادي"], 1),
    "الثانيه": 2,
    **dict.fromkeys(["الثالثه", "الثالث"], 3),
    **dict.fromkeys(["الرابعه", "الرابع"], 4),
    **dict.fromkeys(["الخامسه", "الخامس"], 5),
    **dict.fromkeys(["السادسه", "السادس"], 6),
    **dict.fromkeys(["السابعه", "السابع"], 7),
    **dict.fromkeys(["الثامنه", "الثامن"], 8),
    **dict.fromkeys(["التاسعه", "التاسع"], 9),
    **dict.fromkeys(["العاشره", "العاشر"], 10),
    **dict.fromkeys(["العشرين", "العشرون"], 20),
    **dict.fromkeys(["الثلاثين", "الثلاثون"], 30),
    **dict.fromkeys(["الاربعين", "الاربعون"], 40),
    **dict.fromkeys(["الخمسين", "الخمسون"], 50),
}

#: Months of two words: تشرين الأول is the tenth, تشرين الثاني the eleventh, كانون alike.
_HALF_MONTHS = {"تشرين": 10, "كانون": 12}
_SECOND_HALVES = {"الاول": 0, "اول": 0, "الثاني": 1, "ثاني": 1, "ثان": 1}


#: Added to the days from today that a word tells (yesterday: -1), so that none is negative.
FAR = 2


def hash_of(text: str) -> int:
    """Give the 32-bit hash of a term, the same on every machine."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def _code(kind: Class, term: str = "", value: int = 0) -> int:
    return min(value, _LARGEST) << VALUE_BITS | kind << CLASS_BITS | hash_of(term)


@cache
def special() -> dict[str, int]:
    """Give the codes of words that belong to dates and numbers."""
    codes: dict[str, int] = {}
    tables: tuple[tuple[Class, dict[str, int]], ...] = (
        (Class.HALF_MONTH, _HALF_MONTHS),
        (Class.SECOND_HALF, _SECOND_HALVES),
        (Class.MONTH, calendars.ARABIC | calendars.LATIN),
        (Class.WEAK_MONTH, calendars.ARABIC_WEAK | calendars.LATIN_WEAK),
        (Class.WEEKDAY, calendars.WEEKDAYS),
        (Class.SCALE, _SCALES),
        (Class.NUMBER, _NUMBERS),
        (Class.ORDINAL, _ORDINALS),
        (Class.DAY_WORD, {word: days + FAR for word, days in calendars.DAY_WORDS.items()}),
    )
    for kind, table in tables:
        for name, value in table.items():
            for form in _forms(name):
                number = kind in (Class.NUMBER, Class.SCALE)
                # What is also a word of its own (March, Nisan; the fourth) keeps its own term.
                own = kind in (Class.WEAK_MONTH, Class.ORDINAL)
                term = background.term(form) if own else str(value)
                codes.setdefault(form, _code(kind, term, _packed(value) if number else value))
    return codes


def _forms(name: str) -> tuple[str, ...]:
    if not is_arabic(name):
        return (name,)
    forms = tuple(proclitic + name for proclitic in _PROCLITICS)
    return (*forms, "لل" + name[2:]) if name.startswith("ال") else forms


#: The codes of tokens that are no words: an end of line, marks that open, close, and do either.
MARKS = (
    _code(Class.LINE),
    _code(Class.QUOTE, value=0),
    _code(Class.QUOTE, value=1),
    _code(Class.QUOTE, value=2),
)


def _packed(number: int) -> int:
    """Give a number as the upper 28 bits of a 32-bit float: six figures, of any size."""
    bits: int = struct.unpack("<I", struct.pack("<f", number))[0]
    return bits + HALF_OF_LOST >> LOST_BITS


def kind_of(frequency: float) -> int:
    """Give the class and value bits of a term that a share of articles hold; 0 if it is a gap."""
    if frequency >= _EVERYWHERE:
        return 0
    kind = Class.COMMON if frequency >= _EVERYDAY else Class.WORD
    return rarity(frequency) << VALUE_BITS | kind << CLASS_BITS


def rarity(frequency: float) -> int:
    """Give how rare a term is at large, in steps of a quarter bit."""
    return round(-4 * math.log2(frequency))

"""What a word counts as, in plain Python: slow and easy to read, for the compiled code to match."""

from __future__ import annotations

import re
import struct

from cleaner.story import background, lexicon
from cleaner.story.lexicon import CLASS_BITS, VALUE_BITS, Class, hash_of

DATE = re.compile(r"(\d+)\.(\d+)\.(\d+)$")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+$")


def code(folded: str) -> int:
    return number(folded) if folded[0].isdecimal() else word(folded)


def number(digits: str) -> int:
    plain = digits.replace(",", "") if THOUSANDS.match(digits) else digits.replace(",", ".")
    short = plain.isdecimal() and len(plain) < lexicon.LONGEST_NUMBER
    canonical = str(int(plain)) if short else plain
    if day := date(canonical):
        return day << VALUE_BITS | Class.DATE << CLASS_BITS | hash_of(canonical)
    return packed(canonical) << VALUE_BITS | Class.NUMBER << CLASS_BITS | hash_of(canonical)


def date(written: str) -> int:
    parts = DATE.match(written)
    if not parts or len(written) > len("26.05.2016"):
        return 0
    day, month, year = map(int, parts.groups())
    if day >= 1900:
        day, year = year, day
    elif month > 12:
        day, month = month, day
    fits = 1900 <= year <= 2199 and 1 <= month <= 12 and 1 <= day <= 31
    return year << lexicon.YEAR_BITS | month << lexicon.MONTH_BITS | day if fits else 0


def packed(written: str) -> int:
    try:
        value = min(float(written), lexicon.GREATEST)
    except ValueError:
        return 0
    bits: int = struct.unpack("<I", struct.pack("<f", value))[0]
    return bits + lexicon.HALF_OF_LOST >> lexicon.LOST_BITS


def word(folded: str) -> int:
    special = lexicon.special().get(folded)
    if special is not None:
        return special
    if len(folded) < 2:
        return 0
    if folded[-1].isdecimal():
        digits = folded.removeprefix("ال")
        return number(digits) if digits.isdecimal() else of_term(folded, background.UNKNOWN)
    found = background.term(folded)
    return of_term(found, background.known().get(found, background.UNKNOWN))


def of_term(found: str, share: float) -> int:
    kind = lexicon.kind_of(share)
    place = 1 << lexicon.PLACE_BIT if found in background.places() else 0
    daily = 1 << lexicon.DAILY_BIT if found in background.daily() else 0
    return kind | place | daily | hash_of(found) if kind else 0

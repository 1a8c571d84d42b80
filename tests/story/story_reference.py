"""What a word counts as, in plain Python: slow and easy to read, for the compiled code to match."""

from __future__ import annotations

import re
import struct

from cleaner.story import background, lexicon
from cleaner.story.lexicon import CLASS_BITS, VALUE_BITS, Class, hash_of

THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+$")


def code(folded: str) -> int:
    return number(folded) if folded[0].isdecimal() else word(folded)


def number(digits: str) -> int:
    plain = digits.replace(",", "") if THOUSANDS.match(digits) else digits.replace(",", ".")
    short = plain.isdecimal() and len(plain) < lexicon.LONGEST_NUMBER
    canonical = str(int(plain)) if short else plain
    return packed(canonical) << VALUE_BITS | Class.NUMBER << CLASS_BITS | hash_of(canonical)


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
    return kind | hash_of(found) if kind else 0

"""One form for the spellings of a name: a skeleton of the consonants that survive transliteration.

Desks write one foreign name in many ways: سيرجي and سيرغي, بيونغ and بيونج, فلاديمير and ولاديمير,
with and without doubled letters, long vowels or the article. The skeleton keeps what they agree on.
It is for rare words: among everyday words it would make one of many.
"""

from __future__ import annotations

import re

#: The letters that Arabic words are folded to lie between these.
FIRST, LAST = "\N{ARABIC LETTER HAMZA}", "\N{ARABIC LETTER YEH}"
_ARTICLE = "ال"
#: Long vowels and glides come and go between spellings.
_WEAK = "اويهء"
# Sounds that Arabic writes in several ways: g, the emphatic consonants and the dental ones.
_MERGED = str.maketrans(
    {**dict.fromkeys("غق", "ج"), "ط": "ت", "ص": "س", "ث": "س", **dict.fromkeys("ظذ", "ز"), "ض": "د"}
    | dict.fromkeys(_WEAK, "")
)
_DOUBLED = re.compile(r"(.)\1+")


def is_arabic(word: str) -> bool:
    """Say whether a folded word is in Arabic letters.

    >>> is_arabic("لافروف"), is_arabic("lavrov")
    (True, False)
    """
    return FIRST <= word[:1] <= LAST


def skeleton(word: str) -> str:
    """Give the consonant skeleton of a folded Arabic word.

    >>> skeleton("سيرجي") == skeleton("سيرغي"), skeleton("بيونغ") == skeleton("بيونج")
    (True, True)
    >>> skeleton("فلاديمير") == skeleton("ولاديمير")
    True
    """
    if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2:
        word = word[len(_ARTICLE) :]
    # A foreign V opens a name as ف or as و; a vowel that opens it may stay unwritten.
    opening = "ف" if word[:1] in ("و", "ف") else ""
    rest = word[1:] if opening else word
    return _DOUBLED.sub(r"\1", opening + rest.translate(_MERGED))


def bone(letter: str) -> str:
    """Give what a letter within a word is in a skeleton: a letter, or nothing.

    >>> bone("غ"), bone("ي")
    ('ج', '')
    """
    return letter.translate(_MERGED)

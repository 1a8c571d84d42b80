"""Numbers in news text, with what they count: "1000 container", "2.5 million dollar", "34 %".

Works on folded text (:mod:`cleaner.language.fold`), where digits of every script are ASCII.
Arabic numbers in words are read too (ثلاثة آلاف وخمسمئة, مليون ونصف المليون), and the small ones
of English and French.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

Kind = Literal["count", "percent", "ordinal", "score"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a folded text: half-open character offsets, value, and what it counts.

    ``noun`` is the folded word that is counted, without article and accusative ending
    (``شخص``), or None. ``kind``: ``count``, ``percent``, ``ordinal`` (the 75th; the noun stands
    before it) or ``score`` (``second`` is the other side's).
    """

    start: int
    end: int
    value: float
    kind: Kind = "count"
    noun: str | None = None
    second: int | None = None


_UNITS = {
    "احد": 1, "احدي": 1, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2, "اثنان": 2, "اثنين": 2,
    "اثنتان": 2, "اثنتين": 2, "ثلاث": 3, "ثلاثه": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5,
    "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7, "ثمان": 8, "ثماني": 8, "ثمانيه": 8, "تسع": 9,
    "تسعه": 9, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "deux": 2, "trois": 3, "quatre": 4,
    "cinq": 5, "sept": 7, "huit": 8, "dix": 10, "douze": 12, "واحد": 1, "واحده": 1,
}  # fmt: skip
_TENS = {
    "عشر": 10, "عشره": 10, "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40,
    "اربعين": 40, "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70,
    "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_SCALES = {
    **dict.fromkeys(["الف", "الفا", "الاف", "thousand", "mille"], 10**3),
    **dict.fromkeys(["مليون", "مليونا", "ملايين", "million", "millions", "milyon"], 10**6),
    **dict.fromkeys(["مليار", "مليارا", "مليارات", "بليون", "billion", "milliard"], 10**9),
    **dict.fromkeys(["milliards", "milyar", "миллиардов", "billions"], 10**9),
    **dict.fromkeys(["миллионов", "миллиона", "millones", "millon"], 10**6),
    **dict.fromkeys(["тысяч", "тысячи", "mil", "bin"], 10**3),
    **dict.fromkeys(["تريليون", "ترليون", "تريليونات", "trillion"], 10**12),
}
_DUAL_ENDINGS = ("ين", "ان", "ي", "ا")
_DUALS = {
    root + ending: 2 * value
    for root, value in {"الف": 10**3, "مليون": 10**6, "مليار": 10**9}.items()
    for ending in _DUAL_ENDINGS
    if (root + ending) not in _SCALES
}
_HUNDRED = ("ميه", "مايه", "ميات", "hundred", "cent", "cents")
_FRACTIONS = {"نصف": 0.5, "ربع": 0.25, "half": 0.5}
# Alone these are other words ("someone", "lady", "he wrote") or too vague ("thousands").
_OTHER_WORDS = """
احد احدي واحد واحده ست سبع عشر اثنا اثني اثنتا اثنتي نصف ربع half الف الفا الاف ملايين مليارات
ميات mil bin mille cent cents thousand hundred million millions billion billions milyon dix sept
milliards
"""
_NEVER_ALONE = frozenset(_OTHER_WORDS.split())


@cache
def _hundreds() -> dict[str, int]:
    """Give the hundreds that are one word: ثلاثمئة, خمسمائة, مئتان."""
    found = {f"{two}{end}": 200 for two in ("ميت", "مايت") for end in ("ين", "ان", "ي", "ا")}
    for unit, value in _UNITS.items():
        if 3 <= value <= 9 and not unit.endswith("ه"):
            found |= {unit + "ميه": 100 * value, unit + "مايه": 100 * value}
    return found


_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?: [0-9]{3}(?![0-9.,]))*")
_NEXT = re.compile(r"[ ]?(?:(و)(?=[0-9 ]))?[ ]?([0-9]+(?:[.,][0-9]+)*|[^\W\d_]+)")
_PERCENT = re.compile(r" ?%| ?(?:(?:في|ب)? ?(?:ال)?(?:ميه|مايه)|percent|per cent|pour cent)\b")
_SCORE = re.compile(r"([0-9]{1,3}) ?[-/] ?([0-9]{1,3})(?![0-9/.,-])")
_NOUN = re.compile(r"[ ](?:(?:من|of|de)[ ])?\"?([^\W\d_]{2,})")
_ARTICLE = re.compile(r"([^\W\d_]+) ال ?\Z")
_PARTICLES = """
من في علي الي عن مع او ان لا لم قد بين كما حتي هذا هذه ذلك اي كل منذ قبل بعد عند
لكن لكنها عندما التي الذي الذين حيث بينما وغيره
of and the in to on at for by or de et la le les du des en a
"""
_NOT_NOUNS = frozenset(_PARTICLES.split())


def find_quantities(folded: str, dates: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
    """Find the numbers of a folded text in order; numbers inside ``dates`` spans are left out.

    >>> [(q.value, q.noun) for q in find_quantities("ثلاثه الاف طن بنحو 2.5 مليون دولار")]
    [(3000, 'طن'), (2500000, 'دولار')]
    """
    taken = sorted(dates)
    found: list[Quantity] = []
    at = 0
    for start in _starts(folded):
        if start < at:
            continue
        quantity = _quantity(folded, start)
        if quantity is not None and not _inside(quantity, taken):
            found.append(quantity)
        at = quantity.end if quantity is not None else start + 1
    return found


def _inside(quantity: Quantity, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a number meets one of the sorted spans, which do not overlap."""
    place = bisect_left(spans, (quantity.end, 0))
    return place > 0 and spans[place - 1][1] > quantity.start


# "A million and a half of the million".
_SAME_SCALE = re.compile(r" ال(?:مليون|مليار|الف)\b")
_DIGIT_RUN = re.compile(r"[0-9]+")


def _starts(text: str) -> list[int]:
    """Give where numbers may begin, in order: runs of digits, and number words."""
    starts = [match.start() for match in _DIGIT_RUN.finditer(text)]
    for word in _first_words().intersection(text.split()):
        at = text.find(word)
        while at >= 0:
            if at == 0 or text[at - 1].isspace():
                starts.append(at + (word not in _simple_words() and word[0] == "و"))
            at = text.find(word, at + len(word))
    return sorted(starts)


@cache
def _simple_words() -> dict[str, int]:
    return {**_UNITS, **_TENS, **_hundreds(), **_SCALES, **_DUALS, **dict.fromkeys(_HUNDRED, 100)}


@cache
def _first_words() -> frozenset[str]:
    words = _simple_words().keys() | _FRACTIONS.keys()
    return frozenset(words | {"و" + word for word in words if word[0] >= "ء"})


@dataclass(slots=True)
class _Sum:
    """A number being read: what is complete, what a scale may still multiply, the last scale."""

    total: float = 0
    current: float | None = None
    scale: int = 1

    @property
    def value(self) -> float:
        return self.total + (self.current or 0)

    def takes(self, value: float, *, joined: bool) -> bool:
        """Add a plain number if it can continue this one: 5 + 20, 300 + 25, 3000 + 500."""
        current = self.current
        if current is None:
            if self.total and (not joined or value >= self.scale):
                return False
            self.current = value
            return True
        teen = value == 10 and not joined and current < 10
        tens = joined and 20 <= value < 100 and value % 10 == 0 and current % 100 < 10
        hundreds = value < 100 and current % 100 == 0
        if teen or ((tens or hundreds) and current == int(current)):
            self.current = current + value
            return True
        return False

    def multiply(self, scale: int) -> bool:
        """Multiply by a hundred or a scale: 3 x 1000."""
        if self.total and (self.current is None or scale >= self.scale):
            return False
        product = (1 if self.current is None else self.current) * scale
        if scale == 100:
            self.current = product
            return product < 1000
        self.total, self.current, self.scale = self.total + product, None, scale
        return True


def _quantity(text: str, start: int) -> Quantity | None:
    if text[start].isdigit():
        before = text[start - 1 : start]
        if before.isalpha() and not text.endswith(_ATTACHED, 0, start):
            return None
        score = _SCORE.match(text, start)
        if score:
            return Quantity(start, score.end(), int(score[1]), "score", None, int(score[2]))
    value, end = _read(text, start)
    if value is None:
        return None
    percent = _PERCENT.match(text, end)
    if percent:
        return Quantity(start, percent.end(), value, "percent")
    article = _ARTICLE.search(text, max(0, start - 24), start)
    if article:
        return Quantity(start, end, value, "ordinal", _noun(article[1]))
    following = _NOUN.match(text, end)
    return Quantity(start, end, value, "count", _noun(following[1]) if following else None)


# "and 5", "by 5", "for 5", "the 75th", "as 5", written onto the number.
_ATTACHED = ("و", "ب", "ل", "ف", "ك", "ال")


_WITH_ARTICLE = re.compile(r"[وبلفك]?ال(?=...)")


def _noun(noun: str) -> str | None:
    """Take the article and the accusative ending off a counted word; None for a particle."""
    if noun in _NOT_NOUNS:
        return None
    article = _WITH_ARTICLE.match(noun)
    noun = noun[article.end() :] if article else noun
    return noun.removesuffix("ا") if len(noun) > 3 and noun[0] >= "ء" else noun


def _read(text: str, start: int) -> tuple[float | None, int]:
    """Read the longest number that starts here; give its value and end."""
    amount, end = _Sum(), start
    grouped = _DIGITS.match(text, start)
    if grouped:
        scaled = _scale_after(text, grouped.end())
        amount.current, end = digits_value(grouped.group(), scaled=scaled), grouped.end()
    while match := _NEXT.match(text, end):
        if not _continues(amount, match, first=end == start):
            break
        end = match.end()
    if end == start or text[start:end] in _NEVER_ALONE:
        return None, start
    again = _SAME_SCALE.match(text, end)
    return _whole(amount.value), again.end() if again else end


def _continues(amount: _Sum, match: re.Match[str], *, first: bool) -> bool:
    joined, word = match[1] is not None, match[2]
    if not first and not joined and match.start() == match.start(2):
        return False
    if word[0].isdigit():
        after_scale = joined and amount.current is None and amount.scale > 1
        return after_scale and amount.takes(digits_value(word), joined=True)
    if word[0] == "و" and word not in _simple_words():
        joined, word = True, word[1:]
    if word in _FRACTIONS:
        return _fraction(amount, _FRACTIONS[word], joined=joined)
    return _takes_word(amount, word, joined=joined)


def _takes_word(amount: _Sum, word: str, *, joined: bool) -> bool:
    scale = 100 if word in _HUNDRED else _SCALES.get(word)
    if scale is not None and not joined:
        return amount.multiply(scale)
    value = _simple_words().get(word)
    return value is not None and amount.takes(value, joined=joined)


def _fraction(amount: _Sum, share: float, *, joined: bool) -> bool:
    """Add "and a half": of the last scale, as in a million and a half."""
    if joined and amount.value:
        amount.total, amount.current = amount.value + share * amount.scale, None
        return amount.scale > 1
    if amount.current is None and not amount.total:
        amount.current = share
        return True
    return False


def _scale_after(text: str, end: int) -> bool:
    word = _NEXT.match(text, end)
    return word is not None and word[1] is None and word[2] in _SCALES


def _whole(value: float) -> float:
    # 4.1 * 10**9 is not whole in binary.
    value = round(value, 6)
    return int(value) if value == int(value) else value


def digits_value(text: str, *, scaled: bool = False) -> float:
    """Give the value of digits with separators of any habit.

    One separator before three digits groups thousands (1.000, 1,000) unless the number is
    ``scaled`` (1.250 million) or starts with 0; of two kinds the last is the decimal one.

    >>> [digits_value(t) for t in ("1,000", "1.000", "2.5", "1.234,5", "0.125", "1.000.000")]
    [1000, 1000, 2.5, 1234.5, 0.125, 1000000]
    """
    text = text.replace(" ", "")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return int(text[:15])
    kinds = {mark for mark in text if mark in ".,"}
    alone = len(kinds) == 1 and len(text) - last == 4
    grouping = alone and (not scaled or text.count(text[last]) > 1) and text[0] != "0"
    if grouping or (len(kinds) == 1 and text.count(text[last]) > 1):
        return int(re.sub("[.,]", "", text)[:15])
    whole, part = re.sub("[.,]", "", text[:last]), text[last + 1 :]
    return _whole(float(f"{whole[:15]}.{part[:9]}"))

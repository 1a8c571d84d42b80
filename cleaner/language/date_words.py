"""The words of dates: folded text into tokens, each with a class of one letter.

The classes are the alphabet of the grammar of :mod:`cleaner.language.dates`:

==  ====================  ==  ====================  ==  ==================
n   a number 1 to 31      y   a year                #   another number
N   a numeric date        t   a time of day         G   a time zone
o   an ordinal            T   tens of an ordinal    u   st, nd, rd, th
M   an Arabic or Cyrillic month (m: one that is also another word)
L   a Latin month (l)     H   a Hijri month (h)     W   a weekday
D   today, yesterday ...  a   last, next            j   this
f   of                    s   month                 v   year
e   and                   R   to                    k   Hijri
i   since, before         U   a unit of time        A   ago
c   o'clock, at           p   a.m., p.m.            q   م (p.m. or A.D.)
x   anything else; marks and line ends stand for themselves
==  ====================  ==  ====================  ==  ==================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from cleaner.language import calendars
from cleaner.language.fold import fold

Value = int | str | tuple[int, int]
#: A class, a value, and a half-open span in the folded text.
Token = tuple[str, Value, int, int]

_CLASS_WORDS = {
    "f": "من of de del في in en",
    "s": "شهر بشهر لشهر وشهر الشهر month",
    "e": "و and et y ve и",
    "R": "الي حتي to au until",
    "v": "عام العام سنه السنه لعام لسنه بعام وعام وسنه year",
    "i": "منذ قبل ومنذ وقبل ilya hace",
    "A": "ago önce назад",
    "c": "الساعه at a saat",
    "k": "ه هجري هجريه الهجري ah",
    "u": "st nd rd th er eme",
}
_ADJECTIVES = {
    "الماضي": -1, "الفايت": -1, "المنصرم": -1, "المقبل": 1, "القادم": 1, "الاتي": 1,
}  # fmt: skip
#: Hours added to a clock of twelve hours.
_MERIDIEMS = {
    "ص": 0, "صباحا": 0, "فجرا": 0, "am": 0,
    "مساء": 12, "ظهرا": 12, "عصرا": 12, "ليلا": 12, "pm": 12,
}  # fmt: skip
_UNIT_WORDS = {
    1: "ثانيه ثواني ثوان second seconds secondes",
    60: "دقيقه دقايق minute minutes minutos dakika минут",
    3600: "ساعه ساعات hour hours heure heures horas saat часа часов",
    86400: "يوم ايام يوما day days jour jours dias gun дня дней",
    604800: "اسبوع اسابيع اسبوعا week weeks semaine semaines",
}
_DUALS = {"دقيقتين": 60, "ساعتين": 3600, "يومين": 86400, "اسبوعين": 604800}
#: Seconds of a unit, and how many units the word itself tells.
_UNITS: dict[str, tuple[int, int]] = {
    word: (seconds, 1) for seconds, words in _UNIT_WORDS.items() for word in words.split()
} | {word: (seconds, 2) for word, seconds in _DUALS.items()}

#: The words that can follow "since" and "before" in a date.
UNIT_WORDS = tuple(_UNITS)

# Names of two or three words become one before the text is cut into words.
_JOIN = re.compile(
    r"""
    \b [وبلف]?
    (?: (?:كانون|تشرين)[ ](?:ال)?(?:اول|ثاني|ثان)
      | (?<=[0-9][ ])(?:كانون|تشرين)[ ]?[12](?![0-9]|[ ]?[.:-][ ]?[0-9])
      | ربيع[ ](?:ال)?(?:اول|اخر|ثاني)
      | جماد[ي]?[ ]ال(?:اولي|اول|اخره|اخر|ثانيه|ثاني)
      | ذ[وي][ ](?:ال)?(?:قعده|حجه)
      | اول[ ](?:من[ ])?امس | امس[ ]الاول | بعد[ ]غد | يوم[ ]غد
      | aujourd"hui | il[ ]y[ ]a
    ) \b
    """,
    re.VERBOSE,
)
_JOINED_PARTS = ("كانون", "تشرين", "ربيع", "جماد", "قعده", "حجه", "امس", " غد", "hui", "il y a")
_TOKEN = re.compile(
    r"""
    (?: gmt | utc ) (?:[ ]?[+-][ ]?[0-9]{1,2}(?::?[0-9]{2})?(?![0-9]))?
  | [^\W\d]+
  | (?=[0-9])
    (?: [0-9]{1,4} [ ]?([/.-])[ ]? [0-9]{1,2} [ ]?\1[ ]? [0-9]{2,4} (?![0-9]) (?:t(?=[0-9]))?
      | [0-9]{1,2} (?:[ ]?:[ ]?[0-9]{2}){1,2} (?:\.[0-9]+)? (?![0-9])
        (?: [ ]?[+-][0-9]{2}:?[0-9]{2}(?![0-9]) | z\b )?
      | [0-9]{1,2} h [0-9]{2}\b
      | [0-9]+ (?:[.,][0-9]{1,3}(?![0-9]))* )
  | [^\w\s] | \n
    """,
    re.VERBOSE,
)
_NUMERIC_DATE = re.compile(r"[0-9]+ ?([/.-]) ?[0-9]{1,2} ?\1 ?[0-9]{2,4}t?")
# Proclitics that are written onto a name: "and", "in", "for", "then", "and in", "and for".
_PROCLITICS = ("", "و", "ب", "ل", "ف", "وب", "ول")
_TABLES: tuple[tuple[str, Mapping[str, Value]], ...] = (
    ("U", _UNITS),
    ("o", calendars.ORDINALS),
    ("h", calendars.HIJRI_WEAK),
    ("H", calendars.HIJRI),
    ("l", calendars.LATIN_WEAK),
    ("L", calendars.LATIN),
    ("m", calendars.ARABIC_WEAK),
    ("M", calendars.ARABIC),
    ("W", calendars.WEEKDAYS),
)
# First or second words of the names that are several words; "ذي" alone is too frequent.
_PARTS = {"كانون": "M", "تشرين": "M", "ربيع": "H", "جمادي": "H", "القعده": "H", "الحجه": "H"}
# Marks that stick to a word in running text.
_BEFORE = ("", "(", '"')
_AFTER = ("", ",", ".", ":", ")", '"', ";", "/", "-", "),", ").", '".')


def _forms(name: str) -> Iterator[str]:
    """Give the spellings of an Arabic name with its proclitics; others as they are."""
    arabic = "\N{ARABIC LETTER HAMZA}" <= name[0] <= "\N{ARABIC LETTER YEH}"
    yield from (proclitic + name for proclitic in (_PROCLITICS if arabic else ("",)))
    if name.startswith("ال"):
        yield from ("لل" + name[2:], "ولل" + name[2:])


@cache
def vocabulary() -> dict[str, tuple[str, Value]]:
    """Give every folded word that means something in a date, blanks left out."""
    words: dict[str, tuple[str, Value]] = {}
    for kind, text in _CLASS_WORDS.items():
        words.update((fold(word), (kind, 0)) for word in text.split())
    for kind, table in _TABLES:
        for name, value in table.items():
            words.update((form, (kind, value)) for form in _forms(name))
    words.update((w, ("D", days)) for word, days in calendars.DAY_WORDS.items() for w in _and(word))
    words.update((word, ("a", step)) for word, step in _ADJECTIVES.items())
    words.update((word, ("p", hours)) for word, hours in _MERIDIEMS.items())
    words.update((word, ("T", tens)) for word, tens in calendars.TENS.items())
    words |= {name: ("M", month) for name, month in _NUMBERED.items()}
    words |= {"م": ("q", 12), "الجاري": ("j", 0), "الحالي": ("j", 0)}
    words |= {zone: ("G", zone) for zone in ("gmt", "utc", "غرينتش", "جرينتش")}
    return words | {mark: (mark, 0) for mark in ",/-.()\n"}


def _and(word: str) -> tuple[str, str]:
    return word, "و" + word


@cache
def triggers(kinds: str) -> Mapping[str, str]:
    """Give the words, as they stand between blanks, that lead to dates, and their classes."""
    known = {word: kind for word, (kind, _) in vocabulary().items()}
    known |= {form: kind for part, kind in _PARTS.items() for form in _forms(part)}
    return {
        before + word + after: kind
        for word, kind in known.items()
        if kind in kinds
        for before in _BEFORE
        for after in _AFTER
    }


@cache
def trigger_words(kinds: str) -> frozenset[str]:
    """Give the words of :func:`triggers` as a set."""
    return frozenset(triggers(kinds))


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Give the tokens of a part of a folded text."""
    part = text[start:end]
    if any(name in part for name in _JOINED_PARTS):
        part = _JOIN.sub(_underscored, part)
    known, found = vocabulary(), []
    for match in _TOKEN.finditer(part):
        word = match.group()
        kind, value = known.get(word) or _unknown(word)
        found.append((kind, value, start + match.start(), start + match.end()))
    return found


def _underscored(match: re.Match[str]) -> str:
    return match.group().translate(_UNDERSCORED)


#: Blanks in names of several words, and the numbers in "تشرين 2": tokens of words hold neither.
_UNDERSCORED = {ord(" "): "_", ord('"'): "_", ord("1"): "i", ord("2"): "j"}
_NUMBERED = {"تشرينi": 10, "تشرينj": 11, "كانونi": 12, "كانونj": 1}


def _unknown(word: str) -> tuple[str, Value]:
    first = word[0]
    if "0" <= first <= "9":
        return _number(word)
    if first in "gu" and word.startswith(("gmt", "utc")):
        return "G", word
    return vocabulary().get(word.replace("_", ""), _OTHER) if "_" in word else _OTHER


_OTHER: tuple[str, Value] = ("x", 0)


def _number(text: str) -> tuple[str, Value]:
    if not text.isdigit():
        return _numeric_kind(text), text
    number = int(text[:9])
    if len(text) <= 2 and 1 <= number <= 31:
        return "n", number
    return ("y" if len(text) == 4 and 1000 <= number < 2200 else "#"), number


def _numeric_kind(text: str) -> str:
    if ":" in text or "h" in text:
        return "t"
    return "N" if _NUMERIC_DATE.fullmatch(text) else "#"

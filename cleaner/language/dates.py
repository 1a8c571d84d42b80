"""Dates in news text: publication lines, and the days that running text speaks of.

Only the surroundings of words that can belong to a date are read. Their tokens have a class of
one letter each (:mod:`cleaner.language.date_words`), and one regular expression over the
classes, ``GRAMMAR``, knows the forms of dates. Nothing is guessed: what a text does not tell
stays None, and what a reference day told is marked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from cleaner.language.calendars import gregorian_to_hijri, hijri_to_gregorian
from cleaner.language.date_words import UNIT_WORDS, Token, tokens, trigger_words, triggers
from cleaner.language.fold import fold

#: A stamp of an earlier year that looks like ISO 8601 (``1446-09-12``) is Hijri.
GREGORIAN_FROM = "1600"

Kind = Literal["date", "hijri", "month", "year", "weekday", "relative"]


@dataclass(frozen=True, slots=True)
class Date:
    """A day, month or year of the Gregorian calendar, as exact as its source.

    ``time`` is ``HH:MM`` or ``HH:MM:SS``, ``offset`` its time zone (``+03:00``). ``hijri``: the
    date was converted, and the day may be off by one. ``resolved``: some part of it came from
    the reference day and not from the text.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: str | None = None
    offset: str | None = None
    hijri: bool = False
    resolved: bool = False

    @property
    def iso(self) -> str | None:
        """Give ISO 8601, as exact as the date is; None without a year.

        >>> Date(2023, 9, 24, "10:30", "+00:00").iso
        '2023-09-24T10:30+00:00'
        """
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        time = f"T{self.time}{self.offset or ''}" if self.time else ""
        return f"{self.year:04}-{self.month:02}-{self.day:02}{time}"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a folded text: half-open character offsets, the date, and how it was told.

    ``kind``: ``date`` (a day by number and month), ``hijri`` (the same, converted), ``month``,
    ``year``, ``weekday`` (الثلاثاء) or ``relative`` (أمس, قبل يومين).
    """

    start: int
    end: int
    date: Date
    kind: Kind

    @property
    def year(self) -> int | None:
        """The year, if told or resolved."""
        return self.date.year

    @property
    def month(self) -> int | None:
        """The month, if told or resolved."""
        return self.date.month

    @property
    def day(self) -> int | None:
        """The day of the month, if told or resolved."""
        return self.date.day

    @property
    def time(self) -> str | None:
        """The time of day, if told beside the date."""
        return self.date.time


_DAY = r"(?:n(?:u|\.(?=[Ll]))?|oT?)"
_DAYS = rf"{_DAY}(?:(?:[-e]|e?R){_DAY})*"
# A month often has its other name beside it: شباط/فبراير, أكتوبر (تشرين الأول).
_MONTH = r"(?:[MmLlHh]\.?(?:/?[MmLlHh]|\([MmLlHh]\))?)"
_YEAR = r"(?:[,/-]?f?v?y[kq]?)"
_LEAD = r"(?:D?,?W?[,(]{0,2})"
GRAMMAR = re.compile(
    rf"""
    (?P<numeric> {_LEAD} N [kq]? )
  | (?P<named> {_LEAD} {_DAYS} ,?[-/]? [fs]{{0,2}} {_MONTH} {_YEAR}? )
  | (?P<named_after> {_LEAD} (?: [MmLlHh]\.? n u? ,?y | [Ll]\.? n u? (?![\#U]) ) )
  | (?P<month> {_MONTH} {_YEAR} | s?{_MONTH}[aj]
             | [MHL] (?: /?[MmLlHh] | \([MmLlHh]\) )? | [mhl] /?[MHL] | s[mhl] )
  | (?P<of_month> {_DAY} (?: f?s[aj] | j ) )
  | (?P<ago> i [n\#o]? U o? (?![fnoNWD]) | [n\#] U A )
  | (?P<weekday> D,?\(?W | W[aj]? | D )
  | (?P<year> v y [kq]? )
    """,
    re.VERBOSE,
)
_CLOCK = re.compile(r"G?c?(?:t[pq]?|np),?\(?G?")
_BESIDE = re.compile(r"[,(c-]{0,3}")

# A Friday sermon tells no day of an event, nor do "until today" and "in the day".
_NOT_WEEKDAY = ("صلاه ", "خطبه ", "صلاتي ")
_NOT_TODAY = ("في ", "هذا ", "ذلك ", "حتي ", "الي ", "مدار ", "طوال ", "منذ ", "من ")


# --- reading a match of the grammar -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Match:
    """The tokens of one match of the grammar, and what it is read against."""

    tokens: list[Token]
    reference: date | None
    line: bool

    def has(self, kinds: str) -> bool:
        return any(token[0] in kinds for token in self.tokens)

    def number(self, kinds: str) -> int | None:
        values = (token[1] for token in self.tokens if token[0] in kinds)
        return next((value for value in values if isinstance(value, int)), None)

    @property
    def span(self) -> tuple[int, int]:
        return self.tokens[0][2], self.tokens[-1][3]

    @property
    def step(self) -> int | None:
        """-1 for "last", 1 for "next", 0 for "this", None where none is said."""
        return self.number("aj")


def _one(match: _Match, found: Date | None, kind: Kind) -> Iterator[FoundDate]:
    if found is not None:
        yield FoundDate(*match.span, found, kind)


def _numeric(match: _Match) -> Iterator[FoundDate]:
    text = next(str(token[1]) for token in match.tokens if token[0] == "N")
    first, month, last = re.findall("[0-9]+", text)
    if len(first) <= 2:
        first, last = last, first
    if len(first) == 2 and match.line:
        first = "20" + first
    if len(first) == 4 and len(last) <= 2:
        yield from _numbered(match, int(first), int(month), int(last))


def _numbered(match: _Match, year: int, month: int, day: int) -> Iterator[FoundDate]:
    if month > 12:
        month, day = day, month
    if 1300 <= year <= 1500:
        yield from _one(match, _hijri(year, month, day), "hijri")
    elif 1500 < year < 2200:
        yield from _one(match, _valid(Date(year, month, day)), "date")


def _named(match: _Match) -> Iterator[FoundDate]:
    days = list(_days(match.tokens))
    months = [token for token in match.tokens if token[0] in "MmLlHh"]
    kind, month = months[0][0], months[0][1]
    if kind == "h" and not match.has("yfsk"):
        return
    start, end = match.span
    for index, (day, first, last) in enumerate(days):
        found = _dated(match.number("y"), int(str(month)), day, kind, match.reference)
        if found is not None:
            begin = first if index else start
            stop = end if index == len(days) - 1 else last
            yield FoundDate(begin, stop, found, "hijri" if kind in "Hh" else "date")


def _days(found: list[Token]) -> Iterator[tuple[int, int, int]]:
    """Give the days of the month with their spans; "الحادي والعشرين" is one day."""
    for index, (kind, value, start, end) in enumerate(found):
        if kind in "no" and isinstance(value, int):
            following = found[index + 1] if index + 1 < len(found) else None
            if kind == "o" and following and following[0] == "T":
                yield value + int(str(following[1])), start, following[3]
            else:
                yield value, start, end


def _dated(
    year: int | None, month: int, day: int, kind: str, reference: date | None
) -> Date | None:
    if kind in "Hh":
        return _hijri(year, month, day) if year else _nearest_hijri(month, day, reference)
    if year is None and reference is not None:
        return _nearest(month, day, reference)
    return _valid(Date(year, month, day))


def _valid(found: Date) -> Date | None:
    # 2000 is a leap year: without a year, 29 February may be.
    with suppress(ValueError):
        date(found.year or 2000, found.month or 1, found.day or 1)
        return found
    return None


def _hijri(year: int, month: int, day: int) -> Date | None:
    if not (1 <= year <= 1600 and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    day_there = hijri_to_gregorian(year, month, day)
    return Date(day_there.year, day_there.month, day_there.day, hijri=True)


def _nearest(month: int, day: int, reference: date) -> Date | None:
    """Give the year in which a day comes nearest to the reference."""
    candidates = []
    for year in (reference.year, reference.year - 1, reference.year + 1):
        with suppress(ValueError):
            candidates.append(date(year, month, day))
    if not candidates:
        return None
    return _from_day(min(candidates, key=lambda day: abs((day - _day_of(reference)).days)))


def _nearest_hijri(month: int, day: int, reference: date | None) -> Date | None:
    if reference is None or not 1 <= day <= 30:
        return None
    year = gregorian_to_hijri(_day_of(reference))[0]
    days = [hijri_to_gregorian(y, month, day) for y in (year, year - 1, year + 1)]
    nearest = min(days, key=lambda day: abs((day - _day_of(reference)).days))
    return replace(_from_day(nearest), hijri=True)


def _day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _from_day(day: date) -> Date:
    return Date(day.year, day.month, day.day, resolved=True)


def _month(match: _Match) -> Iterator[FoundDate]:
    month, year, step = match.number("MmLlHh"), match.number("y"), match.step
    if month is None:
        return
    if next(token[0] for token in match.tokens if token[0] in "MmLlHh") in "Hh":
        middle = _hijri(year, month, 15) if year else None
        yield from _one(match, middle and replace(middle, day=None), "month")
    elif step is not None and match.reference is not None:
        yield from _one(match, _stepped(month, step, match.reference), "month")
    else:
        yield from _one(match, Date(year, month), "month")


def _stepped(month: int, step: int, reference: date) -> Date:
    """Give the last, this or the next such month."""
    passed = month < reference.month or (month == reference.month and step == 0)
    year = reference.year
    if step < 0 and not passed:
        year -= 1
    if step > 0 and month <= reference.month:
        year += 1
    return Date(year, month, resolved=True)


def _of_month(match: _Match) -> Iterator[FoundDate]:
    day = next(_days(match.tokens), None)
    if match.reference is None or day is None:
        return
    months = match.reference.year * 12 + match.reference.month - 1 + (match.step or 0)
    found = Date(months // 12, months % 12 + 1, day[0], resolved=True)
    yield from _one(match, _valid(found), "date")


def _ago(match: _Match) -> Iterator[FoundDate]:
    unit = next(token[1] for token in match.tokens if token[0] == "U")
    amount = match.number("n#o")
    if match.reference is not None and isinstance(unit, tuple):
        count = unit[1] if amount is None else amount
        yield from _one(match, _before(match.reference, unit[0], count), "relative")


def _before(reference: date, seconds: int, count: int) -> Date | None:
    """Step back from the reference; hours and minutes need a reference that has a time."""
    with suppress(OverflowError):
        moment = reference - timedelta(seconds=seconds * count)
        if seconds < 86400 and isinstance(moment, datetime):
            return replace(_from_day(moment), time=moment.strftime("%H:%M"))
        return _from_day(moment)
    return None


def _weekday(match: _Match) -> Iterator[FoundDate]:
    if match.reference is None:
        return
    today, weekday, step = _day_of(match.reference), match.number("W"), match.number("D")
    with suppress(OverflowError):
        near = today + timedelta(days=step or 0)
        if weekday is not None:
            near = _on_weekday(near, weekday, match.step or 0, ahead=(step or 0) > 0)
        kind: Kind = "relative" if weekday is None else "weekday"
        yield from _one(match, _from_day(near), kind)


def _on_weekday(near: date, weekday: int, step: int, *, ahead: bool) -> date:
    """Give the latest such weekday up to a day, or the next one from it on."""
    back = (near.weekday() - weekday) % 7
    if step > 0:
        return near + timedelta(days=7 - back)
    if step < 0 and back == 0:
        back = 7
    # "Tomorrow, Sunday" in an article fetched late: the nearest Sunday.
    return near + timedelta(days=7 - back if ahead and back > 3 else -back)


def _year(match: _Match) -> Iterator[FoundDate]:
    year = match.number("y") or 0
    if 1400 <= year <= 1500 or (match.has("k") and 1 <= year <= 1600):
        middle = hijri_to_gregorian(year, 6, 15)
        yield from _one(match, Date(middle.year, hijri=True), "year")
    else:
        yield from _one(match, Date(year), "year")


_READERS: dict[str, Callable[[_Match], Iterator[FoundDate]]] = {
    "numeric": _numeric,
    "named": _named,
    "named_after": _named,
    "month": _month,
    "of_month": _of_month,
    "ago": _ago,
    "weekday": _weekday,
    "year": _year,
}


# --- times of day -----------------------------------------------------------------------------


def _clock(found: list[Token]) -> tuple[str, str | None] | None:
    """Read a time and its zone from the tokens of a match of ``_CLOCK``."""
    clock = next((str(value) for kind, value, _, _ in found if kind == "t"), None)
    if clock is None:
        clock = next(f"{value}:00" for kind, value, _, _ in found if kind == "n")
    hour, minute, *second = re.findall(r"[0-9]+", re.split(r"[+.-]", clock)[0])
    hours = _hours(int(hour), next((value for kind, value, _, _ in found if kind in "pq"), None))
    zone = next((str(value) for kind, value, _, _ in found if kind == "G"), None)
    if hours > 23 or int(minute) > 59 or any(int(part) > 59 for part in second):
        return None
    return ":".join([f"{hours:02}", minute, *second]), _offset(clock, zone)


def _hours(hour: int, half: object) -> int:
    if half == 0 and hour == 12:
        return 0
    return hour + 12 if half == 12 and hour < 12 else hour


def _offset(clock: str, zone: str | None) -> str | None:
    found = re.search(r"([+-]) ?([0-9]{1,2}):?([0-9]{2})?$", clock) or (
        zone and re.search(r"([+-]) ?([0-9]{1,2}):?([0-9]{2})?$", zone)
    )
    if found:
        return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"
    return "+00:00" if zone or clock.endswith("z") else None


# --- the parts of a text that are read --------------------------------------------------------

# How far a date reaches before and after the word that leads to it. What stands beside a weekday
# has, if it is a date, a word of its own.
_REACH = {"W": (12, 26), "D": (8, 26), "j": (30, 0), "i": (0, 25), "v": (0, 10), "s": (25, 10)}
_MONTH_REACH = (45, 30)
# Beside a weak name there must be a number, another name, or a word such as "month" or "last".
_SUPPORT = re.compile(r"[0-9/]|شهر| من |الماضي|المقبل|القادم|الجاري|المنصرم|الفايت|الحالي")


_STEPS = ("الماضي", "الجاري", "الحالي", "المقبل", "القادم", "المنصرم")


def _windows(text: str, kinds: str) -> list[tuple[int, int]]:
    """Give the parts of a text, in order and apart, that can hold a date."""
    places: list[tuple[int, int]] = []
    for word in trigger_words(kinds).intersection(text.split()):
        kind = triggers(kinds)[word]
        left, right = _REACH.get(kind, _MONTH_REACH)
        for start, end in _occurrences(text, word):
            if _supported(text, kind, start, end):
                places.append((max(start - left, 0), end + right))
    for mark in "/-":
        places += _between_digits(text, mark)
    return _merged(text, sorted(places)) if places else []


def _supported(text: str, kind: str, start: int, end: int) -> bool:
    if kind == "s":
        return text.startswith(_STEPS, end + 1)
    if kind == "v":
        return text[end + 1 : end + 2].isdigit()
    if kind == "i":
        return text[end + 1 : end + 2].isdigit() or text.startswith(UNIT_WORDS, end + 1)
    return kind not in "mlh" or _SUPPORT.search(text, max(start - 12, 0), end + 10) is not None


def _occurrences(text: str, word: str) -> Iterator[tuple[int, int]]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _between_digits(text: str, mark: str) -> Iterator[tuple[int, int]]:
    """Give the surroundings of a mark between digits, such as that of 7/9/2023."""
    at = text.find(mark)
    while at >= 0:
        if text[at + 1 : at + 3].strip()[:1].isdigit():
            yield max(at - 25, 0), at + 25
        at = text.find(mark, at + 1)


def _merged(text: str, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretch places to whole words, and join those that meet."""
    windows: list[tuple[int, int]] = []
    for start, end in places:
        left, right = text.rfind(" ", 0, start) + 1, text.find(" ", end)
        right = len(text) if right < 0 else right
        if windows and left <= windows[-1][1]:
            windows[-1] = windows[-1][0], max(right, windows[-1][1])
        else:
            windows.append((left, right))
    return windows


# --- public -----------------------------------------------------------------------------------


def find_dates(folded: str, reference: date | None = None) -> list[FoundDate]:
    """Find the dates that running text tells, in order; offsets are those of the folded text.

    Weekdays, "yesterday", "two days ago" and days without a year are resolved against
    ``reference``, the day of publication; without it the former are left out and the latter
    keep ``year`` None. A month name that is also a word of another meaning needs a day, a year
    or another name beside it.

    >>> [found.date.iso for found in find_dates("من الاول الي 7 ايلول 2024")]
    ['2024-09-01', '2024-09-07']
    """
    kinds = "MmLlHhv" if reference is None else "MmLlHhvWDijs"
    found: list[FoundDate] = []
    for start, end in _windows(folded, kinds):
        found += _read(folded, tokens(folded, start, end), reference, line=False)
    return found


def _read(
    text: str, found: list[Token], reference: date | None, *, line: bool
) -> Iterator[FoundDate]:
    classes = "".join(token[0] for token in found)
    clocks = list(_CLOCK.finditer(classes)) if "t" in classes or "np" in classes else []
    for match in GRAMMAR.finditer(classes):
        part = _Match(found[match.start() : match.end()], reference, line)
        if _is_other(text, part, match.lastgroup):
            continue
        for date_found in _READERS[str(match.lastgroup)](part):
            yield _timed(date_found, _beside(clocks, classes, match, line=line), found)


def _is_other(text: str, match: _Match, kind: str | None) -> bool:
    """Tell a Friday prayer and a day's end from a day of an event."""
    if kind != "weekday" or match.line:
        return False
    start, end = match.span
    if match.has("W"):
        return text.endswith(_NOT_WEEKDAY, 0, start)
    if match.number("D") != 0:
        return False
    # Before a dash, a quotation mark or a line's end it closes the name of an outlet.
    closes = text[end : end + 2].lstrip(" ")[:1] in ("-", '"', "\n")
    return closes or text.endswith(_NOT_TODAY, 0, start) or text.startswith(" ال", end)


def _beside(
    clocks: list[re.Match[str]], classes: str, match: re.Match[str], *, line: bool
) -> re.Match[str] | None:
    """Give the time that stands beside a date: before it, or after; a date line may part them."""
    place = bisect_left(clocks, match.end(), key=re.Match.start)
    for clock in clocks[max(place - 1, 0) : place + 1]:
        between = sorted((clock.span(), match.span()))
        start, end = between[0][1], between[1][0]
        if end - start <= 6 and (line or _BESIDE.fullmatch(classes, start, max(start, end))):
            return clock
    return None


def _timed(found: FoundDate, clock: re.Match[str] | None, all_tokens: list[Token]) -> FoundDate:
    if clock is None or found.day is None or found.time is not None:
        return found
    time = _clock(all_tokens[clock.start() : clock.end()])
    if time is None:
        return found
    return replace(found, date=replace(found.date, time=time[0], offset=time[1]))


_LONGEST_LINE = 500
_RANK: dict[Kind, int] = {
    "date": 0,
    "hijri": 1,
    "weekday": 2,
    "relative": 2,
    "month": 3,
    "year": 4,
}


def parse_date(text: str, reference: date | None = None, *, fallback: bool = False) -> Date | None:
    """Read the date of a date field or of a line such as ``آخر تحديث: ...``.

    Of several dates the most exact counts, Gregorian before Hijri, the first before the next.
    Day comes before month in ``1/2/2023``. With ``fallback``, for one explicit field, whatever
    this parser does not know is given to dateparser (slow).

    >>> parse_date("تاريخ النشر: 24th, September 2023 GMT").iso
    '2023-09-24'
    """
    stamp = text.strip()
    if stamp.isdecimal() and stamp.isascii():
        return _number_date(stamp)
    line = fold(text[:_LONGEST_LINE])
    found = list(_read(line, tokens(line, 0, len(line)), reference, line=True))
    best = min(found, key=lambda f: (_RANK[f.kind], f.date.year is None), default=None)
    if best is not None and (best.year is not None or not fallback):
        return best.date
    return _dateparser(stamp, reference) if fallback and stamp else None


@lru_cache(maxsize=4096)
def day_of(stamp: str | None) -> date | None:
    """Give the day that a date field tells, in whatever form; None where it tells none.

    >>> day_of("02/04/2016") == day_of("2016-04-02T10:00:00Z") == date(2016, 4, 2)
    True
    >>> day_of("1446-09-12") == date(2025, 3, 12)
    True
    """
    if not stamp:
        return None
    with suppress(ValueError):
        day = date.fromisoformat(stamp[:10])
        if stamp >= GREGORIAN_FROM:
            return day
    found = parse_date(stamp)
    if found is None or found.year is None or found.month is None or found.day is None:
        return None
    return date(found.year, found.month, found.day)


def _number_date(stamp: str) -> Date | None:
    """Read a bare year, ``20230924``, or seconds or milliseconds since 1970."""
    if len(stamp) == 4:
        return Date(int(stamp)) if 1900 <= int(stamp) < 2200 else None
    if len(stamp) == 8:
        return _valid(Date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:])))
    if len(stamp) in (10, 13):
        moment = datetime.fromtimestamp(int(stamp[:10]), UTC)
        time = moment.strftime("%H:%M:%S")
        return Date(moment.year, moment.month, moment.day, time, "+00:00")
    return None


def _dateparser(text: str, reference: date | None) -> Date | None:
    import dateparser

    base = reference if isinstance(reference, datetime) else None
    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True}
    if base is not None:
        settings["RELATIVE_BASE"] = base
    with suppress(ValueError, OverflowError, RecursionError):
        moment = dateparser.parse(text[:_LONGEST_LINE], settings=settings)
        return None if moment is None else Date(moment.year, moment.month, moment.day)
    return None

"""Compiled collecting: rows of codes become ragged columns of terms and facts.

This module imports numba: import it late. A *ragged* column is an array of values and an array
of offsets, one more than there are articles.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled, finish

Array = NDArray[Any]

#: Where a term stands (bits of the column ``where``).
TITLE, OPENING, LEAD, PAIR, FIGURE = 1, 2, 4, 8, 16
#: Kinds of facts: a number with its noun, a day of the year, words of a quotation.
COUNT, DAY, QUOTE = 0, 1, 2
#: Added to the kind of a fact that stands in the title or lead.
IN_LEAD = 8
#: The bits of a kind, without :data:`IN_LEAD`.
KIND = 7
#: Set with the weekdays where the lead speaks of today.
TODAY = 1 << 14
#: Weekdays named anywhere stand this many bits above those named in the lead.
WEEK_BITS = 7

# The classes of cleaner.story.lexicon.Class that matter here.
_DAY_WORD, _NOW, _WEAK_MONTH = 11, 2, 12
_GAP, _WORD, _COMMON, _NUMBER, _SCALE, _WEEKDAY, _MONTH, _QUOTE, _LINE = range(9)
_OPENING_WORDS, _LEAD_WORDS, _MOST_WORDS = 25, 60, 1500
_PAIR_SALT, _QUOTE_SALT = np.uint64(0xA5A5A5A5), np.uint64(0x5A5A5A5A)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HASH, _CLASS = np.uint64(0xFFFFFFFF), np.uint64(15)
_CLASS_AT, _VALUE_AT = np.uint64(32), np.uint64(36)
_LOST_BITS = np.uint64(3)
_QUOTE_WIDTH, _QUOTE_LONGEST = 4, 80
# Rarities (see lexicon.rarity) of what has no frequency of its own.
_RARE_NUMBER, _SMALL_NUMBER, _YEAR, _DATE_WORD, _RARE_PAIR = 45, 23, 17, 12, 56
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@compiled
def _class(code: np.uint64) -> int:
    return np.int64((code >> _CLASS_AT) & _CLASS)  # type: ignore[return-value]


@compiled
def _value(code: np.uint64) -> int:
    return np.int64(code >> _VALUE_AT)  # type: ignore[return-value]


@compiled
def _number(code: np.uint64) -> float:
    """Give a code's number, kept as the upper bits of a 32-bit float."""
    return np.uint32((code >> _VALUE_AT) << _LOST_BITS).view(np.float32)  # type: ignore[return-value]


@compiled
def mix(first: np.uint64, second: np.uint64, salt: np.uint64) -> np.uint32:
    """Give one 32-bit hash for two in order."""
    return np.uint32(finish((first << _CLASS_AT | second) ^ (salt * _GOLDEN)) >> _CLASS_AT)


# ------------------------------------------------------------------ terms


@compiled
def _is_year(number: float) -> bool:
    return number >= _FIRST_YEAR and number <= _LAST_YEAR and number == int(number)


@compiled
def _rarity(what: int, value: int, number: float) -> int:
    """Give how rare a token is in news at large, in quarter bits."""
    if what == _WORD or what == _COMMON:  # noqa: SIM109 (compiled: no tuples)
        return min(value, 255)
    if what != _NUMBER:
        return _DATE_WORD
    if number < 100 and number == int(number):
        return _SMALL_NUMBER
    return _YEAR if _is_year(number) else _RARE_NUMBER


@compiled
def _is_digit(number: float) -> bool:
    """Say whether a number has one figure: such numbers tell too little alone."""
    return number < 10 and number == int(number)


@compiled
def _place(words: int) -> int:
    """Give the bits of a place in the body after so many words, or of the title (none)."""
    bits = TITLE if words == 0 else 0
    bits |= OPENING if words <= _OPENING_WORDS else 0
    return bits | (LEAD if words <= _LEAD_WORDS else 0)


@compiled
def _list_terms(
    codes: Array,
    begin: int,
    title_end: int,
    end: int,
    keys: Array,
    where: Array,
    rare: Array,
    first: Array,
) -> tuple[int, int]:
    """List an article's terms as they come, pairs among them; give their and the words' number."""
    count, words, previous = 0, 0, -1
    for at in range(begin, end):
        what, number = _class(codes[at]), _number(codes[at])
        if what == _LINE or what == _QUOTE:  # noqa: SIM109
            continue
        words += at >= title_end
        gap = what == _GAP or (what > _LINE and what != _WEAK_MONTH)
        if gap or (what == _NUMBER and _is_digit(number)):
            previous = -1
            continue
        bits = _place(words)
        keys[count], first[count] = np.uint32(codes[at] & _HASH), at
        where[count] = bits | FIGURE if what == _NUMBER else bits
        rare[count] = _rarity(what, _value(codes[at]), number)
        count += 1
        if what != _WORD and what != _NUMBER:
            previous = -1
            continue
        if previous >= 0 and bits & LEAD:
            keys[count] = mix(codes[previous] & _HASH, codes[at] & _HASH, _PAIR_SALT)
            where[count], rare[count], first[count] = bits | PAIR, _RARE_PAIR, previous
            count += 1
        previous = at
    return count, words


# ------------------------------------------------------------------ facts


@compiled
def _year_after(codes: Array, at: int, end: int) -> int:
    """Give a year that stands at a place, or 0."""
    if at < end and _class(codes[at]) == _NUMBER and _is_year(_number(codes[at])):
        return int(_number(codes[at]))
    return 0


@compiled
def _is_day(number: float) -> bool:
    return number >= 1 and number <= 31 and number == int(number)


@compiled
def _is_month(what: int) -> bool:
    """Say whether a word after a day's number names a month, if only then (May, March)."""
    weak = what == _WEAK_MONTH
    return what == _MONTH or weak


@compiled
def _after_months(codes: Array, at: int, end: int) -> int:
    """Give the place after a month and its other name (شباط/فبراير)."""
    at += 1
    if at < end and _is_month(_class(codes[at])):
        at += 1
    return at


@compiled
def _amount(codes: Array, at: int, end: int) -> tuple[float, int]:
    """Give the number that stands at a place, its scale word taken in, and the place after."""
    number = float(_number(codes[at]))
    if _class(codes[at]) == _NUMBER and at + 1 < end and _class(codes[at + 1]) == _SCALE:
        return number * float(_number(codes[at + 1])), at + 2
    return number, at + 1


@compiled
def _follows_number(codes: Array, begin: int, at: int) -> bool:
    return at > begin and _class(codes[at - 1]) == _NUMBER


@compiled
def _read_number(codes: Array, at: int, end: int) -> tuple[int, int, int]:
    """Read the fact that a number opens: kind, key and value; kind -1 if it opens none.

    The value of a count is the bits of a 32-bit float, that of a day its year.
    """
    amount, after = _amount(codes, at, end)
    if after >= end:
        return -1, 0, 0
    what = _class(codes[after])
    if _is_month(what) and _is_day(amount):
        year = _year_after(codes, _after_months(codes, after, end), end)
        return DAY, _value(codes[after]) * 32 + int(amount), year
    if what == _WORD or what == _COMMON:  # noqa: SIM109
        bits = np.float32(amount).view(np.uint32)
        return COUNT, np.int64(codes[after] & _HASH), np.int64(bits)  # type: ignore[return-value]
    return -1, 0, 0


@compiled
def _read_month(codes: Array, begin: int, at: int, end: int) -> tuple[int, int, int]:
    """Read a day told in the American order, October 19, 2023; kind -1 if there is none."""
    if at + 1 >= end or _class(codes[at + 1]) != _NUMBER:
        return -1, 0, 0
    day = _number(codes[at + 1])
    if _follows_number(codes, begin, at) or not _is_day(day):
        return -1, 0, 0
    return DAY, _value(codes[at]) * 32 + int(day), _year_after(codes, at + 2, end)


@compiled
def _list_facts(
    codes: Array, begin: int, title_end: int, end: int, kind: Array, key: Array, value: Array
) -> int:
    """List an article's counts and days as they come; give their number."""
    found, words = 0, 0
    for at in range(begin, end):
        what = _class(codes[at])
        if what == _LINE or what == _QUOTE:  # noqa: SIM109
            continue
        words += at >= title_end
        fact = (-1, 0, 0)
        if what == _NUMBER or (what == _SCALE and not _follows_number(codes, begin, at)):
            fact = _read_number(codes, at, end)
        elif _is_month(what):
            fact = _read_month(codes, begin, at, end)
        if fact[0] >= 0 and found < len(kind):
            kind[found] = fact[0] | (IN_LEAD if words <= _LEAD_WORDS else 0)
            key[found], value[found] = fact[1], fact[2]
            found += 1
    return found


@compiled
def _opens_quote(side: int, inside: bool) -> bool:  # noqa: FBT001
    """Say whether a mark opens a quotation: 0 opens, 1 closes, 2 does what is due."""
    return side == 0 or (side == 2 and not inside)


@compiled
def _list_quotes(
    codes: Array, begin: int, end: int, found: int, kind: Array, key: Array, value: Array
) -> int:
    """Add the four-word shingles of an article's quotations to its facts."""
    window = np.zeros(_QUOTE_WIDTH, np.uint64)
    start, quoted = -1, 0
    for at in range(begin, end):
        what = _class(codes[at])
        if what == _QUOTE:
            start, quoted = (at if _opens_quote(_value(codes[at]), start >= 0) else -1), 0
        elif what == _LINE or at - start > _QUOTE_LONGEST:
            start = -1
        elif start >= 0 and what != _GAP:
            window[:-1] = window[1:]
            window[-1] = codes[at] & _HASH
            quoted += 1
            if quoted >= _QUOTE_WIDTH and found < len(kind):
                state = np.uint64(0)
                for word in window:
                    state = np.uint64(mix(state, word, _QUOTE_SALT))
                kind[found], key[found], value[found] = QUOTE, np.uint32(state), 0
                found += 1
    return found


@compiled
def _weekdays(codes: Array, begin: int, title_end: int, end: int) -> int:
    """Give the weekdays that an article names as bits: in the lead, and anywhere; and today."""
    named, words = 0, 0
    for at in range(begin, end):
        what = _class(codes[at])
        words += at >= title_end and what != _LINE and what != _QUOTE
        if what == _WEEKDAY:
            day = _value(codes[at])
            named |= 1 << (day + WEEK_BITS)
            named |= 1 << day if words <= _LEAD_WORDS else 0
        elif what == _DAY_WORD and _value(codes[at]) == _NOW and words <= _LEAD_WORDS:
            named |= TODAY
    return named


@compiled
def _main_day(kind: Array, key: Array, value: Array, found: int) -> tuple[int, int]:
    """Give the day an article tells most (month * 32 + day) and its year.

    A day outside the lead counts only if it is told twice, one in the lead three times.
    """
    day, year, most = 0, 0, 1
    for i in range(found):
        if kind[i] & KIND != DAY:
            continue
        told, in_year = 0, 0
        for j in range(found):
            if kind[j] & KIND == DAY and key[j] == key[i]:
                told += 3 if kind[j] >= IN_LEAD else 1
                in_year = max(in_year, int(value[j]))
        if told > most:
            day, year, most = int(key[i]), in_year, told
    return day, year


@compiled
def _latest_month(codes: Array, begin: int, end: int) -> int:
    """Give the latest month that is told with its year (year * 12 + month), or 0."""
    latest = 0
    for at in range(begin, end):
        if _is_month(_class(codes[at])):
            year = _year_after(codes, at + 1, end)
            if year:
                latest = max(latest, year * 12 + _value(codes[at]))
    return latest


@compiled
def _ordered_facts(kind: Array, key: Array, value: Array, found: int, most_quotes: int) -> Array:
    """Give the facts' order by kind, key and value, without doubles and surplus quotes."""
    packed = np.empty(found, np.uint64)
    for i in range(found):
        packed[i] = np.uint64(kind[i] & KIND) << np.uint64(32) | np.uint64(key[i])
    by_value = np.argsort(value[:found], kind="mergesort")
    order = by_value[np.argsort(packed[by_value], kind="mergesort")]
    kept = np.empty(found, np.int64)
    count, quotes = 0, 0
    for i in order:
        last = kept[count - 1] if count else -1
        if last >= 0 and packed[i] == packed[last] and value[i] == value[last]:
            kind[last] |= kind[i]
            continue
        quotes += kind[i] == QUOTE
        if kind[i] == QUOTE and quotes > most_quotes:
            continue
        kept[count] = i
        count += 1
    return kept[:count]


# ------------------------------------------------------------------ articles


@compiled
def _write_terms(
    listed: tuple[Array, Array, Array, Array],
    count: int,
    columns: tuple[Array, Array, Array, Array, Array],
    begin: int,
) -> int:
    """Write an article's terms, sorted and counted, from ``begin`` on; give where they end."""
    one_key, one_where, one_rare, one_first = listed
    keys, times, where, rare, first = columns
    end = begin
    for i in np.argsort(one_key[:count], kind="mergesort"):
        if end > begin and keys[end - 1] == one_key[i]:
            times[end - 1] = min(int(times[end - 1]) + 1, 255)
            where[end - 1] |= one_where[i]
            continue
        keys[end], times[end], where[end] = one_key[i], 1, one_where[i]
        rare[end], first[end] = one_rare[i], one_first[i]
        end += 1
    return end


@compiled
def collect_terms(
    codes: Array, offsets: Array, titles: Array
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    """Turn articles' codes into ragged terms; ``titles`` says how many tokens are the title.

    Gives offsets and, sorted by key within an article: key, times (at most 255), where, rarity
    and the token where each first stands; then the articles' numbers of words.
    """
    articles, room = len(titles), 2 * len(codes) + 1
    columns = (
        np.empty(room, np.uint32),
        np.empty(room, np.uint8),
        np.empty(room, np.uint8),
        np.empty(room, np.uint8),
        np.empty(room, np.int64),
    )
    listed = (
        np.empty(room, np.uint32),
        np.empty(room, np.uint8),
        np.empty(room, np.uint8),
        np.empty(room, np.int64),
    )
    bounds, lengths = np.zeros(articles + 1, np.int64), np.zeros(articles, np.uint16)
    for article in range(articles):
        begin, title_end = offsets[article], offsets[article] + titles[article]
        end = min(offsets[article + 1], title_end + _MOST_WORDS)
        count, words = _list_terms(codes, begin, title_end, end, *listed)
        lengths[article] = words
        bounds[article + 1] = _write_terms(listed, count, columns, bounds[article])
    last = bounds[articles]
    keys, times, where, rare, first = columns
    return (
        bounds,
        keys[:last].copy(),
        times[:last].copy(),
        where[:last].copy(),
        rare[:last].copy(),
        first[:last].copy(),
        lengths,
    )


@compiled
def collect_facts(
    codes: Array, offsets: Array, titles: Array, most_facts: int, most_quotes: int
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Turn articles' codes into ragged facts: offsets, kinds, keys, values; weekdays; events."""
    articles, room = len(titles), len(codes) + 1
    kinds, keys = np.empty(room, np.uint8), np.empty(room, np.uint32)
    values = np.empty(room, np.uint32)
    kind, key = np.empty(most_facts, np.uint8), np.empty(most_facts, np.uint32)
    value = np.empty(most_facts, np.uint32)
    bounds = np.zeros(articles + 1, np.int64)
    weekdays, events = np.zeros(articles, np.uint16), np.zeros((articles, 3), np.uint16)
    total = 0
    for article in range(articles):
        begin, title_end = offsets[article], offsets[article] + titles[article]
        end = min(offsets[article + 1], title_end + _MOST_WORDS)
        found = _list_facts(codes, begin, title_end, end, kind, key, value)
        events[article, :2] = _main_day(kind, key, value, found)
        events[article, 2] = _latest_month(codes, begin, end)
        weekdays[article] = _weekdays(codes, begin, title_end, end)
        found = _list_quotes(codes, begin, end, found, kind, key, value)
        for i in _ordered_facts(kind, key, value, found, most_quotes):
            kinds[total], keys[total], values[total] = kind[i], key[i], value[i]
            total += 1
        bounds[article + 1] = total
    return (
        bounds,
        kinds[:total].copy(),
        keys[:total].copy(),
        values[:total].copy(),
        weekdays,
        events,
    )


@compiled
def _telling(times: int, where: int, rare: int) -> float:
    """Give how well a term would tell a person what an article is about."""
    if where & PAIR and times < 2:
        return 0.0
    place = 1.0 + (1.0 if where & TITLE else 0.0) + (0.5 if where & LEAD else 0.0)
    return rare * (1.0 + np.log(times)) * place  # type: ignore[no-any-return]


@compiled
def salient(
    offsets: Array, times: Array, where: Array, rare: Array, most: int
) -> tuple[Array, Array]:
    """Choose each article's most telling terms by rarity, repetition and place."""
    articles = len(offsets) - 1
    chosen, bounds = np.empty(articles * most, np.int64), np.zeros(articles + 1, np.int64)
    count = 0
    for article in range(articles):
        begin, end = offsets[article], offsets[article + 1]
        weights = np.empty(end - begin, np.float64)
        for i in range(begin, end):
            weights[i - begin] = -_telling(int(times[i]), int(where[i]), int(rare[i]))
        for place in np.argsort(weights, kind="mergesort")[:most]:
            if weights[place] < 0.0:
                chosen[count] = begin + place
                count += 1
        bounds[article + 1] = count
    return chosen[:count].copy(), bounds

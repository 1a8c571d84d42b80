"""Compiled collecting: rows of codes become ragged columns of terms and facts.

This module imports numba: import it late. A *ragged* column is an array of values and an array
of offsets, one more than there are articles.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled, finish, lean
from cleaner.language.word_kernels import trailing_zeros

Array = NDArray[Any]
Integer = int | np.integer[Any]
"""A number that kernels count with: what is read from an unsigned column is made signed first."""

#: Where a term stands (bits of the column ``where``).
TITLE, OPENING, LEAD, PAIR, FIGURE, NAMED, PLACE, YEAR = 1, 2, 4, 8, 16, 32, 64, 128
#: Kinds of facts: a number with its noun, a day of the year, words of a quotation; a day in
#: figures. The last stands in stamps of pages, ends of business years and terms of forms: sharing
#: one is no evidence, but it tells which days an article speaks of. A rank is a word and the number
#: or ordinal after it, of the title or lead: round 12, the third session.
COUNT, DAY, QUOTE, STAMP, RANK = 0, 1, 2, 3, 4
#: Added to the kind of a fact that stands in the title or lead.
IN_LEAD = 8
#: The bits of a kind, without :data:`IN_LEAD`.
KIND = 7
#: Set with the weekdays where the lead speaks of today.
TODAY = 1 << 14
#: Set where the title or the opening tells of a forecast or the like: every day has one.
DAILY = 1 << 15
#: Weekdays named anywhere stand this many bits above those named in the lead.
WEEK_BITS = 7

# The classes of cleaner.story.lexicon.Class that matter here.
_DAY_WORD, _NOW, _WEAK_MONTH, _ORDINAL, _DATE = 11, 2, 12, 13, 14
_SECOND_HALF = 10
_GAP, _WORD, _COMMON, _NUMBER, _SCALE, _WEEKDAY, _MONTH, _QUOTE, _LINE = range(9)
#: Classes as bits: those that tell of months, of days, and those that open a fact.
_MONTHS = 1 << _MONTH | 1 << _WEAK_MONTH
_DATED = 1 << _NUMBER | 1 << _DATE | _MONTHS
_COUNTABLE = _DATED | 1 << _SCALE | 1 << _ORDINAL | 1 << _SECOND_HALF
_OPENING_WORDS, _LEAD_WORDS, _MOST_WORDS = 25, 60, 1500
_PAIR_SALT, _QUOTE_SALT = np.uint64(0xA5A5A5A5), np.uint64(0x5A5A5A5A)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HASH, _CLASS = np.uint64(0xFFFFFFFF), np.uint64(15)
_CLASS_AT, _VALUE_AT, _PLACE_AT = np.uint64(32), np.uint64(36), np.uint64(62)
_DAILY_AT = np.uint64(61)
#: Whether a word is known for a place, or a name by its capital; or for what every day has.
_OF_PLACE, _OF_NAME = np.uint64(1), np.uint64(2)
_OF_EVERY_DAY = np.uint64(1)
#: The bits of a value besides these three; where the year of a date begins, and its other bits.
_PLAIN_VALUE, _YEAR_AT, _DAY_AND_MONTH = (1 << 25) - 1, 9, (1 << 9) - 1
#: The tens that follow an ordinal are counted with it, and ranks are numbers below this.
_TENS, _TEENS, _HIGHEST_RANK = 20, 10, 1000
_LOST_BITS = np.uint64(3)
_ONE, _BLOCK_BITS, _IN_BLOCK = np.uint64(1), np.uint64(6), np.uint64(63)
_QUOTE_WIDTH, _QUOTE_LONGEST = 4, 80
# Rarities (see lexicon.rarity) of what has no frequency of its own.
_RARE_NUMBER, _SMALL_NUMBER, _YEAR, _DATE_WORD, _RARE_PAIR = 45, 23, 17, 12, 56
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
#: Years of the Amazigh calendar. Hijri years are left out: beside them Gregorian ones tell nothing.
_FIRST_AMAZIGH, _LAST_AMAZIGH = 2900, 2999
_MONTHS_OF_YEAR = 12


@lean
def _class(code: np.uint64) -> int:
    return np.int64((code >> _CLASS_AT) & _CLASS)  # type: ignore[return-value]


@lean
def _value(code: np.uint64) -> int:
    return np.int64(code >> _VALUE_AT)  # type: ignore[return-value]


@lean
def _number(code: np.uint64) -> float:
    """Give a code's number, kept as the upper bits of a 32-bit float."""
    return np.uint32((code >> _VALUE_AT) << _LOST_BITS).view(np.float32)  # type: ignore[return-value]


@lean
def mix(first: np.uint64, second: np.uint64, salt: np.uint64) -> np.uint32:
    """Give one 32-bit hash for two in order."""
    return np.uint32(finish((first << _CLASS_AT | second) ^ (salt * _GOLDEN)) >> _CLASS_AT)


# ------------------------------------------------------------------ terms


@lean
def _is_year(number: float) -> bool:
    return number >= _FIRST_YEAR and number <= _LAST_YEAR and number == int(number)


@lean
def _names_year(number: float) -> bool:
    """Say whether a number may be a year that a text compares with others."""
    amazigh = number >= _FIRST_AMAZIGH and number <= _LAST_AMAZIGH
    return _is_year(number) or (amazigh and number == int(number))


@lean
def _figure_bits(number: float) -> int:
    """Give the bits of a number's place."""
    return FIGURE | YEAR if _names_year(number) else FIGURE


@lean
def _rarity(what: int, value: int, number: float) -> int:
    """Give how rare a token is in news at large, in quarter bits."""
    if what == _WORD or what == _COMMON:  # noqa: SIM109 (compiled: no tuples)
        return min(value, 255)
    if what != _NUMBER:
        return _DATE_WORD
    if number < 100 and number == int(number):
        return _SMALL_NUMBER
    return _YEAR if _is_year(number) else _RARE_NUMBER


@lean
def _is_digit(number: float) -> bool:
    """Say whether a number has one figure: such numbers tell too little alone."""
    return number < 10 and number == int(number)


@lean
def _place(words: int) -> int:
    """Give the bits of a place in the body after so many words, or of the title (none)."""
    bits = TITLE if words == 0 else 0
    bits |= OPENING if words <= _OPENING_WORDS else 0
    return bits | (LEAD if words <= _LEAD_WORDS else 0)


@lean
def _met(
    key: np.uint32, shift: np.uint64, count: np.uint64, keys: Array, slots: Array, filled: Array
) -> np.uint64:
    """Give a term's place among those met; a new one gets the place ``count`` and a slot.

    Slots follow the keys' upper bits, so that terms read slot by slot are all but sorted. None
    wraps around: behind the last there is room for all terms. ``filled`` has a bit for each.
    """
    slot = np.uint64(key) >> shift
    while True:
        held = slots[slot]
        if held == 0:
            break
        if keys[np.uint64(held) - _ONE] == key:
            return np.uint64(held) - _ONE
        slot += _ONE
    slots[slot], keys[count] = count + _ONE, key
    filled[slot >> _BLOCK_BITS] |= _ONE << (slot & _IN_BLOCK)
    return count


@lean
def _list_terms(
    codes: Array,
    begin: int,
    title_end: int,
    end: int,
    shift: np.uint64,
    slots: Array,
    filled: Array,
    keys: Array,
    times: Array,
    where: Array,
    rare: Array,
    first: Array,
) -> tuple[np.uint64, int]:
    """List an article's terms as they come, pairs among them; give their and the words' number.

    Places are unsigned: of a signed one Python's count from the end is looked for each time.
    """
    count, words, before, follows = np.uint64(0), 0, np.uint64(0), False
    for at in range(begin, end):
        code = codes[np.uint64(at)]
        what = _class(code)
        if what == _LINE or what == _QUOTE:  # noqa: SIM109
            continue
        words += at >= title_end
        gap = what == _GAP or (what > _LINE and what != _WEAK_MONTH and what != _ORDINAL)
        if gap or (what == _NUMBER and _is_digit(_number(code))):
            follows = False
            continue
        bits = _place(words)
        if what == _WORD or what == _COMMON:  # noqa: SIM109
            marks = code >> _PLACE_AT
            # A title may set capitals everywhere.
            bits |= NAMED if at >= title_end and marks & _OF_NAME else 0
            bits |= PLACE if marks & _OF_PLACE else 0
        i = _met(np.uint32(code & _HASH), shift, count, keys, slots, filled)
        if i == count:
            times[i], where[i], first[i] = 0, 0, at
            rare[i] = _rarity(what, _value(code) & _PLAIN_VALUE, _number(code))
            count += _ONE
        times[i] += times[i] < 255
        where[i] |= bits | _figure_bits(_number(codes[at])) if what == _NUMBER else bits
        if what != _WORD and what != _NUMBER:
            follows = False
            continue
        if follows and bits & LEAD:
            pair = mix(codes[before] & _HASH, code & _HASH, _PAIR_SALT)
            i = _met(pair, shift, count, keys, slots, filled)
            if i == count:
                times[i], where[i], rare[i], first[i] = 0, 0, _RARE_PAIR, before
                count += _ONE
            times[i] += times[i] < 255
            where[i] |= bits | PAIR
        before, follows = np.uint64(at), True
    return count, words


@lean
def _sort_terms(blocks: int, keys: Array, slots: Array, filled: Array, order: Array) -> None:
    """Give the order of terms by key, and empty the slots."""
    found = np.uint64(0)
    for number in range(blocks):
        block = np.uint64(number)
        bits, filled[block] = filled[block], np.uint64(0)
        while bits != np.uint64(0):
            slot = (block << _BLOCK_BITS) + trailing_zeros(bits)
            bits &= bits - _ONE
            term = np.uint32(slots[slot] - 1)
            slots[slot] = 0
            at, key = found, keys[np.uint64(term)]
            while at > np.uint64(0) and keys[np.uint64(order[at - _ONE])] > key:
                order[at] = order[at - _ONE]
                at -= _ONE
            order[at] = term
            found += _ONE


# ------------------------------------------------------------------ facts


@lean
def _year_after(codes: Array, at: int, end: int) -> int:
    """Give a year that stands at a place, or 0."""
    if at < end and _class(codes[at]) == _NUMBER and _is_year(_number(codes[at])):
        return int(_number(codes[at]))
    return 0


@lean
def _is_day(number: float) -> bool:
    return number >= 1 and number <= 31 and number == int(number)


@lean
def _is_month(what: int) -> bool:
    """Say whether a word after a day's number names a month, if only then (May, March)."""
    weak = what == _WEAK_MONTH
    return what == _MONTH or weak


@lean
def _after_months(codes: Array, at: int, end: int) -> int:
    """Give the place after a month and its other name (شباط/فبراير)."""
    at += 1
    if at < end and _is_month(_class(codes[at])):
        at += 1
    return at


@lean
def _amount(codes: Array, at: int, end: int) -> tuple[float, int]:
    """Give the number that stands at a place, its scale word taken in, and the place after."""
    number = float(_number(codes[at]))
    if _class(codes[at]) == _NUMBER and at + 1 < end and _class(codes[at + 1]) == _SCALE:
        return number * float(_number(codes[at + 1])), at + 2
    return number, at + 1


@lean
def _follows_number(codes: Array, begin: int, at: int) -> bool:
    return at > begin and _class(codes[at - 1]) == _NUMBER


@lean
def _numeric_day(codes: Array, at: int, end: int) -> tuple[int, int]:
    """Read a day told in three numbers, 19/10/2023 or 2023-10-19: month * 32 + day, and year.

    The day comes before the month, unless only the second can be a day. Zeros if there is none.
    """
    if at + 2 >= end or _class(codes[at + 1]) != _NUMBER or _class(codes[at + 2]) != _NUMBER:
        return 0, 0
    first, second, third = _number(codes[at]), _number(codes[at + 1]), _number(codes[at + 2])
    if _is_year(first):
        first, third = third, first
    elif second > _MONTHS_OF_YEAR:
        first, second = second, first
    if _is_year(third) and _is_day(first) and _is_day(second) and second <= _MONTHS_OF_YEAR:
        return int(second) * 32 + int(first), int(third)
    return 0, 0


@lean
def _read_number(codes: Array, at: int, end: int) -> tuple[int, int, int]:
    """Read the fact that a number opens: kind, key and value; kind -1 if it opens none.

    The value of a count is the bits of a 32-bit float, that of a day its year.
    """
    day, year = _numeric_day(codes, at, end) if _class(codes[at]) == _NUMBER else (0, 0)
    if day:
        return STAMP, day, year
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


@lean
def _read_month(codes: Array, begin: int, at: int, end: int) -> tuple[int, int, int]:
    """Read a day told in the American order, October 19, 2023; kind -1 if there is none."""
    if at + 1 >= end or _class(codes[at + 1]) != _NUMBER:
        return -1, 0, 0
    day = _number(codes[at + 1])
    if _follows_number(codes, begin, at) or not _is_day(day):
        return -1, 0, 0
    return DAY, _value(codes[at]) * 32 + int(day), _year_after(codes, at + 2, end)


@lean
def _rank(codes: Array, at: int, end: int) -> float:
    """Give the rank that a word or number tells of the word before it, or 0."""
    what, follows = _class(codes[at]), _class(codes[at + 1]) if at + 1 < end else _GAP
    if what == _NUMBER:
        number = float(_number(codes[at]))
        plain = number == int(number) and number < _HIGHEST_RANK and follows in (_GAP, _LINE)
        return number if plain else 0.0
    rank = float(_value(codes[at]) + (1 if what == _SECOND_HALF else 0))
    if follows == _NUMBER and _number(codes[at + 1]) == _TEENS:
        return rank + _TEENS
    if follows == _ORDINAL and _value(codes[at + 1]) >= _TENS:
        return rank + _value(codes[at + 1])
    return rank


@lean
def _read_rank(codes: Array, at: int, end: int) -> tuple[int, int, int]:
    """Read a word's rank as a fact, its value the bits of a 32-bit float; kind -1: it has none."""
    rank = _rank(codes, at, end)
    bits = np.float32(rank).view(np.uint32)
    kind = RANK if rank > 0.0 else -1
    return kind, np.int64(codes[at - 1] & _HASH), np.int64(bits)  # type: ignore[return-value]


@lean
def _ranks(codes: Array, begin: int, at: int) -> bool:
    """Say whether what stands at a place may rank a word before it."""
    what = _class(codes[at])
    if what != _NUMBER and what != _ORDINAL and what != _SECOND_HALF:
        return False
    before = _class(codes[at - 1]) if at > begin else _GAP
    return before in (_WORD, _COMMON)


@lean
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
        elif what == _DATE:
            fact = STAMP, _value(codes[at]) & _DAY_AND_MONTH, _value(codes[at]) >> _YEAR_AT
        if fact[0] < 0 and words <= _LEAD_WORDS and _ranks(codes, begin, at):
            fact = _read_rank(codes, at, end)
        if fact[0] >= 0 and found < len(kind):
            kind[found] = fact[0] | (IN_LEAD if words <= _LEAD_WORDS else 0)
            key[found], value[found] = fact[1], fact[2]
            found += 1
    return found


@lean
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


@lean
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


@lean
def _is_daily(codes: Array, begin: int, title_end: int, end: int) -> bool:
    """Say whether the title or opening holds a word of what every day has."""
    words = 0
    for at in range(begin, end):
        what = _class(codes[at])
        words += at >= title_end and what != _LINE and what != _QUOTE
        if words > _OPENING_WORDS:
            return False
        if what in (_WORD, _COMMON) and codes[at] >> _DAILY_AT & _OF_EVERY_DAY:
            return True
    return False


@lean
def _tells_day(kind: Integer) -> bool:
    return bool(kind & KIND == DAY or kind & KIND == STAMP)


@lean
def _main_day(kind: Array, key: Array, value: Array, found: int) -> tuple[int, int]:
    """Give the day an article tells most (month * 32 + day) and its year.

    A day outside the lead counts only if it is told twice, one in the lead three times.
    """
    day, year, most = 0, 0, 1
    for i in range(found):
        if not _tells_day(kind[i]):
            continue
        told, in_year = 0, 0
        for j in range(found):
            if _tells_day(kind[j]) and key[j] == key[i]:
                told += 3 if kind[j] >= IN_LEAD else 1
                in_year = max(in_year, int(value[j]))
        if told > most:
            day, year, most = int(key[i]), in_year, told
    return day, year


@lean
def _latest_month(codes: Array, begin: int, end: int) -> int:
    """Give the latest month that is told with its year (year * 12 + month), or 0."""
    latest = 0
    for at in range(begin, end):
        if _is_month(_class(codes[at])):
            year = _year_after(codes, at + 1, end)
            if year:
                latest = max(latest, year * 12 + _value(codes[at]))
        elif _class(codes[at]) == _DATE:
            day = _value(codes[at])
            latest = max(latest, (day >> _YEAR_AT) * 12 + (day & _DAY_AND_MONTH) // 32)
        elif _class(codes[at]) == _NUMBER:
            day, year = _numeric_day(codes, at, end)
            latest = max(latest, year * 12 + day // 32)
    return latest


@lean
def _comes_after(kind: Array, key: Array, value: Array, one: int, two: int) -> bool:
    """Say whether a fact stands after another by kind, key and value."""
    first, second = kind[one] & KIND, kind[two] & KIND
    if first != second:
        return bool(first > second)
    return bool(key[one] > key[two] if key[one] != key[two] else value[one] > value[two])


@lean
def _order_facts(
    kind: Array, key: Array, value: Array, found: int, most_quotes: int, order: Array
) -> int:
    """Order the facts by kind, key and value, without doubles and surplus quotes; count them."""
    for i in range(found):
        at = i
        while at > 0 and _comes_after(kind, key, value, order[at - 1], i):
            order[at] = order[at - 1]
            at -= 1
        order[at] = i
    count, quotes = 0, 0
    for place in range(found):
        i, last = order[place], order[count - 1]
        if count and not _comes_after(kind, key, value, i, last):
            kind[last] |= kind[i]
            continue
        quotes += kind[i] == QUOTE
        if kind[i] != QUOTE or quotes <= most_quotes:
            order[count] = i
            count += 1
    return count


@lean
def _classes(codes: Array, begin: int, end: int) -> int:
    """Give which classes stand in a span, as bits."""
    seen = np.uint64(0)
    for at in range(begin, end):
        seen |= np.uint64(1) << (codes[at] >> _CLASS_AT & _CLASS)
    return int(seen)


# ------------------------------------------------------------------ articles


@lean
def shift_for(tokens: int) -> int:
    """Give how far keys are shifted to their slots: two slots or more for each term and pair."""
    shift = 22
    while shift > 0 and 1 << (32 - shift) < 4 * tokens:
        shift -= 1
    return shift


@compiled
def collect_terms(
    codes: Array, offsets: Array, titles: Array
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    """Turn articles' codes into ragged terms; ``titles`` says how many tokens are the title.

    Gives offsets and, sorted by key within an article: key, times (at most 255), where, rarity
    and the token where each first stands; then the articles' numbers of words.
    """
    articles, room, longest = len(titles), 2 * len(codes) + 1, 1
    for article in range(articles):
        longest = max(longest, offsets[article + 1] - offsets[article])
    slots = np.zeros((1 << (32 - shift_for(longest))) + 2 * longest, np.int32)
    filled = np.zeros(len(slots) // 64 + 1, np.uint64)
    order, one_key = np.empty(2 * longest, np.uint32), np.empty(2 * longest, np.uint32)
    one_times, one_where = np.empty(2 * longest, np.uint8), np.empty(2 * longest, np.uint8)
    one_rare, one_first = np.empty(2 * longest, np.uint8), np.empty(2 * longest, np.int64)
    keys, times = np.empty(room, np.uint32), np.empty(room, np.uint8)
    where, rare = np.empty(room, np.uint8), np.empty(room, np.uint8)
    first = np.empty(room, np.int64)
    bounds, lengths = np.zeros(articles + 1, np.int64), np.zeros(articles, np.uint16)
    for article in range(articles):
        begin, title_end = offsets[article], offsets[article] + titles[article]
        end, at = min(offsets[article + 1], title_end + _MOST_WORDS), bounds[article]
        shift = shift_for(end - begin)
        count, lengths[article] = _list_terms(
            codes, begin, title_end, end, np.uint64(shift), slots, filled,
            one_key, one_times, one_where, one_rare, one_first,
        )  # fmt: skip
        within = (1 << (32 - shift)) + 2 * (end - begin)
        _sort_terms(within // 64 + 1, one_key, slots, filled, order)
        to = np.uint64(at)
        for place in range(count):
            term = np.uint64(order[np.uint64(place)])
            keys[to], times[to], where[to] = one_key[term], one_times[term], one_where[term]
            rare[to], first[to] = one_rare[term], one_first[term]
            to += _ONE
        bounds[article + 1] = to
    last = bounds[articles]
    return (
        bounds,
        keys[:last].copy(),
        times[:last].copy(),
        where[:last].copy(),
        rare,
        first,
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
    order, total = np.empty(most_facts + 1, np.int64), 0
    for article in range(articles):
        begin, title_end = offsets[article], offsets[article] + titles[article]
        end = min(offsets[article + 1], title_end + _MOST_WORDS)
        seen, found = _classes(codes, begin, end), 0
        if seen & _COUNTABLE:
            found = _list_facts(codes, begin, title_end, end, kind, key, value)
        if seen & _DATED:
            day, year = _main_day(kind, key, value, found)
            events[article, 0], events[article, 1] = day, year
            events[article, 2] = _latest_month(codes, begin, end)
        if seen & (1 << _WEEKDAY | 1 << _DAY_WORD):
            weekdays[article] = _weekdays(codes, begin, title_end, end)
        if _is_daily(codes, begin, title_end, end):
            weekdays[article] |= DAILY
        if seen & 1 << _QUOTE:
            found = _list_quotes(codes, begin, end, found, kind, key, value)
        for place in range(_order_facts(kind, key, value, found, most_quotes, order)):
            i = order[place]
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


@lean
def _telling(times: np.uint64, where: int, rare: int, logs: Array) -> float:
    """Give how well a term would tell a person what an article is about."""
    if where & PAIR and times < 2:
        return 0.0
    place = 1.0 + (1.0 if where & TITLE else 0.0) + (0.5 if where & LEAD else 0.0)
    # What is exact comes first: equal terms are equal, and the lower key goes first.
    return rare * place * (1.0 + logs[times])  # type: ignore[no-any-return]


@compiled
def salient(
    offsets: Array, times: Array, where: Array, rare: Array, most: int
) -> tuple[Array, Array]:
    """Choose each article's most telling terms by rarity, repetition and place."""
    articles, logs = len(offsets) - 1, np.zeros(256, np.float64)
    for count in range(1, len(logs)):
        logs[count] = np.log(count)
    chosen, bounds = np.empty(articles * most + 1, np.int64), np.zeros(articles + 1, np.int64)
    weights = np.empty(most + 1, np.float64)
    for article in range(articles):
        begin, count = bounds[article], 0
        for place in range(offsets[article], offsets[article + 1]):
            i = np.uint64(place)
            weight = _telling(np.uint64(times[i]), int(where[i]), int(rare[i]), logs)
            if weight <= 0.0 or (count == most and weight <= weights[most - 1]):
                continue
            at, first = np.uint64(min(count, most - 1)), np.uint64(begin)
            while at > np.uint64(0) and weights[at - _ONE] < weight:
                weights[at] = weights[at - _ONE]
                chosen[first + at] = chosen[first + at - _ONE]
                at -= _ONE
            weights[at], chosen[first + at] = weight, place
            count = min(count + 1, most)
        bounds[article + 1] = begin + count
    return chosen[: bounds[articles]], bounds


# ------------------------------------------------------------------ written forms


@lean
def _write_point(point: np.uint32, at: int, out: Array) -> int:
    """Write a code point as UTF-8 (a lone surrogate too); give the place after."""
    size = 1 if point < 0x80 else 2 if point < 0x800 else 3 if point < 0x10000 else 4
    if size == 1:
        out[at] = point
        return at + 1
    out[at] = (0xF00 >> size & 0xFF) | point >> (6 * (size - 1))
    for place in range(1, size):
        out[at + place] = 0x80 | (point >> (6 * (size - 1 - place)) & 0x3F)
    return at + size


@compiled
def write_spans(
    points: Array, starts: Array, ends: Array, offsets: Array, separator: int
) -> tuple[Array, Array]:
    """Write each article's spans of text as UTF-8, split by a separator: bytes and offsets."""
    room = len(starts)
    for span in range(len(starts)):
        room += 4 * (ends[span] - starts[span])
    out, bounds, at = np.empty(room, np.uint8), np.zeros(len(offsets), np.int64), 0
    for article in range(len(offsets) - 1):
        for span in range(offsets[article], offsets[article + 1]):
            if span > offsets[article]:
                out[at] = separator
                at += 1
            for place in range(starts[span], ends[span]):
                at = _write_point(points[place], at, out)
        bounds[article + 1] = at
    return out[:at].copy(), bounds


@compiled
def copy_spans(source: Array, starts: Array, ends: Array) -> Array:
    """Give spans of bytes one after the other."""
    total = 0
    for span in range(len(starts)):
        total += ends[span] - starts[span]
    out, at = np.empty(total, np.uint8), 0
    for span in range(len(starts)):
        for place in range(starts[span], ends[span]):
            out[at] = source[place]
            at += 1
    return out


@compiled
def place_spans(source: Array, starts: Array, ends: Array, targets: Array, out: Array) -> None:
    """Copy spans of bytes, each to its own place of ``out``."""
    for span in range(len(starts)):
        shift = targets[span] - starts[span]
        for place in range(starts[span], ends[span]):
            out[place + shift] = source[place]

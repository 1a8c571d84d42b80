"""Compiled collecting: rows of codes become ragged columns of terms and facts.

This module imports numba: import it late. A *ragged* column is an array of values and an array
of offsets, one more than there are articles.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled, finish

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

#: Where a term stands (bits of the column ``where``).
TITLE, OPENING, LEAD, PAIR, FIGURE = 1, 2, 4, 8, 16
#: Kinds of facts: a number with its noun, a day of the year, a passage in quotation marks.
COUNT, DAY, QUOTE = 0, 1, 2
#: Added to the kind of a fact that stands in the title or lead.
IN_LEAD = 8

# The classes of cleaner.story.lexicon.Class.
_GAP, _WORD, _COMMON, _NUMBER, _SCALE, _WEEKDAY, _MONTH, _QUOTE, _LINE = range(9)
_OPENING_WORDS, _LEAD_WORDS, _MOST_WORDS = 25, 60, 1500
_PAIR_SALT = np.uint64(0xA5A5A5A5)
_QUOTE_SALT = np.uint64(0x5A5A5A5A)
_HASH = np.uint64(0xFFFFFFFF)
_CLASS = np.uint64(15)
_LARGEST = 0xFFFFFFFF
_QUOTE_WIDTH = 4
_QUOTE_LONGEST = 80
#: Weekdays named anywhere stand this many bits above those named in the lead.
WEEK_BITS = 7


@compiled
def mix(first: np.uint64, second: np.uint64, salt: np.uint64) -> np.uint32:
    """Give one 32-bit hash for two in order."""
    state = (first << np.uint64(32) | second) ^ (salt * np.uint64(0x9E3779B97F4A7C15))
    return np.uint32(finish(state) >> np.uint64(32))


@compiled
def _year_after(codes: NDArray[np.uint64], at: int, end: int) -> int:
    """Give a year that stands at a place, or 0."""
    if at < end and (codes[at] >> np.uint64(32)) & _CLASS == _NUMBER:
        year = np.int64(codes[at] >> np.uint64(36))
        if 1900 <= year <= 2199:
            return year
    return 0


@compiled
def _collect_facts(codes, begin, title_end, end, kind, key, value):  # type: ignore[no-untyped-def]
    """Write an article's facts; give their number and the weekdays as bits.

    A day of the year keeps as its value the year it was told with, or 0.
    """
    found, weekdays, words = 0, 0, 0
    most = len(kind)
    quote_from, quoted = -1, 0
    window = np.zeros(_QUOTE_WIDTH, np.uint64)
    at = begin
    while at < end:
        code = codes[at]
        what = (code >> np.uint64(32)) & _CLASS
        number = np.int64(code >> np.uint64(36))
        if at >= title_end and what != _LINE and what != _QUOTE:
            words += 1
        lead = IN_LEAD if words <= _LEAD_WORDS else 0
        if what == _QUOTE:
            opens = number == 0 or (number == 2 and quote_from < 0)
            quote_from, quoted = (at, 0) if opens else (-1, 0)
        elif what == _LINE:
            quote_from, quoted = -1, 0
        elif quote_from >= 0:
            if at - quote_from > _QUOTE_LONGEST:
                quote_from = -1
            elif what != _GAP:
                for slot in range(_QUOTE_WIDTH - 1):
                    window[slot] = window[slot + 1]
                window[_QUOTE_WIDTH - 1] = code & _HASH
                quoted += 1
                if quoted >= _QUOTE_WIDTH and found < most:
                    state = np.uint64(0)
                    for slot in range(_QUOTE_WIDTH):
                        state = np.uint64(mix(state, window[slot], _QUOTE_SALT))
                    kind[found], key[found], value[found] = QUOTE, np.uint32(state), 0
                    found += 1
        if what == _WEEKDAY:
            weekdays |= (1 << number if lead else 0) | 1 << (number + WEEK_BITS)
        if (what == _NUMBER or what == _SCALE) and found < most:
            after = at + 1
            total = number
            if what == _NUMBER and after < end:
                if (codes[after] >> np.uint64(32)) & _CLASS == _SCALE:
                    total = number * np.int64(codes[after] >> np.uint64(36))
                    after += 1
            if after < end:
                next_class = (codes[after] >> np.uint64(32)) & _CLASS
                if next_class == _MONTH and 1 <= number <= 31:
                    month = np.int64(codes[after] >> np.uint64(36))
                    after += 1
                    if after < end and (codes[after] >> np.uint64(32)) & _CLASS == _MONTH:
                        after += 1
                    kind[found], key[found] = DAY | lead, month * 32 + number
                    value[found] = _year_after(codes, after, end)
                    found += 1
                elif next_class == _WORD or next_class == _COMMON:
                    kind[found], key[found] = COUNT | lead, np.uint32(codes[after] & _HASH)
                    value[found] = min(total, _LARGEST)
                    found += 1
        elif what == _MONTH and found < most and at + 1 < end:
            # The American order: October 19, 2023.
            if (codes[at + 1] >> np.uint64(32)) & _CLASS == _NUMBER:
                day = np.int64(codes[at + 1] >> np.uint64(36))
                before = at > begin and (codes[at - 1] >> np.uint64(32)) & _CLASS == _NUMBER
                if 1 <= day <= 31 and not before:
                    kind[found], key[found] = DAY | lead, number * 32 + day
                    value[found] = _year_after(codes, at + 2, end)
                    found += 1
        at += 1
    return found, weekdays


@compiled
def _event(codes, begin, end, kind, key, value, found):  # type: ignore[no-untyped-def]
    """Give the day an article speaks of most (month * 32 + day), its year, the latest month told.

    A day outside the lead counts only if it is told twice; the month is years * 12 + month.
    """
    day, year, best = 0, 0, 1
    for i in range(found):
        if kind[i] & 7 != DAY:
            continue
        told, in_year = 0, 0
        for j in range(found):
            if kind[j] & 7 == DAY and key[j] == key[i]:
                told += 3 if kind[j] >= IN_LEAD else 1
                in_year = max(in_year, np.int64(value[j]))
        if told > best:
            day, year, best = np.int64(key[i]), in_year, told
    latest = 0
    for at in range(begin, end - 1):
        if (codes[at] >> np.uint64(32)) & _CLASS == _MONTH:
            told_year = _year_after(codes, at + 1, end)
            if told_year:
                latest = max(latest, told_year * 12 + np.int64(codes[at] >> np.uint64(36)))
    return day, year, latest


@compiled
def _sorted_facts(kind, key, value, found, most_quotes):  # type: ignore[no-untyped-def]
    """Give the order of the facts by kind, key and value, doubles and surplus quotes left out."""
    packed = np.empty(found, np.uint64)
    for i in range(found):
        packed[i] = (
            (np.uint64(kind[i] & 7) << np.uint64(61))
            ^ (np.uint64(key[i]) << np.uint64(29))
            ^ (np.uint64(value[i]) >> np.uint64(3))
        )
    order = np.argsort(packed, kind="mergesort")
    kept = np.empty(found, np.int64)
    count, quotes = 0, 0
    for place in range(found):
        i = order[place]
        if count:
            j = kept[count - 1]
            if kind[i] & 7 == kind[j] & 7 and key[i] == key[j] and value[i] == value[j]:
                kind[j] |= kind[i]
                continue
        if kind[i] & 7 == QUOTE:
            quotes += 1
            if quotes > most_quotes:
                continue
        kept[count] = i
        count += 1
    return kept[:count]


@compiled
def collect(codes, offsets, titles, most_facts, most_quotes):  # type: ignore[no-untyped-def]
    """Turn articles' codes into ragged terms and facts.

    ``titles[i]`` is how many of article i's tokens are its title. Terms come sorted by key:
    key, times (at most 255), where, rarity, and the token where each first stands.
    """
    articles = len(titles)
    room = 2 * len(codes) + articles
    keys, times = np.empty(room, np.uint32), np.empty(room, np.uint8)
    where, rare = np.empty(room, np.uint8), np.empty(room, np.uint8)
    first = np.empty(room, np.int64)
    term_offsets = np.zeros(articles + 1, np.int64)
    fact_kind, fact_key = np.empty(len(codes), np.uint8), np.empty(len(codes), np.uint32)
    fact_value = np.empty(len(codes), np.uint32)
    fact_offsets = np.zeros(articles + 1, np.int64)
    weekdays, lengths = np.zeros(articles, np.uint16), np.zeros(articles, np.uint16)
    events = np.zeros((articles, 3), np.uint16)
    one_key = np.empty(4 * _MOST_WORDS, np.uint32)
    one_where, one_rare = np.empty(4 * _MOST_WORDS, np.uint8), np.empty(4 * _MOST_WORDS, np.uint8)
    one_first = np.empty(4 * _MOST_WORDS, np.int64)
    a_kind, a_key = np.empty(most_facts, np.uint8), np.empty(most_facts, np.uint32)
    a_value = np.empty(most_facts, np.uint32)
    total, all_facts = 0, 0
    for article in range(articles):
        begin, title_end = offsets[article], offsets[article] + titles[article]
        end = min(offsets[article + 1], title_end + _MOST_WORDS)
        count, words, previous = 0, 0, -1
        for at in range(begin, end):
            code = codes[at]
            what = (code >> np.uint64(32)) & _CLASS
            if what == _LINE or what == _QUOTE:
                continue
            body = at >= title_end
            if body:
                words += 1
            if what == _GAP:
                previous = -1
                continue
            bits = LEAD if words <= _LEAD_WORDS else 0
            bits |= OPENING if words <= _OPENING_WORDS else 0
            bits |= 0 if body else TITLE
            value = code >> np.uint64(36)
            rarity = np.uint8(45)
            if what > _LINE:
                previous = -1
                continue
            if what == _WORD or what == _COMMON:
                rarity = np.uint8(min(value, np.uint64(255)))
            elif what == _NUMBER:
                bits |= FIGURE
                if value < 10:
                    previous = -1
                    continue
                rarity = np.uint8(23 if value < 100 else 17 if 1900 <= value < 2100 else 45)
            else:
                rarity = np.uint8(12)
            if count < len(one_key):
                one_key[count], one_where[count] = np.uint32(code & _HASH), bits
                one_rare[count], one_first[count] = rarity, at
                count += 1
            if what != _WORD and what != _NUMBER:
                previous = -1
                continue
            if previous >= 0 and bits & LEAD and count < len(one_key):
                one_key[count] = mix(codes[previous] & _HASH, code & _HASH, _PAIR_SALT)
                one_where[count], one_first[count] = bits | PAIR, previous
                one_rare[count] = 56
                count += 1
            previous = at
        order = np.argsort(one_key[:count], kind="mergesort")
        for place in range(count):
            i = order[place]
            if total > term_offsets[article] and keys[total - 1] == one_key[i]:
                times[total - 1] = min(times[total - 1] + 1, 255)
                where[total - 1] |= one_where[i]
                continue
            keys[total], times[total], where[total] = one_key[i], 1, one_where[i]
            rare[total], first[total] = one_rare[i], one_first[i]
            total += 1
        term_offsets[article + 1] = total
        lengths[article] = words
        found, days = _collect_facts(codes, begin, title_end, end, a_kind, a_key, a_value)
        weekdays[article] = days
        events[article] = _event(codes, begin, end, a_kind, a_key, a_value, found)
        kept = _sorted_facts(a_kind, a_key, a_value, found, most_quotes)
        for i in kept:
            fact_kind[all_facts], fact_key[all_facts] = a_kind[i], a_key[i]
            fact_value[all_facts] = a_value[i]
            all_facts += 1
        fact_offsets[article + 1] = all_facts
    return (
        (term_offsets, keys[:total], times[:total], where[:total], rare[:total], first[:total]),
        (fact_offsets, fact_kind[:all_facts], fact_key[:all_facts], fact_value[:all_facts]),
        weekdays,
        lengths,
        events,
    )


@compiled
def salient(offsets, times, where, rare, most):  # type: ignore[no-untyped-def]
    """Choose each article's most telling terms by rarity, repetition and place."""
    articles = len(offsets) - 1
    chosen = np.empty(articles * most, np.int64)
    bounds = np.zeros(articles + 1, np.int64)
    count = 0
    for article in range(articles):
        begin, end = offsets[article], offsets[article + 1]
        weight = np.empty(end - begin, np.float64)
        for i in range(begin, end):
            place = 1.0 + (where[i] & TITLE != 0) + 0.5 * (where[i] & LEAD != 0)
            repeated = 1.0 + np.log(np.float64(times[i]))
            once = where[i] & PAIR != 0 and times[i] < 2
            weight[i - begin] = 0.0 if once else -np.float64(rare[i]) * repeated * place
        order = np.argsort(weight, kind="mergesort")
        for place_ in range(min(most, end - begin)):
            if weight[order[place_]] < 0.0:
                chosen[count] = begin + order[place_]
                count += 1
        bounds[article + 1] = count
    return chosen[:count], bounds

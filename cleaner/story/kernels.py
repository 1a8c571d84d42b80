"""Compiled loops over columns: collecting an article's evidence, finding and measuring pairs.

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
_ANYWHERE = 7


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
            weekdays |= (1 << number if lead else 0) | 1 << (number + _ANYWHERE)
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


#: The features of a pair, in the order of the columns of :func:`measure`.
FEATURES = (
    "words", "names", "lead", "title", "pairs", "title_least", "title_most", "lead_least",
    "lead_most", "rare", "counts", "quotes", "same_day", "other_weekday", "other_time",
    "other_count", "same_outlet", "gap", "missing", "series", "series_day",
)  # fmt: skip
#: The features that speak against one event.
AGAINST = frozenset(FEATURES[13:])
_RARE_FROM = 4.0
_FAR_DAYS = 7.0
_WEEK = 127
#: Columns of the sums of an article that pairs are measured against.
_ALL, _SHARP, _LEAD_SUM, _TITLE_SUM, _PAIR_SUM, _TITLE_ONE, _LEAD_ONE, _OPEN_ONE = range(8)


@compiled
def sums(offsets, times, where, idf, weights):  # type: ignore[no-untyped-def]
    """Weigh every term in place and give each article's norms and totals (8 columns)."""
    articles = len(offsets) - 1
    out = np.zeros((articles, 8), np.float64)
    for article in range(articles):
        for i in range(offsets[article], offsets[article + 1]):
            value, place = np.float64(idf[i]), where[i]
            if place & PAIR:
                weights[i] = value
                out[article, _PAIR_SUM] += value * value
                continue
            repeated = np.float64(times[i]) + (1.0 if place & TITLE else 0.0)
            weight = (1.0 + np.log(repeated)) * value
            weights[i] = weight
            out[article, _ALL] += weight * weight
            out[article, _SHARP] += (weight * value) ** 2
            if place & LEAD:
                out[article, _LEAD_SUM] += value * value
                out[article, _LEAD_ONE] += value
            if place & TITLE:
                out[article, _TITLE_SUM] += value * value
                out[article, _TITLE_ONE] += value
            if place & OPENING:
                out[article, _OPEN_ONE] += value * value
    out[:, :5] = np.sqrt(out[:, :5])
    return out


@compiled
def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else 0.0


@compiled
def _compare_facts(kinds, keys, values, a0, a1, b0, b1, event_a, event_b):  # type: ignore[no-untyped-def]
    """Count equal counts and quotes; say whether lead dates meet and whether counts clash."""
    counts, quotes, dates, clash = 0, 0, 0, 0
    i, j = a0, b0
    while i < a1 and j < b1:
        left = (np.uint64(kinds[i] & 7) << np.uint64(32)) | np.uint64(keys[i])
        right = (np.uint64(kinds[j] & 7) << np.uint64(32)) | np.uint64(keys[j])
        if left < right:
            i += 1
        elif left > right:
            j += 1
        else:
            kind, key = kinds[i] & 7, keys[i]
            i2, j2 = i, j
            while i2 < a1 and kinds[i2] & 7 == kind and keys[i2] == key:
                i2 += 1
            while j2 < b1 and kinds[j2] & 7 == kind and keys[j2] == key:
                j2 += 1
            equal, leads_a, leads_b = 0, 0, 0
            for x in range(i, i2):
                leads_a += kinds[x] >= IN_LEAD
            for y in range(j, j2):
                leads_b += kinds[y] >= IN_LEAD
            for x in range(i, i2):
                for y in range(j, j2):
                    same = values[x] == values[y]
                    if kind == DAY:
                        same = same or values[x] == 0 or values[y] == 0
                    equal += same
            if kind == COUNT:
                counts += equal > 0
                clash += equal == 0 and leads_a > 0 and leads_b > 0
            elif kind == DAY:
                dates += equal > 0 and (key == event_a or key == event_b)
            else:
                quotes += 1
            i, j = i2, j2
    return counts, quotes, dates, clash


@compiled
def _time_apart(one, two, day_one, day_two, no_day):  # type: ignore[no-untyped-def]
    """Say whether two articles speak of days far apart, or one of what lay ahead of the other.

    ``one`` and ``two`` are rows of events (day, year, latest month told); where the day of
    publication is known it stands for the latest month.
    """
    if one[0] and two[0] and one[1] and two[1]:
        months = (np.int64(one[1]) - np.int64(two[1])) * 12
        months += np.int64(one[0]) // 32 - np.int64(two[0]) // 32
        days = months * 30.4 + (np.int64(one[0]) % 32 - np.int64(two[0]) % 32)
        if abs(days) > _FAR_DAYS:
            return True
    here = np.int64(one[1]) * 12 + np.int64(one[0]) // 32 if one[1] else 0
    there = np.int64(two[1]) * 12 + np.int64(two[0]) // 32 if two[1] else 0
    if here and day_two == no_day and np.int64(two[2]) > here + 1:
        return True
    return there > 0 and day_one == no_day and np.int64(one[2]) > there + 1


@compiled
def measure(
    pairs,
    offsets,
    keys,
    where,
    idf,
    weights,
    norms,
    fact_offsets,
    kinds,
    fact_keys,
    values,
    weekdays,
    outlets,
    days,
    events,
    no_day,
):  # type: ignore[no-untyped-def]
    """Give the features of pairs of articles, a row each (columns: ``FEATURES``)."""
    out = np.zeros((len(pairs), len(FEATURES)), np.float64)
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        dot = sharp = lead = title = phrase = rare = 0.0
        title_a = title_b = lead_a = lead_b = open_a = open_b = 0.0
        i, j = offsets[a], offsets[b]
        end_a, end_b = offsets[a + 1], offsets[b + 1]
        while i < end_a and j < end_b:
            if keys[i] < keys[j]:
                i += 1
            elif keys[i] > keys[j]:
                j += 1
            else:
                value = np.float64(idf[i])
                here, there = where[i], where[j]
                if here & PAIR:
                    phrase += value * value
                else:
                    product = np.float64(weights[i]) * np.float64(weights[j])
                    dot += product
                    sharp += product * value * value
                    rare += max(0.0, value - _RARE_FROM)
                    if here & there & LEAD:
                        lead += value * value
                    if here & there & TITLE:
                        title += value * value
                    title_a += value if here & TITLE else 0.0
                    title_b += value if there & TITLE else 0.0
                    lead_a += value if here & LEAD else 0.0
                    lead_b += value if there & LEAD else 0.0
                    open_a += value * value if here & OPENING else 0.0
                    open_b += value * value if there & OPENING else 0.0
                i += 1
                j += 1
        row, one, two = out[pair], norms[a], norms[b]
        row[0] = _ratio(dot, one[_ALL] * two[_ALL])
        row[1] = _ratio(sharp, one[_SHARP] * two[_SHARP])
        row[2] = _ratio(lead, one[_LEAD_SUM] * two[_LEAD_SUM])
        row[3] = _ratio(title, one[_TITLE_SUM] * two[_TITLE_SUM])
        row[4] = _ratio(phrase, one[_PAIR_SUM] * two[_PAIR_SUM])
        left, right = _ratio(title_a, one[_TITLE_ONE]), _ratio(title_b, two[_TITLE_ONE])
        row[5], row[6] = min(left, right), max(left, right)
        left, right = _ratio(lead_a, one[_LEAD_ONE]), _ratio(lead_b, two[_LEAD_ONE])
        row[7], row[8] = min(left, right), max(left, right)
        row[9] = np.log1p(rare) / 5.0
        a0, a1, b0, b1 = fact_offsets[a], fact_offsets[a + 1], fact_offsets[b], fact_offsets[b + 1]
        counts, quotes, dates, clash = _compare_facts(
            kinds, fact_keys, values, a0, a1, b0, b1, events[a, 0], events[b, 0]
        )
        row[10], row[11] = np.log1p(np.float64(counts)), np.log1p(np.float64(quotes)) / 2.0
        lead_1, lead_2 = weekdays[a] & _WEEK, weekdays[b] & _WEEK
        shared_weekday = lead_1 & weekdays[b] >> _ANYWHERE or lead_2 & weekdays[a] >> _ANYWHERE
        row[12] = 2.0 if dates > 0 else 1.0 if shared_weekday else 0.0
        other = lead_1 != 0 and lead_2 != 0 and not shared_weekday and dates == 0
        row[13] = other
        row[14] = dates == 0 and _time_apart(events[a], events[b], days[a], days[b], no_day)
        row[15] = clash > 0 and counts == 0
        row[16] = outlets[a] != 0 and outlets[a] == outlets[b]
        if days[a] != no_day and days[b] != no_day:
            row[17] = min(abs(np.float64(days[a]) - np.float64(days[b])), 3.0)
        row[18] = min(1.0 - _ratio(open_a, one[_OPEN_ONE]), 1.0 - _ratio(open_b, two[_OPEN_ONE]))
        row[19], row[20] = row[4] * row[18], row[4] * other
    return out


@compiled
def telling(offsets, keys, weights, most, least):  # type: ignore[no-untyped-def]
    """Choose each article's heaviest terms: (key, article, weight) a row, articles in order."""
    articles = len(offsets) - 1
    out_keys, out_rows = np.empty(articles * most, np.uint32), np.empty(articles * most, np.int64)
    out_weights = np.empty(articles * most, np.float32)
    count = 0
    for article in range(articles):
        begin, end = offsets[article], offsets[article + 1]
        order = np.argsort(-weights[begin:end], kind="mergesort")
        for place in range(min(most, end - begin)):
            i = begin + order[place]
            if weights[i] < least:
                break
            out_keys[count], out_rows[count], out_weights[count] = keys[i], article, weights[i]
            count += 1
    return out_keys[:count], out_rows[:count], out_weights[:count]


@compiled
def candidates(keys, rows, weights, norms, days, no_day, window, most_walked, most_kept, least):  # type: ignore[no-untyped-def]
    """Find pairs of articles that share telling terms, by walking an inverted index back in time.

    Postings come sorted by key and row, rows by day (unknown days first). For each term at
    most ``most_walked`` earlier articles of the window are met, and as many without a day, so
    that the cost is linear; the best ``most_kept`` of each article remain.
    """
    articles = len(norms)
    postings = len(keys)
    undated = np.zeros(postings, np.int64)
    starts = np.zeros(postings, np.int64)
    begin = 0
    for p in range(postings):
        if p and keys[p] != keys[p - 1]:
            begin = p
        starts[p] = begin
    end_undated = 0
    for p in range(postings):
        if starts[p] == p:
            end_undated = p
            while (
                end_undated < postings
                and keys[end_undated] == keys[p]
                and days[rows[end_undated]] == no_day
            ):
                end_undated += 1
        undated[p] = end_undated
    by_row = np.argsort(rows, kind="mergesort")
    score = np.zeros(articles, np.float64)
    touched = np.empty(articles, np.int64)
    pairs = np.empty((max(16, articles * 4), 2), np.int64)
    found, at = 0, 0
    for row in range(articles):
        met = 0
        while at < postings and rows[by_row[at]] == row:
            p = by_row[at]
            at += 1
            walked, q = 0, p - 1
            while q >= starts[p] and walked < most_walked:
                other = rows[q]
                dated = days[row] != no_day and days[other] != no_day
                if dated and days[row] - days[other] > window:
                    q = undated[p] - 1
                    if q < starts[p]:
                        break
                    other = rows[q]
                if score[other] == 0.0:
                    touched[met] = other
                    met += 1
                score[other] += np.float64(weights[p]) * np.float64(weights[q])
                walked += 1
                q -= 1
        if met == 0:
            continue
        values = np.empty(met, np.float64)
        for m in range(met):
            other = touched[m]
            values[m] = -score[other] / (norms[row] * norms[other])
            score[other] = 0.0
        # Rows break ties, so that the order in which terms were walked plays no part.
        best = np.argsort(touched[:met], kind="mergesort")
        best = best[np.argsort(values[best], kind="mergesort")]
        for m in range(min(met, most_kept)):
            if -values[best[m]] < least:
                break
            if found == len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            pairs[found, 0], pairs[found, 1] = touched[best[m]], row
            found += 1
    return pairs[:found]

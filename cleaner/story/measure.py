"""Compiled measures of pairs: what two articles share and what speaks against one event.

This module imports numba: import it late. Terms and facts are the ragged columns of
:class:`cleaner.story.evidence.Evidence`; ``norms`` has the columns named ``_ALL`` to ``_OWN_TITLE``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled
from cleaner.story.collect import COUNT, DAY, IN_LEAD, LEAD, OPENING, PAIR, TITLE, WEEK_BITS

Floats = NDArray[np.float64]

#: What is measured of a pair; each is 0 where there is nothing to measure.
#:
#: Cosines over weighted terms: of all ``words``, of rare ones above all (``names``), of ``lead``,
#: ``title`` and word ``pairs``; the ``own_`` ones weigh down what the articles' whole topic shares.
#: Coverage: the share of one's title or lead that stands anywhere in the other, ``least`` and ``most``
#: of the two directions. ``rare``, ``counts``, ``quotes``: how much is shared, on a log scale.
FEATURES = (
    "words", "names", "lead", "title", "pairs", "own_words", "own_lead", "own_title",
    "title_least", "title_most", "lead_least", "lead_most", "rare", "own_rare",
    "counts", "quotes", "same_day",
    "other_weekday", "other_time", "other_count", "same_outlet", "gap",
    "missing", "series", "series_day", "series_count",
)  # fmt: skip
#: The features that speak against one event.
AGAINST = frozenset(FEATURES[17:])

_RARE_FROM = 4.0
_FAR_DAYS, _LONGEST_GAP = 7.0, 3.0
#: Articles that nothing dates are taken to be a day apart, not of one day.
_UNKNOWN_GAP = 1.0
_WEEK = (1 << WEEK_BITS) - 1
#: Neighbours that an article is taken to have besides those it has.
_MORE_NEIGHBOURS = 2.0

_ALL, _SHARP, _LEAD, _TITLE, _PAIRS, _OPENING, _LEAD_TOTAL, _TITLE_TOTAL = range(8)
_OWN, _OWN_LEAD, _OWN_TITLE = 8, 9, 10
NORMS = 11


@compiled
def weigh_terms(offsets, times, where, idf, weights):  # type: ignore[no-untyped-def]
    """Weigh every term within its article, into ``weights``; repetition counts by its log."""
    for i in range(offsets[-1]):
        repeated = np.float64(times[i]) + (1.0 if where[i] & TITLE else 0.0)
        weights[i] = idf[i] if where[i] & PAIR else (1.0 + np.log(repeated)) * idf[i]


@compiled
def _own(near: float, neighbours: float) -> float:
    """Give how much a term is an article's own, given how many neighbours share it."""
    return max(0.0, 1.0 - near / (neighbours + _MORE_NEIGHBOURS))


@compiled
def sum_terms(offsets, where, idf, weights, near, neighbours):  # type: ignore[no-untyped-def]
    """Give each article's sums of squares (and two plain totals) that pairs are measured by."""
    articles = len(offsets) - 1
    out = np.zeros((articles, NORMS), np.float64)
    for article in range(articles):
        row = out[article]
        for i in range(offsets[article], offsets[article + 1]):
            value, weight, place = np.float64(idf[i]), np.float64(weights[i]), where[i]
            square = value * value
            if place & PAIR:
                row[_PAIRS] += square
                continue
            own = _own(np.float64(near[i]), neighbours[article]) ** 2
            row[_ALL] += weight * weight
            row[_SHARP] += weight * weight * square
            row[_OWN] += weight * weight * own
            if place & LEAD:
                row[_LEAD] += square
                row[_LEAD_TOTAL] += value
                row[_OWN_LEAD] += square * own
            if place & TITLE:
                row[_TITLE] += square
                row[_TITLE_TOTAL] += value
                row[_OWN_TITLE] += square * own
            if place & OPENING:
                row[_OPENING] += square
    return out


@compiled
def overlap(pairs, offsets, keys, where, weights, squares, close, near, neighbours):  # type: ignore[no-untyped-def]
    """Give the cosine of pairs; note in ``near`` and ``neighbours`` what close articles share."""
    cosines = np.zeros(len(pairs), np.float64)
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        dot = 0.0
        i, j = offsets[a], offsets[b]
        while i < offsets[a + 1] and j < offsets[b + 1]:
            if keys[i] < keys[j]:
                i += 1
            elif keys[i] > keys[j]:
                j += 1
            else:
                if not where[i] & PAIR:
                    dot += np.float64(weights[i]) * np.float64(weights[j])
                i += 1
                j += 1
        cosines[pair] = _cosine(dot, squares[a], squares[b])
        if cosines[pair] >= close:
            neighbours[a] += 1.0
            neighbours[b] += 1.0
            _note_shared(offsets, keys, a, b, near)
    return cosines


@compiled
def _note_shared(offsets, keys, a, b, near):  # type: ignore[no-untyped-def]
    i, j = offsets[a], offsets[b]
    while i < offsets[a + 1] and j < offsets[b + 1]:
        if keys[i] < keys[j]:
            i += 1
        elif keys[i] > keys[j]:
            j += 1
        else:
            near[i] += 1
            near[j] += 1
            i += 1
            j += 1


@compiled
def _cosine(dot: float, one: float, two: float) -> float:
    product = one * two
    return min(1.0, dot / np.sqrt(product)) if product > 0.0 and dot > 0.0 else 0.0


@compiled
def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else 0.0


@compiled
def _compare_words(row, a, b, offsets, keys, where, idf, weights, near, neighbours, norms, close):  # type: ignore[no-untyped-def]
    """Fill in what two articles' terms share."""
    dot = sharp = lead = title = phrase = rare = own_rare = 0.0
    own_dot = own_lead = own_title = 0.0
    title_a = title_b = lead_a = lead_b = open_a = open_b = 0.0
    # The two are each other's neighbours: what only they share is their own. So the sums that
    # were made with all neighbours are mended for every shared term.
    mended_a, mended_b = norms[a, _OWN:].copy(), norms[b, _OWN:].copy()
    i, j = offsets[a], offsets[b]
    while i < offsets[a + 1] and j < offsets[b + 1]:
        if keys[i] < keys[j]:
            i += 1
            continue
        if keys[i] > keys[j]:
            j += 1
            continue
        value, here, there = np.float64(idf[i]), where[i], where[j]
        first, second = np.float64(weights[i]), np.float64(weights[j])
        square = value * value
        if here & PAIR:
            phrase += square
        else:
            before_a = _own(np.float64(near[i]), neighbours[a]) ** 2
            before_b = _own(np.float64(near[j]), neighbours[b]) ** 2
            own = min(
                _own(near[i] - close, neighbours[a] - close),
                _own(near[j] - close, neighbours[b] - close),
            )
            dot += first * second
            sharp += first * second * square
            own_dot += first * second * own * own
            mended_a[0] += first * first * (own * own - before_a)
            mended_b[0] += second * second * (own * own - before_b)
            rare += max(0.0, value - _RARE_FROM)
            own_rare += max(0.0, value * own - _RARE_FROM)
            if here & LEAD:
                lead_a += value
                mended_a[1] += square * (own * own - before_a)
                if there & LEAD:
                    lead += square
                    own_lead += square * own * own
            if there & LEAD:
                lead_b += value
                mended_b[1] += square * (own * own - before_b)
            if here & TITLE:
                title_a += value
                mended_a[2] += square * (own * own - before_a)
                if there & TITLE:
                    title += square
                    own_title += square * own * own
            if there & TITLE:
                title_b += value
                mended_b[2] += square * (own * own - before_b)
            open_a += square if here & OPENING else 0.0
            open_b += square if there & OPENING else 0.0
        i += 1
        j += 1
    one, two = norms[a], norms[b]
    row[0] = _cosine(dot, one[_ALL], two[_ALL])
    row[1] = _cosine(sharp, one[_SHARP], two[_SHARP])
    row[2] = _cosine(lead, one[_LEAD], two[_LEAD])
    row[3] = _cosine(title, one[_TITLE], two[_TITLE])
    row[4] = _cosine(phrase, one[_PAIRS], two[_PAIRS])
    row[5] = _cosine(own_dot, mended_a[0], mended_b[0])
    row[6] = _cosine(own_lead, mended_a[1], mended_b[1])
    row[7] = _cosine(own_title, mended_a[2], mended_b[2])
    left, right = _ratio(title_a, one[_TITLE_TOTAL]), _ratio(title_b, two[_TITLE_TOTAL])
    row[8], row[9] = min(left, right), max(left, right)
    left, right = _ratio(lead_a, one[_LEAD_TOTAL]), _ratio(lead_b, two[_LEAD_TOTAL])
    row[10], row[11] = min(left, right), max(left, right)
    row[12], row[13] = np.log1p(rare) / 5.0, np.log1p(own_rare) / 5.0
    row[22] = min(1.0 - _ratio(open_a, one[_OPENING]), 1.0 - _ratio(open_b, two[_OPENING]))


@compiled
def _run_end(kinds, keys, begin, end):  # type: ignore[no-untyped-def]
    """Give the end of the run of facts of one kind and key that begins at a place."""
    at = begin
    while at < end and kinds[at] & 7 == kinds[begin] & 7 and keys[at] == keys[begin]:
        at += 1
    return at


@compiled
def _compare_runs(kinds, values, i, i_end, j, j_end):  # type: ignore[no-untyped-def]
    """Say whether two runs have a value in common, and whether both are told in the lead."""
    equal, lead_a, lead_b = False, False, False
    for x in range(i, i_end):
        lead_a |= kinds[x] >= IN_LEAD
        for y in range(j, j_end):
            lead_b |= kinds[y] >= IN_LEAD
            same = values[x] == values[y]
            # A day told without its year may be the day of any year.
            vague = kinds[x] & 7 == DAY and (values[x] == 0 or values[y] == 0)
            equal |= same or vague
    return equal, lead_a and lead_b


@compiled
def _compare_facts(kinds, keys, values, a0, a1, b0, b1, day_a, day_b):  # type: ignore[no-untyped-def]
    """Count equal counts, quotes and days of the event, and counts in both leads that clash."""
    counts, quotes, days, clashes = 0, 0, 0, 0
    i, j = a0, b0
    while i < a1 and j < b1:
        left = (np.uint64(kinds[i] & 7) << np.uint64(32)) | np.uint64(keys[i])
        right = (np.uint64(kinds[j] & 7) << np.uint64(32)) | np.uint64(keys[j])
        if left < right:
            i += 1
            continue
        if left > right:
            j += 1
            continue
        i_end, j_end = _run_end(kinds, keys, i, a1), _run_end(kinds, keys, j, b1)
        equal, leads = _compare_runs(kinds, values, i, i_end, j, j_end)
        kind = kinds[i] & 7
        if kind == COUNT:
            counts += equal
            clashes += leads and not equal
        elif kind == DAY:
            days += equal and (keys[i] == day_a or keys[i] == day_b)
        else:
            quotes += 1
        i, j = i_end, j_end
    return counts, quotes, days, clashes


@compiled
def _months(event) -> int:  # type: ignore[no-untyped-def]
    return np.int64(event[1]) * 12 + np.int64(event[0]) // 32 if event[1] else 0


@compiled
def _time_apart(one, two, dated_one, dated_two):  # type: ignore[no-untyped-def]
    """Say whether two articles speak of days far apart, or one knows what the other cannot.

    ``one`` and ``two`` are rows of events (day, year, latest month told). An article without a
    day of publication was not written before the latest month that it tells.
    """
    here, there = _months(one), _months(two)
    if here and there:
        days = (here - there) * 30.4 + (np.int64(one[0]) % 32 - np.int64(two[0]) % 32)
        if abs(days) > _FAR_DAYS:
            return True
    if here and not dated_two and np.int64(two[2]) > here + 1:
        return True
    return there > 0 and not dated_one and np.int64(one[2]) > there + 1


@compiled
def _compare_days(row, a, b, weekdays, days, events, no_day, equal_days):  # type: ignore[no-untyped-def]
    """Fill in what two articles' days say."""
    dated_a, dated_b = days[a] != no_day, days[b] != no_day
    lead_a, lead_b = weekdays[a] & _WEEK, weekdays[b] & _WEEK
    shared = (lead_a & weekdays[b] >> WEEK_BITS) | (lead_b & weekdays[a] >> WEEK_BITS)
    row[16] = 2.0 if equal_days > 0 else 1.0 if shared else 0.0
    row[17] = lead_a != 0 and lead_b != 0 and shared == 0 and equal_days == 0
    row[18] = equal_days == 0 and _time_apart(events[a], events[b], dated_a, dated_b)
    if dated_a and dated_b:
        row[21] = min(abs(np.float64(days[a]) - np.float64(days[b])), _LONGEST_GAP)
    elif row[16] == 0.0:
        row[21] = _UNKNOWN_GAP


@compiled
def measure(
    pairs,
    close,
    offsets,
    keys,
    where,
    idf,
    weights,
    near,
    neighbours,
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
    """Give the features of pairs of articles, a row each (columns: ``FEATURES``).

    ``close`` says of each pair whether the two counted as neighbours in ``near``.
    """
    out = np.zeros((len(pairs), len(FEATURES)), np.float64)
    for pair in range(len(pairs)):
        a, b, row = pairs[pair, 0], pairs[pair, 1], out[pair]
        one = 1.0 if close[pair] else 0.0
        _compare_words(row, a, b, offsets, keys, where, idf, weights, near, neighbours, norms, one)
        a0, a1, b0, b1 = fact_offsets[a], fact_offsets[a + 1], fact_offsets[b], fact_offsets[b + 1]
        counts, quotes, equal_days, clashes = _compare_facts(
            kinds, fact_keys, values, a0, a1, b0, b1, events[a, 0], events[b, 0]
        )
        row[14], row[15] = np.log1p(np.float64(counts)), np.log1p(np.float64(quotes)) / 2.0
        _compare_days(row, a, b, weekdays, days, events, no_day, equal_days)
        row[19] = clashes > 0 and counts == 0
        row[20] = outlets[a] != 0 and outlets[a] == outlets[b]
        alike = max(row[0], row[2])
        row[23], row[24], row[25] = alike * row[22], alike * row[17], alike * row[19]
    return out

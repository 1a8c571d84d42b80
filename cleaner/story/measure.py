"""Compiled measures of pairs: what two articles share and what speaks against one event.

This module imports numba: import it late. Terms and facts are the ragged columns of
:class:`cleaner.story.evidence.Evidence`; ``norms`` has the columns ``_ALL`` to ``_OWN_TITLE``.
"""

from __future__ import annotations

import math

import numpy as np

from cleaner.language.kernels import compiled, lean
from cleaner.story.collect import (
    COUNT,
    DAILY,
    DAY,
    FIGURE,
    IN_LEAD,
    LEAD,
    NAMED,
    OPENING,
    PAIR,
    PLACE,
    QUOTE,
    RANK,
    TITLE,
    TODAY,
    WEEK_BITS,
    YEAR,
    Array,
    Integer,
    shift_for,
)

#: What is measured of a pair; each is 0 where there is nothing to measure.
#:
#: Cosines over weighted terms: of all ``words``, of rare ones above all (``names``), of ``lead``,
#: ``title`` and word ``pairs``; the ``own_`` ones weigh down what the articles' whole topic shares.
#: Coverage: the share of one's title or lead that stands anywhere in the other, ``least`` and
#: ``most`` of the two directions. ``rare``, ``counts``, ``quotes``: how much is shared, on a log
#: scale. ``series``: wording more than half alike, times the share of what one's title and body
#: keep naming that the other never names, the least of the two directions. ``series_figures``: like
#: wording, but none of several numbers is shared. ``series_later``: a number that differs days
#: later. ``undated``: one article has a date, the other none, and they share no day. ``timeless``:
#: neither has. ``titles_apart``: like wording, but each title holds a rare word that the other
#: article lacks. ``names_apart``: like wording, but hardly a name (by its capital) of one's lead
#: stands in the other. ``other_place``: like wording, but the places of each title are not in the
#: other article; ``places_apart``: those of title and opening. ``other_rank``: like wording about
#: another round, session or part. ``other_year``: like wording, but the leads tell of other years.
#: ``exact_apart``: like wording, but long numbers of one's lead are not in the other. ``daily``:
#: two forecasts or the like, not of one day. ``frame``: of one outlet, like leads or one title, but
#: the rest of one is not in the other, or what they share is their topic's. ``topical``: how much
#: of the like words is their topic's. ``figures``, ``headline``: numbers that both leads tell, rare
#: words of one's title in the other's title or lead, on a log scale. The rest say whether days,
#: counts and openings meet or clash.
FEATURES = (
    "words", "names", "lead", "title", "pairs", "own_words", "own_lead", "own_title",
    "title_least", "title_most", "lead_least", "lead_most", "rare", "own_rare",
    "counts", "quotes", "same_day",
    "other_weekday", "other_time", "other_count", "same_outlet", "gap",
    "missing", "series", "series_day", "series_count", "undated",
    "series_figures", "series_later",
    "timeless", "titles_apart", "names_apart", "other_place", "other_rank",
    "other_year", "exact_apart", "daily", "frame", "topical",
    "figures", "headline", "places_apart",
)  # fmt: skip
#: The features that speak against one event.
AGAINST = frozenset(FEATURES[17:]) - {"figures", "headline"}

_RARE_FROM = 4.0
#: Two articles of one event share at least so many words of at least this idf.
_TELLING, _LEAST_TELLING = 3.5, 3
#: A word of the title, rarer than this and repeated in the body, is what an article is about. The
#: weight of a word that stands twice besides the title is over twice its idf, else below this.
_FOCUS_FROM, _REPEATED = 3.5, 1.9
#: Years weigh less than other numbers. One or two numbers that the other does not tell are chance.
_FIGURE_FROM, _FEW_FIGURES = 3.2, 2.0
_FAR_DAYS, _LONGEST_GAP = 7.0, 3.0
#: Articles that nothing dates are taken to be a day apart, not of one day.
_UNKNOWN_GAP = 1.0
_WEEK = (1 << WEEK_BITS) - 1
_NO_WEEKDAYS = np.uint16(0)
_SAME_DAY, _FEW_DAYS = 1.0, 3
_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday
#: Neighbours that an article is taken to have besides those it has.
_MORE_NEIGHBOURS = 6.0

_ALL, _SHARP, _LEAD, _TITLE, _PAIRS, _OPENING, _LEAD_TOTAL, _TITLE_TOTAL = range(8)
_OWN, _OWN_LEAD, _OWN_TITLE, _FOCUS, _FIGURES = 8, 9, 10, 11, 12
#: The fourth powers of a title's words add up to little more than the rarest one's; and names of
#: the lead, their squares and their number.
_RAREST, _NAMES, _NAME_COUNT, _PLACES = 13, 14, 15, 16
#: Years and long numbers of title and lead; idf and number of the words behind the lead; places.
_YEARS, _EXACT, _REST, _REST_COUNT, _OPENING_PLACES = 17, 18, 19, 20, 21
NORMS = 22
#: A long number is no rarer for it; so many words behind the lead are a rest; where so great a
#: share of the numbers, of the rest or of own words is found in the other, it is not apart.
_EXACT_FROM, _LEAST_REST, _REST_TOLD, _EXACT_TOLD, _OWN_TOLD = 6.0, 20.0, 0.5, 0.5, 0.3
#: Names below this idf are everybody's, and words above this are no rarer for it. Of one name alone
#: nothing follows; where so great a share of names is found, they are not apart.
_NAME_FROM, _RAREST_TITLE, _NAMES_TOLD = 2.5, 9.0, 0.5


_ONE = np.uint64(1)
#: How much a term weighs that stands so many times: repetition counts by its log.
_REPETITION = np.array([0.0] + [1.0 + math.log(times) for times in range(1, 257)])


@lean
def weight_of(times: Integer, where: Integer, value: np.float32) -> np.float32:
    """Weigh a term within its article, given its inverse document frequency."""
    if where & PAIR:
        return value
    repeated = np.uint64(times) + np.uint64(1 if where & TITLE else 0)
    return np.float32(_REPETITION[repeated] * np.float64(value))


@lean
def _own(near: float, neighbours: float) -> float:
    """Give how much a term is an article's own, given how many neighbours share it."""
    return max(0.0, 1.0 - near / (neighbours + _MORE_NEIGHBOURS))


@lean
def _is_focus(value: float, weight: float, place: int) -> bool:
    """Say whether an article is about a term: no number, in the title and again in the body."""
    return (
        place & TITLE != 0
        and place & FIGURE == 0
        and value >= _FOCUS_FROM
        and weight > _REPEATED * value
    )


@lean
def _is_figure(value: float, place: int) -> bool:
    """Say whether a term is a number that the title or lead tells, and no year."""
    return place & FIGURE != 0 and place & (TITLE | LEAD) != 0 and value >= _FIGURE_FROM


@lean
def _is_exact(value: float, place: int) -> bool:
    """Say whether a term is a number of many figures that the title or lead tells."""
    return (
        place & (FIGURE | YEAR) == FIGURE and place & (TITLE | LEAD) != 0 and value >= _EXACT_FROM
    )


@lean
def _is_lead_year(place: int) -> bool:
    return place & YEAR != 0 and place & (TITLE | LEAD) != 0


@lean
def _is_name(value: float, place: int) -> bool:
    """Say whether a term of the title or lead is a name by its capital."""
    return place & NAMED != 0 and place & (TITLE | LEAD) != 0 and value >= _NAME_FROM


@lean
def _add_particulars(row: Array, value: float, place: int) -> None:
    """Add a term to an article's exact numbers, years, first places and what is behind its lead."""
    row[_EXACT] += _is_exact(value, place)
    row[_YEARS] += _is_lead_year(place)
    if place & (TITLE | OPENING) and place & PLACE:
        row[_OPENING_PLACES] += 1.0
    if place & (TITLE | LEAD) == 0:
        row[_REST] += value
        row[_REST_COUNT] += 1.0


@compiled
def sum_terms(
    offsets: Array,
    times: Array,
    where: Array,
    idf: Array,
    near: Array,
    neighbours: Array,
) -> Array:
    """Give each article's sums of squares (and two plain totals) that pairs are measured by."""
    articles = len(offsets) - 1
    out = np.zeros((articles, NORMS), np.float64)
    for article in range(articles):
        row = out[article]
        for at in range(offsets[article], offsets[article + 1]):
            i = np.uint64(at)  # of a signed place Python's count from the end is looked for
            value, place = np.float64(idf[i]), where[i]
            weight = np.float64(weight_of(times[i], place, idf[i]))
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
            if _is_focus(value, weight, place):
                row[_FOCUS] += square
            row[_FIGURES] += _is_figure(value, place)
            _add_particulars(row, value, place)
            if _is_name(value, place):
                row[_NAMES] += square
                row[_NAME_COUNT] += 1.0
            if place & TITLE:
                row[_PLACES] += 1.0 if place & PLACE else 0.0
                row[_RAREST] += square * square
                row[_TITLE] += square
                row[_TITLE_TOTAL] += value
                row[_OWN_TITLE] += square * own
            if place & OPENING:
                row[_OPENING] += square
    return out


@lean
def _enter_terms(article: int, offsets: Array, keys: Array, slots: Array) -> int:
    """Enter an article's terms into an empty table of slots; give how keys are shifted to them.

    Slots follow the keys' upper bits; none wraps around.
    """
    shift = shift_for(offsets[article + 1] - offsets[article])
    for j in range(offsets[article], offsets[article + 1]):
        slot = np.uint64(keys[np.uint64(j)]) >> np.uint64(shift)
        while slots[slot] != 0:
            slot += _ONE
        slots[slot] = j - offsets[article] + 1
    return shift


@lean
def _forget_terms(article: int, offsets: Array, keys: Array, slots: Array, shift: int) -> None:
    for j in range(offsets[article], offsets[article + 1]):
        slot = np.uint64(keys[np.uint64(j)]) >> np.uint64(shift)
        while slots[slot] != 0:
            slots[slot] = 0
            slot += _ONE


@lean
def _match(
    a: int,
    b: int,
    offsets: Array,
    keys: Array,
    slots: Array,
    shift: int,
    here: Array,
    there: Array,
) -> int:
    """List where the terms stand that an article shares with the one entered, by key; count them.

    Going through one article against a table of the other is faster than through both: whether
    the next key is lower is a guess that a processor loses every other time.
    """
    count, begin = np.uint64(0), np.uint64(offsets[b]) - _ONE
    for place in range(offsets[a], offsets[a + 1]):
        key = keys[np.uint64(place)]
        slot = np.uint64(key) >> np.uint64(shift)
        held = np.uint64(slots[slot])
        while held != 0 and keys[begin + held] != key:
            slot += _ONE
            held = np.uint64(slots[slot])
        if held != 0:
            here[count], there[count] = place, begin + held
            count += _ONE
    return int(count)


@lean
def _longest(offsets: Array) -> int:
    longest = 1
    for article in range(len(offsets) - 1):
        longest = max(longest, offsets[article + 1] - offsets[article])
    return int(longest)


@compiled
def _room_for(offsets: Array) -> tuple[Array, Array, Array]:
    """Make an empty table of slots, and room for what two articles share."""
    longest = _longest(offsets)
    slots = np.zeros((1 << (32 - shift_for(longest))) + longest + 1, np.int32)
    return slots, np.empty(longest, np.int64), np.empty(longest, np.int64)


@lean
def _telling(shared: int, here: Array, where: Array, idf: Array) -> int:
    """Count the telling words among what two articles share."""
    found = 0
    for place in range(shared):
        i = here[place]
        found += idf[i] >= _TELLING and not where[i] & PAIR
    return found


@compiled
def overlap(
    pairs: Array,
    offsets: Array,
    keys: Array,
    times: Array,
    where: Array,
    idf: Array,
    squares: Array,
    alike: float,
    close: float,
    near: Array,
    neighbours: Array,
) -> Array:
    """Say by cosine of each pair whether it is alike (bit 0) and close (bit 1).

    Notes in ``near`` and ``neighbours`` what close articles share. Pairs with one second article
    are best given in a row. Those that share fewer than three telling words have no cosine: one
    rare word is chance.
    """
    found = np.zeros(len(pairs), np.uint8)
    slots, here, there = _room_for(offsets)
    entered, shift = -1, 0
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        if b != entered:
            if entered >= 0:
                _forget_terms(entered, offsets, keys, slots, shift)
            entered, shift = b, _enter_terms(b, offsets, keys, slots)
        shared = _match(a, b, offsets, keys, slots, shift, here, there)
        if _telling(shared, here, where, idf) < _LEAST_TELLING:
            continue
        dot = _dot(shared, here, there, times, where, idf)
        cosine = _cosine(dot, squares[a], squares[b])
        found[pair] = (1 if cosine >= alike else 0) + (2 if cosine >= close else 0)
        if cosine >= close:
            neighbours[a] += 1.0
            neighbours[b] += 1.0
            for place in range(shared):
                near[here[place]] += 1
                near[there[place]] += 1
    return found


@lean
def _dot(shared: int, here: Array, there: Array, times: Array, where: Array, idf: Array) -> float:
    dot = 0.0
    for place in range(shared):
        i, j = here[place], there[place]
        if not where[i] & PAIR:
            first = np.float64(weight_of(times[i], where[i], idf[i]))
            dot += first * np.float64(weight_of(times[j], where[j], idf[j]))
    return dot


@lean
def _cosine(dot: float, one: float, two: float) -> float:
    product = one * two
    return min(1.0, dot / np.sqrt(product)) if product > 0.0 and dot > 0.0 else 0.0


@lean
def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else 0.0


# What is summed over the terms that two articles share: places of a row of sums.
_DOT, _SHARP_DOT, _LEAD_DOT, _TITLE_DOT, _PAIR_DOT = range(5)
_OWN_DOTS, _MENDED_A, _MENDED_B = 5, 8, 11  # three each: all, lead, title
_COVERED_A, _COVERED_B, _RARE, _OWN_RARE = 14, 17, 20, 21
_FOCUS_A, _FOCUS_B, _FIGURES_A, _FIGURES_B = 22, 23, 24, 25
_RAREST_A, _RAREST_B, _NAMES_A, _NAMES_B, _BOTH_FIGURES, _HEADLINE = 26, 27, 28, 29, 30, 31
_PLACES_A, _PLACES_B = 32, 33
_YEARS_A, _YEARS_B, _EXACT_A, _EXACT_B, _REST_A, _REST_B = 34, 35, 36, 37, 38, 39
_OPENING_PLACES_A, _OPENING_PLACES_B, _SUMS = 40, 41, 42


@lean
def _add_term(sums: Array, value: float, first: float, second: float, own: float) -> None:
    """Add a shared term, wherever it stands."""
    square = value * value
    sums[_DOT] += first * second
    sums[_SHARP_DOT] += first * second * square
    sums[_OWN_DOTS] += first * second * own * own
    sums[_RARE] += max(0.0, value - _RARE_FROM)
    sums[_OWN_RARE] += max(0.0, value * own - _RARE_FROM)


@lean
def _add_places(sums: Array, value: float, own: float, here: int, there: int) -> None:
    """Add a shared term to what both leads and both titles share."""
    square = value * value
    if here & there & LEAD:
        sums[_LEAD_DOT] += square
        sums[_OWN_DOTS + 1] += square * own * own
    if here & there & TITLE:
        sums[_TITLE_DOT] += square
        sums[_OWN_DOTS + 2] += square * own * own
    both_lead = here & (TITLE | LEAD) != 0 and there & (TITLE | LEAD) != 0
    if both_lead and (here | there) & TITLE != 0 and here & FIGURE == 0:
        sums[_HEADLINE] += max(0.0, value - _RARE_FROM)
    sums[_BOTH_FIGURES] += _is_figure(value, here) and _is_figure(value, there)


@lean
def _add_side(
    sums: Array, side: int, value: float, weight: float, place: int, change: float
) -> None:
    """Add a shared term to what one article's (side 0 or 1) title, lead and opening have covered.

    ``change`` is by how much the square of its ownness grows: the two are each other's
    neighbours, and what only they share is their own.
    """
    square = value * value
    covered, mended, rarest = _COVERED_A + 3 * side, _MENDED_A + 3 * side, _RAREST_A + side
    sums[mended] += weight * weight * change
    if place & LEAD:
        sums[covered + 1] += value
        sums[mended + 1] += square * change
    if place & TITLE:
        sums[covered] += value
        sums[mended + 2] += square * change
        sums[rarest] += square * square
        sums[_PLACES_A + side] += 1.0 if place & PLACE else 0.0
    if _is_name(value, place):
        sums[rarest + 2] += square
    if place & OPENING:
        sums[covered + 2] += square
    if place & FIGURE:
        sums[_YEARS_A + side] += _is_lead_year(place)
        sums[_EXACT_A + side] += _is_exact(value, place)
    if place & (TITLE | OPENING) and place & PLACE:
        sums[_OPENING_PLACES_A + side] += 1.0
    if place & (TITLE | LEAD) == 0:
        sums[_REST_A + side] += value


@lean
def _sum_shared(
    a: int,
    b: int,
    shared: int,
    here: Array,
    there: Array,
    times: Array,
    where: Array,
    idf: Array,
    near: Array,
    neighbours: Array,
    close: float,
    sums: Array,
) -> None:
    """Sum up the terms that two articles share; ``close`` is 1 if they are neighbours, or 0."""
    for place in range(_SUMS):
        sums[place] = 0.0
    for place in range(shared):
        i, j = here[place], there[place]
        value = float(idf[i])
        if where[i] & PAIR:
            sums[_PAIR_DOT] += value * value
            continue
        own_a = _own(float(near[i]) - close, neighbours[a] - close)
        own_b = _own(float(near[j]) - close, neighbours[b] - close)
        own = min(own_a, own_b)
        change_a = own * own - _own(float(near[i]), neighbours[a]) ** 2
        change_b = own * own - _own(float(near[j]), neighbours[b]) ** 2
        first = float(weight_of(times[i], where[i], idf[i]))
        second = float(weight_of(times[j], where[j], idf[j]))
        _add_term(sums, value, first, second, own)
        _add_places(sums, value, own, where[i], where[j])
        _add_side(sums, 0, value, first, where[i], change_a)
        _add_side(sums, 1, value, second, where[j], change_b)
        sums[_FIGURES_A] += _is_figure(value, where[i])
        sums[_FIGURES_B] += _is_figure(value, where[j])
        sums[_FOCUS_A] += value * value if _is_focus(value, first, where[i]) else 0.0
        sums[_FOCUS_B] += value * value if _is_focus(value, second, where[j]) else 0.0


@lean
def _figures_apart(sums: Array, one: float, two: float) -> float:
    """Say how much the numbers of two leads are other numbers; 0 where either has but few."""
    if one == 0.0 or two == 0.0:
        return 0.0
    told = max(_ratio(sums[_FIGURES_A], one), _ratio(sums[_FIGURES_B], two))
    return max(0.0, 1.0 - told) * max(0.0, 1.0 - _FEW_FIGURES / min(one, two))


@lean
def _titles_apart(sums: Array, one: Array, two: Array) -> float:
    """Say how rare a word each title has that the other article lacks, 0 to 1: the less rare."""
    left = max(0.0, one[_RAREST] - sums[_RAREST_A])
    right = max(0.0, two[_RAREST] - sums[_RAREST_B])
    return min(1.0, math.sqrt(math.sqrt(min(left, right))) / _RAREST_TITLE)


@lean
def _other_place(sums: Array, found: int, one: float, two: float) -> float:
    """Give the share of an article's places that the other lacks, one's times the other's."""
    if one == 0.0 or two == 0.0:
        return 0.0
    left, right = sums[found] / one, sums[found + 1] / two
    return max(0.0, 1.0 - left) * max(0.0, 1.0 - right)  # type: ignore[no-any-return]


@lean
def _exact_apart(sums: Array, one: float, two: float) -> float:
    """Say how much the long numbers of two leads are other numbers; one alone says half."""
    fewest = min(one, two)
    if fewest < 1.0:
        return 0.0
    told = max(sums[_EXACT_A] / one, sums[_EXACT_B] / two)
    return max(0.0, 1.0 - told / _EXACT_TOLD) * fewest / (fewest + 1.0)  # type: ignore[no-any-return]


@lean
def _other_year(sums: Array, one: float, two: float) -> bool:
    """Say whether two leads tell of years, and none of either's stands in the other article."""
    return one > 0.0 and two > 0.0 and sums[_YEARS_A] + sums[_YEARS_B] == 0.0


@lean
def _rest_apart(sums: Array, one: Array, two: Array) -> float:
    """Say how little of what stands behind one's lead is in the other; 0 where there is little."""
    if min(one[_REST_COUNT], two[_REST_COUNT]) < _LEAST_REST:
        return 0.0
    told = max(sums[_REST_A] / one[_REST], sums[_REST_B] / two[_REST])
    return max(0.0, 1.0 - told / _REST_TOLD)  # type: ignore[no-any-return]


@lean
def _framed(row: Array, rest_apart: float) -> float:
    """Say how much two articles share by their frame alone, given what is measured of them.

    Titles of one event may be alike; those of a frame are the same.
    """
    alike = max(2.0 * row[2] - 1.0, 5.0 * row[3] - 4.0)
    return max(0.0, alike) * max(0.0, rest_apart, 1.0 - row[5] / _OWN_TOLD)  # type: ignore[no-any-return]


@lean
def _daily_apart(both: int, dated: bool, apart: float, equal_days: int) -> bool:  # noqa: FBT001
    """Say whether two articles that both tell what every day has, by their bits, do so of two days.

    What is said of today is of another day if it was published a day later.
    """
    if both & DAILY == 0 or equal_days > 0:
        return False
    return not dated or apart > _SAME_DAY or (apart == _SAME_DAY and both & TODAY != 0)


@lean
def _names_apart(sums: Array, one: Array, two: Array) -> float:
    """Say how much the names of two leads are other names; 0 where either has but one."""
    fewest = min(one[_NAME_COUNT], two[_NAME_COUNT])
    if fewest < 1.0:
        return 0.0
    told = max(_ratio(sums[_NAMES_A], one[_NAMES]), _ratio(sums[_NAMES_B], two[_NAMES]))
    return max(0.0, 1.0 - told / _NAMES_TOLD) * (1.0 - 1.0 / fewest**2)  # type: ignore[no-any-return]


@lean
def _fill_words(row: Array, sums: Array, one: Array, two: Array) -> None:
    """Fill in what is measured of shared terms, given both articles' norms."""
    row[0] = _cosine(sums[_DOT], one[_ALL], two[_ALL])
    row[1] = _cosine(sums[_SHARP_DOT], one[_SHARP], two[_SHARP])
    row[2] = _cosine(sums[_LEAD_DOT], one[_LEAD], two[_LEAD])
    row[3] = _cosine(sums[_TITLE_DOT], one[_TITLE], two[_TITLE])
    row[4] = _cosine(sums[_PAIR_DOT], one[_PAIRS], two[_PAIRS])
    for part in range(3):
        left = one[_OWN + part] + sums[_MENDED_A + part]
        right = two[_OWN + part] + sums[_MENDED_B + part]
        row[5 + part] = _cosine(sums[_OWN_DOTS + part], left, right)
    for part, total in ((0, _TITLE_TOTAL), (1, _LEAD_TOTAL)):
        left = _ratio(sums[_COVERED_A + part], one[total])
        right = _ratio(sums[_COVERED_B + part], two[total])
        row[8 + 2 * part], row[9 + 2 * part] = min(left, right), max(left, right)
    row[12], row[13] = np.log1p(sums[_RARE]) / 5.0, np.log1p(sums[_OWN_RARE]) / 5.0
    left = _ratio(sums[_COVERED_A + 2], one[_OPENING])
    right = _ratio(sums[_COVERED_B + 2], two[_OPENING])
    row[22] = 1.0 - max(left, right)
    if one[_FOCUS] > 0.0 and two[_FOCUS] > 0.0:
        named = max(sums[_FOCUS_A] / one[_FOCUS], sums[_FOCUS_B] / two[_FOCUS])
        row[23] = max(0.0, 1.0 - named)
    row[27] = _figures_apart(sums, one[_FIGURES], two[_FIGURES])
    row[30], row[31] = _titles_apart(sums, one, two), _names_apart(sums, one, two)
    row[32] = _other_place(sums, _PLACES_A, one[_PLACES], two[_PLACES])
    row[41] = _other_place(sums, _OPENING_PLACES_A, one[_OPENING_PLACES], two[_OPENING_PLACES])
    row[34] = 1.0 if _other_year(sums, one[_YEARS], two[_YEARS]) else 0.0
    row[35] = _exact_apart(sums, one[_EXACT], two[_EXACT])
    row[37] = _framed(row, _rest_apart(sums, one, two))
    row[38] = max(0.0, row[0] - row[5])
    row[39], row[40] = np.log1p(sums[_BOTH_FIGURES]), np.log1p(sums[_HEADLINE]) / 2.0


@lean
def _run_end(
    kinds: Array,
    keys: Array,
    begin: int,
    end: int,
) -> int:
    """Give the end of the run of facts of one kind and key that begins at a place."""
    at = begin
    while at < end and kinds[at] & 7 == kinds[begin] & 7 and keys[at] == keys[begin]:
        at += 1
    return at


@lean
def _compare_runs(
    kinds: Array,
    values: Array,
    i: int,
    i_end: int,
    j: int,
    j_end: int,
) -> tuple[bool, bool]:
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


@lean
def _counted_anywhere(
    kinds: Array, values: Array, i: int, i_end: int, begin: int, end: int
) -> bool:
    """Say whether a value of a run counts anything in another article: 23 people, 23 sailors."""
    for x in range(i, i_end):
        for y in range(begin, end):
            if kinds[y] & 7 == COUNT and values[x] == values[y]:
                return True
    return False


@lean
def _compare_facts(
    kinds: Array,
    keys: Array,
    values: Array,
    a0: int,
    a1: int,
    b0: int,
    b1: int,
    day_a: int,
    day_b: int,
) -> tuple[int, int, int, int, int]:
    """Count equal counts, quotes and days of the event, and leads' counts and ranks that clash."""
    counts, quotes, days, clashes, ranks = 0, 0, 0, 0, 0
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
            if leads and not equal:
                here = _counted_anywhere(kinds, values, i, i_end, b0, b1)
                clashes += not (here or _counted_anywhere(kinds, values, j, j_end, a0, a1))
        elif kind == DAY:
            days += equal and (keys[i] == day_a or keys[i] == day_b)
        elif kind == QUOTE:
            quotes += 1
        elif kind == RANK:
            ranks += leads and not equal
        i, j = i_end, j_end
    return counts, quotes, days, clashes, ranks


@lean
def _months(event: Array) -> int:
    return int(event[1]) * 12 + int(event[0]) // 32 if event[1] else 0


@lean
def _time_apart(
    one: Array,
    two: Array,
    dated_one: bool,  # noqa: FBT001 (compiled: no keywords)
    dated_two: bool,  # noqa: FBT001
) -> bool:
    """Say whether two articles speak of days far apart, or one knows what the other cannot.

    ``one`` and ``two`` are rows of events (day, year, latest month told). An article without a
    day of publication was not written before the latest month that it tells.
    """
    here, there = _months(one), _months(two)
    if here and there:
        days = (here - there) * 30.4 + (int(one[0]) % 32 - int(two[0]) % 32)
        if abs(days) > _FAR_DAYS:
            return True
    if here and not dated_two and int(two[2]) > here + 1:
        return True
    return there > 0 and not dated_one and int(one[2]) > there + 1


@lean
def _weeks_apart(shared: int, one: int, two: int) -> bool:
    """Say whether each weekday that two articles share was another day for either.

    Each is taken to be the last such day up to publication. Articles of a few days' distance are
    given the benefit of the doubt: the one may look ahead, the other back.
    """
    if abs(one - two) < _FEW_DAYS:
        return False
    for day in range(WEEK_BITS):
        if shared >> day & 1:
            first = one - (one + _EPOCH_WEEKDAY - day) % 7
            second = two - (two + _EPOCH_WEEKDAY - day) % 7
            if first == second:
                return False
    return True


@lean
def _compare_days(
    row: Array,
    a: int,
    b: int,
    weekdays: Array,
    days: Array,
    events: Array,
    no_day: int,
    equal_days: int,
    doubt: float,
) -> None:
    """Fill in what two articles' days say."""
    dated_a, dated_b = days[a] != no_day, days[b] != no_day
    dated, apart = dated_a and dated_b, abs(float(days[a]) - float(days[b]))
    lead_a, lead_b = weekdays[a] & _WEEK, weekdays[b] & _WEEK
    shared = (lead_a & weekdays[b] >> WEEK_BITS) | (lead_b & weekdays[a] >> WEEK_BITS)
    named = lead_a != 0 and lead_b != 0
    if dated and shared and _weeks_apart(int(shared), int(days[a]), int(days[b])):
        shared = _NO_WEEKDAYS
    # Two leads that speak of today, on days further apart than a scraper's clock may be wrong.
    stale = dated and apart > _SAME_DAY and weekdays[a] & weekdays[b] & TODAY != 0
    row[16] = 2.0 if equal_days > 0 else 1.0 if shared else 0.0
    row[17] = (named or stale) and shared == 0 and equal_days == 0
    row[18] = equal_days == 0 and _time_apart(events[a], events[b], dated_a, dated_b)
    if dated:
        row[21] = min(apart, _LONGEST_GAP)
    elif row[16] == 0.0:
        row[21] = _UNKNOWN_GAP
    # A weekday is no bridge between years: every week has one.
    row[26] = doubt if dated_a != dated_b and equal_days == 0 else 0.0
    row[29] = doubt if not (dated_a or dated_b or equal_days > 0) else 0.0
    both = int(weekdays[a] & weekdays[b])
    row[36] = 1.0 if _daily_apart(both, dated, apart, equal_days) else 0.0


@compiled
def measure(
    pairs: Array,
    close: Array,
    offsets: Array,
    keys: Array,
    times: Array,
    where: Array,
    idf: Array,
    near: Array,
    neighbours: Array,
    norms: Array,
    fact_offsets: Array,
    kinds: Array,
    fact_keys: Array,
    values: Array,
    weekdays: Array,
    outlets: Array,
    days: Array,
    events: Array,
    no_day: int,
    doubt: float,
) -> Array:
    """Give the features of pairs of articles, a row each (columns: ``FEATURES``).

    ``close`` says of each pair whether the two counted as neighbours in ``near``; ``doubt`` how
    little is known of when an article without a date is from, 0 to 1.
    """
    out, sums = np.zeros((len(pairs), len(FEATURES)), np.float64), np.empty(_SUMS, np.float64)
    slots, here, there = _room_for(offsets)
    entered, shift = -1, 0
    for pair in range(len(pairs)):
        a, b, row = pairs[pair, 0], pairs[pair, 1], out[pair]
        if b != entered:
            if entered >= 0:
                _forget_terms(entered, offsets, keys, slots, shift)
            entered, shift = b, _enter_terms(b, offsets, keys, slots)
        one = 1.0 if close[pair] else 0.0
        shared = _match(a, b, offsets, keys, slots, shift, here, there)
        _sum_shared(a, b, shared, here, there, times, where, idf, near, neighbours, one, sums)
        _fill_words(row, sums, norms[a], norms[b])
        a0, a1, b0, b1 = fact_offsets[a], fact_offsets[a + 1], fact_offsets[b], fact_offsets[b + 1]
        counts, quotes, equal_days, clashes, ranks = _compare_facts(
            kinds, fact_keys, values, a0, a1, b0, b1, events[a, 0], events[b, 0]
        )
        row[14], row[15] = np.log1p(np.float64(counts)), np.log1p(np.float64(quotes)) / 2.0
        _compare_days(row, a, b, weekdays, days, events, no_day, equal_days, doubt)
        later = row[21] >= _FEW_DAYS
        row[19] = clashes > 0 and (counts == 0 or later)
        row[20] = outlets[a] != 0 and outlets[a] == outlets[b]
        alike = max(row[0], row[2])
        row[23], row[25] = max(0.0, 2.5 * alike - 1.25) * row[23], alike * row[19]
        if later:  # a toll that grows does so within a few days
            row[25], row[28] = 0.0, row[25]
        row[24] = alike * max(row[17], row[18])
        row[27] *= alike
        row[30] *= alike
        row[31] *= alike
        row[32] *= alike
        row[33] = alike * (ranks > 0)
        row[34] *= alike
        row[35] *= alike
        row[36] *= alike
        row[41] *= alike
        row[37] *= row[20]
    return out

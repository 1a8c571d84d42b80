"""Compiled search for pairs: an inverted index of telling terms, walked back in time.

This module imports numba: import it late.
"""

from __future__ import annotations

import numpy as np

from cleaner.language.kernels import compiled, lean
from cleaner.story.collect import Array, Integer
from cleaner.story.measure import weight_of

#: The halves of a key with the place of its row.
_HIGH, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


@lean
def _goes_before(weight: float, row: Integer, other_weight: float, other_row: Integer) -> bool:
    """Say whether one of two is the better: by weight, then by the lower row."""
    return bool(weight > other_weight or (weight == other_weight and row < other_row))


@lean
def _keep_best(
    weight: float, row: Integer, count: int, most: int, weights: Array, rows: Array
) -> int:
    """Put a row among the best ones so far, best first, if it is one of them; count them."""
    if count == most:
        if not _goes_before(weight, row, weights[most - 1], rows[most - 1]):
            return count
        count -= 1
    at = count
    while at > 0 and _goes_before(weight, row, weights[at - 1], rows[at - 1]):
        weights[at], rows[at] = weights[at - 1], rows[at - 1]
        at -= 1
    weights[at], rows[at] = weight, row
    return count + 1


@compiled
def telling(
    offsets: Array,
    keys: Array,
    times: Array,
    where: Array,
    idf: Array,
    most: int,
    least: np.float32,
) -> tuple[Array, Array, Array]:
    """Choose each article's heaviest terms, in the order of their keys.

    Gives where each article's begin, and a row each: the key with the row's place below it (so
    that rows sort by key, then article), and the weight.
    """
    articles = len(offsets) - 1
    bounds = np.zeros(articles + 1, np.int64)
    best, chosen = np.empty(most + 1, np.float64), np.empty(most + 1, np.int64)
    room = 0
    for article in range(articles):
        room += min(most, offsets[article + 1] - offsets[article])
    out_keys = np.empty(room, np.uint64)
    out_weights = np.empty(room, np.float32)
    for article in range(articles):
        found, count = 0, bounds[article]
        for place in range(offsets[article], offsets[article + 1]):
            i = np.uint64(place)  # of a signed place Python's count from the end is looked for
            if idf[i] > 0.0:
                weight = weight_of(times[i], where[i], idf[i])
                if weight >= least:
                    found = _keep_best(np.float64(weight), place, found, most, best, chosen)
        for i in np.sort(chosen[:found]):
            out_keys[count] = np.uint64(keys[i]) << _HIGH | np.uint64(count)
            out_weights[count] = weight_of(times[i], where[i], idf[i])
            count += 1
        bounds[article + 1] = count
    count = bounds[articles]
    return bounds, out_keys[:count], out_weights[:count]


#: Marks the first posting of a list, beside its article.
_FIRST = np.uint32(1 << 31)
_ARTICLE = np.uint32((1 << 31) - 1)


@compiled
def lay_out(order: Array, bounds: Array, weights: Array, undated: int) -> tuple[Array, Array]:
    """Turn sorted keys into lists of articles, the earliest article first, in their place.

    A posting's halves are its article (the first of a list is marked), and the bits of its weight.
    Gives the place of each article's keys among the postings and, if there are articles without a
    day, where those with one begin in each posting's list (0: all of them have one).
    """
    count = len(order)
    places, row_of = np.empty(count, np.uint32), np.empty(count, np.uint32)
    for row in range(len(bounds) - 1):
        row_of[bounds[row] : bounds[row + 1]] = row
    rows, values = order.view(np.uint32), order.view(np.float32)
    before, first = np.uint64(0), True
    for p in range(count):
        key, place = order[p] >> _HIGH, np.int64(order[p] & _LOW)
        first, before = p == 0 or key != before, key
        places[place] = p
        rows[2 * p] = row_of[place] | (_FIRST if first else np.uint32(0))
        values[2 * p + 1] = weights[place]
    return places, _dated(rows, count if undated > 0 else 0, undated)


@compiled
def _dated(rows: Array, count: int, undated: int) -> Array:
    """Give where the articles with a day begin in each posting's list, 0 if all have one."""
    dated, begin = np.zeros(count, np.uint32), 0
    for p in range(count + 1):
        if p == count or rows[2 * p] & _FIRST:
            middle = begin
            while middle < p and np.int64(rows[2 * middle] & _ARTICLE) < undated:
                middle += 1
            if middle > begin:
                dated[begin:p] = middle
            begin = p
    return dated


@lean
def _meet(
    weight: float,
    q: Integer,
    most: int,
    rows: Array,
    values: Array,
    score: Array,
    touched: Array,
    met: int,
    lowest: int,
    oldest: Integer,
    days: Array,
) -> int:
    """Add what a posting shares with those up to ``q`` in its list, the latest first."""
    for at in range(q, max(-1, q - most), -1):
        other = np.int64(rows[2 * at] & _ARTICLE)
        if other < lowest or days[other] < oldest:
            break
        if score[other] == 0.0:
            touched[met] = other
            met += 1
        score[other] += weight * np.float64(values[2 * at + 1])
        if rows[2 * at] & _FIRST:
            break
    return met


@lean
def _best_met(
    row: int,
    met: int,
    touched: Array,
    score: Array,
    norms: Array,
    most: int,
    least: float,
    values: Array,
    best: Array,
) -> int:
    """Find the best met articles by cosine over the looked-up terms, and forget all scores.

    Rows break ties, so that the order in which terms were walked plays no part.
    """
    count = 0
    for m in range(met):
        other = np.int64(touched[m])
        product = norms[row] * norms[other]  # 0: all words are common, and but pairs of them rare
        value = score[other] / np.sqrt(product) if product > 0.0 else 0.0
        score[other] = 0.0
        if value >= least:
            count = _keep_best(value, other, count, most, values, best)
    return count


@compiled
def candidates(
    first: int,
    end: int,
    order: Array,
    places: Array,
    dated: Array,
    bounds: Array,
    squares: Array,
    days: Array,
    undated: int,
    no_day: int,
    window: int,
    most_walked: int,
    most_kept: int,
    least: float,
) -> Array:
    """Find pairs of articles that share telling terms, for the articles from ``first`` to ``end``.

    ``order``, ``places`` and ``dated`` are what :func:`lay_out` makes; articles come by day, the
    ``undated`` ones first. For each term at most ``most_walked`` earlier articles of the window
    are met, and as many without a day, so that the cost is linear; the best ``most_kept`` of each
    article remain.
    """
    rows, weights = order.view(np.uint32), order.view(np.float32)
    score, touched = np.zeros(end, np.float64), np.empty(end, np.uint32)
    values, best = np.empty(most_kept + 1, np.float64), np.empty(most_kept + 1, np.int64)
    pairs, found = np.empty((max(64, (end - first) * 2), 2), np.int32), 0
    for row in range(first, end):
        met = 0
        oldest = np.int64(days[row]) - window if row >= undated else np.int64(no_day)
        for term in range(bounds[row], bounds[row + 1]):
            p = np.int64(places[term])
            if rows[2 * p] & _FIRST:
                continue
            weight = np.float64(weights[2 * p + 1])
            if row >= undated:
                met = _meet(
                    weight, p - 1, most_walked, rows, weights, score, touched, met,
                    undated, oldest, days,
                )  # fmt: skip
            if undated > 0 and dated[p] > 0:
                met = _meet(
                    weight, min(p, np.int64(dated[p])) - 1, most_walked, rows, weights, score,
                    touched, met, 0, no_day, days,
                )  # fmt: skip
        kept = _best_met(row, met, touched, score, squares, most_kept, least, values, best)
        if found + kept > len(pairs):
            pairs = np.concatenate((pairs, np.empty((len(pairs) // 2, 2), np.int32)))
        for place in range(kept):
            pairs[found, 0], pairs[found, 1] = best[place], row
            found += 1
    return pairs[:found].copy()


@compiled
def components(
    count: int,
    pairs: Array,
) -> Array:
    """Give each of ``count`` members the lowest member that pairs connect it with."""
    parent = np.arange(count)
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        parent[max(a, b)] = min(a, b)
    for member in range(count):
        parent[member] = parent[parent[member]]
    return parent


@compiled
def best_supporters(
    groups: Array,
    pairs: Array,
    support: Array,
) -> Array:
    """Give each row its strongest pair within its group (ties: the lower row), or -1."""
    best = np.full(len(groups), -1, np.int64)
    for pair in range(len(pairs)):
        if groups[pairs[pair, 0]] != groups[pairs[pair, 1]]:
            continue
        for side in range(2):
            row, other = pairs[pair, side], pairs[pair, 1 - side]
            known = best[row]
            if known >= 0:
                rival = pairs[known, 0] + pairs[known, 1] - row
                if support[known] > support[pair]:
                    continue
                if support[known] == support[pair] and rival < other:
                    continue
            best[row] = pair
    return best


@compiled
def shared_terms(
    pairs: Array,
    offsets: Array,
    keys: Array,
    times: Array,
    where: Array,
    idf: Array,
    least: np.float32,
    most: int,
) -> tuple[Array, Array]:
    """Give for each pair the heaviest terms it shares: keys, how many, heaviest first."""
    out = np.zeros((len(pairs), most), np.uint32)
    counts = np.zeros(len(pairs), np.int64)
    for pair in range(len(pairs)):
        a, b = pairs[pair, 0], pairs[pair, 1]
        i, j, found = offsets[a], offsets[b], 0
        room = min(offsets[a + 1] - i, offsets[b + 1] - j)
        heavy, terms = np.empty(room, np.float64), np.empty(room, np.uint32)
        while i < offsets[a + 1] and j < offsets[b + 1]:
            if keys[i] < keys[j]:
                i += 1
            elif keys[i] > keys[j]:
                j += 1
            else:
                if idf[i] >= least:
                    here = np.float64(weight_of(times[i], where[i], idf[i]))
                    heavy[found] = -here * np.float64(weight_of(times[j], where[j], idf[j]))
                    terms[found] = keys[i]
                    found += 1
                i += 1
                j += 1
        order = np.argsort(heavy[:found], kind="mergesort")
        counts[pair] = min(found, most)
        for place in range(counts[pair]):
            out[pair, place] = terms[order[place]]
    return out, counts


@lean
def _inverse(prior: float, count: Integer, total: float, free: int, least: float) -> np.float32:
    value = np.log(total / (prior + max(0, count - free) + 0.5))
    return np.float32(value if value >= least else 0.0)


@compiled
def count_keys(keys: Array, table: Array, first: int, end: int) -> None:
    """Count keys by their lowest bits, into the cells of a table from ``first`` to ``end``."""
    mask, low, size = np.uint32(len(table) - 1), np.uint32(first), np.uint32(end - first)
    for key in keys:
        cell = key & mask
        if np.uint32(cell - low) < size:
            table[cell] += np.uint32(1)


@compiled
def frequencies_of(keys: Array, table: Array, out: Array) -> None:
    """Look keys up by their lowest bits."""
    mask = np.uint32(len(table) - 1)
    for i in range(len(keys)):
        out[i] = table[keys[i] & mask]


@compiled
def inverse_frequencies(
    table: Array,
    known: Array,
    prior: Array,
    rest: float,
    total: float,
    free: int,
    least: float,
) -> Array:
    """Turn a table of counts into one of inverse document frequencies, in its place.

    ``known`` are cells that have a ``prior`` of their own, all others have the ``rest``. The first
    ``free`` articles that hold a key do not count. What falls below ``least`` is 0.
    """
    often = np.empty(1 << 12, np.float32)
    for count in range(len(often)):
        often[count] = _inverse(rest, count, total, free, least)
    values = np.empty(len(known), np.float32)
    for i in range(len(known)):
        values[i] = _inverse(prior[i], np.int64(table[known[i]]), total, free, least)
    frequencies = table.view(np.float32)  # the table turns into what it says, cell by cell
    for cell in range(len(table)):
        times = np.int64(table[cell])
        if times >= len(often):
            frequencies[cell] = _inverse(rest, times, total, free, least)
        elif times > 0:
            frequencies[cell] = often[times]
    for i in range(len(known)):
        frequencies[known[i]] = values[i]
    return frequencies

"""Compiled search for pairs: an inverted index of telling terms, walked back in time.

This module imports numba: import it late.
"""

from __future__ import annotations

import numpy as np

from cleaner.language.kernels import compiled
from cleaner.story.collect import Array


@compiled
def telling(
    offsets: Array,
    keys: Array,
    weights: Array,
    most: int,
    least: np.float32,
) -> tuple[Array, Array, Array]:
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
def _posting_bounds(
    keys: Array,
    rows: Array,
    days: Array,
    no_day: int,
) -> tuple[Array, Array]:
    """Give where each posting's list begins, and where the list's articles with a day begin."""
    starts, dated = np.empty(len(keys), np.int64), np.empty(len(keys), np.int64)
    begin = 0
    while begin < len(keys):
        end = begin
        while end < len(keys) and keys[end] == keys[begin]:
            end += 1
        first_dated = begin
        while first_dated < end and days[rows[first_dated]] == no_day:
            first_dated += 1
        starts[begin:end] = begin
        dated[begin:end] = first_dated
        begin = end
    return starts, dated


@compiled
def _meet(
    p: int,
    q_first: int,
    q_end: int,
    most: int,
    rows: Array,
    weights: Array,
    score: Array,
    touched: Array,
    met: int,
    oldest: int,
    days: Array,
    no_day: int,
) -> int:
    """Add what a posting shares with the earlier ones from ``q_first`` down to ``q_end``."""
    walked, q = 0, q_first
    while q >= q_end and walked < most:
        other = rows[q]
        if days[other] != no_day and days[other] < oldest:
            break
        if score[other] == 0.0:
            touched[met] = other
            met += 1
        score[other] += np.float64(weights[p]) * np.float64(weights[q])
        walked += 1
        q -= 1
    return met


@compiled
def _best_met(
    row: int,
    met: int,
    touched: Array,
    score: Array,
    norms: Array,
    most: int,
    least: float,
) -> Array:
    """Give the best met articles by cosine over the looked-up terms, and forget all scores."""
    good = 0
    values = np.empty(met, np.float64)
    for m in range(met):
        other = touched[m]
        value = score[other] / np.sqrt(norms[row] * norms[other])
        score[other] = 0.0
        if value >= least:
            touched[good], values[good] = other, -value
            good += 1
    # Rows break ties, so that the order in which terms were walked plays no part.
    by_row = np.argsort(touched[:good], kind="mergesort")
    best = by_row[np.argsort(values[:good][by_row], kind="mergesort")]
    return touched[:good][best[:most]]


@compiled
def candidates(
    keys: Array,
    rows: Array,
    weights: Array,
    squares: Array,
    days: Array,
    no_day: int,
    window: int,
    most_walked: int,
    most_kept: int,
    least: float,
) -> Array:
    """Find pairs of articles that share telling terms.

    Postings come sorted by key and row, rows by day (unknown days first). For each term at
    most ``most_walked`` earlier articles of the window are met, and as many without a day, so
    that the cost is linear; the best ``most_kept`` of each article remain.
    """
    articles = len(squares)
    starts, dated = _posting_bounds(keys, rows, days, no_day)
    by_row = np.argsort(rows, kind="mergesort")
    score, touched = np.zeros(articles, np.float64), np.empty(articles, np.int64)
    pairs = np.empty((max(16, articles * 4), 2), np.int64)
    found, at = 0, 0
    for row in range(articles):
        met = 0
        has_day = days[row] != no_day
        oldest = int(days[row]) - window if has_day else no_day
        while at < len(rows) and rows[by_row[at]] == row:
            p = by_row[at]
            at += 1
            if has_day:
                met = _meet(
                    p, p - 1, dated[p], most_walked, rows, weights, score, touched, met,
                    oldest, days, no_day,
                )  # fmt: skip
            last = min(p, dated[p]) - 1
            met = _meet(
                p, last, starts[p], most_walked, rows, weights, score, touched, met,
                oldest, days, no_day,
            )  # fmt: skip
        if met == 0:
            continue
        for other in _best_met(row, met, touched, score, squares, most_kept, least):
            if found == len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            pairs[found, 0], pairs[found, 1] = other, row
            found += 1
    return pairs[:found]


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
    idf: Array,
    weights: Array,
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
                    heavy[found] = -np.float64(weights[i]) * np.float64(weights[j])
                    terms[found] = keys[i]
                    found += 1
                i += 1
                j += 1
        order = np.argsort(heavy[:found], kind="mergesort")
        counts[pair] = min(found, most)
        for place in range(counts[pair]):
            out[pair, place] = terms[order[place]]
    return out, counts


@compiled
def inverse_frequencies(
    keys: Array,
    prior: Array,
    total: float,
    free: int,
    least: float,
) -> Array:
    """Give each key's inverse document frequency; ``prior`` has a cell for each hash of a key.

    The first ``free`` articles that hold a key do not count. What falls below ``least`` is 0.
    """
    mask = np.uint32(len(prior) - 1)
    counts = np.zeros(len(prior), np.uint32)
    for key in keys:
        counts[key & mask] += 1
    out = np.empty(len(keys), np.float32)
    for i in range(len(keys)):
        cell = keys[i] & mask
        value = np.log(total / (prior[cell] + max(0, np.int64(counts[cell]) - free) + 0.5))
        out[i] = value if value >= least else 0.0
    return out

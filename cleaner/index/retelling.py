"""Stories around articles that have come or gone: what becomes of them is worked out here.

Words keep the weights that they had when they were weighed last; so a pair of articles is measured
as in a batch run with those weights. Only what new articles touch is measured again: their own
pairs, and those of articles that count them as close neighbours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.index.keys import distinct
from cleaner.index.tales import Tales, Telling, weighed_tales
from cleaner.story.evidence import NO_DAY
from cleaner.story.find import LEAST_SUPPORT, StoryOptions
from cleaner.story.growing import (
    Surroundings,
    Tellings,
    candidates_of,
    compared,
    linked,
    quorum,
    supports,
    surroundings,
)
from cleaner.story.pairs import Weighed

Pair = tuple[int, int]
_FIRST_DAY, _LAST_DAY = -(1 << 31), 1 << 31
_Pairs = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was measured of a pair of articles."""

    close: bool
    support: float = 0.0
    share: float = 0.0


@dataclass(slots=True)
class Retold:
    """What became of articles that stand for their copies; all by number.

    ``tellings`` are those that are new; ``alike`` pairs measured, the lower number first, those
    ``changed`` new ones and such as were measured otherwise before, and ``around`` what close
    neighbours share with an article; ``groups`` the stories of all that was looked at, and
    ``best`` the article that supports one most, with the figures.
    """

    tellings: dict[int, Telling] = field(default_factory=dict)
    alike: dict[Pair, Likeness] = field(default_factory=dict)
    changed: dict[Pair, Likeness] = field(default_factory=dict)
    around: dict[int, tuple[bytes, float]] = field(default_factory=dict)
    groups: list[list[int]] = field(default_factory=list)
    best: dict[int, tuple[int, Likeness]] = field(default_factory=dict)


class Retelling:
    """Works out what becomes of stories when articles stand anew, and others no longer do.

    ``tales`` has those ``left`` and those ``added``; ``ids`` are the new ones' ids, by number.
    """

    def __init__(
        self, tales: Tales, ids: Mapping[int, str], doubt: float, options: StoryOptions
    ) -> None:
        self._tales, self._ids = tales, ids
        self._doubt, self._options = doubt, options
        self._told = Retold()

    def retold(self, seeds: Collection[int]) -> Retold:
        """Measure and link; ``seeds`` are articles that have to be looked at in any case."""
        told = self._told
        told.tellings = self._new_tellings()
        lost = self._of_left()
        fresh = self._compared()
        touched = {*self._ids, *(n for pair, one in fresh.items() if one.close for n in pair)}
        touched |= {other for other, close in lost.items() if close}
        known = fresh | self._held(touched)
        self._measure(touched, known)
        told.changed = {
            pair: one
            for pair, one in told.alike.items()
            if pair in fresh or known[pair].support != one.support or known[pair].share != one.share
        }
        changed = (n for pair in told.changed if pair not in fresh for n in pair)
        self._link({*seeds, *self._ids, *lost, *changed})
        return told

    def _new_tellings(self) -> dict[int, Telling]:
        numbers = list(self._ids)
        run = self._run(numbers, [self._ids[number] for number in numbers])
        found = Tellings.of(run, self._options)
        keys, weights, bounds = found.keys.tobytes(), found.weights.tobytes(), found.bounds * 4
        spans = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        rows = zip(numbers, run.evidence.days.tolist(), found.squares.tolist(), spans, strict=True)
        return {
            number: Telling(day, self._ids[number], square, keys[a:b], weights[a:b])
            for number, day, square, (a, b) in rows
        }

    def _run(self, numbers: Sequence[int], ids: Sequence[str] | None = None) -> Weighed:
        tales = self._tales.tales(numbers)
        named = ids if ids is not None else [str(number) for number in numbers]
        return weighed_tales(named, [tales[number] for number in numbers], self._doubt)

    def _of_left(self) -> dict[int, bool]:
        """Give the articles that were like some that have left, and whether they were close."""
        query = Tales(self._tales.db)
        found: dict[int, bool] = {}
        for _, other, close, *_ in query.alike(self._tales.left):
            if other not in self._tales.left:
                found[other] = bool(close) or found.get(other, False)
        return found

    def _compared(self) -> dict[Pair, Likeness]:
        """Find the pairs of new articles that are alike."""
        numbers, tellings = self._met()
        new = np.array([number in self._ids for number in numbers], np.bool_)
        pairs = candidates_of(tellings, new, self._options)
        rows, places = np.unique(pairs, return_inverse=True)
        chosen = [numbers[row] for row in rows.tolist()]
        told: _Pairs = places.reshape(-1, 2).astype(np.int32)
        alike, close = compared(self._run(chosen), told, self._options)
        named = (_pair(chosen[a], chosen[b]) for a, b in alike.tolist())
        return {pair: Likeness(flag) for pair, flag in zip(named, close.tolist(), strict=True)}

    def _met(self) -> tuple[list[int], Tellings]:
        """Give the new articles and all that share a telling term with one, in their order."""
        mine = self._told.tellings
        asked: NDArray[np.uint32] = _joined([t.keys for t in mine.values()], np.uint32)
        wanted = distinct(asked)
        near = self._days({telling.day for telling in mine.values()})
        met = self._tales.tellings(self._tales.mentions(wanted, near)) | mine
        numbers = sorted(met, key=lambda number: met[number][:2])
        tellings = [met[number] for number in numbers]
        keys = _joined([t.keys for t in tellings], np.uint32)
        weights = _joined([t.weights for t in tellings], np.float32)
        shared = np.isin(keys, wanted)
        counts = np.array([len(t.keys) // 4 for t in tellings], np.int64)
        rows = np.repeat(np.arange(len(tellings)), counts)[shared]
        bounds = np.searchsorted(rows, np.arange(len(tellings) + 1))
        days = np.array([t.day for t in tellings], np.int32)
        squares = np.array([t.square for t in tellings], np.float64)
        return numbers, Tellings(days, squares, bounds, keys[shared], weights[shared])

    def _days(self, new: Collection[int]) -> range:
        """Give the days of articles that may be paired with new ones of some days."""
        if not new or NO_DAY in new:  # one without a day may be paired with any
            return range(_FIRST_DAY, _LAST_DAY)
        window = self._options.candidates.window
        return range(min(new) - window, max(new) + window + 1)

    def _held(self, touched: Collection[int], *, supported: bool = False) -> dict[Pair, Likeness]:
        """Give the pairs known before of articles."""
        return {
            (one, other) if one < other else (other, one): Likeness(bool(close), support, share)
            for one, other, close, support, share in self._tales.alike(touched, supported=supported)
        }

    def _measure(self, touched: Collection[int], known: Mapping[Pair, Likeness]) -> None:
        """Measure all pairs of touched articles."""
        numbers = self._ordered({*touched, *(n for pair in known for n in pair)})
        place = {number: at for at, number in enumerate(numbers)}
        named = [_by_place(pair, place) for pair in known]
        named.sort(key=lambda pair: (pair[1], pair[0]))
        pairs = np.array(named, np.int32).reshape(-1, 2)
        ordered = [_pair(numbers[a], numbers[b]) for a, b in named]
        close = np.array([known[pair].close for pair in ordered], np.bool_)
        run = self._run(numbers)
        inner = np.array([number in touched for number in numbers], np.bool_)
        around = self._around(run, numbers, inner, pairs[close])
        found = supports(run, pairs, close, around, self._options)
        told = found.support >= LEAST_SUPPORT  # less is no support at all, and seldom changes
        support, shares = np.where(told, found.support, 0.0), np.where(told, found.shares, 0.0)
        figures = zip(close.tolist(), support.tolist(), shares.tolist(), strict=True)
        self._told.alike = {
            pair: Likeness(*values) for pair, values in zip(ordered, figures, strict=True)
        }

    def _around(
        self, run: Weighed, numbers: Sequence[int], inner: NDArray[np.bool_], close: _Pairs
    ) -> Surroundings:
        """Count what close pairs share with touched articles; of the others it is known."""
        counted = surroundings(run, close, self._options)
        offsets = run.evidence.term_offsets.tolist()
        outer = [number for at, number in enumerate(numbers) if not inner[at]]
        held = self._tales.surroundings(outer)
        for at, number in enumerate(numbers):
            span = slice(offsets[at], offsets[at + 1])
            if inner[at]:
                count = float(counted.neighbours[at])
                self._told.around[number] = counted.near[span].tobytes() if count else b"", count
            else:
                near, count = held.get(number, (b"", 0.0))
                counted.near[span] = np.frombuffer(near, "<u2") if near else 0
                counted.neighbours[at] = count
        return counted

    def _ordered(self, numbers: Collection[int]) -> list[int]:
        """Sort articles by day, then id."""
        mine = self._told.tellings
        places: dict[int, tuple[int, str]] = {n: t[:2] for n, t in mine.items()}
        places |= self._tales.places([number for number in numbers if number not in places])
        return sorted(numbers, key=lambda number: places[number])

    def _link(self, seeds: Collection[int]) -> None:
        """Group the articles around some anew."""
        least = quorum(self._options)
        nodes: set[int] = set()
        fresh = set(seeds)
        pairs: dict[Pair, Likeness] = {}
        mine: dict[int, list[Pair]] = {}
        for pair, one in self._told.alike.items():
            if one.support > 0.0:
                mine.setdefault(pair[0], []).append(pair)
                mine.setdefault(pair[1], []).append(pair)
        while fresh:
            nodes |= fresh
            found = self._held(fresh, supported=True)
            found |= {p: self._told.alike[p] for number in fresh for p in mine.get(number, ())}
            found = {p: self._told.alike.get(p, one) for p, one in found.items()}
            pairs |= {p: one for p, one in found.items() if one.support >= LEAST_SUPPORT}
            strong = (n for p, one in found.items() if one.support >= least for n in p)
            fresh = set(strong) - nodes
        self._group(self._ordered(nodes), pairs)

    def _group(self, numbers: list[int], pairs: Mapping[Pair, Likeness]) -> None:
        place = {number: at for at, number in enumerate(numbers)}
        inner = {p: one for p, one in pairs.items() if p[0] in place and p[1] in place}
        named = {_by_place(pair, place): one for pair, one in inner.items()}
        ordered = sorted(named)
        support = np.array([named[pair].support for pair in ordered], np.float64)
        array = np.array(ordered, np.int32).reshape(-1, 2)
        made = linked(len(numbers), array, support, self._options)
        groups: dict[int, list[int]] = {}
        for at, (of, best) in enumerate(zip(made.groups.tolist(), made.best.tolist(), strict=True)):
            groups.setdefault(of, []).append(numbers[at])
            if best >= 0:
                pair = ordered[best]
                other = numbers[pair[0] + pair[1] - at]
                self._told.best[numbers[at]] = other, named[pair]
        self._told.groups = list(groups.values())


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _by_place(pair: Pair, place: Mapping[int, int]) -> Pair:
    return _pair(place[pair[0]], place[pair[1]])


def _joined(parts: Sequence[bytes], kind: type[np.generic]) -> NDArray[Any]:
    return np.frombuffer(bytearray(b"".join(parts)), kind)

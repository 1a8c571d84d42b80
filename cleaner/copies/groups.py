"""Copy groups without chains: in each group one text is directly a copy of every other.

This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.ledger import Ledger
from cleaner.copies.sorting import distinct
from cleaner.language.kernels import compiled, lean

_Numbers = NDArray[np.int64]
#: Members, the one that every other member is a copy of first.
Group = list[int]
#: In a component up to this size all pairs are compared.
_SMALL = 32
#: Centres of a large component.
CENTRES = 3
#: Other centres that are compared with a whole component where the first misses some.
_TRIED = 8
#: How often a large component is compared as a whole with a new centre.
_ROUNDS = 8


@lean
def _root(parents: _Numbers, unit: int) -> int:
    while parents[unit] != unit:
        parents[unit] = parents[parents[unit]]
        unit = parents[unit]
    return unit


@compiled
def _components(pairs: _Numbers, units: int) -> _Numbers:
    """Give each unit the least unit that it is connected with."""
    parents = np.arange(units)
    for index in range(len(pairs)):
        one, other = _root(parents, pairs[index, 0]), _root(parents, pairs[index, 1])
        parents[max(one, other)] = min(one, other)
    for unit in range(units):
        parents[unit] = _root(parents, unit)
    return parents


def find_groups(ledger: Ledger, lengths: _Numbers) -> list[Group]:
    """Part the units that have copies into groups; the others are in none.

    ``lengths`` are the words of each unit: of equal centres, the longer text's is taken.
    """
    components = _connected(ledger.copies(), len(lengths))
    groups = [sorted(c, key=lambda u: (-lengths[u], u)) for c in components if len(c) == 2]
    small = [c for c in components if 2 < len(c) <= _SMALL]
    ledger.add(_array(pair for component in small for pair in combinations(component, 2)))
    near = _neighbours(ledger.copies(), {unit for c in components if len(c) > 2 for unit in c})
    for component in components:
        if len(component) > _SMALL:
            groups += _large(component, near, ledger, lengths)
        elif len(component) > 2:
            groups += _settled(_stars(component, near, lengths), near, ledger)
    return groups


def find_centres(
    ledger: Ledger, lengths: _Numbers, least: int, most: int
) -> list[tuple[int, list[int]]]:
    """Give size and centres of the components of ``least`` units, of the ``most`` largest ones.

    A few of each: what one outlet prints loosely alike is no copy of one, and may be of another.
    """
    components = _connected(ledger.copies(), len(lengths))
    large = sorted((-len(c), c) for c in components if len(c) >= least)[:most]
    near = _neighbours(ledger.copies(), {unit for _, c in large for unit in c})
    return [(len(c), _medoids(set(c), near, ledger, lengths, CENTRES)) for _, c in large]


def _connected(pairs: _Numbers, units: int) -> list[list[int]]:
    """Give the sets of units that are connected, sorted; no single ones."""
    members = distinct(pairs)
    roots = _components(pairs, units)[members]
    order = np.argsort(roots, kind="stable")
    cuts = np.flatnonzero(np.diff(roots[order], prepend=-1, append=-1)).tolist()
    ordered = members[order].tolist()
    return [ordered[start:end] for start, end in pairwise(cuts)]


def _array(pairs: Iterable[tuple[int, int]]) -> _Numbers:
    return np.array(list(pairs), np.int64).reshape(-1, 2)


def _neighbours(pairs: _Numbers, units: set[int]) -> dict[int, set[int]]:
    near: dict[int, set[int]] = {unit: set() for unit in units}
    for one, other in pairs.tolist():
        if one in near:
            near[one].add(other)
            near[other].add(one)
    return near


def _centre(left: set[int], near: dict[int, set[int]], lengths: _Numbers) -> int:
    """Choose the unit with most copies; then the longest; then the first by content."""
    return max(left, key=lambda unit: (len(near[unit] & left), lengths[unit], -unit))


def _stars(component: list[int], near: dict[int, set[int]], lengths: _Numbers) -> Iterator[Group]:
    left = set(component)
    while len(left) > 1:
        centre = _centre(left, near, lengths)
        others = sorted(near[centre] & left)
        left -= {centre, *others}
        if others:
            yield [centre, *others]


def _medoids(
    left: set[int], near: dict[int, set[int]], ledger: Ledger, lengths: _Numbers, count: int = 1
) -> list[int]:
    """Choose the units with most copies in a sample of all, and most like them, best first.

    The sample and the units with most known copies are tried.
    """
    ordered = sorted(left)
    sample = ordered[:: -(-len(ordered) // _SMALL)]
    known = nlargest(_SMALL, left, key=lambda unit: (len(near[unit] & left), lengths[unit], -unit))
    tried = sorted({*known, *sample})
    pairs = _array((unit, other) for unit in tried for other in sample if unit != other)
    copies = ledger.is_copy(pairs)
    alike = ledger.measures(pairs).resemblance()
    scores = dict.fromkeys(tried, 0.0)
    for unit, copy, share in zip(pairs[:, 0].tolist(), copies, alike, strict=True):
        scores[unit] += float(copy) + float(share) / len(sample)
    return nlargest(
        count, tried, key=lambda unit: (scores[unit] + (unit in sample), lengths[unit], -unit)
    )


def _settled(stars: Iterable[Group], near: dict[int, set[int]], ledger: Ledger) -> list[Group]:
    """Move each copy to the centre that it resembles most, of those it is a copy of."""
    stars = list(stars)
    if len(stars) < 2:
        return stars
    groups: dict[int, Group] = {star[0]: [star[0]] for star in stars}
    for unit in sorted(unit for star in stars for unit in star[1:]):
        centres = [centre for centre in groups if centre in near[unit]]
        alike = ledger.measures(_array((unit, centre) for centre in centres)).resemblance()
        groups[centres[int(alike.argmax())]].append(unit)
    return [group for group in groups.values() if len(group) > 1]


def _copies(centre: int, left: set[int], ledger: Ledger) -> list[int]:
    """Compare a unit with all that are left: its copies."""
    others = np.array(sorted(left - {centre}), np.int64)
    pairs = np.column_stack([np.full(len(others), centre), others])
    copies: list[int] = others[ledger.is_copy(pairs)].tolist()
    return copies


def _reaching(missed: list[int], centre: int, copies: list[int], ledger: Ledger) -> list[int]:
    """Choose, among the copies most like a centre, those that most of the missed are copies of.

    Of one outlet's texts, or of an edit of what all come from, fewer are copies than there are.
    """
    if not missed or not copies:
        return []
    alike = ledger.measures(_array((centre, copy) for copy in copies)).resemblance()
    closest = [copies[at] for at in np.lexsort((np.array(copies), -alike))[:_SMALL].tolist()]
    asked = missed[:: -(-len(missed) // _SMALL)]
    flags = ledger.is_copy(_array((copy, unit) for copy in closest for unit in asked))
    reached = flags.reshape(len(closest), len(asked)).sum(axis=1)
    best = np.argsort(-reached, kind="stable")[:_TRIED]
    return [closest[at] for at in best.tolist() if reached[at]]


def _large(
    component: list[int], near: dict[int, set[int]], ledger: Ledger, lengths: _Numbers
) -> Iterator[Group]:
    """Compare a centre with the whole component, take its copies out, and so on.

    What is left after some rounds is parted by the pairs already known, centres in one fixed
    order: no component, however large, costs the square of its size.
    """
    left = set(component)
    for _ in range(_ROUNDS):
        centre = _medoids(left, near, ledger, lengths)[0]
        copies = _copies(centre, left, ledger)
        others = _reaching(sorted(left - {centre, *copies}), centre, copies, ledger)
        stars = [(centre, copies), *((other, _copies(other, left, ledger)) for other in others)]
        centre, copies = max(stars, key=lambda star: len(star[1]))
        left -= {centre, *copies}
        if copies:
            yield [centre, *copies]
        if len(left) < 2:
            return
    degree = {unit: len(near[unit] & left) for unit in left}
    for centre in sorted(left, key=lambda unit: (-degree[unit], -lengths[unit], unit)):
        copies = sorted(near[centre] & left) if centre in left else []
        if copies:
            left -= {centre, *copies}
            yield [centre, *copies]

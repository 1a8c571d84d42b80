"""Articles that feedback keeps apart, whatever their wording says.

The ledger refuses pairs of texts; but two articles may also be the very same text, or both copies
of a third. So the links that were found are looked through once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.columns import Apart
from cleaner.copies.units import Units


def unit_pairs(apart: Apart, ids: Sequence[str], units: Units) -> NDArray[np.int64]:
    """Give the pairs of different texts that feedback keeps apart."""
    unit_of = np.empty(len(ids), np.int64)
    unit_of[units.order] = np.repeat(np.arange(len(units)), np.diff(units.starts))
    known = list(_rows(apart, ids))
    pairs = unit_of[np.array(known, np.int64).reshape(-1, 2)]
    differ: NDArray[np.int64] = pairs[pairs[:, 0] != pairs[:, 1]]
    return differ


def keep_apart(found: dict[int, CopyLink], ids: Sequence[str], apart: Apart) -> dict[int, CopyLink]:
    """Take articles out of groups that hold another from which feedback keeps them apart.

    ``found`` are the links of copies by their places. The article that was marked goes, unless it
    is the one that is kept; it then stands alone. One that is kept apart says so in a link, copy
    or not.
    """
    left, told = dict(found), dict[int, list[str]]()
    for one, other in _rows(apart, ids):
        canonical = _canonical(left, ids, one)
        if canonical == _canonical(left, ids, other):
            del left[other if canonical == ids[one] else one]
        told.setdefault(one, []).append(ids[other])
    for place, others in told.items():
        link = left.get(place) or CopyLink(ids[place], ids[place], ids[place])
        left[place] = _saying(
            link, f"feedback: a person marked it as no copy of {', '.join(others)}"
        )
    return left


def _rows(apart: Apart, ids: Sequence[str]) -> list[tuple[int, int]]:
    wanted = {id_ for pair in apart for id_ in pair}
    rows = {id_: row for row, id_ in enumerate(ids) if id_ in wanted}
    pairs = [(rows[one], rows[other]) for one, other in apart if one in rows and other in rows]
    return [(one, other) for one, other in pairs if one != other]


def _canonical(links: dict[int, CopyLink], ids: Sequence[str], row: int) -> str:
    return links[row].canonical if row in links else ids[row]


def _saying(link: CopyLink, reason: str) -> CopyLink:
    return replace(link, why=f"{link.why}; {reason}" if link.why else reason)

"""Names of copy groups that stay the same as groups grow, part and join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

#: A group: the numbers of its articles.
Group = frozenset[int]


def heirs(groups: Sequence[Group], before: Mapping[int, int]) -> dict[Group, int]:
    """Give the groups that go on under the number of an earlier one.

    ``before`` tells the number that articles had. A number goes on with the group that has most
    of its articles (then: the earliest article); a group goes on under its oldest number.

    >>> heirs([frozenset({1, 2, 3, 4})], {1: 7, 2: 7, 3: 5, 4: 5})
    {frozenset({1, 2, 3, 4}): 5}
    """
    claims: dict[int, tuple[int, int, Group]] = {}
    for group in groups:
        for number, members in Counter(before[a] for a in group if a in before).items():
            claim = (members, -min(group), group)
            if number not in claims or claim[:2] > claims[number][:2]:
                claims[number] = claim
    kept: dict[Group, int] = {}
    for number in sorted(claims):
        kept.setdefault(claims[number][2], number)
    return kept

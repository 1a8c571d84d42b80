"""New articles that join a large copy group without its being grouped anew.

To group a thousand texts anew for each that joins would cost a second each. A text whose copies
are all of one large group, which is a copy of the group's canonical article too and would not
take its place, changes nothing for the others. The whole is grouped anew whenever the group
has grown by a quarter, so that what joined bit by bit is settled as in a batch run.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log

import numpy as np

from cleaner.copies.canonical import rank_of_reason
from cleaner.copies.columns import CopyOptions
from cleaner.index.arriving import Arrivals
from cleaner.index.folding import COPY, related, settled_pair
from cleaner.index.rows import CopyRow, Joined, Row
from cleaner.index.view import View, chosen

#: Articles from which a group is large.
LARGE = 128
_GROWTH = log(1.25)


@dataclass(frozen=True, slots=True)
class _Group:
    """A large group: the rows of its canonical article, and why that is kept."""

    cluster: int
    size: int
    kept: Row
    why: str


class Joining:
    """Finds which new texts join large groups; nothing is written here."""

    def __init__(
        self,
        view: View,
        arrivals: Arrivals,
        fresh: Mapping[tuple[int, int], int],
        options: CopyOptions,
    ) -> None:
        self._view, self._options = view, options
        self._rows: dict[int, list[Row]] = {}
        for row in arrivals.rows:
            self._rows.setdefault(row.text, []).append(row)
        self._near = _near(fresh, arrivals.texts)
        self.rulings: dict[tuple[int, int], int] = {}

    def joined(self) -> dict[int, list[Joined]]:
        """Give the places of the articles of each text that joins a group."""
        clusters = self._clusters()
        groups = {c: self._group(c) for c in set(clusters.values())}
        large = {t: g for t, c in clusters.items() if (g := groups[c]) is not None}
        large = self._without_strangers(large)
        large = _without_grown(large, self._rows)
        found = self._settled(large)
        # One that does not simply join has the whole grouped anew, and those that do with it.
        anew = {large[t].cluster for t in large if t not in found}
        return {t: of for t, of in found.items() if large[t].cluster not in anew}

    def _clusters(self) -> dict[int, int]:
        """Give the group that all copies of a new text are of, if there is one."""
        held = {o for others in self._near.values() for o in others if o not in self._rows}
        of: dict[int, set[int | None]] = {}
        query = """SELECT a.text, c.cluster FROM article a LEFT JOIN copy c USING (article)
            WHERE a.text IN"""
        for text, cluster in chosen(self._view.db, query, held):
            of.setdefault(text, set()).add(cluster)
        found: dict[int, int] = {}
        for text, others in self._near.items():
            clusters = {c for o in others if o not in self._rows for c in of.get(o, {None})}
            if len(clusters) == 1 and (cluster := next(iter(clusters))) is not None:
                found[text] = cluster
        return found

    def _group(self, cluster: int) -> _Group | None:
        db = self._view.db
        query = "SELECT count(*), max(canonical) FROM copy WHERE cluster = ?"
        size, canonical = db.execute(query, (cluster,)).fetchone()
        if size < LARGE or canonical in self._view.gone:
            return None
        text, why = db.execute(
            """SELECT a.text, (SELECT why FROM copy WHERE cluster = ?1 AND why IS NOT NULL LIMIT 1)
            FROM article a WHERE article = ?2""",
            (cluster, canonical),
        ).fetchone()
        rows = self._view.rows([text])[text]
        kept = next(row for row in rows if row.article == canonical)
        return _Group(cluster, size, kept, why.rpartition(" is kept: ")[2])

    def _without_strangers(self, large: dict[int, _Group]) -> dict[int, _Group]:
        """Leave out texts that are like new ones which do not join the same group."""
        while True:
            kept = {
                text: group
                for text, group in large.items()
                if all(
                    other not in self._rows
                    or (other in large and large[other].cluster == group.cluster)
                    for other in self._near[text]
                )
            }
            if len(kept) == len(large):
                return kept
            large = kept

    def _settled(self, large: Mapping[int, _Group]) -> dict[int, list[Joined]]:
        """Compare texts with the canonical articles of their groups."""
        pairs = np.array([(t, g.kept.text) for t, g in large.items()], np.int64).reshape(-1, 2)
        rulings = related(self._view, pairs, self._options)
        formulaic = self._view.formulaic({g.kept.text for g in large.values()})
        found = {}
        for text, group in large.items():
            pair = (min(text, group.kept.text), max(text, group.kept.text))
            if rulings.get(pair) == COPY:
                links = self._links(text, group, formulaic=group.kept.text in formulaic)
                if links:
                    found[text] = links
                    self.rulings[pair] = COPY
        return found

    def _links(self, text: int, group: _Group, *, formulaic: bool) -> list[Joined]:
        rows = self._rows[text]
        links = settled_pair(self._view, group.kept, rows, self._options, known=formulaic)
        joined = []
        for row, link in zip(rows, links, strict=True):
            said, _, why = (link.why or "").rpartition(" is kept: ")
            if link.canonical != group.kept.id or self._rank(why) < self._rank(group.why):
                return []
            told = f"{said} is kept: {group.why}"
            place = CopyRow(
                row.article,
                group.cluster,
                group.kept.article,
                link.resemblance,
                link.containment,
                link.kind,
                told,
            )
            joined.append(Joined(row.id, group.kept.id, place))
        return joined

    def _rank(self, why: str) -> int:
        return rank_of_reason(self._options.canonical, why)


def _near(fresh: Mapping[tuple[int, int], int], new: Collection[int]) -> dict[int, set[int]]:
    """Give the copies of new texts that have copies, and nothing else that bears on them."""
    found: dict[int, set[int]] = {}
    barred: set[int] = set()
    for pair, ruling in fresh.items():
        if ruling != COPY:
            barred.update(pair)
        for one, other in (pair, pair[::-1]):
            if one in new:
                found.setdefault(one, set()).add(other)
    return {text: others for text, others in found.items() if text not in barred}


def _without_grown(large: dict[int, _Group], rows: Mapping[int, list[Row]]) -> dict[int, _Group]:
    """Leave out groups that have grown by a quarter."""
    coming: dict[int, int] = {}
    for text, group in large.items():
        coming[group.cluster] = coming.get(group.cluster, 0) + len(rows[text])

    def grown(group: _Group) -> bool:
        after = group.size + coming[group.cluster]
        return int(log(after) / _GROWTH) > int(log(group.size) / _GROWTH)

    return {text: group for text, group in large.items() if not grown(group)}

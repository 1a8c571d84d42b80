"""New articles that meet a large copy group without its being grouped anew.

To group a thousand texts anew for each that comes would cost a second each. What comes near a
large group is compared with its canonical article. A copy of that which would not take its place
joins the group; any other is grouped with those around it that are not of the group either. Both
change nothing for the group's others. The whole is grouped anew whenever the group has grown by a
quarter, and with all stories (``Index.retell``), so that what came bit by bit is settled as in a
batch run. Where that is to come (*patient*), what may change the whole is not asked before: which
article is kept, or whether what was told again is still a copy; and the whole is grouped anew only
when it is four times as large, as new texts are compared with its centres.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.copies.canonical import rank_of_reason
from cleaner.copies.columns import CopyOptions
from cleaner.disjoint import connect, root_of
from cleaner.index.arriving import Arrivals
from cleaner.index.folding import COPY, LATER, beside, related, settled_pair
from cleaner.index.rows import CopyRow, Joined, Row
from cleaner.index.view import View

#: Articles from which a group is large.
LARGE = 128
_GROWTH, _PATIENT = log(1.25), log(4)
#: Texts of a group that one is compared with before it may stand for all.
_WEAKEST, _FIRST = 64, 8
#: Articles that show by which reasons a group's are not all equal.
_FEW = 16
#: What stands in a link's ``why`` before the reason that an article is kept.
_KEPT = " is kept: "
_Near = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class _Group:
    """A large group: the row of its canonical article, and why that is kept."""

    cluster: int
    size: int
    kept: Row
    why: str


@dataclass(slots=True)
class _Meeting:
    """New texts that copies connect, held texts that they are like, and large groups there."""

    texts: list[int] = field(default_factory=list)
    clusters: list[int] = field(default_factory=list)


class Joining:
    """Finds which new texts join large groups; nothing is written here.

    ``joined`` are the places of the articles of each text that joins a group, ``staying`` the
    large groups that stay as they are, ``rulings`` those of texts and canonical articles.
    """

    def __init__(
        self,
        view: View,
        arrivals: Arrivals,
        fresh: dict[tuple[int, int], int],
        touched: Collection[int],
        options: CopyOptions,
        *,
        patient: bool,
    ) -> None:
        self._view, self._fresh, self._options = view, fresh, options
        self._patient = patient
        self._rows: dict[int, list[Row]] = {}
        for row in arrivals.rows:
            self._rows.setdefault(row.text, []).append(row)
        self._near = self._neighbours(arrivals.joined)
        self._differing: dict[int, NDArray[np.bool_]] = {}
        self._later = {t for pair, ruling in fresh.items() if ruling == LATER for t in pair}
        self.joined: dict[int, list[Joined]] = {}
        self.staying: set[int] = set()
        self.rulings: dict[tuple[int, int], int] = {}
        self._join(touched)

    def _neighbours(self, joined: set[int]) -> _Near:
        """Give the texts that bear on those of which there are new articles."""
        near: _Near = {}
        for pair, ruling in self._fresh.items():
            if ruling in (COPY, LATER):
                for one, other in (pair, pair[::-1]):
                    if one in self._rows:
                        near.setdefault(one, set()).add(other)
        for text in joined:
            near.setdefault(text, set()).add(text)
        return near

    def _join(self, touched: Collection[int]) -> None:
        held = {o for others in self._near.values() for o in others}
        self._home = self._view.clusters(held)
        sizes = self._sizes(set(self._home.values()))
        self._home = {text: cluster for text, cluster in self._home.items() if cluster in sizes}
        self._beside = self._view.clusters_beside(held - self._home.keys())
        sizes |= self._sizes({c for of in self._beside.values() for c in of} - sizes.keys())
        if not sizes:
            return
        changed = set(self._view.clusters(touched).values())
        meetings = self._meetings(sizes)
        groups = {c: g for c, size in sizes.items() if (g := self._group(c, size)) is not None}
        self._compare(meetings, groups)
        for meeting in meetings:
            if changed.isdisjoint(meeting.clusters) and groups.keys() >= {*meeting.clusters}:
                self._settle(meeting, [groups[c] for c in meeting.clusters])

    def _sizes(self, clusters: Collection[int]) -> dict[int, int]:
        """Count the articles of those groups that are large."""
        query = """SELECT cluster, count(*) FROM json_each(?) JOIN copy ON cluster = value
            GROUP BY cluster"""
        found = self._view.db.execute(query, (json.dumps(list(clusters)),))
        return {cluster: size for cluster, size in found if size >= LARGE}

    def _large(self, text: int, sizes: Collection[int]) -> list[int]:
        """Give the large groups that a held text is in, or beside."""
        if text in self._home:
            return [self._home[text]]
        return [cluster for cluster in self._beside.get(text, ()) if cluster in sizes]

    def _meetings(self, sizes: Mapping[int, int]) -> list[_Meeting]:
        """Give what meets: new texts and large groups (the largest first) that copies connect."""
        roots: dict[int, int] = {}
        for text, others in self._near.items():
            for other in others:
                if other in self._rows:
                    connect(roots, text, other)
                for cluster in self._large(other, sizes):
                    connect(roots, text, -cluster)
        found: dict[int, _Meeting] = {}
        for node in sorted(roots):
            meeting = found.setdefault(root_of(roots, node), _Meeting())
            (meeting.texts if node > 0 else meeting.clusters).append(abs(node))
        for meeting in found.values():
            meeting.clusters.sort(key=lambda cluster: (-sizes[cluster], cluster))
        return [meeting for meeting in found.values() if meeting.clusters]

    def _group(self, cluster: int, size: int) -> _Group | None:
        query = "SELECT canonical, why FROM copy WHERE cluster = ? AND why IS NOT NULL LIMIT 1"
        canonical, why = self._view.db.execute(query, (cluster,)).fetchone()
        if canonical in self._view.gone:
            return None
        return _Group(cluster, size, self._view.article(canonical), why.rpartition(_KEPT)[2])

    def _compare(self, meetings: Iterable[_Meeting], groups: Mapping[int, _Group]) -> None:
        """Compare new texts with the canonical articles of the groups that they meet."""
        kept = {c: group.kept.text for c, group in groups.items()}
        pairs = [
            (text, kept[c])
            for meeting in meetings
            for c in meeting.clusters
            for text in meeting.texts
            if c in kept and kept[c] != text and _pair(text, kept[c]) not in self._fresh
        ]
        asked = np.array(pairs, np.int64).reshape(-1, 2)
        self._ruled = self._fresh | related(self._view, asked, self._options)
        self._formulaic = self._view.formulaic(set(kept.values()))

    def _settle(self, meeting: _Meeting, groups: list[_Group]) -> None:
        """Let texts join, unless the groups must be looked at as a whole."""
        if not self._later.isdisjoint(meeting.texts) or not self._known(meeting):
            return
        joined: dict[int, list[Joined]] = {}
        for text in meeting.texts:
            group = self._home_of(text, groups)
            links = self._links(text, group) if group else []
            if links:
                joined[text] = links
            elif group and (text in self._home or not self._patient):
                return
        if not any(self._grown(group, joined) for group in groups):
            self.joined |= joined
            self.staying.update(meeting.clusters)
            self.rulings |= {pair: r for pair, r in self._ruled.items() if r == COPY}

    def _known(self, meeting: _Meeting) -> bool:
        """Tell whether copies connected the large groups before, and what else there is with them.

        Otherwise texts come together that were never compared.
        """
        held = {o for text in meeting.texts for o in self._near[text] if o not in self._rows}
        held |= {text for text in meeting.texts if text in self._near[text]}
        first, *others = meeting.clusters
        if any(
            text not in self._home and self._beside.get(text, set()).isdisjoint(meeting.clusters)
            for text in held
        ):
            return False
        return all(
            self._connected([text for text in held if self._home.get(text) == cluster], first)
            or any({first, cluster} <= self._beside.get(text, set()) for text in held)
            for cluster in others
        )

    def _connected(self, texts: list[int], cluster: int) -> bool:
        """Tell whether one of some texts has a copy in a group."""
        query = """SELECT 1 FROM json_each(?) t JOIN pair p ON p.one = t.value AND p.ruling = 0
            JOIN article a ON a.text = p.other JOIN copy c USING (article)
            WHERE c.cluster = ? LIMIT 1"""
        found = self._view.db.execute(query, (json.dumps(texts), cluster)).fetchone()
        return found is not None

    def _home_of(self, text: int, groups: Sequence[_Group]) -> _Group | None:
        """Give the group that a text is in, or the first that it may join."""
        if text in self._home:
            return next(group for group in groups if group.cluster == self._home[text])
        return next((group for group in groups if self._is_copy(text, group)), None)

    def _is_copy(self, text: int, group: _Group) -> bool:
        kept = group.kept.text
        return text == kept or self._ruled.get(_pair(text, kept)) == COPY

    def _links(self, text: int, group: _Group) -> list[Joined]:
        """Give the places of a text's new articles; nothing if one may be kept, or does not fit."""
        new = self._rows[text]
        standing = self._view.standing([text])[text]
        held = [standing] if text in self._near[text] else []
        if not self._patient and self._unsettles(held, new, group):
            return []
        held = [row for row in held if row not in new]
        known = group.kept.text in self._formulaic
        rows = [row for row in (*held, *new) if row != group.kept]
        links = settled_pair(self._view, group.kept, rows, self._options, known=known)
        if any(link.canonical != group.kept.id for link in links):
            return self._as_held(text, new, group) if self._patient else []
        told = zip(rows, links, strict=True)
        return [_joined(row, link, group) for row, link in told if row in new]

    def _as_held(self, text: int, new: Sequence[Row], group: _Group) -> list[Joined]:
        """Give new articles the place of one of their text that is in a group already, if any is.

        In a batch run another article may be compared, and the whole text not be of the group.
        """
        if text == group.kept.text or text not in self._home:
            return []
        held = next(row for row in self._view.rows([text])[text] if row not in new)
        place = self._view.copies([held.article])[held.article]
        return [Joined(row.id, group.kept.id, place._replace(article=row.article)) for row in new]

    def _unsettles(self, held: Sequence[Row], new: Sequence[Row], group: _Group) -> bool:
        """Tell whether new articles of a text may change what holds for a group."""
        # By another article a text may be judged otherwise.
        return any(row in new for row in held) or any(self._may_be_kept(r, group) for r in new)

    def _may_be_kept(self, row: Row, group: _Group) -> bool:
        """Tell whether an article may take the place of the one kept, or change why it is.

        One that the policy prefers is not kept if it is no copy of all. An article is kept for
        the first reason that prefers it to some and none to it: another comes before that one
        if all were equal by it, and what is preferred by that one itself takes it away.
        """
        signs, preferred = beside(self._view, group.kept, [row], self._options)
        told = rank_of_reason(self._options.canonical, group.why)
        by = signs[:, 0]
        worse = np.flatnonzero(by[:told] < 0)
        if (by[told : told + 1] > 0).any() or (len(worse) and not self._differ(group, worse)):
            return True
        return not preferred[0] and self._suits(row, group)

    def _differ(self, group: _Group, reasons: NDArray[np.int64]) -> bool:
        """Tell whether by each of some reasons a few of a group differ from the one kept."""
        if group.cluster not in self._differing:
            query = """SELECT article FROM copy WHERE cluster = ? AND article != ?
                ORDER BY resemblance, article LIMIT ?"""
            asked = (group.cluster, group.kept.article, _FEW)
            rows = [self._view.article(n) for (n,) in self._view.db.execute(query, asked)]
            signs, _ = beside(self._view, group.kept, rows, self._options)
            self._differing[group.cluster] = (signs != 0).any(axis=1)
        return bool(self._differing[group.cluster][reasons].all())

    def _suits(self, row: Row, group: _Group) -> bool:
        """Compare a text with those of a group that are least like the one that is kept.

        Its own outlet's come first: loosely alike, those are of a series, and no copies.
        """
        weakest = list(dict.fromkeys(self._weakest(row.text, group.cluster)))
        parts = (weakest[:_FIRST], weakest[_FIRST:])
        return all(self._is_copy_of(row.text, others) for others in parts)

    def _weakest(self, text: int, cluster: int) -> Iterator[int]:
        """Give the texts of a group that are least like the one kept, of a text's outlet first."""
        outlet = self._view.standing([text])[text].outlet
        left = _WEAKEST
        for which in ("IS", "IS NOT"):
            query = f"""SELECT a.text FROM copy c JOIN article a USING (article)
                WHERE c.cluster = ? AND c.outlet {which} ? AND a.text != ?
                ORDER BY c.resemblance LIMIT ?"""  # noqa: S608 (ours)
            found = self._view.db.execute(query, (cluster, outlet, text, left)).fetchall()
            left -= len(found)
            yield from (other for (other,) in found)

    def _is_copy_of(self, text: int, others: Sequence[int]) -> bool:
        """Tell whether a text is a copy of each of others."""
        pairs = np.array([(text, other) for other in others], np.int64).reshape(-1, 2)
        rulings = related(self._view, pairs, self._options)
        return sum(ruling == COPY for ruling in rulings.values()) == len(pairs)

    def _grown(self, group: _Group, joined: Mapping[int, list[Joined]]) -> bool:
        """Tell whether a group has grown by a quarter or, where there is patience, fourfold."""
        step = _PATIENT if self._patient else _GROWTH
        places = (one.place.cluster for of in joined.values() for one in of)
        after = group.size + sum(cluster == group.cluster for cluster in places)
        return int(log(after) / step) > int(log(group.size) / step)


def _joined(row: Row, link: CopyLink, group: _Group) -> Joined:
    said = (link.why or "").rpartition(_KEPT)[0]
    place = CopyRow(
        row.article,
        group.cluster,
        group.kept.article,
        link.resemblance,
        link.containment,
        link.kind,
        f"{said}{_KEPT}{group.why}",
    )
    return Joined(row.id, group.kept.id, place)


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)

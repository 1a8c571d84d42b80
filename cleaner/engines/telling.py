"""The rows of stories, each with the evidence of its link; the first of a story tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.encode import encode
from cleaner.engines.roster import Roster, numbers
from cleaner.language.dates import day_of
from cleaner.story import Links
from cleaner.story.find import A_COPY
from cleaner.story.near import Miss

_MISS = b'{"id":%b,"close_to":%b,"score":%b,"why":%b}'
_ROW = b'{"id":%b,"cluster":%b,"linked_to":%b,"score":%b,"evidence":%b'
_COPY = _ROW % (b"%b", b"%b", b"%b", encode(1.0), encode(A_COPY)) + b"}\n"


def story_lines(
    roster: Roster, canonical: NDArray[np.int64], links: Links, ids: Sequence[bytes]
) -> Iterator[bytes]:
    """Make the lines of stories; that of the first of several articles tells of the whole story.

    ``headline`` is the title of the article that is kept of the first one's copies (or else the
    first title there is), ``from`` and ``to`` the first and last day of publication, ``outlets``
    who reported it, ``articles`` and ``copy_groups`` how many texts and wordings there are.
    ``ids`` are those of the articles as JSON.
    """
    several = _Several.of(links.first)
    teller = _Teller(roster, canonical)
    for at, (first, other) in enumerate(
        zip(numbers(links.first), numbers(links.other), strict=True)
    ):
        if other >= 0 and at not in links.evidence and at not in links.said:
            yield _COPY % (ids[at], ids[first], ids[other])
        elif other >= 0:
            score = links.scores.get(at, 1.0)
            told = links.evidence.get(at, A_COPY) + links.said.get(at, ())
            yield _ROW % (ids[at], ids[first], ids[other], encode(score), encode(told)) + b"}\n"
        else:
            story = several.members(at)
            tail = b"," + encode(teller.tell(at, story))[1:] if len(story) > 1 else b"}"
            said = encode(links.said[at]) if at in links.said else b"[]"
            near = _near(links.near[at], ids) if at in links.near else b""
            yield _ROW % (ids[at], ids[first], b"null", b"null", said) + near + tail + b"\n"


def _near(misses: Sequence[Miss], ids: Sequence[bytes]) -> bytes:
    rows = (
        _MISS % (ids[one.row], ids[one.close_to], encode(one.score), encode(one.why))
        for one in misses
    )
    return b',"near":[%b]' % b",".join(rows)


@dataclass(frozen=True, slots=True, eq=False)
class _Several:
    """The articles of each story: those of the one that ``first`` opens end where it says."""

    order: NDArray[np.int64]
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, firsts: NDArray[np.int64]) -> _Several:
        sizes = np.bincount(firsts, minlength=len(firsts))
        return cls(np.argsort(firsts, kind="stable"), np.concatenate([[0], np.cumsum(sizes)]))

    def members(self, first: int) -> list[int]:
        """Give the articles of a story by its first."""
        found: list[int] = self.order[self.ends[first] : self.ends[first + 1]].tolist()
        return found


class _Teller:
    def __init__(self, roster: Roster, canonical: NDArray[np.int64]) -> None:
        self._canonical = canonical
        known = roster.known
        self._titles, self._outlets = known.titles, known.outlets
        self._published = known.published

    def tell(self, first: int, story: Sequence[int]) -> dict[str, Any]:
        days = sorted(day.isoformat() for at in story if (day := day_of(self._published[at])))
        return {
            "headline": self._headline(first, story),
            "from": days[0] if days else None,
            "to": days[-1] if days else None,
            "outlets": sorted({self._outlets[at] for at in story} - {None, ""}),
            "articles": len(story),
            "copy_groups": len(set(self._canonical[story].tolist())),
        }

    def _headline(self, first: int, story: Sequence[int]) -> str | None:
        titles = (self._titles[at] for at in (int(self._canonical[first]), first, *story))
        return next(filter(None, titles), None)

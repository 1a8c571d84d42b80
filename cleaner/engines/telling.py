"""What a story is called, when it was told and by whom: for the row of its first article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cleaner.article import StoryLink
from cleaner.corpus.rows import Row, story_row
from cleaner.engines.grouping import Groups, column
from cleaner.engines.roster import Roster
from cleaner.language.dates import day_of


def story_rows(roster: Roster, groups: Groups) -> Iterator[Row]:
    """Make the rows of stories; that of the first of several articles tells of the whole story.

    ``headline`` is the title of the article that is kept of the first one's copies (or else the
    first title there is), ``from`` and ``to`` the first and last day of publication, ``outlets``
    who reported it, ``articles`` and ``copy_groups`` how many texts and wordings there are.
    """
    members: dict[str, list[int]] = {}
    for at, link in enumerate(groups.stories):
        members.setdefault(link.cluster, []).append(at)
    teller = _Teller(roster, groups)
    for link in groups.stories:
        story = members[link.cluster]
        first = link.id == link.cluster and len(story) > 1
        yield story_row(link) | teller.tell(link, story) if first else story_row(link)


class _Teller:
    def __init__(self, roster: Roster, groups: Groups) -> None:
        self._copies = groups.copies
        self._places = {link.id: at for at, link in enumerate(groups.copies)}
        self._titles = column(roster, "titles")
        self._outlets = column(roster, "outlets")
        self._published = column(roster, "published")

    def tell(self, first: StoryLink, story: Sequence[int]) -> dict[str, Any]:
        days = sorted(day.isoformat() for at in story if (day := day_of(self._published[at])))
        kept = [self._copies[at].canonical for at in story]
        return {
            "headline": self._headline(first, story),
            "from": days[0] if days else None,
            "to": days[-1] if days else None,
            "outlets": sorted({self._outlets[at] for at in story} - {None, ""}),
            "articles": len(story),
            "copy_groups": len(set(kept)),
        }

    def _headline(self, first: StoryLink, story: Sequence[int]) -> str | None:
        opening = self._places[first.id]
        kept = self._places[self._copies[opening].canonical]
        titles = (self._titles[at] for at in (kept, opening, *story))
        return next(filter(None, titles), None)

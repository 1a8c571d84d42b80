"""One pass over OUT: the overview's figures, the index, and the pages of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.report.columns import Index, Row
from cleaner.report.groups import Several, drawn, several
from cleaner.report.overview import Overview
from cleaner.report.pages import Pages
from cleaner.report.records import Placed, Told, loads, placed, title_of


@dataclass(slots=True)
class Gathered:
    """What one pass has found; ``rules`` and ``outlets`` are what positions in the index mean."""

    overview: Overview
    index: Index
    rules: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)
    dropped: int = 0


def gather(folder: Path, pages: Pages, cap: int, told: Iterable[Told] | None = None) -> Gathered:
    """Read OUT and write the pages; at most about ``cap`` articles are shown one by one.

    Where there are more, whole stories are drawn by lot. The overview counts all articles.
    ``told`` as for :func:`cleaner.report.records.placed`.
    """
    groups = several(folder)
    share = 1.0 if groups.articles <= cap else cap / groups.articles
    found = Gathered(Overview(), Index(pages))
    for one in placed(folder, told):
        _take(one, groups, share, found)
    found.index.finish()
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was cut of one article: words, and by which rules."""

    cut: int = 0
    rules: Sequence[int] = ()


_WHOLE = _Seen()


def _take(one: Placed, groups: Several, share: float, found: Gathered) -> None:
    outlet, published, words = one.told.brief
    seen = _look(one.told.removals, found) if one.told.removals else _WHOLE
    found.overview.article(outlet, published, words + seen.cut, seen.cut)
    copy, story = _places(one, groups)
    told = story in groups.told
    if copy:
        kept = copy["id"] == copy["canonical"]
        found.overview.copy(copy["canonical"], outlet, kept=kept)
    if told:
        found.overview.member(story, published, outlet)
    if share < 1 and not drawn(story, share):
        found.dropped += 1
        return
    row = _index(one.told, seen, found)
    lines = (one.copy if copy else b"", one.story if told else b"")
    found.index.add(row, *(line.removesuffix(b"\n") for line in lines))


def _places(one: Placed, groups: Several) -> tuple[Mapping[str, Any], str]:
    """Give an article's place in a group of copies (none alone), and its story.

    Most articles are alone: their rows are not parsed, as the id tells all.
    """
    id_ = one.told.id
    in_group = id_ in groups.copied or b'"resemblance":' in one.copy
    alone = not one.story or b'"linked_to":null' in one.story
    return (
        loads(one.copy) if in_group else {},
        id_ if alone else loads(one.story)["cluster"],
    )


def _look(removals: bytes, found: Gathered) -> _Seen:
    cut = 0
    rules: dict[int, None] = {}  # in order, each once
    for removal in loads(b"[" + removals + b"]"):
        words = len(removal["text"].split())
        found.overview.removal(removal["rule"], removal["why"], words)
        rules[found.rules.setdefault(removal["rule"], len(found.rules))] = None
        cut += words
    return _Seen(cut, list(rules))


def _index(told: Told, seen: _Seen, found: Gathered) -> Row:
    (outlet, published, words), outlets, row = told.brief, found.outlets, told.row()
    return Row(
        id=told.id,
        title=title_of(row) if row else "",
        outlet=outlets.setdefault(outlet, len(outlets)) if outlet else -1,
        date=published or None,
        words=words + seen.cut,
        cut=seen.cut,
        rules=seen.rules,
        page=found.index.add_text(row, told.removals) if row else -1,
    )

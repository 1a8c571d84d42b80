"""One pass over OUT: the overview's figures, the index, and the pages of texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cleaner.report.columns import Index, Row
from cleaner.report.groups import Several, drawn, several
from cleaner.report.overview import Overview
from cleaner.report.pages import Pages
from cleaner.report.records import Record, Texts, loads, records

_BLANK = ord(" ")


@dataclass(slots=True)
class Gathered:
    """What one pass has found; ``rules`` and ``outlets`` are what positions in the index mean."""

    overview: Overview
    index: Index
    rules: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)
    dropped: int = 0


def gather(folder: Path, pages: Pages, cap: int, texts: Texts | None = None) -> Gathered:
    """Read OUT and write the pages; at most about ``cap`` articles are shown one by one.

    Where there are more, whole stories are drawn by lot. The overview counts all articles.
    ``texts`` as for :func:`cleaner.report.records.records`.
    """
    groups = several(folder)
    share = 1.0 if groups.articles <= cap else cap / groups.articles
    found = Gathered(Overview(), Index(pages))
    for record in records(folder, texts):
        _take(record, groups, share, found)
    found.index.finish()
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """One article in figures."""

    facts: Mapping[str, Any]
    outlet: str
    published: str
    words: int
    cut: int
    rules: list[int]


def _take(record: Record, groups: Several, share: float, found: Gathered) -> None:
    seen = _look(record, found)
    found.overview.article(seen.outlet, seen.published, seen.words, seen.cut)
    copy, story = _places(record, seen.facts["id"], groups)
    told = story in groups.told
    if copy:
        kept = copy["id"] == copy["canonical"]
        found.overview.copy(copy["canonical"], seen.outlet, kept=kept)
    if told:
        found.overview.member(story, seen.published, seen.outlet)
    if share < 1 and not drawn(story, share):
        found.dropped += 1
        return
    row = _index(record, seen, found)
    found.index.add(row, record.copy if copy else b"", record.story if told else b"")


def _places(record: Record, id_: str, groups: Several) -> tuple[Mapping[str, Any], str]:
    """Give an article's place in a group of copies (none alone), and its story.

    Most articles are alone: their rows are not parsed, as the id tells all.
    """
    in_group = id_ in groups.copied or b'"resemblance":' in record.copy
    alone = not record.story or b'"linked_to":null' in record.story
    return (
        loads(record.copy) if in_group else {},
        id_ if alone else loads(record.story)["cluster"],
    )


def _look(record: Record, found: Gathered) -> _Seen:
    facts = record.facts
    cut = 0
    rules: dict[int, None] = {}  # in order, each once
    for removal in loads(b"[" + record.removals + b"]") if record.removals else ():
        words = len(removal["text"].split())
        found.overview.removal(removal["rule"], removal["why"], words)
        rules[found.rules.setdefault(removal["rule"], len(found.rules))] = None
        cut += words
    return _Seen(
        facts=facts,
        outlet=str(facts.get("outlet") or facts.get("site") or _host(facts.get("url")) or ""),
        published=str(facts.get("published") or ""),
        words=_words(record.text) + cut,
        cut=cut,
        rules=list(rules),
    )


def _words(text: bytes) -> int:
    """Count the words of a text as JSON has it, by its blanks: near enough for a share."""
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == _BLANK)) + bool(text)


def _host(url: object) -> str:
    host = str(url or "").partition("://")[2].partition("/")[0]
    return host.lower().removeprefix("www.")


def _index(record: Record, seen: _Seen, found: Gathered) -> Row:
    facts, outlets = seen.facts, found.outlets
    return Row(
        id=facts["id"],
        title=facts.get("title") or (record.first_line() if record.row else ""),
        outlet=outlets.setdefault(seen.outlet, len(outlets)) if seen.outlet else -1,
        date=seen.published or None,
        words=seen.words,
        cut=seen.cut,
        rules=seen.rules,
        page=found.index.add_text(record.row, record.removals) if record.row else -1,
    )

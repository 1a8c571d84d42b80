"""One pass over OUT: the overview's figures, the index, and the pages of texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cleaner.report.columns import Index
from cleaner.report.groups import Several, drawn, several
from cleaner.report.overview import Overview
from cleaner.report.pages import Pages
from cleaner.report.records import Record, loads, records


@dataclass(slots=True)
class Gathered:
    """What one pass has found; ``rules`` and ``outlets`` are what positions in the index mean."""

    overview: Overview
    index: Index
    rules: dict[str, int] = field(default_factory=dict)
    outlets: dict[str, int] = field(default_factory=dict)
    dropped: int = 0


def gather(folder: Path, pages: Pages, cap: int) -> Gathered:
    """Read OUT and write the pages; at most about ``cap`` articles are shown one by one.

    Where there are more, whole stories are drawn by lot. The overview counts all articles.
    """
    groups = several(folder)
    share = 1.0 if groups.articles <= cap else cap / groups.articles
    found = Gathered(Overview(), Index(pages))
    for record in records(folder):
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
    copy = loads(record.copy) if record.copy else {}
    story = loads(record.story)["cluster"] if record.story else seen.facts["id"]
    in_group, in_story = copy.get("canonical") in groups.copied, story in groups.told
    if in_group:
        kept = copy["id"] == copy["canonical"]
        found.overview.copy(copy["canonical"], seen.outlet, kept=kept)
    if in_story:
        found.overview.member(story, seen.published, seen.outlet)
    if share < 1 and not drawn(story, share):
        found.dropped += 1
        return
    _index(record, seen, found)
    found.index.add_links(record.copy if in_group else b"", record.story if in_story else b"")


def _look(record: Record, found: Gathered) -> _Seen:
    facts = record.facts()
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
    return text.count(b" ") + text.count(b"\\n") - text.count(b"\\n\\n") + bool(text)


def _host(url: object) -> str:
    host = str(url or "").partition("://")[2].partition("/")[0]
    return host.lower().removeprefix("www.")


def _index(record: Record, seen: _Seen, found: Gathered) -> None:
    columns, outlets = found.index.columns, found.outlets
    columns.id.append(seen.facts["id"])
    columns.title.append(seen.facts.get("title") or (record.first_line() if record.row else ""))
    columns.outlet.append(outlets.setdefault(seen.outlet, len(outlets)) if seen.outlet else -1)
    columns.date.append(seen.published or None)
    columns.words.append(seen.words)
    columns.cut.append(seen.cut)
    columns.rules.append(seen.rules)
    columns.page.append(found.index.add_text(record.row, record.removals) if record.row else -1)

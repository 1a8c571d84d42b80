"""The figures over all articles: what was removed by which rule, outlets, days, groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cleaner.report.timeline import timeline

#: No more outlets than this in the table.
_OUTLETS = 300


@dataclass(slots=True)
class OutletFigures:
    """One outlet: words of its pages, how many were removed, and how it deals with others.

    ``given`` copies are of its articles, ``taken`` ones are its own of others' articles; of its
    ``shared`` stories, which other outlets tell, it published ``first`` so many.
    """

    articles: int = 0
    words: int = 0
    cut: int = 0
    given: int = 0
    taken: int = 0
    shared: int = 0
    first: int = 0


@dataclass(slots=True)
class RuleFigures:
    """One rule: how often it removed something, how many words, and why it says it does."""

    why: str
    times: int = 0
    words: int = 0


@dataclass(slots=True)
class CopyGroup:
    """A group of copies: the outlet of the kept article (None: not seen), those of its copies."""

    kept: str | None = None
    copies: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Overview:
    """Counts over all articles, in the order in which things were first seen.

    ``stories`` holds when each member was published and by whom, of stories of several articles.
    """

    words: int = 0
    cut: int = 0
    cleaned: int = 0
    outlets: dict[str, OutletFigures] = field(default_factory=dict)
    rules: dict[str, RuleFigures] = field(default_factory=dict)
    days: Counter[str] = field(default_factory=Counter)
    copies: dict[str, CopyGroup] = field(default_factory=dict)
    stories: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def article(self, outlet: str, published: str, words: int, cut: int) -> None:
        """Count an article; ``outlet`` and ``published`` are empty where they are unknown."""
        self.words += words
        self.cut += cut
        self.cleaned += cut > 0
        self.days[published[:10]] += 1
        figures = self.outlets.get(outlet)
        if figures is None:
            figures = self.outlets[outlet] = OutletFigures()
        figures.articles += 1
        figures.words += words
        figures.cut += cut

    def removal(self, rule: str, why: str, words: int) -> None:
        """Count a removal."""
        figures = self.rules.get(rule)
        if figures is None:
            figures = self.rules[rule] = RuleFigures(why)
        figures.times += 1
        figures.words += words

    def copy(self, canonical: str, outlet: str, *, kept: bool) -> None:
        """Count a member of a group of copies."""
        group = self.copies.setdefault(canonical, CopyGroup())
        if kept:
            group.kept = outlet
        else:
            group.copies.append(outlet)

    def member(self, story: str, published: str, outlet: str) -> None:
        """Count a member of a story of several articles."""
        self.stories.setdefault(story, []).append((published, outlet))

    def figures(self) -> dict[str, Any]:
        """Give everything that the overview shows, as plain values."""
        self._settle()
        begun = Counter(min(days) for days in map(_days, self.stories.values()) if days)
        return {
            "words": self.words,
            "cut": self.cut,
            "cleaned": self.cleaned,
            "outlets": self._outlets(),
            "timeline": timeline(self.days, begun),
            "copy_sizes": _sizes(len(group.copies) + 1 for group in self.copies.values()),
            "story_sizes": _sizes(map(len, self.stories.values())),
        }

    def _outlets(self) -> dict[str, Any]:
        named = [(name, figures) for name, figures in self.outlets.items() if name]
        named.sort(key=lambda item: (-item[1].articles, item[0]))
        rows = [{"name": name, **asdict(figures)} for name, figures in named[:_OUTLETS]]
        return {"all": len(named), "rows": rows}

    def _settle(self) -> None:
        """Give the outlets what groups say of them."""
        for figures in self.outlets.values():
            figures.given = figures.taken = figures.shared = figures.first = 0
        for group in self.copies.values():
            for taker in group.copies:
                if group.kept is not None and taker != group.kept:
                    self.outlets[group.kept].given += 1
                    self.outlets[taker].taken += 1
        for members in self.stories.values():
            self._settle_story(members)

    def _settle_story(self, members: Sequence[tuple[str, str]]) -> None:
        outlets = {outlet for _, outlet in members}
        if len(outlets) < 2:
            return
        for outlet in outlets:
            self.outlets[outlet].shared += 1
        first = first_of(members)
        if first is not None:
            self.outlets[first].first += 1


def first_of(members: Sequence[tuple[str, str]]) -> str | None:
    """Tell which outlet published before all others; None where times do not tell.

    A day is not before a time on that day, nor after it.

    >>> first_of([("2025-01-02", "a"), ("2025-01-01T10:00", "b"), ("2025-01-01T09", "b")])
    'b'
    >>> first_of([("2025-01-01", "a"), ("2025-01-01T10:00", "b")]) is None
    True
    """
    published, outlet = min(members)
    others = [when for when, other in members if other != outlet]
    return outlet if published and all(_before(published, when) for when in others) else None


def _before(one: str, other: str) -> bool:
    common = min(len(one), len(other), 16)
    return one[:common] < other[:common]


def _days(members: Iterable[tuple[str, str]]) -> list[str]:
    return [published[:10] for published, _ in members if published]


def _sizes(sizes: Iterable[int]) -> list[tuple[int, int]]:
    return sorted(Counter(sizes).items())

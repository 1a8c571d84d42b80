"""The values that flow through the pipeline. Plain, frozen, and known to every stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """What noise lines and page metadata tell about an article, parsed into fields.

    ``published`` is ISO 8601: a date, or a date and time, as exact as the source was.
    """

    headline: str | None = None
    published: str | None = None
    source: str | None = None
    byline: str | None = None
    tags: tuple[str, ...] = ()
    site: str | None = None
    section: str | None = None


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Article:
    """One scraped article as it was read: its text is never changed, only measured.

    ``date`` is the text of the input's date field; ``facts`` holds what the reader itself found
    (HTML metadata); ``extra`` holds the input's fields that we do not know, carried through.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    date: str | None = None
    outlet: str | None = None
    facts: Facts = NO_FACTS
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> str | None:
        """Whose page this is: the outlet, the site that the page names, or its URL's host."""
        return self.outlet or self.facts.site or host_of(self.url)


@dataclass(frozen=True, slots=True, order=True)
class Removal:
    """A span of the original text that is not the article, and why.

    ``start`` and ``end`` are character offsets (code points) into the original text, half open.
    ``rule`` is a rule id of ``cleaner rules``; ``why`` is a sentence for a person.
    """

    start: int
    end: int
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """A cleaned text, the removals that lead to it from the original, and the facts found.

    ``embedded`` holds the spans of the original (each inside a removal) that are whole
    articles of their own.
    """

    text: str
    removals: tuple[Removal, ...] = ()
    facts: Facts = Facts()
    embedded: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyLink:
    """An article's place in its copy group.

    ``cluster`` and ``canonical`` are both the id of the group's canonical article. For a copy,
    ``resemblance`` (Jaccard) and ``containment`` (share of the smaller text's shingles that the
    larger one holds) are exact and measured against the canonical article itself; ``kind`` says
    how the copies relate (``exact``, ``near``, ``cut``, ...). All four are None for the canonical;
    its ``why`` may tell what feedback keeps it apart from.
    """

    id: str
    cluster: str
    canonical: str
    resemblance: float | None = None
    containment: float | None = None
    kind: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An article that came close to a story and did not join it: to which member, and why not.

    ``score`` is the support of the two (0 to 1).
    """

    id: str
    close_to: str
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryLink:
    """An article's place in its story, with the evidence in words.

    ``cluster`` is the id of the story's first article; ``linked_to`` is the member that
    supports this article most (None for the first); ``evidence`` reads like
    ``("same date 19 October", "1000 containers", "34 % of weighted words")``; ``near``, of the
    first of several, are the closest articles of other stories.
    """

    id: str
    cluster: str
    linked_to: str | None = None
    score: float | None = None
    evidence: tuple[str, ...] = ()
    near: tuple[NearMiss, ...] = ()


def host_of(url: str | None) -> str | None:
    """Give a URL's host without ``www.``; None where there is none."""
    if not url or "://" not in url:
        return None
    host = url.split("://", 1)[1].split("/", 1)[0].rpartition("@")[2]
    return host.lower().removeprefix("www.") or None


def replay(original: str, removals: tuple[Removal, ...]) -> str:
    """Cut the removals out of the original text.

    Removals must be sorted and must not overlap, as every :class:`CleanArticle` holds them.

    >>> replay("one [ad_1] two", (Removal(4, 11, "plugin.ad", "a template tag"),))
    'one two'
    """
    pieces, at = [], 0
    for removal in removals:
        if removal.start < at:
            raise ValueError(f"removals overlap or are unsorted at {removal.start}")
        pieces.append(original[at : removal.start])
        at = removal.end
    pieces.append(original[at:])
    return "".join(pieces)

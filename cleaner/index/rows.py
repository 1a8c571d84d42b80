"""The rows of an index: articles as they come in, and as they are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from cleaner.article import Article, CopyLink, StoryLink
from cleaner.copies.columns import CopyColumns


@dataclass(frozen=True, slots=True)
class Entry:
    """A clean article on its way into an index, with all that finding copies asks of it.

    ``published`` is ISO 8601; ``source`` is whom the article itself credits; ``removed`` is the
    share of the original text that cleaning removed, 0 to 1. Stories go by ``date``, which may be
    in any form, where ``published`` tells no day, and by ``site``, whose page it is, where that is
    not ``outlet``.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    source: str | None = None
    removed: float = 0.0
    date: str | None = None
    site: str | None = None

    @classmethod
    def of(cls, article: Article) -> Entry:
        """Make an entry of an article that is clean already, as ``cleaner.dedupe`` reads it."""
        return cls(
            id=article.id,
            text=article.text,
            title=article.title or article.facts.headline,
            outlet=article.outlet or article.facts.site,
            url=article.url,
            published=article.facts.published or article.date,
            source=article.facts.source,
            date=article.date,
        )

    def stamp(self) -> bytes:
        """Tell entries apart: the same for the same content."""
        told = bytearray()
        for value in _values(self):
            said = b"" if value is None else str(value).encode("utf-8", "surrogatepass")
            told += b"%d:" % (-1 if value is None else len(said)) + said
        return blake2b(told, digest_size=12).digest()


_values = attrgetter(*(field.name for field in fields(Entry)))


class Row(NamedTuple):
    """An article as it is kept: its number, in the order in which articles came, and its text's."""

    article: int
    id: str
    text: int
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    source: str | None
    removed: float


def columns_of(rows: Sequence[Row]) -> CopyColumns:
    """Give what finding copies knows of articles."""
    return CopyColumns(
        ids=[row.id for row in rows],
        titles=[row.title for row in rows],
        outlets=[row.outlet for row in rows],
        urls=[row.url for row in rows],
        published=[row.published for row in rows],
        sources=[row.source for row in rows],
        removed=[row.removed for row in rows],
    )


class CopyRow(NamedTuple):
    """An article's place in a copy group: numbers of its cluster and of the canonical article."""

    article: int
    cluster: int
    canonical: int
    resemblance: float | None
    containment: float | None
    kind: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class CopyChange:
    """What has become of copy groups, by the numbers of articles.

    ``links`` are those of all articles looked at again, those of ``groups`` (of two and more)
    among them; ``gone`` are articles that are no more, ``rows`` and ``entries`` new ones, of which
    those ``joined`` are copies in groups that stay as they are.
    """

    rows: Sequence[Row]
    entries: Sequence[Entry]
    gone: Collection[int]
    links: Mapping[int, CopyLink]
    groups: Iterable[frozenset[int]]
    joined: Mapping[int, Joined]


@dataclass(frozen=True, slots=True)
class Folded(CopyLink):
    """An article's place among all that an index holds: in its copy group, and in its story.

    ``story`` is None in an index without stories.
    """

    story: StoryLink | None = None

    @classmethod
    def of(cls, link: CopyLink, story: StoryLink | None = None) -> Folded:
        """Join the two places of an article."""
        return cls(
            link.id,
            link.cluster,
            link.canonical,
            link.resemblance,
            link.containment,
            link.kind,
            link.why,
            story,
        )


class Joined(NamedTuple):
    """A new article that joins a large copy group, which stays as it is."""

    id: str
    canonical: str
    place: CopyRow

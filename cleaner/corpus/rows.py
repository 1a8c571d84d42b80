"""The rows of OUT's files. Their keys are a contract: more may come, none may go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from cleaner.article import NO_FACTS, Article, CleanArticle, CopyLink, Facts, StoryLink
from cleaner.corpus.encode import encode
from cleaner.errors import InputError
from cleaner.language.dates import GREGORIAN_FROM, parse_date

Row = dict[str, Any]


def article_row(
    article: Article, clean: CleanArticle, copy_of: str | None = None, story: str | None = None
) -> Row:
    """Make an article's row: ours first, then what the input said, then its unknown fields.

    Facts that the text gave come before those of the page, and those before the input's own.
    """
    facts = merge_facts(clean.facts, article.facts)
    row: Row = {
        "id": article.id,
        "text": clean.text,
        "title": article.title or facts.headline,
        "published": facts.published or iso_date(article.date),
        "source": facts.source,
        "tags": list(facts.tags),
        "byline": facts.byline,
        "site": facts.site,
        "copy_of": copy_of,
        "story": story,
        "url": article.url,
        "date": article.date,
        "outlet": article.outlet,
        "section": facts.section,
    }
    _carry_through(row, article.extra)
    return row


def renamed(lines: bytes, old: str, new: str) -> bytes:
    """Give rows, as lines of JSON, another id; every row of ours begins with it."""
    before, after = _id_key(old), _id_key(new)
    return b"".join(after + line[len(before) :] for line in lines.splitlines(keepends=True))


def _id_key(id_: str) -> bytes:
    return encode({"id": id_})[:-1]


#: Facts which the input's field of that name fills where we found none.
_FACTS = {"published": str, "source": str, "byline": str, "site": str, "section": str, "tags": list}


def _carry_through(row: Row, extra: Mapping[str, Any]) -> None:
    """Add the unknown fields; one that is called like ours becomes ``original_NAME``."""
    ours = frozenset(row)
    for name, value in extra.items():
        if name not in ours:
            row[_free(row, name)] = value
        elif not row[name] and isinstance(value, _FACTS.get(name, ())):
            row[name] = value
        elif value is not None and value != row[name]:
            row[_free(row, f"original_{name}", taken=extra)] = value


def _free(row: Row, name: str, taken: Mapping[str, Any] = {}) -> str:
    while name in row or name in taken:
        name = f"original_{name}"
    return name


def merge_facts(first: Facts, second: Facts) -> Facts:
    """Fill the gaps of the first facts with the second.

    Of two times on one day the more exact is taken.
    """
    if second is NO_FACTS:
        return first
    return Facts(
        headline=first.headline or second.headline,
        published=_more_exact(first.published, second.published),
        source=first.source or second.source,
        byline=first.byline or second.byline,
        tags=first.tags or second.tags,
        site=first.site or second.site,
        section=first.section or second.section,
    )


def _more_exact(first: str | None, second: str | None) -> str | None:
    if first and second and second.startswith(first):
        return second
    return first or second


def iso_date(date: str | None) -> str | None:
    """Give a date field as ISO 8601: as it is where it is that, read where it is not; or None.

    >>> iso_date("2025-05-01T10:00:00Z"), iso_date("Thu, 01 May 2025 10:00:00 GMT")
    ('2025-05-01T10:00:00Z', '2025-05-01T10:00:00+00:00')
    """
    if not date:
        return None
    return date if _is_extended_iso(date) else _read_date(date)


def _is_extended_iso(date: str) -> bool:
    """Tell ``2025-05-01...`` from the basic form, which sorts otherwise, and from Hijri years."""
    if date[4:5] != "-" or date[7:8] != "-" or date < GREGORIAN_FROM:
        return False
    try:
        datetime.fromisoformat(date)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _read_date(date: str) -> str | None:
    found = parse_date(date)
    return None if found is None or found.day is None else found.iso


def removal_rows(article: Article, clean: CleanArticle) -> Iterator[Row]:
    """Make a row for each span that was removed from an article."""
    for removal in clean.removals:
        yield {
            "id": article.id,
            "start": removal.start,
            "end": removal.end,
            "rule": removal.rule,
            "why": removal.why,
            "text": article.text[removal.start : removal.end],
        }


def copy_row(link: CopyLink) -> Row:
    """Make the row of an article's place in its copy group; only a copy has measures.

    An article that feedback keeps apart from another says so in its ``why``.
    """
    row: Row = {"id": link.id, "cluster": link.cluster, "canonical": link.canonical}
    if link.id != link.canonical:
        row |= {
            "resemblance": link.resemblance,
            "containment": link.containment,
            "kind": link.kind,
            "why": link.why,
        }
    elif link.why:
        row["why"] = link.why
    return row


def copy_line(id_: bytes, link: CopyLink | None) -> bytes:
    """Make the line of an article's place among copies; ``id_`` is its id as JSON."""
    if link is not None:
        return encode(copy_row(link)) + b"\n"
    return b'{"id":%b,"cluster":%b,"canonical":%b}\n' % (id_, id_, id_)


def story_row(link: StoryLink) -> Row:
    """Make the row of an article's place in its story, with the evidence of its link."""
    near = [
        {"id": one.id, "close_to": one.close_to, "score": one.score, "why": list(one.why)}
        for one in link.near
    ]
    return {
        "id": link.id,
        "cluster": link.cluster,
        "linked_to": link.linked_to,
        "score": link.score,
        "evidence": list(link.evidence),
        **({"near": near} if near else {}),
    }


def error_row(error: InputError) -> Row:
    """Make the row of an input that could not be used."""
    line = {} if error.line is None else {"line": error.line}
    return {"path": error.path, **line, "reason": error.reason}

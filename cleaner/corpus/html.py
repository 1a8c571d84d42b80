"""Web pages: main text, title, date and site through trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleaner.article import Facts
from cleaner.corpus.decode import decode
from cleaner.corpus.fields import Fields
from cleaner.corpus.places import Placed, Source
from cleaner.errors import InputError

_HEAD_BYTES = 8192
_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_TIME = re.compile(
    r"""<meta[^>]{0,200}?["']article:published_time["'][^>]{0,200}?content=["']([^"'>]{10,40})["']""",
    re.IGNORECASE,
)


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read a page as an article whose id is the file's relative path."""
    del fields  # a page names its own
    data = Path(source.file).read_bytes()
    if not data or data.isspace():
        raise InputError(source.path, "is empty")
    page = decode(data, source.path, declared_encoding(data)).text
    found = _extract(page, source.path)
    if found is None or not (found.text or "").strip():
        raise InputError(source.path, "no article text was found in the page")
    yield _article(found, page, source, index)


def declared_encoding(data: bytes) -> str | None:
    """Give the encoding that a page names in its head, if any."""
    found = _CHARSET.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", "replace") if found else None


def _extract(page: str, path: str) -> Any:
    """Run trafilatura; whatever a hostile page makes it raise is that page's problem."""
    from trafilatura import bare_extraction

    try:
        return bare_extraction(page, with_metadata=True, include_comments=False)
    except Exception as error:
        raise InputError(path, f"the page cannot be parsed: {error!r}") from error


def _article(found: Any, page: str, source: Source, index: int) -> Placed:
    published = _published(found.date, page)
    site = found.sitename or found.hostname
    return Placed(
        id=source.id,
        text=found.text,
        title=found.title or None,
        url=found.url or None,
        date=published,
        outlet=site or None,
        facts=_facts(found, published, site),
        source=index,
    )


def _facts(found: Any, published: str | None, site: str | None) -> Facts:
    return Facts(
        headline=found.title or None,
        published=published,
        byline=found.author or None,
        tags=tuple(found.tags or ()),
        site=site or None,
        section=next(iter(found.categories or ()), None),
    )


def _published(date: str | None, page: str) -> str | None:
    """Add the time of day where the page gives it in the usual place for the same day."""
    exact = _TIME.search(page)
    same_day = exact is not None and date is not None and exact[1].startswith(f"{date}T")
    return exact[1] if exact and same_day else date or None

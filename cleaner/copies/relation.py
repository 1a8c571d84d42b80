"""How a copy relates to the article that is kept, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from cleaner.copies.columns import CopyColumns

#: A text with this part of the other's words, or less, is cut; the other way, extended.
_CUT = 0.8
#: A cut text still has this part of its shingles in the longer one.
_CONTAINED = 0.7
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|amp|outputtype|share")
_HOST = re.compile(r"^(?:www|m|mobile|amp)\.")
_PATH = re.compile(r"(?:/amp|\.amp|/amp\.html?|/index\.html?)?/*$")


def plain_url(url: str) -> str:
    """Reduce a URL to what tells pages apart: no scheme, tracking, AMP marks or fragment.

    >>> plain_url("https://www.example.org/a/amp/?utm_source=x&id=7#top")
    'example.org/a?id=7'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k.lower())]
    host, path = _HOST.sub("", parts.netloc.lower()), _PATH.sub("", parts.path)
    return f"{host}{path}?{urlencode(kept)}" if kept else f"{host}{path}"


def outlets_of(columns: CopyColumns) -> Iterator[str]:
    """Give each article's outlet: as told, or the host of its URL, or nothing."""
    nothing = [None] * len(columns.ids)
    for told, url in zip(columns.outlets or nothing, columns.urls or nothing, strict=True):
        if told:
            yield _plain_name(told)
        else:
            yield _HOST.sub("", urlsplit(url).netloc.lower()) if url and "//" in url else ""


@lru_cache(maxsize=4096)
def _plain_name(outlet: str) -> str:
    return outlet.strip().casefold()


def place(outlets: tuple[int, int], urls: tuple[str | None, str | None]) -> str:
    """Say where a copy stands: a variant of one URL, within an outlet, or across outlets.

    Outlets are numbers, 0 for one that is not known.
    """
    if outlets[0] != outlets[1]:
        return "across outlets" if all(outlets) else ""
    if urls[0] and urls[1] and plain_url(urls[0]) == plain_url(urls[1]):
        return "URL variant" if urls[0] != urls[1] else "same URL"
    return "within outlet" if outlets[0] else ""


def shape(copy_words: int, kept_words: int, alike: tuple[float, float] | None) -> str:
    """Say how a copy's wording relates: exact, near, cut or extended.

    ``alike`` is the resemblance and the containment, or None for the same words.
    """
    if alike is None:
        return "exact"
    if alike[0] < _CUT and alike[1] >= _CONTAINED:
        if copy_words <= _CUT * kept_words:
            return "cut"
        if kept_words <= _CUT * copy_words:
            return "extended"
    return "near"

"""Learning what the sites of a corpus print on every page, before any of them is cleaned.

Of each site a few texts are looked at, those with the smallest hash. Most of what is read is
left where it lies: of a plain line of JSON only the site and the text's hash are worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import NamedTuple

import orjson

from cleaner.article import Article, host_of
from cleaner.corpus import Chunk, Fields
from cleaner.corpus.fields import RecordReader
from cleaner.corpus.jsonl import UTF8_BOM, WIDE_STARTS, read_line
from cleaner.corpus.places import Source
from cleaner.corpus.reading import read_source
from cleaner.engines.pool import each
from cleaner.errors import InputError, changed
from cleaner.language.hashing import hash_of
from cleaner.noise.furniture import (
    Furniture,
    LearnOptions,
    Observations,
    clipped,
    learn,
    site_name,
    trim,
)
from cleaner.report.progress import Progress

#: Below so many bytes of a source, loading kernels takes longer than reading it.
_FEW = 1 << 20
#: Shorter texts may be nothing but blanks.
_SHORT = 200
_STRING_KINDS = (1, 2)  # PLAIN and ESCAPED of cleaner.corpus.scanning, which loads numba
_KNOWN_KINDS = (*_STRING_KINDS, 0, 4)  # or ABSENT or NULL


class Place(NamedTuple):
    """Where a text lies: a string of JSON, quotation marks and all."""

    file: str
    start: int
    end: int


Sample = dict[int, str | Place]
"""Texts of one site, by their hash."""


@dataclass(frozen=True, slots=True)
class Look:
    """A chunk to look at."""

    chunk: Chunk
    fields: Fields


def learn_furniture(
    chunks: Sequence[Chunk], fields: Fields, workers: int, progress: Progress
) -> Furniture:
    """Learn the furniture of all sites in the chunks; the same for any workers and order."""
    seen: dict[str, Sample] = {}
    done, total = 0, sum(chunk.weight for chunk in chunks)
    for weight, samples in each(_look, [Look(chunk, fields) for chunk in chunks], workers):
        for site, sample in samples.items():
            seen.setdefault(site, {}).update(sample)
            trim(seen[site])
        done += weight
        progress("learn", done, total)
    # A site's furniture hangs on its own pages alone.
    least = LearnOptions().stories
    sites = [(site, sample) for site, sample in sorted(seen.items()) if len(sample) >= least]
    learned = [furniture.sites for furniture in each(_learn, sites, workers)]
    return Furniture({site: lines for part in learned for site, lines in part.items() if lines})


def _learn(job: tuple[str, Sample]) -> Furniture:
    site, sample = job
    return learn(Observations({site: {k: clipped(text) for k, text in _texts(sample).items()}}))


def _texts(sample: Sample) -> dict[int, str]:
    """Give a site's texts, each file that they lie in opened once."""
    texts = {key: one for key, one in sample.items() if isinstance(one, str)}
    places = {key: one for key, one in sample.items() if isinstance(one, Place)}
    for file in {place.file for place in places.values()}:
        texts |= _read(file, {key: one for key, one in places.items() if one.file == file})
    return texts


def _read(file: str, places: Mapping[int, Place]) -> dict[int, str]:
    """Read texts from where they lie in a file.

    Raises:
        InputError: they are not there any more.
    """
    try:
        with Path(file).open("rb", buffering=0) as stream:
            return {key: _text(stream, place) for key, place in places.items()}
    except (OSError, orjson.JSONDecodeError):
        raise changed(file) from None


def _text(stream: FileIO, place: Place) -> str:
    stream.seek(place.start)
    text: str = orjson.loads(stream.read(place.end - place.start))
    return text


def _look(look: Look) -> tuple[int, dict[str, Sample]]:
    samples: dict[str, Sample] = {}
    for index, source in enumerate(look.chunk.sources):
        for site, key, text in _observed(source, index, look.fields):
            samples.setdefault(site, {})[key] = text
    for sample in samples.values():
        trim(sample)
    return look.chunk.weight, samples


Observed = tuple[str, int, str | Place]
"""The name of a text's site, the text's hash, and the text or where it lies."""


def _observed(source: Source, index: int, fields: Fields) -> Iterator[Observed]:
    if source.format == "jsonl" and source.weight >= _FEW and source.problem is None:
        names = (fields.text, fields.outlet, fields.url)
        if source.file != "-" and len(set(names)) == len(names):
            yield from _glanced(source, index, fields)
            return
    for item in read_source(source, index, fields):
        yield from _of_article(item)


def _of_article(item: Article | InputError) -> Iterator[Observed]:
    if not isinstance(item, InputError) and item.site:
        yield site_name(item.site), hash_of(item.text.encode("utf-8", "replace")), item.text


def _glanced(source: Source, index: int, fields: Fields) -> Iterator[Observed]:
    """Look at the lines of a plain file."""
    import numpy as np

    from cleaner.corpus.glancing import glance

    try:
        with Path(source.file).open("rb") as stream:
            stream.seek(source.start)
            whole = stream.read(-1 if source.end is None else source.end - source.start)
    except OSError:
        return  # reading it as always tells what is wrong
    head = b"" if source.start else whole[:4]
    if head.startswith(WIDE_STARTS):
        for item in read_source(source, index, fields):
            yield from _of_article(item)
        return
    reader, outlets = RecordReader(fields), _Outlets()
    first = len(UTF8_BOM) if head.startswith(UTF8_BOM) else 0
    for (start, end), number, spans, key in glance(
        np.frombuffer(whole, np.uint8), first, (fields.text, fields.outlet, fields.url)
    ):
        found = _plain(whole, source, spans, key, outlets) if spans else None
        if found is None:
            line = whole[start:end]
            yield from _of_article(read_line(line, reader, source, index, number))
        elif found[0]:
            yield found


class _Outlets(dict[bytes, str]):
    """The names of outlets' sites by how they stand in JSON: few, in very many lines."""

    def __missing__(self, quoted: bytes) -> str:
        name = site_name(orjson.loads(quoted) or "")
        self[quoted] = name
        return name


def _plain(
    whole: bytes, source: Source, spans: Sequence[Sequence[int]], key: int, outlets: _Outlets
) -> Observed | None:
    """Tell what a plain line says; None: it has to be read as always."""
    (start, end, kind), (name, name_end, name_kind), (url, url_end, url_kind) = spans
    if kind not in _STRING_KINDS or name_kind not in _KNOWN_KINDS or url_kind not in _KNOWN_KINDS:
        return None
    if not key or end - start < _SHORT:
        text: str = orjson.loads(whole[start:end])
        if not text or text.isspace():
            return None
        key = hash_of(text.encode())
    site = outlets[whole[name:name_end]] if name < name_end else ""
    if not site and url < url_end:
        site = site_name(host_of(orjson.loads(whole[url:url_end])) or "")
    return site, key, Place(source.file, source.start + start, source.start + end)

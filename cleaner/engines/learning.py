"""Learning what the sites of a corpus print on every page, before any of them is cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.corpus import Chunk, Fields, read_chunk
from cleaner.engines.pool import each
from cleaner.errors import InputError
from cleaner.noise.furniture import Furniture, Observations, learn, merge, observe
from cleaner.noise.page import Page
from cleaner.report.progress import Progress


@dataclass(frozen=True, slots=True)
class Look:
    """A chunk to look at."""

    chunk: Chunk
    fields: Fields


def learn_furniture(
    chunks: Sequence[Chunk], fields: Fields, workers: int, progress: Progress
) -> Furniture:
    """Learn the furniture of all sites in the chunks; the same for any workers and order."""
    seen, done, total = Observations(), 0, sum(chunk.weight for chunk in chunks)
    for weight, observations in each(_look, [Look(chunk, fields) for chunk in chunks], workers):
        seen = merge([seen, observations])
        done += weight
        progress("learn", done, total)
    # A site's furniture hangs on its own pages alone.
    sites = [Observations({site: sample}) for site, sample in sorted(seen.sites.items())]
    learned = [furniture.sites for furniture in each(learn, sites, workers)]
    return Furniture({site: lines for part in learned for site, lines in part.items() if lines})


def _look(look: Look) -> tuple[int, Observations]:
    pages = (
        Page(item.text, item.title, item.site)
        for item in read_chunk(look.chunk, look.fields)
        if not isinstance(item, InputError)
    )
    return look.chunk.weight, observe(pages)

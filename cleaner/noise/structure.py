"""Structural removals: what no list of phrases can tell to be outside the article.

Each step looks at what the steps before it left, so that a line is judged among its real
neighbours, and gives removals with the evidence in ``why``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cleaner.article import Removal
from cleaner.noise.page import Detector, Line, Page
from cleaner.noise.structure_edges import (
    about_us,
    breadcrumb,
    emptied_list,
    footer_run,
    label_above_headline,
    page_title,
)
from cleaner.noise.structure_lines import (
    article_resumes,
    looks_like_headline,
    looks_like_sentence,
    vocabulary_of,
    without,
)
from cleaner.noise.structure_navigation import navigation
from cleaner.noise.structure_repeats import doubled_sentences, pull_quotes, repeats

__all__ = [
    "DETECTORS",
    "article_resumes",
    "detectors",
    "looks_like_headline",
    "looks_like_sentence",
    "structure",
    "vocabulary_of",
]

#: A step looks at lines and names spans that are not the article.
Step = Callable[[Sequence[Line]], Iterator[Removal]]

STEPS: tuple[Step, ...] = (
    page_title,
    navigation,
    label_above_headline,
    breadcrumb,
    repeats,
    doubled_sentences,
    pull_quotes,
    emptied_list,
    footer_run,
    about_us,
)


def structure(page: Page, steps: Sequence[Step] = STEPS) -> Iterator[Removal]:
    """Take every structural step in turn, each on what is left of the page."""
    lines: Sequence[Line] = page.solid
    for step in steps:
        found = tuple(step(lines))
        if found:
            yield from found
            lines = without(lines, found)


def detectors(*, aggressive: bool = False) -> tuple[Detector, ...]:
    """Give the structural detectors: careful, or for pages known to be scraped whole."""
    if not aggressive:
        return (structure,)
    bold = partial(navigation, aggressive=True)
    steps = tuple(bold if step is navigation else step for step in STEPS)
    return (partial(structure, steps=steps),)


#: The careful structural detectors.
DETECTORS: tuple[Detector, ...] = detectors()

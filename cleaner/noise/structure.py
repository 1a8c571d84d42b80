"""Structural removals: what no list of phrases can tell to be outside the article.

Each step looks at what the steps before it left, so that a line is judged among its real
neighbours, and gives removals with the evidence in ``why``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from cleaner.article import Removal
from cleaner.noise.page import Detector, Line, Page
from cleaner.noise.structure_closing import (
    agency_signature,
    closing_address,
    crumbs,
    slogan,
    ticker,
)
from cleaner.noise.structure_closing_run import closing_run
from cleaner.noise.structure_edges import (
    about_us,
    breadcrumb,
    emptied_list,
    footer_run,
    label_above_headline,
    page_title,
)
from cleaner.noise.structure_leads import other_leads
from cleaner.noise.structure_lines import (
    article_resumes,
    looks_like_headline,
    looks_like_sentence,
    vocabulary_of,
    without,
)
from cleaner.noise.structure_navigation import navigation
from cleaner.noise.structure_opening import headline_again, run_stamp
from cleaner.noise.structure_repeats import doubled_sentences, pull_quotes, repeats
from cleaner.noise.thresholds import Thresholds

__all__ = [
    "DETECTORS",
    "RULES",
    "article_resumes",
    "detectors",
    "looks_like_headline",
    "looks_like_sentence",
    "structure",
    "vocabulary_of",
]

#: A step looks at lines and names spans that are not the article.
Step = Callable[[Sequence[Line]], Iterator[Removal]]

#: The rule ids that structural removals carry, and the cause of each.
RULES: Mapping[str, str] = {
    "structure.page-title": "the page's title, with site and section, before the headline it says",
    "structure.navigation": "menus, tickers and labels around the body of a page scraped whole",
    "structure.page-end": "what stands below the body of a page scraped whole",
    "structure.label-above-headline": "a brand's or a section's name alone above the headline",
    "structure.breadcrumb": "the way from the home page, or names of sections run together",
    "structure.ticker": "urgent news of something else above the headline",
    "structure.agency-signature": "an agency's name in brackets, closing the text",
    "structure.slogan": "a site's name and motto above its notice of rights",
    "structure.closing-address": "an address alone below the last sentence",
    "structure.repeated-caption": "a line printed again right below itself",
    "structure.repeated-headline": "the headline printed again below itself",
    "structure.doubled-paragraph": "a sentence, a paragraph or the whole text printed twice",
    "structure.pull-quote": "a line set apart that says again what the paragraph beside it says",
    "structure.emptied-list": "a heading or separators whose items were stripped",
    "structure.run-stamp": "the date of publication between headline and report, in one line",
    "structure.footer-run": "a page's footer run together in the last lines",
    "structure.other-leads": "leads of other stories below the article, with no heading over them",
    "structure.about-us": "a closing paragraph by which the site presents itself",
}

#: So many last steps are quicker taken than asked about.
FEW_STEPS = 4

STEPS: tuple[Step, ...] = (
    page_title,
    headline_again,
    run_stamp,
    navigation,
    label_above_headline,
    crumbs,
    breadcrumb,
    ticker,
    repeats,
    doubled_sentences,
    pull_quotes,
    emptied_list,
    footer_run,
    slogan,  # before the notice of rights goes that tells it
    closing_run,
    about_us,
    other_leads,
    agency_signature,
    closing_address,
)


def structure(page: Page, steps: Sequence[Step] = STEPS) -> Iterator[Removal]:
    """Take every structural step in turn, each on what is left of the page."""
    lines = page.standing
    asleep = page.asleep
    for place, step in enumerate(steps, start=1):
        if asleep and getattr(step, "__name__", "") in asleep:
            continue
        found = tuple(step(lines))
        if found:
            found = tuple(_sparing(page, found))
            yield from found
            lines = without(lines, found)
            dear = len(steps) - place > FEW_STEPS
            asleep = page.gate(lines) if page.gate and dear else frozenset()


def _sparing(page: Page, removals: Sequence[Removal]) -> Iterator[Removal]:
    """Spare the line that is the page's title, where a menu's end takes all that say it."""
    heads = _titled(page) if any(cut.rule == "structure.navigation" for cut in removals) else []
    gone = [any(cut.start <= head.start < cut.end for cut in removals) for head in heads]
    if not gone or not all(gone):
        yield from removals
        return
    for cut in removals:
        yield from _parted(cut, heads[-1])


def _titled(page: Page) -> list[Line]:
    return [line for line in page.solid if page.folded_title and line.folded == page.folded_title]


def _parted(cut: Removal, spared: Line) -> Iterator[Removal]:
    if not cut.start <= spared.start < cut.end:
        yield cut
        return
    if cut.start < spared.start:
        yield replace(cut, end=spared.start)
    if spared.end < cut.end:
        yield replace(cut, start=spared.end)


def detectors(
    *, aggressive: bool = False, thresholds: Thresholds | None = None
) -> tuple[Detector, ...]:
    """Give the structural detectors: careful, or for pages known to be scraped whole."""
    if not aggressive and thresholds in (None, Thresholds()):
        return (structure,)
    asked = thresholds or Thresholds()
    set_up: Mapping[Step, Step] = {
        navigation: partial(navigation, aggressive=aggressive, thresholds=asked),
        headline_again: partial(headline_again, thresholds=asked),
        pull_quotes: partial(pull_quotes, thresholds=asked),
        closing_run: partial(closing_run, thresholds=asked),
    }
    return (partial(structure, steps=tuple(set_up.get(step, step) for step in STEPS)),)


#: The careful structural detectors.
DETECTORS: tuple[Detector, ...] = detectors()

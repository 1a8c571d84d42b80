"""Having kernels ready before workers are forked, each of which would load or compile them."""

from __future__ import annotations

from cleaner.article import Article
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import cleaner_for
from cleaner.noise.page import Scrape

#: An article with a little of everything: two lines, a number, a date with two names of its month,
#: Latin letters.
_SAMPLE = Article(
    "sample",
    "أعلن كريم السالم في 5 آذار/مارس 2025 افتتاح جسر Nahr.\n\nوحضر الافتتاح 300 شخص.",
    title="افتتاح جسر",
    date="2025-03-05",
    outlet="sample",
)


def warm(options: RunOptions) -> None:
    """Take the steps that workers take through kernels once here, over one sample.

    What is compiled is so by one process, which tells of it; what is cached is loaded once.
    """
    if options.clean is not None:
        import numpy as np

        from cleaner.corpus.glancing import glance

        cleaner = cleaner_for(options.clean, options.rule_files, options.furniture)
        list(glance(np.frombuffer(b"{}", np.uint8), 0, ("text",)))
        list(cleaner.clean_many([Scrape(_SAMPLE.text, _SAMPLE.title, _SAMPLE.outlet)]))
    if options.group:
        _sketch()
    if options.group and options.stories:
        _extract()


def _sketch() -> None:
    from cleaner.copies import sketch

    sketch([_SAMPLE.text])


def _extract() -> None:
    from cleaner.story import extract

    extract([_SAMPLE])

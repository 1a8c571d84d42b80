"""Having kernels ready before workers are forked, each of which would load or compile them."""

from __future__ import annotations

from cleaner.article import Article
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import cleaner_for
from cleaner.noise.page import Scrape

#: Articles with a little of everything: two lines, a number, a date with two names of its month,
#: Latin letters, a quotation; enough of them for each step of copies and stories to find something.
SAMPLES = tuple(
    Article(
        name,
        f"أعلن الوزير كريم السالم في 5 آذار/مارس 2025 افتتاح جسر Nahr في مدينة {place}.\n\n"
        f"وحضر الافتتاح {count} شخص، وقال السالم: «هذا الجسر يخدم أهل {place} وما حولها».",
        title=f"افتتاح جسر في {place}",
        date="2025-03-05",
        outlet=name,
    )
    for name, place, count in (
        ("a", "تل الرمان", 300),
        ("b", "تل الرمان", 300),
        ("c", "تل الرمان", 310),
        ("d", "وادي النخيل", 40),
    )
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
        list(cleaner.clean_many([Scrape(SAMPLES[0].text, SAMPLES[0].title, SAMPLES[0].outlet)]))
    if options.group:
        _sketch()
    if options.group and options.stories:
        _extract()


def _sketch() -> None:
    from cleaner.copies import sketch

    sketch([SAMPLES[0].text])


def _extract() -> None:
    from cleaner.story import extract

    extract(SAMPLES[:1])

"""Leads of other stories below the article's end, with no heading over them.

Such a lead reads as a sentence of an article does. What tells it is the company: several in a row
down to the page's end, each opening anew with a verb of reporting where the article's own
paragraphs go on from one another; or headlines, each with its teaser cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.noise.evidence import opens_with_connective, opens_with_verb
from cleaner.noise.page import Line
from cleaner.noise.structure_lines import (
    content_words,
    ends_with_stop,
    goes_on,
    looks_like_headline,
    looks_like_sentence,
    looks_like_stamp,
    shared,
    vocabulary_of,
)

#: So many leads stand in a row, of so many words each; so many headlines with their teasers.
LEADS, LEAD_WORDS, TEASERS = 3, (10, 45), 2
#: A teaser has so many words.
TEASER_WORDS = 8
#: This share of leads opens with a verb of reporting, and of the article's paragraphs goes on.
OPENED, GOING = 0.5, 0.3
#: One of the leads shares less than this of its words with the article, and all together this.
FOREIGN, STRANGE = 0.1, 0.25
#: Where some leads end without the stop with which this share of the paragraphs ends, one that
#: shares nothing with the article is enough.
STOPPED = 0.8
#: So many lines of an article stand above at least; of so many of them one ends in an ellipsis.
ABOVE, OPEN_ENDED = 3, 5

#: So many headlines stand in a row with how long ago each was written.
STAMPED = 2

_AGO = re.compile(
    "|".join(
        (
            fold(r"(?:قبل|منذ) (?:\d{1,3} )?(?:ال)?(?:ثاني|دقيق|دقائق|ساع|يوم|ايام|شهر|لحظ)\w*"),
            fold(r"(?:قبل|منذ) (?:قليل|(?:\d{1,2} )?(?:أسبوع|أسابيع)\w*(?: واحد)?)"),
            r"il y a \w{1,3} (?:h|heures?|min|minutes?|jours?)",
            r"hace \w{1,3} (?:horas?|minutos?|d.as?)",
            r"\d{1,3} ?(?:seconds?|minutes?|mins?|hours?|hrs?|days?|[mhd]) ago",
            r"an? (?:minute|hour|day) ago",
        )
    )
)
_CUT_SHORT = re.compile(r"(?<![.\s])\s?(?:…|\.\s?\.\s?\.)\s?[\])»”\"]?\s*$")
_PARTICLES = frozenset(
    fold("من في على إلى عن مع بعد قبل خلال حتى كان كانت لم لن لا ما هو هي").split()
)
_INSIDE = re.compile(r"[.؟?!]\s+\S")


def other_leads(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut what stands below an article and opens other stories, down to the page's end."""
    yield from _stamped(lines)
    start = _teasers(lines)
    why = "headlines of other stories, each with its teaser cut short"
    if start is None:
        start = _leads(lines)
        why = "each line opens another story, where the article's paragraphs go on"
    if start is not None:
        yield Removal(lines[start].start, lines[-1].end, "structure.other-leads", why)


def _stamped(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut a row of headlines above the article, each with how long ago it was written below it.

    The last one stays where a sentence follows: it is the article's own.
    """
    last = 0
    while last + 1 < len(lines) and _is_stamped(lines[last], lines[last + 1]):
        last += 2
    if last == len(lines):
        return
    if looks_like_sentence(lines[last]):
        last -= 2
    if last >= 2 * STAMPED:
        why = f"{last // 2} headlines, each with how long ago it was written"
        yield Removal(lines[0].start, lines[last - 1].end, "structure.other-leads", why)


def _is_stamped(headline: Line, stamp: Line) -> bool:
    return looks_like_headline(headline) and bool(_AGO.fullmatch(stamp.folded))


def _leads(lines: Sequence[Line]) -> int | None:
    """Give where the leads begin that run down to the page's end."""
    first = len(lines)
    while first and _may_lead(lines[first - 1]):
        first -= 1
    while first < len(lines) and lines[first].opens in _PARTICLES:
        first += 1  # "on his part": the article's own last paragraph
    run, above = lines[first:], lines[:first]
    if len(run) < LEADS or len(above) < ABOVE or not above[-1].ends_sentence:
        return None
    if _share(map(opens_with_verb, run)) < OPENED or not _goes_on(above):
        return None
    return first if _of_others(run, above) else None


def _may_lead(line: Line) -> bool:
    if not LEAD_WORDS[0] <= line.count <= LEAD_WORDS[1] or _follows(line):
        return False
    return line.text.lstrip()[:1].isalpha() and not _INSIDE.search(line.text)


def _follows(line: Line) -> bool:
    """Tell whether a line goes on from the one above."""
    return line.opens[:1] in ("و", "ف") or goes_on(line) or opens_with_connective(line)


def _goes_on(above: Sequence[Line]) -> bool:
    """Tell whether an article's paragraphs go on from one another, as a report's do."""
    told = [line for line in above[1:] if line.count >= LEAD_WORDS[0]]
    return len(told) > 1 and _share(map(_follows, told)) >= GOING


def _of_others(run: Sequence[Line], above: Sequence[Line]) -> bool:
    """Tell whether leads are of other stories than the article above."""
    article = vocabulary_of(above)
    shares = [shared(line, article) for line in run]
    if min(shares) > FOREIGN:
        return False
    open_ended = not all(map(ends_with_stop, run))
    told = [line for line in above if looks_like_sentence(line)]
    if open_ended and _share(map(ends_with_stop, told)) >= STOPPED:
        return True
    return sum(shares) / len(shares) <= STRANGE


def _share(told: Iterator[bool]) -> float:
    verdicts = list(told)
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def _teasers(lines: Sequence[Line]) -> int | None:
    """Give where headlines begin, each with a teaser, that run down to the page's end."""
    first, met = len(lines), 0
    while (start := _teased(lines, first)) is not None:
        first, met = start, met + 1
    above = lines[:first]
    if met < TEASERS or len(above) < ABOVE or _open_ended(above):
        return None
    article = vocabulary_of(above)
    foreign = all(shared(line, article) <= STRANGE for line in lines[first:] if _tells(line))
    return first if foreign and any(map(looks_like_sentence, above)) else None


def _teased(lines: Sequence[Line], end: int) -> int | None:
    """Give where the headline stands whose teaser ends right above a line."""
    own = [i for i in range(max(0, end - 4), end) if _tells(lines[i])][-2:]
    if len(own) < 2 or own[1] < end - 2 or own[0] < own[1] - 2:
        return None
    headline, teaser = lines[own[0]], lines[own[1]]
    cut = teaser.count >= TEASER_WORDS and bool(_CUT_SHORT.search(teaser.text))
    if not cut or not looks_like_headline(headline) or _CUT_SHORT.search(headline.text):
        return None
    return own[0] if content_words(headline) & content_words(teaser) else None


def _tells(line: Line) -> bool:
    return not looks_like_stamp(line)


def _open_ended(above: Sequence[Line]) -> bool:
    """Tell whether an article's own lines often end in an ellipsis."""
    return sum(bool(_CUT_SHORT.search(line.text)) for line in above) * OPEN_ENDED > len(above)

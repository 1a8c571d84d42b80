"""What measures mean: whether two texts are copies, and if not, why not.

Wording alone does not settle it. A formulaic notice about another person, place or day is no
copy of the first however alike the words, and neither is an article that carries another as
its second half. The bounds are round numbers, set on labelled Arabic news.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.circumstances import Circumstances
from cleaner.copies.measures import Measures

_Flags = NDArray[np.bool_]

#: Articles of fewer words, title and text together, are nobody's copies.
LEAST_WORDS = 4
#: Words below which a text is short: formulas weigh more, so it must resemble more, or be
#: contained nearly whole. Of a tiny one the title tells more than the text.
SHORT = 50
_TINY = 8
_SHORT_THRESHOLD = 0.4
_WHOLE = 0.9
#: Under one headline this part of the threshold is enough.
_SAME_TITLE = 0.8
LENIENCE = 0.8
#: Under different ones a resemblance little above the threshold is not, unless about half of
#: the shorter text is in the other.
_CAUTION = 1.2
_HALF = 0.55
#: A text cut to less than this part of the other's words is another text.
_LEAST_PART = 0.3
#: Words below which a number, weekday or month of its own makes a text a notice of its own;
#: a longer text's lead must differ too.
_NOTICE = 100
_SAME_LEAD = 0.6
_LEAD_FOUND = 0.5
_TITLE_FOUND = 0.5
#: A lead of names and offices is half found anywhere: where the title adds nothing, more must be.
_LEAD_FOUND_ALONE = 0.6
#: Of a text that the other is less than this part of, still more: it may be a round-up.
_PART, _ROUND_UP_LEAD = 0.6, 0.7
#: Above this resemblance the lead may differ: a new opening on the same article.
SAME_BODY = 0.6
#: Of two texts worded by formulas that come back, more must be the same on two days. On one day
#: they may well be of one event that was told for days, and less is enough.
SAME_FORMULA, SAME_DAY = 0.7, 0.4
#: Between these one outlet's texts may still be two reports by one formula; above, one of them is a
#: new version of the other, or holds it nearly whole.
REPRINT, _HELD = 0.8, 0.85
#: Without titles, a lead of which less is worded alike tells of other news on the same background,
#: or of another party to the same notice, unless nearly all of one text is in the other.
_NEW_LEAD, _NEARLY_HELD = 0.85, 0.9
#: In one outlet, where less of both leads opens the other text, and less of one is in it anywhere,
#: the later article tells its own news before what the earlier one told.
_OPENS, _LEAD_SHARED = 0.6, 0.55
#: Under other titles, in any outlet: this part of one lead is in the other text, and that much less
#: in its opening. So one article stands within another, or both are of one long text. Where nearly
#: all of a lead is found, and little of it early, titles may be more alike.
_FOUND, _BURIED, _OTHER_TITLES = 0.7, 0.4, 0.35
_ALL_FOUND, _DEEPLY, _RETITLED = 0.85, 0.5, 0.5
#: Part of a text's words that are refrains of its own: its subject, which the other lacks.
_REFRAINS = 0.02
#: Fewer are enough, three names at least, where most numbers differ as well: a statement on another
#: man by the same formula.
_FEWER_REFRAINS, _NAMES = 0.0125, 3
#: Of one outlet's texts so many words are enough, however long the list or its pages' frame.
_OWN_REFRAINS = 4
_TITLES_ALIKE = 0.5
#: One outlet prints its article again as it was or cut: loosely alike and not contained, it is
#: the formula of another day.
_AGAIN = 0.8
#: A notice of one outlet that shares less with another, retitled, is of another day or party.
_NOTICE_ALIKE, _NOTICE_HELD = 0.65, 0.8
#: So many numbers of its own show that a text is another report of a series, at any length.
_OWN_NUMBERS = 2
#: So many numbers tell one report of a series from the next, where the wording is loosely alike.
_NUMBERS = 4
_LOOSE = 0.5
#: News is copied at once: texts this many days apart must have the same body.
_APART = 2


class Ruling(IntEnum):
    """What was decided of a pair; all but ``COPY`` are reasons against."""

    COPY = 0
    UNLIKE = 1
    FRAGMENT = 2
    OTHER_LEAD = 3
    OTHER_SUBJECT = 4
    OTHER_PARTICULARS = 5
    SERIES = 6
    LATER = 7
    FORMULA = 8
    TOO_SHORT = 9
    OTHER_NUMBERS = 10
    FEEDBACK = 11
    NOTHING_TOLD = 12
    OTHER_OPENING = 13

    @property
    def why(self) -> str:
        """Say it to a person."""
        return _WHY[self]


_WHY = {
    Ruling.COPY: "the texts are copies",
    Ruling.UNLIKE: "the texts share too little wording",
    Ruling.FRAGMENT: "one text is a fragment of the other, under 30 % of its words",
    Ruling.OTHER_LEAD: "one text leads with something that the other does not tell",
    Ruling.OTHER_SUBJECT: "each text keeps naming what the other never names: one formula, "
    "two subjects",
    Ruling.OTHER_PARTICULARS: "each text has numbers or days of its own: notices of a series",
    Ruling.OTHER_NUMBERS: "few of the numbers are the same: reports of a series",
    Ruling.TOO_SHORT: "too short to tell, and under different titles",
    Ruling.FORMULA: "not nearly the same, and worded by a formula that comes back day by day",
    Ruling.OTHER_OPENING: "they begin with different news: a later report on what the other told, "
    "or one article within another",
    Ruling.LATER: "published days apart and not nearly the same: a formula used again",
    Ruling.NOTHING_TOLD: "under four words, title and text together: a name or a mark alone",
    Ruling.FEEDBACK: "a person marked them as no copies (feedback)",
    Ruling.SERIES: "one outlet's texts, loosely alike: a formula used again",
}


def judge(measures: Measures, around: Circumstances, threshold: float) -> NDArray[np.int8]:
    """Give a ruling for every pair measured; the first reason against decides."""
    resemblance = measures.resemblance()
    reasons = {
        Ruling.UNLIKE: _unlike(measures, threshold),
        Ruling.FRAGMENT: _fragment(measures),
        Ruling.TOO_SHORT: _too_short(measures),
        Ruling.OTHER_PARTICULARS: _other_particulars(measures),
        Ruling.OTHER_NUMBERS: _other_numbers(measures, around),
        Ruling.OTHER_SUBJECT: _other_subject(measures),
        Ruling.OTHER_LEAD: _other_lead(measures) & (resemblance < SAME_BODY),
        Ruling.SERIES: _series(measures, around) & around.same_outlet,
        Ruling.LATER: _later(measures, around),
        Ruling.OTHER_OPENING: _other_opening(measures, around),
    }
    return np.select(list(reasons.values()), list(reasons), Ruling.COPY).astype(np.int8)


def loosely_alike(measures: Measures) -> _Flags:
    """Say which texts may be two reports by one formula: neither nearly the same nor one in one."""
    flags: _Flags = (measures.resemblance() < REPRINT) & (measures.containment() < _HELD)
    return flags | (measures.resemblance() < SAME_BODY)


def _unlike(measures: Measures, threshold: float) -> _Flags:
    short = measures.length.min(axis=1) < SHORT
    short &= measures.containment() < _WHOLE
    half = measures.containment() >= _HALF
    bound = np.where(half, threshold, _CAUTION * threshold)
    bound = np.where(measures.titles_alike >= _SAME_TITLE, LENIENCE * threshold, bound)
    bound = np.where(short, max(threshold, _SHORT_THRESHOLD), bound)
    flags: _Flags = measures.resemblance() < bound
    return flags


def _other_numbers(measures: Measures, around: Circumstances) -> _Flags:
    """Loosely alike, with few numbers in common; one outlet's texts are held to more."""
    fewer = measures.numbers.min(axis=1)
    bound = np.where(around.same_outlet, REPRINT, _LOOSE)
    share = np.where(around.same_outlet, 0.8, 0.5)
    loose = (measures.resemblance() < bound) & (fewer >= _NUMBERS)
    flags: _Flags = loose & (measures.numbers_shared < share * fewer)
    return flags


def _too_short(measures: Measures) -> _Flags:
    titled = measures.title_length.max(axis=1) > 0
    tiny = measures.length.min(axis=1) < _TINY
    flags: _Flags = tiny & titled & (measures.titles_alike < _SAME_TITLE)
    return flags


def _fragment(measures: Measures) -> _Flags:
    length = measures.length
    flags: _Flags = length.min(axis=1) < _LEAST_PART * length.max(axis=1)
    return flags


def _other_particulars(measures: Measures) -> _Flags:
    notice = measures.length.min(axis=1) < _NOTICE
    notice |= measures.lead_found.min(axis=1) < _SAME_LEAD
    flags: _Flags = notice & (measures.particulars.min(axis=1) > 0)
    return flags


def _other_subject(measures: Measures) -> _Flags:
    share = (measures.own_refrains / np.maximum(measures.length, 1)).min(axis=1)
    named = (share >= _FEWER_REFRAINS) & (measures.own_refrains.min(axis=1) >= _NAMES)
    named &= _own_numbers(measures) & (measures.titles_alike < _SAME_TITLE)
    named &= 2 * measures.numbers_shared < measures.numbers.min(axis=1)
    flags: _Flags = (share >= _REFRAINS) | named
    return flags


def _own_numbers(measures: Measures) -> _Flags:
    own = measures.numbers.min(axis=1) - measures.numbers_shared
    flags: _Flags = own >= _OWN_NUMBERS
    return flags


def _other_lead(measures: Measures) -> _Flags:
    lead, title = measures.lead_found, measures.title_found
    strange = (lead < _LEAD_FOUND) & (title < _TITLE_FOUND)
    much_longer = _PART * measures.length > measures.length.min(axis=1)[:, None]
    bound = np.where(much_longer, _ROUND_UP_LEAD, _LEAD_FOUND_ALONE)
    strange |= (lead < bound) & (title <= _TITLE_FOUND) & (measures.title_length > 0)
    return strange[:, 0] | strange[:, 1]


def _other_opening(measures: Measures, around: Circumstances) -> _Flags:
    """Say which texts begin with other news, whatever else they share."""
    opens, shared = measures.lead_opens.max(axis=1), measures.lead_shared
    later: _Flags = around.same_outlet & (measures.titles_alike < _SAME_TITLE)
    later &= (opens < _OPENS) & (shared.min(axis=1) < _LEAD_SHARED)
    buried = _buried(measures, _FOUND, _BURIED, _OTHER_TITLES)
    buried |= _buried(measures, _ALL_FOUND, _DEEPLY, _RETITLED)
    return later | (buried & (measures.resemblance() < REPRINT))


def _buried(measures: Measures, found: float, deeply: float, alike: float) -> _Flags:
    """Say where a lead is in the other text, but not where that begins, under another title."""
    shared = measures.lead_shared.max(axis=1)
    flags: _Flags = (shared >= found) & (shared - measures.lead_opens.max(axis=1) >= deeply)
    return flags & _titled(measures) & (measures.titles_alike < alike)


def _titled(measures: Measures) -> _Flags:
    flags: _Flags = measures.title_length.min(axis=1) > 0
    return flags


def _later(measures: Measures, around: Circumstances) -> _Flags:
    """Days apart, under another title or in one outlet (a column keeps its title)."""
    retitled = _titled(measures) & (measures.titles_alike < _SAME_TITLE)
    bound = np.where(around.same_outlet, REPRINT, SAME_BODY)
    flags: _Flags = (around.days_apart >= _APART) & (retitled | around.same_outlet)
    return flags & (measures.resemblance() < bound)


def _series(measures: Measures, around: Circumstances) -> _Flags:
    """Say which texts of one outlet are of a series: retitled, of other leads or numbers, reworded.

    What comes again on its day under its headline, word for word, is no series: a new version
    of the article. Of short texts a few words tell one notice from the next: what an outlet prints
    again of them, it prints as it was or within more.
    """
    titled = _titled(measures)
    resemblance, containment = measures.resemblance(), measures.containment()
    retitled = titled & (measures.titles_alike < _TITLES_ALIKE)
    reworded = (containment < _AGAIN) & (resemblance < _LOOSE)
    again = titled & (measures.titles_alike == 1.0) & around.same_day
    alike = retitled | _renumbered(measures) | (reworded & ~again)
    releaded = ~titled & (measures.lead_shared.min(axis=1) < _NEW_LEAD)
    releaded &= (containment < _NEARLY_HELD) & (resemblance < REPRINT)
    flags: _Flags = (alike & (resemblance < SAME_BODY)) | releaded | _brief(measures)
    flags |= measures.own_refrains.min(axis=1) >= _OWN_REFRAINS
    return flags | (retitled & loosely_alike(measures)) | _other_notice(measures)


def _renumbered(measures: Measures) -> _Flags:
    flags: _Flags = measures.particulars.min(axis=1) > 0
    return flags


def _brief(measures: Measures) -> _Flags:
    brief: _Flags = measures.length.min(axis=1) < SHORT
    return brief & (measures.containment() < _WHOLE)


def _other_notice(measures: Measures) -> _Flags:
    """Say which are notices by one mould, or of numbers of their own at any length."""
    retitled = _titled(measures) & (measures.titles_alike < _SAME_TITLE)
    retitled &= measures.length.min(axis=1) < _NOTICE
    alike = (measures.resemblance() < _NOTICE_ALIKE) & (measures.containment() < _NOTICE_HELD)
    counted = _own_numbers(measures) & _renumbered(measures)
    counted &= measures.resemblance() < REPRINT
    flags: _Flags = (retitled & alike) | counted
    return flags

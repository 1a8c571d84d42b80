"""A page's footer run together below or right after the last sentence, told by its density.

Page-to-text tools put a page's whole end into one line: sources, links, forms, notices. No single
phrase of it is evidence, and neither are three that a report on web sites says as well. That
nearly every word of a stretch down to the page's end belongs to furniture is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.article import Removal
from cleaner.noise.page import Line
from cleaner.noise.structure_closing_end import End, end_of_page, furniture_share, told
from cleaner.noise.structure_closing_notice import closing_notice, may_notice, notice_start
from cleaner.noise.structure_edges import sentence_start
from cleaner.noise.structure_lines import ends_with_stop, looks_like_sentence
from cleaner.noise.structure_terms import CLOSING_WEAK
from cleaner.noise.thresholds import DEFAULTS, Thresholds

#: From its start to the page's end, this share of its words is furniture, names of sections,
#: dates and numbers, where it ends with a stop, as sentences do; else a smaller one is enough.
STOPPED_SHARE = 0.6
#: It begins with its line or right after a sentence; in the middle of one, with so many phrases.
INNER_KINDS = 4
#: How much of the page's end is looked at before anything is folded, in characters.
LOOK = 300
#: Of their words, this share at least is furniture.
LOOK_SHARE = 1 / 8

HINTS = (
    "حقوق", "كثر ", "شترك", "نشرة", "تابع", "تعليق", "ذات ", "متعلقا", "متعلقة", "دلالية", "تصنيف",
    "البريد", "البحث", "رشيف", "تواصل", "خصوصية", "opyright", "owered", "eserved", "omment",
    "mail", "JavaScript", "cookies", "article", "قسام", "تحميل", "الرجاء", "رئيس التحرير", "يضا",
    "آخر ", "أخرى", "تصميم", "الموقع", "مختارات", "القائمة", "محفوظ", "opyright 2", "opyright ©",
    "حول هذه القصة", "المواقع الخارجية", "esigned by", "eveloped by", "owered by", "المنشورة",
    "كلمة المرور", "لاقتباس", "دون اذن", "دون إذن", "ادة نشر",
)  # fmt: skip
_PART = re.compile(r"[.!?؟|]\s+")
_POLL = re.compile(r"\s*(?:هل|ما رأيك|من تؤيد|كيف تقيم)\s[^.!؟?]{10,200}[؟?]\s*")


def closing_run(lines: Sequence[Line], *, thresholds: Thresholds = DEFAULTS) -> Iterator[Removal]:
    """Cut the footer that a page's last lines run together, where furniture is dense in it."""
    if not lines or not _smells(lines[-1]):
        return
    furnished = _is_furnished(lines[-1])
    if not furnished and (len(lines) < 2 or not may_notice(lines[-1])):
        return
    end = end_of_page(lines)
    found = _dense(lines, end, thresholds) if furnished else None
    if found is not None:
        if len(lines) > 1 and found >= lines[-1].start:
            found = min(found, notice_start(lines, end, found))
        why = f"{end.share(found):.0%} of the words to the page's end are of its footer"
        yield Removal(found, end.lines[-1].end, "structure.footer-run", why)
    elif len(lines) > 1 and may_notice(lines[-1]):
        yield from closing_notice(lines, end, thresholds=thresholds)


def _dense(lines: Sequence[Line], end: End, thresholds: Thresholds) -> int | None:
    """Find where the words are so dense in furniture that a footer begins there."""
    for at, phrase in end.hits:
        if phrase in CLOSING_WEAK:
            continue
        if len(end.kinds(at)) < thresholds.footer_kinds:
            return None
        start = sentence_start(end.lines, at)
        if (
            _is_footer(end, start, at, thresholds.footer_share)
            and _before(lines, start)
            and not told(end, lines, start)
        ):
            return _widened(end, start)
    return None


def _smells(line: Line) -> bool:
    """Look quickly, before anything is folded, for what footers hold near their end."""
    tail = line.text[-LOOK:]
    return sum(hint in tail for hint in HINTS) > ends_with_stop(line)


def _is_furnished(line: Line) -> bool:
    return furniture_share(line.text[-LOOK:]) >= LOOK_SHARE


def _is_footer(end: End, start: int, at: int, least: float) -> bool:
    stopped = ends_with_stop(end.lines[-1]) and not end.lines[-1].text[-6:-1].strip(" .").isdigit()
    if end.share(start) < (max(least, STOPPED_SHARE) if stopped else least):
        return False
    return _begins(end, start) or len(end.kinds(at)) >= INNER_KINDS


def _widened(end: End, start: int) -> int:
    """Go back over pieces of the line above the start that are furniture or a poll's question."""
    line = next(line for line in end.lines if line.start <= start < line.end)
    before = line.text[: start - line.start]
    starts = [0, *(mark.end() for mark in _PART.finditer(before.rstrip(" |")))]
    for at in reversed(starts):
        piece = before[at : start - line.start]
        count, covered = end.between(line.start + at, start)
        if not (count and covered * 2 >= count) and not _POLL.fullmatch(piece):
            break
        start = line.start + at
    return start


def _begins(end: End, start: int) -> bool:
    """Tell whether a line begins at an offset, or a sentence ends right before it."""
    line = next(line for line in end.lines if line.start <= start < line.end)
    before = line.text[: start - line.start].rstrip(" \"'”»)")
    return not before or before[-1] in ".!?؟|"


def _before(lines: Sequence[Line], start: int) -> bool:
    """Tell whether an article stands above: a sentence, or a long piece of the same line."""
    above = (line for line in reversed(lines) if line.start < start)
    return any(
        looks_like_sentence(line) if line.end <= start else start - line.start > LOOK
        for line in above
    )

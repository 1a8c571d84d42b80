"""Facts that noise tells: the lines that cleaning removes say who wrote what, where and when.

Removed lines are read by their shape (a label, a date alone, a list), never by the rule that
removed them. Of the article that stays, only its opening and closing lines are read: bylines,
datelines and agencies' signatures are content, and facts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from cleaner.article import Facts, Removal
from cleaner.language.agencies import (
    HEAD,
    TAIL,
    agency_of,
    credited_source,
    ending_credit,
    opening_credit,
)
from cleaner.language.dates import Date, parse_date
from cleaner.language.fold import Folded, fold, fold_with_offsets
from cleaner.noise.page import Page, lazy

__all__ = ["credited_source", "parse_facts"]


@dataclass(eq=False)
class _Line:
    """A removed or kept line: its place in the original text, and whether a rule took it."""

    start: int
    text: str
    rule: str = ""

    @lazy
    def view(self) -> str:
        return fold(self.text)

    @lazy
    def folded(self) -> Folded:
        return Folded(self.text, self.view)


def parse_facts(
    page: Page | str,
    removals: Sequence[Removal] = (),
    *,
    title: str | None = None,
    site: str | None = None,
    reference_date: date | str | None = None,
) -> Facts:
    r"""Read the facts that an article's noise, opening and ending tell.

    ``removals`` are sorted spans of the original text. ``reference_date`` (a date or ISO text)
    is what "two hours ago" counts from; without it such a line tells no date.

    >>> text = "المصدر: وكالة أنباء المرجان\nتاريخ النشر: 3 أيار 2024"
    >>> facts = parse_facts(text, [Removal(0, len(text), "x.y", "")])
    >>> facts.source, facts.published
    ('وكالة أنباء المرجان', '2024-05-03')
    """
    page = Page(page, title, site) if isinstance(page, str) else page
    removed = list(_removed_lines(page.text, removals))
    said = _said(removed)
    opening, ending = _opening(page.text, removals), _ending(page.text, removals)
    body = opening[0].start if opening else 0
    return Facts(
        headline=None if page.title else _headline(opening),
        published=_published(removed, opening, body, _moment(reference_date)),
        source=_source(removed, said) or _credit(opening, ending),
        byline=_byline(opening, removed, page.site),
        tags=_tags(removed, said),
        site=_site(removed) if _any_in(_OF_SITES, said) else None,
        section=_section(removed, page.title) if _any_in(_HOME, said) else None,
    )


def _moment(reference: date | str | None) -> date | None:
    if not isinstance(reference, str):
        return reference
    with suppress(ValueError):
        return datetime.fromisoformat(reference)
    found = parse_date(reference)
    if found is None or not (found.year and found.month and found.day):
        return None
    return date(found.year, found.month, found.day)


# --- the lines that are read ------------------------------------------------------------------

# Nothing longer is a label, a date or a list of tags; and a page has hundreds of menu lines.
_LONGEST, _MOST = 400, 400
#: So much of what stays is read at its start and its end; so many first lines; a longer one is a
#: paragraph.
EDGE, OPENING_LINES, PARAGRAPH = 500, 6, 160


def _removed_lines(text: str, removals: Iterable[Removal]) -> Iterator[_Line]:
    """Give the lines of the removed spans, in order; blank and long ones left out."""
    left = _MOST
    for removal in removals:
        at = removal.start
        for line in text[removal.start : removal.end].split("\n"):
            if 1 < len(line) <= _LONGEST and not line.isspace():
                yield _Line(at, line, removal.rule)
                left -= 1
            if left == 0:
                return
            at += len(line) + 1


def _said(lines: Sequence[_Line]) -> str:
    """Give the folded text of lines, which is folded at once and kept with each."""
    said = fold("\n".join([line.text for line in lines]))
    for line, view in zip(lines, said.split("\n"), strict=False):
        line.view = view
    return said


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


def _opening(text: str, removals: Sequence[Removal]) -> list[_Line]:
    """Give the first lines that stay, whole ones within the first characters that stay."""
    if not removals:
        return list(islice(_lines(0, text[:EDGE]), OPENING_LINES))
    kept: list[tuple[int, str]] = []
    at = size = 0
    for removal in removals:
        kept.append((at, text[at : min(removal.start, at + EDGE)]))
        size, at = size + removal.start - at, removal.end
        if size >= EDGE:
            break
    else:
        kept.append((at, text[at : at + EDGE]))
    return [line for start, part in kept for line in _lines(start, part)][:OPENING_LINES]


def _heading(opening: Sequence[_Line]) -> Sequence[_Line]:
    """Give the short lines before the first paragraph."""
    for place, line in enumerate(opening):
        if len(line.text) > PARAGRAPH:
            return opening[:place]
    return opening


def _ending(text: str, removals: Sequence[Removal]) -> str:
    """Give the last characters that stay."""
    end = len(text)
    for removal in reversed(removals):
        if text[removal.end : end].strip():
            return text[max(removal.end, end - EDGE) : end]
        end = removal.start
    return text[max(0, end - EDGE) : end]


def _lines(start: int, text: str) -> Iterator[_Line]:
    for line in text.split("\n"):
        if line and not line.isspace():
            yield _Line(start, line.rstrip())
        start += len(line) + 1


# --- when -------------------------------------------------------------------------------------

_PUBLISHED = re.compile(r"نشر|التاريخ|publi|posted|veroffentlicht|yayin|опубликован")
_UPDATED = re.compile(r"تحديث|محدث|updat|mis a jour|modifi|actualiz|guncel|обновлен")
_NUMBER = re.compile(r"\d")
_DATED = re.compile(r"\d|منذ|قبل|أمس|امس|yesterday|ago\b")
_OTHERS = re.compile(r"related|embedded|second|teaser|ticker|sidebar")
# A line that has more words than a date, its labels and a section is about something else.
_DATE_WORDS = 16


def _published(
    removed: Iterable[_Line], opening: Sequence[_Line], body: int, reference: date | None
) -> str | None:
    """Give the date of the best date line: labelled, then nearest to the article's first line."""
    ranked = [*_dated(removed, body, reference), *_dateline(opening, reference)]
    best = min(ranked, key=lambda candidate: candidate[:3], default=None)
    return best[3].iso if best else None


def _dated(
    lines: Iterable[_Line], body: int, reference: date | None
) -> Iterator[tuple[int, int, int, Date]]:
    for line in lines:
        if not _DATED.search(line.text) or len(line.text.split()) > _DATE_WORDS:
            continue
        if "@" in line.text or "://" in line.text:  # a post or a file has a date of its own
            continue
        found = parse_date(line.text, reference)
        if found is not None and found.day is not None and _plausible(found, reference):
            rank = 3 * bool(_OTHERS.search(line.rule)) + _label_rank(line.view)
            yield rank, abs(line.start - body), line.start, found


def _label_rank(folded: str) -> int:
    """Rank what stands before the first number: published, nothing, updated."""
    number = _NUMBER.search(folded)
    label = folded[: number.start()] if number else folded
    if _PUBLISHED.search(label):
        return 0
    return 2 if _UPDATED.search(label) else 1


def _plausible(found: Date, reference: date | None) -> bool:
    """Tell whether an article can be of that day: it has a year, and not one to come."""
    if found.year is None or not 1980 <= found.year < 2200:
        return False
    latest = reference.year + 1 if reference else 2200
    return found.year <= latest


def _dateline(
    opening: Sequence[_Line], reference: date | None
) -> Iterator[tuple[int, int, int, Date]]:
    """Find a full date on a short opening line, as in "عمّان 3 أيار 2024 (وكالة) -"."""
    for line in (*_heading(opening), *opening[:1]):
        head = line.text[:DATELINE_LENGTH]
        if not _YEAR.search(head):
            continue
        if len(line.text) > DATELINE_LENGTH:
            signed = _BRACKETS.search(head)
            head = head[: signed.start()] if signed and agency_of(signed[1]) else ""
        elif not _is_dateline(head):
            continue
        found = parse_date(head) if _YEAR.search(head) else None
        if found is not None and found.day is not None and _plausible(found, reference):
            yield 1, len(line.text), line.start, found


def _is_dateline(line: str) -> bool:
    """Tell a short line from a sentence; an agency's name may close a longer one."""
    words = line.split()
    signed = len(words) <= DATELINE_WORDS and agency_of(words[-1]) is not None
    return signed or (len(words) <= 8 and words[-1][-1] not in ":،,.")


_BRACKETS = re.compile(r"\(([^()]+)\)")
#: A dateline has so many characters, and so many words.
DATELINE_LENGTH, DATELINE_WORDS = 80, 12
_YEAR = re.compile(r"\d{4}")


# --- who --------------------------------------------------------------------------------------

_SOURCES = (
    re.compile(r"^\W*(?:المصدر|مصدر الخبر|المصادر|source|fuente|kaynak|quelle) ?: ?(?P<v>\S.*)$"),
    re.compile(r"^\W*نقلا عن ?:? (?P<v>.{2,60})$"),
    re.compile(r"تفاصيل الخبر في ?: ?(?P<v>.{2,60})$"),
    re.compile(r'^\W*خدمه "(?P<v>[^"]+)"'),
    re.compile(r'^\W*(?:خاص ب|بالاتفاق مع )"(?P<v>[^"]+)"'),
    re.compile(r"menafn ?- ?(?P<v>[^)]{2,40})\)"),
)
#: What stands in each of them.
_OF_SOURCES = (
    *("مصدر", "مصادر", "source", "fuente", "kaynak", "quelle", "نقلا عن", "تفاصيل الخبر"),
    *('خدمه "', "خاص ب", "بالاتفاق مع", "menafn"),
)
_BARE_SOURCE = re.compile(r"^\W*(?:المصدر|source) ?:?\W*$")
# A name may hold a small number, as in "وادي 24", and a hyphen; a year is no part of it.
_OWNER = (
    r"(?!\W*(?:جميع|(?:ال)?حقوق|all |(?:designed|powered|developed|created|theme|hosted)\b|تصميم|"
    r"برمجه|تطوير))(?:[^\d©|.,-]|(?<=\w)-(?=\w)|(?<![\d:/])\d{1,2}(?![\d:/])){3,60}?"
    r"(?=\W*(?:$|\d{3}|[©|.,]|- | (?:powered|designed|developed|created) by| all rights|"
    r" copyright))"
)
_SITES = (
    re.compile(r"appeared first on (?P<v>[^.\n]{2,60})"),
    re.compile(r"رابط الخبر بصحيفه (?P<v>[^:]{2,40}):"),
    re.compile(
        rf"(?:ال)?حقوق (?:النشر )?محفوظه (?:لموقع |لصحيفه |لجريده |لدي |ل|© ?)(?P<v>{_OWNER})"
    ),
    re.compile(rf"(?:©|copyright)(?: ©)? ?\d{{4}},? ?(?P<v>{_OWNER})"),
    re.compile(rf"(?:©|copyright)(?: ©)? (?P<v>{_OWNER}) ?\d{{4}}"),
)
#: What stands in each of them.
_OF_SITES = ("appeared first on", "رابط الخبر بصحيفه", "حقوق", "©", "copyright")
_GENERIC = frozenset(["وكالات", "الوكالات", "متابعات", "متابعه", "خاص", "agencies", "مواقع"])
_PAIRS = ("()", "[]", '""', "«»", "“”", "''")
_MOST_WORDS = 9
_TRIM = " \t\r\u00a0.:;,،*|-–—/\u200e\u200f\u202a\u202b\u202c"


def _source(removed: list[_Line], said: str) -> str | None:
    for place, line in enumerate(removed if _any_in(_OF_SOURCES, said) else ()):
        if not _any_in(_OF_SOURCES, line.view):
            continue
        found = _first(line, _SOURCES)
        if found:
            return found
        if _BARE_SOURCE.match(line.view) and place + 1 < len(removed):
            following = removed[place + 1]
            if following.start - line.start - len(line.text) <= 4 and _short(following.text):
                return _trimmed(following.text)
    return _signature(removed)


# A menu may hold a section or a picture's label of that name, a few stray lines do not.
_FEW = 8
_SIGNED = re.compile(r"\s*[(\[*/–-]")


def _signature(removed: Sequence[_Line]) -> str | None:
    """Find an agency or "وكالات" that stands alone on a removed line, as a signature does."""
    for line in removed:
        signed = len(removed) <= _FEW or _SIGNED.match(line.text)
        name = _trimmed(line.text) if signed else None
        if name and len(name) < 40 and (agency_of(name) or fold(name) in _GENERIC):
            return name
    return None


def _first(line: _Line, patterns: Iterable[re.Pattern[str]]) -> str | None:
    """Give what a labelled line names, as it is written."""
    for pattern in patterns:
        match = pattern.search(line.view)
        if match:
            start, end = line.folded.span(*_before_label(line.view, *match.span("v")))
            value = _trimmed(line.text[start:end])
            return value if value and _short(value) else None
    return None


# Labels that a footer runs on with, after a value.
_LABELS = re.compile(
    r"\b(?:(?:ال)?تعليقات|(?:ال)?كلمات (?:ال)?(?:مفتاحيه|دلاليه|داله)|الاكثر|اقرا|اقسام الموقع"
    r"|مواضيع|(?:مقالات|اخبار|روابط) (?:ذات|متعل\w*)|ذات صله|رابط مختصر|المصدر|اخترنا"
    r"|اخر الاخبار|تابعونا|تابعنا|شارك|جميع الحقوق|حقوق النشر|البحث|النشره البريديه)\b"
)


def _before_label(folded: str, start: int, end: int) -> tuple[int, int]:
    """Give the span of a value up to the first label of a footer in it."""
    label = _LABELS.search(folded, start, end)
    return start, label.start() if label else end


def _short(value: str) -> bool:
    return len(value) <= 80 and len(value.split()) <= _MOST_WORDS


def _trimmed(value: str) -> str | None:
    """Cut blanks, marks, and brackets or quotation marks around the whole off."""
    value = value.strip(_TRIM)
    while any(len(value) > 1 and value[0] == pair[0] and value[-1] == pair[1] for pair in _PAIRS):
        value = value[1:-1].strip(_TRIM)
    return value or None


def _credit(opening: Sequence[_Line], ending: str) -> str | None:
    """Give the agency of a dateline or of the last words, as it is written."""
    head = "\n".join(line.text for line in opening)[:HEAD]
    for text, find in ((head, opening_credit), (ending[-TAIL:], ending_credit)):
        found = find(fold(text))
        if found is not None:
            group = next(name for name, value in found.groupdict().items() if value)
            start, end = fold_with_offsets(text).span(*found.span(group))
            return _trimmed(text[start:end])
    return None


#: A byline has so many characters, and opens with one of these labels, if it has one.
BYLINE = 90
BY = (
    *("كتب", "كتبت", "كتبه", "كتبها", "كتبته", "اعداد", "تحرير", "بقلم", "حوار", "حاوره"),
    *("حاورها", "تقرير", "تغطيه", "تحقيق", "ترجمه", "ترجمها", "اجري الحوار"),
    *("written by", "by", "par", "por", "von"),
)
_WRITTEN_BY = re.compile(
    rf"^\W*(?:{'|'.join(BY)})(?: و ?صور)?(?P<mark> ?[:/-]+| (?=\w))"
    r" ?(?P<v>[^\d:!?]{3,50}?) ?[:*.-]*$"
)
_CREDIT_LINE = re.compile(
    r"^\W*(?:next previous )?(?P<v>[^\d:.!?(),-]{3,40}?) ?(?P<mark>-+|:) ?"
    r"(?P<w>[^\d:.!?(),-]{2,30})\W*$"
)
_MARKED = re.compile(r"\w ?[:/]")
_OUTLET_WORDS = re.compile(
    r"اليوم|صحيفه|جريده|موقع|وكاله|نيوز|\bنت\b|قناه|شبكه|تصوير|صور|فيديو|news|\.|info"
)


def _byline(opening: Sequence[_Line], removed: Iterable[_Line], site: str | None) -> str | None:
    """Read "كتب فلان:" or "فلان – صحيفة" near the start, or a removed line with a label."""
    for line in _heading(opening):
        if len(line.text) <= BYLINE:
            name = _labelled_name(line) or _credited_name(line, site)
            if name:
                return name
    marked = (line for line in removed if _MARKED.search(line.text))
    return next((name for line in marked if (name := _labelled_name(line))), None)


def _labelled_name(line: _Line) -> str | None:
    match = _WRITTEN_BY.match(line.view)
    if not match:
        return None
    name = _trimmed(line.text[slice(*line.folded.span(*match.span("v")))])
    words = len(name.split()) if name else 0
    # Without a mark "كتب" may open a sentence, so only a name's worth of words may follow.
    most = 7 if match["mark"].strip() else 4
    return name if 2 <= words <= most else None


def _credited_name(line: _Line, site: str | None) -> str | None:
    """Read a short line of two parts: a person, and a place, an outlet or "متابعات"."""
    match = _CREDIT_LINE.match(line.view)
    if not match or len(line.view.split()) > 8:
        return None
    folded = line.folded
    parts = [_trimmed(line.text[slice(*folded.span(*match.span(group)))]) for group in "vw"]
    if match["mark"] == ":" and not _place_and_name(match["v"], match["w"]):
        return None
    if " " in match["v"] and match["v"].startswith("ال") and not _TITLES.match(match["v"]):
        return None  # a first name has no article
    people = [part for part in parts if part and _may_be_name(part, site)]
    # One word is a place or an outlet, and so is what stands after an outlet.
    if not any(len(part.split()) > 1 for part in people) or people[0] != parts[0]:
        return None
    if len(people) == 2:
        return _trimmed(line.text[slice(*folded.span(match.start("v"), match.end("w")))])
    return people[0]


def _place_and_name(place: str, name: str) -> bool:
    """Tell "بيروت: فلان الفلاني" from a headline that says who says what."""
    return len(place.split()) == 1 and 2 <= len(name.split()) <= 3 and not name.startswith("ال")


_NO_NAME = re.compile(r"[/«»“”\"]")
#: Words that no name holds, and titles, which may open one although they have the article.
_PLAIN = frozenset(
    [
        "من",
        "في",
        "الي",
        "عن",
        "ليس",
        "هي",
        "هو",
        "ان",
        "مع",
        "هذا",
        "هذه",
        "ما",
        "لا",
        "لم",
        "كيف",
        "اين",
        "بين",
        "وهي",
        "وهو",
    ]
)
_TITLES = re.compile(r"ال(?:دكتور|شيخ|محرر|مهندس|استاذ|سيد|مستشار|لواء|عميد|قاضي)")
_MIXED = re.compile(r"[a-z].*[ء-ي]|[ء-ي].*[a-z]")


def _may_be_name(part: str, site: str | None) -> bool:
    folded = fold(part)
    if (
        _NO_NAME.search(part)
        or folded in _GENERIC
        or agency_of(part)
        or _OUTLET_WORDS.search(folded)
    ):
        return False
    words = folded.split()
    if _PLAIN.intersection(words) or _MIXED.search(folded):
        return False
    initials = sum(len(word) == 1 for word in words)
    return len(words) <= 5 and initials < 2 and (site is None or fold(site) != folded)


# --- what about -------------------------------------------------------------------------------

_TAG_LABEL = re.compile(
    r"^\W*(?:(?:(?:ال)?كلمات (?:ال)?(?:دلاليه|دال ?ه|مفتاحيه)|(?:ال)?وسوم|(?:ال)?اوسمه|تاجز|تاجات"
    r"|تاغات|سمات|tags?|mots[- ]cles|etiquetas|etiketler|теги)(?: ?:|(?= )|$)"
    r"|(?:علامات|(?:ال)?مواضيع|الموضوع|topics)(?: ?:|$)) ?(?P<v>.*)$"
)
#: What stands in each of them, or in hashtags.
_OF_TAGS = (
    *("كلمات", "وسوم", "اوسمه", "تاجز", "تاجات", "تاغات", "سمات", "tag", "mots", "etiquetas"),
    *("etiketler", "теги", "علامات", "مواضيع", "الموضوع", "topics", "#"),
)
_TAG_CUT = re.compile(r"[,،|;؛•·\t/]|\s{2,}|#")
_COUNTER = re.compile(r"\s*\(\d+\)\s*$")
_HASHTAGS = re.compile(r"(?:#[^\s#]+\s*){3,}")
_NO_TAG = re.compile(r":|^\W*$|تابعنا|تعليق|شارك|المزيد|ذات صله|اقرا|مواضيع|\d{4}")
_MOST_TAGS, _MOST_LINES, _TAG_WORDS = 30, 12, 6


def _tags(removed: list[_Line], said: str) -> tuple[str, ...]:
    """Read the tag lists; where only blanks part the tags, the list is one item."""
    tags: list[str] = []
    for place, line in enumerate(removed if _any_in(_OF_TAGS, said) else ()):
        match = _TAG_LABEL.match(line.view) if _any_in(_OF_TAGS, line.view) else None
        if match:
            start, end = line.folded.span(*_before_label(line.view, *match.span("v")))
            values = line.text[start:end]
            tags += _cut_tags(values) if values.strip(_TRIM) else _tags_below(removed, place)
        elif "#" in line.text and _HASHTAGS.search(line.text):
            tags += [tag.replace("_", " ") for tag in _cut_tags(line.text)]
    return tuple(dict.fromkeys(tags))[:_MOST_TAGS]


def _cut_tags(values: str) -> list[str]:
    parts = (_trimmed(_COUNTER.sub("", part)) for part in _TAG_CUT.split(values))
    return [part for part in parts if part and len(part) <= 150 and not _NO_TAG.search(fold(part))]


def _tags_below(removed: list[_Line], place: int) -> list[str]:
    """Read a label's list from the lines under it, as long as they are short and adjoin."""
    tags: list[str] = []
    end = removed[place].start + len(removed[place].text)
    for line in removed[place + 1 : place + 1 + _MOST_LINES]:
        other = line.rule != removed[place].rule or _NO_TAG.search(line.view)
        if line.start - end > 3 or other or len(line.text.split()) > _TAG_WORDS:
            break
        tags += _cut_tags(line.text)
        end = line.start + len(line.text)
    return tags


_CRUMBS = re.compile(r" ?(?:[>»›←|/\\]|::| - ) ?")
_HOME = ("الرييسيه", "الصفحه الرييسيه", "home", "accueil", "inicio", "ana sayfa", "главная")


def _section(removed: Iterable[_Line], title: str | None) -> str | None:
    """Read the last crumb of a path that starts at home, the title left out."""
    folded_title = fold(title or "").strip()
    for line in removed:
        if not _any_in(_HOME, line.view):
            continue
        crumbs = [crumb.strip(_TRIM) for crumb in _CRUMBS.split(line.text)]
        crumbs = [crumb for crumb in crumbs if crumb]
        if len(crumbs) < 2 or not fold(crumbs[0]).startswith(_HOME):
            continue
        inner = [c for c in crumbs[1:] if len(c.split()) <= 4 and fold(c).strip() != folded_title]
        if inner:
            return inner[-1]
    return None


def _site(removed: Iterable[_Line]) -> str | None:
    """Read whose the rights are; a few letters are the start of a name that was taken apart."""
    sites = (_first(line, _SITES) for line in removed if _any_in(_OF_SITES, line.view))
    return next((s.strip("\"'«»“” ") for s in sites if s and sum(map(str.isalpha, s)) >= 4), None)


# A headline has neither a label's few words nor a paragraph's many.
_HEADLINE_WORDS = range(3, 26)


# An outlet's own address, where its name opens the page.
_ADDRESS = re.compile(r"[\w.\-]+\.(?:com|net|org|info|ma|tn|dz|eg|sa|ae|jo|news)\b")


def _headline(opening: Sequence[_Line]) -> str | None:
    """Give the first line when it looks like a headline: short, no sentence, text below it."""
    if len(opening) < 2:
        return None
    first = opening[0].text.strip()
    folded = fold(first).rstrip('" )')
    if len(first.split()) not in _HEADLINE_WORDS or folded.endswith((".", ":", ",", ";", "-")):
        return None
    if _ADDRESS.match(folded):
        return None
    below = max(len(line.text) for line in opening[1:])
    return None if below < 1.5 * len(first) or _is_credit(opening[0]) else first


def _is_credit(line: _Line) -> bool:
    """Tell a byline, an agency's dateline and a line with a full date."""
    if _YEAR.search(line.text):
        found = parse_date(line.text)
        if found is not None and found.year is not None and found.day is not None:
            return True
    named = _labelled_name(line) or _credited_name(line, None)
    return named is not None or opening_credit(line.view) is not None

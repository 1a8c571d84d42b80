"""What a line is, by its shape: prose, a headline, a label of a menu, a stamp.

The shapes are those that jusText reads from tags, read here from words, punctuation and blanks,
for Arabic first. Nothing here knows an outlet or a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum

from cleaner.article import Removal
from cleaner.noise.evidence import stem
from cleaner.noise.page import Line, once
from cleaner.noise.structure_terms import (
    ABOUT_ADJECTIVES,
    ABOUT_NOUNS,
    ABOUT_VERBS,
    CALENDAR,
    CONNECTIVES,
    NAMES,
)

#: A label has at most this many words; a headline at most this many more.
LABEL_WORDS = 4
HEADLINE_WORDS = 24
#: A line of this many words that ends like a sentence is prose; so is one of REPORT words that
#: goes on from what was said; one of LONG words may be without an end.
SENTENCE_WORDS = 8
REPORT_WORDS = 12
LONG_WORDS = 25

#: A menu in one line has so many different names, of so many words each at most, and at most so
#: many characters.
MENU_NAMES, NAME_WORDS, MENU_LENGTH = 5, 3, 4000

#: A paragraph that presents a site has so many words.
ABOUT_WORDS = (8, 90)
#: It says so among its first characters.
ABOUT_OPENING = 160

WIDE_BLANKS = re.compile(r"[^\S\n][^\S\n]{2,}")
# Not "وكاله", "وزير", "واشنطن": a present verb of four letters, or the article.
_AND = re.compile(r"و(?:[يتن]\w{3}|ال\w{3})")
_BAR = re.compile(r"[|¦•»›/]|\s[-–—]\s")
_INNER_MARK = re.compile(r"[،,؛;.](?=\s)")
_URL = re.compile(r"(?:https?|www)\b|@\w|\.(?:com|net|org|jpg|png)\b", re.I)
#: What may stand after a full stop: quotes, brackets, blanks, invisible marks.
CLOSING = "\"'”“»«’‘)]}> \t\r\xa0\u200e\u200f\u202c\u200b\ufeff"
STOPS = (".", "\N{ARABIC FULL STOP}")
_PUNCTUATION = re.compile(r"^[\W_]+|[\W_]+$")


class Shape(Enum):
    """The shape of a line."""

    PROSE = "prose"
    HEADLINE = "headline"
    LABEL = "label"
    STAMP = "stamp"


def shape(line: Line) -> Shape:
    """Tell what a line looks like, from itself alone."""
    count = line.count
    if looks_like_sentence(line):
        return Shape.PROSE
    if looks_like_stamp(line):
        return Shape.STAMP
    return Shape.LABEL if count <= LABEL_WORDS else Shape.HEADLINE


def looks_like_sentence(line: Line) -> bool:
    """Tell whether a line reads as prose: long enough, and ended or punctuated like a sentence."""
    count = line.count
    if count >= LONG_WORDS:
        return line.ends_sentence or line.opens[:1] == "و" or bool(_INNER_MARK.search(line.text))
    if count < SENTENCE_WORDS:
        return False
    return ends_with_stop(line) or (count >= REPORT_WORDS and line.opens in CONNECTIVES)


def goes_on(line: Line) -> bool:
    """Tell whether a line opens with "and" before a verb or a noun with its article."""
    return line.opens in CONNECTIVES or bool(_AND.match(line.opens))


def ends_with_stop(line: Line) -> bool:
    """Tell whether a line ends with a full stop, as prose does; not with ``...``, ``?`` or ``!``.

    Headlines and teasers end with a question, a shout or an ellipsis, hardly ever with a stop.
    """
    tail = line.text[-12:].rstrip(CLOSING)
    return tail[-1:] in STOPS and tail[-2:-1] not in STOPS and not tail.endswith(". .")


def looks_like_headline(line: Line) -> bool:
    """Tell whether a line could be a headline: some words, no full stop, no connective opening."""
    if not 3 <= line.count <= HEADLINE_WORDS or ends_with_stop(line):
        return False
    return line.opens not in CONNECTIVES and not looks_like_stamp(line)


def looks_like_stamp(line: Line) -> bool:
    """Tell whether a line is a date, a time, a counter or an address, and nothing else."""
    if len(line.text) > 300:
        return line.count == 1 and bool(_URL.match(line.text))
    words = line.words
    if not words:
        return True
    known = sum(1 for word in words if word in CALENDAR or not word.isalpha())
    return known * 2 > len(words) or (len(words) <= 6 and bool(_URL.search(line.text)))


def is_name(line: Line) -> bool:
    """Tell whether a line is nothing but the name of a section or of a piece of furniture."""
    return len(line.text) <= 40 and bare(line) in NAMES


#: A look before any words are joined: what names begin with.
_FIRST_OF_NAMES = frozenset(name.split(" ")[0] for name in NAMES)


def menu_names(line: Line) -> frozenset[str]:
    """Give the names of sections and forms that a menu in one line is made of, else nothing.

    Half of the line's words must be such names; a quarter, where bars part its words.
    """
    if line.count < MENU_NAMES or len(line.text) > MENU_LENGTH or ends_with_stop(line):
        return frozenset()
    words, found, at, covered = line.words, set(), 0, 0
    if sum(word in _FIRST_OF_NAMES for word in words) < MENU_NAMES:
        return frozenset()
    while at < len(words):
        runs = (words[at : at + size] for size in range(NAME_WORDS, 0, -1))
        run = next((run for run in runs if " ".join(run) in NAMES), ())
        if run:
            found.add(" ".join(run))
        covered += len(run)
        at += len(run) or 1
    barred = len(_BAR.findall(line.text)) * (LABEL_WORDS + 1) >= len(words)
    known = covered * (4 if barred else 2) >= len(words)
    return frozenset(found if known and len(found) >= MENU_NAMES else ())


def bare(line: Line) -> str:
    """Give a line's folded text without the punctuation around it."""
    return _PUNCTUATION.sub("", line.folded)


@once
def content_words(line: Line) -> frozenset[str]:
    """Give the words of a line that carry meaning: of four letters or more, the article cut off.

    >>> sorted(content_words(Line(0, 0, 25, "بلدية المنصورة تفتح سوقا")))
    ['بلديه', 'تفتح', 'سوقا', 'منصوره']
    """
    own = {word for word in line.words if len(word) > 3}
    return frozenset(map(stem, own - CONNECTIVES))


def shared(line: Line, vocabulary: AbstractSet[str]) -> float:
    """Give the share of a line's content words that a vocabulary holds (0 to 1)."""
    own = content_words(line)
    return len(own & vocabulary) / len(own) if own else 0.0


def vocabulary_of(lines: Sequence[Line]) -> set[str]:
    """Collect the content words of lines: what an article is about."""
    return set().union(*(content_words(line) for line in lines)) if lines else set()


def article_resumes(lines: Sequence[Line], index: int, vocabulary: AbstractSet[str]) -> bool:
    """Tell whether the article goes on at ``lines[index]``, after a block of other headlines.

    A line resumes the article when it is prose and either opens with a connective or shares a
    third of its content words with the article so far.
    """
    line = lines[index]
    if not looks_like_sentence(line):
        return False
    return line.opens in CONNECTIVES or shared(line, vocabulary) >= 1 / 3


def presents_site(line: Line) -> bool:
    """Tell whether a paragraph presents the site itself: an outlet of some kind, and its aims."""
    opening = line.text[:ABOUT_OPENING]
    if len(line.text) > 900 or not any(hint in opening for hint in ABOUT_HINTS):
        return False
    if not ABOUT_WORDS[0] <= line.count <= ABOUT_WORDS[1]:
        return False
    words = line.words
    nouns = [k for k, word in enumerate(words[:6]) if word in ABOUT_NOUNS]
    if not nouns or not ABOUT_ADJECTIVES.intersection(words[nouns[0] : nouns[0] + 6]):
        return False
    return bool(ABOUT_VERBS.intersection(words[nouns[0] :])) and not _reports(words)


#: Pieces of the adjectives as they are written, for a quick look before anything is folded.
ABOUT_HINTS = ("خباري", "مستقل", "شامل", "لكتروني", "علامي", "يومية", "نوعة", "رقمي", "فضائية")


def _reports(words: Sequence[str]) -> bool:
    """Tell whether a paragraph reports: then it is news about a site, not the site's own."""
    return any(word in _REPORTING for word in words)


_REPORTING = frozenset(
    ("قال", "قالت", "اكد", "اكدت", "اعلن", "اعلنت", "واعلنت", "اضاف", "اوضح", "ذكر", "ذكرت")
)


def units(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give solid lines, or their pieces where wide blanks stand for line breaks.

    Some scrapers turn tags into blanks and keep a page on one line or a few: there, a run of
    three blanks or more divides what tags divided.
    """
    if not any("   " in line.text and line.text.strip().count("   ") > 2 for line in lines):
        return tuple(lines)
    made: list[Line] = []
    for line in lines:
        made += _pieces(line, len(made))
    return tuple(made)


def without(lines: Sequence[Line], removals: Iterable[Removal]) -> tuple[Line, ...]:
    """Give what is left of lines when removals are cut out, with offsets into the same page."""
    spans = sorted((removal.start, removal.end) for removal in removals)
    left: list[Line] = []
    at = 0
    for line in lines:
        while at < len(spans) and spans[at][1] <= line.start:
            at += 1
        left += _outside(line, spans, at, len(left))
    return tuple(left)


def _outside(line: Line, spans: Sequence[tuple[int, int]], at: int, index: int) -> list[Line]:
    if at == len(spans) or spans[at][0] >= line.end:
        return [line]
    made, start = [], line.start
    for begin, end in spans[at:]:
        if begin >= line.end:
            break
        made.append((start, begin))
        start = max(start, end)
    made.append((start, line.end))
    return [
        Line(index, a, b, line.text[a - line.start : b - line.start])
        for a, b in made
        if b > a and not line.text[a - line.start : b - line.start].isspace()
    ]


def _pieces(line: Line, index: int) -> list[Line]:
    made: list[Line] = []
    at = 0
    for match in (*WIDE_BLANKS.finditer(line.text), None):
        end = match.start() if match else len(line.text)
        piece = Line(index + len(made), line.start + at, line.start + end, line.text[at:end])
        if not piece.blank:
            made.append(piece)
        at = match.end() if match else end
    return made

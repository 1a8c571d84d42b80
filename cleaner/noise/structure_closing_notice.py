"""What a page's last line runs together around a notice: of rights, of reprinting, of its makers.

A notice shows where the page's end is, whatever else is run into its line. What stands before it
goes as far back as nothing tells of the article's world: no whole sentence, and no piece that
shares the article's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.noise.evidence import opens_with_verb
from cleaner.noise.page import Line
from cleaner.noise.structure_closing_end import FOOTER_LENGTH, End, end_of, told
from cleaner.noise.structure_lines import ends_with_stop, presents_site, shared, vocabulary_of
from cleaner.noise.structure_terms import CLOSING_WEAK, CONNECTIVES
from cleaner.noise.thresholds import DEFAULTS, Thresholds

#: A notice stands within so many characters of the page's end, with so many words after it.
REACH, AFTER_WORDS = 700, 45
#: A piece before it with so many words is a sentence of the article, where it shares this of its
#: words, or where the article above has too few content words to tell.
PLAIN_WORDS, OWN_SHARE, KNOWN_WORDS = 8, 1 / 4, 60
#: One with so many words that opens with a verb of reporting and stops may be of another of the
#: article's subjects: round-ups have such.
REPORT_WORDS = 12
#: From where a footer begins in the middle of a sentence, this share of its words is furniture.
INNER_SHARE = 0.3
#: A notice that ends the page in so many words, this share furniture, needs no year.
BARE_WORDS, BARE_SHARE = 8, 0.6
#: A last line of nothing but a page's labels and tags has so many words, this share furniture.
LABEL_WORDS, LABEL_SHARE = (4, 16), 1 / 2

_NOTICE = re.compile(
    fold(
        r"(?:(?:جميع|كافة|كل|بعض) )?(?<!\w)(?:ال)?حقوق(?: \w+){0,4} (?:ال)?محفوظة?(?!\w)|"
        r"(?:جميع|كافة|كل) (?:ال)?حقوق(?: \w+){0,2} تعود ل|"
    )
    + r"all rights? reserved|copyright(?:ed)?\b|\( ?c ?\) ?\d{4}|©|"
    + fold("tous droits réservés|todos los derechos reservados|все права защищены|")
    + r"\b(?:powered|developed|designed|created) by\b|"
    + fold(
        r"(?:لا مانع|يسمح|يمنع|يحظر|يجوز|لا يجوز|لا يسمح)(?: ب| من)? ?(?:ال|إعادة |النقل و)*"
        r"(?:اقتباس|نشر|نقل|نسخ|استخدام)[^.]{0,80}"
        r"(?:(?:ذكر|الإشارة) ?(?:الى|إلى|ل)? ?(?:ال)?مصدر|(?:دون|بدون) (?:أخذ )?(?:إذن|موافقة)\b)|"
        r"(?:ال)?(?:مشاركات|تعليقات|آراء|مقالات|مواد) ?(?:و ?(?:ال)?\w+ )?"
        r"(?:المنشورة|الواردة)[^.]{0,70}(?:تعبر|تمثل|يعبر)"
    )
)
#: Pieces of every notice, as they are written: a quick look before anything is folded.
NOTICE_HINTS = (
    "حقوق", "ight", "IGHT", "©", "(c", "( c", "(C", "( C", " by", " BY", " By",
    "droits", "derechos", "права", "اقتباس", "نشر", "نقل", "نسخ", "استخدام", "منشور", "وارد",
)  # fmt: skip
#: Words after which a notice's words are a sentence's own.
_SAID = frozenset(fold("أن إن بأن أنه بأنه على من عن في حول كون لأن وأن أو مع هذه").split())
_NUMBERS = re.compile(r"[\s\d|–-]+$")
_YEAR = re.compile(r"(?<!\d)(?:19|20|14)\d\d(?!\d)")
# Not the stops inside addresses and numbers that were taken apart: "name @ river . net", "2 . 7".
_PIECE = re.compile(r"(?<!\d)(?<!\d )[.!?؟](?=\s)(?! ?[a-z])|[.!?؟](?=\s)(?! ?[a-z\d])|\|")


def closing_notice(
    lines: Sequence[Line], end: End, *, thresholds: Thresholds = DEFAULTS
) -> Iterator[Removal]:
    """Cut the end of a page's last line around the notice in it, or a last line of labels."""
    start = _from_notice(lines, end)
    if start is not None:
        why = "a notice of the page's end, and nothing of the article around it"
        yield Removal(start, lines[-1].end, "structure.footer-run", why)
    elif _is_labels(lines, end, thresholds):
        why = f"{end.share(lines[-1].start):.0%} of the last line are labels of the page's end"
        yield Removal(lines[-1].start, lines[-1].end, "structure.footer-run", why)


def notice_start(lines: Sequence[Line], end: End, otherwise: int) -> int:
    """Give where the footer begins around a notice in the last line, if there is one."""
    start = _from_notice(lines, end)
    return otherwise if start is None else start


def may_notice(line: Line) -> bool:
    """Look quickly for a piece of a notice at a last line's end, or for one of few words."""
    tail = line.text[-FOOTER_LENGTH:]
    if line.count > LABEL_WORDS[1] and not any(hint in tail for hint in NOTICE_HINTS):
        return False
    last = end_of(line)
    return _may_label(last) or _notice(last) is not None


def _may_label(last: Line) -> bool:
    """Tell whether a last line has as many words as labels, and does not end or open as prose."""
    if not LABEL_WORDS[0] < last.count <= LABEL_WORDS[1] or ends_with_stop(last):
        return False
    return last.opens not in CONNECTIVES


def _is_labels(lines: Sequence[Line], end: End, thresholds: Thresholds) -> bool:
    last = end.lines[-1]
    if not _may_label(last):
        return False
    hits = {phrase for at, phrase in end.hits if at >= last.start}
    # One phrase that sentences do not say is enough where the usual footer needs two.
    strong = len(hits - CLOSING_WEAK) >= max(1, 2 * thresholds.footer_kinds - 3)
    if not strong or len(hits) < 2:
        return False
    share = max(LABEL_SHARE, thresholds.footer_share)
    return end.share(last.start) >= share and lines[-2].ends_sentence


def _from_notice(lines: Sequence[Line], end: End) -> int | None:
    """Find where the footer begins that a notice in the last line belongs to."""
    last = end.lines[-1]
    notice = _notice(last)
    if notice is None or end.between(notice, last.end)[0] > AFTER_WORDS:
        return None
    pieces = _pieces(last)
    holding = max(i for i, piece in enumerate(pieces) if piece.start <= notice)
    if told(end, lines, pieces[holding].end):
        return None
    start = _in_piece(lines, end, pieces[holding], notice)
    if start != pieces[holding].start:
        return start
    return _walked(lines, end, pieces[: holding + 1])


def _walked(lines: Sequence[Line], end: End, pieces: Sequence[Line]) -> int:
    """Go back from a footer's piece to where the article's own pieces end.

    Sentences of others go too, where nothing in the line is the article's.
    """
    own = [_is_prose(lines, end, piece) for piece in pieces[:-1]]
    if not any(own):
        return pieces[0].start
    first = len(own)
    while not own[first - 1] and _is_short(end, pieces[first - 1]):
        first -= 1
    return pieces[first].start


def _is_short(end: End, piece: Line) -> bool:
    return end.between(piece.start, piece.end)[0] < PLAIN_WORDS


def _notice(last: Line) -> int | None:
    """Give where the notice stands that is nearest the last line's start, within its end."""
    for found in _NOTICE.finditer(last.map.text):
        at, to = last.map.span(*found.span())
        before = last.map.text[: found.start()].split()
        if len(last.text) - to <= REACH and (not before or before[-1] not in _SAID):
            return last.start + at
    return None


def _pieces(line: Line) -> list[Line]:
    """Cut a line after its sentences; a piece without a word joins the one before it."""
    made: list[Line] = []
    at = 0
    for stop in (*_PIECE.finditer(line.text), None):
        to = stop.end() if stop else len(line.text)
        if made and not any(map(str.isalpha, line.text[at:to])):
            at = made.pop().start - line.start
        made.append(Line(line.index, line.start + at, line.start + to, line.text[at:to]))
        at = to
    return made


def _is_prose(lines: Sequence[Line], end: End, piece: Line) -> bool:
    """Tell whether a piece is the article's: a sentence, or words that it shares."""
    count, covered = end.between(piece.start, piece.end)
    if covered * 3 >= count or presents_site(piece):
        return False
    opens = piece.opens in CONNECTIVES or piece.opens[:1] == "و"
    above = vocabulary_of([line for line in lines if line.end <= piece.start])
    if opens or (count >= PLAIN_WORDS and len(above) < KNOWN_WORDS):
        return True
    if count >= REPORT_WORDS and opens_with_verb(piece) and ends_with_stop(piece):
        return True
    return count > 2 and shared(piece, above) >= OWN_SHARE


def _in_piece(lines: Sequence[Line], end: End, piece: Line, notice: int) -> int | None:
    """Find where in the piece that holds the notice its footer begins."""
    if not _is_told(lines, end, piece, notice):
        return piece.start
    hits = [at for at, phrase in end.hits if piece.start <= at <= notice and _strong(phrase)]
    for at in (*hits, notice):
        start = piece.start + len(_NUMBERS.sub("", piece.text[: at - piece.start]))
        if end.share(start) >= INNER_SHARE and _proved(end, start):
            return start
    return None


def _strong(phrase: str) -> bool:
    return phrase not in CLOSING_WEAK or phrase == fold("المصدر")


def _is_told(lines: Sequence[Line], end: End, piece: Line, notice: int) -> bool:
    """Tell whether a piece begins as the article's, before the notice in it."""
    before = Line(0, piece.start, notice, piece.text[: notice - piece.start])
    count, covered = end.between(piece.start, notice)
    return bool(count) and covered * 3 < count and _is_prose(lines, end, before)


def _proved(end: End, at: int) -> bool:
    """Tell whether two phrases of footers or a year stand from an offset on, or little else."""
    last = end.lines[-1]
    text = last.text[at - last.start :]
    if len(end.kinds(at)) >= 2 or _YEAR.search(text):
        return True
    bare = end.between(at, last.end)[0] <= BARE_WORDS and end.share(at) >= BARE_SHARE
    return bare and not ends_with_stop(last)

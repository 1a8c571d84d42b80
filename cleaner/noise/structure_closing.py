"""What stands alone above the headline or below the last sentence, told by what is around it.

An agency's signature, a ticker and a breadcrumb that ends with the headline have no words of
their own by which a rule could know them: their evidence is in the other lines of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.language.words import WORD
from cleaner.noise.page import Line
from cleaner.noise.structure_lines import (
    bare,
    content_words,
    ends_with_stop,
    looks_like_headline,
    looks_like_sentence,
    shared,
    vocabulary_of,
)
from cleaner.noise.structure_terms import HOME

#: A signature is among so many last lines and has so many words; a dateline is among so many first.
SIGNED_LINES = 3
SIGNED_WORDS = 4
DATED_LINES = 4
#: A slogan has so many words; the notice of rights below it is among so many last lines.
SLOGAN_WORDS, SLOGAN_LINES = 12, 6
#: How far into a line a dateline's bracket stands, in characters.
DATELINE = 60
#: The headline stands at most so many lines below a breadcrumb; it has so many words.
CRUMB_REACH = 3
TITLE_WORDS = 4
#: A ticker has less than this share of its words in the article; the headline this at least.
TICKER_SHARE, OWN_SHARE = 1 / 4, 1 / 3

_SIGNED = re.compile(r"(?:^|(?<=[.!؟?\"»”]))\s*[-–—]{0,2}\s*\(([^()\d:]{2,40})\)[\s.]*$")
_AGENCY = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(fold, ('وكالة', 'وكالات', 'أنباء', 'الأنباء', 'برس', 'نيوز')))}"
    r"|news|press|agency|agence)(?!\w)"
)
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)[^\s<>]{4,200}\s*")
#: Pieces of notices of rights.
RIGHTS = ("محفوظة", "©", "rights reserved", "copyright")
_RIGHTS = re.compile("|".join(RIGHTS), re.I)
_NAMED = re.compile(r"\s*((?:[^\W\d_]++ ?){1,4})(?:\.\.+|:| [-–—|] )\s*\w")
_CRUMB = re.compile(r"[/\\>»›|]")
_CRUMBS = re.compile(r"\s*[/\\>»›|]+\s*")
#: What opens urgent news, folded.
URGENT = frozenset(("عاجل", "خبر", "breaking", "urgent"))
_URGENT = re.compile(r"\W*(?:عاجل|خبر عاجل|breaking|urgent)\s*[|¦:]+\s*", re.I)


def agency_signature(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut an agency's name in brackets that closes the text, of an agency that no rule knows.

    It is an agency's where the dateline names it too, or where it says so itself.
    """
    for i in range(max(1, len(lines) - SIGNED_LINES), len(lines)):
        line = lines[i]
        found = _SIGNED.search(line.text[-2 * DATELINE :]) if ")" in line.text[-12:] else None
        if found is None or len(found[1].split()) > SIGNED_WORDS:
            continue
        alone = not line.text[: -len(found[0])].strip() and len(found[0]) >= len(line.text.rstrip())
        why = _of_agency(lines, found[1])
        if why and (not alone or lines[i - 1].ends_sentence):
            start = line.end - len(line.text[-2 * DATELINE :]) + found.start()
            yield Removal(start, line.end, "structure.agency-signature", why)


def _of_agency(lines: Sequence[Line], name: str) -> str:
    bracket = f"({' '.join(name.split())})"
    if any(bracket in line.text[: DATELINE + len(bracket)] for line in lines[:DATED_LINES]):
        return "the dateline names the same agency"
    return "it calls itself an agency" if _AGENCY.search(fold(name)) else ""


def slogan(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut the site's name and motto right above the notice of rights that names the site."""
    for i in range(max(2, len(lines) - SLOGAN_LINES), len(lines)):
        if _is_slogan(lines[i - 1], lines[i]) and _RIGHTS.search(lines[i].text):
            why = "a site's name and motto above the notice of rights that names it"
            yield Removal(lines[i - 1].start, lines[i - 1].end, "structure.slogan", why)


def _is_slogan(line: Line, notice: Line) -> bool:
    name = _NAMED.match(line.text)
    if name is None or not 3 <= line.count <= SLOGAN_WORDS or looks_like_sentence(line):
        return False
    return set(WORD.findall(fold(name[1]))) <= set(notice.words)


def closing_address(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut an address alone under the last sentence, which does not announce it."""
    if len(lines) < 3 or not _ADDRESS.fullmatch(lines[-1].text):
        return
    if ends_with_stop(lines[-2]) and looks_like_sentence(lines[-2]):
        why = "an address alone below the last sentence, which ends with a stop"
        yield Removal(lines[-1].start, lines[-1].end, "structure.closing-address", why)


def ticker(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut urgent news above the headline that the article does not tell."""
    found = _URGENT.match(lines[0].text) if len(lines) > 2 else None
    if (
        found is None
        or lines[0].opens not in URGENT
        or not looks_like_headline(lines[1])
        or not content_words(lines[0])
    ):
        return
    article = vocabulary_of([line for line in lines[2:] if looks_like_sentence(line)])
    told, own = shared(lines[0], article), shared(lines[1], article)
    if told < TICKER_SHARE and own >= OWN_SHARE:
        why = f"urgent news: {told:.0%} of its words in the article, of the line below {own:.0%}"
        yield Removal(lines[0].start, lines[0].end, "structure.ticker", why)


def crumbs(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut the way from the home page to the article, up to the headline at its end."""
    for i, line in enumerate(lines[:DATED_LINES]):
        if len(line.text) > 400 or not _CRUMB.search(line.text):
            continue
        parts = _CRUMBS.split(line.text.strip())
        if len(parts) < 2 or fold(parts[0]).strip() not in HOME:
            continue
        last = parts[-1].strip()
        again = any(bare(below) == fold(last) for below in lines[i + 1 : i + 1 + CRUMB_REACH])
        if again or len(last.split()) >= TITLE_WORDS:
            yield _crumb(line, parts, last, again=again)


def _crumb(line: Line, parts: Sequence[str], last: str, *, again: bool) -> Removal:
    end = line.end if again else line.start + line.text.rindex(last)
    why = f"the way from the home page, {len(parts) - 1} steps"
    return Removal(line.start, end, "structure.breadcrumb", why)

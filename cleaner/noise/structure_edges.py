"""What clings to the first and the last lines: page titles, labels, breadcrumbs, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.noise.page import Line
from cleaner.noise.structure_closing_end import end_of, furniture_share
from cleaner.noise.structure_lines import (
    bare,
    is_name,
    looks_like_headline,
    looks_like_sentence,
    presents_site,
)
from cleaner.noise.structure_terms import (
    CONNECTIVES,
    FOOTER_PHRASES,
    PLACES,
    SECTIONS,
    WEAK_PHRASES,
)

#: The edges of a page: so many solid lines at its start and its end.
EDGE = 4
#: A headline under a label has at least so many words: under a film's title stand its credits.
LABELLED_WORDS = 5
#: A glued breadcrumb is one word of at least so many letters.
GLUED_LETTERS = 10
#: A page title has at least so many words and stands again within so many characters.
TITLE_WORDS = 4
TITLE_REACH = 1500
TITLE_LENGTH = 600
TITLE_PARTS = 5
TITLE_BETWEEN = 400
#: What wide blanks part from a title is furniture by this share of its words.
WIDE_SHARE = 1 / 5
#: A sentence below an emptied heading has so many words.
SAID_WORDS = 8
#: A footer run together is in the last lines and shows so many different phrases: either near
#: its start, or to the end so many characters apart at most.
FOOTER_KINDS = 3
FOOTER_STRONG = 2
FOOTER_LINES = 3
FOOTER_NEAR = 120
FOOTER_LEAD = 60
FOOTER_APART = 300

# These letters only end words: inside one, they show that two words were glued.
_GLUE = re.compile(r"[ةى](?=[ء-ي]{2})")
_MARKED = re.compile(r"[^\w\s]")
_EMPTIED = re.compile(
    r"(?:[^\W\d_]+(?: [^\W\d_]+){0,3} ?(?:[:|¦][ \t]*|(?=(?:[ \t]*[,،|¦•·؛;/]){3})))?"
    r"(?:[ \t]*[,،|¦•·؛;/]){2,}[ \t]*"
)
BLANK = " \t\xa0" + "".join(map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF)))
#: What parts a title from the site's name; three characters, as long as the bars put for them.
_DIVIDERS = (" - ", " – ", " — ", " > ", " » ", "   ")
_PARTS = re.compile("[|¦]+")
_SENTENCE = re.compile(r"(?:[^\s|]+ ){9,}[^\s|]*[^\s|.] ?[.؟!]\s(?!\d)")
_STOPPED = re.compile(r"[.؟!]\s(?!\d)")
_TITLE_END = re.compile(r"\s*[|¦»\-–—]|[^\S\n]{3}")
_WIDE = re.compile(r"[^\S\n]{3}\s*\w")
_STOP = re.compile(r"[.!؟?|]\s*")
_HEADED = re.compile(r"[^:|]{3,20}[:|]\s*(?P<rest>\w{3}.*?)\s*$", re.DOTALL)
#: Headings over what else to read, and words that begin like "and" and do not say it.
READ_ON = frozenset(map(fold, ("اقرأ أيضا", "اقرأ / ي أيض ا")))
_NOUNS = frozenset(
    fold("وزير وزيرة وزارة وزراء وكالة وفد وفاة وصول واشنطن وحدة وحدات وثيقة ولاية").split()
)
_NO_TITLE = re.compile(r"[<=]|\.$")


def breadcrumb(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut names of sections or tags that were glued together, on a first or a last line."""
    for i, line in _edges(lines):
        if len(line.text) <= 120 and _is_glued(line, last=i >= len(lines) - EDGE):
            why = "names of sections or tags run together without blanks"
            yield Removal(line.start, line.end, "structure.breadcrumb", why)


def _edges(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    if len(lines) < 3:
        return []
    near = [i for i in range(len(lines)) if i < EDGE or i >= len(lines) - EDGE]
    return [(i, lines[i]) for i in near]


def _is_glued(line: Line, *, last: bool) -> bool:
    text = line.text.strip()
    if text.startswith("#") or "_" in text or line.count > 12 or line.ends_sentence:
        return False
    if line.count == 1:
        return len(text) >= GLUED_LETTERS and _made_of_names(bare(line))
    glued = len(_GLUE.findall(text))
    return glued >= 2 or (last and glued == 1 and not _MARKED.search(text))


def _made_of_names(token: str) -> bool:
    """Tell whether names of sections and places make up a token: three or more, or all of it."""
    reach: list[int] = [0] + [-1] * len(token)
    for i in range(len(token)):
        if reach[i] < 0:
            continue
        for length in range(2, min(20, len(token) - i) + 1):
            if token[i : i + length] in _PIECES:
                reach[i + length] = max(reach[i + length], reach[i] + 1)
    return reach[-1] >= 2 and len(token) >= GLUED_LETTERS


_PIECES = frozenset(name.replace(" ", "") for name in SECTIONS | PLACES if not name.isascii())


def label_above_headline(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut one stray word above the headline: a brand's name in Latin letters, or a section's."""
    if len(lines) < 3 or lines[0].count != 1 or len(lines[0].text.strip()) > 20:
        return
    if not (_is_latin(lines[0]) or _is_section(lines[0])):
        return
    if lines[1].count < LABELLED_WORDS or not looks_like_headline(lines[1]):
        return
    if any(map(looks_like_sentence, lines[2 : 2 + EDGE])):
        why = f"one word alone above a headline of {lines[1].count} words"
        yield Removal(lines[0].start, lines[0].end, "structure.label-above-headline", why)


def _is_latin(line: Line) -> bool:
    word = bare(line)
    return word.isascii() and word.isalpha()


def _is_section(line: Line) -> bool:
    return is_name(line) and line.text[:1] != "#" and bare(line) not in _SPOKEN


#: Names that are as likely to open a post or a headline as to stand above it.
_SPOKEN = frozenset(("عاجل", "حوار", "راي", "خاص"))


def emptied_list(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut a heading that lost its list: nothing but separators is left of it."""
    for line in lines:
        if len(line.text) <= 200 and line.text.strip()[-1:] in SEPARATORS and _is_emptied(line):
            why = "separators whose items are gone"
            yield Removal(line.start, line.end, "structure.emptied-list", why)


SEPARATORS = tuple(",،|¦•·؛;/")


def _is_emptied(line: Line) -> bool:
    return bool(_EMPTIED.fullmatch(line.text.strip()))


def page_title(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut a page's title (and site, section, date) before the headline that repeats it."""
    titles = _titles(lines[0].text) if lines else []
    head = _head(lines) if titles else ""
    for start, title in titles:
        last = head.rfind(title, start + len(title))
        if last > start and _parted(head[:start], head[start + len(title) : last]):
            last -= _said_before(head[:start], head[:last])
            why = f"the headline ({len(title.split())} words) stands again {last - start} further"
            yield Removal(lines[0].start, lines[0].start + last, "structure.page-title", why)
            return


def _said_before(first: str, again: str) -> int:
    """Give how much of the headline stands before the part that was found: a dash cut it."""
    same = 0
    for a, b in zip(reversed(first), reversed(again), strict=False):
        if a != b or a == "\n":
            break
        same += 1
    said = again[len(again) - same :]
    if same < len(again) and not again[-same - 1].isspace():
        said = said.partition(" ")[2]  # from a whole word on
    said = said.lstrip(BLANK + "|¦-–—>»:")
    return len(said) if any(map(str.isalpha, said)) else 0


def _head(lines: Sequence[Line]) -> str:
    """Give the text from the first line on, with its own offsets, as far as a title may reach."""
    pieces, at = [], lines[0].start
    for line in lines:
        pieces += ["\n" * (line.start - at), line.text]
        at = line.end
        if at - lines[0].start > TITLE_REACH:
            break
    return "".join(pieces)[:TITLE_REACH]


def _parted(before: str, between: str) -> bool:
    """Tell whether what stands before and between two printings of a headline is furniture.

    It is where a bar, a dash or wide blanks follow the first or stand before both, and where
    nothing parts the two; a line break is not (a headline repeated on the next line), nor is
    a whole sentence.
    """
    if between.count(" ") > TITLE_BETWEEN or not _divided(before, between):
        return False
    return not (_STOPPED.search(between) and _SENTENCE.search(between))


def _divided(before: str, between: str) -> bool:
    if between.rstrip().endswith((":", before.strip() or ":")):
        return False  # quoted again, or the whole line again
    if not between.strip():
        return "\n" not in between
    if _WIDE.match(between):  # nothing but blanks parts them: so they do a poem's verses
        return between.endswith("   ") and furniture_share(between) >= WIDE_SHARE
    if before.strip() or _TITLE_END.match(between):
        return True
    return between.endswith(("| ", "|", "   "))


def _titles(line: str) -> list[tuple[int, str]]:
    """Give the parts of the first line that may be the page's title, with their offsets."""
    first = line[:TITLE_LENGTH]
    for divider in _DIVIDERS:
        if divider[1] in first:
            first = first.replace(divider, "|||")
    parts = _PARTS.split(first, maxsplit=TITLE_PARTS) if "|" in first else [first]
    made, at = [], 0
    for part in parts:
        title = _undoubled(part.strip(BLANK))
        if TITLE_WORDS <= title.count(" ") + 1 <= TITLE_WORDS * 6 and not _NO_TITLE.search(title):
            made.append((first.find(title, at), title))
        at = first.find(part, at) + len(part)
    return made


def _undoubled(title: str) -> str:
    """Give the first half of a title that is said twice in a row, else the title."""
    opening = " ".join(title.split(" ", TITLE_WORDS)[:TITLE_WORDS])
    again = title.find(opening, 1)
    half = title[:again].strip() if again > 0 else ""
    return half if half and title.startswith(half, again) else title


def about_us(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut a closing paragraph by which the site presents itself, with its name above it."""
    for i in range(max(2, len(lines) - EDGE - 1), len(lines)):
        if presents_site(lines[i]):
            first = i - 1 if _is_site_name(lines[i - 1]) else i
            why = "a closing paragraph that presents a site"
            yield Removal(lines[first].start, lines[i].end, "structure.about-us", why)


def _is_site_name(line: Line) -> bool:
    return line.count <= 4 and not line.ends_sentence


def footer_run(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut the footer that a page's last lines run together: many furniture phrases, close by."""
    last = [end_of(line) for line in lines[max(1, len(lines) - FOOTER_LINES) :]]
    if not _smells("\n".join(line.text for line in last)):
        return
    hits = [hit for line in last for hit in _hits(line)]
    while _enough(hits):
        if _goes_on(last, hits):
            hits = hits[1:]
            continue
        if _clustered(hits) or (_begun(hits) and _dense(hits, last[-1].end)):
            kinds = len({phrase for _, phrase in hits})
            why = f"{kinds} different phrases of a page's footer run together"
            start = sentence_start(last, hits[0][0])
            yield Removal(start, last[-1].end, "structure.footer-run", why)
            return
        hits = hits[1:]


def _goes_on(lines: Sequence[Line], hits: Sequence[tuple[int, str]]) -> bool:
    """Tell whether the article goes on below the first phrase, a heading whose links are gone."""
    line = next(line for line in lines if line.start <= hits[0][0] < line.end)
    below = line.text[hits[0][0] - line.start : hits[1][0] - line.start]
    said = _HEADED.match(below)
    if not said or hits[0][1] not in READ_ON:
        return False
    words = said["rest"].split()
    first = fold(words[0])
    told = first in CONNECTIVES or (first[0] == "و" and first not in _NOUNS)
    return told and len(words) >= SAID_WORDS and words[-1][-1] == "."


def _enough(hits: Sequence[tuple[int, str]]) -> bool:
    kinds = {phrase for _, phrase in hits}
    return len(kinds) >= FOOTER_KINDS and len(kinds - WEAK_PHRASES) >= FOOTER_STRONG


def sentence_start(lines: Sequence[Line], at: int) -> int:
    """Go back over a few words to where the sentence or the line starts that a phrase stands in."""
    line = next(line for line in lines if line.start <= at < line.end)
    before = line.text[: at - line.start]
    stop = max((mark.end() for mark in _STOP.finditer(before)), default=0)
    lead = before[stop:].strip()
    goes_on = lead[:1] == "و" or fold(lead.partition(" ")[0]) in CONNECTIVES
    return at if goes_on or len(lead) > FOOTER_LEAD else line.start + stop


def _smells(text: str) -> bool:
    """Look quickly, before anything is folded, for what nearly every footer has at its end."""
    end = text[-FOOTER_APART:]
    if not any(word in end for word in FOOTER_WORDS):
        return False
    return len([word for word in FOOTER_WORDS if word in text]) >= FOOTER_STRONG


def _hits(line: Line) -> list[tuple[int, str]]:
    folded = line.folded
    present = [phrase for phrase in FOOTER_PHRASES if phrase in folded]
    if not present:
        return []
    wanted = "|".join(rf"(?<!\w){re.escape(phrase)}" for phrase in present)
    found = re.finditer(wanted, line.map.text)
    return [(line.start + line.map.span(m.start(), m.end())[0], m.group()) for m in found]


def _clustered(hits: Sequence[tuple[int, str]]) -> bool:
    """Tell whether the first phrases stand close together: a footer begins, whatever follows."""
    near = {phrase for at, phrase in hits if at - hits[0][0] <= FOOTER_NEAR}
    return len(near) >= FOOTER_KINDS


def _begun(hits: Sequence[tuple[int, str]]) -> bool:
    """Tell whether the first phrase begins a footer: a weak one may be a sentence's own."""
    return hits[0][1] not in WEAK_PHRASES or hits[1][0] - hits[0][0] <= FOOTER_NEAR // 2


def _dense(hits: Sequence[tuple[int, str]], end: int) -> bool:
    """Tell whether the phrases follow each other to the end without a wide gap."""
    bounds = [*(at for at, _ in hits), end]
    return all(b - a <= FOOTER_APART for a, b in pairwise(bounds))


FOOTER_WORDS = (
    "محفوظ",
    "كثر قراءة",
    "كثر مشا",
    "دلالية",
    "مفتاحية",
    "لخصوصية",
    "تابعون",
    "تابعنا",
    "تعليقات",
    "لنشرة البريد",
    "أقسام الموقع",
    "opyright",
    "eserved",
    "صفحتنا",
    "owered by",
    "أحدث المقال",
    "قع التواصل",
    "رئيس التحرير",
    "تواصل معنا",
    "حظر نشر",
    "متعلقة",
    "كلمة المرور",
    "نشرها",
    "لمتابعتكم",
    "ذات صلة",
)

"""Text printed twice: captions, headlines, sentences, paragraphs and pull-quotes.

Only an exact repeat (after folding, punctuation aside) is one. Short lines may repeat on
purpose, as refrains, chants and answers do, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.article import Removal
from cleaner.language.words import WORD
from cleaner.noise.page import Line
from cleaner.noise.structure_lines import HEADLINE_WORDS, ends_with_stop, looks_like_sentence
from cleaner.noise.thresholds import DEFAULTS, Thresholds

#: A line repeated next to itself has this many words at least; shorter ones may be said twice,
#: but not among the first lines, where datelines and bylines stand.
NEXT_WORDS = 4
TOP = 4
#: A paragraph repeated next to itself has this many words at least.
PARAGRAPH_WORDS = 12
#: Lines repeated further down, at one distance, have this many words together at least: decrees,
#: cables and prayers repeat their formulas.
RUN_WORDS = 60
#: The headline may be printed again within so many lines below itself.
HEADLINE_REACH = 5
#: So many unpunctuated short lines in a row make a poem or a list, where lines may repeat.
VERSE_LINES = 4
#: A pull-quote has so many words; a share of its runs of four words stands elsewhere.
QUOTE_WORDS = (8, 60)
QUOTE_RUN = 4
#: It stands near the paragraph it is taken from, at most so many lines away.
QUOTE_NEAR = 3
#: Pull-quotes stand below the headline and the standfirst.
QUOTE_FROM = 3
#: A sentence repeated right after itself, inside a line, has this many words at least.
SENTENCE_WORDS = 8
#: A pull-quote's speaker has so many words after the quotation at most, name and office.
SPEAKER_WORDS = 12
_ROLE = re.compile(r"\s[-–—]\s|[،,|/]\s?\w")
LOOK = 24
#: Marks around a line that do not tell it from another.
TRIMMED = " \t\r:：.،"
OPEN_ENDS = ("،", ",", ":", "؛")
QUOTES = tuple('"“”«»‘’„')


def repeats(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut the second printing of a line, a headline, a paragraph or the whole text."""
    if _any_twice(lines):
        yield from _repeated_lines(lines)


def doubled_sentences(lines: Sequence[Line]) -> Iterator[Removal]:
    """Cut sentences and paragraphs that are said again right after themselves, in one line."""
    for line in lines:
        if len(line.text) > 120 and _sentence_twice(line.text):
            yield from _tandem(line)


def _any_twice(lines: Sequence[Line]) -> bool:
    keys = [_key(line) for line in lines]
    return len(set(keys)) < len(keys)


def _key(line: Line) -> str:
    """Give a cheap key that equal lines share; long lines are told apart by their ends."""
    text = line.text
    return text.strip(TRIMMED) if len(text) < 200 else text[:60] + text[-60:]


def _repeated_lines(lines: Sequence[Line]) -> Iterator[Removal]:
    back = _distances(lines)
    runs = _run_words(lines, back)
    kept = 0
    for i, line in enumerate(lines):
        next_to = i - back[i] == kept
        reason = _why_gone(lines, i, back[i], runs[i], next_to=next_to) if back[i] else None
        if reason:
            yield Removal(line.start, line.end, *reason)
        else:
            kept = i


def _distances(lines: Sequence[Line]) -> list[int]:
    """For each line, how many lines above the same words stood first; 0 for none."""
    first: dict[tuple[str, ...], int] = {}
    return [
        i - first.setdefault(line.words, i) if len(line.words) >= _needed(i) else 0
        for i, line in enumerate(lines)
    ]


def _needed(i: int) -> int:
    """Give the words a line needs to count as repeated: fewer at the very top."""
    return 2 if i < TOP else NEXT_WORDS


def _run_words(lines: Sequence[Line], back: Sequence[int]) -> list[int]:
    """For each repeated line, the words of the run of lines repeated at the same distance."""
    words, start = [0] * len(lines), 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or back[i] != back[start]:
            total = sum(len(line.words) for line in lines[start:i])
            words[start:i] = [total] * (i - start)
            start = i
    return words


def _why_gone(
    lines: Sequence[Line], i: int, back: int, run: int, *, next_to: bool
) -> tuple[str, str] | None:
    count = len(lines[i].words)
    if back > 1 and lines[i - 1].text.rstrip().endswith(":"):
        return None  # quoted again
    if (next_to and count >= PARAGRAPH_WORDS) or run >= RUN_WORDS:
        return "structure.doubled-paragraph", f"{count} words printed before, {back} lines above"
    if _in_verse(lines, i):
        return None
    if next_to:
        return "structure.repeated-caption", f"the line above says the same {count} words"
    if back == i <= HEADLINE_REACH and NEXT_WORDS <= count <= HEADLINE_WORDS:
        return "structure.repeated-headline", f"the first line's {count} words again"
    return None


def _in_verse(lines: Sequence[Line], i: int) -> bool:
    """Tell whether a line stands among short lines without stops: a poem, a chant, a list."""
    run = 1
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(lines) and run < VERSE_LINES and _is_verse(lines[j]):
            run, j = run + 1, j + step
    return run >= VERSE_LINES and _is_verse(lines[i])


def _is_verse(line: Line) -> bool:
    return len(line.text) <= 80 and line.count <= 10 and not ends_with_stop(line)


def _sentence_twice(text: str) -> bool:
    pieces = text.split(".")
    if len(pieces) < 3:
        return False
    pieces = [piece.strip() for piece in pieces if len(piece) > 40]
    return len(set(pieces)) < len(pieces)


def _tandem(line: Line) -> Iterator[Removal]:
    """Find runs of words that are said again right after themselves, in linear time."""
    found = list(WORD.finditer(line.map.text))
    said = [match.group() for match in found]
    links = _links(said)
    runs = _runs(links)
    starts = [match.start() for match in found] + [len(line.map.text)]
    i = 0
    while i < len(said):
        period = links[i]
        if period < SENTENCE_WORDS or runs[i] <= period - SENTENCE_WORDS:
            i += 1
            continue
        start, end = line.map.span(starts[i], starts[i + period])
        why = f"{period} words said again right after themselves"
        yield Removal(line.start + start, line.start + end, "structure.doubled-paragraph", why)
        i += period


def _links(said: Sequence[str]) -> list[int]:
    """For each word, how far back the same run of words (SENTENCE_WORDS long) stood last."""
    last: dict[tuple[str, ...], int] = {}
    links = [0] * len(said)
    for i in range(len(said) - SENTENCE_WORDS + 1):
        key = tuple(said[i : i + SENTENCE_WORDS])
        links[i] = i - last.get(key, i)
        last[key] = i
    return links


def _runs(links: Sequence[int]) -> list[int]:
    """For each word, how many links from it on are equal."""
    runs = [1] * len(links)
    for i in range(len(links) - 2, -1, -1):
        if links[i] == links[i + 1]:
            runs[i] = runs[i + 1] + 1
    return runs


def pull_quotes(lines: Sequence[Line], *, thresholds: Thresholds = DEFAULTS) -> Iterator[Removal]:
    """Cut a line of its own that only says again what a longer line of the article says."""
    for i in range(QUOTE_FROM, len(lines)):
        if _may_quote(lines[i], lines[i - 1]):
            share = _share_nearby(lines, i)
            if share >= thresholds.quote_share:
                why = f"{share:.0%} of its runs of {QUOTE_RUN} words stand in one other line"
                yield Removal(lines[i].start, lines[i].end, "structure.pull-quote", why)


def _may_quote(line: Line, above: Line) -> bool:
    if not 2 * LOOK <= len(line.text) <= 800 or line.text.rstrip()[-1:] in OPEN_ENDS:
        return False
    if ends_with_stop(line) and line.text.lstrip()[:1] not in QUOTES:
        return False
    return QUOTE_WORDS[0] <= line.count <= QUOTE_WORDS[1] and above.ends_sentence


def _middle(line: Line) -> str:
    """Give a piece of the line from its first half: the quotation, before its speaker."""
    return line.text[len(line.text) // 4 :][:LOOK]


def _share_nearby(lines: Sequence[Line], i: int) -> float:
    piece, own = _middle(lines[i]), _grams(lines[i])
    for j in range(max(0, i - QUOTE_NEAR), min(len(lines), i + QUOTE_NEAR + 1)):
        if j != i and piece in lines[j].text and looks_like_sentence(lines[j]):
            grams = set(_grams(lines[j]))
            # A line that its next paragraph repeats is a subheading.
            if not own or j == i + 1:
                return 0.0
            told = [gram in grams for gram in own]
            return 1.0 if _signed(lines[i], told, lines[j]) else sum(told) / len(told)
    return 0.0


def _signed(line: Line, told: Sequence[bool], source: Line) -> bool:
    """Tell whether a line is words of another line, then its speaker's name and who that is."""
    said = told.index(False) + QUOTE_RUN - 1 if False in told else 0
    tail = line.words[said:]
    if said < QUOTE_WORDS[0] or not 2 <= len(tail) <= SPEAKER_WORDS:
        return False
    return tail[0] in source.words and bool(_ROLE.search(line.text))


def _grams(line: Line) -> list[tuple[str, ...]]:
    words = line.words
    return [words[k : k + QUOTE_RUN] for k in range(len(words) - QUOTE_RUN + 1)]

"""A scraped page as lines: what rules and structural detectors look at.

A page is cheap to build; everything dear (folding, words) is worked out when it is first asked
for, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from cleaner.article import Removal
from cleaner.language.fold import Folded, fold, fold_with_offsets
from cleaner.language.words import WORD

#: Folded characters that end a sentence.
TERMINAL = ".!?"
#: Folded characters that may stand after the end of a sentence: quotes, brackets, blanks.
CLOSING = '")]}> \t'

#: A run of blanks that may stand for a line break.
WIDE = "   "
_GAP = re.compile(r"[^\S\n]{3,}")


@dataclass(eq=False)
class Line:
    """One line of a page.

    ``start`` and ``end`` are code point offsets into the page's text, half open, without the
    newline; ``text`` is exactly that slice. Treat a line as frozen.
    """

    index: int
    start: int
    end: int
    text: str

    @cached_property
    def folded(self) -> str:
        """The folded text with outer blanks cut: for whole-line matching and comparing."""
        return self.view.strip()

    @cached_property
    def view(self) -> str:
        """The folded text, outer blanks kept: the text of ``map``."""
        return fold(self.text)

    @cached_property
    def map(self) -> Folded:
        """The folded text (outer blanks kept) with the way back to offsets into ``text``."""
        return fold_with_offsets(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(WORD.findall(self.folded))

    @cached_property
    def count(self) -> int:
        """The number of words, blanks between them (cheap: nothing is folded)."""
        return len(self.text.split())

    @cached_property
    def blank(self) -> bool:
        """Whether nothing but blanks and invisible marks is on the line."""
        return not self.text or self.text.isspace() or (len(self.text) < 20 and not self.folded)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether the line ends like a sentence: a terminal mark, then at most closing marks."""
        tail = fold(self.text[-12:]).rstrip(CLOSING)
        return bool(tail) and tail[-1] in TERMINAL

    @cached_property
    def opens(self) -> str:
        """The first folded word, or nothing."""
        return self.words[0] if self.words else ""


@dataclass(eq=False)
class Page:
    """A page to be cleaned. Treat it as frozen.

    ``text`` is the original, never changed; ``title`` and ``site`` are what the input's metadata
    say, if anything.
    """

    text: str
    title: str | None = None
    site: str | None = None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, blank ones among them."""
        made, start = [], 0
        for index, text in enumerate(self.text.split("\n")):
            end = start + len(text)
            made.append(Line(index, start, end, text))
            start = end + 1
        return tuple(made)

    @cached_property
    def solid(self) -> tuple[Line, ...]:
        """The lines that are not blank, in order."""
        return tuple(line for line in self.lines if not line.blank)

    @cached_property
    def units(self) -> tuple[Line, ...]:
        """The solid lines, cut up where runs of blanks stand for what were line breaks.

        Some scrapers turn tags into blanks and keep a page on one line or a few. Each unit has an
        index of its own.
        """
        if self.text.count(WIDE) < 3:
            return self.solid
        made: list[Line] = []
        for line in self.solid:
            made += _pieces(line, len(made))
        return tuple(made)

    @cached_property
    def places(self) -> dict[int, int]:
        """From a unit's index to its place among the units."""
        return {line.index: place for place, line in enumerate(self.units)}

    @cached_property
    def folded_title(self) -> str:
        """The folded title, or nothing."""
        return fold(self.title or "").strip()


def _pieces(line: Line, index: int) -> list[Line]:
    """Cut a line where three blanks or more stand; the pieces have no blanks around them."""
    made: list[Line] = []
    at = 0
    for gap in (*_GAP.finditer(line.text), None):
        end = gap.start() if gap else len(line.text)
        piece = Line(index + len(made), line.start + at, line.start + end, line.text[at:end])
        if not piece.blank:
            made.append(piece)
        at = gap.end() if gap else end
    return made


#: A detector looks at a page and names spans that are not the article. A span may be whole lines
#: (from ``lines[i].start`` to ``lines[j].end``) or a part of one line; the cleaner itself takes
#: care of the newlines around whole lines, of order and of overlap. A detector is pure, keeps
#: nothing between calls, takes linear time and names only what it has evidence for.
Detector = Callable[[Page], Iterable[Removal]]

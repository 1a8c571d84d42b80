"""A scraped page as lines: what rules and structural detectors look at.

A page is cheap to build; everything dear (folding, words) is worked out when it is first asked
for, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from cleaner.article import Removal
from cleaner.language.fold import Folded, fold
from cleaner.language.words import WORD
from cleaner.noise.feasible import LETTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Folded characters that end a sentence.
TERMINAL = ".!?"
#: Folded characters that may stand after the end of a sentence: quotes, brackets, blanks.
CLOSING = '")]}> \t'

#: So many characters are folded to see a line's first or last few letters; a line of few is folded
#: whole, since what asks for its letters asks for all of them next.
EDGE, FOLDED = 16, 200

#: What opens an item of a list.
_ITEM_MARKS = tuple("-–—•*▪■●")

#: A line with a result has so many words at most.
ENTRY_WORDS = 8
# Not a date, a time of day with its minutes after it, or a span of years.
_RESULT = re.compile(r"(?<![\d:/.\-])\d{1,3} ?[-:\u2013] ?\d{1,3}(?! ?[-:/.]?\d)")

#: A run of blanks that may stand for a line break.
WIDE = "   "
# Written so that the engine finds its first character quickly.
_GAP = re.compile(r"[^\S\n][^\S\n]{2,}")

#: Marks that no reader sees; a line of nothing else is blank.
INVISIBLE = " \t\r\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"
#: So many numbers tell of a unit: its start, end, line's index (the third) and words.
SPAN, INDEX = 4, 2
#: Where something stands in a text.
Spans = list[tuple[int, int]]
_Value = TypeVar("_Value")


class lazy(Generic[_Value]):  # noqa: N801 - it reads like the decorator that it is
    """An attribute that is worked out when first asked for.

    As :class:`functools.cached_property` was meant, without its lock: pages have many lines.
    """

    def __init__(self, work: Callable[[Any], _Value]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> _Value:
        """Work the value out and leave it where the next look finds it first."""
        if owner is None:
            return self  # type: ignore[return-value]
        value = self.work(owner)
        setattr(owner, self.name, value)  # a dictionary of its own would be one object more
        return value


def is_wide(text: str) -> bool:
    """Tell whether runs of blanks stand for what were line breaks in a text."""
    return WIDE in text and text.count(WIDE) >= 3


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

    @lazy
    def folded(self) -> str:
        """Give the folded text with outer blanks cut: for whole-line matching and comparing."""
        return self.view.strip()

    @lazy
    def view(self) -> str:
        """Give the folded text, outer blanks kept: the text of ``map``."""
        return fold(self.text)

    def seen(self, window: tuple[int, int]) -> str:
        """Give the folded text of a part of the line: several rules look at the same one."""
        start, end = window
        if end - start == len(self.text):
            return self.view
        if window not in self._seen:
            self._seen[window] = fold(self.text[start:end])
        return self._seen[window]

    @lazy
    def _seen(self) -> dict[tuple[int, int], str]:
        return {}

    @lazy
    def map(self) -> Folded:
        """Give the folded text (outer blanks kept) with the way back to offsets into ``text``."""
        return Folded(self.text, self.view)

    @lazy
    def words(self) -> tuple[str, ...]:
        """Give the folded words."""
        return tuple(WORD.findall(self.folded))

    @lazy
    def count(self) -> int:
        """Give the number of words, blanks between them (cheap: nothing is folded)."""
        return len(self.text.split())

    @lazy
    def blank(self) -> bool:
        """Tell whether nothing but blanks and invisible marks is on the line."""
        return is_blank(self.text)

    @lazy
    def ends_sentence(self) -> bool:
        """Tell whether a terminal mark, then at most closing marks, ends the line."""
        tail = fold(self.text[-12:]).rstrip(CLOSING)
        return bool(tail) and tail[-1] in TERMINAL

    @lazy
    def opening(self) -> str:
        """Give the first few folded letters, blanks too, without folding a long line."""
        return (self.view if len(self.text) <= FOLDED else fold(self.text[:EDGE]))[:LETTERS]

    @lazy
    def first(self) -> str:
        """Give the first few folded letters, blanks before them cut."""
        if len(self.text) <= FOLDED:
            return self.folded[:LETTERS]
        return fold(self.text[:EDGE]).lstrip()[:LETTERS]

    @lazy
    def closing(self) -> str:
        """Give the last few folded letters, blanks after them cut."""
        if len(self.text) <= FOLDED:
            return self.folded[-LETTERS:]
        return fold(self.text[-EDGE:]).rstrip()[-LETTERS:]

    @lazy
    def last(self) -> str:
        """Give the last folded letter, blanks after it cut, or nothing."""
        return _last(self.text[-3:]) or self.folded[-1:]

    @lazy
    def opens(self) -> str:
        """Give the first folded word, or nothing."""
        return self.words[0] if self.words else ""


@lru_cache(1 << 12)
def _last(ending: str) -> str:
    """Give the last folded letter of a text's end; nothing where only what is cut stands there."""
    return fold(ending).strip()[-1:]


_Kept = TypeVar("_Kept")
_MISSING = object()


def once(work: Callable[[Line], _Kept]) -> Callable[[Line], _Kept]:
    """Keep what a pure function of a line gives with the line, since steps ask again."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def known(line: Line) -> _Kept:
        kept: Any = getattr(line, name, _MISSING)
        if kept is _MISSING:
            kept = work(line)
            setattr(line, name, kept)
        value: _Kept = kept
        return value

    return known


def is_blank(text: str) -> bool:
    """Tell whether nothing but blanks and invisible marks is in a text."""
    return not text or text.isspace() or not text.strip(INVISIBLE)


class Scrape(NamedTuple):
    """A scraped text as it comes, with what is known of it."""

    text: str
    title: str | None = None
    site: str | None = None
    reference_date: date | str | None = None


def is_item(line: Line) -> bool:
    """Tell whether a line is marked as an item of a list."""
    return line.text.lstrip()[:1] in _ITEM_MARKS


def is_entry(line: Line) -> bool:
    """Tell whether a line is an item of a list or a result of a game, as articles list them."""
    return is_item(line) or (line.count <= ENTRY_WORDS and bool(_RESULT.search(line.folded)))


@dataclass(eq=False)
class Page:
    """A page to be cleaned. Treat it as frozen.

    ``text`` is the original, never changed; ``title`` and ``site`` are what the input's metadata
    say, if anything. ``asleep`` names the detectors and structural steps that are known to find
    nothing on it; ``gate``, if there is one, names those that find nothing on what is left of it.
    ``known`` keeps where rules match texts, and ``ready`` which may, of those that are called for:
    the pages of a text's rounds share them.
    """

    text: str
    title: str | None = None
    site: str | None = None
    asleep: frozenset[str] = frozenset()
    gate: Callable[[Sequence[Line]], frozenset[str]] | None = None
    known: dict[tuple[str, str], Spans] = field(default_factory=dict)
    ready: dict[tuple[str | int, ...], Any] = field(default_factory=dict)

    @lazy
    def lines(self) -> tuple[Line, ...]:
        """Give all lines, blank ones among them."""
        return tuple(self._made(keep_blank=True))

    @lazy
    def solid(self) -> tuple[Line, ...]:
        """Give the lines that are not blank, in order, each with its index among all lines."""
        standing: Sequence[Line] | None = self.__dict__.get("standing")
        return tuple(self._made(keep_blank=False) if standing is None else standing)

    def _made(self, *, keep_blank: bool) -> Iterator[Line]:
        start = 0
        for index, text in enumerate(self.text.split("\n")):
            end = start + len(text)
            if keep_blank or not is_blank(text):
                yield Line(index, start, end, text)
            start = end + 1

    @lazy
    def units(self) -> Sequence[Line]:
        """Give the solid lines, cut up where runs of blanks stand for what were line breaks.

        Some scrapers turn tags into blanks and keep a page on one line or a few. Each unit has an
        index of its own.
        """
        if not is_wide(self.text):
            return self.solid
        made: list[Line] = []
        for line in self.solid:
            made += _pieces(line, len(made))
        return tuple(made)

    def cut_at(self, spans: NDArray[np.int64], *, wide: bool) -> None:
        """Take over units that a scan has found: start, end, line's index and words of each."""
        self.units = laid = Laid(self.text, spans.ravel().tolist())
        self.places = laid.places()
        if not wide:
            self.standing = laid

    @lazy
    def standing(self) -> Sequence[Line]:
        """Give the solid lines; where a scan has found them, each is made when asked for."""
        return self.solid

    @lazy
    def places(self) -> dict[int, int]:
        """Lead from a unit's index to its place among the units."""
        return {line.index: place for place, line in enumerate(self.units)}

    @lazy
    def folded_title(self) -> str:
        """Give the folded title, or nothing."""
        return fold(self.title or "").strip()


class Laid(Sequence[Line]):
    """Lines whose places a scan has found, each made when it is first asked for."""

    def __init__(self, text: str, spans: list[int]) -> None:
        self._text, self._spans = text, spans
        self._made: list[Line | None] = [None] * (len(spans) // SPAN)

    def places(self) -> dict[int, int]:
        """Lead from a line's index to its place."""
        indices = self._spans[INDEX::SPAN]
        return dict(zip(indices, range(len(indices)), strict=True))

    def __len__(self) -> int:
        """Give how many they are."""
        return len(self._made)

    def __iter__(self) -> Iterator[Line]:
        """Give the lines in order."""
        for place, line in enumerate(self._made):
            yield line or self._line(place)

    @overload
    def __getitem__(self, place: int) -> Line: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Line, ...]: ...

    def __getitem__(self, place: int | slice) -> Line | tuple[Line, ...]:
        """Give a line, or some."""
        if isinstance(place, slice):
            return tuple([self[each] for each in range(*place.indices(len(self._made)))])
        return self._made[place] or self._line(place if place >= 0 else len(self._made) + place)

    def _line(self, place: int) -> Line:
        # As its own constructor does it, in half the time: a batch has very many lines.
        line: Line = object.__new__(Line)
        start, end, line.index, count = self._spans[SPAN * place : SPAN * place + SPAN]
        line.start, line.end, line.text = start, end, self._text[start:end]
        line.count = count
        self._made[place] = line
        return line


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

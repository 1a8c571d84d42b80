"""How much a match costs: decided from the lines around it, with the evidence in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.noise.evidence import (
    is_label,
    is_sentence,
    is_stamp,
    kind,
    opens_with_connective,
    stops,
    vocabulary,
)
from cleaner.noise.page import Line, Page, is_entry, is_item
from cleaner.noise.rule import At, Rule, Scope

#: A second article has at least so many sentences.
ARTICLE_SENTENCES = 3
#: How near above a related heading the article's own end marks must stand, in solid lines.
END_MARKS_WITHIN = 3
#: A label's list has at most so many items; a poll has so many answers at least.
MOST_ITEMS, POLL_ANSWERS = 12, 2
#: A list that goes on below a heading has an entry among so many lines above it.
LISTED = 4
#: It is looked at for so many lines.
SECOND_WITHIN = 60
#: A second article's first paragraph shares this share of its headline's words, at least.
HEADLINE_SHARE = 1 / 4
#: A stamp under the first sentence of a page (its standfirst) stands so many lines above the next.
HEAD_LINES = 3
#: Above so few lines what announces a list is looked for anew, further down once for the page.
FIRST_LINES = 8
#: Without end marks, the two articles have so many different words each, at least, share less
#: than this of the smaller one's and less than that of the words the first keeps saying. Of the
#: second halves of articles 3 % are so far from their first halves, of other articles 66 %.
APART_WORDS, APART_SHARE, APART_THEME = 20, 1 / 8, 1 / 4
#: A sentence returns to an article by so many of its words, if they are a third of its own.
RETURN_WORDS = 4
#: A line of so many words that a stop ends is one of the article's sentences.
SAID_WORDS = 3
#: A name is known by its first two words, in a line of few words among the first ones.
NAME_WORDS, BYLINE_WORDS, BYLINES = 2, 8, 10
_BY = frozenset(fold("by par por von di автор yazan haber كتب كتبت بقلم كتابة تحرير إعداد").split())
#: Categories of lines that stand after the end of an article.
END_MARKS = frozenset({"source-credit", "tag-list", "share-bar", "copyright", "follow-us"})


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's pattern met on a line; ``start`` and ``end`` are offsets into the page's text."""

    rule: Rule
    line: Line
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a match costs; ``embedded`` is a whole second article inside the removal."""

    removal: Removal
    embedded: tuple[int, int] | None = None


@dataclass(frozen=True)
class Around:
    """The solid lines of a page, and which are noise of their own: worked out once a page."""

    page: Page
    claimed: Mapping[int, str]

    @property
    def lines(self) -> Sequence[Line]:
        """The units of the page: its solid lines, as a rule."""
        return self.page.units

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """For each place, the first place from there on that is a sentence of the article."""
        lines = tuple(self.lines)
        made = [len(lines)] * (len(lines) + 1)
        for place in range(len(lines) - 1, -1, -1):
            line = lines[place]
            goes_on = line.index in self.claimed or not is_sentence(line)
            made[place] = made[place + 1] if goes_on else place
        return tuple(made)

    def announces(self, place: int) -> bool:
        """Tell whether a line above a place announces a list; of the first lines, few are asked."""
        if place > FIRST_LINES:
            return self.announced < place
        return any(map(_announces, self.lines[:place]))

    @cached_property
    def announced(self) -> int:
        """The first place of a line that announces a list, or the number of lines."""
        places = (place for place, line in enumerate(self.lines) if _announces(line))
        return next(places, len(self.lines))

    @cached_property
    def opened(self) -> int:
        """The place of the first sentence, whatever claims it, or the number of lines."""
        return self._sentence(0)

    @cached_property
    def begun(self) -> int:
        """The place of the second sentence, or the number of lines."""
        return self._sentence(self.opened + 1)

    def _sentence(self, start: int) -> int:
        places = range(start, len(self.lines))
        return next((at for at in places if is_sentence(self.lines[at])), len(self.lines))


def _announces(line: Line) -> bool:
    return line.last == ":" and not is_label(line)


@dataclass(frozen=True, slots=True)
class Case:
    """A match, what stands around it, and its line's place among the page's units."""

    around: Around
    match: Match
    place: int


def resolve(page: Page, matches: Sequence[Match]) -> Iterator[Outcome]:
    """Decide what each match costs."""
    around = Around(page, {})
    matches = [match for match in matches if _edged(around, match)]
    around = Around(page, _claimed(matches))
    for match in matches:
        case = Case(around, match, page.places.get(match.line.index, 0))
        yield _SCOPES[match.rule.scope](case)


def _edged(around: Around, match: Match) -> bool:
    """Tell whether a match that must stand above or below the article stands there.

    It does not where it announces what happened on that day, or is among what was announced.
    """
    if not match.rule.guard.edge:
        return True
    place = around.page.places.get(match.line.index, 0)
    if match.line.last == ":" or not _outside(around, place):
        return False
    return not around.announces(place)


def _outside(around: Around, place: int) -> bool:
    lines = around.lines
    if place < 2 or around.opened >= place:
        return True
    if place + 1 == len(lines):
        return is_sentence(lines[place - 1])
    return around.begun >= place and any(
        map(is_sentence, lines[place + 1 : place + 1 + HEAD_LINES])
    )


def _claimed(matches: Sequence[Match]) -> dict[int, str]:
    """Give the lines that a rule takes whole, with its category."""
    return {
        match.line.index: match.rule.category
        for match in matches
        if match.rule.scope is not Scope.INLINE
    }


def _cut(match: Match, start: int, end: int, evidence: str = "") -> Removal:
    why = f"{match.rule.cause}; {evidence}" if evidence else match.rule.cause
    return Removal(start, end, match.rule.id, why)


def _inline(case: Case) -> Outcome:
    match, line = case.match, case.match.line
    start = line.start if match.rule.at is At.START else match.start
    end = line.end if match.rule.at is At.END else match.end
    rest = case.around.page.text[line.start : start] + case.around.page.text[end : line.end]
    if not any(map(str.isalnum, rest)):
        start, end = line.start, line.end
    return Outcome(_cut(match, start, end))


def _line(case: Case) -> Outcome:
    return Outcome(_cut(case.match, case.match.line.start, case.match.line.end))


def _tail(case: Case) -> Outcome:
    around, place = case.around, case.place
    rest = len(around.lines) - place - 1
    if not rest or around.stops[place + 1] < len(around.lines):
        return _line(case)
    evidence = f"no sentence follows in the last {rest} lines"
    return Outcome(_cut(case.match, case.match.line.start, around.lines[-1].end, evidence))


def _end(case: Case) -> Outcome:
    around, match = case.around, case.match
    if any(map(opens_with_connective, around.lines[case.place + 1 :])):
        return _inline(case)
    start = match.line.start if match.rule.at is At.START else match.start
    rest = len(around.lines) - case.place - 1
    evidence = f"the page's last {rest} lines stand below it" if rest else ""
    return Outcome(_cut(match, start, around.lines[-1].end, evidence))


def _head(case: Case) -> Outcome:
    around, place = case.around, case.place
    if not place or around.stops[0] < place:
        return _line(case)
    evidence = f"no sentence stands in the {place} lines above"
    return Outcome(_cut(case.match, around.lines[0].start, case.match.line.end, evidence))


def _list(case: Case) -> Outcome:
    around, place, line = case.around, case.place, case.match.line
    if line.last == ":":
        last = _items_below(around, place)
        items, start, end = last - place, line.start, around.lines[last].end
    else:
        first = _items_above(around, place, asked=case.match.rule.category == "poll")
        items, start, end = place - first, around.lines[first].start, line.end
    evidence = f"{items} short lines with it" if items else ""
    return Outcome(_cut(case.match, start, end, evidence))


def _items_below(around: Around, place: int) -> int:
    """Find the last of the short lines under a label; one at most before the article begins."""
    most = MOST_ITEMS if around.stops[0] < place else 1
    last = place
    while last + 1 < len(around.lines) and last - place < most and _is_item(around, last + 1):
        last += 1
    if last + 1 < len(around.lines) and is_sentence(around.lines[last + 1]):
        return _without_subheading(around.lines, place, last)
    return last


def _items_above(around: Around, place: int, *, asked: bool) -> int:
    """Find the first of the items over a label that closes the page (its list set above it).

    A poll's items stand under its question.
    """
    first = place
    if around.stops[place + 1] < len(around.lines) or around.stops[0] >= place:
        return place
    while first > 0 and place - first < MOST_ITEMS and _is_item(around, first - 1):
        first -= 1
    if asked:
        return _question_above(around, place, first)
    return first if place - first > 1 and is_sentence(around.lines[first - 1]) else place


def _question_above(around: Around, place: int, first: int) -> int:
    """Find the question over a poll's answers, right below the article or the poll's heading."""
    lines = around.lines
    if place - first < POLL_ANSWERS or first < 2 or lines[first - 1].last != "?":
        return place
    above = lines[first - 2]
    return first - 1 if above.index in around.claimed or is_sentence(above) else place


def _is_item(around: Around, place: int) -> bool:
    line = around.lines[place]
    return line.index not in around.claimed and is_label(line) and not line.ends_sentence


def _block(case: Case) -> Outcome:
    around, match = case.around, case.match
    last, evidence = _block_end(around, case.place)
    embedded = _second_article(around, case.place, last)
    if not embedded:
        return Outcome(_cut(match, match.line.start, around.lines[last].end, evidence))
    end = around.lines[-1].end
    why = f"a second article follows: {embedded.evidence}"
    return Outcome(_cut(match, match.line.start, end, why), (embedded.start, end))


def _block_end(around: Around, place: int) -> tuple[int, str]:
    """Find the last line of the block under a heading."""
    lines, end = around.lines, around.stops[place + 1]
    if around.stops[0] >= place:
        return place, "the article has not begun, so nothing under it goes with it"
    end = next((at for at in range(place + 1, end) if _resumes(around, place, at, end)), end)
    if end == len(lines):
        return end - 1, _counted(end - 1 - place, "down to the end of the page")
    last = end - 1 if is_label(lines[end]) else _without_subheading(lines, place, end - 1)
    return last, _counted(last - place, "then a sentence of the article")


def _resumes(around: Around, heading: int, place: int, end: int) -> bool:
    """Tell whether a short line is the article's already.

    It stops, or announces a list (whatever it is made of, if a sentence of the article follows), or
    goes on with the list that the heading stands in.
    """
    line = around.lines[place]
    if line.index in around.claimed:
        return False
    if line.last == ":" and place > heading + 1 and end < len(around.lines):
        return True
    if _goes_on_listing(around, heading, line):
        return True
    below = around.lines[place + 1 : place + 2]
    if line.last == ":" and any(map(is_entry, below)):
        return line.count >= SAID_WORDS or place > heading + 1
    return line.count >= SAID_WORDS and stops(line)


def _goes_on_listing(around: Around, heading: int, line: Line) -> bool:
    """Tell whether a line is of the list above a heading, and those right below the heading not.

    It is marked as an item above is, or the line above announces such a list.
    """
    if heading + 1 == len(around.lines) or not is_entry(line):
        return False
    if _alike(around.lines[heading + 1], line):
        return False
    near = around.lines[max(0, heading - 2 * LISTED) : heading]
    above = [one for one in near if one.index not in around.claimed][-LISTED:]
    return bool(above) and (above[-1].last == ":" or any(_alike(one, line) for one in above))


def _alike(one: Line, other: Line) -> bool:
    """Tell whether two lines are marked alike, or are results both."""
    if is_item(other):
        return _mark(one) == _mark(other)
    return not is_item(one) and is_entry(one)


def _mark(line: Line) -> str:
    return line.text.lstrip()[:1]


def _without_subheading(lines: Sequence[Line], place: int, last: int) -> int:
    """Leave the article's own subheading: a label right above the sentence that resumes it."""
    if last > place and is_label(lines[last]) and not is_stamp(lines[last]):
        return last - 1
    return last


def _counted(lines: int, then: str) -> str:
    return f"{lines} lines like headlines follow, {then}" if lines else f"nothing under it, {then}"


@dataclass(frozen=True, slots=True)
class _Second:
    start: int
    evidence: str


def _second_article(around: Around, place: int, last: int) -> _Second | None:
    """Tell whether a headline and a whole other article stand under a heading.

    The evidence: one headline follows (with its date or byline), sentences follow it of which the
    first speaks of that headline, and either the article above has ended with marks of its own
    (source, tags), or the two share so few words that they are not one article.
    """
    lines = around.lines
    if not _one_headline(lines[place + 1 : last + 1]):
        return None
    headline, body = lines[place + 1], lines[last + 1 : last + 1 + SECOND_WITHIN]
    sentences = [line for line in body if is_sentence(line)]
    if len(sentences) < ARTICLE_SENTENCES:
        return None
    share = _share(vocabulary([headline]), vocabulary(sentences[:1]))
    if share < HEADLINE_SHARE:
        return None
    evidence = f"{len(sentences)} sentences, the first on {share:.0%} of its headline's words"
    if _ended(around, place):
        return _Second(headline.start, evidence)
    apart = _apart(list(filter(is_sentence, lines[:place])), headline, sentences)
    return _Second(headline.start, f"{evidence}, {apart}") if apart else None


def _one_headline(block: Sequence[Line]) -> bool:
    """Tell whether a block is one headline, with stamps or labels under it at most."""
    if not 1 <= len(block) <= HEAD_LINES:
        return False
    return all(is_stamp(line) or is_label(line) for line in block[1:])


def _share(words: set[str], among: set[str]) -> float:
    return len(words & among) / max(1, len(words))


def _apart(above: Sequence[Line], headline: Line, below: Sequence[Line]) -> str:
    """Say why the sentences under a headline are another article than those above; else nothing.

    They share few words, hardly any of those that the article above keeps saying, and no sentence
    comes back to it; the headline is told below and not above.
    """
    first, then = vocabulary(above), vocabulary(below)
    if min(len(first), len(then)) < APART_WORDS or opens_with_connective(below[0]):
        return ""
    common = len(first & then) / min(len(first), len(then))
    theme = _share(_theme(above), then)
    told = vocabulary([headline])
    if common >= APART_SHARE or theme >= APART_THEME or any(_returns(s, first) for s in below):
        return ""
    if len(told & first) >= len(told & vocabulary(below[:1])):
        return ""
    return f"with {common:.0%} of its words and {theme:.0%} of its theme in the article above"


def _theme(sentences: Sequence[Line]) -> set[str]:
    """Give the words that an article keeps saying: those of two sentences or more."""
    said = Counter(word for line in sentences for word in vocabulary([line]))
    return {word for word, times in said.items() if times > 1}


def _returns(sentence: Line, article: set[str]) -> bool:
    own = vocabulary([sentence])
    common = len(own & article)
    return common >= RETURN_WORDS and common * 3 >= len(own)


def _ended(around: Around, place: int) -> bool:
    above = around.lines[max(0, place - END_MARKS_WITHIN) : place]
    return any(around.claimed.get(line.index) in END_MARKS for line in above)


_SCOPES: Mapping[Scope, Callable[[Case], Outcome]] = {
    Scope.INLINE: _inline,
    Scope.LINE: _line,
    Scope.LIST: _list,
    Scope.BLOCK: _block,
    Scope.TAIL: _tail,
    Scope.END: _end,
    Scope.HEAD: _head,
}


def guarded(page: Page, rule: Rule, place: int) -> bool:
    """Tell whether the unit at a place meets a rule's further conditions."""
    guard, line = rule.guard, page.units[place]
    if guard.max_words is not None and line.count > guard.max_words:
        return False
    if guard.min_words is not None and line.count < guard.min_words:
        return False
    if guard.stop is not None and stops(line) is not guard.stop:
        return False
    if guard.before is not None and line.start < guard.before:
        return False
    if guard.named and not _named(page.units, place):
        return False
    anywhere = guard.amid and not (guard.first or guard.last or guard.next)
    return anywhere or _placed(page.units, rule, place)


def _named(lines: Sequence[Line], place: int) -> bool:
    """Tell whether a line opens with a name that a byline says: alone, or after "by"."""
    name = lines[place].words[:NAME_WORDS]
    above = lines[1 : min(place, BYLINES)]
    return len(name) == NAME_WORDS and any(_says(line, name) for line in above)


def _says(byline: Line, name: tuple[str, ...]) -> bool:
    if byline.count > BYLINE_WORDS or byline.ends_sentence:
        return False
    by = byline.opens in _BY
    words = byline.words[by:]
    return words[:NAME_WORDS] == name and (by or byline.count <= NAME_WORDS + 1)


def _placed(lines: Sequence[Line], rule: Rule, place: int) -> bool:
    guard = rule.guard
    if guard.first is not None and place >= guard.first:
        return False
    if guard.last is not None and place < len(lines) - guard.last:
        return False
    if not guard.amid and _amid(lines, place):
        return False
    return not guard.next or _next(lines, place) in guard.next


def _amid(lines: Sequence[Line], place: int) -> bool:
    if not 1 < place < len(lines) - 1:
        return False
    return _said(lines[place - 1]) and _said(lines[place + 1])


def _said(line: Line) -> bool:
    """Tell whether a line is a sentence, a short one too: running reports are made of such."""
    return is_sentence(line) or (line.count >= SAID_WORDS and stops(line))


def _next(lines: Sequence[Line], place: int) -> str:
    return kind(lines[place + 1]) if place + 1 < len(lines) else "end"

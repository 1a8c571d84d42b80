"""A page scraped whole: find the article's body on plain lines and cut what surrounds it.

As jusText does with tags, lines are classed by themselves and then by their neighbours; unlike
it, nothing is cut before the page itself has shown that it was scraped whole: several lines that
are nothing but names of sections, forms or footers, among many labels. A poem, a table or a list
of winners has labels and none of these names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaner.article import Removal
from cleaner.noise.page import WIDE, Line, is_entry, is_item
from cleaner.noise.structure_lines import (
    CLOSING,
    LABEL_WORDS,
    WIDE_BLANKS,
    Shape,
    article_resumes,
    bare,
    content_words,
    ends_with_stop,
    goes_on,
    is_name,
    menu_names,
    presents_site,
    shape,
    shared,
    units,
    vocabulary_of,
)
from cleaner.noise.structure_terms import CLOSERS, FURNITURE, HOME, POLICY, SECTIONS
from cleaner.noise.thresholds import DEFAULTS, Thresholds

#: Labels that a page must show before anything is cut, and how long a line may be one.
LABELS = DEFAULTS.page_labels
LABEL_LENGTH = 40
AGGRESSIVE_NAMES = 2
#: So many lines, of which a third are prose at most, are a page rather than an article.
LOOSE_LINES = 30
#: So many labels in a row are a menu's or a form's.
ROW = 3
#: The body of a short article has so many words, and its headline right above.
SHORT_WORDS = 10
#: So many lines without prose part two stretches of prose when furniture is among them.
GAP = 6
#: A box inside an article has at most so many lines.
BOX = 12
#: What opens a quotation.
QUOTES = tuple('"“”«„‘')
#: A sentence below it has so many words at least.
TOLD_WORDS = 4
#: A first stretch of prose may be the body unless a later one has so many times its weight.
LATER_TIMES = 3
#: The headline stands at most so many lines above the body.
HEADLINE_REACH = 25
#: A headline of another article shares less than this with the prose.
FOREIGN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells that a page was scraped whole.

    Labels and stamps; different names of sections and forms among the labels; how many of these
    name the site's home or a form (``own``: a list of subjects has none); labels seen twice;
    whether most of many lines are no prose (``loose``).
    """

    labels: int
    stamps: int
    names: int
    own: int
    repeated: int
    loose: bool

    def strong(self, thresholds: Thresholds, *, aggressive: bool = False) -> bool:
        """Tell whether it is enough to cut what surrounds the body."""
        if self.labels + self.stamps < thresholds.page_labels or not (self.own or aggressive):
            return False
        # A sidebar repeats its dates and a footer the menu: they stand in for missing names.
        helped = (self.repeated >= LABELS // 2) + min(2, self.stamps // LABELS) + self.loose
        return self.names + helped >= (AGGRESSIVE_NAMES if aggressive else thresholds.page_names)

    def __str__(self) -> str:
        return (
            f"the page was scraped whole ({self.labels} labels, {self.names} different names of "
            f"sections or forms, {self.repeated} labels repeated, {self.stamps} dates or counters)"
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """A page's units with the shape of each, which are furniture, and the evidence."""

    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    furniture: tuple[bool, ...]
    evidence: Evidence
    thresholds: Thresholds


def navigation(
    solid: Sequence[Line], *, aggressive: bool = False, thresholds: Thresholds = DEFAULTS
) -> Iterator[Removal]:
    """Cut menus, tickers, sidebars and footers around the body of a page scraped whole.

    ``aggressive`` asks for half of the evidence, and cuts furniture and foreign headlines within
    the body too.
    """
    if not _worth_cutting(solid, thresholds.page_labels):
        return
    lines = units(solid)
    if not _worth_a_look(lines, thresholds.page_labels):
        return
    menus = [menu_names(line) for line in lines]
    if not aggressive and OWN.isdisjoint(_names(lines, menus)):
        return
    survey = _survey(lines, menus, thresholds)
    if not survey.evidence.strong(thresholds, aggressive=aggressive) or not _rowed(survey, menus):
        return
    body = find_body(survey)
    if body is not None:
        yield from _around(survey, *body)
        yield from _within(survey, *body) if aggressive else ()


def _rowed(survey: Survey, menus: Sequence[frozenset[str]]) -> bool:
    """Tell whether labels stand in a row, as in menus; subheadings have their text between them."""
    labels = [shape in (Shape.LABEL, Shape.STAMP) for shape in survey.shapes]
    rows = zip(*(labels[i:] for i in range(ROW)), strict=False)
    return any(menus) or any(map(all, rows))


def _worth_cutting(solid: Sequence[Line], labels: int) -> bool:
    """Look quickly, before lines are cut, whether there may be as many units, and short ones."""
    if any(names_home(line.text) for line in solid):
        return True
    pieces = [piece for line in solid for piece in _texts(line.text)]
    return len(pieces) > labels and sum(len(piece) <= LABEL_LENGTH for piece in pieces) >= labels


def _texts(text: str) -> list[str]:
    return [text, *WIDE_BLANKS.split(text)] if WIDE in text else [text]


def _worth_a_look(lines: Sequence[Line], labels: int) -> bool:
    if len(lines) > labels and sum(len(line.text) <= LABEL_LENGTH for line in lines) >= labels:
        return True
    return len(lines) > 2 and any(_opens_menu(line) and menu_names(line) for line in lines)


def _opens_menu(line: Line) -> bool:
    return names_home(line.text) and not ends_with_stop(line)


def names_home(text: str) -> bool:
    """Tell whether a menu may open in a text: its first entry stands there, as it is written."""
    return any(name in text for name in OPENS_MENU)


#: The names of a menu's first entry, as they are written.
OPENS_MENU = ("الرئيسي", "Home", "HOME", "Accueil")


#: Names that lists of subjects do not have: without one of them, no page was scraped whole.
OWN = (FURNITURE - {"save", "gift", "listen", "watch", "x"}) | HOME


def _names(lines: Sequence[Line], menus: Sequence[frozenset[str]]) -> set[str]:
    return {bare(line) for line in lines if is_name(line)}.union(*menus)


def _survey(
    lines: tuple[Line, ...], menus: Sequence[frozenset[str]], thresholds: Thresholds = DEFAULTS
) -> Survey:
    shapes = tuple(
        Shape.LABEL if menu else shape(line) for line, menu in zip(lines, menus, strict=True)
    )
    seen = Counter(bare(line) for line, s in zip(lines, shapes, strict=True) if s is Shape.LABEL)
    seen.update(name for menu in menus for name in menu)
    names = _names(lines, menus)
    repeated = {text for text, times in seen.items() if times > 1 and text}
    furniture = tuple(
        s is Shape.STAMP
        or (s is Shape.LABEL and bool(menu or bare(line) in repeated or bare(line) in names))
        for line, s, menu in zip(lines, shapes, menus, strict=True)
    )
    own = len(names & OWN)
    stamps = sum(s is Shape.STAMP for s in shapes)
    prose = sum(s is Shape.PROSE for s in shapes)
    loose = len(lines) >= LOOSE_LINES and prose * 3 <= len(lines)
    evidence = Evidence(sum(seen.values()), stamps, len(names), own, len(repeated), loose)
    return Survey(lines, shapes, furniture, evidence, thresholds)


def find_body(survey: Survey) -> tuple[int, int] | None:
    """Find the first and last line of the article's prose, or None.

    Where a later stretch of prose is heavier than the first that may be the article, nothing
    tells which it is: both are kept, with what stands between them and what goes on below.
    """
    weights = {s: _weight(survey, s) for s in _stretches(survey) if _may_be_body(survey, s)}
    if not weights:
        return None
    most = max(weights.values())
    body = next(s for s, weight in weights.items() if weight * LATER_TIMES >= most)
    first, last = _extended(survey, body)
    own = max(_standing(survey, body), _weight(survey, (first, last)))
    rivals = [end for (start, end), weight in weights.items() if start > last and weight > own]
    return _extended(survey, (first, max(last, *rivals))) if rivals else (first, last)


def _standing(survey: Survey, body: tuple[int, int]) -> float:
    """Weigh a body for what may rival it: all its words, if it has its headline and is prose."""
    words, weight = _words(survey, body), _weight(survey, body)
    return words if weight * 2 >= words and _headed(survey, body) else weight


def _may_be_body(survey: Survey, stretch: tuple[int, int]) -> bool:
    """Tell whether a stretch has an article's words, or few but its own headline above them."""
    words = _words(survey, stretch)
    return words >= survey.thresholds.body_words or (
        words >= SHORT_WORDS and _headed(survey, stretch)
    )


def _headed(survey: Survey, stretch: tuple[int, int]) -> bool:
    first, last = stretch
    vocabulary = vocabulary_of(survey.lines[first : last + 1])
    above = range(max(0, first - 2 * GAP), first)
    return any(
        survey.shapes[i] is Shape.HEADLINE and len(content_words(survey.lines[i]) & vocabulary) > 1
        for i in above
    )


def _weight(survey: Survey, stretch: tuple[int, int]) -> float:
    """Weigh a stretch by its words of prose, less where other lines stand among them."""
    first, last = stretch
    prose = sum(survey.shapes[i] is Shape.PROSE for i in range(first, last + 1))
    return _words(survey, stretch) * prose / (last - first + 1)


def _stretches(survey: Survey) -> list[tuple[int, int]]:
    """Join prose lines into stretches, over gaps that hold no furniture or are short."""
    made: list[tuple[int, int]] = []
    for i, line_shape in enumerate(survey.shapes):
        if line_shape is not Shape.PROSE or not _of_the_world(survey.lines[i]):
            continue
        if made and _joined(survey, made[-1][1], i):
            made[-1] = (made[-1][0], i)
        else:
            made.append((i, i))
    return made


def _joined(survey: Survey, last: int, i: int) -> bool:
    gap = range(last + 1, i)
    if not gap:
        return True
    if any(survey.shapes[j] is Shape.PROSE for j in gap):
        return False
    if len(gap) == 1 and survey.shapes[last + 1] is Shape.STAMP:
        return True  # the hour above each piece of a running report
    return not any(survey.furniture[j] for j in gap) and _calm(survey, gap)


def _calm(survey: Survey, gap: range) -> bool:
    headlines = sum(survey.shapes[j] is Shape.HEADLINE for j in gap)
    return headlines <= GAP


def _words(survey: Survey, stretch: tuple[int, int]) -> int:
    first, last = stretch
    prose = (survey.lines[j] for j in range(first, last + 1) if survey.shapes[j] is Shape.PROSE)
    # A long line without an end may be headlines run together: it counts half.
    return sum(line.count if line.ends_sentence else line.count // 2 for line in prose)


def _extended(survey: Survey, body: tuple[int, int]) -> tuple[int, int]:
    """Let the body go on over short blocks of furniture, where the article resumes."""
    first, last = body
    head = _headline(survey, first, last)
    vocabulary = vocabulary_of(survey.lines[head : last + 1])
    for start, end in _stretches(survey):
        if start <= last:
            continue
        larger = _words(survey, (start, end)) >= _words(survey, (first, last))
        if start - last > GAP + 1 or not (larger or _goes_on(survey.lines, start, vocabulary)):
            break
        vocabulary |= vocabulary_of(survey.lines[start : end + 1])
        last = end
    return first, _told_on(survey, first, _closing(survey, first, last))


def _told_on(survey: Survey, first: int, last: int) -> int:
    """Let the body go on below a box inside it: a heading, an advertisement, a few links.

    What closes an article (tags, comments, lists of what is read most) is no such box, and a
    sentence that says more of the headline right above it is the lead of another article.
    """
    at = last + 1
    while at < min(last + 1 + BOX, len(survey.lines)) and not _closes(survey.lines[at]):
        if _tells(survey, at) and not _leads(survey, at, last):
            last = _closing(survey, first, at)
            at = last
        at += 1
    return last


def _closes(line: Line) -> bool:
    return bare(line) in CLOSERS or presents_site(line)


def _tells(survey: Survey, at: int) -> bool:
    """Tell whether a line is a sentence, of the world and not of the site, or announces more.

    That is a list or what someone says.
    """
    line = survey.lines[at]
    if survey.shapes[at] is Shape.PROSE or (line.count >= TOLD_WORDS and ends_with_stop(line)):
        return _of_the_world(line)
    below = survey.lines[at + 1 : at + 2]
    return _announces(line) and any(is_entry(one) or _quotes(one) for one in below)


def _quotes(line: Line) -> bool:
    return line.text.lstrip()[:1] in QUOTES


def _leads(survey: Survey, at: int, last: int) -> bool:
    """Tell whether a sentence says more of the headline right above it, as a lead does."""
    above = survey.lines[at - 1]
    if at - 1 == last or survey.shapes[at - 1] is not Shape.HEADLINE:
        return False
    return len(content_words(above) & content_words(survey.lines[at])) > 1


def _goes_on(lines: Sequence[Line], start: int, vocabulary: set[str]) -> bool:
    """Tell whether the article goes on after a short block: two words of it are enough here."""
    line = lines[start]
    common = content_words(line) & vocabulary
    return len(common) >= 2 or goes_on(line) or article_resumes(lines, start, vocabulary)


def _closing(survey: Survey, first: int, last: int) -> int:
    """Take short sentences and announced or marked lists right after the body into it."""
    lines, last = survey.lines, _sentence_end(survey, last)
    listed = _announces(lines[last])
    while last + 1 < len(lines):
        line = lines[last + 1]
        again = _heads_again(survey, first, last)
        if survey.furniture[last + 1] and not again:
            break
        listed = listed or again or _announces(line)
        follows = goes_on(line) and line.count > LABEL_WORDS
        if not (listed or follows or is_item(line) or _is_spoken(line)):
            break
        last = _sentence_end(survey, last + 1) if follows else last + 1
    return last


def _sentence_end(survey: Survey, last: int) -> int:
    """Give the line that ends the sentence of the last line, where lines were broken inside it."""
    if survey.lines[last].ends_sentence:
        return last
    for i in range(last + 1, min(last + 1 + GAP, len(survey.lines))):
        if survey.furniture[i]:
            break
        if ends_with_stop(survey.lines[i]):
            return i
    return last


def _heads_again(survey: Survey, first: int, last: int) -> bool:
    """Tell whether the line after the body heads a list, as the same words in the body do."""
    line = survey.lines[last + 1]
    if not line.text.rstrip().endswith(":"):
        return False
    return any(bare(other) == bare(line) for other in survey.lines[first : last + 1])


def _announces(line: Line) -> bool:
    """Tell whether a line announces what follows."""
    return line.text.rstrip().endswith(":")


def _is_spoken(line: Line) -> bool:
    """Tell whether a line is a short sentence, a question or its answer."""
    if line.text.rstrip(CLOSING)[-1:] in ("?", "؟"):
        return line.count > 1
    return line.count > 1 and ends_with_stop(line) and not is_policy(line)


def _of_the_world(line: Line) -> bool:
    return not is_policy(line) and not presents_site(line)


def is_policy(line: Line) -> bool:
    """Tell whether a line of prose is about the site and its users, not about the world."""
    if line.count > 60:
        return False
    hits = sum(1 for word in set(line.words) if word in POLICY)
    return hits >= 2 and hits * 12 >= line.count


def _around(survey: Survey, first: int, last: int) -> Iterator[Removal]:
    head = _headline(survey, first, last)
    lines, why = survey.lines, survey.evidence
    if head > 0:
        yield _cut(lines, 0, head - 1, "structure.navigation", f"{head} lines above it; {why}")
    for i in range(head + 1, first):
        if survey.furniture[i]:
            yield _cut(lines, i, i, "structure.navigation", f"a label of the page; {why}")
    if last + 1 < len(lines):
        rest = len(lines) - last - 1
        yield _cut(lines, last + 1, len(lines) - 1, "structure.page-end", f"{rest} lines; {why}")


def _within(survey: Survey, first: int, last: int) -> Iterator[Removal]:
    """Cut furniture, and headlines that share nothing with the prose, out of the body."""
    body = range(first, last + 1)
    vocabulary = vocabulary_of([survey.lines[i] for i in body if survey.shapes[i] is Shape.PROSE])
    for i in body:
        line = survey.lines[i]
        foreign = survey.shapes[i] is Shape.HEADLINE and not _speaks(line)
        if survey.furniture[i] or (foreign and shared(line, vocabulary) < FOREIGN_SHARE):
            yield _cut(survey.lines, i, i, "structure.navigation", "no line of the prose around it")


def _speaks(line: Line) -> bool:
    """Tell whether a line is a question, an announcement or an item, as articles have them."""
    return is_item(line) or line.text.rstrip()[-1:] in ("؟", "?", ":")


def _cut(lines: Sequence[Line], first: int, last: int, rule: str, why: str) -> Removal:
    return Removal(lines[first].start, lines[last].end, rule, why)


def _headline(survey: Survey, first: int, last: int) -> int:
    """Find the headline above the body: the highest line that shares its words with the body."""
    vocabulary = vocabulary_of(survey.lines[first : last + 1])
    near = range(first - 1, _menu_end(survey, first), -1)
    found = [i for i in near if _may_head(survey, i, vocabulary)]
    if not found:
        return _above(survey, first)
    best = found[0]
    for i in found[1:]:
        if not _same(survey.lines[i], survey.lines[best]):
            best = i
    return best


def _menu_end(survey: Survey, first: int) -> int:
    """Find the last line of the menu above the body: three names in a row, or the reach's end.

    One of them names a section: a bar of nothing but networks stands under a headline, too.
    """
    for i in range(first - 1, max(2, first - HEADLINE_REACH), -1):
        three = survey.lines[i - 2 : i + 1]
        if all(map(is_name, three)) and any(bare(line) in SECTIONS for line in three):
            return i
    return max(-1, first - HEADLINE_REACH)


def _may_head(survey: Survey, i: int, vocabulary: set[str]) -> bool:
    if survey.furniture[i] or survey.shapes[i] not in (Shape.HEADLINE, Shape.PROSE):
        return False
    return shared(survey.lines[i], vocabulary) >= survey.thresholds.headline_share


def _same(ticker: Line, headline: Line) -> bool:
    """Tell whether a ticker above the headline only says the headline, as a ticker does."""
    return bare(headline) != bare(ticker) and bare(headline) in bare(ticker)


def _above(survey: Survey, first: int) -> int:
    """Without a headline that shares words: keep what stands between the menu and the body.

    Of what stands above that, the nearest line like a headline stays: it may be the article's.
    """
    near = range(first - 1, max(0, first - HEADLINE_REACH), -1)
    menu = (i for i in near if is_name(survey.lines[i]) and survey.shapes[i - 1] is Shape.LABEL)
    kept = next((i + 1 for i in menu), max(0, first - GAP))
    heads = (i for i in near if i > first - 2 * GAP and survey.shapes[i] is Shape.HEADLINE)
    return min(kept, next(heads, kept))

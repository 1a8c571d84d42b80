"""Learned site furniture: lines that many different stories of one site carry.

A line is counted by the *stories* that carry it, never by documents: fifty copies of one wire
story say no more than one. Two documents tell one story when more than half of the longest
paragraphs of the shorter match. Digits, months and weekdays are masked, so that a footer with a
changing date or counter is one line.

Memory: of each site the texts of at most ``SAMPLE`` documents are kept (those with the smallest
hash), each cut to ``TEXT`` characters from both ends. It grows with the number of sites, by one
or two megabytes for each with usual articles and by ten at most, and never with the number of
documents. The sample depends on the documents alone, so observations merge in any order to the
same result. Observing costs a hash of each text; all else is done on the samples, when learning.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any
from zlib import crc32

from cleaner.article import Removal
from cleaner.disjoint import connect, root_of
from cleaner.errors import RuleError
from cleaner.language.alphabet import byte_of, encode
from cleaner.language.fold import fold
from cleaner.language.hashing import hash_of
from cleaner.language.words import WORD
from cleaner.noise.furniture_runs import END, START, Run, left_of, run_spans, span_of, stories
from cleaner.noise.furniture_runs import runs as common_runs
from cleaner.noise.page import Line, Page
from cleaner.noise.quick import folding_bytes
from cleaner.noise.structure_lines import (
    content_words,
    looks_like_sentence,
    looks_like_stamp,
    shared,
    units,
)
from cleaner.noise.structure_terms import CALENDAR, NAMES

VERSION = 1
#: Documents kept of each site, and characters kept from the start and from the end of each.
SAMPLE = 256
TEXT = 10_000
#: A line of more words is never learned: it is a paragraph.
LINE_WORDS = 60
#: A learned line has at least so many letters beside its masks.
LETTERS = 3
#: A story is known by so many of its longest paragraphs, of so many words at least.
PARAGRAPHS = 5
PARAGRAPH_WORDS = 12
#: Of a paragraph's first words, so many smallest hashes of runs of so many words are kept.
PARAGRAPH_READ = 150
RUN = 4
HASHES = 3
#: A headline of the page itself has this share of its words in the page's prose.
OWN_SHARE = 0.5
#: Between learned lines at the end, so many lines that are no prose go with them.
TAIL_GAP = 12

_DIGITS = re.compile(r"\d+(?:[\s.,:/\-]*\d+)*")
_DIGIT = re.compile(r"\d")

#: A paragraph's few smallest hashes, and a story's paragraphs.
Paragraph = tuple[int, ...]
Story = tuple[Paragraph, ...]
#: Where a line stands: above the prose, within it, or below it.
HEAD, MIDDLE, TAIL = "head", "middle", "tail"


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A line as a document carries it: its masked form, its own form, its place."""

    key: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """A sampled document: its lines, and what tells its lines apart but for their masks."""

    lines: Sequence[Line]
    rough: Mapping[int, bytes]

    def story(self) -> Story:
        """Tell its story."""
        long = [line for line in self.lines if line.count >= PARAGRAPH_WORDS]
        long.sort(key=lambda line: (-len(line.text), line.text))
        return tuple(sorted({_paragraph(line) for line in long[:PARAGRAPHS]}))

    def seen(self, often: Collection[bytes]) -> Iterator[Seen]:
        """Give its lines, as far as they are told apart by what stands often."""
        chosen = [i for i, rough in self.rough.items() if rough in often]
        first, last = _prose(self.lines) if chosen else (0, 0)
        for line in (self.lines[i] for i in chosen):
            key = _masked(line.folded)
            if sum(map(str.isalpha, key)) >= LETTERS:
                place = HEAD if line.index < first else TAIL if line.index > last else MIDDLE
                yield Seen(key, line.text.strip(), place)


@dataclass(frozen=True, slots=True)
class Observations:
    """What was seen of each site: a sample of its texts, by their hash."""

    sites: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LearnOptions:
    """How much evidence makes furniture.

    ``stories`` is the least number of different stories that carry a line. The others are the
    least share of the site's stories: for a line below the prose, for a sentence or a line within
    the prose, and for a line above the prose, where columns have their fixed titles.
    """

    stories: int = 5
    tail: float = 0.2
    middle: float = 0.3
    head: float = 0.5


@dataclass(frozen=True, slots=True)
class Learned:
    """A line that was learned, with its evidence.

    ``stories`` of the site's ``of`` sampled stories carry it, in ``documents`` documents;
    ``places`` counts where it stands in them. All are 0 for a line that a user wrote in. ``at`` is
    "start" or "end" for a run of words that pages begin or end with, wherever lines break.
    """

    line: str
    stories: int = 0
    of: int = 0
    documents: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    at: str = ""

    @property
    def why(self) -> str:
        """Say the evidence."""
        if not self.of:
            return "furniture of the site, by hand"
        carry = {START: "begin with it", END: "end with it"}.get(self.at, "carry it")
        return f"furniture of the site: {self.stories} of {self.of} different stories {carry}"


def mask(text: str) -> str:
    """Fold a line and put one mark for every number, month and weekday in it.

    >>> mask("آخر تحديث: الأحد 4 مارس 2031 - 10:45")
    'اخر تحديث: # 0 # 0'
    """
    return _masked(fold(text))


def _masked(folded: str) -> str:
    words = folded.split()
    text = " ".join(words)
    text = _DIGITS.sub("0", text)
    if _DATES.isdisjoint(words):
        return text
    return WORD.sub(lambda match: "#" if match.group() in _DATES else match.group(), text)


_DATES = (
    frozenset(name for name in CALENDAR if len(name) > 2)
    - {
        fold(word)
        for word in ("الأول", "الثاني", "الآخر", "قبل", "منذ", "آخر", "تحديث", "نشر", "تاريخ")
    }
    - {fold(word) for word in ("التاريخ", "النشر", "gmt", "صفر", "ساعة", "يوم", "الساعة")}
)


def site_name(site: str) -> str:
    """Give one name to a site, however its host is written."""
    return site.strip().lower().removeprefix("www.")


def observe(pages: Page | Iterable[Page], site: str | None = None) -> Observations:
    """Look at pages; ``site`` names the site of all of them, else each page's own does."""
    sites: dict[str, dict[int, str]] = {}
    for page in (pages,) if isinstance(pages, Page) else pages:
        name = site_name(site or page.site or "")
        if name:
            sample = sites.setdefault(name, {})
            sample[hash_of(page.text.encode("utf-8", "replace"))] = clipped(page.text)
            if len(sample) >= 2 * SAMPLE:
                trim(sample)
    for sample in sites.values():
        trim(sample)
    return Observations(sites)


def clipped(text: str) -> str:
    """Give a text without its middle, if it is long: furniture stands at its ends."""
    if len(text) <= 2 * TEXT:
        return text
    return f"{text[:TEXT].rpartition(chr(10))[0]}\n{text[-TEXT:].partition(chr(10))[2]}"


def trim(sample: dict[int, Any]) -> None:
    """Leave no more of a sample than is looked at."""
    if len(sample) <= SAMPLE:
        return
    for one in sorted(sample)[SAMPLE:]:
        del sample[one]


def _documents(texts: Iterable[str]) -> list[Document]:
    """Read a sample; a text without a paragraph tells no story and does not count."""
    pages = (units(Page(text).solid) for text in texts)
    return [
        Document(lines, _rough_lines(lines))
        for lines in pages
        if any(line.count >= PARAGRAPH_WORDS for line in lines)
    ]


def _rough_lines(lines: Sequence[Line]) -> dict[int, bytes]:
    """Give what tells apart each line that is short enough to be learned, by its place."""
    return {
        i: _rough(line.text)
        for i, line in enumerate(lines)
        if line.count <= LINE_WORDS and len(line.text) <= LINE_WORDS * 12
    }


def _rough(text: str) -> bytes:
    return b" ".join(_rough_words(text))


def _rough_words(text: str) -> list[bytes]:
    """Give the words of a line without digits and dates: the same for lines of one masked form."""
    encoded = encode(text)
    if encoded is not None:
        folding, dropped, dates = _roughly()
        found = encoded.translate(folding, dropped).split()
        return found if dates.isdisjoint(found) else [w for w in found if w not in dates]
    words = WORD.findall(_DIGIT.sub(" ", fold(text)))
    return [_bytes(word) for word in words if word not in _DATES]


@cache
def _roughly() -> tuple[bytes, bytes, frozenset[bytes]]:
    """Give byte tables that fold letters and make gaps of all else, and the names of dates."""
    table, dropped = folding_bytes()
    digits = [byte for character, byte in byte_of().items() if _DIGIT.match(fold(character))]
    folding = bytearray(table)
    for byte in digits:
        folding[byte] = ord(" ")
    return bytes(folding), dropped, frozenset(map(_bytes, _DATES))


def _bytes(word: str) -> bytes:
    """Give a folded word's bytes: those of its letters where each has one, else its UTF-8."""
    encoded = encode(word)
    return word.encode("utf-8", "surrogatepass") if encoded is None else encoded


def _paragraph(line: Line) -> Paragraph:
    words = [word.encode("utf-8", "replace") for word in line.words[:PARAGRAPH_READ]]
    joined, ends = b" ".join(words), list(accumulate([len(word) + 1 for word in words]))
    starts, last = [0, *ends], max(1, len(words) - RUN + 1)
    runs = {joined[starts[i] : starts[min(i + RUN, len(words))] - 1] for i in range(last)}
    return tuple(sorted(set(map(crc32, runs)))[:HASHES])


def _prose(lines: Sequence[Line]) -> tuple[int, int]:
    """Give the indices of the first and the last line of prose."""
    prose = [line.index for line in lines if looks_like_sentence(line)]
    return (prose[0], prose[-1]) if prose else (lines[-1].index + 1, lines[-1].index + 1)


def merge(parts: Iterable[Observations]) -> Observations:
    """Join observations, in any order to the same result."""
    sites: dict[str, dict[int, str]] = {}
    for part in parts:
        for site, sample in part.sites.items():
            into = sites.setdefault(site, {})
            into.update(sample)
            trim(into)
    return Observations(sites)


def learn(observations: Observations, options: LearnOptions | None = None) -> Furniture:
    """Learn which lines are furniture, from lines carried by many different stories."""
    options = options or LearnOptions()
    sites = {
        site: tuple(_learn_site([sample[one] for one in sorted(sample)], options))
        for site, sample in sorted(observations.sites.items())
        if len(sample) >= options.stories
    }
    return Furniture({site: lines for site, lines in sites.items() if lines})


def _learn_site(texts: Sequence[str], options: LearnOptions) -> Iterator[Learned]:
    yield from _learned_lines(_documents(texts), options)
    yield from _learned_runs(texts, options)


def _learned_runs(texts: Sequence[str], options: LearnOptions) -> Iterator[Learned]:
    """Learn what pages begin or end with; stories are told apart by what is left of them."""
    found = common_runs(texts, _rough_words, options.stories)
    if not found:
        return
    told = stories(texts, found, _rough_words)
    of = len({*told} - {-1})
    for run in found:
        count = len({told[member] for member in run.members} - {-1})
        share = options.head if run.at == START else options.tail
        if count >= options.stories and count >= of * share:
            line = min(_text_of(texts[member], run) for member in run.members)
            place = {HEAD if run.at == START else TAIL: len(run.members)}
            yield Learned(line, count, of, len(run.members), place, run.at)


def _text_of(text: str, run: Run) -> str:
    start, end = span_of(text, run, _rough_words) or (0, 0)
    return " ".join(text[start:end].split())


def _learned_lines(documents: Sequence[Document], options: LearnOptions) -> Iterator[Learned]:
    carried = _carried(documents, options.stories)
    if not carried:
        return
    stories = _stories([document.story() for document in documents])
    of = len(set(stories))
    for _key, found in sorted(carried.items()):
        learned = _evidence([(stories[number], seen) for number, seen in found], of)
        if learned.stories >= options.stories and learned.stories >= of * _least(learned, options):
            yield learned


def _carried(documents: Sequence[Document], least: int) -> dict[str, list[tuple[int, Seen]]]:
    """Give the lines that so many documents carry, by their masked form, with who carries them."""
    counts = Counter(rough for document in documents for rough in set(document.rough.values()))
    often = {rough for rough, count in counts.items() if count >= least}
    carried: dict[str, list[tuple[int, Seen]]] = defaultdict(list)
    for number, document in enumerate(documents):
        for key, seen in {seen.key: seen for seen in reversed([*document.seen(often)])}.items():
            carried[key].append((number, seen))
    return {key: found for key, found in carried.items() if len(found) >= least}


def _evidence(found: Sequence[tuple[int, Seen]], of: int) -> Learned:
    places = Counter(seen.place for _, seen in found)
    text = min(seen.text for _, seen in found)
    stories = len({story for story, _ in found})
    return Learned(text, stories, of, len(found), dict(sorted(places.items())))


def _least(learned: Learned, options: LearnOptions) -> float:
    """Give the share of the site's stories that a line needs, by where it stands and its shape."""
    line = Line(0, 0, len(learned.line), learned.line)
    if looks_like_sentence(line) or line.ends_sentence:
        return max(options.middle, options.tail)
    if learned.places.get(HEAD, 0) * 2 >= learned.documents and line.folded not in NAMES:
        return options.head
    if learned.places.get(MIDDLE, 0) * 2 >= learned.documents:
        return options.middle
    return options.tail


def _stories(sketches: Sequence[Story]) -> list[int]:
    """Give each document the number of its story: that of its first document."""
    roots = {number: number for number in range(len(sketches))}
    holders: dict[int, list[int]] = defaultdict(list)
    for number, sketch in enumerate(sketches):
        near = sorted({other for p in sketch for h in p for other in holders[h]})
        for other in near:
            if _same_story(sketch, sketches[other]):
                connect(roots, number, other)
        for paragraph in sketch:
            for value in paragraph:
                holders[value].append(number)
    return [root_of(roots, number) for number in roots]


def _same_story(one: Story, other: Story) -> bool:
    """Tell whether more than half of the paragraphs of the shorter story are in the other."""
    few, many = sorted((one, other), key=len)
    values = {value for paragraph in many for value in paragraph}
    matched = sum(not values.isdisjoint(paragraph) for paragraph in few)
    return matched * 2 > len(few)


@dataclass(frozen=True)
class Furniture:
    """What was learned of each site, ready to be cut; saved as JSON that a person can edit."""

    sites: Mapping[str, tuple[Learned, ...]] = field(default_factory=dict)

    @cached_property
    def _tables(self) -> dict[str, dict[str, Learned]]:
        return {
            site: {mask(learned.line): learned for learned in lines if not learned.at}
            for site, lines in self.sites.items()
        }

    @cached_property
    def _runs(self) -> dict[str, dict[Run, Learned]]:
        return {
            site: {Run(one.at, tuple(_rough_words(one.line)), ()): one for one in lines if one.at}
            for site, lines in self.sites.items()
        }

    def lines_for(self, site: str) -> tuple[Learned, ...]:
        """Give the lines learned of a site."""
        return self.sites.get(site_name(site), ())

    def knows(self, site: str) -> bool:
        """Tell whether any line of a site was learned."""
        return bool(self.lines_for(site))

    def removals(self, page: Page, site: str | None = None) -> Iterator[Removal]:
        """Cut a page's learned lines; lines next to each other go as one group.

        A line that is the page's own headline stays: other pages of the site carry it in
        their sidebars.
        """
        name = site_name(site or page.site or "")
        yield from _run_removals(page.text, self._runs.get(name, {}))
        table = self._tables.get(name)
        if table:
            lines = units(page.solid)
            known = _own_headline_kept(lines, _known(lines, table))
            for group in _groups(lines, known):
                first, last = lines[group[0]], lines[group[-1]]
                why = _why([known[i] for i in group if i in known], len(group))
                yield Removal(first.start, last.end, "furniture.learned", why)

    def save(self, path: str | Path) -> None:
        """Write what was learned as JSON, sites and lines in order."""
        sites = {
            site: [asdict(learned) for learned in sorted(lines, key=lambda one: (one.line, one.at))]
            for site, lines in sorted(self.sites.items())
        }
        text = json.dumps({"version": VERSION, "sites": sites}, ensure_ascii=False, indent=1)
        Path(path).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> Furniture:
        """Read what was saved, or written by hand: of a line only ``line`` is needed.

        Raises:
            RuleError: The file is not JSON of this form.
        """
        try:
            data = json.loads(Path(path).read_text(encoding="utf-8"))
            if data["version"] != VERSION:
                raise RuleError(f"{path}: furniture of version {data['version']}, not {VERSION}")
            sites = {
                site_name(site): tuple(map(_read_learned, lines))
                for site, lines in data["sites"].items()
            }
        except OSError as error:
            raise RuleError(f"{path}: cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RuleError(f"{path}: is no furniture file; `cleaner learn` writes one") from error
        return cls(sites)


def _read_learned(row: dict[str, Any]) -> Learned:
    learned = Learned(**{**row, "line": row["line"].strip()})
    if learned.at not in ("", START, END):
        raise ValueError(learned.at)
    return learned


def _run_removals(text: str, runs: Mapping[Run, Learned]) -> Iterator[Removal]:
    """Cut what a page begins and ends with, if there is more to it than that."""
    spans = run_spans(text, runs, _rough_words)
    start, end = left_of(text, spans)
    if spans and _rough_words(text[start:end]):
        for run, (start, end) in spans.items():
            yield Removal(start, end, "furniture.learned", runs[run].why)


def _known(lines: Sequence[Line], table: Mapping[str, Learned]) -> dict[int, Learned]:
    # Masks shorten numbers only: a line much longer than every learned one needs no folding.
    longest = 2 * max(map(len, table)) + 20
    keys = {i: _masked(line.folded) for i, line in enumerate(lines) if len(line.text) <= longest}
    return {i: table[key] for i, key in keys.items() if key in table}


def _own_headline_kept(lines: Sequence[Line], known: dict[int, Learned]) -> dict[int, Learned]:
    """Leave out a learned line that the page's own prose speaks of, as it does of its headline."""
    headlines = [i for i in known if lines[i].count > 4 and not looks_like_stamp(lines[i])]
    if not headlines:
        return known
    prose = [line for i, line in enumerate(lines) if i not in known and looks_like_sentence(line)]
    vocabulary = set().union(*map(content_words, prose)) if prose else set()
    own = {i for i in headlines if shared(lines[i], vocabulary) >= OWN_SHARE}
    return {i: learned for i, learned in known.items() if i not in own}


def _groups(lines: Sequence[Line], known: Mapping[int, Learned]) -> list[list[int]]:
    """Join neighbours; below the prose, what little stands between learned lines goes too."""
    prose = [i for i, line in enumerate(lines) if i not in known and looks_like_sentence(line)]
    end = prose[-1] if prose else len(lines)
    groups: list[list[int]] = []
    for i in sorted(known):
        gap = 1 if i < end or not groups or groups[-1][-1] < end else TAIL_GAP + 1
        if groups and i - groups[-1][-1] <= gap:
            groups[-1] += range(groups[-1][-1] + 1, i + 1)
        else:
            groups.append([i])
    return groups


def _why(learned: Sequence[Learned], lines: int) -> str:
    least = min(learned, key=lambda one: one.stories)
    return least.why if lines == 1 else f"{lines} lines; the least known: {least.why}"

"""Scanning many texts in one compiled pass, so that Python sees only what may be noise.

For every text it finds the units (as :class:`cleaner.noise.page.Page` does), the signs on them
that call for rules (as :class:`cleaner.noise.match.Matcher` does) and the structural steps that
cannot find anything. Its tables are made from the rules: a new rule needs nothing here. It is
conservative: what it passes over finds nothing, and what it points at is looked at as ever.
This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.language import agencies
from cleaner.language.fold import fold_character
from cleaner.language.kernels import FoldColumns, fold_columns
from cleaner.language.words import words
from cleaner.noise import fact_kernels as f
from cleaner.noise import (
    facts,
    match,
    stamps,
    structure_closing,
    structure_closing_end,
    structure_closing_notice,
    structure_closing_run,
    structure_edges,
    structure_lines,
    structure_opening,
    trial,
)
from cleaner.noise import gate_kernels as g
from cleaner.noise import page as pages
from cleaner.noise import scan_kernels as k
from cleaner.noise import structure_navigation as navigation
from cleaner.noise import structure_repeats as repeats
from cleaner.noise.edges import Edges
from cleaner.noise.rule import At, Guard, Rule
from cleaner.noise.signs import Vocabulary
from cleaner.noise.structure import STEPS
from cleaner.noise.structure_terms import ABOUT_NOUNS, CLOSING_PHRASES, CLOSING_WEAK, HOME
from cleaner.noise.thresholds import DEFAULTS

#: The structural steps that have a gate, by name, in the order of its bits. A step that is not
#: named here is always taken.
GATED = (
    "brand_stamp",
    "page_title",
    "navigation",
    "label_above_headline",
    "crumbs",
    "breadcrumb",
    "ticker",
    "repeats",
    "doubled_sentences",
    "pull_quotes",
    "emptied_list",
    "footer_run",
    "about_us",
    "agency_signature",
    "slogan",
    "closing_address",
    "headline_again",
    "run_stamp",
    "closing_run",
    "other_leads",
)
_LITERALS = (
    *((word, g.FOOTER) for word in structure_edges.FOOTER_WORDS),
    *((word, g.HINT) for word in structure_lines.ABOUT_HINTS),
    *((word, g.RIGHTS) for word in structure_closing.RIGHTS),
    *((word, g.CLOSER) for word in structure_closing_run.HINTS),
    *((word, g.NOTICE) for word in structure_closing_notice.NOTICE_HINTS),
)
_STEPS = frozenset(getattr(step, "__name__", "") for step in STEPS)
#: Texts are scanned in portions of so many characters, which stay in the processor's cache.
PORTION = 1 << 17
#: Footers' words count at most so far from the page's end; the longest literal stands there whole.
LATE = max(structure_edges.FOOTER_APART, structure_closing_run.LOOK) + 50
_BLOCK = 256
_CLASSES = 255

_Int32 = NDArray[np.int32]
_Codes = NDArray[np.uint32]


class Scanned(NamedTuple):
    """What a scan found in one text.

    ``units`` are (start, end, line's index, words) of each; ``called`` leads from a unit's place to
    the rules called for there, as :meth:`cleaner.noise.match.Matcher.matches` takes them; ``wide``
    tells that wide blanks cut the units; ``asleep`` names the structural steps that find nothing;
    ``heads`` and ``tells`` tell whether the text as it stands may tell its headline, and other
    facts; ``codes`` are its code points, with a newline at the end, and ``menu`` tells whether a
    menu may open in it.
    """

    units: NDArray[np.int64]
    called: list[tuple[int, list[int]]]
    asleep: frozenset[str]
    wide: bool
    heads: bool
    tells: bool
    codes: _Codes
    menu: np.bool_


class _Kinds:
    """What is said of each code point, filled in where text needs it."""

    def __init__(self, classes: dict[str, int], edges: Edges) -> None:
        self.table = np.zeros(0x110000, np.uint32)
        self._classes, self._edges = classes, edges
        self._folded: set[int] = set()

    def learn(self, codes: _Codes, fold: FoldColumns) -> None:
        """Look up the code points of a text that have not been looked up."""
        points = np.unique(codes[self.table[codes] == 0]).tolist()
        for block in {point // _BLOCK for point in points} - self._folded:
            fold.learn(block * _BLOCK, _BLOCK)
            self._folded.add(block)
        for point in points:
            self._edges.learn(point)
            letter = self._classes.get(_letter(chr(point)), 0)
            self.table[point] = kinds_of(chr(point)) | letter << 24


def _letter(character: str) -> str:
    """Give one form to letters that marks do not tell apart here: case, above all."""
    folded = fold_character(character)
    return folded if len(folded) == 1 else character


_MEMBERS: tuple[tuple[str, np.uint32], ...] = (
    (pages.INVISIBLE, k.INVISIBLE),
    ("/\\>»›|", k.CRUMB),
    ("|¦:", k.URGENT),
    (".!?؟…", k.ENDING),
    ("ةى", k.GLUE),
    ("".join(map(chr, range(0x621, 0x64B))), k.LETTER),
    ("".join(structure_edges.SEPARATORS), k.SEPARATOR),
    ("".join(structure_lines.STOPS), k.STOP),
    (structure_lines.CLOSING, k.CLOSING),
    ("".join(repeats.QUOTES), k.QUOTE),
    ("".join(repeats.OPEN_ENDS), k.OPEN_END),
    (repeats.TRIMMED, k.TRIMMED),
    (structure_edges.BLANK, k.TITLE_BLANK),
    ("-–—>»|¦", k.DIVIDER),
    ("hwHW", k.SCHEME),
    ("12١٢", k.YEAR),
)


def kinds_of(character: str) -> int:
    """Say what a character is, for the kernels."""
    kinds = int(k.KNOWN)
    for members, kind in _MEMBERS:
        kinds |= int(kind) if character in members else 0
    kinds |= int(k.SPACE) if character.isspace() else 0
    kinds |= int(k.DIGIT) if character.isdecimal() else 0
    folded = fold_character(character)
    kinds |= int(k.MARKED) if any(mark in folded for mark in "-:/") else 0
    kinds |= int(k.OPENED) if "(" in folded else 0
    left = folded.rstrip(pages.CLOSING)
    if not left:
        return kinds | int(k.FOLDED_CLOSING)
    return kinds | (int(k.FOLDED_TERMINAL) if left[-1] in pages.TERMINAL else 0)


def _limits(vocabulary: Vocabulary) -> NDArray[np.int64]:
    made = np.zeros(k.LIMITS, np.int64)
    number, none = vocabulary.shapes
    for place, value in {
        k.SHORT: trial.SHORT,
        k.HEAD: trial.HEAD,
        k.NEAR_LIMIT: trial.NEAR,
        k.FAR_LIMIT: trial.FAR,
        k.STAMP: match.STAMP,
        k.OPENING_LIMIT: trial.OPENING,
        k.KEYS: len(vocabulary.words),
        k.NUMBER_KEY: number,
        k.NONE_KEY: none,
        k.HINT_REACH: structure_lines.ABOUT_OPENING,
        k.TITLE_WORDS: structure_edges.TITLE_WORDS,
        k.TITLE_LENGTH: structure_edges.TITLE_LENGTH,
        k.TITLE_REACH: structure_edges.TITLE_REACH,
        k.LABELS: navigation.LABELS,
        k.LABEL_LENGTH: navigation.LABEL_LENGTH,
        k.EDGE: structure_edges.EDGE,
        k.QUOTE_FROM: repeats.QUOTE_FROM,
        k.QUOTE_LEAST: repeats.QUOTE_WORDS[0],
        k.QUOTE_MOST: repeats.QUOTE_WORDS[1],
        k.QUOTE_NEAR: repeats.QUOTE_NEAR,
        k.QUOTE_LOOK: repeats.LOOK,
        k.STAMP_LINES: stamps.FIRST_LINES,
        k.FOOTER_LINES: structure_edges.FOOTER_LINES,
        k.ABOUT_LEAST: structure_lines.ABOUT_WORDS[0],
        k.ABOUT_MOST: structure_lines.ABOUT_WORDS[1],
        k.SIGNED_LINES: structure_closing.SIGNED_LINES,
        k.SLOGAN_LINES: structure_closing.SLOGAN_LINES,
        k.CRUMB_LINES: structure_closing.DATED_LINES,
        k.GLUED_LETTERS: structure_edges.GLUED_LETTERS,
        k.MENU_LENGTH: structure_lines.MENU_LENGTH,
        k.AGAIN_WORDS: structure_opening.AGAIN_WORDS,
        k.AGAIN_REACH: structure_opening.AGAIN_REACH,
        k.STAMP_REACH: structure_opening.STAMP_REACH,
        k.CLOSING_LOOK: structure_closing_run.LOOK,
        k.SLOGAN_WORDS: structure_closing.SLOGAN_WORDS,
        k.FOOTER_REACH: LATE,
        k.MENU: len(vocabulary.marks),
        k.CLOSING_LINES: structure_closing_end.CLOSING_LINES,
        k.CLOSING_LENGTH: structure_closing_end.FOOTER_LENGTH,
        k.PHRASE_WORDS: max(len(words(phrase)) for phrase in _PHRASES),
        k.LAST_LABELS: structure_closing_notice.LABEL_WORDS[1],
        k.PHRASE_KINDS: DEFAULTS.footer_kinds,
    }.items():
        made[place] = value
    return made


@cache
def _asleep(awake: int) -> frozenset[str]:
    asleep = frozenset(name for bit, name in enumerate(GATED) if not awake >> bit & 1)
    return asleep | {"structure"} if asleep.issuperset(_STEPS) else asleep


class Scanner:
    """Scans texts for what calls for rules. Its tables are those of pure functions."""

    def __init__(self, matcher: match.Matcher) -> None:
        vocabulary = matcher.vocabulary
        literals = [word for word, _ in _LITERALS]
        marks = [*vocabulary.marks, *navigation.OPENS_MENU]
        classes = _classes([*marks, *literals])
        menu = len(vocabulary.marks)
        names = [*range(menu), *(menu for _ in navigation.OPENS_MENU)]
        self._limits = _limits(vocabulary)
        self._marks = _automaton(marks, names, classes)
        self._literals = _automaton(literals, [role for _, role in _LITERALS], classes)
        self._edges = Edges(list(map(matcher.trial, matcher.rules)))
        self._kinds = _Kinds(classes, self._edges)
        self._calls = _calls(matcher, self._edges)
        self._order = _order(matcher.rules)
        self._named = _named(_NAMED)
        self._telling, self._reaches = _named(_TELLING), _reaches()

    def scan(self, texts: Sequence[str]) -> Iterator[Scanned]:
        """Scan texts; what was found comes in their order."""
        for portion in _portions(texts):
            yield from self._portion(portion)

    def asleep(self, found: Scanned, lines: Sequence[pages.Line]) -> frozenset[str]:
        """Name the steps that find nothing on what is left of the lines of a text once scanned."""
        spans = np.array([(line.start, line.end) for line in lines], np.int64).reshape(-1, 2)
        menu = found.menu and any(navigation.names_home(line.text) for line in lines)
        return _asleep(
            g.gates_of(
                found.codes, spans, np.bool_(menu), self._kinds.table,
                self._literals, self._words(), self._limits,
            )
        )  # fmt: skip

    def _words(self) -> g.Words:
        fold = fold_columns()
        return g.Words(fold.table, fold.pieces, *self._named)

    def _portion(self, texts: Sequence[str]) -> Iterator[Scanned]:
        codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), "<u4")
        starts = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(text) + 1 for text in texts], out=starts[1:])
        fold = fold_columns()
        if k.unknown(codes, self._kinds.table):
            self._kinds.learn(codes, fold)
        kinds, room = self._kinds.table, len(codes) // 8 + 256
        while True:
            units, offsets, wide, menus, events, used = k.scan(
                codes, starts, kinds, fold.table, fold.pieces,
                self._calls, self._marks, self._limits, room,
            )  # fmt: skip
            if used <= room:
                break
            room = used
        awake = g.gates(
            codes, starts, wide, menus, kinds, units, offsets,
            self._literals, self._words(), self._limits,
        )  # fmt: skip
        tells = f.telling(
            codes, starts, kinds, g.Words(fold.table, fold.pieces, *self._telling), self._reaches
        )
        units[:, : k.INDEX] -= np.repeat(starts[:-1], np.diff(offsets))[:, None]
        bounds, begins = offsets.tolist(), starts.tolist()
        called = self._called(events[:used], units, offsets)
        columns = (column.tolist() for column in (awake, wide, tells))
        for text, (bits, cut, told) in enumerate(zip(*columns, strict=True)):
            spans = units[bounds[text] : bounds[text + 1], : k.UNION]
            own = codes[begins[text] : begins[text + 1]]
            yield Scanned(
                spans, called.get(text, []), _asleep(bits), cut,
                told > 0, told == f.TELLS, own, menus[text],
            )  # fmt: skip

    def _called(
        self, events: _Int32, units: NDArray[np.int64], offsets: NDArray[np.int64]
    ) -> dict[int, list[tuple[int, list[int]]]]:
        """Collect the rules called for in each text, in the order in which they are tried."""
        made: dict[int, list[tuple[int, list[int]]]] = {}
        numbers, codes = events[:, 0], events[:, 1]
        long = units[numbers, k.END] - units[numbers, k.START] > trial.SHORT
        order = np.lexsort((np.where(long, self._order[codes >> 1], codes >> 1), numbers))
        texts = np.searchsorted(offsets, numbers, side="right") - 1
        places = numbers - offsets[texts]
        columns = (column[order].tolist() for column in (texts, places, codes))
        for text, place, code in zip(*columns, strict=True):
            of_text = made.setdefault(text, [])
            if not of_text or of_text[-1][0] != place:
                of_text.append((place, []))
            of_text[-1][1].append(code)
        return made


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    size = 0
    for text in texts:
        if portion and size + len(text) > PORTION:
            yield portion
            portion, size = [], 0
        portion.append(text)
        size += len(text)
    if portion:
        yield portion


def _calls(matcher: match.Matcher, edges: Edges) -> k.Calls:
    """Make the tables of what calls for which rules."""
    vocabulary = matcher.vocabulary
    slots, words = _word_table(vocabulary.words)
    begins = np.cumsum([0, *map(len, vocabulary.calls)]).astype(np.int32)
    rules = np.array([rule for called in vocabulary.calls for rule in called], np.int32)
    guards = np.array([_numbers(rule.guard) for rule in matcher.rules], np.int64).reshape(-1, 5)
    return k.Calls(
        slots, k.likely(slots), words, begins, rules, guards, edges.table, edges.ahead, edges.back
    )


def _numbers(guard: Guard) -> tuple[int, ...]:
    """Give what a guard asks of a line's words and place, in the order of the kernels' columns."""
    asked = (guard.max_words, guard.min_words, guard.before, guard.first, guard.last)
    return tuple(
        free if number is None else number
        for number, free in zip(asked, (_FREE, 0, 0, _FREE, _FREE), strict=True)
    )


_FREE = 1 << 40


def _order(rules: Sequence[Rule]) -> NDArray[np.int64]:
    """Give the order in which rules are tried on a long line: by where they match, then by id."""
    order = [(At.START, False), (At.END, False), (At.END, True)]
    kinds = [(rule.at, rule.far and rule.at is At.END) for rule in rules]
    groups = [order.index(kind) if kind in order else len(order) for kind in kinds]
    return np.array(groups, np.int64) * len(rules) + np.arange(len(rules))


def _word_table(words: Sequence[str]) -> tuple[NDArray[np.uint64], _Int32]:
    """Give an open table of the words' hashes, and each slot's word."""
    slots, places = _open_table([_hash(word) for word in words])
    names = np.zeros(len(slots), np.int32)
    names[places] = np.arange(len(words))
    return slots, names


def _named(
    groups: Iterable[tuple[Iterable[str], int]],
) -> tuple[NDArray[np.uint64], _Int32]:
    """Give an open table of what is looked for among words and names, and what each is for."""
    flags: dict[int, int] = {}
    for names, flag in groups:
        for name in names:
            hashes = np.array([_hash(word) for word in words(name)], np.uint64)
            value = int(g.name_of(hashes, 0, len(hashes)))
            flags[value] = flags.get(value, 0) | flag
    slots, places = _open_table(list(flags))
    bits = np.zeros(len(slots), np.int32)
    bits[places] = list(flags.values())
    return slots, bits


def _reaches() -> NDArray[np.int64]:
    made = np.zeros(f.LIMITS, np.int64)
    for place, value in {
        f.OPENING: facts.EDGE,
        f.OPENING_LINES: facts.OPENING_LINES,
        f.PARAGRAPH: facts.PARAGRAPH,
        f.BYLINE: facts.BYLINE,
        f.DATELINE: facts.DATELINE_LENGTH,
        f.DATELINE_WORDS: facts.DATELINE_WORDS,
        f.HEAD: agencies.HEAD,
        f.TAIL: agencies.TAIL,
    }.items():
        made[place] = value
    return made


def _spoken(naming: agencies.Naming) -> list[str]:
    """Give words and pairs of words, as texts."""
    alone, pairs = naming
    return [*sorted(alone), *(" ".join(pair) for pair in sorted(pairs))]


_TELLING = (
    ({words(label)[0] for label in facts.BY}, f.BY),
    (_spoken(agencies.name_words()), f.AGENCY),
    (_spoken(agencies.sign_words()), f.SIGN),
)
#: In one order for all processes; two phrases of the same words are one.
_PHRASES = sorted({*CLOSING_PHRASES} - CLOSING_WEAK, key=words)
_NAMED = (
    ({words(name)[0] for name in HOME}, g.HOME_WORD),
    (navigation.OWN, g.OWN_NAME),
    (structure_closing.URGENT, g.URGENT_WORD),
    (ABOUT_NOUNS, g.ABOUT_NOUN),
    *(({phrase}, number << g.PHRASE) for number, phrase in enumerate(_PHRASES, start=1)),
)


def _hash(word: str) -> int:
    return int(k.hash_word(np.array(list(map(ord, word)), np.uint32)))


def _open_table(hashes: Sequence[int]) -> tuple[NDArray[np.uint64], list[int]]:
    """Give an open table of hashes, and the slot of each."""
    size = 1 << max(4, (4 * len(hashes)).bit_length())
    slots, places = np.zeros(size, np.uint64), []
    for value in hashes:
        slot = value & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = value
        places.append(slot)
    return slots, places


@dataclass
class _Node:
    steps: dict[int, int]
    named: list[int]
    back: int = 0


def _classes(literals: Iterable[str]) -> dict[str, int]:
    """Give each letter a class; the last of very many share one."""
    letters = dict.fromkeys(_letter(c) for literal in literals for c in literal)
    return {letter: min(n, _CLASSES) for n, letter in enumerate(letters, start=1)}


def _automaton(
    literals: Sequence[str], names: Iterable[int], classes: dict[str, int]
) -> k.Automaton:
    """Make the automaton of Aho and Corasick that finds all literals in one pass.

    A state is where its row begins in the first array, which gives the next state by class: less
    one below zero where literals end there. The others are where each state's list begins, and
    the lists: those literals' names, ended by -1.
    """
    spelled = [[classes[_letter(c)] for c in literal] for literal in literals]
    nodes = _trie(zip(spelled, names, strict=True))
    width = max(classes.values(), default=0) + 1
    steps = np.zeros((len(nodes), width), np.int32)
    for state in _by_depth(nodes):
        node = nodes[state]
        steps[state] = steps[node.back] if state else 0
        for letter, following in node.steps.items():
            nodes[following].back = int(steps[state, letter]) if state else 0
            steps[state, letter] = following
        if state:
            node.named += nodes[node.back].named
    outs, lists = _lists(nodes)
    begins = np.arange(len(nodes), dtype=np.int32) * width
    marked = np.where(outs >= 0, -1 - begins, begins).astype(np.int32)
    return k.Automaton(marked[steps].ravel(), np.repeat(outs, width), lists)


def _trie(spelled: Iterable[tuple[list[int], int]]) -> list[_Node]:
    nodes = [_Node({}, [])]
    for letters, name in spelled:
        state = 0
        for letter in letters:
            if letter not in nodes[state].steps:
                nodes[state].steps[letter] = len(nodes)
                nodes.append(_Node({}, []))
            state = nodes[state].steps[letter]
        nodes[state].named.append(name)
    return nodes


def _by_depth(nodes: Sequence[_Node]) -> list[int]:
    order = [0]
    for state in order:
        order += nodes[state].steps.values()
    return order


def _lists(nodes: Sequence[_Node]) -> tuple[_Int32, _Int32]:
    outs, lists = np.full(len(nodes), -1, np.int32), [-1]
    for state, node in enumerate(nodes):
        if node.named:
            outs[state] = len(lists)
            lists += [*node.named, -1]
    return outs, np.array(lists, np.int32)

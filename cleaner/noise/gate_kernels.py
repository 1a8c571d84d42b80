"""Which structural steps may find something on a page: compiled questions to its lines.

A gate is a necessary condition of its step: where it answers no, the step finds nothing on the
page. It may say yes in vain. Bounds come in as ``limits`` and letters as ``kinds``; the steps
themselves are in ``structure*.py`` and ``stamps.py``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import (
    FOLDS_TO_GAP,
    FOLDS_TO_MANY,
    FOLDS_TO_NOTHING,
    compiled,
    finish,
    lean,
)
from cleaner.noise.scan_kernels import (
    ABOUT_LEAST,
    ABOUT_MOST,
    AGAIN_REACH,
    AGAIN_WORDS,
    CLOSING,
    CLOSING_LENGTH,
    CLOSING_LINES,
    CLOSING_LOOK,
    COLUMNS,
    COUNT,
    CRUMB,
    CRUMB_LINES,
    DIGIT,
    DIVIDER,
    EDGE,
    END,
    ENDING,
    FOLDED_CLOSING,
    FOLDED_TERMINAL,
    FOOTER_LINES,
    FOOTER_REACH,
    GLUE,
    GLUED_LETTERS,
    HINT_REACH,
    LABEL_LENGTH,
    LABELS,
    LAST_LABELS,
    LETTER,
    MENU_LENGTH,
    OPEN_END,
    PHRASE_KINDS,
    PHRASE_WORDS,
    QUOTE,
    QUOTE_FROM,
    QUOTE_LEAST,
    QUOTE_LOOK,
    QUOTE_MOST,
    QUOTE_NEAR,
    SCHEME,
    SEPARATOR,
    SIGNED_LINES,
    SLOGAN_LINES,
    SLOGAN_WORDS,
    SPACE,
    STAMP_LINES,
    STAMP_REACH,
    START,
    STOP,
    TITLE_BLANK,
    TITLE_LENGTH,
    TITLE_REACH,
    TITLE_WORDS,
    TRIMMED,
    UNION,
    URGENT,
    WIDE_BLANKS,
    YEAR,
    Automaton,
    Codes,
    Hashes,
    Kinds,
    Numbers,
    add,
    cut,
    look_up,
    marks,
    wide_blanks,
)

#: What a literal that structure looks for is for: a bit for each, and one more where it stands
#: early enough (a hint) or late enough (a footer's piece), or so for the second time.
FOOTER, HINT, RIGHTS, CLOSER, CLOSERS, NOTICE = 1, 2, 4, 8, 16, 32
#: So many last lines are looked at for literals.
LITERAL_LINES = 8

#: What a word, or a name of several words, is for: a bit for each. The first word of a name of the
#: home page; a name that lists of subjects do not have; what announces urgent news; what a
#: paragraph that presents a site calls it.
HOME_WORD, OWN_NAME, URGENT_WORD, ABOUT_NOUN = 1, 2, 4, 8
#: From this bit on: the number of a phrase that footers have and sentences do not, counted from 1.
PHRASE = 4
#: So many words a name has at most where it stands among others, and a menu in one line at least;
#: so many first words may call the site something.
NAME_WORDS, MENU_WORDS, ABOUT_HEAD = 3, 5, 6

#: A day stands so many characters before its year at most, or after it.
DAY_BEFORE, DAY_AFTER = 150, 16

_DOT, _BLANK, _BRACKET, _COLON, _AND = 46, 32, 41, 58, 0x648
#: Leads of other stories: so many words each, below an article, so many lines with it.
LEAD_LEAST, LEAD_MOST, LEAD_LINES = 8, 45, 6
#: How long ago a headline was written is told in so many words at most.
STAMP_WORDS = 5
_NOTHING = np.uint64(0)
_HALF = np.uint64(32)
_SEED, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


class Words(NamedTuple):
    """How words are folded (the columns of folding), and what some of them are for.

    ``slots`` is an open table of the hashes of words and names, ``flags`` gives their bits.
    """

    table: NDArray[np.uint32]
    pieces: NDArray[np.uint32]
    slots: Hashes
    flags: NDArray[np.int32]


@lean
def flags_of(words: Words, hashes: Hashes, a: int, b: int) -> int:
    """Give what the words from ``a`` to ``b`` are for, together."""
    slot = look_up(name_of(hashes, a, b), words.slots)
    return words.flags[slot] if slot >= 0 else 0


@lean
def name_of(hashes: Hashes, a: int, b: int) -> np.uint64:
    """Hash words that stand together, by their hashes."""
    state = _SEED
    for i in range(a, b):
        state = (state ^ hashes[i]) * _PRIME
    return finish(state)


@lean
def hashes_of(codes: Codes, words: Words, a: int, b: int, most: int, hashes: Hashes) -> int:
    """Write the hashes of the first folded words from ``a`` to ``b``; give how many they are."""
    state, used = _SEED, 0
    for i in range(a, b):
        entry = words.table[codes[i]]
        if entry > FOLDS_TO_NOTHING and entry < FOLDS_TO_MANY:
            state = (state ^ np.uint64(entry)) * _PRIME
        elif entry == FOLDS_TO_GAP:
            used, state = _ended(state, hashes, used), _SEED
        elif entry != FOLDS_TO_NOTHING:
            place = entry ^ FOLDS_TO_MANY
            for k in range(place + 1, place + 1 + words.pieces[place]):
                if words.pieces[k] != FOLDS_TO_GAP:
                    state = (state ^ np.uint64(words.pieces[k])) * _PRIME
                else:
                    used, state = _ended(state, hashes, used), _SEED
        if used >= most:
            return used
    return _ended(state, hashes, used)


@lean
def _ended(state: np.uint64, hashes: Hashes, used: int) -> int:
    """Write the hash of the word that ends here, if one does."""
    if state == _SEED:
        return used
    hashes[used] = finish(state)
    return used + 1


@lean
def _opens_as(codes: Codes, words: Words, a: int, b: int, flag: int, hashes: Hashes) -> bool:
    """Tell whether the first word is for something."""
    return (
        hashes_of(codes, words, a, b, 1, hashes) == 1 and flags_of(words, hashes, 0, 1) & flag != 0
    )


@lean
def own_names(
    codes: Codes, kinds: Kinds, units: Numbers, words: Words, hashes: Hashes, limits: Numbers
) -> bool:
    """Tell whether a name that lists of subjects do not have is on a line, or in a menu's line."""
    for u in range(len(units)):
        a, b = units[u, START], units[u, END]
        if b - a <= limits[LABEL_LENGTH]:
            size = hashes_of(codes, words, a, b, len(hashes), hashes)
            if flags_of(words, hashes, 0, size) & OWN_NAME != 0:
                return True
        if (
            units[u, COUNT] < MENU_WORDS
            or b - a > limits[MENU_LENGTH]
            or _stops(codes, kinds, a, b)
        ):
            continue
        size = hashes_of(codes, words, a, b, len(hashes), hashes)
        for first in range(size):
            for last in range(first + 1, min(size, first + NAME_WORDS) + 1):
                if flags_of(words, hashes, first, last) & OWN_NAME != 0:
                    return True
    return False


@lean
def _last_of(codes: Codes, kinds: Kinds, a: int, b: int, passed: np.uint32) -> int:
    """Give the place of the last character from ``a`` to ``b`` that is of no passed kind."""
    i = b - 1
    while i >= a and kinds[codes[i]] & passed != 0:
        i -= 1
    return i


@lean
def _first_of(codes: Codes, kinds: Kinds, a: int, b: int, passed: np.uint32) -> int:
    """Give the place of the first character from ``a`` to ``b`` that is of no passed kind."""
    while a < b and kinds[codes[a]] & passed != 0:
        a += 1
    return a


@lean
def _hash(codes: Codes, a: int, b: int, state: np.uint64) -> np.uint64:
    """Hash a text into a state: two letters at a time, in two rows that do not wait for another."""
    text, other = codes[a:b], state
    for i in range(0, len(text) - 3, 4):
        state = (state ^ (np.uint64(text[i]) | np.uint64(text[i + 1]) << _HALF)) * _PRIME
        other = (other ^ (np.uint64(text[i + 2]) | np.uint64(text[i + 3]) << _HALF)) * _PRIME
    for i in range(len(text) & ~3, len(text)):
        state = (state ^ np.uint64(text[i])) * _PRIME
    return (finish(state) ^ other) * _PRIME


@compiled
def _twice(hashes: Hashes, size: int) -> bool:
    """Tell whether one of the first hashes is there twice."""
    if size < 2:
        return False
    ordered = np.sort(hashes[:size])
    same = False
    for i in range(1, size):
        same |= ordered[i] == ordered[i - 1]
    return same


@lean
def _stops(codes: Codes, kinds: Kinds, a: int, b: int) -> bool:
    """Tell whether a line ends with a full stop, as ``ends_with_stop`` does."""
    floor = max(a, b - 12)
    i = _last_of(codes, kinds, floor, b, CLOSING)
    if i < floor or kinds[codes[i]] & STOP == 0:
        return False
    if i > floor and kinds[codes[i - 1]] & STOP != 0:
        return False
    return not (i > floor + 1 and codes[i - 1] == _BLANK and codes[i - 2] == _DOT)


@lean
def _ends_sentence(codes: Codes, kinds: Kinds, a: int, b: int) -> bool:
    """Tell whether a terminal mark ends a line, as ``Line.ends_sentence`` does."""
    floor = max(a, b - 12)
    i = _last_of(codes, kinds, floor, b, FOLDED_CLOSING)
    return i >= floor and bool(kinds[codes[i]] & FOLDED_TERMINAL != 0)


@lean
def page_title(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether the title's first words stand again within its reach."""
    a, b = units[0, START], min(units[0, END], units[0, START] + limits[TITLE_LENGTH])
    reach = min(units[-1, END], units[0, START] + limits[TITLE_REACH])
    opens = True
    for i in range(a, b):
        kind = kinds[codes[i]]
        if kind & TITLE_BLANK == 0:
            if opens and _again(codes, i, b, reach, limits[TITLE_WORDS] - 1):
                return True
            opens = kind & DIVIDER != 0
        elif i >= a + 2 and kinds[codes[i - 1]] & kinds[codes[i - 2]] & SPACE != 0:
            opens = True
    return False


@lean
def _again(codes: Codes, a: int, b: int, reach: int, blanks: int) -> bool:
    """Tell whether the text from ``a`` to its so many-th blank stands again within the reach."""
    end = a
    while blanks > 0 and end < b:
        blanks -= codes[end] == _BLANK
        end += 1
    if blanks > 0:
        return False
    return _stands(codes, a, end, a + 1, reach)


@lean
def _stands(codes: Codes, a: int, b: int, start: int, end: int) -> bool:
    """Tell whether the text from ``a`` to ``b`` stands somewhere from ``start`` to ``end``."""
    size, piece, text = b - a, codes[a:b], codes[start:end]
    if size < 4 or not _may_stand(piece, text):
        return size < 4
    for i in range(len(text) - size + 1):
        if text[i] == piece[0] and text[i + size - 1] == piece[size - 1]:
            k = 1
            while k < size and text[i + k] == piece[k]:
                k += 1
            if k >= size:
                return True
    return False


@lean
def _may_stand(piece: Codes, text: Codes) -> bool:
    """Look quickly, many letters at once, whether the first four letters stand in a text."""
    met = 0
    a, b, c, d = piece[0], piece[1], piece[2], piece[3]
    for i in range(len(text) - 3):
        met += (text[i] == a) & (text[i + 1] == b) & (text[i + 2] == c) & (text[i + 3] == d)
    return met > 0


@lean
def navigation(units: Numbers, limits: Numbers) -> bool:
    """Tell whether there are many lines, many of them short."""
    if len(units) <= limits[LABELS]:
        return False
    short = 0
    for u in range(len(units)):
        short += units[u, END] - units[u, START] <= limits[LABEL_LENGTH]
    return bool(short >= limits[LABELS])


@lean
def label_above_headline(units: Numbers) -> bool:
    """Tell whether one word is alone on the first of several lines."""
    return len(units) >= 3 and units[0, COUNT] == 1


@lean
def crumbs(codes: Codes, units: Numbers, words: Words, hashes: Hashes, limits: Numbers) -> bool:
    """Tell whether a first line opens with home and holds a mark that parts a path's steps."""
    for u in range(min(len(units), limits[CRUMB_LINES])):
        a, b = units[u, START], units[u, END]
        if units[u, UNION] & np.int64(CRUMB) == 0 or b - a > 400:
            continue
        if _opens_as(codes, words, a, b, HOME_WORD, hashes):
            return True
    return False


@lean
def breadcrumb(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether a short line at an edge holds glued words, or is one long word."""
    edge, size = limits[EDGE], len(units)
    if size < 3:
        return False
    for u in range(size):
        if edge <= u < size - edge:
            continue
        a, b = units[u, START], units[u, END]
        if b - a > 120 or units[u, COUNT] > 12 or _ends_sentence(codes, kinds, a, b):
            continue
        if units[u, COUNT] == 1:
            if b - a >= limits[GLUED_LETTERS]:
                return True
        elif _glued(codes, kinds, a, b):
            return True
    return False


@lean
def _glued(codes: Codes, kinds: Kinds, a: int, b: int) -> bool:
    for i in range(a, b - 2):
        glued = kinds[codes[i + 1]] & kinds[codes[i + 2]] & LETTER != 0
        if glued and kinds[codes[i]] & GLUE != 0:
            return True
    return False


@lean
def ticker(codes: Codes, units: Numbers, words: Words, hashes: Hashes) -> bool:
    """Tell whether the first of several lines opens with urgency, and holds a bar or a colon."""
    if len(units) <= 2 or units[0, UNION] & np.int64(URGENT) == 0:
        return False
    return _opens_as(codes, words, units[0, START], units[0, END], URGENT_WORD, hashes)


@compiled
def repeats(codes: Codes, kinds: Kinds, units: Numbers, hashes: Hashes) -> bool:
    """Tell whether two lines are the same, but for marks around them, or have the same ends."""
    for u in range(len(units)):
        a, b = units[u, START], units[u, END]
        if b - a < 200:
            first = _first_of(codes, kinds, a, b, TRIMMED)
            last = _last_of(codes, kinds, first, b, TRIMMED) + 1
            hashes[u] = finish(_hash(codes, first, last, _SEED))
        else:
            hashes[u] = finish(_hash(codes, b - 60, b, _hash(codes, a, a + 60, _SEED)))
    return _twice(hashes, len(units))


@compiled
def doubled_sentences(codes: Codes, kinds: Kinds, units: Numbers, hashes: Hashes) -> bool:
    """Tell whether two long pieces between full stops are the same in one line."""
    for u in range(len(units)):
        a, b = units[u, START], units[u, END]
        if b - a <= 120 or units[u, UNION] & np.int64(STOP) == 0:
            continue
        if _twice(hashes, _sentences(codes, kinds, a, b, hashes)):
            return True
    return False


@lean
def _sentences(codes: Codes, kinds: Kinds, a: int, b: int, hashes: Hashes) -> int:
    used, at, text = 0, a, codes[a:b]
    for place in range(len(text) + 1):
        if place < len(text) and text[place] != _DOT:
            continue
        i = a + place
        if i - at > 40:
            first = _first_of(codes, kinds, at, i, SPACE)
            last = _last_of(codes, kinds, first, i, SPACE) + 1
            hashes[used] = finish(
                _hash(codes, max(first, last - 40), last, np.uint64(last - first))
            )
            used += 1
        at = i + 1
    return used


@lean
def pull_quotes(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether a piece of a line without a full stop stands in a line near it."""
    for u in range(limits[QUOTE_FROM], len(units)):
        a, b, count = units[u, START], units[u, END], units[u, COUNT]
        if not 2 * limits[QUOTE_LOOK] <= b - a <= 800:
            continue
        if not limits[QUOTE_LEAST] <= count <= limits[QUOTE_MOST]:
            continue
        if not _ends_sentence(codes, kinds, units[u - 1, START], units[u - 1, END]):
            continue
        if _quoted(codes, kinds, a, b) and _told_near(codes, units, u, limits):
            return True
    return False


@lean
def _quoted(codes: Codes, kinds: Kinds, a: int, b: int) -> bool:
    last = _last_of(codes, kinds, a, b, SPACE)
    if last >= a and kinds[codes[last]] & OPEN_END != 0:
        return False
    first = _first_of(codes, kinds, a, b, SPACE)
    return bool(kinds[codes[first]] & QUOTE != 0) or not _stops(codes, kinds, a, b)


@lean
def _told_near(codes: Codes, units: Numbers, u: int, limits: Numbers) -> bool:
    near, a = limits[QUOTE_NEAR], units[u, START]
    start = a + (units[u, END] - a) // 4
    for j in range(max(0, u - near), min(len(units), u + near + 1)):
        if j != u and _stands(
            codes, start, start + limits[QUOTE_LOOK], units[j, START], units[j, END]
        ):
            return True
    return False


@lean
def emptied_list(codes: Codes, kinds: Kinds, units: Numbers) -> bool:
    """Tell whether two separators end a line, with blanks between and after them."""
    for u in range(len(units)):
        a, b = units[u, START], units[u, END]
        if b - a <= 200 and units[u, UNION] & np.int64(SEPARATOR) != 0:
            i = _last_of(codes, kinds, a, b, SPACE)
            if i > a and kinds[codes[i]] & SEPARATOR != 0:
                j = _last_of(codes, kinds, a, i, SPACE)
                if j >= a and kinds[codes[j]] & SEPARATOR != 0:
                    return True
    return False


@lean
def literals(
    codes: Codes,
    kinds: Kinds,
    units: Numbers,
    automaton: Automaton,
    limits: Numbers,
    met: NDArray[np.int32],
    roles: NDArray[np.int32],
) -> None:
    """Write what the literals on the last lines are for, the last line first."""
    roles[:] = 0
    reach = limits[FOOTER_REACH]
    for back in range(min(len(units), LITERAL_LINES)):
        a, b = units[-1 - back, START], units[-1 - back, END]
        size = _met_on(
            codes, kinds, units, len(units) - 1 - back, reach, automaton.steps, met, limits
        )
        reach -= b - a + 1
        for j in range(0, size, 2):
            at, end = automaton.outs[met[j]], met[j + 1]
            while automaton.lists[at] >= 0:
                roles[back] |= _role(roles[back], automaton.lists[at], end - a, b - end, limits)
                at += 1


@lean
def _met_on(
    codes: Codes,
    kinds: Kinds,
    units: Numbers,
    u: int,
    reach: int,
    steps: NDArray[np.int32],
    met: NDArray[np.int32],
    limits: Numbers,
) -> int:
    """Find literals where they count: in a notice under a motto, at a line's start, at the end."""
    a, b = units[u, START], units[u, END]
    late, early = max(a, b - max(0, reach)), a + limits[HINT_REACH]
    if late <= early or (u > 0 and units[u - 1, COUNT] <= limits[SLOGAN_WORDS]):
        return marks(codes, kinds, a, b, steps, met, 0)
    size = marks(codes, kinds, a, early, steps, met, 0)
    return marks(codes, kinds, late, b, steps, met, size)


@lean
def _role(before: int, role: int, into: int, left: int, limits: Numbers) -> int:
    if role == HINT:
        return role if into <= limits[HINT_REACH] else 0
    if role == NOTICE:
        return 0
    if role == CLOSER:
        if left >= limits[CLOSING_LOOK]:
            return 0
        return CLOSERS if before & CLOSER != 0 else CLOSER
    return role


@lean
def _literal(roles: NDArray[np.int32], lines: int, role: int) -> bool:
    met = np.int32(0)
    for back in range(lines):
        met |= roles[back]
    return bool(met & role != 0)


@lean
def footer_run(units: Numbers, roles: NDArray[np.int32], limits: Numbers) -> bool:
    """Tell whether a word that footers have stands in a last line."""
    return _literal(roles, min(len(units) - 1, limits[FOOTER_LINES]), FOOTER)


@lean
def about_us(
    codes: Codes,
    units: Numbers,
    roles: NDArray[np.int32],
    words: Words,
    hashes: Hashes,
    limits: Numbers,
) -> bool:
    """Tell whether a noun and an adjective by which sites present themselves open a last one."""
    for back in range(min(len(units) - 2, limits[EDGE] + 1)):
        u = len(units) - 1 - back
        if roles[back] & HINT == 0 or units[u, END] - units[u, START] > 900:
            continue
        if not limits[ABOUT_LEAST] <= units[u, COUNT] <= limits[ABOUT_MOST]:
            continue
        size = hashes_of(codes, words, units[u, START], units[u, END], ABOUT_HEAD, hashes)
        for i in range(size):
            if flags_of(words, hashes, i, i + 1) & ABOUT_NOUN != 0:
                return True
    return False


@lean
def closing_run(
    codes: Codes,
    kinds: Kinds,
    units: Numbers,
    roles: NDArray[np.int32],
    automaton: Automaton,
    met: NDArray[np.int32],
    words: Words,
    hashes: Hashes,
    limits: Numbers,
) -> bool:
    """Tell whether pieces of a footer stand at the end, and its phrases or a notice about them.

    Two pieces must stand there, where a full stop ends it.
    """
    wanted = CLOSERS if _stops(codes, kinds, units[-1, START], units[-1, END]) else CLOSER
    if not _literal(roles, 1, wanted):
        return False
    a, b = units[-1, START], units[-1, END]
    if len(units) > 1 and units[-1, COUNT] <= limits[LAST_LABELS]:
        return True
    if len(units) > 1 and _notice(
        codes, kinds, max(a, b - limits[CLOSING_LENGTH]), b, automaton, met
    ):
        return True
    return _phrases(codes, units, words, hashes, limits)


@lean
def _notice(
    codes: Codes, kinds: Kinds, a: int, b: int, automaton: Automaton, met: NDArray[np.int32]
) -> bool:
    """Tell whether a piece of a notice stands from ``a`` to ``b``."""
    size = marks(codes, kinds, a, b, automaton.steps, met, 0)
    for j in range(0, size, 2):
        at = automaton.outs[met[j]]
        while automaton.lists[at] >= 0:
            if automaton.lists[at] == NOTICE:
                return True
            at += 1
    return False


@lean
def _phrases(codes: Codes, units: Numbers, words: Words, hashes: Hashes, limits: Numbers) -> bool:
    """Tell whether enough different phrases of footers stand on the last lines."""
    met = 0  # those met so far stand at the end of `hashes`, where no words come
    for back in range(min(len(units), limits[CLOSING_LINES])):
        a, b = units[-1 - back, START], units[-1 - back, END]
        size = hashes_of(codes, words, max(a, b - limits[CLOSING_LENGTH]), b, len(hashes), hashes)
        for first in range(size):
            for last in range(first + 1, min(size, first + limits[PHRASE_WORDS]) + 1):
                phrase = flags_of(words, hashes, first, last) >> PHRASE
                if phrase > 0:
                    met = _noted(hashes, met, np.uint64(phrase))
                if met >= limits[PHRASE_KINDS]:
                    return True
    return False


@lean
def _noted(hashes: Hashes, met: int, phrase: np.uint64) -> int:
    """Note a phrase at the end, if it is not there; give how many are."""
    for i in range(met):
        if hashes[len(hashes) - 1 - i] == phrase:
            return met
    hashes[len(hashes) - 1 - met] = phrase
    return met + 1


@lean
def headline_again(
    codes: Codes, kinds: Kinds, units: Numbers, hashes: Hashes, limits: Numbers
) -> bool:
    """Tell whether the words that open the first line, or follow a divider there, come again."""
    a = units[0, START]
    b, run = min(units[0, END], a + limits[AGAIN_REACH]), limits[AGAIN_WORDS]
    firsts, size = np.uint64(1), 0  # a bit for each word with which a title may begin
    state, divides, line = _SEED, True, codes[a : b + 1]
    for i in range(len(line)):
        kind = kinds[line[i]]
        if kind & SPACE == 0 and i < len(line) - 1:
            state = (state << np.uint64(9) | state >> np.uint64(55)) ^ np.uint64(line[i])
            divides &= kind & DIVIDER != 0 or line[i] == _COLON
        elif state != _SEED:
            hashes[size], size = state, size + 1
            if divides and size < 2 * run:
                firsts |= np.uint64(1) << np.uint64(size)
            state, divides = _SEED, True
    for first in range(min(2 * run, size)):
        if firsts >> np.uint64(first) & np.uint64(1) != 0 and _come_again(hashes, first, run, size):
            return True
    return False


@lean
def _come_again(hashes: Hashes, first: int, run: int, size: int) -> bool:
    """Tell whether so many words from one on stand again behind them."""
    for i in range(first + run, size - run + 1):
        if hashes[i] == hashes[first]:
            same = 1
            while same < run and hashes[i + same] == hashes[first + same]:
                same += 1
            if same == run:
                return True
    return False


@lean
def run_stamp(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether a year stands near the start of the first line, with a day's digits near it."""
    if units[0, UNION] & np.int64(DIGIT) == 0:
        return False
    a, b = units[0, START], min(units[0, END], units[0, START] + limits[STAMP_REACH])
    run, of_year, before = 0, 0, a - DAY_BEFORE - 1
    year = day = False
    for i in range(a, b):
        kind = kinds[codes[i]]
        if kind & DIGIT == 0:
            before = i - 1 if run > 0 else before
            run = of_year = 0
            continue
        # A year opens with one of a few digits: from there on, four digits are enough.
        run, of_year = run + 1, of_year + 1 if of_year > 0 or kind & YEAR != 0 else 0
        year |= of_year >= 4
        near = run > 4 or i - before <= DAY_BEFORE or _digit(codes, kinds, i + 1, b)
        day |= run >= 4 and near
        if year and day:
            return True
    return False


@lean
def _digit(codes: Codes, kinds: Kinds, a: int, b: int) -> bool:
    """Tell whether a digit stands near after a year."""
    met = False
    for i in range(a, min(b, a + DAY_AFTER)):
        met |= kinds[codes[i]] & DIGIT != 0
    return met


@lean
def agency_signature(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether a bracket closes a last line."""
    for u in range(max(1, len(units) - limits[SIGNED_LINES]), len(units)):
        i = units[u, END] - 1
        while i >= units[u, START] and (codes[i] == _DOT or kinds[codes[i]] & SPACE != 0):
            i -= 1
        if i >= units[u, START] and codes[i] == _BRACKET:
            return True
    return False


@lean
def slogan(units: Numbers, roles: NDArray[np.int32], limits: Numbers) -> bool:
    """Tell whether a notice of rights is among the last lines."""
    return _literal(roles, min(len(units) - 2, limits[SLOGAN_LINES]), RIGHTS)


@lean
def closing_address(codes: Codes, kinds: Kinds, units: Numbers) -> bool:
    """Tell whether the last line is one word that opens like an address."""
    if len(units) < 3 or units[-1, COUNT] != 1:
        return False
    first = _first_of(codes, kinds, units[-1, START], units[-1, END], SPACE)
    return bool(kinds[codes[first]] & SCHEME != 0)


@lean
def other_leads(codes: Codes, kinds: Kinds, units: Numbers) -> bool:
    """Tell whether the last lines are long and open anew, or one ends without a stop.

    Or lines of few words alternate with others at the page's start.
    """
    if len(units) > 4 and max(units[1, COUNT], units[3, COUNT]) <= STAMP_WORDS:
        return True
    if len(units) < LEAD_LINES:
        return False
    for u in range(len(units) - 2, len(units)):
        if units[u, COUNT] >= LEAD_LEAST and not _stops(
            codes, kinds, units[u, START], units[u, END]
        ):
            return True
    for u in range(len(units) - 3, len(units)):
        first = _first_of(codes, kinds, units[u, START], units[u, END], SPACE)
        if units[u, COUNT] < LEAD_LEAST or units[u, COUNT] > LEAD_MOST or codes[first] == _AND:
            return False
    return True


@lean
def brand_stamp(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether a sentence of one word ends a first line."""
    for u in range(min(len(units), limits[STAMP_LINES])):
        a = units[u, START]
        i = _last_of(codes, kinds, a, units[u, END], SPACE)
        if i < a or codes[i] != _DOT:
            continue
        while i >= a and kinds[codes[i]] & SPACE == 0:
            i -= 1
        i = _last_of(codes, kinds, a, i + 1, SPACE)
        if i >= a and kinds[codes[i]] & ENDING != 0:
            return True
    return False


@compiled
def _gates(
    codes: Codes,
    kinds: Kinds,
    units: Numbers,
    hashes: Hashes,
    roles: NDArray[np.int32],
    automaton: Automaton,
    met: NDArray[np.int32],
    words: Words,
    limits: Numbers,
) -> int:
    """Give a bit for each step that may find something, in the order of ``scan.GATED``."""
    return (
        (brand_stamp(codes, kinds, units, limits) << 0)
        | (page_title(codes, kinds, units, limits) << 1)
        | (label_above_headline(units) << 3)
        | (crumbs(codes, units, words, hashes, limits) << 4)
        | (breadcrumb(codes, kinds, units, limits) << 5)
        | (ticker(codes, units, words, hashes) << 6)
        | (repeats(codes, kinds, units, hashes) << 7)
        | (doubled_sentences(codes, kinds, units, hashes) << 8)
        | (pull_quotes(codes, kinds, units, limits) << 9)
        | (emptied_list(codes, kinds, units) << 10)
        | (footer_run(units, roles, limits) << 11)
        | (about_us(codes, units, roles, words, hashes, limits) << 12)
        | (agency_signature(codes, kinds, units, limits) << 13)
        | (slogan(units, roles, limits) << 14)
        | (closing_address(codes, kinds, units) << 15)
        | (headline_again(codes, kinds, units, hashes, limits) << 16)
        | (run_stamp(codes, kinds, units, limits) << 17)
        | (closing_run(codes, kinds, units, roles, automaton, met, words, hashes, limits) << 18)
        | (other_leads(codes, kinds, units) << 19)
    )


@compiled
def _gates_of_page(
    codes: Codes,
    kinds: Kinds,
    units: Numbers,
    lines: Numbers,
    menu: np.bool_,
    hashes: Hashes,
    automaton: Automaton,
    words: Words,
    limits: Numbers,
    met: NDArray[np.int32],
    roles: NDArray[np.int32],
) -> int:
    """Give the steps for a page's lines and units: its lines' pieces, where wide blanks cut it."""
    if len(lines) == 0:
        return 0
    # By its pieces, where wide blanks cut the page; or by the name that opens a menu.
    short = navigation(units, limits) or (menu and len(units) > 2)
    if short:
        short = own_names(codes, kinds, lines, words, hashes, limits)
        if not short and len(units) != len(lines):
            short = own_names(codes, kinds, units, words, hashes, limits)
    literals(codes, kinds, lines, automaton, limits, met, roles)
    return int(
        _gates(codes, kinds, lines, hashes, roles, automaton, met, words, limits) | short << 2
    )


@compiled
def _room_for_words(codes: Codes, limits: Numbers) -> Hashes:
    """Make room for the hashes of a piece's words: one letter may fold to four words."""
    longest = max(limits[MENU_LENGTH], limits[CLOSING_LENGTH], limits[LABEL_LENGTH])
    return np.empty(len(codes) + 4 * longest + 64, np.uint64)


@compiled
def gates(
    codes: Codes,
    starts: Numbers,
    wide: NDArray[np.bool_],
    menus: NDArray[np.bool_],
    kinds: Kinds,
    units: Numbers,
    offsets: Numbers,
    automaton: Automaton,
    words: Words,
    limits: Numbers,
) -> Numbers:
    """Give for each page the steps that may find something on its lines."""
    awake = np.zeros(len(wide), np.int64)
    hashes, met = _room_for_words(codes, limits), np.empty(2 * len(codes) + 2, np.int32)
    roles, own = np.zeros(LITERAL_LINES, np.int32), np.empty((0, COLUMNS), np.int64)
    for page in range(len(wide)):
        pieces = units[offsets[page] : offsets[page + 1]]
        lines = pieces
        if wide[page]:
            a, b = starts[page], starts[page + 1] - 1
            if len(own) == 0:
                own = np.empty((len(codes) // 2 + 2, COLUMNS), np.int64)
            lines = own[: cut(codes, kinds, a, b, np.bool_(0), own, 0)]
        awake[page] = _gates_of_page(
            codes, kinds, pieces, lines, menus[page],
            hashes, automaton, words, limits, met, roles,
        )  # fmt: skip
    return awake


@compiled
def gates_of(
    codes: Codes,
    spans: Numbers,
    menu: np.bool_,
    kinds: Kinds,
    automaton: Automaton,
    words: Words,
    limits: Numbers,
) -> int:
    """Give the steps for what is left of a page: its lines' starts and ends; all, if one is blank.

    Nothing is copied: the steps, too, see lines at their places on the page.
    """
    hashes, met = _room_for_words(codes, limits), np.empty(2 * len(codes) + 2, np.int32)
    roles, lines = np.zeros(LITERAL_LINES, np.int32), np.empty((len(spans), COLUMNS), np.int64)
    gaps = 0
    for i in range(len(spans)):
        a, b = spans[i, 0], spans[i, 1]
        if not add(codes, kinds, a, b, i, lines[i]):
            return -1
        gaps += wide_blanks(codes, a, b)
    pieces = lines
    if gaps >= WIDE_BLANKS:
        used, pieces = 0, np.empty((len(codes) // 2 + 2, COLUMNS), np.int64)
        for i in range(len(spans)):
            used = cut(codes, kinds, spans[i, 0], spans[i, 1], np.bool_(1), pieces, used)
        pieces = pieces[:used]
    return _gates_of_page(
        codes, kinds, pieces, lines, menu, hashes, automaton, words, limits, met, roles
    )

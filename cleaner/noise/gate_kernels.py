"""Which structural steps may find something on a page: compiled questions to its lines.

A gate is a necessary condition of its step: where it answers no, the step finds nothing on the
page. It may say yes in vain. Bounds come in as ``limits`` and letters as ``kinds``; the steps
themselves are in ``structure*.py`` and ``stamps.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled, finish, lean
from cleaner.noise.scan_kernels import (
    ABOUT_LEAST,
    ABOUT_MOST,
    AGAIN_REACH,
    AGAIN_RUNS,
    AGAIN_TITLE,
    CLOSING,
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
    LETTER,
    LOOK_WORDS,
    OPEN_END,
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
    YEAR,
    Codes,
    Hashes,
    Kinds,
    Numbers,
    cut,
    marks,
)

#: What a literal that structure looks for is for: a bit for each, and one more where it stands
#: early enough (a hint) or late enough (a footer's piece), or so for the second time.
FOOTER, HINT, RIGHTS, CLOSER, CLOSERS = 1, 2, 4, 8, 16
#: So many last lines are looked at for literals.
LITERAL_LINES = 8

_DOT, _BLANK, _BRACKET = 46, 32, 41
_NOTHING = np.uint64(0)
_SEED, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


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
    for i in range(a, b):
        state = (state ^ np.uint64(codes[i])) * _PRIME
    return state


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
    size = b - a
    for i in range(start, end - size + 1):
        if codes[i] == codes[a] and codes[i + size - 1] == codes[b - 1]:
            k = 1
            while k < size and codes[i + k] == codes[a + k]:
                k += 1
            if k >= size:
                return True
    return False


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
def crumbs(units: Numbers, limits: Numbers) -> bool:
    """Tell whether a mark that parts the steps of a path stands in a first line."""
    for u in range(min(len(units), limits[CRUMB_LINES])):
        if units[u, UNION] & np.int64(CRUMB) != 0 and units[u, END] - units[u, START] <= 400:
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
def ticker(units: Numbers) -> bool:
    """Tell whether a bar or a colon stands in the first of several lines."""
    return len(units) > 2 and bool(units[0, UNION] & np.int64(URGENT) != 0)


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
    used, at = 0, a
    for i in range(a, b + 1):
        if i < b and codes[i] != _DOT:
            continue
        if i - at > 40:
            first = _first_of(codes, kinds, at, i, SPACE)
            last = _last_of(codes, kinds, first, i, SPACE) + 1
            hashes[used] = finish(_hash(codes, first, last, _SEED))
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
    steps: NDArray[np.int32],
    outs: NDArray[np.int32],
    lists: NDArray[np.int32],
    limits: Numbers,
    met: NDArray[np.int32],
    roles: NDArray[np.int32],
) -> None:
    """Write what the literals on the last lines are for, the last line first."""
    roles[:] = 0
    reach = limits[FOOTER_REACH]
    for back in range(min(len(units), LITERAL_LINES)):
        a, b = units[-1 - back, START], units[-1 - back, END]
        size = _met_on(codes, kinds, units, len(units) - 1 - back, reach, steps, met, limits)
        reach -= b - a + 1
        for j in range(0, size, 2):
            at, end = outs[met[j]], met[j + 1]
            while lists[at] >= 0:
                roles[back] |= _role(roles[back], lists[at], end - a, b - end, limits)
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
def about_us(units: Numbers, roles: NDArray[np.int32], limits: Numbers) -> bool:
    """Tell whether an adjective by which sites present themselves opens a last paragraph."""
    for back in range(min(len(units) - 2, limits[EDGE] + 1)):
        u = len(units) - 1 - back
        if roles[back] & HINT == 0 or units[u, END] - units[u, START] > 900:
            continue
        if limits[ABOUT_LEAST] <= units[u, COUNT] <= limits[ABOUT_MOST]:
            return True
    return False


@lean
def closing_run(codes: Codes, kinds: Kinds, units: Numbers, roles: NDArray[np.int32]) -> bool:
    """Tell whether pieces of a footer stand at the end: two, where a full stop ends it."""
    wanted = CLOSERS if _stops(codes, kinds, units[-1, START], units[-1, END]) else CLOSER
    return _literal(roles, 1, wanted)


@compiled
def headline_again(codes: Codes, units: Numbers, hashes: Hashes, limits: Numbers) -> bool:
    """Tell whether a run of words that opens the first line stands there again.

    It is found by its inner two words: only they are whole wherever it stands again.
    """
    a = units[0, START]
    b, title = min(units[0, END], a + limits[AGAIN_REACH]), a + limits[AGAIN_TITLE]
    most = limits[AGAIN_RUNS] + limits[LOOK_WORDS] - 2
    begins = np.empty(most + 1, np.int64)
    before, state, chunk, at = _NOTHING, _SEED, 0, a
    for i in range(a, b):
        if codes[i] != _BLANK:
            state = (state ^ np.uint64(codes[i])) * _PRIME
            continue
        pair = finish(before ^ finish(state))
        for k in range(2, min(chunk, most)):
            if hashes[k] == pair and _run_again(codes, begins, k, title, b, i):
                return True
        if chunk < most:
            hashes[chunk] = pair if i < title else _NOTHING
            begins[chunk] = at
        before, state, chunk, at = state, _SEED, chunk + 1, i + 1
    return False


@lean
def _run_again(codes: Codes, begins: Numbers, k: int, title: int, b: int, i: int) -> bool:
    """Tell whether the run whose inner words end with the k-th stands around those ending at i."""
    start, inner = begins[k - 2], begins[k - 1]
    end = inner
    while codes[end] != _BLANK:  # the first inner word
        end += 1
    end += 1
    while codes[end] != _BLANK:  # the second
        end += 1
    again, stop = i - (end - start), end + 1
    while stop < min(title, b) and codes[stop] != _BLANK:
        stop += 1
    if again <= start or again + stop - start > b:
        return False
    same = 0
    while start + same < stop and codes[start + same] == codes[again + same]:
        same += 1
    return bool(start + same == stop)


@lean
def run_stamp(codes: Codes, kinds: Kinds, units: Numbers, limits: Numbers) -> bool:
    """Tell whether a number of four digits stands near the start of the first line."""
    if units[0, UNION] & np.int64(DIGIT) == 0:
        return False
    run = 0
    for i in range(units[0, START], min(units[0, END], units[0, START] + limits[STAMP_REACH])):
        kind = kinds[codes[i]]
        # A year opens with one of a few digits: from there on, four digits are enough.
        run = 0 if kind & DIGIT == 0 else run + 1 if run or kind & YEAR != 0 else 0
        if run == 4:
            return True
    return False


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
    limits: Numbers,
) -> int:
    """Give a bit for each step that may find something, in the order of ``scan.GATED``."""
    return (
        (brand_stamp(codes, kinds, units, limits) << 0)
        | (page_title(codes, kinds, units, limits) << 1)
        | (navigation(units, limits) << 2)
        | (label_above_headline(units) << 3)
        | (crumbs(units, limits) << 4)
        | (breadcrumb(codes, kinds, units, limits) << 5)
        | (ticker(units) << 6)
        | (repeats(codes, kinds, units, hashes) << 7)
        | (doubled_sentences(codes, kinds, units, hashes) << 8)
        | (pull_quotes(codes, kinds, units, limits) << 9)
        | (emptied_list(codes, kinds, units) << 10)
        | (footer_run(units, roles, limits) << 11)
        | (about_us(units, roles, limits) << 12)
        | (agency_signature(codes, kinds, units, limits) << 13)
        | (slogan(units, roles, limits) << 14)
        | (closing_address(codes, kinds, units) << 15)
        | (headline_again(codes, units, hashes, limits) << 16)
        | (run_stamp(codes, kinds, units, limits) << 17)
        | (closing_run(codes, kinds, units, roles) << 18)
    )


@compiled
def _gates_of_page(
    codes: Codes,
    kinds: Kinds,
    units: Numbers,
    lines: Numbers,
    menu: np.bool_,
    hashes: Hashes,
    steps: NDArray[np.int32],
    outs: NDArray[np.int32],
    lists: NDArray[np.int32],
    limits: Numbers,
    met: NDArray[np.int32],
    roles: NDArray[np.int32],
) -> int:
    """Give the steps for a page's lines and units: its lines' pieces, where wide blanks cut it."""
    if len(lines) == 0:
        return 0
    # By its pieces, where wide blanks cut the page; or by the name that opens a menu.
    short = navigation(units, limits) or (menu and len(units) > 2)
    literals(codes, kinds, lines, steps, outs, lists, limits, met, roles)
    return int(_gates(codes, kinds, lines, hashes, roles, limits) | short << 2)


@compiled
def gates(
    codes: Codes,
    starts: Numbers,
    wide: NDArray[np.bool_],
    menus: NDArray[np.bool_],
    kinds: Kinds,
    units: Numbers,
    offsets: Numbers,
    steps: NDArray[np.int32],
    outs: NDArray[np.int32],
    lists: NDArray[np.int32],
    limits: Numbers,
) -> Numbers:
    """Give for each page the steps that may find something on its lines."""
    awake = np.zeros(len(wide), np.int64)
    hashes, met = np.empty(len(codes) + 64, np.uint64), np.empty(2 * len(codes) + 2, np.int32)
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
            hashes, steps, outs, lists, limits, met, roles,
        )  # fmt: skip
    return awake


@compiled
def gates_of(
    codes: Codes,
    count: int,
    wide: np.bool_,
    menu: np.bool_,
    kinds: Kinds,
    steps: NDArray[np.int32],
    outs: NDArray[np.int32],
    lists: NDArray[np.int32],
    limits: Numbers,
) -> int:
    """Give the steps for so many lines, one under the other; every step, if one is blank."""
    hashes, met = np.empty(len(codes) + 64, np.uint64), np.empty(2 * len(codes) + 2, np.int32)
    roles, size = np.zeros(LITERAL_LINES, np.int32), len(codes) - 1
    own = np.empty((len(codes) // 2 + 2, COLUMNS), np.int64)
    lines = own[: cut(codes, kinds, 0, size, np.bool_(0), own, 0)]
    if len(lines) != count:
        return -1
    pieces = lines
    if wide:
        other = np.empty((len(codes) // 2 + 2, COLUMNS), np.int64)
        pieces = other[: cut(codes, kinds, 0, size, np.bool_(1), other, 0)]
    return _gates_of_page(
        codes, kinds, pieces, lines, menu, hashes, steps, outs, lists, limits, met, roles
    )

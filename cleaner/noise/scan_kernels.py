"""One compiled pass over many texts: where their lines are, and what on them calls for a look.

Kernels only; :mod:`cleaner.noise.scan` gives them their tables and reads what they found. This
module imports numba: import it late. What other modules may change (bounds, letters, words)
comes in as tables and ``limits``: a compiled kernel's cache does not see their constants.
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
from cleaner.noise.signs import ANYWHERE, FAR_END, NEAR_END, OPENING, ZONES

Codes = NDArray[np.uint32]
Kinds = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Numbers = NDArray[np.int64]

# What `kinds` says of a code point; 0 means that it has not been looked up.
KNOWN = np.uint32(1)
SPACE = np.uint32(1 << 1)
INVISIBLE = np.uint32(1 << 2)
DIGIT = np.uint32(1 << 3)
CRUMB = np.uint32(1 << 4)  # may part a path's steps
URGENT = np.uint32(1 << 5)  # may part "urgent" from its news
ENDING = np.uint32(1 << 6)  # ends the sentence before a stamp
GLUE = np.uint32(1 << 7)  # a letter that only ends words
LETTER = np.uint32(1 << 8)  # a letter that may follow it where words were glued
SEPARATOR = np.uint32(1 << 9)
STOP = np.uint32(1 << 10)
CLOSING = np.uint32(1 << 11)  # may follow a full stop
QUOTE = np.uint32(1 << 12)
OPEN_END = np.uint32(1 << 13)  # a line ending with it goes on
FOLDED_CLOSING = np.uint32(1 << 14)  # folds to nothing, or to closing marks
FOLDED_TERMINAL = np.uint32(1 << 15)  # folds to a mark that ends a sentence
TRIMMED = np.uint32(1 << 16)  # is cut off the ends of lines before they are compared
TITLE_BLANK = np.uint32(1 << 17)
DIVIDER = np.uint32(1 << 18)  # may part a page's title from its site
SCHEME = np.uint32(1 << 19)  # opens an address
YEAR = np.uint32(1 << 20)  # the first digit of a year
MARKED = np.uint32(1 << 21)  # folds to what has a dash, a colon or a slash
OPENED = np.uint32(1 << 22)  # folds to what has an opening bracket
_CLASS = np.uint32(24)  # from this bit on: the letter's class in the automaton of marks
ALIKE = np.uint32(SPACE | INVISIBLE)

_SEED, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_NOTHING = np.uint64(0)
#: A word's bit among those of ``Calls.likely``: its hash's first bits name the number that holds
#: it, the next ones its place.
LIKELY = 1 << 10
_LIKELY, _BIT, _BITS = np.uint64(54), np.uint64(48), np.uint64(63)
_DOT, _BAR, _BLANK, _UNDERSCORE, _BRACKET = 46, 124, 32, 95, 41
_NEWLINE = 10

#: Three blanks together stand for line breaks where they are so many times on a page.
WIDE_BLANKS = 3
#: The columns of a unit: its place in the text, its line's index, its words, its characters' kinds.
START, END, INDEX, COUNT, UNION = range(5)
COLUMNS = 5

#: The columns of ``guards``: what a rule asks of a unit's words and place, as numbers.
MOST_WORDS, LEAST_WORDS, BEFORE, FIRST, LAST = range(5)
#: What ``edges`` says of a code point, but for the classes of folded letters: it folds to nothing,
#: to several letters (so that anything may be there), to a blank.
NOTHING, SEVERAL, BLANK, LETTERS_FROM = range(4)
#: So many characters are looked at to find a unit's first or last letter.
_EDGE = 12


class Calls(NamedTuple):
    """What calls for which rules, as tables.

    ``slots`` is an open table of the words' hashes, ``likely`` has a bit set for each (and a few
    others') hash, and ``words`` gives each slot's word; the
    rules that the sign ``s`` calls for are ``rules[begins[s]:begins[s + 1]]``. ``guards`` holds a
    row a rule. ``edges`` gives each code point its class, and ``ahead`` and ``back`` say by bits
    which rules may match a unit whose first or last letter is of a class.
    """

    slots: Hashes
    likely: Hashes
    words: NDArray[np.int32]
    begins: NDArray[np.int32]
    rules: NDArray[np.int32]
    guards: Numbers
    edges: NDArray[np.uint8]
    ahead: Hashes
    back: Hashes


class Automaton(NamedTuple):
    """An automaton that finds literals: its steps, where lists of names begin, and the lists."""

    steps: NDArray[np.int32]
    outs: NDArray[np.int32]
    lists: NDArray[np.int32]


@compiled
def hash_word(units: Codes) -> np.uint64:
    """Hash a folded word of letters and digits."""
    state = _SEED
    for unit in units:
        state = (state ^ np.uint64(unit)) * _PRIME
    return finish(state)


@compiled
def unknown(codes: Codes, kinds: Kinds) -> bool:
    """Tell whether a code point has not been looked up."""
    missing = False
    for code in codes:
        missing |= kinds[code] == 0
    return missing


@lean
def add(codes: Codes, kinds: Kinds, a: int, b: int, index: int, row: Numbers) -> bool:
    """Survey a unit; tell whether it is there at all (not blank)."""
    union, common = np.uint32(0), ALIKE
    count, inside = 0, False
    piece = codes[a:b]
    for i in range(len(piece)):
        kind = kinds[piece[i]]
        union |= kind
        common &= kind
        solid = kind & SPACE == 0
        count += solid and not inside
        inside = solid
    if a == b or common != 0:
        return False
    row[START], row[END], row[INDEX], row[COUNT], row[UNION] = a, b, index, count, union
    return True


@lean
def _pieces(
    codes: Codes, kinds: Kinds, a: int, b: int, first: int, units: Numbers, used: int
) -> int:
    """Add the pieces of a line, cut where three blanks or more stand."""
    at = i = a
    while i <= b:
        stop = i
        while stop < b and kinds[codes[stop]] & SPACE != 0:
            stop += 1
        if i == b or stop - i >= 3:
            used += add(codes, kinds, at, i, used - first, units[used])
            at = stop
        i = max(stop, i + 1)
    return used


@lean
def cut(
    codes: Codes, kinds: Kinds, a: int, b: int, wide: np.bool_, units: Numbers, used: int
) -> int:
    """Add the units of the text from ``a`` to ``b``: its lines, or their pieces where ``wide``."""
    first, index, at = used, 0, a
    for i in range(a, b + 1):
        if i < b and codes[i] != _NEWLINE:
            continue
        if wide:
            used = _pieces(codes, kinds, at, i, first, units, used)
        else:
            used += add(codes, kinds, at, i, index, units[used])
        index += 1
        at = i + 1
    return used


@lean
def look_up(value: np.uint64, slots: Hashes) -> np.int64:
    """Give the slot of a hash, or -1."""
    mask = np.uint64(len(slots) - 1)
    slot = value & mask
    while slots[slot] != _NOTHING:
        if slots[slot] == value:
            return np.int64(slot)
        slot = (slot + np.uint64(1)) & mask
    return np.int64(-1)


@lean
def words(
    codes: Codes,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    a: int,
    b: int,
    calls: Calls,
    met: NDArray[np.int32],
    most: int,
) -> tuple[int, int]:
    """Write the slots of the known words from ``a`` to ``b`` to ``met``, each with its place.

    Gives how many there are, and how many words the text holds (it stops at ``most``).
    """
    state, used, count = _SEED, 0, 0
    text = codes[a:b]
    for i in range(len(text)):
        entry = table[text[i]]
        if entry > FOLDS_TO_NOTHING and entry < FOLDS_TO_MANY:
            state = (state ^ np.uint64(entry)) * _PRIME
        elif entry == FOLDS_TO_GAP:
            used, count, state = _end_word(state, calls, met, used, count)
        elif entry != FOLDS_TO_NOTHING:
            place = entry ^ FOLDS_TO_MANY
            for k in range(place + 1, place + 1 + pieces[place]):
                if pieces[k] != FOLDS_TO_GAP:
                    state = (state ^ np.uint64(pieces[k])) * _PRIME
                else:
                    used, count, state = _end_word(state, calls, met, used, count)
        if count >= most:
            return used, count
    used, count, state = _end_word(state, calls, met, used, count)
    return used, count


@lean
def _end_word(
    state: np.uint64, calls: Calls, met: NDArray[np.int32], used: int, count: int
) -> tuple[int, int, np.uint64]:
    """Look up the word that ends here, if one does; most have no bit in ``likely``."""
    if state == _SEED:
        return used, count, state
    value = finish(state)
    if calls.likely[value >> _LIKELY] >> (value >> _BIT & _BITS) & np.uint64(1) != _NOTHING:
        slot = look_up(value, calls.slots)
        if slot >= 0:
            met[used], met[used + 1] = slot, count
            used += 2
    return used, count + 1, _SEED


@lean
def marks(
    codes: Codes,
    kinds: Kinds,
    a: int,
    b: int,
    steps: NDArray[np.int32],
    met: NDArray[np.int32],
    used: int,
) -> int:
    """Write the states of the automaton that name marks, each with where it was reached.

    ``steps`` holds rows of letters' classes: where the next state's row begins, or that below
    zero (less one) where the state names something.
    """
    state, piece = np.int32(0), codes[a:b]
    for i in range(len(piece)):
        letter = kinds[piece[i]] >> _CLASS
        if letter == 0:
            state = np.int32(0)
            continue
        state = steps[np.uint32(state) + letter]
        if state < 0:
            state = np.int32(-1 - state)
            met[used], met[used + 1] = state, a + i + 1
            used += 2
    return used


@lean
def _emit(
    calls: Calls,
    sign: int,
    marked: int,
    row: Numbers,
    where: Numbers,
    allowed: Hashes,
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
) -> int:
    """Note the rules that a sign calls for on a unit, each once, if the unit may meet them.

    ``where`` holds the unit's number, its place on its page, its page's units and start; ``seen``
    holds for each rule the last unit that it was asked about.
    """
    unit = where[0]
    for j in range(calls.begins[sign], calls.begins[sign + 1]):
        rule = calls.rules[j]
        if allowed[rule >> 6] >> np.uint64(rule & 63) & np.uint64(1) == _NOTHING:
            continue
        if seen[rule] == unit + 1:
            continue
        seen[rule] = unit + 1
        if not _guarded(calls.guards[rule], row, where):
            continue
        if used < len(events):
            events[used, 0], events[used, 1] = unit, 2 * rule + marked
        used += 1
    return used


@lean
def _guarded(guard: Numbers, row: Numbers, where: Numbers) -> bool:
    """Tell whether a unit has the words and the place that a rule asks for."""
    if row[COUNT] > guard[MOST_WORDS] or row[COUNT] < guard[LEAST_WORDS]:
        return False
    if row[START] - where[3] < guard[BEFORE] or where[1] >= guard[FIRST]:
        return False
    return bool(where[1] >= where[2] - guard[LAST])


@lean
def _allow(codes: Codes, calls: Calls, a: int, b: int, allowed: Hashes) -> None:
    """Set the bits of the rules that may match a unit, by its first letter and its last."""
    size = len(allowed)
    first = last = SEVERAL
    for i in range(a, min(b, a + _EDGE)):
        kind = calls.edges[codes[i]]
        if kind != NOTHING:
            first = kind
            break
    for back in range(1, min(b - a, _EDGE) + 1):
        kind = calls.edges[codes[b - back]]
        if kind != NOTHING and kind != BLANK:
            last = kind
            break
    for j in range(size):
        allowed[j] = calls.ahead[first * size + j] & calls.back[last * size + j]


@lean
def _emit_words(
    calls: Calls,
    met: NDArray[np.int32],
    size: int,
    zone: int,
    most: int,
    row: Numbers,
    where: Numbers,
    allowed: Hashes,
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
) -> int:
    """Note the rules that words met call for in a zone, if they are among the first so many."""
    for j in range(0, size, 2):
        if met[j + 1] < most:
            sign = calls.words[met[j]] * ZONES + zone
            used = _emit(calls, sign, 0, row, where, allowed, events, used, seen)
    return used


@lean
def call(
    codes: Codes,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    calls: Calls,
    limits: Numbers,
    row: Numbers,
    where: Numbers,
    allowed: Hashes,
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
    met: NDArray[np.int32],
) -> int:
    """Note the rules that the words of a unit call for, as the matcher finds them."""
    a, b, opening, everything = row[START], row[END], limits[OPENING_LIMIT], len(codes)
    if b - a <= limits[SHORT]:
        n, count = words(codes, table, pieces, a, b, calls, met, everything)
        used = _emit_words(
            calls, met, n, ANYWHERE, everything, row, where, allowed, events, used, seen
        )
        used = _emit_words(calls, met, n, OPENING, opening, row, where, allowed, events, used, seen)
        shape = limits[NONE_KEY] if count == 0 else limits[NUMBER_KEY]
        shaped = count == 0 or (b - a <= limits[STAMP] and row[UNION] & int(DIGIT) != 0)
        if shape < 0 or not shaped:
            return used
        return _emit(calls, shape * ZONES, 0, row, where, allowed, events, used, seen)
    n, _ = words(codes, table, pieces, a, a + limits[HEAD], calls, met, opening)
    used = _emit_words(calls, met, n, OPENING, opening, row, where, allowed, events, used, seen)
    near = b - limits[NEAR_LIMIT]
    n, _ = words(codes, table, pieces, near, b, calls, met, everything)
    used = _emit_words(calls, met, n, NEAR_END, everything, row, where, allowed, events, used, seen)
    far = max(a, b - limits[FAR_LIMIT])
    n, _ = words(codes, table, pieces, far, b, calls, met, everything)
    return _emit_words(calls, met, n, FAR_END, everything, row, where, allowed, events, used, seen)


@lean
def _emit_marks(
    calls: Calls,
    met: NDArray[np.int32],
    size: int,
    automaton: Automaton,
    limits: Numbers,
    row: Numbers,
    where: Numbers,
    allowed: Hashes,
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
) -> tuple[int, bool]:
    """Note the rules that the marks met call for; tell whether one of them opens a menu."""
    first = limits[KEYS] * ZONES + (row[END] - row[START] > limits[SHORT])
    menu = False
    for j in range(0, size, 2):
        at = automaton.outs[met[j]]
        while automaton.lists[at] >= 0:
            mark = automaton.lists[at]
            at += 1
            if mark == limits[MENU]:
                menu = True
                continue
            used = _emit(calls, first + 2 * mark, 1, row, where, allowed, events, used, seen)
    return used, menu


@lean
def is_wide(codes: Codes, a: int, b: int) -> bool:
    """Tell whether three blanks stand together three times, as ``page.is_wide`` does."""
    return bool(wide_blanks(codes, a, b) >= WIDE_BLANKS)


@lean
def wide_blanks(codes: Codes, a: int, b: int) -> int:
    """Count how often three blanks stand together, up to :data:`WIDE_BLANKS`."""
    met, text = 0, codes[a:b]
    for i in range(len(text) - 2):
        met += (text[i] == _BLANK) & (text[i + 1] == _BLANK) & (text[i + 2] == _BLANK)
    if met == 0:
        return 0
    run = times = 0
    for i in range(a, b):
        run = run + 1 if codes[i] == _BLANK else 0
        if run == 3:
            run, times = 0, times + 1
            if times == WIDE_BLANKS:
                break
    return times


#: The places of `limits`.
(
    SHORT,
    HEAD,
    NEAR_LIMIT,
    FAR_LIMIT,
    STAMP,
    OPENING_LIMIT,
    KEYS,
    NUMBER_KEY,
    NONE_KEY,
    HINT_REACH,
    TITLE_WORDS,
    TITLE_LENGTH,
    TITLE_REACH,
    LABELS,
    LABEL_LENGTH,
    EDGE,
    QUOTE_FROM,
    QUOTE_LEAST,
    QUOTE_MOST,
    QUOTE_NEAR,
    QUOTE_LOOK,
    STAMP_LINES,
    FOOTER_LINES,
    ABOUT_LEAST,
    ABOUT_MOST,
    SIGNED_LINES,
    SLOGAN_LINES,
    CRUMB_LINES,
    GLUED_LETTERS,
    MENU_LENGTH,
    AGAIN_WORDS,
    AGAIN_REACH,
    STAMP_REACH,
    CLOSING_LOOK,
    SLOGAN_WORDS,
    FOOTER_REACH,
    MENU,
    CLOSING_LINES,
    CLOSING_LENGTH,
    PHRASE_WORDS,
    PHRASE_KINDS,
    LAST_LABELS,
) = range(42)
LIMITS = 42


@compiled
def scan(
    codes: Codes,
    starts: Numbers,
    kinds: Kinds,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    calls: Calls,
    automaton: Automaton,
    limits: Numbers,
    room: int,
) -> tuple[Numbers, Numbers, NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int32], int]:
    """Scan texts: units, where each text's begin, which are wide, which may open with a menu.

    Last the rules called for, by unit, and how many: where these are more than the room, only
    their number counts.
    """
    units = np.empty((len(codes) // 2 + 2, COLUMNS), np.int64)
    offsets, where = np.zeros(len(starts), np.int64), np.zeros(4, np.int64)
    events, used, total = np.empty((room, 2), np.int32), 0, 0
    seen = np.zeros(len(calls.guards), np.int32)
    allowed = np.zeros(len(calls.guards) // 64 + 1, np.uint64)
    met = np.empty(2 * len(codes) + 64 * (limits[SHORT] + limits[FAR_LIMIT]), np.int32)
    wide, menus = np.zeros(len(starts) - 1, np.bool_), np.zeros(len(starts) - 1, np.bool_)
    for text in range(len(starts) - 1):
        first, start, end = total, starts[text], starts[text + 1] - 1
        wide[text] = is_wide(codes, start, end)
        total = cut(codes, kinds, start, end, wide[text], units, total)
        for unit in range(first, total):
            row = units[unit]
            where[0], where[1], where[2], where[3] = unit, unit - first, total - first, start
            _allow(codes, calls, row[START], row[END], allowed)
            used = call(
                codes, table, pieces, calls, limits, row, where, allowed, events, used, seen, met
            )
            size = marks(codes, kinds, row[START], row[END], automaton.steps, met, 0)
            used, menu = _emit_marks(
                calls, met, size, automaton, limits, row, where, allowed, events, used, seen
            )
            menus[text] |= menu
        offsets[text + 1] = total
    return units[:total].copy(), offsets, wide, menus, events, used


@compiled
def likely(slots: Hashes) -> Hashes:
    """Set the bit of each hash in an open table."""
    bits = np.zeros(LIKELY, np.uint64)
    for value in slots:
        if value != _NOTHING:
            bits[value >> _LIKELY] |= np.uint64(1) << (value >> _BIT & _BITS)
    return bits

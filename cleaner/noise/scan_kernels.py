"""One compiled pass over many texts: where their lines are, and what on them calls for a look.

Kernels only; :mod:`cleaner.noise.scan` gives them their tables and reads what they found. This
module imports numba: import it late. What other modules may change (bounds, letters, words)
comes in as tables and ``limits``: a compiled kernel's cache does not see their constants.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import compiled, finish, lean
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
_CLASS = np.uint32(24)  # from this bit on: the letter's class in the automaton of marks
ALIKE = np.uint32(SPACE | INVISIBLE)

# What the entries of `table` (of FoldColumns) say besides a letter's or digit's own number.
_GAP, _DROPPED, _MANY = np.uint32(1), np.uint32(2), np.uint32(0x80000000)
_SEED, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_NOTHING = np.uint64(0)
_DOT, _BAR, _BLANK, _UNDERSCORE, _BRACKET = 46, 124, 32, 95, 41
_NEWLINE = 10

#: The columns of a unit: its place in the text, its line's index, its words, its characters' kinds.
START, END, INDEX, COUNT, UNION = range(5)
COLUMNS = 5
#: Every code point has been looked up.
DONE = -1


@compiled
def hash_word(units: Codes) -> np.uint64:
    """Hash a folded word of letters and digits."""
    state = _SEED
    for unit in units:
        state = (state ^ np.uint64(unit)) * _PRIME
    return finish(state)


@compiled
def unknown(codes: Codes, kinds: Kinds) -> int:
    """Give a code point that has not been looked up, or DONE."""
    for code in codes:
        if kinds[code] == 0:
            return int(code)
    return DONE


@lean
def _add(codes: Codes, kinds: Kinds, a: int, b: int, index: int, row: Numbers) -> bool:
    """Survey a unit; tell whether it is there at all (not blank)."""
    union, common = np.uint32(0), ALIKE
    count, inside = 0, False
    for i in range(a, b):
        kind = kinds[codes[i]]
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
            used += _add(codes, kinds, at, i, used - first, units[used])
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
            used += _add(codes, kinds, at, i, index, units[used])
        index += 1
        at = i + 1
    return used


@lean
def _look_up(value: np.uint64, slots: Hashes) -> int:
    """Give the slot of a hash, or -1."""
    mask = np.uint64(len(slots) - 1)
    slot = value & mask
    while slots[slot] != _NOTHING:
        if slots[slot] == value:
            return int(slot)
        slot = (slot + np.uint64(1)) & mask
    return -1


@lean
def words(
    codes: Codes,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    a: int,
    b: int,
    slots: Hashes,
    met: NDArray[np.int32],
    most: int,
) -> tuple[int, int]:
    """Write the slots of the known words from ``a`` to ``b`` to ``met``, each with its place.

    Gives how many there are, and how many words the text holds (it stops at ``most``).
    """
    state, used, count = _SEED, 0, 0
    for i in range(a, b):
        entry = table[codes[i]]
        if entry > _DROPPED and entry < _MANY:
            state = (state ^ np.uint64(entry)) * _PRIME
        elif entry == _GAP:
            used, count, state = _end_word(state, slots, met, used, count)
        elif entry != _DROPPED:
            place = entry ^ _MANY
            for k in range(place + 1, place + 1 + pieces[place]):
                if pieces[k] != _GAP:
                    state = (state ^ np.uint64(pieces[k])) * _PRIME
                else:
                    used, count, state = _end_word(state, slots, met, used, count)
        if count >= most:
            return used, count
    used, count, state = _end_word(state, slots, met, used, count)
    return used, count


@lean
def _end_word(
    state: np.uint64, slots: Hashes, met: NDArray[np.int32], used: int, count: int
) -> tuple[int, int, np.uint64]:
    """Look up the word that ends here, if one does."""
    if state == _SEED:
        return used, count, state
    slot = _look_up(finish(state), slots)
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
    state = np.int32(0)
    for i in range(a, b):
        letter = kinds[codes[i]] >> _CLASS
        if letter == 0:
            state = np.int32(0)
            continue
        state = steps[np.uint32(state) + letter]
        if state < 0:
            state = np.int32(-1 - state)
            met[used], met[used + 1] = state, i + 1
            used += 2
    return used


@lean
def _emit(
    events: NDArray[np.int32], used: int, seen: NDArray[np.int32], unit: int, sign: int
) -> int:
    """Note a sign on a unit, once; ``seen`` holds for each sign the last unit that had it."""
    if seen[sign] == unit + 1:
        return used
    seen[sign] = unit + 1
    if used < len(events):
        events[used, 0], events[used, 1] = unit, sign
    return used + 1


@lean
def _emit_words(
    met: NDArray[np.int32],
    size: int,
    zone: int,
    opening: int,
    keys: NDArray[np.int32],
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
    unit: int,
) -> int:
    """Note the words met that call for rules in a zone, or by opening the unit."""
    for j in range(0, size, 2):
        key, zones = keys[met[j], 0], keys[met[j], 1]
        if zone != OPENING and zones >> zone & 1:
            used = _emit(events, used, seen, unit, key * ZONES + zone)
        if met[j + 1] < opening and zones >> OPENING & 1:
            used = _emit(events, used, seen, unit, key * ZONES + OPENING)
    return used


@lean
def call(
    codes: Codes,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    slots: Hashes,
    keys: NDArray[np.int32],
    limits: Numbers,
    row: Numbers,
    unit: int,
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
    met: NDArray[np.int32],
) -> int:
    """Note the words of a unit that call for rules, as the matcher finds them."""
    a, b, opening, everything = row[START], row[END], limits[OPENING_LIMIT], len(codes)
    if b - a > limits[SHORT]:
        n, _ = words(codes, table, pieces, a, a + limits[HEAD], slots, met, opening)
        used = _emit_words(met, n, OPENING, opening, keys, events, used, seen, unit)
        n, _ = words(codes, table, pieces, b - limits[NEAR_LIMIT], b, slots, met, everything)
        used = _emit_words(met, n, NEAR_END, 0, keys, events, used, seen, unit)
        n, _ = words(codes, table, pieces, max(a, b - limits[FAR_LIMIT]), b, slots, met, everything)
        return _emit_words(met, n, FAR_END, 0, keys, events, used, seen, unit)
    n, count = words(codes, table, pieces, a, b, slots, met, everything)
    used = _emit_words(met, n, ANYWHERE, opening, keys, events, used, seen, unit)
    if count == 0:
        used = _shape(limits[NONE_KEY], events, used, seen, unit)
    elif b - a <= limits[STAMP] and row[UNION] & int(DIGIT) != 0:
        used = _shape(limits[NUMBER_KEY], events, used, seen, unit)
    return used


@lean
def _shape(
    key: int, events: NDArray[np.int32], used: int, seen: NDArray[np.int32], unit: int
) -> int:
    return _emit(events, used, seen, unit, key * ZONES + ANYWHERE) if key >= 0 else used


@lean
def _emit_marks(
    met: NDArray[np.int32],
    size: int,
    outs: NDArray[np.int32],
    lists: NDArray[np.int32],
    first: int,
    events: NDArray[np.int32],
    used: int,
    seen: NDArray[np.int32],
    unit: int,
) -> int:
    """Note the marks that the automaton's states name, numbered from ``first`` on."""
    for j in range(0, size, 2):
        at = outs[met[j]]
        while lists[at] >= 0:
            used = _emit(events, used, seen, unit, first + lists[at])
            at += 1
    return used


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
    LOOK_WORDS,
    AGAIN_RUNS,
    AGAIN_TITLE,
    AGAIN_REACH,
    STAMP_REACH,
    CLOSING_LOOK,
    SLOGAN_WORDS,
    FOOTER_REACH,
) = range(37)
LIMITS = 37


@compiled
def scan(
    codes: Codes,
    starts: Numbers,
    wide: NDArray[np.bool_],
    kinds: Kinds,
    table: NDArray[np.uint32],
    pieces: NDArray[np.uint32],
    slots: Hashes,
    keys: NDArray[np.int32],
    steps: NDArray[np.int32],
    outs: NDArray[np.int32],
    lists: NDArray[np.int32],
    limits: Numbers,
    mark_count: int,
    room: int,
) -> tuple[Numbers, Numbers, NDArray[np.int32], int]:
    """Scan texts: units, where each text's begin, signs, and how many signs.

    Where there are more signs than room, only their number counts.
    """
    units = np.empty((len(codes) // 2 + 2, COLUMNS), np.int64)
    offsets = np.zeros(len(starts), np.int64)
    events, used, total = np.empty((room, 2), np.int32), 0, 0
    first_mark = limits[KEYS] * ZONES
    seen = np.zeros(first_mark + mark_count, np.int32)
    met = np.empty(2 * len(codes) + 64 * (limits[SHORT] + limits[FAR_LIMIT]), np.int32)
    for text in range(len(starts) - 1):
        first = total
        total = cut(codes, kinds, starts[text], starts[text + 1] - 1, wide[text], units, total)
        for unit in range(first, total):
            row = units[unit]
            used = call(
                codes, table, pieces, slots, keys, limits, row, unit, events, used, seen, met
            )
            size = marks(codes, kinds, row[START], row[END], steps, met, 0)
            used = _emit_marks(met, size, outs, lists, first_mark, events, used, seen, unit)
        offsets[text + 1] = total
    return units[:total].copy(), offsets, events, used

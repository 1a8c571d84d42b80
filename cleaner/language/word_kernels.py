"""The words of many texts at once, as numbers, by compiled kernels.

:func:`word_hashes` gives for every word of :func:`cleaner.language.words.words` one 32-bit hash
that is the same on every machine and in every run. A text is spelled first, a byte a letter and
0 for what is between words; then the starts of words are found, 64 bytes at a time; then words are
hashed, 16 bytes at a time. No step asks at each letter whether the word ends there, which no
processor foresees. This module imports numba: import it late.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import (
    BAD,
    DONE,
    FOLDS_TO_GAP,
    FOLDS_TO_MANY,
    FOLDS_TO_NOTHING,
    NEEDS_ROOM,
    NO_CODE,
    UNKNOWN,
    Bytes,
    FoldColumns,
    Offsets,
    Words,
    compiled,
    decode,
    lean,
    unescape,
)
from cleaner.language.spelling import ESCAPE, spelled

_Units = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]
_Starts = NDArray[np.uint64]
_Chunks = NDArray[np.uint64]
_Codes = NDArray[np.uint8]

#: What the tables hold besides letters and digits, which are 1 to 0xC9: what is between words,
#: what folding drops, and what must be looked at.
_GAP, _DROPPED, _OTHER = np.uint8(0), np.uint8(0xFE), np.uint8(0xFF)
#: A table's places: all numbers of 16 bits.
_PLACES = 1 << 16
_LAST_PLACE = np.uint32(_PLACES - 1)
#: Code points that are learned together.
_BLOCK = 32
#: Strings that are handed to a kernel together, and words that there is always room for.
_TOGETHER, _ROOM = 64, 1024
#: Bytes of a character in a Python string, where not four.
_NARROW, _USUAL = 1, 2
#: Room for spelled letters beyond a text's own length: what one character may fold to (U+FDFA
#: to 18 letters), and what is read at once behind the last one.
_SLACK = np.uint64(512)
#: Characters that are looked up before it is asked whether any is odd: what was just written byte
#: by byte is slow to read in greater pieces.
_STRETCH = np.uint64(512)
#: Words whose starts are found before they are hashed, and room for those of one block of 64
#: bytes more.
_STARTS, _BLOCK_STARTS = 512, 64
_MOST_STARTS = np.uint64(_STARTS)
#: Starts of words that are noted at once.
_AT_ONCE = 16

_0, _1, _2, _3, _4, _8, _64 = map(np.uint64, (0, 1, 2, 3, 4, 8, 64))
_SEED, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_LAST = np.uint64(0xC4CEB9FE1A85EC53)
_HALF, _TOP = np.uint64(32), np.uint64(63)
_NOT_ONE = np.uint32(0xFFFFFFFE)
#: The upper bit of each byte, which with the next one is set in digits alone, and with the next
#: two in what is neither letter nor digit nor gap.
_MARKS = np.uint64(0x8080808080808080)
#: The lowest bit of each byte, and where the last one of eight is.
_ONES, _LAST_BYTE = np.uint64(0x0101010101010101), np.uint64(56)
_TAIL_FIRST, _TAIL_END, _LEAD_FIRST, _LEAD_END = 0x80, 0xC0, 0xC2, 0xE0
_LOW_5, _LOW_6, _6 = np.uint32(0x1F), np.uint32(0x3F), np.uint32(6)
_QUOTE, _BACKSLASH, _SPACE = 34, 92, 32
_HALVES, _HALVES_END = np.uint32(0xD800), np.uint32(0xE000)


class Spelling(NamedTuple):
    """How text is spelled, as kernels see it.

    ``units`` says it for code points of 16 bits, ``pairs`` for a byte of a JSON string in UTF-8
    (above) and the byte before it (below); ``codes`` holds the byte of each folded letter, 0
    where it takes four. ``table`` and ``pieces`` are the folding's.
    """

    units: _Codes
    pairs: _Codes
    codes: _Codes
    table: NDArray[np.uint32]
    pieces: NDArray[np.uint32]


class Desk(NamedTuple):
    """Room to work in: for the letters of a text, and for the starts of words and their letters."""

    letters: Bytes
    starts: _Starts
    firsts: _Chunks
    seconds: _Chunks


class Hashing(NamedTuple):
    """What hashing text takes: how it is spelled, and room to work in."""

    spelling: Spelling
    desk: Desk


class SpellingColumns:
    """The spelling of all characters as arrays, filled in where text needs it."""

    def __init__(self) -> None:
        self._fold = FoldColumns()
        self._units = np.full(_PLACES, _OTHER, np.uint8)
        self._pairs = np.full(_PLACES, _OTHER, np.uint8)
        # A first byte of two says nothing yet; before it a character has ended.
        self._pairs.reshape(256, 256)[_LEAD_FIRST:_LEAD_END, :_TAIL_END] = _DROPPED
        self._codes = np.zeros(_PLACES, np.uint8)
        for code in filter(str.isalnum, map(chr, range(0x700))):
            if len(spelling := spelled(code)) == 1:
                self._codes[ord(code)] = spelling[0]

    @property
    def view(self) -> Spelling:
        """The columns as kernels take them."""
        return Spelling(self._units, self._pairs, self._codes, *self._fold.view)

    def learn(self, codepoint: int) -> None:
        """Work out the block of code points that holds one."""
        self._fold.learn(codepoint, _BLOCK)
        start = codepoint // _BLOCK * _BLOCK
        for code in range(start, min(start + _BLOCK, _PLACES - 1)):
            self._enter(code, self._byte(int(self._fold.table[code])))

    def _byte(self, entry: int) -> int:
        if entry in (FOLDS_TO_GAP, FOLDS_TO_NOTHING):
            return int(_GAP if entry == FOLDS_TO_GAP else _DROPPED)
        return int(self._codes[entry] if entry < _PLACES else 0) or int(_OTHER)

    def _enter(self, code: int, byte: int) -> None:
        self._units[code] = byte
        pairs = self._pairs.reshape(256, 256)
        if _SPACE <= code < _TAIL_FIRST and code not in (_QUOTE, _BACKSLASH):
            pairs[code, :_TAIL_END] = byte
        elif _TAIL_FIRST <= code < 0x800:
            pairs[_TAIL_FIRST | code & 0x3F, 0xC0 | code >> 6] = byte


@cache
def spelling_columns() -> SpellingColumns:
    """Give the columns that all of a process's hashing shares."""
    # A pure function's memory, as in fold.py: it speeds things up and never changes a result.
    return SpellingColumns()


def desk_for(size: int) -> Desk:
    """Give room to spell texts of up to ``size`` characters, or bytes, that seldom grow."""
    starts, firsts, seconds = np.empty((3, _STARTS + _BLOCK_STARTS), np.uint64)
    return Desk(
        letters=np.empty(size + int(_SLACK), np.uint8),
        starts=starts,
        firsts=firsts,
        seconds=seconds,
    )


def larger_desk(desk: Desk) -> Desk:
    """Give twice the room."""
    return desk_for(2 * len(desk.letters))


@lean
def _load(letters: Bytes, at: np.uint64) -> np.uint64:
    """Read eight bytes as a number, the first one lowest; a compiler makes one load of it."""
    value = np.uint64(letters[at])
    value |= np.uint64(letters[at + np.uint64(1)]) << np.uint64(8)
    value |= np.uint64(letters[at + np.uint64(2)]) << np.uint64(16)
    value |= np.uint64(letters[at + np.uint64(3)]) << np.uint64(24)
    value |= np.uint64(letters[at + np.uint64(4)]) << np.uint64(32)
    value |= np.uint64(letters[at + np.uint64(5)]) << np.uint64(40)
    value |= np.uint64(letters[at + np.uint64(6)]) << np.uint64(48)
    value |= np.uint64(letters[at + np.uint64(7)]) << np.uint64(56)
    return value


@lean
def _mixed(state: np.uint64, chunk: np.uint64) -> np.uint64:
    state = (state ^ chunk) * _PRIME
    return state ^ (state >> _HALF)


@lean
def _digits(chunk: np.uint64) -> np.uint64:
    """Give a mark for each byte that is a digit."""
    return chunk & (chunk << _1) & _MARKS


@lean
def _long_word(letters: Bytes, at: np.uint64) -> np.uint32:
    """Hash a word of any size."""
    state, digits, gaps = _SEED, _0, _0
    while gaps == _0:
        chunk, gaps = _until_gap(_load(letters, at))
        if chunk != _0:
            state, digits = _mixed(state, chunk), digits | _digits(chunk)
        at += _8
    return _closed(state, digits)


@lean
def _closed(state: np.uint64, digits: np.uint64) -> np.uint32:
    """Give a word's hash; the lowest bit tells whether it holds a digit."""
    return np.uint32((state * _LAST) >> _HALF) & _NOT_ONE | np.uint32(digits != _0)


@lean
def _until_gap(eight: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Give the letters before the first gap among eight, and a mark where there is one.

    The lowest zero byte is told exactly by a borrow that reaches its upper bit.
    """
    gaps = (eight - _ONES) & ~eight & _MARKS
    return eight & (gaps ^ (gaps - _1)), gaps


@lean
def _cut_words(desk: Desk, words: int) -> bool:
    """Take the first 16 letters of words by their starts; tell whether any may have more."""
    letters, starts, firsts, seconds = desk
    more = False
    for word in range(words):
        firsts[word] = _load(letters, starts[word])
        seconds[word] = _load(letters, starts[word] + _8)
    for word in range(words):
        firsts[word], ended = _until_gap(firsts[word])
        second, ends = _until_gap(seconds[word])
        seconds[word] = second if ended == _0 else _0
        more |= (ended | ends) == _0
    return more


@lean
def _hash_words(desk: Desk, out: Words) -> None:
    """Hash words by their starts, several at once; the few long ones come after."""
    letters, starts, firsts, seconds = desk
    more = _cut_words(desk, len(out))
    for word in range(len(out)):
        first, second = firsts[word], seconds[word]
        state = _mixed(_mixed(_SEED, first), second)
        out[word] = _closed(state, _digits(first) | _digits(second))
    for word in range(len(out) if more else 0):
        if seconds[word] >> _LAST_BYTE != _0:
            out[word] = _long_word(letters, starts[word])


@lean
def _letters_mask(letters: Bytes, at: np.uint64) -> np.uint64:
    """Give a bit for each of 64 bytes: whether it is of a word."""
    mask = _0
    for place in range(64):
        bit = np.uint64(letters[at + np.uint64(place)] != _GAP)
        mask |= bit << np.uint64(place)
    return mask


def _bit_count(operation: str) -> Any:
    """Make a function of 64 bits that is one instruction of processors, and LLVM's own."""

    @numba.extending.intrinsic  # type: ignore[untyped-decorator]
    def count(_context: object, _value: object) -> Any:
        def generate(_: object, builder: Any, __: object, arguments: Any) -> Any:
            zero_too = [numba.core.cgutils.false_bit] if operation == "cttz" else []
            return getattr(builder, operation)(*arguments, *zero_too)

        return numba.types.uint64(numba.types.uint64), generate

    return count


#: The zero bits below the lowest one, 64 where there is none; and the ones.
trailing_zeros, _ones = _bit_count("cttz"), _bit_count("ctpop")


@lean
def _note_starts(bits: np.uint64, block: np.uint64, starts: _Starts, found: np.uint64) -> np.uint64:
    """Note where words start in a block, many at a time, as few blocks have more.

    How many there are shows in no branch but one; what is noted too much is written over.
    """
    after: np.uint64 = found + _ones(bits)
    while True:
        for ahead in range(_AT_ONCE):
            starts[found + np.uint64(ahead)] = block + trailing_zeros(bits)
            bits &= bits - _1
        found += np.uint64(_AT_ONCE)
        if bits == _0:
            return after


@lean
def _hash_letters(
    desk: Desk, size: np.uint64, out: Words, count: np.uint64
) -> tuple[np.uint64, np.int64]:
    """Hash the words of ``size`` spelled letters, written to ``out`` from ``count`` on."""
    letters, starts = desk.letters, desk.starts
    for at in range(size, size + _64):
        letters[np.uint64(at)] = _GAP
    block, carry = _0, _0
    while block < size:
        found = _0
        while block < size and found <= _MOST_STARTS:
            mask = _letters_mask(letters, block)
            found = _note_starts(mask & ~(mask << _1 | carry), block, starts, found)
            carry = mask >> _TOP
            block += _64
        if count + found > np.uint64(len(out)):
            return count, NEEDS_ROOM
        _hash_words(desk, out[count : count + found])
        count += found
    return count, DONE


@lean
def _spell_letter(
    entry: np.uint32, spelling: Spelling, letters: Bytes, size: np.uint64
) -> np.uint64:
    """Spell a folded letter, or a gap; give how many letters there are then."""
    code = spelling.codes[entry] if entry <= _LAST_PLACE else _GAP
    if code != _GAP or entry == FOLDS_TO_GAP:
        letters[size] = code
        return size + _1
    left, base = entry, np.uint32(ESCAPE)
    letters[size] = np.uint8(ESCAPE)
    for place in range(size + _1, size + np.uint64(4)):
        letters[np.uint64(place)] = np.uint8(left % base + np.uint32(1))
        left //= base
    return size + np.uint64(4)


@lean
def _spell_odd(
    code: np.uint32, spelling: Spelling, letters: Bytes, size: np.uint64, left: np.uint64
) -> tuple[np.uint64, np.int64]:
    """Spell a character that the tables have no byte for; ``left`` are those behind it."""
    entry = spelling.table[np.uint64(code)]
    if entry == UNKNOWN:
        return size, np.int64(code)
    if size + left + _SLACK > np.uint64(len(letters)):
        return size, NEEDS_ROOM
    if entry < FOLDS_TO_MANY:
        return size if entry == FOLDS_TO_NOTHING else _spell_letter(
            entry, spelling, letters, size
        ), DONE
    place = np.uint64(entry ^ FOLDS_TO_MANY)
    for index in range(place + _1, place + _1 + np.uint64(spelling.pieces[place])):
        size = _spell_letter(spelling.pieces[np.uint64(index)], spelling, letters, size)
    return size, DONE


@lean
def _put(letters: Bytes, size: np.uint64, found: np.uint8) -> np.uint64:
    """Put a byte behind the others, to be written over if it is none; give how many there are."""
    letters[size] = found
    return size + np.uint64(found != _DROPPED)


@lean
def _look_up(
    units: _Units, start: np.uint64, end: np.uint64, table: _Codes, letters: Bytes, size: np.uint64
) -> np.uint8:
    """Give characters a byte each, as the table has it; tell the highest of them."""
    shift = size - start
    for at in range(start, end):
        code = np.uint32(units[np.uint64(at)])
        letters[np.uint64(at) + shift] = table[min(code, _LAST_PLACE)]
    highest = _GAP  # in a loop of its own, which a compiler makes vectors of
    for at in range(start, end):
        highest = max(highest, letters[np.uint64(at) + shift])
    return highest


@lean
def _drop(letters: Bytes, start: np.uint64, end: np.uint64) -> np.uint64:
    """Take out what is dropped among some bytes; give where they end then."""
    size = start
    for at in range(start, end):
        size = _put(letters, size, letters[np.uint64(at)])
    return size


@lean
def _spell_units(units: _Units, spelling: Spelling, letters: Bytes) -> tuple[np.uint64, np.int64]:
    """Spell a text, a number a character; give how many letters it has, and the status."""
    size, end = _0, np.uint64(len(units))
    if end + _SLACK > np.uint64(len(letters)):
        return size, NEEDS_ROOM
    at, status = _0, DONE
    while at < end and status == DONE:
        ahead = min(at + _STRETCH, end)
        highest = _look_up(units, at, ahead, spelling.units, letters, size)
        if highest < _DROPPED:
            size += ahead - at
        elif highest == _DROPPED:
            size = _drop(letters, size, size + ahead - at)
        else:
            size, status = _spell_each(units, at, ahead, spelling, letters, size)
        at = ahead
    return size, status


@lean
def _spell_each(
    units: _Units,
    start: np.uint64,
    end: np.uint64,
    spelling: Spelling,
    letters: Bytes,
    size: np.uint64,
) -> tuple[np.uint64, np.int64]:
    """Spell some characters one by one."""
    left = np.uint64(len(units))
    for at in range(start, end):
        code = np.uint32(units[np.uint64(at)])
        found = spelling.units[min(code, _LAST_PLACE)]
        if found == _OTHER:
            size, status = _spell_odd(code, spelling, letters, size, left - np.uint64(at))
            if status != DONE:
                return size, status
        else:
            letters[size] = found
            size += np.uint64(found != _DROPPED)
    return size, DONE


@lean
def _hash_units(
    units: _Units, spelling: Spelling, desk: Desk, out: Words, count: np.uint64
) -> tuple[np.uint64, np.int64]:
    size, status = _spell_units(units, spelling, desk.letters)
    return _hash_letters(desk, size, out, count) if status == DONE else (count, status)


@lean
def _hash_texts(
    units: _Units, lengths: Offsets, spelling: Spelling, desk: Desk, out: Words, ends: Offsets
) -> np.int64:
    """Hash the words of texts that lie one behind the other, a character between them."""
    count, start = np.uint64(ends[0]), 0
    for text in range(len(lengths)):
        own = units[start : start + lengths[text]]
        count, status = _hash_units(own, spelling, desk, out, count)
        if status != DONE:
            return status
        ends[text + 1] = count
        start += lengths[text] + 1
    return DONE


@compiled
def _hash_joined(
    text: str, lengths: Offsets, spelling: Spelling, desk: Desk, out: Words, ends: Offsets
) -> np.int64:
    """Hash the words of joined strings where they lie, in units as wide as the widest."""
    data, size = text._data, len(text)  # type: ignore[attr-defined]
    if text._kind == _NARROW:  # type: ignore[attr-defined]
        return _hash_texts(numba.carray(data, size, np.uint8), lengths, spelling, desk, out, ends)
    if text._kind == _USUAL:  # type: ignore[attr-defined]
        return _hash_texts(numba.carray(data, size, np.uint16), lengths, spelling, desk, out, ends)
    return _hash_texts(numba.carray(data, size, np.uint32), lengths, spelling, desk, out, ends)


def word_hashes(texts: Sequence[str]) -> tuple[Words, Offsets]:
    """Give the hashes of all words of all texts, and where each text's words start.

    The words are those of :func:`cleaner.language.words.words`; a hash's lowest bit is set
    if the word holds a digit. Lone surrogates are gaps like any other mark.
    """
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    out = np.empty(int(lengths.sum()) // 4 + _ROOM, np.uint32)
    ends = np.zeros(len(texts) + 1, np.int64)
    desk = desk_for(int(lengths.max(initial=0)))
    for start in range(0, len(texts), _TOGETHER):
        share = slice(start, start + _TOGETHER)
        joined = "\n".join(texts[share])
        desk, out = _hashed(joined, lengths[share], desk, out, ends[start:])
    return out[: ends[len(texts)]], ends


def _hashed(
    joined: str, lengths: Offsets, desk: Desk, out: Words, ends: Offsets
) -> tuple[Desk, Words]:
    """Hash some texts, and give the room that was needed."""
    columns = spelling_columns()
    while (status := _hash_joined(joined, lengths, columns.view, desk, out, ends)) != DONE:
        if status == NEEDS_ROOM:
            desk, out = larger_desk(desk), np.concatenate([out, np.empty_like(out)])
        else:
            columns.learn(int(status))
    return desk, out


@lean
def _read_odd(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint32, np.uint64]:
    """Read a character of a JSON string that no table spells: its code point, and what follows.

    Where ``at`` is the second byte of two, the first one was passed.
    """
    byte, before = np.uint32(data[at]), np.uint32(data[at - _1])
    if before >= _LEAD_FIRST:
        tail = byte ^ np.uint32(_TAIL_FIRST)
        if before >= _LEAD_END or tail > _LOW_6:
            return NO_CODE, at
        return (before & _LOW_5) << _6 | tail, at + _1
    if byte == _BACKSLASH:
        return unescape(data, at + _1, end)
    if byte >= _TAIL_FIRST:
        code, after = decode(data, at, end)
        return NO_CODE if _HALVES <= code < _HALVES_END else code, after
    return byte if byte >= _SPACE else NO_CODE, at + _1


@lean
def _paired(data: Bytes, at: np.uint64, spelling: Spelling) -> np.uint8:
    """Look a byte up with the one before it."""
    pair = np.uint32(data[at - _1]) | np.uint32(data[at]) << np.uint32(8)
    found: np.uint8 = spelling.pairs[np.uint64(pair)]
    return found


@lean
def _spell_quoted(
    data: Bytes, at: np.uint64, end: np.uint64, spelling: Spelling, letters: Bytes
) -> tuple[np.uint64, np.uint64, np.int64]:
    """Spell the inside of a JSON string, up to its quotation mark or ``end``."""
    size = _0
    if end - at + _SLACK > np.uint64(len(letters)):
        return at, size, NEEDS_ROOM
    while at < end:
        while at + _4 <= end:  # four at a time, as long as nothing is odd
            one, two = _paired(data, at, spelling), _paired(data, at + _1, spelling)
            three, four = _paired(data, at + _2, spelling), _paired(data, at + _3, spelling)
            if one == _OTHER or two == _OTHER or three == _OTHER or four == _OTHER:
                break
            size = _put(letters, _put(letters, size, one), two)
            size = _put(letters, _put(letters, size, three), four)
            at += _4
        found = _paired(data, at, spelling) if at < end else _DROPPED
        if found != _OTHER:
            size = _put(letters, size, found)
            at += np.uint64(at < end)
            continue
        if data[at] == _QUOTE and data[at - _1] < _LEAD_FIRST:
            return at, size, DONE
        code, after = _read_odd(data, at, end)
        if code == NO_CODE:
            return at, size, BAD
        size, status = _spell_odd(code, spelling, letters, size, end - at)
        if status != DONE:
            return at, size, status
        at = after
    return at, size, DONE


@lean
def hash_quoted(
    data: Bytes,
    start: np.uint64,
    end: np.uint64,
    hashing: Hashing,
    out: Words,
    before: int,
) -> tuple[np.uint64, np.uint64, np.int64]:
    """Hash the words of a JSON string in UTF-8, written to ``out`` from ``before`` on.

    ``start`` is after its quotation mark. Gives where it ends, how many words ``out`` has then,
    and the status. A hash's lowest bit says that the word holds a digit.
    """
    spelling, desk = hashing
    at, size, status = _spell_quoted(data, start, end, spelling, desk.letters)
    if status != DONE:
        return at, np.uint64(before), status
    count, status = _hash_letters(desk, size, out, np.uint64(before))
    return at, count, status

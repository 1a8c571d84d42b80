"""JSON lines by a compiled kernel: where each line's fields are, and the words of its text.

Nothing becomes a Python object. The kernel takes lines of the plain kind, checked as strictly as
a parser would (UTF-8, escapes, numbers, nesting); any other line it leaves to the caller. This
module imports numba: import it late.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.language.kernels import (
    BAD,
    DONE,
    NEEDS_ROOM,
    Bytes,
    Offsets,
    Words,
    compiled,
    lean,
    skip_string,
)
from cleaner.language.word_kernels import Hashing, hash_quoted

#: What a field's value is.
ABSENT, PLAIN, ESCAPED, WHOLE, NULL, OTHER = range(6)
#: How a scan ends, beside ``DONE`` and ``NEEDS_ROOM``: at a line that the kernel leaves alone.
#: A code point that the folding does not know yet is given as it is.
LEFT = np.int64(-4)

_MOST_DIGITS = 18
_DEEPEST = np.uint64(1 << 60)
_NEWLINE, _QUOTE, _COMMA, _MINUS, _POINT, _ZERO, _NINE, _COLON = 10, 34, 44, 45, 46, 48, 57, 58
_OPEN, _CLOSE, _OPEN_LIST, _CLOSE_LIST = 123, 125, 91, 93
_E, _PLUS = 101, 43
_LITERALS = np.frombuffer(b"true\0false\0null", np.uint8)
_ONE = np.uint64(1)
_PRIME, _HALF = np.uint64(0xD6E8FEB86659FD93), np.uint64(32)


#: Places of fields among the names: words of the first two are hashed; the id is a string.
TEXT, TITLE, ID = range(3)


class Names(NamedTuple):
    """The names of the fields to find, end to end; ``ends`` is where each one ends.

    Values of the first ``strict`` names are strings, whole numbers or null, or the line is
    left; so is one whose text has no ``least`` words.
    """

    data: Bytes
    ends: Offsets
    strict: int
    least: int


class Lines(NamedTuple):
    """Room for what is found: a row a line.

    ``places`` holds start, end and the closing brace of each line, ``numbers`` the line's
    number, ``spans`` and ``kinds`` each field's value (a string's without quotation marks).
    """

    places: NDArray[np.int64]
    numbers: NDArray[np.int64]
    spans: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    words: Words
    word_ends: Offsets
    titles: Words
    title_ends: Offsets


@lean
def _blank(data: Bytes, at: np.uint64, end: np.uint64) -> np.uint64:
    """Skip the white space of JSON."""
    while at < end and (data[at] == 32 or data[at] == 9 or data[at] == 13):
        at += _ONE
    return at


@lean
def _is(data: Bytes, at: np.uint64, end: np.uint64, sign: int) -> bool:
    return bool(at < end and data[at] == sign)


@lean
def _digits(data: Bytes, at: np.uint64, end: np.uint64) -> np.uint64:
    while at < end and _ZERO <= data[at] <= _NINE:
        at += _ONE
    return at


@lean
def _skip_number(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, int]:
    """Skip a number by JSON's grammar; give its end and kind, ``ABSENT`` where it is none.

    Exponents of more than two digits, which a parser may find too large, are refused.
    """
    start = at
    if _is(data, at, end, _MINUS):
        at += _ONE
    first = at
    at = _digits(data, at, end)
    if at == first or (data[first] == _ZERO and at > first + _ONE):
        return at, ABSENT
    kind = WHOLE if first == start and at - first <= np.uint64(_MOST_DIGITS) else OTHER
    if _is(data, at, end, _POINT):
        kind, first = OTHER, at + _ONE
        at = _digits(data, first, end)
        if at == first:
            return at, ABSENT
    if at < end and data[at] | 32 == _E:
        kind, at = OTHER, at + _ONE
        if _is(data, at, end, _PLUS) or _is(data, at, end, _MINUS):
            at += _ONE
        first = at
        at = _digits(data, at, end)
        if at == first or at > first + np.uint64(2):
            return at, ABSENT
    return at, kind


@lean
def _skip_literal(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, int]:
    """Skip true, false or null; give its end and kind, ``ABSENT`` where it is none."""
    for start, length in ((0, 4), (5, 5), (11, 4)):
        if at + np.uint64(length) <= end:
            same = True
            for index in range(length):
                same &= data[at + np.uint64(index)] == _LITERALS[start + index]
            if same:
                return at + np.uint64(length), NULL if start == 11 else OTHER
    return at, ABSENT


@lean
def _skip_scalar(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, int]:
    """Skip a string, number or literal; give its end and kind, ``ABSENT`` where it is none."""
    if _is(data, at, end, _QUOTE):
        after, escapes = skip_string(data, at + _ONE, end)
        if escapes < 0:
            return at, ABSENT
        return after, ESCAPED if escapes else PLAIN
    if at < end and data[at] >= 97:  # a letter
        return _skip_literal(data, at, end)
    return _skip_number(data, at, end)


@lean
def _skip_key(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, bool]:
    """Skip a key, its colon and the white space about them."""
    if not _is(data, at, end, _QUOTE):
        return at, False
    at, escapes = skip_string(data, at + _ONE, end)
    at = _blank(data, at, end)
    if escapes < 0 or not _is(data, at, end, _COLON):
        return at, False
    return _blank(data, at + _ONE, end), True


@lean
def _skip_simple(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, int]:
    """Skip a scalar or an empty container; give its end and kind, ``ABSENT`` where it is none."""
    opened = _is(data, at, end, _OPEN)
    if not opened and not _is(data, at, end, _OPEN_LIST):
        return _skip_scalar(data, at, end)
    inside = _blank(data, at + _ONE, end)
    if _is(data, inside, end, _CLOSE if opened else _CLOSE_LIST):
        return inside + _ONE, OTHER
    return at, ABSENT


@lean
def _enter(
    data: Bytes, at: np.uint64, end: np.uint64, levels: np.uint64
) -> tuple[np.uint64, np.uint64, bool]:
    """Go into a container, up to its first value."""
    if _is(data, at, end, _OPEN_LIST):
        return _blank(data, at + _ONE, end), levels << _ONE, bool(levels < _DEEPEST)
    if not _is(data, at, end, _OPEN):
        return at, levels, False
    at, good = _skip_key(data, _blank(data, at + _ONE, end), end)
    return at, levels << _ONE | _ONE, bool(good and levels < _DEEPEST)


@lean
def _leave(
    data: Bytes, at: np.uint64, end: np.uint64, levels: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Go out of all containers that end here."""
    while levels > _ONE:
        after = _blank(data, at, end)
        if not _is(data, after, end, _CLOSE if levels & _ONE else _CLOSE_LIST):
            break
        at, levels = after + _ONE, levels >> _ONE
    return at, levels


@lean
def _next(data: Bytes, at: np.uint64, end: np.uint64, levels: np.uint64) -> tuple[np.uint64, bool]:
    """Go on to a container's next value."""
    at = _blank(data, at, end)
    if not _is(data, at, end, _COMMA):
        return at, False
    at = _blank(data, at + _ONE, end)
    return _skip_key(data, at, end) if levels & _ONE else (at, True)


@lean
def _skip_value(data: Bytes, at: np.uint64, end: np.uint64) -> tuple[np.uint64, int]:
    """Skip a value of any kind; give its end and kind, ``ABSENT`` where it is not JSON."""
    levels, flat = _ONE, True  # a bit for each open container: 1 an object, 0 an array
    while True:
        after, kind = _skip_simple(data, at, end)
        if kind == ABSENT:
            at, levels, good = _enter(data, at, end, levels)
            flat = False
        else:
            at, levels = _leave(data, after, end, levels)
            if levels == _ONE:
                return at, kind if flat else OTHER
            at, good = _next(data, at, end, levels)
        if not good:
            return at, ABSENT


@lean
def _named(data: Bytes, start: np.uint64, end: np.uint64, names: Names) -> int:
    """Give the place of a name among the fields'; -1: it is another."""
    length, before = int(end - start), 0
    for name in range(len(names.ends)):
        if names.ends[name] - before == length:
            same = True
            for index in range(length):
                same &= data[start + np.uint64(index)] == names.data[before + index]
            if same:
                return name
        before = names.ends[name]
    return -1


@lean
def _field(data: Bytes, at: np.uint64, end: np.uint64, names: Names) -> tuple[np.uint64, int, bool]:
    """Read a key: where its value is, and its place among the names (-1: another)."""
    if not _is(data, at, end, _QUOTE):
        return at, -1, False
    after, escapes = skip_string(data, at + _ONE, end)
    if escapes != 0:
        return at, -1, False
    name = _named(data, at + _ONE, after - _ONE, names)
    at = _blank(data, after, end)
    if not _is(data, at, end, _COLON):
        return at, -1, False
    return _blank(data, at + _ONE, end), name, True


@lean
def _hash_field(
    data: Bytes, at: np.uint64, end: np.uint64, row: int, name: int, hashing: Hashing, lines: Lines
) -> tuple[np.uint64, np.int64]:
    """Hash the words of a text or a title; give what follows it, and the status."""
    into = lines.words if name == TEXT else lines.titles
    ends = lines.word_ends if name == TEXT else lines.title_ends
    stop, count, status = hash_quoted(data, at + _ONE, end, hashing, into, ends[row])
    if status != DONE or not _is(data, stop, end, _QUOTE):
        return at, LEFT if status in (BAD, DONE) else status
    ends[row + 1] = count
    _record(lines, row, name, at, stop + _ONE, ESCAPED)
    return stop + _ONE, DONE


@lean
def _record(lines: Lines, row: int, name: int, start: np.uint64, end: np.uint64, kind: int) -> None:
    """Note where a value is; a string without its quotation marks."""
    quote = np.uint64(kind in (PLAIN, ESCAPED))
    lines.spans[row, name, 0], lines.spans[row, name, 1] = start + quote, end - quote
    lines.kinds[row, name] = kind


@lean
def _fits(name: int, kind: int, names: Names) -> bool:
    """Whether a value is of a kind that its field may have."""
    if 0 <= name <= TITLE:
        return kind == NULL
    return kind != ABSENT and (kind != OTHER or name < 0 or name >= names.strict)


@lean
def _scan_field(
    data: Bytes,
    at: np.uint64,
    end: np.uint64,
    row: int,
    names: Names,
    hashing: Hashing,
    lines: Lines,
) -> tuple[np.uint64, np.int64]:
    """Find what a key says; give what follows, and the status."""
    at, name, good = _field(data, at, end, names)
    if not good or (name >= 0 and lines.kinds[row, name] != ABSENT):
        return at, LEFT
    if 0 <= name <= TITLE and _is(data, at, end, _QUOTE):
        return _hash_field(data, at, end, row, name, hashing, lines)
    after, kind = _skip_value(data, at, end)
    if not _fits(name, kind, names):
        return at, LEFT
    if name >= 0:
        _record(lines, row, name, at, after, kind)
    return after, DONE


@lean
def _is_told(lines: Lines, row: int, least: int) -> bool:
    """Whether a line told an id and a text."""
    kind, span = lines.kinds[row, ID], lines.spans[row, ID]
    if kind not in (PLAIN, ESCAPED) or span[0] == span[1]:
        return False
    words = lines.word_ends[row + 1] - lines.word_ends[row]
    return bool(lines.kinds[row, TEXT] == ESCAPED and words >= least)


@lean
def _scan_line(
    data: Bytes,
    at: np.uint64,
    end: np.uint64,
    row: int,
    names: Names,
    hashing: Hashing,
    lines: Lines,
) -> np.int64:
    """Find a line's fields, and hash the words of its text and title; give the status."""
    lines.kinds[row] = ABSENT
    lines.word_ends[row + 1], lines.title_ends[row + 1] = (
        lines.word_ends[row],
        lines.title_ends[row],
    )
    good = _is(data, at, end, _OPEN)
    while good:
        at, status = _scan_field(
            data, _blank(data, at + _ONE, end), end, row, names, hashing, lines
        )
        if status != DONE:
            return status
        at = _blank(data, at, end)
        if _is(data, at, end, _CLOSE):
            break
        good = _is(data, at, end, _COMMA)
    lines.places[row, 2] = at
    at = _blank(data, at + _ONE, end)
    lines.places[row, 1] = at
    whole = bool(at >= end or data[at] == _NEWLINE)
    return DONE if good and whole and _is_told(lines, row, names.least) else LEFT


@lean
def _line_end(data: Bytes, at: np.uint64) -> np.uint64:
    while at < np.uint64(len(data)) and data[at] != _NEWLINE:
        at += _ONE
    return at


@compiled
def scan(
    data: Bytes,
    at: int,
    number: int,
    row: int,
    names: Names,
    hashing: Hashing,
    lines: Lines,
) -> tuple[int, int, int, np.int64]:
    """Scan lines from ``at`` on, the first of which has ``number``, into rows from ``row`` on.

    Gives where it ended, the number of the line there, the next row, and the status. A line
    that is left alone lies between ``at`` and ``lines.places[row, 1]``.
    """
    end = np.uint64(len(data))
    while at < len(data):
        first = _blank(data, np.uint64(at), end)
        if first < end and data[first] != _NEWLINE:
            if row >= len(lines.numbers):
                return at, number, row, NEEDS_ROOM
            lines.places[row, 0], lines.numbers[row] = at, number
            # Strings hold no newline, and white space ends before one: lines need no end yet.
            status = _scan_line(data, first, end, row, names, hashing, lines)
            if status != DONE:
                lines.places[row, 1] = _line_end(data, first)
                return at, number, row, status
            first = np.uint64(lines.places[row, 1])
            row += 1
        at, number = int(np.int64(first)) + 1, number + 1
    return at, number, row, DONE


@compiled
def gather(
    data: Bytes, more: Bytes, spans: NDArray[np.int64], offsets: Offsets, out: Bytes
) -> None:
    """Copy spans end to end; those beyond ``data`` are of ``more``."""
    size = len(data)
    for row in range(len(spans)):
        start, at = spans[row, 0], offsets[row]
        length = offsets[row + 1] - at
        if start >= size:
            out[at : at + length] = more[start - size : start - size + length]
        else:
            out[at : at + length] = data[start : start + length]


@compiled
def hash_strings(data: Bytes, offsets: Offsets) -> NDArray[np.uint64]:
    """Hash strings that lie end to end: equal ones alike, different ones almost never."""
    out = np.empty(len(offsets) - 1, np.uint64)
    for row in range(len(out)):
        state = np.uint64(offsets[row + 1] - offsets[row])
        for at in range(offsets[row], offsets[row + 1]):
            state = (state ^ np.uint64(data[at])) * _PRIME
            state ^= state >> _HALF
        out[row] = state
    return out

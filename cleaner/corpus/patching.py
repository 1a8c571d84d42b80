"""Cutting spans out of one string of a JSON object and leaving all its other bytes alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from json.decoder import JSONDecodeError, JSONDecoder

from cleaner.corpus.decode import decode

_SPACE = re.compile(r"[ \t\n\r]*")
#: One character of a string as JSON spells it; two escapes are one beyond the basic plane.
_SPELLED = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)


def cut_from_string(line: bytes, name: str, spans: Sequence[tuple[int, int]]) -> bytes:
    """Cut spans of characters out of the string that an object's field holds.

    Of a field that stands twice the last counts, as when it is read. Escapes, spacing, the order
    of fields and the line's encoding stay as they are.

    Raises:
        ValueError: the line holds no such string.
    """
    decoded = decode(line, "")
    start, end = _place(decoded.text, name)
    spelled = [token.group() for token in _SPELLED.finditer(decoded.text, start, end)]
    kept = "".join(_without(spelled, spans))
    text = decoded.text[:start] + kept + decoded.text[end:]
    return decoded.to_bytes(text)


def _without(characters: Sequence[str], spans: Sequence[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in spans:
        yield from characters[at:start]
        at = end
    yield from characters[at:]


def _place(text: str, name: str) -> tuple[int, int]:
    """Find a top-level field's string: the span between its quotes."""
    found, decoder = None, JSONDecoder(strict=False)
    at = _expect(text, _skip(text, 0), "{")
    while text[at : at + 1] == '"':
        key, at = decoder.raw_decode(text, at)
        start = _expect(text, _skip(text, at), ":")
        value, at = decoder.raw_decode(text, start)
        if key == name:
            found = (start + 1, at - 1) if isinstance(value, str) else None
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    if found is None:
        raise ValueError(f"no string {name!r}")
    return found


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, mark: str) -> int:
    if text[at : at + 1] != mark:
        raise JSONDecodeError(f"expected {mark}", text, at)
    return _skip(text, at + 1)

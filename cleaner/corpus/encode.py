"""JSON as we write it: UTF-8, not escaped, one object a line, the same bytes for the same row."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import orjson


def encode(row: Any, *, sort: bool = False) -> bytes:
    """Write a row as JSON without a newline.

    What orjson refuses (whole numbers beyond 64 bits, lone surrogates, nesting beyond 254)
    goes through the standard library. NaN and infinities, which JSON has not, become null.
    """
    option = orjson.OPT_SORT_KEYS if sort else 0
    try:
        return orjson.dumps(row, default=_plain, option=option)
    except TypeError:
        return _encode_slowly(row, sort=sort)


def _encode_slowly(row: Any, *, sort: bool) -> bytes:
    finite = _finite(row)
    text = json.dumps(
        finite, ensure_ascii=False, separators=(",", ":"), default=_plain, sort_keys=sort
    )
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8: escape it, and only it
        return "".join(map(_escape, text)).encode()


def _escape(character: str) -> str:
    lone = "\ud800" <= character <= "\udfff"
    return f"\\u{ord(character):04x}" if lone else character


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    """Spell what JSON has no word for: bytes as text or base64, the rest as str() has it."""
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return b64encode(value).decode()
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""From bytes to text without guessing wrong: what cannot be decoded for sure is an error.

Byte order marks decide; then UTF-16 without one; then UTF-8, which text in another encoding
is never by accident; then Windows-1256, where it gives Arabic; then what the page declares.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, replace

from cleaner.errors import InputError

# UTF-32's little-endian mark begins with UTF-16's, so it comes first.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers take these labels to mean (WHATWG Encoding).
_LABELS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
#: What to do about a file that is not what it began as.
_FETCH_AGAIN = "it was damaged or cut: fetch it again, or save it as UTF-8"
_NEVER_DECLARED = frozenset({"utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8"})
_FEWEST_LETTERS = 5
_SAMPLE = 1 << 18

_CONTROLS = bytes([*range(9), *range(0x0E, 0x20), 0x7F])
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]")
# The letters that make up two thirds of any Arabic (and well over half of any Persian) text.
_FREQUENT = re.compile("[اليمونرتبةه]")
# A foreign single-byte alphabet read as Windows-1256 mixes Latin and Arabic within its words.
_MIXED = re.compile(r"[a-zA-Zà-üœƒ][\u0621-\u064a]|[\u0621-\u064a][a-zA-Zà-üœƒ]")
_USUAL = re.compile(r"[\t\n\r -~\xa0-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and how its bytes spelled it: ``to_bytes(text)`` gives them back."""

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""

    def to_bytes(self, text: str) -> bytes:
        """Spell a text as these bytes spelled theirs."""
        return self.bom + text.encode(self.encoding)


def decode(data: bytes, path: str, declared: str | None = None) -> Decoded:
    """Decode a file's bytes, or raise an :class:`InputError` that says what is wrong.

    ``declared`` is the encoding that the file itself names (HTML), which counts only where
    the bytes do not say better.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_marked(data, bom, encoding, path)
    # Programs in C leave a NUL at the end of texts; it stays there.
    body = data.rstrip(b"\0")
    if data and (not body or _looks_wide(body)):
        return _decode_wide(data, path)
    decoded = _decode_narrow(body, path, declared)
    return replace(decoded, text=decoded.text + "\0" * (len(data) - len(body)))


def _decode_narrow(data: bytes, path: str, declared: str | None) -> Decoded:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _decode_other(data, path, declared, error)
    if _binary(data):
        raise InputError(path, "is binary, not text: many of its bytes are control characters")
    return Decoded(text)


def _decode_marked(data: bytes, bom: bytes, encoding: str, path: str) -> Decoded:
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(bom)
        raise InputError(
            path, f"begins as {encoding} but byte {at} is not: {error.reason}; {_FETCH_AGAIN}"
        ) from None
    if "\0" in text.rstrip("\0") or not _assigned(text):
        raise InputError(path, f"begins as {encoding} but is not text; {_FETCH_AGAIN}")
    return Decoded(text, encoding, bom)


def _looks_wide(data: bytes) -> bool:
    """UTF-16 shows as NULs (Latin letters, blanks) or as many bytes 06 (Arabic letters)."""
    return b"\0" in data or data.count(b"\x06") * 4 > len(data)


def _decode_wide(data: bytes, path: str) -> Decoded:
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text.rstrip("\0") and _usual(text):
            return Decoded(text, encoding)
    at = data.find(b"\0")
    reason = f"a NUL byte at offset {at}" if at >= 0 else "control characters"
    raise InputError(path, f"is binary, not text: {reason}")


def _decode_other(
    data: bytes, path: str, declared: str | None, error: UnicodeDecodeError
) -> Decoded:
    if _mostly_utf8(data):
        raise InputError(
            path, f"invalid UTF-8 at byte {error.start}: {error.reason}; {_FETCH_AGAIN}"
        ) from None
    arabic = data.decode("cp1256")
    if reads_as_arabic(arabic):
        return Decoded(arabic, "cp1256")
    text = _decode_declared(data, declared)
    if text is not None:
        return text
    raise InputError(
        path,
        f"cannot be decoded: byte {error.start} is not UTF-8, and as Windows-1256 it is not"
        " Arabic; convert it to UTF-8 first",
    ) from None


def _decode_declared(data: bytes, declared: str | None) -> Decoded | None:
    encoding = codec_name(declared)
    if encoding is None:
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else Decoded(text, encoding)


def codec_name(label: str | None) -> str | None:
    """Give Python's name of a declared encoding; None where it is unknown or cannot be meant."""
    try:
        found = codecs.lookup(label or "")
    except LookupError:
        return None
    usable = found._is_text_encoding and found.name not in _NEVER_DECLARED
    return _LABELS.get(found.name, found.name) if usable else None


def reads_as_arabic(text: str) -> bool:
    """Say whether a text decoded as Windows-1256 is Arabic rather than rubbish.

    Every byte has a meaning there, so only the letters tell: enough of them, the frequent ones
    frequent, no control characters, and no words that mix Latin and Arabic letters.
    """
    sample = text[:_SAMPLE]
    letters = len(_ARABIC.findall(sample))
    if letters < _FEWEST_LETTERS or _CONTROL.search(text):
        return False
    foreign = _count_foreign(sample)
    frequent = len(_FREQUENT.findall(sample))
    mixed = len(_MIXED.findall(sample))
    return letters >= 0.6 * foreign and frequent >= 0.5 * letters and mixed <= 0.02 * letters


def _mostly_utf8(data: bytes) -> bool:
    """Say whether this is UTF-8 with some broken bytes: more characters right than wrong."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return _count_foreign(text) - broken > broken


def _count_foreign(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) * 10 > len(sample)


def _assigned(text: str) -> bool:
    sample = text[:_SAMPLE]
    odd = sum(unicodedata.category(character) in ("Cn", "Co", "Cs") for character in sample)
    return odd * 20 <= len(sample)


def _usual(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_USUAL.findall(sample)) >= 0.7 * len(sample) and not _binary(sample.encode())

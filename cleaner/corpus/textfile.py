"""Text files that are cleaned in place: what is not removed stays as it is, byte for byte."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from cleaner.corpus.atomic import replacing
from cleaner.corpus.decode import decode
from cleaner.errors import InputError, OutputError


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text, and how the file spells it. Line ends are part of the text as they are."""

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""

    def to_bytes(self, text: str) -> bytes:
        """Spell a text as this file spells its own."""
        return self.bom + text.encode(self.encoding)


def read_text_file(path: Path) -> TextFile:
    """Read a text file, or raise an :class:`InputError`."""
    return _parse(path, _bytes(path))


def write_if_changed(path: Path, text: str) -> bool:
    """Write a text file anew in its own encoding, only if that changes it; say whether it did.

    Mode, byte order mark and encoding stay; a symbolic link stays one.
    """
    before = _bytes(path)
    file = _parse(path, before)
    if text == file.text:
        return False
    if file.to_bytes(file.text) != before:
        raise OutputError(f"{path}: its {file.encoding} bytes cannot be written back unchanged")
    target = path.resolve()
    with replacing(target, stat.S_IMODE(target.stat().st_mode)) as stream:
        stream.write(file.to_bytes(text))
    return True


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


def _parse(path: Path, data: bytes) -> TextFile:
    if not data:
        raise InputError(str(path), "is empty")
    decoded = decode(data, str(path))
    return TextFile(decoded.text, decoded.encoding, decoded.bom)

"""Bytes of plain and compressed files, in blocks that end where a line ends."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from cleaner.corpus.places import BLOCK_BYTES, Source

if TYPE_CHECKING:
    from io import BufferedReader

# As much memory as the format allows: files packed with --long need it.
_LONGEST_WINDOW = 1 << 31
_GZIP = 16 + zlib.MAX_WBITS
_ENDS_EARLY = "ends early: the compressed file is cut off"


class SupportsRead(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many bytes, none at the end."""


class Frame(Protocol):
    """A decompressor of one frame, as zlib's and Zstandard's are."""

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""

    @property
    def unused_data(self) -> bytes:
        """What follows the frame's end."""

    def decompress(self, data: bytes, /) -> bytes:
        """Give what these bytes decompress to."""


class StreamError(OSError):
    """A stream that broke off. What came before it is good."""


def line_blocks(source: Source) -> Iterator[bytes]:
    """Give a source's bytes in blocks of whole lines; only the last may lack its newline.

    Raises :class:`OSError` where the file cannot be read on, after everything before it. The
    unfinished line of a broken stream is not given.
    """
    carry: list[bytes] = []
    for piece in _pieces(source):
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield b"".join((*carry, piece[:cut]))
            carry = []
        if cut < len(piece):
            carry.append(piece[cut:])
    if carry:
        yield b"".join(carry)


def _pieces(source: Source) -> Iterator[bytes]:
    if source.file == "-":
        return _arriving()
    if source.file.endswith(".gz"):
        return _gzip(Path(source.file))
    if source.file.endswith(".zst"):
        return _zstandard(Path(source.file))
    return _plain(Path(source.file), source.start, source.end)


def _arriving() -> Iterator[bytes]:
    """Read standard input as it comes: whoever writes may be slow."""
    stdin = cast("BufferedReader", sys.stdin.buffer)
    while block := stdin.read1(BLOCK_BYTES):
        yield block


def _plain(file: Path, start: int, end: int | None) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(start)
        yield from _read(stream, None if end is None else end - start)


def _read(stream: SupportsRead, length: int | None) -> Iterator[bytes]:
    left = sys.maxsize if length is None else length
    while left > 0 and (block := stream.read(min(left, BLOCK_BYTES))):
        left -= len(block)
        yield block


def _gzip(file: Path) -> Iterator[bytes]:
    try:
        yield from _frames(file, lambda: zlib.decompressobj(_GZIP))
    except zlib.error as error:
        raise StreamError(f"is not valid gzip: {error}") from None


def _zstandard(file: Path) -> Iterator[bytes]:
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=_LONGEST_WINDOW)
    try:
        yield from _frames(file, decompressor.decompressobj)
    except zstandard.ZstdError as error:
        raise StreamError(f"is not valid Zstandard: {error}") from None


def _frames(file: Path, start: Callable[[], Frame]) -> Iterator[bytes]:
    """Decompress frame after frame.

    The libraries' own readers lose what was good before a break, or take a cut file for a
    whole one.
    """
    frame = None
    for block in _plain(file, 0, None):
        left = block
        while left := left if frame else left.lstrip(b"\0"):  # gzip may be padded
            frame = frame or start()
            yield frame.decompress(left)
            left = frame.unused_data if frame.eof else b""
            frame = None if frame.eof else frame
    if frame is not None:
        raise StreamError(_ENDS_EARLY)

"""Writing out as plain lines what cannot be split where it lies."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from cleaner.corpus.places import Source
from cleaner.corpus.streams import line_blocks

_STDIN = "-"


def spool(source: Source, folder: Path) -> tuple[Source, Source | None]:
    """Write a stream's lines into a folder.

    Gives the plain file as a source, and a source that tells what broke the stream off, if
    anything did. Standard input, which has no name and no date, is stamped by its content.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = blake2b(source.path.encode(), digest_size=8).hexdigest()
    target = folder / f"{name}.jsonl"
    size, lines, content, broken = _copy(source, target)
    stamp = content if source.file == _STDIN else source.stamp
    whole = replace(source, format="jsonl", file=str(target), weight=size, stamp=stamp)
    if broken is None:
        return whole, None
    return whole, replace(whole, problem=broken, line=lines + 1, weight=0)


def _copy(source: Source, target: Path) -> tuple[int, int, str, str | None]:
    size, lines, content, broken = 0, 0, blake2b(digest_size=16), None
    with target.open("wb") as plain:
        blocks = line_blocks(source)
        while True:
            try:
                block = next(blocks, b"")
            except OSError as error:
                broken = f"cannot be read on: {error.strerror or error}"
                break
            if not block:
                break
            plain.write(block)
            content.update(block)
            size, lines = size + len(block), lines + block.count(b"\n")
    return size, lines, content.hexdigest(), broken

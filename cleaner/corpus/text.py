"""Plain text files: one article each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.corpus.decode import decode
from cleaner.corpus.fields import Fields
from cleaner.corpus.places import Placed, Source
from cleaner.errors import InputError


def read(source: Source, index: int, fields: Fields) -> Iterator[Placed | InputError]:
    """Read a text file as an article whose id is the file's relative path."""
    del fields  # a text has none
    data = Path(source.file).read_bytes()
    if not data:
        raise InputError(source.path, "is empty")
    text = decode(data, source.path).text
    if not text or text.isspace():
        raise InputError(source.path, "holds nothing but white space")
    yield Placed(id=source.id, text=text, source=index)

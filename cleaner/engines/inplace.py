"""Cleaning files where they lie: only what is removed changes, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cleaner.article import Article
from cleaner.corpus import chunks
from cleaner.corpus.atomic import replacing
from cleaner.corpus.fields import RecordError, RecordReader
from cleaner.corpus.jsonl import parse
from cleaner.corpus.patching import cut_from_string
from cleaner.corpus.places import Source
from cleaner.corpus.textfile import read_text_file, write_if_changed
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import clean_article
from cleaner.errors import InputError

Report = Callable[[InputError], None]


def files(paths: Iterable[str]) -> Iterator[Source]:
    """Give the files below paths, each once."""
    for chunk in chunks(paths):
        yield from (source for source in chunk.sources if not source.start)


def rewrite(file: Source, options: RunOptions, report: Report, *, check: bool = False) -> int:
    """Clean one file in place and give the number of removals; 0 leaves its bytes alone.

    With ``check`` they are only counted.

    Raises:
        InputError: the file cannot be used, or is of a format that is not rewritten.
    """
    if file.problem is not None:
        raise InputError(file.path, file.problem, file.line)
    if file.format == "text":
        return _rewrite_text(Path(file.file), options, check=check)
    if file.format == "jsonl":
        return _rewrite_lines(Path(file.file), options, report, check=check)
    raise InputError(file.path, f"{file.format} is not rewritten in place; use -o OUT")


def _rewrite_text(path: Path, options: RunOptions, *, check: bool) -> int:
    text = read_text_file(path).text
    if not text.strip():
        raise InputError(str(path), "holds nothing but white space")
    clean = clean_article(Article(path.name, text), options)
    if not check:
        write_if_changed(path, clean.text)
    return len(clean.removals)


def _rewrite_lines(path: Path, options: RunOptions, report: Report, *, check: bool) -> int:
    """Clean a JSONL file; a line that is not changed, or cannot be used, stays as it is."""
    reader, removals = RecordReader(options.fields), 0
    before = path.read_bytes()
    lines = before.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            lines[number - 1], count = _rewritten(line, reader, options)
            removals += count
        except RecordError as error:
            report(InputError(str(path), str(error), number))
    if removals and not check:
        with replacing(path.resolve(), path.stat().st_mode & 0o7777) as stream:
            stream.write(b"\n".join(lines))
    return removals


def _rewritten(line: bytes, reader: RecordReader, options: RunOptions) -> tuple[bytes, int]:
    record = parse(line, reader.names)
    clean = clean_article(reader.article(record, 0, 1), options)
    if not clean.removals:
        return line, 0
    spans = [(removal.start, removal.end) for removal in clean.removals]
    return cut_from_string(line, options.fields.text, spans), len(clean.removals)

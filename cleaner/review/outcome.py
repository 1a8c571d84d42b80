"""What OUT says of one article: read when it is marked, so that a mark tells what was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cleaner.corpus.atomic import to_json_line
from cleaner.corpus.output import COPIES, REMOVALS, STORIES
from cleaner.report.records import loads

Row = Mapping[str, Any]


def removals_of(out: Path, id_: str) -> list[Row]:
    """Give the removals of an article."""
    return list(rows_of(out / REMOVALS, id_))


def copy_of(out: Path, id_: str) -> Row | None:
    """Give an article's place in its copy group."""
    return next(rows_of(out / COPIES, id_), None)


def canonicals(out: Path) -> dict[str, str]:
    """Give the canonical article of every copy."""
    rows = (loads(line) for line in _lines(out / COPIES) if b'"resemblance":' in line)
    return {row["id"]: row["canonical"] for row in rows}


def story_of(out: Path, id_: str) -> Row | None:
    """Give an article's place in its story."""
    return next(rows_of(out / STORIES, id_), None)


def story_members(out: Path, cluster: str) -> list[Row]:
    """Give the members of a story."""
    part = to_json_line({"cluster": cluster})[1:-2]
    return [row for line in _lines(out / STORIES) if part in line and
            (row := loads(line))["cluster"] == cluster]  # fmt: skip


def rows_of(path: Path, id_: str) -> Iterator[Row]:
    """Give the rows of one article, which stand together and begin with its id."""
    start, seen = to_json_line({"id": id_})[:-2] + b",", False
    for line in _lines(path):
        if line.startswith(start):
            seen = True
            yield loads(line)
        elif seen:
            return


def _lines(path: Path) -> Iterator[bytes]:
    if path.is_file():
        with path.open("rb", 1 << 20) as stream:
            yield from stream

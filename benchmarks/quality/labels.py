"""Labelled data on disk: where its articles and labels are, and reading them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAMES = ("cleaning", "copies", "stories")
Span = tuple[int, int]
Clusters = dict[str, str]


class DataError(Exception):
    """The data folder or an output folder lacks something that measuring needs."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article: ``label`` is content, noise or either; spans are offsets in it."""

    text: str
    label: str
    why: str | None
    cut: tuple[Span, ...] = ()
    either: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An article with every line labelled; the lines joined by newlines are its text."""

    id: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a JSONL file; a file that is not there has no rows."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def write_rows(path: Path, values: Iterable[dict[str, Any]]) -> None:
    lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    path.write_text("".join(lines), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Data:
    """A folder of labelled data; each kind of label is optional, but one must be there."""

    root: Path

    def file(self, name: str) -> Path:
        """Give the path of a file of labels, in the folder itself or in its ``_labels``."""
        inner = self.root / "_labels" / f"{name}.jsonl"
        return inner if inner.exists() else self.root / f"{name}.jsonl"

    def check(self) -> None:
        if not any(self.file(name).exists() for name in NAMES):
            wanted = ", ".join(f"{name}.jsonl" for name in NAMES)
            raise DataError(f"{self.root}: has no labels (any of {wanted}, here or in _labels)")

    def documents(self) -> list[Document]:
        return [document(row) for row in rows(self.file("cleaning"))]

    def clusters(self, name: str) -> Clusters:
        return clusters(self.file(name))

    def digest(self) -> str:
        """Give the SHA-256 over all labels, by which pinned figures know what they were for."""
        digest = hashlib.sha256()
        for name in NAMES:
            path = self.file(name)
            digest.update(path.read_bytes() if path.exists() else b"")
            digest.update(b"\0")
        return digest.hexdigest()

    def articles(self, scratch: Path) -> Path:
        """Give what to run on: the data's articles, or some made of its labelled lines."""
        for name in ("articles.jsonl", "articles"):
            if (self.root / name).exists():
                return self.root / name
        if self.file("cleaning").parent.name == "_labels" or not self.file("cleaning").exists():
            return self.root
        made = scratch / "articles.jsonl"
        write_rows(made, ({"id": d.id, "text": d.text} for d in self.documents()))
        return made


def clusters(path: Path) -> Clusters:
    """Read which cluster each article is in."""
    return {row["id"]: row["cluster"] for row in rows(path)}


def document(row: dict[str, Any]) -> Document:
    return Document(row["id"], tuple(map(_line, row["lines"])))


def _line(row: dict[str, Any]) -> Line:
    return Line(
        row["text"], row["label"], row.get("why"), _spans(row, "cut"), _spans(row, "either")
    )


def _spans(row: dict[str, Any], key: str) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in row.get(key) or ())

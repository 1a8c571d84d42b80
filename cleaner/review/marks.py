"""Marks: what a person said of a removal or a merge, a line each in a file that people can read.

A later mark of the same thing replaces an earlier one; ``withdrawn`` takes it back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cleaner.corpus.atomic import explained, to_json_line
from cleaner.errors import FeedbackError

#: Where the marks of an OUT folder stand.
FEEDBACK: Final = "feedback.jsonl"
REMOVAL, COPY, STORY = "removal", "copy", "story"
WRONG, RIGHT, WITHDRAWN = "wrong", "right", "withdrawn"
_VERDICTS = (WRONG, RIGHT, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class RemovalMark:
    """A removal that is wrong or right: its article, its text, and where it began in the original.

    ``start`` counts code points. The text tells where the span is once offsets have shifted.
    """

    verdict: str
    id: str
    start: int
    text: str
    rule: str = ""
    at: str | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """What is marked: two marks of one subject are one opinion that changed."""
        return REMOVAL, self.id, self.start, self.text

    def row(self) -> dict[str, Any]:
        """Give the mark as a row of the file."""
        return {
            "mark": REMOVAL,
            "verdict": self.verdict,
            "id": self.id,
            "start": self.start,
            "rule": self.rule,
            "text": self.text,
            "sha256": fingerprint(self.text),
            "at": self.at,
        }


@dataclass(frozen=True, slots=True)
class MergeMark:
    """An article that stands wrongly or rightly with another: as its copy, or in its story.

    ``others`` are the articles of the story that it does not belong to, ``other`` among them.
    """

    kind: str
    verdict: str
    id: str
    other: str
    others: tuple[str, ...] = ()
    at: str | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """What is marked: two marks of one subject are one opinion that changed."""
        return self.kind, *sorted((self.id, self.other))

    def row(self) -> dict[str, Any]:
        """Give the mark as a row of the file."""
        others = {"others": list(self.others)} if self.others else {}
        return {
            "mark": self.kind,
            "verdict": self.verdict,
            "id": self.id,
            "other": self.other,
            **others,
            "at": self.at,
        }


Mark = RemovalMark | MergeMark


@dataclass(frozen=True, slots=True)
class Feedback:
    """The marks that hold, in the order in which their subjects were first marked."""

    removals: tuple[RemovalMark, ...] = ()
    copies: tuple[MergeMark, ...] = ()
    stories: tuple[MergeMark, ...] = ()

    @property
    def all(self) -> tuple[Mark, ...]:
        """All marks that hold."""
        return *self.removals, *self.copies, *self.stories

    def wrong_removals(self) -> dict[str, list[RemovalMark]]:
        """Give the removals that are wrong, by article."""
        found: dict[str, list[RemovalMark]] = {}
        for mark in self.removals:
            if mark.verdict == WRONG:
                found.setdefault(mark.id, []).append(mark)
        return found

    @property
    def copies_apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of articles that are no copies; the first is the one that was marked."""
        return _pairs(self.copies)

    @property
    def stories_apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of articles that are not of one story; the first is the one that was marked."""
        return _pairs(self.stories)


def _pairs(marks: Iterable[MergeMark]) -> tuple[tuple[str, str], ...]:
    wrong = (mark for mark in marks if mark.verdict == WRONG)
    return tuple(
        sorted({(mark.id, other) for mark in wrong for other in (mark.other, *mark.others)})
    )


def fingerprint(text: str) -> str:
    """Give the SHA-256 of a text, by which a span is known whatever its offsets."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def settled(marks: Iterable[Mark]) -> Feedback:
    """Let later marks replace earlier ones, and leave out what was withdrawn."""
    last: dict[tuple[object, ...], Mark] = {}
    for mark in marks:
        last[mark.subject] = mark
    held = [mark for mark in last.values() if mark.verdict != WITHDRAWN]
    merges = [mark for mark in held if isinstance(mark, MergeMark)]
    return Feedback(
        tuple(mark for mark in held if isinstance(mark, RemovalMark)),
        tuple(mark for mark in merges if mark.kind == COPY),
        tuple(mark for mark in merges if mark.kind == STORY),
    )


def load(path: Path) -> Feedback:
    """Read a file of marks.

    Raises:
        FeedbackError: the file is not there, cannot be read, or holds something else.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        raise FeedbackError(f"{path}: no such file; `cleaner review OUT` writes it") from None
    except OSError as error:
        raise FeedbackError(f"{path}: cannot be read: {error.strerror}") from error
    return settled(_marks(path, lines))


def _marks(path: Path, lines: Iterable[bytes]) -> Iterator[Mark]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield mark_of(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            said = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise FeedbackError(
                f"{path}:{number}: is no mark of `cleaner review`: {said}; mend or remove the line"
            ) from None


def mark_of(row: Mapping[str, Any]) -> Mark:
    """Read a row of the file.

    Raises:
        KeyError, TypeError, ValueError: it is no mark.
    """
    if not isinstance(row, dict):
        raise TypeError("it is no JSON object")
    if row["verdict"] not in _VERDICTS:
        raise ValueError(f"verdict {row['verdict']!r} is none of {', '.join(_VERDICTS)}")
    kind = row["mark"]
    if kind == REMOVAL:
        return _removal(row)
    if kind not in (COPY, STORY):
        raise ValueError(f"mark {kind!r} is none of {REMOVAL}, {COPY}, {STORY}")
    others = row.get("others", [])
    _check(row, id=str, other=str)
    if not isinstance(others, list) or not all(isinstance(one, str) for one in others):
        raise TypeError("others must be a list of ids")
    return MergeMark(kind, row["verdict"], row["id"], row["other"], tuple(others), row.get("at"))


def _removal(row: Mapping[str, Any]) -> RemovalMark:
    _check(row, id=str, text=str, start=int)
    if row.get("sha256", fingerprint(row["text"])) != fingerprint(row["text"]):
        raise ValueError("the text is not the one that was marked (sha256)")
    return RemovalMark(
        row["verdict"], row["id"], row["start"], row["text"], row.get("rule", ""), row.get("at")
    )


def _check(row: Mapping[str, Any], **kinds: type) -> None:
    for name, kind in kinds.items():
        if not isinstance(row[name], kind):
            raise TypeError(f"{name} must be {'a number' if kind is int else 'a text'}")


@dataclass(frozen=True, slots=True)
class MarksFile:
    """A file that marks are added to: each is on the disk before it counts as made."""

    path: Path

    def append(self, mark: Mark) -> None:
        """Add a mark at the end.

        Raises:
            OutputError: the file cannot be written.
        """
        with explained(self.path), self.path.open("ab") as stream:
            new = stream.tell() == 0
            stream.write(to_json_line(mark.row()))
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            _sync_folder(self.path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the name of a new file to the disk, where a system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

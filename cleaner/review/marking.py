"""From what a browser asks to a mark: only what OUT really holds can be marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cleaner.review import outcome
from cleaner.review.marks import (
    COPY,
    REMOVAL,
    RIGHT,
    STORY,
    WITHDRAWN,
    WRONG,
    Mark,
    MergeMark,
    RemovalMark,
)


class UnknownSubjectError(Exception):
    """What is to be marked is not in OUT, or the wish is none."""


def mark(out: Path, wish: Any) -> Mark:
    """Make the mark that a browser wishes.

    It says ``mark``, ``verdict``, ``id`` and, of a removal, ``start``.

    Raises:
        UnknownSubjectError: OUT holds nothing of the kind.
    """
    if not isinstance(wish, dict) or wish.get("verdict") not in (WRONG, RIGHT, WITHDRAWN):
        raise UnknownSubjectError("a mark says wrong, right or withdrawn")
    makers = {REMOVAL: _removal, COPY: _copy, STORY: _story}
    maker = makers.get(str(wish.get("mark")))
    if maker is None or not isinstance(wish.get("id"), str):
        raise UnknownSubjectError("a mark is of a removal, a copy or a story")
    return maker(out, wish)


def now() -> str:
    """Give the time for a mark."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _removal(out: Path, wish: Mapping[str, Any]) -> Mark:
    for row in outcome.removals_of(out, wish["id"]):
        if row["start"] == wish.get("start"):
            return RemovalMark(
                wish["verdict"], row["id"], row["start"], row["text"], row["rule"], now()
            )
    raise UnknownSubjectError("no such removal: was OUT written anew? Load the page again")


def _copy(out: Path, wish: Mapping[str, Any]) -> Mark:
    row = outcome.copy_of(out, wish["id"])
    if row is None or row["id"] == row["canonical"]:
        raise UnknownSubjectError("no such copy: was OUT written anew? Load the page again")
    return MergeMark(COPY, wish["verdict"], row["id"], row["canonical"], at=now())


def _story(out: Path, wish: Mapping[str, Any]) -> Mark:
    """Mark an article's place in its story: wrong means apart from all others but its copies."""
    row = outcome.story_of(out, wish["id"])
    others = [] if row is None else outcome.story_members(out, row["cluster"])
    if row is None or len(others) < 2:
        raise UnknownSubjectError("no such place in a story: was OUT written anew? Load again")
    kept = outcome.canonicals(out)
    mine = kept.get(row["id"], row["id"])
    apart = tuple(one["id"] for one in others if kept.get(one["id"], one["id"]) != mine)
    if not apart:
        raise UnknownSubjectError("all of this story are copies of one another: mark the copies")
    linked = row["linked_to"] if row["linked_to"] in apart else apart[0]
    others_of_it = apart if wish["verdict"] == WRONG else ()
    return MergeMark(STORY, wish["verdict"], row["id"], linked, others_of_it, now())

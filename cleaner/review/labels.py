"""Marks as labelled data: what ``python -m benchmarks.quality`` measures by.

A removal that was called right is noise, one that was called wrong is content; of everything else
in the article nothing is known (``either``). Articles that were called copies, or of one story,
stand in one cluster; those that were called not, in different ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.article import Removal
from cleaner.corpus.atomic import explained, write_jsonl
from cleaner.corpus.output import ARTICLES
from cleaner.report.records import Record, loads, records
from cleaner.review.marks import RIGHT, WRONG, Feedback, MergeMark, RemovalMark
from cleaner.review.sparing import find

CONTENT, NOISE, EITHER = "content", "noise", "either"
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exported:
    """How many articles and clusters were written."""

    cleaning: int
    copies: int
    stories: int


def export(out: Path, feedback: Feedback, target: Path) -> Exported:
    """Write labelled data of what was marked in OUT: the articles as they came, and their labels.

    Raises:
        OutputError: the folder cannot be written.
    """
    with explained(target):
        target.mkdir(parents=True, exist_ok=True)
    copies, stories = clusters(feedback.copies), clusters(feedback.stories)
    marked = {mark.id for mark in feedback.removals} | copies.keys() | stories.keys()
    originals = {row["id"]: row for row in _originals(out, marked)}
    labelled = list(_cleaning(feedback.removals, originals))
    write_jsonl(target / ARTICLES, originals.values())
    write_jsonl(target / "cleaning.jsonl", labelled)
    for name, found in (("copies", copies), ("stories", stories)):
        rows = ({"id": id_, "cluster": found[id_]} for id_ in sorted(found))
        write_jsonl(target / f"{name}.jsonl", rows)
    return Exported(len(labelled), len(copies), len(stories))


def clusters(marks: Iterable[MergeMark]) -> dict[str, str]:
    """Give the cluster of each article that was marked; it is named by its first id."""
    parent: dict[str, str] = {}

    def root(id_: str) -> str:
        while parent.setdefault(id_, id_) != id_:
            id_ = parent[id_]
        return id_

    for mark in marks:
        one, other = sorted((root(mark.id), root(mark.other)))
        if mark.verdict == RIGHT:
            parent[other] = one
    return {id_: root(id_) for id_ in parent}


def _originals(out: Path, ids: set[str]) -> Iterator[_Row]:
    for record in records(out):
        if record.facts["id"] in ids and record.row:
            yield _original(record)


def _original(record: Record) -> _Row:
    row: _Row = loads(record.row)
    removals = loads(b"[" + record.removals + b"]")
    known = ("title", "url", "date", "outlet")
    facts = {name: row[name] for name in known if row.get(name) is not None}
    return {"id": row["id"], "text": restored(row["text"], removals), **facts}


def restored(cleaned: str, removals: Sequence[Mapping[str, Any]]) -> str:
    """Put back what was removed.

    >>> restored("one two", [{"start": 4, "end": 11, "text": "[ad_1] "}])
    'one [ad_1] two'
    """
    pieces, at, taken = [], 0, 0
    for removal in removals:
        kept = removal["start"] - at
        pieces += [cleaned[taken : taken + kept], removal["text"]]
        taken, at = taken + kept, removal["end"]
    return "".join([*pieces, cleaned[taken:]])


def _cleaning(marks: Iterable[RemovalMark], originals: Mapping[str, _Row]) -> Iterator[_Row]:
    by_article: dict[str, list[RemovalMark]] = {}
    for mark in marks:
        by_article.setdefault(mark.id, []).append(mark)
    for id_ in sorted(by_article.keys() & originals.keys()):
        text = originals[id_]["text"]
        yield {"id": id_, "lines": list(_lines(text, _judged(text, by_article[id_])))}


def _judged(text: str, marks: Iterable[RemovalMark]) -> list[Removal]:
    """Give the spans that were judged; ``rule`` is the label, ``why`` the rule that was judged."""
    labels = {WRONG: CONTENT, RIGHT: NOISE}
    found = ((mark, find(text, mark)) for mark in marks)
    return sorted(Removal(*span, labels[mark.verdict], mark.rule) for mark, span in found if span)


def _lines(text: str, judged: Sequence[Removal]) -> Iterator[_Row]:
    start = 0
    for line in text.split("\n"):
        yield _line(line, start, judged)
        start += len(line) + 1


def _line(line: str, start: int, judged: Sequence[Removal]) -> _Row:
    pieces = [
        (max(0, one.start - start), min(len(line), one.end - start), one)
        for one in judged
        if one.start < start + len(line) and one.end > start
    ]
    noise = next((one.why for _, _, one in pieces if one.rule == NOISE), None)
    bare = line.strip()
    for begin, end, one in pieces:
        if bare and bare in line[begin:end]:
            return {"text": line, "label": one.rule, "why": one.why if one.rule == NOISE else None}
    if not pieces:
        return {"text": line, "label": EITHER if bare else CONTENT, "why": None}
    row: _Row = {"text": line, "label": CONTENT, "why": noise}
    cut = [[begin, end] for begin, end, one in pieces if one.rule == NOISE]
    row |= {"cut": cut} if cut else {}
    return row | {"either": list(_between(len(line), pieces))}


def _between(length: int, pieces: Iterable[tuple[int, int, Removal]]) -> Iterator[list[int]]:
    at = 0
    for begin, end, _ in (*pieces, (length, length, None)):
        if at < begin:
            yield [at, begin]
        at = end

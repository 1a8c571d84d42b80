"""Removals that a person marked as wrong: what they took stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner.article import CleanArticle, Removal, replay
from cleaner.review.marks import RemovalMark

#: Why a span stays that a rule would have removed.
SPARED = "feedback: a person marked this removal as wrong"

Span = tuple[int, int]


def spare(
    original: str, clean: CleanArticle, marks: Sequence[RemovalMark]
) -> tuple[CleanArticle, tuple[Removal, ...]]:
    """Put back what was marked as wrongly removed; tell which parts of which removals stay.

    A span is known by its text: where the original has it more than once, the one that begins
    nearest to where it was marked is meant. A mark whose text is not there says nothing.
    """
    spans = _joined(span for mark in marks if (span := find(original, mark)))
    kept = tuple(_overlaps(clean.removals, spans))
    if not kept:
        return clean, ()
    removals = tuple(
        piece for removal in clean.removals for piece in _without(original, removal, spans)
    )
    embedded = tuple(
        span for span in clean.embedded if not any(_meet(span, other) for other in spans)
    )
    text = replay(original, removals)
    return replace(clean, text=text, removals=removals, embedded=embedded), kept


def find(text: str, mark: RemovalMark) -> Span | None:
    """Give where the marked text stands, nearest to where it stood.

    >>> find("one two one", RemovalMark("wrong", "a", 7, "one"))
    (8, 11)
    """
    places = list(_places(text, mark.text))
    if not places:
        return None
    start = min(places, key=lambda place: (abs(place - mark.start), place))
    return start, start + len(mark.text)


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part) if part.strip() else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _overlaps(removals: Iterable[Removal], spans: Sequence[Span]) -> Iterator[Removal]:
    for removal in removals:
        for start, end in spans:
            if _meet((removal.start, removal.end), (start, end)):
                start, end = max(start, removal.start), min(end, removal.end)
                yield replace(removal, start=start, end=end, why=SPARED)


def _without(original: str, removal: Removal, spans: Iterable[Span]) -> Iterator[Removal]:
    """Give what is left of a removal around spans that stay; blanks alone need not go."""
    at = removal.start
    for start, end in (*spans, (removal.end, removal.end)):
        stop = min(start, removal.end)
        if at < stop and (original[at:stop].strip() or (at, stop) == (removal.start, removal.end)):
            yield replace(removal, start=at, end=stop)
        at = max(at, end)

"""From proposed removals to a plan: sorted, apart from one another, with tidy blanks.

Whole lines go with their newline; of the blank lines on both sides of a removed block, one side
goes too, so that paragraphs stay as far apart as they were and never run together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cleaner.article import Removal


def plan(text: str, proposed: Iterable[Removal]) -> tuple[Removal, ...]:
    """Order removals, resolve their overlaps (the earlier and longer wins), and tidy blanks."""
    planned: list[Removal] = []
    for group in _groups(text, _apart(text, proposed)):
        planned += _tidy(text, group, planned[-1].end if planned else 0)
    return tuple(planned)


def _apart(text: str, proposed: Iterable[Removal]) -> list[Removal]:
    made: list[Removal] = []
    at = 0
    for removal in sorted(set(proposed), key=lambda r: (r.start, -r.end, r.rule, r.why)):
        start, end = max(removal.start, at), min(removal.end, len(text))
        if start < end and not text[start:end].isspace():
            made.append(_moved(removal, start, end))
            at = end
    return made


def _moved(removal: Removal, start: int, end: int) -> Removal:
    if (start, end) == (removal.start, removal.end):
        return removal
    return Removal(start, end, removal.rule, removal.why)


def _groups(text: str, removals: Sequence[Removal]) -> Iterable[list[Removal]]:
    """Give runs of removals with nothing but blanks between them, the gaps closed."""
    group: list[Removal] = []
    for removal in removals:
        if group and text[group[-1].end : removal.start].strip():
            yield group
            group = []
        if group:
            group[-1] = _moved(group[-1], group[-1].start, removal.start)
        group.append(removal)
    if group:
        yield group


def _tidy(text: str, group: list[Removal], floor: int) -> list[Removal]:
    start, end = _extent(text, group[0].start, group[-1].end)
    group[0] = _moved(group[0], max(start, floor), group[0].end)
    group[-1] = _moved(group[-1], group[-1].start, end)
    return _joined(group)


def _joined(group: Sequence[Removal]) -> list[Removal]:
    """Join neighbours of one rule and cause."""
    made: list[Removal] = []
    for removal in group:
        last = made[-1] if made else None
        if last and (last.end, last.rule, last.why) == (removal.start, removal.rule, removal.why):
            made[-1] = _moved(last, last.start, removal.end)
        else:
            made.append(removal)
    return made


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span over the blanks that would be left over without it."""
    left, right = _blanks_before(text, start), _blanks_after(text, end)
    opens = left == 0 or text[left - 1] == "\n"
    closes = right == len(text) or text[right] == "\n"
    if opens and closes:
        return _whole_lines(text, left, right)
    if closes:
        return left, right
    if opens or left < start:
        return start, right
    return start, end


def _blanks_before(text: str, at: int) -> int:
    while at and text[at - 1] != "\n" and text[at - 1].isspace():
        at -= 1
    return at


def _blanks_after(text: str, at: int) -> int:
    while at < len(text) and text[at] != "\n" and text[at].isspace():
        at += 1
    return at


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    above, below = _blank_lines_above(text, start), _blank_lines_below(text, end)
    if below == len(text):
        return _at_the_end(text, above)
    if above == 0 or above < start:
        return (0 if above == 0 else start), below
    return start, end + 1


def _at_the_end(text: str, above: int) -> tuple[int, int]:
    """Cut to the end of the text, which keeps a last newline if it had one."""
    if above == 0:
        return 0, len(text)
    return above if text.endswith("\n") else above - 1, len(text)


def _blank_lines_above(text: str, start: int) -> int:
    """Give the start of the blank lines that end at a line's start."""
    at = start
    while at:
        line = text.rfind("\n", 0, at - 1) + 1
        if text[line:at].strip():
            break
        at = line
    return at


def _blank_lines_below(text: str, end: int) -> int:
    """Give the start of the first line after ``end`` that is not blank, or the text's end."""
    at = end
    while at < len(text):
        stop = text.find("\n", at + 1)
        stop = len(text) if stop < 0 else stop
        if text[at:stop].strip():
            return at + 1
        at = stop
    return at


def compose(first: Sequence[Removal], then: Sequence[Removal]) -> tuple[Removal, ...]:
    """Join two rounds: ``then`` has offsets into the text that ``first`` leaves."""
    spans = back(first, [(removal.start, removal.end) for removal in then])
    made = list(first)
    for removal, pieces in zip(then, spans, strict=True):
        made += (_moved(removal, start, end) for start, end in pieces)
    return tuple(_joined(sorted(made)))


def back(
    removals: Sequence[Removal], spans: Sequence[tuple[int, int]]
) -> list[list[tuple[int, int]]]:
    """Carry spans of the text that removals leave back to the original, in one or more pieces."""
    kept, origin = _kept(removals)
    return [_pieces(kept, origin, start, end) for start, end in spans]


def _kept(removals: Sequence[Removal]) -> tuple[list[int], list[int]]:
    """Give where each kept piece starts in the cleaned text and in the original."""
    kept, origin, gone = [0], [0], 0
    for removal in removals:
        gone += removal.end - removal.start
        kept.append(removal.end - gone)
        origin.append(removal.end)
    return kept, origin


def _pieces(
    kept: Sequence[int], origin: Sequence[int], start: int, end: int
) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    index = bisect_right(kept, start) - 1
    while start < end:
        stop = min(end, kept[index + 1]) if index + 1 < len(kept) else end
        if stop > start:
            shift = origin[index] - kept[index]
            made.append((start + shift, stop + shift))
        start, index = max(start, stop), index + 1
    return made

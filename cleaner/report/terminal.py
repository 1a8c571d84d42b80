"""Rendering for a terminal. Colours are escape codes; the echoing side strips them in a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from cleaner.article import Removal
from cleaner.report.explained import ExplainedLine, Piece, explain, isolate

_RESET = "\x1b[0m"
_REMOVED = "\x1b[31;9m"
_NOTE = "\x1b[2m"
_RULE = "\x1b[36m"
_BOLD = "\x1b[1m"


def styled(text: str, style: str) -> str:
    """Put a text between a style and its end."""
    return f"{style}{text}{_RESET}" if text else text


def render_explained(original: str, removals: Sequence[Removal]) -> Iterator[str]:
    """Give the lines that ``cleaner explain`` prints: the whole article, removals in place."""
    for line in explain(original, removals):
        yield from render_line(line)


def render_diff(
    name: str, original: str, removals: Sequence[Removal], context: int = 1
) -> Iterator[str]:
    """Give the lines that ``--diff`` prints: changed lines with a little context around them."""
    lines = list(explain(original, removals))
    shown = _near_changes(lines, context)
    if not shown:
        return
    yield styled(f"--- {name}", _BOLD)
    previous = 0
    for line in (line for line in lines if line.number in shown):
        if line.number > previous + 1:
            yield styled(f"@@ line {line.number} @@", _RULE)
        previous = line.number
        yield from render_line(line)


def render_line(line: ExplainedLine) -> Iterator[str]:
    """Give one line of the article, then a line for each removal that begins in it."""
    mark = {"kept": " ", "removed": "-", "mixed": "~"}[line.state]
    text = "".join(_piece(piece, marked=line.state == "mixed") for piece in line.pieces)
    yield f"{mark} {isolate(text)}" if text else mark.rstrip()
    for removal in line.begins:
        yield f"  {styled(removal.rule, _RULE)} {styled(isolate(removal.why), _NOTE)}"


def render_summary(removals: Iterable[Removal]) -> Iterator[str]:
    """Give a table of rules: how often each removed something, and how many characters."""
    times: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for removal in removals:
        times[removal.rule] += 1
        characters[removal.rule] += removal.end - removal.start
    width = max((len(rule) for rule in times), default=0)
    for rule, count in sorted(times.items(), key=lambda item: (-item[1], item[0])):
        name = styled(rule.ljust(width), _RULE)
        yield f"  {name}  {count:>5} x  {characters[rule]:>8} characters"


def _piece(piece: Piece, *, marked: bool) -> str:
    if not piece.removed:
        return piece.text
    text = f"⟦{piece.text}⟧" if marked else piece.text
    return styled(text, _REMOVED)


def _near_changes(lines: Sequence[ExplainedLine], context: int) -> set[int]:
    shown: set[int] = set()
    for line in lines:
        if line.state != "kept" or line.begins:
            shown.update(range(line.number - context, line.number + context + 1))
    return shown

"""Figures and errors for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.quality.measure import Measured

_WIDTH = 110
_PERFECT_AT_ZERO = frozenset({"content_lost", "noise_left"})


def table(measured: Measured) -> str:
    """Lay the figures out, a line each."""
    blocks = (_block(kind, values) for kind, values in measured.figures.items())
    return "\n\n".join("\n".join(block) for block in blocks)


def _block(kind: str, values: dict[str, Any]) -> Iterator[str]:
    values = dict(values)
    by_category = values.pop("noise_left_by_category", {})
    yield f"{kind} ({values.pop('docs')} articles)"
    yield from (f"  {name:<26}{_shown(name, value)}" for name, value in values.items())
    for why, words in sorted(by_category.items(), key=_most_left):
        yield f"    left of {why:<22}{words:>9} words"


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "       -"
    if name in _PERFECT_AT_ZERO:
        return f"{value:8.2%}"
    return f"{value:8d}" if isinstance(value, int) else f"{value:8.4f}"


def _most_left(item: tuple[str, str]) -> tuple[int, str]:
    return -int(item[1].partition("/")[0]), item[0]


def errors(measured: Measured, most: int) -> str:
    """List wrong lines and wrong pairs, at most so many of each kind of label."""
    wrong = measured.wrong_lines[:most]
    lines = [f"{w.kind}\t{w.id}:{w.line + 1}\t{w.text[:_WIDTH]}" for w in wrong]
    for name, pairs in measured.wrong_pairs.items():
        lines += [f"{name} {p.kind}\t{p.first}\t{p.second}" for p in pairs[:most]]
    return "\n".join(lines)

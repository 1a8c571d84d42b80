"""Pinned figures: quality may rise, and falls only when somebody lowers a floor on purpose."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality.labels import Data

Figures = Mapping[str, Mapping[str, Any]]


def broken(path: Path, data: Data, figures: Figures) -> list[str]:
    """Give a sentence for each pinned figure that is not reached, none where all are.

    The file names the labels it was pinned for by ``labels_sha256``, and each figure with
    ``at_least`` or ``at_most``.
    """
    floors = tomllib.loads(path.read_text("utf-8"))
    pinned = floors.pop("labels_sha256", None)
    if pinned not in (None, data.digest()):
        return [f"the labels changed: pin the figures anew, with labels_sha256 {data.digest()}"]
    return [sentence for kind in floors for sentence in _broken(kind, floors[kind], figures)]


def _broken(kind: str, floors: Mapping[str, Any], figures: Figures) -> Iterator[str]:
    for name, limits in floors.items():
        value = figures.get(kind, {}).get(name)
        if value is None:
            yield f"{kind} {name}: pinned, but not measured"
        elif value < limits.get("at_least", value):
            yield f"{kind} {name}: {value} is below {limits['at_least']}"
        elif value > limits.get("at_most", value):
            yield f"{kind} {name}: {value} is above {limits['at_most']}"

"""How to know a folder that we wrote: so that it is never read by accident nor overwritten."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import orjson

#: The folder inside OUT where a run keeps what it has finished, until all is.
WORK_NAME = ".cleaner-work"
#: The file that says a tree of cleaned texts is ours.
TEXT_MARK = ".cleaner-text"
#: The file that a complete OUT has, and what it says first.
RUN_NAME = "run.json"
TOOL = "cleaner"


def is_ours(folder: Path, names: Collection[str]) -> bool:
    """Say whether a folder with these names in it is an output of ours."""
    if WORK_NAME in names or TEXT_MARK in names:
        return True
    return RUN_NAME in names and _is_run(folder / RUN_NAME)


def _is_run(file: Path) -> bool:
    try:
        run = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return False
    return isinstance(run, dict) and run.get("tool") == TOOL

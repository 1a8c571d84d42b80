"""The index: what outlives a run. One SQLite file that new articles are folded against.

``keys`` says what a text is found by, ``postings`` holds those keys, ``store`` the file and its
tables, ``folding`` compares new articles with old ones, ``index`` is what users hold.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.index.index import Index
    from cleaner.index.rows import Folded
    from cleaner.index.shared import SharedIndex

__all__ = ["Folded", "Index", "SharedIndex"]

_HOMES = {"Folded": "rows", "Index": "index", "SharedIndex": "shared"}


def __getattr__(name: str) -> Any:
    """Load an index when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""The index: what outlives a run. One SQLite file that new articles are folded against.

``keys`` says what a text is found by, ``postings`` holds those keys, ``store`` the file and its
tables, ``folding`` compares new articles with old ones, ``index`` is what users hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.index.index import Index

__all__ = ["Index"]


def __getattr__(name: str) -> Any:
    """Load the index when it is first used."""
    if name != "Index":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cleaner.index.index import Index

    return Index

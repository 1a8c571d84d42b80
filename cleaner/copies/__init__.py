"""Copies: nearly the same text printed again. Sketches, candidates, exact proof, copy groups.

Names are loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.copies.columns import CopyColumns, CopyOptions
    from cleaner.copies.comparing import Comparison, compare
    from cleaner.copies.finding import find_copies
    from cleaner.copies.simple import dedupe
    from cleaner.copies.sketches import Recipe, Sketches, sketch

__all__ = [
    "Comparison",
    "CopyColumns",
    "CopyOptions",
    "Recipe",
    "Sketches",
    "compare",
    "dedupe",
    "find_copies",
    "sketch",
]

_HOMES = {
    "Comparison": "comparing",
    "CopyColumns": "columns",
    "CopyOptions": "columns",
    "Recipe": "sketches",
    "Sketches": "sketches",
    "compare": "comparing",
    "dedupe": "simple",
    "find_copies": "finding",
    "sketch": "sketches",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

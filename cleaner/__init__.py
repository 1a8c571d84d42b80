r"""Clean scraped news articles, find copies among them, and fold them into stories.

>>> import cleaner
>>> cleaner.clean("[ad_1]\n\nAn article.").text
'An article.'

Everything is loaded when it is first used, so that importing costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.api import clean, clean_many, dedupe, iter_clean, run, stories
    from cleaner.article import (
        Article,
        CleanArticle,
        CopyLink,
        Facts,
        Removal,
        StoryLink,
        replay,
    )
    from cleaner.errors import (
        CleanerError,
        IndexFileError,
        InputError,
        OutputError,
        RuleError,
        SketchError,
        UsageError,
    )
    from cleaner.index import Folded, Index, SharedIndex

__all__ = [
    "Article",
    "CleanArticle",
    "CleanerError",
    "CopyLink",
    "Facts",
    "Folded",
    "Index",
    "IndexFileError",
    "InputError",
    "OutputError",
    "Removal",
    "RuleError",
    "SharedIndex",
    "SketchError",
    "StoryLink",
    "UsageError",
    "clean",
    "clean_many",
    "dedupe",
    "iter_clean",
    "replay",
    "run",
    "stories",
]

_HOMES = {
    "Folded": "cleaner.index",
    "Index": "cleaner.index",
    "SharedIndex": "cleaner.index",
    **dict.fromkeys(
        ("clean", "clean_many", "dedupe", "iter_clean", "run", "stories"), "cleaner.api"
    ),
    **dict.fromkeys(
        ("Article", "CleanArticle", "CopyLink", "Facts", "Removal", "StoryLink", "replay"),
        "cleaner.article",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "cleaner.errors")), name)


def __dir__() -> list[str]:
    return sorted(__all__)

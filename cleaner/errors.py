"""The errors that users meet. Each message names the place, the reason and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class CleanerError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(CleanerError):
    """An input that could not be used: the rest of the run goes on without it."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path, self.reason, self.line = path, reason, line
        # A name may hold what a terminal obeys, or a newline.
        shown = _CONTROL.sub(lambda sign: sign[0].encode("unicode_escape").decode(), path)
        where = shown if line is None else f"{shown}:{line}"
        super().__init__(f"{where}: {reason}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, int | None]]:
        """Let it travel between processes."""
        return type(self), (self.path, self.reason, self.line)


def changed(path: str) -> InputError:
    """Say that a file is not what it was when it was read first."""
    return InputError(path, "was changed while it was read; run again")


class OutputError(CleanerError):
    """The output folder or file cannot be used."""


class RuleError(CleanerError):
    """A rule file that cannot be used."""


class FeedbackError(CleanerError):
    """A file of marks that cannot be used."""


class SketchError(CleanerError):
    """Sketches that were made in different ways and so do not compare."""


class IndexFileError(CleanerError):
    """An index file that cannot be used: damaged, foreign, made otherwise, or busy."""


class UsageError(CleanerError):
    """A call or a command line that asks for something impossible."""


def require_distinct(ids: Sequence[str]) -> None:
    """Refuse ids of which one stands for two articles: no link could tell which is meant.

    Raises:
        UsageError: naming the least such id.
    """
    if len(set(ids)) < len(ids):
        ordered = sorted(ids)
        twice = next(one for one, other in pairwise(ordered) if one == other)
        raise UsageError(
            f"the id {twice!r} stands for more than one article; give each its own"
            " (its place in the table will do)"
        )

"""What a run says when it is done: what came of it, what looks odd, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cleaner.corpus.output import REPORT
from cleaner.errors import InputError

_ERRORS_SHOWN = 5
#: Of so few articles nothing is odd.
_FEW = 20
#: Shares of all articles beyond which something looks odd.
_LARGE_GROUP, _MANY_CUT, _MANY_UNDATED, _MANY_FAILED = 0.05, 0.02, 0.5, 0.01

_COUNTED = (
    ("articles", "article", "articles"),
    ("removals", "removal", "removals"),
    ("spared", "removal kept back by feedback", "removals kept back by feedback"),
    ("copies", "copy", "copies"),
    ("stories", "story", "stories"),
)


def counted(number: int, one: str, many: str) -> str:
    """Say how many.

    >>> counted(1, "copy", "copies"), counted(1200, "copy", "copies")
    ('1 copy', '1,200 copies')
    """
    return f"{number:,} {one if number == 1 else many}"


def done(counts: Mapping[str, int], failed: int, seconds: float, out: Path) -> str:
    """Say in one line what came of a run."""
    parts = [counted(counts[key], one, many) for key, one, many in _COUNTED if key in counts]
    if failed:
        parts.append(f"{counted(failed, 'input', 'inputs')} not used")
    return f"{', '.join(parts)} in {seconds:.1f} s -> {out}"


def problems(errors: Sequence[InputError]) -> Iterator[str]:
    """Name the first inputs that could not be used, each in a line."""
    yield from map(str, errors[:_ERRORS_SHOWN])
    rest = len(errors) - _ERRORS_SHOWN
    if rest > 0:
        yield f"... and {rest:,} more, see errors.jsonl"


def oddities(counts: Mapping[str, int]) -> Iterator[str]:
    """Say what a person should look at before trusting the result.

    >>> list(oddities({"articles": 1000, "removals": 9, "largest_story": 90}))
    ['the largest story holds 90 articles']
    """
    articles = counts["articles"]
    if not articles:
        yield "no articles were found: is PATH right, and the field of the text (--field text=...)?"
    if articles < _FEW:
        return
    if counts.get("removals") == 0:
        yield "nothing was removed: are these texts clean already?"
    for key, share, sentence in _ODD:
        number = counts.get(key, 0)
        if number > max(_FEW, share * articles):
            yield sentence.format(f"{number:,}", f"{number / articles:.0%}")


_ODD = (
    ("errors", _MANY_FAILED, "{0} inputs could not be used"),
    ("mostly_removed", _MANY_CUT, "{0} articles ({1}) lost more than half of their text"),
    ("largest_copy_group", _LARGE_GROUP, "the largest copy group holds {0} articles"),
    ("largest_story", _LARGE_GROUP, "the largest story holds {0} articles"),
    (
        "undated",
        _MANY_UNDATED,
        "{0} articles ({1}) have no date: stories need dates (--field date=...)",
    ),
)


def next_step(
    counts: Mapping[str, int], out: Path, *, report: bool, unheard: bool = False
) -> str | None:
    """Say what to do next, if there is anything to do.

    ``unheard``: OUT holds marks that a person made and that this run was not told of.
    """
    if not counts["articles"]:
        return None
    if unheard:
        return f"marks of yours were not asked for: --feedback {out / 'feedback.jsonl'}"
    if report:
        return f"look at it: open {out / REPORT} in a browser"
    if "removals" not in counts:
        return None
    return "look at an article and what was removed: cleaner explain FILE"

"""The numbers by which structure is judged, which a user's rule file may set.

A rule file's ``[thresholds]`` names them; what it leaves out stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much evidence structure asks for. Higher numbers remove less.

    ``page_labels`` and ``page_names``: labels, and different names of sections and forms among
    them, that a page must show before what surrounds its body is cut. ``body_words``: words of
    prose of a stretch that may be the body. ``headline_share``: share of a line's words in the
    body by which it is the headline. ``title_words``: words of a title said twice in the first
    line. ``quote_share``: share of a line's runs of words that the paragraph beside it says, for
    a pull-quote. ``footer_kinds`` and ``footer_share``: different phrases, and their share of the
    words down to the page's end, of a footer in one line.
    """

    page_labels: int = 8
    page_names: int = 4
    body_words: int = 20
    headline_share: float = 0.5
    title_words: int = 5
    quote_share: float = 0.7
    footer_kinds: int = 2
    footer_share: float = 1 / 3

    def changed(self, table: Mapping[str, object]) -> Thresholds:
        """Set the named thresholds.

        Raises:
            ValueError: a name is unknown, or a value is not of its kind or out of its range.
        """
        checked: dict[str, Any] = {name: _checked(name, value) for name, value in table.items()}
        return replace(self, **checked)


#: The thresholds that no rule file has changed.
DEFAULTS = Thresholds()
_NAMES = tuple(field.name for field in fields(Thresholds))


def _checked(name: str, value: object) -> float:
    if name not in _NAMES:
        raise ValueError(f"unknown threshold {name!r}; known are {', '.join(_NAMES)}")
    if isinstance(getattr(DEFAULTS, name), int):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"threshold {name!r} must be a whole number from 1 on, not {value!r}")
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
        raise ValueError(f"threshold {name!r} must be above 0 and at most 1, not {value!r}")
    return float(value)

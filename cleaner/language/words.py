"""Words of a folded text: maximal runs of letters and digits of any script."""

from __future__ import annotations

import re

from cleaner.language.fold import fold

# Folding has taken the combining marks out, so the plain engine's \w keeps Arabic words whole.
WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Give the folded words of a text.

    >>> words("مُحَمَّد ــ القمّة الـ75")
    ['محمد', 'القمه', 'ال75']
    """
    return WORD.findall(fold(text))

"""The stamp by which an outlet signs its standfirst: its own name as a sentence of one word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.article import Removal
from cleaner.language.fold import fold
from cleaner.noise.page import Detector, Line, Page

#: A stamp closes one of so many first lines.
FIRST_LINES = 4
#: So many diacritics on one word are written for a name, not for a reader.
DIACRITICS = 3

_STAMP = re.compile(r"[.!?؟…]\s+([^\s.،,؛:!?؟]{3,24})[.]\s*$")
_DIACRITIC = re.compile("[\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}]")


def brand_stamp(page: Page) -> Iterator[Removal]:
    """Cut a name that stands as a sentence of its own at the end of a standfirst."""
    for line in page.solid[:FIRST_LINES]:
        found = _STAMP.search(line.text[-60:])
        if found and line.count >= 10 and _is_name(page, line, found[1]):
            start = line.end - len(line.text[-60:]) + found.start(1)
            why = "an outlet's own name, closing the standfirst"
            yield Removal(start, line.end, "structure.brand-stamp", why)


def _is_name(page: Page, line: Line, word: str) -> bool:
    """Tell whether a word is the site's name, or is vowelled where the rest of its line is not."""
    if page.site and fold(word) in fold(page.site):
        return True
    marks = len(_DIACRITIC.findall(word))
    rest = len(_DIACRITIC.findall(line.text)) - marks
    return marks >= DIACRITICS and rest * 10 < len(line.text)


#: What the detectors here remove, and why.
RULES = {"structure.brand-stamp": "an outlet's own name, closing the standfirst"}
#: Detectors of stamps.
DETECTORS: tuple[Detector, ...] = (brand_stamp,)

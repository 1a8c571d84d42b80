"""How often words stand in news at large: the weights of a run that is too small to know.

The figures are document frequencies, counted once over many outlets and years, and for other
languages than Arabic two hand-made lists. A run adds what it sees itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from cleaner.language.fold import fold
from cleaner.language.names import is_arabic, skeleton
from cleaner.story.stems import PROCLITICS, stem

#: The frequency of a word that no list holds, two-figure numbers and years.
UNKNOWN, SMALL_NUMBER, YEAR = 0.0004, 0.02, 0.05
#: Arabic words rarer than this are compared by skeleton, as names are.
NAME_LIKE = 0.004
_FUNCTION, _NEWS, _RARE_PLACE = 0.3, 0.04, 0.0005
SHORTEST_SKELETON = 3
SHORTEST_REST = 3
#: A proclitic is cut off when the rest is at least this many times as frequent as the whole.
FAR_MORE = 2.0


@cache
def arabic() -> dict[str, float]:
    """Give the stems of Arabic news and the share of articles that hold each.

    Names of places are among them however rare, so that what is written to one (in Tabuk) is cut.
    """
    text = files("cleaner.story").joinpath("data/arabic_frequencies.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    counted = {word: int(count) / 10_000 for word, count in rows}
    return {**{stem(word): _RARE_PLACE for word in _listed("arabic_places.txt")}, **counted}


@cache
def _others() -> dict[str, float]:
    text = files("cleaner.story").joinpath("data/common_words.toml").read_text("utf-8")
    found: dict[str, float] = {}
    for lists in tomllib.loads(text).values():
        for name, frequency in (("news", _NEWS), ("function", _FUNCTION)):
            for word in fold(lists[name]).split():
                found[stem(word)] = max(frequency, found.get(stem(word), 0.0))
    return found


@cache
def places() -> frozenset[str]:
    """Give the terms of Arabic names of places; in other scripts names are told by capitals."""
    return frozenset(term(word) for word in _listed("arabic_places.txt"))


@cache
def daily() -> frozenset[str]:
    """Give the terms of words that tell what every day has: forecasts, horoscopes and the like."""
    return frozenset(term(word) for word in _listed("daily_words.txt"))


def _listed(name: str) -> list[str]:
    """Give the folded words of a list; lines that begin with # say what it is."""
    text = files("cleaner.story").joinpath(f"data/{name}").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return fold(" ".join(lines)).split()


def term(word: str) -> str:
    """Give what a folded word counts as: its stem, or its skeleton if it is rare in Arabic.

    >>> term("بلافروف") == term("لافروف"), term("بيونج") == term("بيونغ")
    (True, True)

    :mod:`cleaner.story.forms` does the same in compiled code.
    """
    found = stem(word)
    if not is_arabic(found):
        return found
    found = _without_proclitics(word, found)
    if arabic().get(found, 0.0) >= NAME_LIKE:
        return found
    bones = skeleton(found)
    return "~" + bones if len(bones) >= SHORTEST_SKELETON else found


def _without_proclitics(word: str, found: str) -> str:
    known = arabic()
    for cut in (1, 2):
        if word[cut - 1] not in PROCLITICS or len(word) < cut + SHORTEST_REST:
            break
        rest = stem(word[cut:])
        if known.get(rest, 0.0) > FAR_MORE * known.get(found, 0.0):
            return rest
    return found


def frequencies() -> Iterator[tuple[str, float]]:
    """Give every known term and the share of articles that hold it."""
    merged: dict[str, float] = {}
    for word, frequency in arabic().items():
        key = _term_of_stem(word, frequency)
        merged[key] = min(1.0, merged.get(key, 0.0) + frequency)
    yield from merged.items()
    yield from _others().items()


def _term_of_stem(found: str, frequency: float) -> str:
    if frequency >= NAME_LIKE:
        return found
    bones = skeleton(found)
    return "~" + bones if len(bones) >= SHORTEST_SKELETON else found


@cache
def known() -> dict[str, float]:
    """Give every known term and the share of news articles that hold it."""
    return dict(frequencies())

"""What tells like reports apart is seen, and told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cleaner.article import Article
from cleaner.story import explain_pair
from cleaner.story.measure import FEATURES
from cleaner.story.vetoes import _WORDS

PAIRS = tomllib.loads(Path(__file__).with_name("apart.toml").read_text("utf-8"))
#: Seen, and outweighed by all the words that the two share.
OUTWEIGHED = ("daily", "exact_apart", "places_apart")
#: Counted against a pair, but for too little to be told by itself.
UNTOLD = ("frame",)


def _pair(name: str) -> tuple[Article, Article]:
    one, two = (Article(side, **PAIRS[name][side]) for side in ("one", "two"))
    return one, two


@pytest.mark.parametrize("name", [name for name in PAIRS if name not in UNTOLD])
def test_what_tells_them_apart_is_told(name: str) -> None:
    assert PAIRS[name]["veto"] in explain_pair(*_pair(name)).vetoes


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True)) if name in OUTWEIGHED else name
        for name in PAIRS
    ],
)
def test_they_are_no_story(name: str) -> None:
    assert not explain_pair(*_pair(name)).together


@pytest.mark.parametrize("name", PAIRS)
def test_the_first_beside_itself_tells_nothing_against(name: str) -> None:
    one, _ = _pair(name)
    again = Article("again", one.text, one.title, date=one.date, outlet=one.outlet)
    found = explain_pair(one, again)
    assert found.together
    assert PAIRS[name]["veto"] not in found.vetoes


def test_all_that_speaks_against_has_words() -> None:
    assert set(_WORDS) <= set(FEATURES)

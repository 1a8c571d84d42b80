"""`compare`: figures, passages and vetoes of two articles."""

from __future__ import annotations

import copies_newsroom as newsroom

from cleaner.article import Article
from cleaner.copies import compare

SHARED = "أُعلن اليوم عن افتتاح المكتبة العامة في حي الميناء"
ONE = Article("a", f"{SHARED}. {newsroom.text(20, 1)}")
OTHER = Article("b", f"{SHARED}. {newsroom.text(20, 2)}")


def test_passages_are_of_the_original_spelling() -> None:
    found = compare(ONE, OTHER)
    assert found.shared == (SHARED,)
    assert found.missing == ((newsroom.text(20, 1),), (newsroom.text(20, 2),))


def test_figures() -> None:
    found = compare(ONE, OTHER)
    assert not found.copies
    assert found.kind is None
    assert found.words == (29, 29)
    assert found.covered == (9 / 29, 9 / 29)
    assert found.resemblance == 8 / (28 + 28 - 8)
    assert found.wider == 7 / (27 + 27 - 7)


def test_an_article_and_itself() -> None:
    found = compare(ONE, ONE)
    assert found.copies
    assert (found.kind, found.resemblance, found.vetoes) == ("exact", 1.0, ())
    assert found.missing == ((), ())


def test_empty_articles() -> None:
    found = compare(Article("a", ""), ONE)
    assert not found.copies
    assert found.shared == ()

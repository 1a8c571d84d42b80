"""`compare`: figures, passages and vetoes of two articles."""

from __future__ import annotations

from dataclasses import replace

import copies_newsroom as newsroom

from cleaner.article import Article
from cleaner.copies import compare
from cleaner.copies.judging import Ruling

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


def test_articles_printed_beside_them_tell_a_formula() -> None:
    titles = {"أ": "حالة الطقس", "ب": "نشرة الأرصاد", "ج": "السماء غدا"}
    reports = [
        replace(newsroom.weather(day, outlet), title=title)
        for day in range(10)
        for outlet, title in titles.items()
    ]
    one, other = reports[0], reports[4]
    assert compare(one, other).copies, "of two articles alone nobody knows"
    found = compare(one, other, among=reports)
    assert not found.copies
    assert found.vetoes == (Ruling.FORMULA.why,)
    assert compare(one, other, among=[*reports[:3], ONE, OTHER]).copies, "no other days"


def test_a_name_alone_is_nobodys_copy() -> None:
    found = compare(Article("a", "أخبار الميناء"), Article("b", "أخبار الميناء"))
    assert not found.copies
    assert found.vetoes == (Ruling.NOTHING_TOLD.why,)

"""Copies end to end: what is grouped, what never is, and what does not matter."""

from __future__ import annotations

import random
from dataclasses import replace

import copies_newsroom as newsroom
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import Article, CopyLink, Facts
from cleaner.copies import CopyColumns, CopyOptions, compare, dedupe, find_copies, sketch
from cleaner.errors import UsageError

ORIGINAL = newsroom.text(200, 7)
POLICIES = ["credited", "earliest", "longest", "cleanest"]


def groups(links: list[CopyLink]) -> set[frozenset[str]]:
    by: dict[str, set[str]] = {}
    for link in links:
        by.setdefault(link.cluster, set()).add(link.id)
    return {frozenset(members) for members in by.values() if len(members) > 1}


def pile(seed: int = 3) -> list[Article]:
    """Give articles of which some are copies: edited, cut, exact, respelled."""
    articles = []
    for number in range(12):
        text = newsroom.text(60 + 20 * number, seed + number)
        words = text.split()
        ways = [text, newsroom.edited(text, 0.15, number), " ".join(words[: len(words) // 2]), text]
        articles += [
            Article(f"{number}-{way}", made, title=f"خبر {number}", outlet=f"صحيفة{way}")
            for way, made in enumerate(ways[: 1 + number % 4])
        ]
    return articles


def test_copies_are_grouped_and_strangers_are_not() -> None:
    by: dict[str, set[str]] = {}
    for article in pile():
        by.setdefault(article.id.partition("-")[0], set()).add(article.id)
    assert groups(dedupe(pile())) == {frozenset(m) for m in by.values() if len(m) > 1}


@given(st.randoms(use_true_random=False), st.sampled_from(POLICIES))
@settings(max_examples=15, deadline=None)
def test_the_order_of_input_does_not_matter(draw: random.Random, policy: str) -> None:
    articles = pile()
    expected = {link.id: link for link in dedupe(articles, canonical=policy)}
    draw.shuffle(articles)
    links = dedupe(articles, canonical=policy)
    assert [link.id for link in links] == [article.id for article in articles]
    assert {link.id: link for link in links} == expected


@given(st.lists(st.integers(0, 5), max_size=14), st.integers(0, 3), st.sampled_from(POLICIES))
@settings(max_examples=40, deadline=None)
def test_every_copy_matches_what_is_kept_directly(steps: list[int], seed: int, policy: str) -> None:
    """Build chains, each text an edit of the one before, and check every link by itself."""
    texts = [newsroom.text(80, seed)]
    for number, step in enumerate(steps):
        texts.append(newsroom.edited(texts[-1], step / 20, seed + number))
    articles = [Article(f"{n:02}", text) for n, text in enumerate(texts)]
    by_id = {article.id: article for article in articles}
    for link in dedupe(articles, canonical=policy):
        assert link.cluster == link.canonical
        if link.id == link.canonical:
            assert (link.resemblance, link.containment, link.kind, link.why) == (None,) * 4
            continue
        told = compare(by_id[link.canonical], by_id[link.id])
        assert told.copies
        assert link.resemblance == told.resemblance
        assert link.containment == told.containment


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_does_not_matter(workers: int) -> None:
    articles = pile()
    made = sketch([article.text for article in articles])
    columns = CopyColumns([a.id for a in articles], [a.title for a in articles])
    links = find_copies(made, columns, CopyOptions(workers=workers))
    assert links == find_copies(made, columns)


def test_a_large_group_has_one_canonical_and_strays_join_it() -> None:
    rates = [0.02] * 80 + [0.25] * 20
    texts = [ORIGINAL, *(newsroom.edited(ORIGINAL, rate, n) for n, rate in enumerate(rates))]
    links = dedupe([Article(f"{n:03}", text, title="خبر واحد") for n, text in enumerate(texts)])
    assert groups(links) == {frozenset(f"{n:03}" for n in range(101))}


def link_of(copy: Article, kept: Article) -> CopyLink:
    links = dedupe([replace(kept, facts=Facts(source="وكالة")), copy])
    return next(link for link in links if link.id == copy.id)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ORIGINAL.replace("ا", "أ").replace("ي", "ى"), "exact"),
        (newsroom.edited(ORIGINAL, 0.1, 1), "near"),
        (" ".join(ORIGINAL.split()[:90]), "cut"),
        (f"{ORIGINAL} {newsroom.text(120, 8)}", "extended"),
    ],
)
def test_kinds_by_wording(text: str, kind: str) -> None:
    assert link_of(Article("b", text), Article("a", ORIGINAL)).kind == kind


@pytest.mark.parametrize(
    ("url", "outlet", "kind"),
    [
        ("https://one.example/a?utm_source=x", None, "exact, URL variant"),
        ("http://www.one.example/a/amp/", None, "exact, URL variant"),
        ("https://one.example/b", None, "exact, within outlet"),
        ("https://two.example/a", None, "exact, across outlets"),
        ("https://one.example/a", None, "exact, same URL"),
        (None, "two", "exact, across outlets"),
    ],
)
def test_kinds_by_place(url: str | None, outlet: str | None, kind: str) -> None:
    kept = Article("a", ORIGINAL, url="https://one.example/a")
    assert link_of(Article("b", ORIGINAL, url=url, outlet=outlet), kept).kind == kind


def test_articles_without_words_are_nobodys_copies() -> None:
    links = dedupe([Article("a", ""), Article("b", " … "), Article("c", "")])
    assert groups(links) == set()


def test_titles_alone_are_compared_whole() -> None:
    links = dedupe(
        [
            Article("a", "", title="افتتاح جسر جديد في المدينة"),
            Article("b", "", title="إفتتاح جسرٍ جديد في المدينة"),
            Article("c", "", title="افتتاح نفق جديد في المدينة"),
        ]
    )
    assert groups(links) == {frozenset("ab")}


def test_short_texts_of_one_wording_and_other_titles_stay_apart() -> None:
    links = dedupe(
        [
            Article("a", "شاهد الصور", title="معرض الزهور في الحديقة العامة"),
            Article("b", "شاهد الصور", title="سباق القوارب الشراعية السنوي"),
        ]
    )
    assert groups(links) == set()


def test_nothing_is_an_answer() -> None:
    assert dedupe([]) == []


def test_wrong_options_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="credited, earliest"):
        dedupe([], canonical="newest")
    with pytest.raises(UsageError, match="threshold"):
        dedupe([], threshold=3)
    with pytest.raises(UsageError, match="titles: 1 values for 2"):
        find_copies(sketch(["أ", "ب"]), CopyColumns(["1", "2"], titles=["عنوان"]))


def test_a_mark_alone_is_no_copy_of_itself() -> None:
    links = dedupe([Article(name, "DAFTAR.EXAMPLE") for name in ("a", "b", "c")])
    assert [link.cluster for link in links] == ["a", "b", "c"]

"""Articles that join a large copy group bit by bit are judged as in a batch run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import index_newsroom as newsroom
import pytest

from cleaner import Article, Facts, Index, dedupe, stories
from cleaner.copies import settling
from cleaner.index import joining

TEXT = newsroom.wording(120, 8)


def printed(number: int, text: str = TEXT, **facts: str) -> Article:
    """Give one outlet's print of a wire story, slightly edited."""
    published = f"2031-05-{1 + number % 3:02}"
    said = Facts(**{"published": published} | facts)
    return Article(
        f"n{number:03}", newsroom.edited(text, 0.03, number), outlet=f"صحيفة {number}", facts=said
    )


GROUP = [printed(number) for number in range(joining.LARGE + 10)]


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many articles are grouped together in each call."""
    found: list[int] = []
    settle = settling.settle

    def noting(sketches: object, *more: object) -> object:
        found.append(len(sketches))  # type: ignore[arg-type]
        return settle(sketches, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(settling, "settle", noting)
    return found


def agree(index: Index, articles: list[Article], *, bit_by_bit: bool = False) -> None:
    copies = dedupe(articles)
    if bit_by_bit:
        index.retell()
    assert newsroom.verdicts(index.links()) == newsroom.verdicts(copies)
    assert newsroom.groups(index.links()) == newsroom.groups(copies)
    index.retell()
    told = {link.id: (link.linked_to, link.score) for link in index.stories()}
    assert told == {
        link.id: (link.linked_to, link.score) for link in stories(articles, copies=copies)
    }
    assert index.check() == []


def test_what_joins_is_compared_with_the_canonical_article_alone(
    tmp_path: Path, sizes: list[int]
) -> None:
    more = [printed(number) for number in range(500, 512)]
    with Index(tmp_path / "i.idx") as index:
        index.add(GROUP)
        sizes.clear()
        for article in more[:6]:
            (asked,) = index.query([article])
            (link,) = index.add([article])
            assert link == asked
            assert link.cluster == GROUP[0].id
            assert link.story is not None
            assert link.story.evidence == ("a copy",)
        index.add([*more[6:], Article("other", newsroom.wording(90, 3))])
        assert max(sizes) == 2
        agree(index, [*GROUP, *more, Article("other", newsroom.wording(90, 3))])


def test_a_group_that_has_grown_by_a_quarter_is_grouped_anew(
    tmp_path: Path, sizes: list[int]
) -> None:
    more = [printed(number) for number in range(500, 540)]
    with Index(tmp_path / "i.idx") as index:
        index.add(GROUP)
        sizes.clear()
        for article in more:
            index.add([article])
        assert sum(size > joining.LARGE for size in sizes) in (1, 2)
        agree(index, [*GROUP, *more])


def test_one_that_is_kept_in_place_of_the_one_before_has_all_grouped_anew(tmp_path: Path) -> None:
    best = printed(600, source="وكالة الساحل")
    with Index(tmp_path / "i.idx") as index:
        index.add(GROUP)
        (link,) = index.add([best])
        assert link.canonical == best.id
        agree(index, [*GROUP, best])


def test_one_that_is_longer_stands_for_the_story(tmp_path: Path) -> None:
    text = TEXT + " " + newsroom.wording(12, 77)
    longer = replace(printed(700, text), facts=Facts(published="2031-05-09"))
    after = printed(701, text)
    with Index(tmp_path / "i.idx") as index:
        index.add(GROUP)
        index.add([longer])
        index.add([after, Article("other", newsroom.wording(90, 3))])
        agree(index, [*GROUP, longer, after, Article("other", newsroom.wording(90, 3))])


def test_what_has_joined_can_be_removed_and_replaced(tmp_path: Path) -> None:
    more = [printed(number) for number in range(500, 504)]
    with Index(tmp_path / "i.idx") as index:
        index.add(GROUP)
        index.add(more)
        index.remove([more[0].id])
        changed = replace(more[1], text=newsroom.wording(100, 5))
        index.add([changed])
        agree(index, [*GROUP, changed, *more[2:]])


def test_where_all_is_told_later_a_group_waits_with_what_may_change_it(
    tmp_path: Path, sizes: list[int]
) -> None:
    best = printed(600, source="وكالة الساحل")
    again = replace(
        GROUP[7], id="a", facts=Facts(published="2031-06-20")
    )  # the least id of its text
    more = [best, again, *(printed(number) for number in range(500, 560))]
    with Index(tmp_path / "i.idx") as index:
        index.add(GROUP)
        sizes.clear()
        for start in range(0, len(more), 8):
            index.add(more[start : start + 8], tell=False)
        assert max(sizes, default=0) < joining.LARGE
        assert {link.cluster for link in index.placed([best.id, again.id])} == {GROUP[0].id}
        assert index.check() == []
        index.retell()
        assert max(sizes) > joining.LARGE
        assert index.placed([GROUP[3].id])[0].canonical == best.id
        agree(index, [*GROUP, *more])


@pytest.mark.parametrize(("share", "batch"), [(0.1, 200), (0.1, 800), (0.06, 77)])
def test_prints_that_have_no_rare_wording_left_are_found_as_in_a_batch_run(
    tmp_path: Path, share: float, batch: int
) -> None:
    articles = [
        replace(printed(number), text=newsroom.edited(TEXT, share, number)) for number in range(800)
    ]
    with Index(tmp_path / "i.idx") as index:
        for start in range(0, len(articles), batch):
            index.add(articles[start : start + batch], tell=False)
        agree(index, articles, bit_by_bit=True)

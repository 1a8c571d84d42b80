"""What an index says of articles is what a batch run says of them all."""

from __future__ import annotations

import random
import uuid
from itertools import pairwise
from pathlib import Path

import index_newsroom as newsroom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Article, Index, dedupe, run

SETTINGS = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
EVERYTHING = newsroom.news() + newsroom.notices()


#: What shuffles articles, and where they are cut into batches.
IN_ANY_ORDER = given(st.randoms(use_true_random=False), st.lists(st.integers(0, 99), max_size=6))


def anew(folder: Path) -> Path:
    return folder / f"{uuid.uuid4().hex}.idx"


def fill(index: Index, articles: list[Article], cuts: list[int]) -> None:
    bounds = sorted({0, len(articles), *(cut % (len(articles) + 1) for cut in cuts)})
    for start, end in pairwise(bounds):
        index.add(articles[start:end])


def expected(articles: list[Article]) -> dict[str, tuple[object, ...]]:
    return newsroom.verdicts(dedupe(articles))


@IN_ANY_ORDER
@SETTINGS
def test_the_same_verdicts_as_a_batch_run_in_any_order_and_batches(
    tmp_path: Path, draw: random.Random, cuts: list[int]
) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    with Index(anew(tmp_path)) as index:
        fill(index, articles, cuts)
        assert newsroom.verdicts(index.links()) == expected(articles)
        assert newsroom.groups(index.links()) == newsroom.groups(dedupe(articles))
        assert index.check() == []


def test_the_sample_has_copies_of_every_kind_and_formulas() -> None:
    links = dedupe(EVERYTHING)
    kinds = {(link.kind or "").split(",")[0] for link in links}
    assert kinds >= {"exact", "near", "cut", "extended"}
    assert {"notice-8", "notice-again"} in map(set, newsroom.groups(links))


def test_one_by_one_gives_the_same_and_answers_for_all_so_far(tmp_path: Path) -> None:
    with Index(anew(tmp_path)) as index:
        for count, article in enumerate(EVERYTHING, start=1):
            (link,) = index.add([article])
            so_far = expected(EVERYTHING[:count])
            assert newsroom.verdicts([link])[article.id] == so_far[article.id]
        assert newsroom.verdicts(index.links()) == so_far


@given(st.sets(st.integers(0, len(EVERYTHING) - 1)), st.randoms(use_true_random=False))
@SETTINGS
def test_what_is_removed_has_never_come(
    tmp_path: Path, places: set[int], draw: random.Random
) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    gone = {articles[place].id for place in places}
    rest = [article for article in articles if article.id not in gone]
    with Index(anew(tmp_path)) as index:
        index.add(articles)
        assert index.remove([*gone, "nobody"]) == len(gone)
        assert len(index) == len(rest)
        assert newsroom.verdicts(index.links()) == expected(rest)
        assert index.check() == []
        index.add([article for article in articles if article.id in gone])
        assert newsroom.verdicts(index.links()) == expected(articles)


@given(st.randoms(use_true_random=False), st.integers(0, len(EVERYTHING)))
@SETTINGS
def test_a_query_tells_what_adding_does_and_keeps_nothing(
    tmp_path: Path, draw: random.Random, cut: int
) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    with Index(anew(tmp_path)) as index:
        index.add(articles[:cut])
        before = list(index.links())
        asked = index.query(articles[cut:])
        assert list(index.links()) == before
        assert index.add(articles[cut:]) == asked


def test_an_id_that_comes_again_replaces_what_it_was(tmp_path: Path) -> None:
    first, second = newsroom.wording(120, 1), newsroom.wording(120, 2)
    with Index(anew(tmp_path)) as index:
        index.add([Article("a", first), Article("b", second), Article("c", first)])
        links = {link.id: link for link in index.add([Article("c", second)])}
        assert links["c"].canonical == "b"
        assert newsroom.groups(index.links()) == {frozenset("bc")}
        assert len(index) == 3


def test_a_changed_article_is_no_copy_of_what_it_was(tmp_path: Path) -> None:
    text = newsroom.wording(120, 1)
    with Index(anew(tmp_path)) as index:
        index.add([Article("a", text)])
        changed = Article("a", newsroom.edited(text, 0.05, 1))
        (link,) = index.query([changed])
        assert (link.cluster, link.canonical, link.kind) == ("a", "a", None)


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    with Index(anew(tmp_path)) as index:
        first = index.add(EVERYTHING)
        assert index.add(EVERYTHING) == first
        assert len(index) == len(EVERYTHING)


def test_a_group_keeps_its_name_as_it_grows_parts_and_joins(tmp_path: Path) -> None:
    text = newsroom.wording(150, 4)
    far = newsroom.edited(text, 0.45, 1)
    between = " ".join(text.split()[:75] + far.split()[75:])
    with Index(anew(tmp_path), canonical="longest") as index:
        index.add([Article("one", text)])
        (link,) = index.add([Article("two", text + " " + newsroom.wording(5, 9))])
        assert (link.cluster, link.canonical) == ("one", "two")
        index.add([Article("far", far), Article("far too", far)])
        names = {link.cluster for link in index.links()}
        assert {"one", "far"} <= names
        index.add([Article("between", between)])
        assert {link.cluster for link in index.group("one")} == {"one"}
        index.remove(["one", "between"])
        assert {link.cluster for link in index.group("far")} == {"far"}
        assert index.check() == []


def test_nothing_is_a_copy_of_nothing(tmp_path: Path) -> None:
    empty = [Article("a", ""), Article("b", " "), Article("c", "!"), Article("d", "كلمة")]
    with Index(anew(tmp_path)) as index:
        index.add([])
        index.add(empty)
        assert newsroom.verdicts(index.links()) == expected(empty)


def test_many_copies_of_one_text(tmp_path: Path) -> None:
    """More than a posting list holds: exact ones, and slightly edited ones."""
    text = newsroom.wording(100, 8)
    articles = [Article(f"exact {n:03}", text) for n in range(100)]
    articles += [Article(f"near {n:03}", newsroom.edited(text, 0.03, n)) for n in range(100)]
    with Index(anew(tmp_path)) as index:
        for start in range(0, 200, 40):
            index.add(articles[start : start + 40])
        assert [len(group) for group in newsroom.groups(index.links())] == [200]


def test_a_stream_is_added_bit_by_bit(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        stream = index.add_stream(iter(EVERYTHING), batch=5)
        assert next(stream).id == EVERYTHING[0].id
        with Index(path) as reader:
            assert len(reader) == 5
        assert len(list(stream)) == len(EVERYTHING) - 1


def test_the_verdicts_of_a_whole_run_over_the_fixtures(tmp_path: Path) -> None:
    from cleaner.engines.indexing import entries
    from cleaner.engines.options import RunOptions

    fixtures = Path(__file__).parents[2] / "fixtures"
    if not fixtures.is_dir():
        pytest.skip("the fixtures are not here")
    run([fixtures], tmp_path / "out", learn=False, workers=1)
    import orjson

    rows = [orjson.loads(line) for line in (tmp_path / "out" / "copies.jsonl").open("rb")]
    items = list(entries([str(fixtures)], RunOptions(workers=1)))
    with Index(anew(tmp_path)) as index:
        for item in items:
            index.add_entries([item])  # type: ignore[list-item]
        found = {link.id: link for link in index.links()}
    assert len(rows) == len(found) > 40
    for row in rows:
        link = found[row["id"]]
        assert (link.canonical, link.kind) == (row["canonical"], row.get("kind"))
        assert link.resemblance == row.get("resemblance")

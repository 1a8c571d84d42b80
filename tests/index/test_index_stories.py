"""What an index says of stories is what a batch run says of them all, with the same weights."""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import index_newsroom as newsroom
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_index_folding import IN_ANY_ORDER, SETTINGS, anew

from cleaner import Article, Facts, Index, IndexFileError, StoryLink, dedupe, stories
from cleaner.index import frequencies, schema, store, storying
from cleaner.index.tales import Tales
from cleaner.story import find
from cleaner.story.evidence import MADE
from cleaner.story.pairs import Weighed


def events(count: int = 14, seed: int = 5) -> list[Article]:
    """Give reports of invented events, in words of their own around the event's names."""
    draw = random.Random(seed)
    articles = []
    for number in range(count):
        names = newsroom.wording(12, 7000 + number).split()
        told = f"{20 + number} {names[0]} في {names[1]}"
        for desk in range(1 + number % 4):
            day = 1 + number % 12 + desk % 2
            rest = newsroom.wording(70, 100 * number + desk).split()
            for name in (*names[: 12 - desk], *names[desk:]):
                rest.insert(draw.randrange(len(rest)), name)
            text = f"{told} {' '.join(rest[:30])}\n\n{' '.join(rest[30:])}"
            date = None if number % 5 == 4 else f"2025-06-{day:02}"
            title = " ".join([*names[:3], *rest[:3]])
            articles.append(
                Article(
                    f"e{number:02}-{desk}", text, title=title, date=date, outlet=f"صحيفة {desk}"
                )
            )
    return articles


EVERYTHING = [*events(), *newsroom.news(stories=8)]


def groups(links: Iterable[StoryLink]) -> set[frozenset[str]]:
    by: dict[str, set[str]] = {}
    for link in links:
        by.setdefault(link.cluster, set()).add(link.id)
    return {frozenset(members) for members in by.values() if len(members) > 1}


def verdicts(links: Iterable[StoryLink]) -> dict[str, tuple[object, ...]]:
    """Give all that a batch run says too: a story's name is the index's own."""
    return {link.id: (link.linked_to, link.score, link.evidence) for link in links}


def batch(articles: Sequence[Article]) -> list[StoryLink]:
    return stories(articles, copies=dedupe(articles))


def agree(index: Index, articles: Sequence[Article]) -> None:
    expected = batch(articles)
    assert groups(index.stories()) == groups(expected)
    assert verdicts(index.stories()) == verdicts(expected)


def fill(index: Index, articles: Sequence[Article], cuts: Iterable[int]) -> None:
    bounds = sorted({0, len(articles), *(cut % (len(articles) + 1) for cut in cuts)})
    for start, end in pairwise(bounds):
        index.add(articles[start:end])


@contextmanager
def weights_of(path: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make batch runs weigh the words of each article as the index at ``path`` has weighed them."""
    db = sqlite3.connect(path)
    number_of = dict(db.execute("SELECT id, article FROM article"))
    doubt = frequencies.held(db).weighing.doubt
    weigh = find.weighed

    def weighed(parts: find.Parts, rows: np.ndarray, *more: object) -> Weighed:
        run = weigh(parts, rows, *more)  # type: ignore[arg-type]
        numbers = [number_of[id_] for id_ in run.evidence.ids]
        tales = Tales(db).tales(numbers)
        idf = np.frombuffer(b"".join(tales[n].idf for n in numbers), np.float32).copy()
        return Weighed(run.evidence, idf, doubt)

    with patch.context() as patched:
        patched.setattr(find, "weighed", weighed)
        yield
    db.close()


def test_the_sample_has_stories_of_several_kinds() -> None:
    links = batch(EVERYTHING)
    found = groups(links)
    assert sum(len(story) > 2 for story in found) >= 3
    assert any(link.linked_to and link.evidence != ("a copy",) for link in links)
    assert any(link.evidence == ("a copy",) for link in links)


@IN_ANY_ORDER
@SETTINGS
def test_told_anew_they_are_those_of_a_batch_run_in_any_order_and_batches(
    tmp_path: Path, draw: random.Random, cuts: list[int]
) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    with Index(anew(tmp_path)) as index:
        fill(index, articles, cuts)
        index.retell()
        agree(index, articles)
        assert index.check() == []


def test_one_call_into_an_empty_index_is_a_batch_run(tmp_path: Path) -> None:
    with Index(anew(tmp_path)) as index:
        added = index.add(EVERYTHING)
        agree(index, EVERYTHING)
        assert [link.story for link in added] == list(index.stories())


@IN_ANY_ORDER
@SETTINGS
def test_as_they_come_they_are_those_of_a_batch_run_with_the_weights_of_the_index(
    tmp_path: Path, draw: random.Random, cuts: list[int]
) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    path = anew(tmp_path)
    with Index(path) as index, pytest.MonkeyPatch.context() as patch:
        index.add(articles[:5])
        patch.setattr(storying, "GROWTH", 10**9)  # words keep the weights of the first five
        fill(index, articles[5:], cuts)
        with weights_of(path, patch):
            agree(index, articles)
        assert index.check() == []


def test_articles_keep_the_weights_they_came_with_where_an_index_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storying, "RETOLD", 12)
    path = anew(tmp_path)
    with Index(path) as index:
        for article in EVERYTHING:
            index.add([article])
        with weights_of(path, monkeypatch):
            agree(index, EVERYTHING)
        db = sqlite3.connect(path)
        assert frequencies.held(db).weighing.articles > 24
        db.close()
        index.retell()
        agree(index, EVERYTHING)


@IN_ANY_ORDER
@SETTINGS
def test_left_for_later_they_are_those_of_a_batch_run(
    tmp_path: Path, draw: random.Random, cuts: list[int]
) -> None:
    articles = list(EVERYTHING)
    draw.shuffle(articles)
    told, rest = articles[:20], articles[20:]
    with Index(anew(tmp_path)) as index:
        fill(index, told, cuts)
        stood = groups(index.stories())
        for start in range(0, len(rest), 17):
            links = index.add(rest[start : start + 17], tell=False)
            assert {link.story for link in links} == {None}
            assert index.check() == []
        assert index.untold == len(rest)
        assert groups(index.stories()) == stood  # as they were told last
        index.retell()
        agree(index, articles)
        assert (index.untold, index.check()) == (0, [])
        ids = [article.id for article in reversed(articles)]
        placed = index.placed(ids)
        assert [link.id for link in placed] == ids
        assert sorted(str(link.story) for link in placed) == sorted(map(str, index.stories()))


@pytest.mark.parametrize("what", ["add", "query", "remove"])
def test_stories_left_for_later_are_told_when_they_are_asked_for(tmp_path: Path, what: str) -> None:
    path = anew(tmp_path)
    first, last = EVERYTHING[:-1], EVERYTHING[-1]
    with Index(path) as index:
        index.add(first[:10])
        index.add(first[10:], tell=False)
    with Index(path) as index:  # as after a kill
        if what == "remove":
            index.add([last], tell=False)
            index.remove([last.id])
        elif what == "query":
            index.query([last])
        else:
            index.add([last])
        assert (index.untold, index.check()) == (0, [])
        with pytest.MonkeyPatch.context() as patch, weights_of(path, patch):
            agree(index, EVERYTHING if what == "add" else first)


def test_articles_replaced_while_stories_wait_are_told_as_they_are(tmp_path: Path) -> None:
    changed = [replace(a, text=newsroom.wording(60, n)) for n, a in enumerate(EVERYTHING[::5])]
    rest = {article.id: article for article in (*EVERYTHING, *changed)}
    with Index(anew(tmp_path)) as index:
        index.add(EVERYTHING)
        index.add(changed, tell=False)
        assert index.check() == []
        assert len(list(index.stories())) == len(EVERYTHING)
        index.retell()
        agree(index, list(rest.values()))
        assert index.check() == []


def test_a_stream_may_tell_its_stories_at_the_end(tmp_path: Path) -> None:
    with Index(anew(tmp_path)) as index:
        assert index.due(len(EVERYTHING))
        links = list(index.add_stream(EVERYTHING, batch=9, tell=False))
        assert [link.id for link in links] == [article.id for article in EVERYTHING]
        agree(index, EVERYTHING)
        assert not index.due(len(EVERYTHING) // 20)
        with pytest.raises(KeyError):
            index.placed(["nobody"])


@given(st.sets(st.integers(0, len(EVERYTHING) - 1)))
@SETTINGS
def test_what_is_removed_has_never_come(tmp_path: Path, places: set[int]) -> None:
    gone = {EVERYTHING[place].id for place in places}
    rest = [article for article in EVERYTHING if article.id not in gone]
    path = anew(tmp_path)
    with Index(path) as index, pytest.MonkeyPatch.context() as patch:
        index.add(EVERYTHING)
        index.remove(gone)
        with weights_of(path, patch):
            agree(index, rest)
        assert index.check() == []
        index.add([article for article in EVERYTHING if article.id in gone])
        index.retell()
        agree(index, EVERYTHING)


def test_a_story_keeps_its_name_as_it_grows(tmp_path: Path) -> None:
    story = [article for article in EVERYTHING if article.id.startswith("e11-")][:4]
    others = [article for article in EVERYTHING if article not in story]
    with Index(anew(tmp_path)) as index:
        index.add([story[1], *others])
        for article in (story[0], story[2], story[3]):
            (link,) = index.add([article])
            assert link.story is not None
            assert link.story.cluster == story[1].id
            assert {told.cluster for told in index.story(article.id)} == {story[1].id}
        index.retell()
        assert {told.cluster for told in index.story(story[0].id)} == {story[1].id}
        index.remove([story[1].id])
        assert {told.id for told in index.story(story[0].id)} == {
            a.id for a in story if a.id != story[1].id
        }
        with pytest.raises(KeyError):
            index.story("nobody")


def test_an_article_without_a_story_tells_its_own(tmp_path: Path) -> None:
    with Index(anew(tmp_path)) as index:
        (link,) = index.add([Article("a", newsroom.wording(50, 1))])
        assert link.story == StoryLink("a", "a")
        assert index.story("a") == [StoryLink("a", "a")]


def test_a_longer_copy_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    ours = [a for a in events() if a.id in ("e03-0", "e03-1")]
    longer = replace(ours[0], id="longer", text=ours[0].text + " " + newsroom.wording(20, 4))
    articles = [*ours, *newsroom.news(stories=5)]
    path = anew(tmp_path)
    with Index(path) as index, pytest.MonkeyPatch.context() as patch:
        index.add(articles)
        (link,) = index.add([longer])
        assert (link.cluster, link.canonical) == ("e03-0", "longer")
        with weights_of(path, patch):
            agree(index, [*articles, longer])


def test_an_index_may_be_made_without_stories(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path, stories=False) as index:
        assert {link.story for link in index.add(EVERYTHING)} == {None}
        index.retell()
        assert groups(index.stories()) == set()
    with pytest.raises(IndexFileError, match="made with stories False"):
        Index(path, stories=True)


def test_a_file_from_before_there_were_stories_goes_on_without_them(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        index.add(EVERYTHING[:20])
    db = sqlite3.connect(path)
    for statement in schema.STORIES:
        if statement.startswith("CREATE TABLE"):
            db.execute(f"DROP TABLE {statement.split()[2]}")
    db.execute("DELETE FROM meta WHERE name IN ('stories', 'judging', 'weighing', 'evidence')")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    with Index(path) as index:
        assert {link.story for link in index.add(EVERYTHING)} == {None}
        assert len(index) == len(EVERYTHING)
        assert index.check() == []


def goes_on(path: Path) -> None:
    """Hold that an index of all but the last five articles is sound, and grows as ours do."""
    with Index(path) as index, pytest.MonkeyPatch.context() as patch:
        agree(index, EVERYTHING[:-5])
        index.add(EVERYTHING[-5:])
        with weights_of(path, patch):
            agree(index, EVERYTHING)
        assert index.check() == []


def test_a_file_of_the_format_before_goes_on_with_its_stories(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        index.add(EVERYTHING[:-5])
    db = sqlite3.connect(path)
    db.execute("ALTER TABLE tale ADD COLUMN idf BLOB")
    db.execute("UPDATE tale SET idf = (SELECT idf FROM weight w WHERE w.article = tale.article)")
    db.execute("DROP TABLE weight")
    db.execute("PRAGMA user_version = 2")
    db.commit()
    db.close()
    goes_on(path)
    assert store.FORMAT == 5


def as_format_four(db: sqlite3.Connection) -> None:
    """Take a file back to the tables of format 4."""
    for name in ("copy_cluster", "copy_outlet", "article_text", "telling_day"):
        db.execute(f"DROP INDEX {name}")
    db.execute("ALTER TABLE copy DROP COLUMN outlet")
    db.execute("CREATE INDEX copy_cluster ON copy (cluster)")
    db.execute("CREATE INDEX article_text ON article (text)")
    large: dict[int, bytearray] = {}
    for piece, counts in db.execute("SELECT piece, counts FROM frequency"):
        at = piece % 4 * 1024
        whole = large.setdefault(piece // 4, bytearray(4096))
        whole[at : at + 1024] = zlib.decompress(counts)
    db.execute("DELETE FROM frequency")
    rows = ((piece, zlib.compress(bytes(counts), 1)) for piece, counts in large.items())
    db.executemany("INSERT INTO frequency VALUES (?, ?)", rows)
    db.execute("PRAGMA user_version = 4")


def test_a_file_of_format_four_goes_on_as_it_was(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        index.add(EVERYTHING[:-5])
    db = sqlite3.connect(path)
    counts = db.execute("SELECT piece, counts FROM frequency ORDER BY piece").fetchall()
    as_format_four(db)
    db.commit()
    db.close()
    goes_on(path)
    db = sqlite3.connect(path)
    assert db.execute("SELECT piece, counts FROM frequency ORDER BY piece").fetchall() == counts
    query = "SELECT outlet FROM copy EXCEPT SELECT outlet FROM article"
    assert db.execute(query).fetchall() == []


def changed_meta(path: Path, name: str, value: object) -> None:
    db = sqlite3.connect(path)
    db.execute("UPDATE meta SET value = ? WHERE name = ?", (json.dumps(value), name))
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("name", "old", "said"),
    [
        ("judging", 0, "made with judging 0"),
        ("evidence", {"made": "old", "weights": "0"}, "made as old"),
    ],
)
def test_an_index_made_by_other_rules_is_refused(
    tmp_path: Path, name: str, old: object, said: str
) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        index.add(EVERYTHING[:5])
    changed_meta(path, name, old)
    with pytest.raises(IndexFileError, match=f"{path.name}.*{said}"), Index(path) as index:
        index.add(EVERYTHING)


def test_stories_told_with_other_weights_have_to_be_told_anew(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        index.add(EVERYTHING)
    changed_meta(path, "evidence", {"made": MADE, "weights": "other"})
    with Index(path) as index:
        with pytest.raises(IndexFileError, match="cleaner index retell"):
            index.query(EVERYTHING[:1])
        index.retell()
        agree(index, EVERYTHING)
        index.add(newsroom.notices())


def test_check_finds_stories_that_do_not_fit(tmp_path: Path) -> None:
    path = anew(tmp_path)
    with Index(path) as index:
        index.add(EVERYTHING)
    db = sqlite3.connect(path)
    db.execute("DELETE FROM likeness WHERE one < other")
    db.execute("DELETE FROM tale WHERE article = 1")
    db.execute("UPDATE story SET story = 999999 WHERE article = (SELECT max(article) FROM story)")
    db.execute("DELETE FROM datedbucket")
    db.commit()
    db.close()
    with Index(path) as index:
        found = "\n".join(index.check())
    for meaning in ("one way only", "has no evidence", "named by none", "lost postings"):
        assert meaning in found


def test_facts_of_entries_reach_the_evidence(tmp_path: Path) -> None:
    first, second = (a for a in events() if a.id in ("e03-0", "e03-1"))
    dated = replace(second, date=None, facts=Facts(published="2025-06-04"))
    with Index(anew(tmp_path)) as index:
        index.add([first, *newsroom.news(stories=4)])
        (link,) = index.add([dated])
        assert link.story is not None
        assert link.story.linked_to == "e03-0"
        assert link.story.evidence[-1].endswith("% of weighted words")

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_newsroom import ARTICLES, SERIES, STORIES

from cleaner.article import Article, CopyLink, StoryLink
from cleaner.errors import UsageError
from cleaner.story import Evidence, StoryOptions, extract, find_stories, stories


def clusters(links: list[StoryLink]) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(link.cluster, set()).add(link.id)
    return sorted((ids for ids in found.values() if len(ids) > 1), key=min)


def test_events_told_in_other_words_are_stories() -> None:
    assert clusters(stories(ARTICLES)) == STORIES


def test_links_stand_in_input_order_and_say_why() -> None:
    links = {link.id: link for link in stories(ARTICLES)}
    assert list(links) == [article.id for article in ARTICLES]
    assert links["ferry-1"] == StoryLink("ferry-1", "ferry-1")
    second = links["ferry-2"]
    assert (second.cluster, second.linked_to) == ("ferry-1", "ferry-1")
    assert second.score is not None
    assert 0.5 < second.score <= 1
    assert "same weekday Tuesday" in second.evidence
    assert any(part.startswith("23 ") for part in second.evidence)
    assert any("سندارة" in part for part in second.evidence)
    assert second.evidence[-1].endswith("% of weighted words")
    assert links["harvest"] == StoryLink("harvest", "harvest")


def test_a_series_is_not_a_story() -> None:
    assert clusters(stories([*ARTICLES, *SERIES])) == STORIES


def test_nothing_has_no_stories() -> None:
    assert stories([]) == []
    assert stories([Article("a", "")]) == [StoryLink("a", "a")]
    assert clusters(stories([Article("a", ""), Article("b", "")])) == []


def test_copies_follow_their_canonical_article() -> None:
    copy = replace(ARTICLES[0], id="a-copy", date="2031-05-07")
    links = stories([*ARTICLES, copy], copies=[CopyLink("a-copy", "ferry-1", "ferry-1", 1.0)])
    assert links[-1] == StoryLink("a-copy", "ferry-1", "ferry-1", 1.0, ("a copy",))
    assert links[1].linked_to in ("ferry-1", "a-copy")
    assert clusters(links)[0] == {"ferry-1", "ferry-2", "a-copy"}


def test_a_copy_may_be_the_first_article() -> None:
    copy = replace(ARTICLES[5], id="early", date="2031-05-01")
    links = stories([*ARTICLES, copy], copies=[CopyLink("early", "harvest", "harvest", 1.0)])
    by_id = {link.id: link for link in links}
    assert by_id["early"] == StoryLink("early", "early")
    assert by_id["harvest"] == StoryLink("harvest", "early", "early", 1.0, ("a copy",))


def test_the_longest_copy_stands_for_its_group() -> None:
    short = replace(ARTICLES[1], id="short", text="بقي ركاب مفقودين.", date="2031-05-08")
    copies = [CopyLink("ferry-2", "short", "short", 1.0)]
    links = {link.id: link for link in stories([*ARTICLES, short], copies=copies)}
    assert links["ferry-2"].linked_to == "ferry-1"
    assert links["short"] == StoryLink("short", "ferry-1", "ferry-2", 1.0, ("a copy",))


def test_a_missing_canonical_is_an_error() -> None:
    with pytest.raises(UsageError, match="gone"):
        stories(ARTICLES, copies=[CopyLink("ferry-1", "gone", "gone", 1.0)])


def test_a_repeated_id_is_an_error() -> None:
    with pytest.raises(UsageError, match="ferry-1"):
        stories([ARTICLES[0], ARTICLES[0]])


def test_a_quorum_of_everything_joins_nothing() -> None:
    links = find_stories(extract(ARTICLES), options=StoryOptions(threshold=1.01))
    assert clusters(links) == []


@given(st.randoms(use_true_random=False), st.integers(1, 7))
@settings(max_examples=15, deadline=None)
def test_order_and_parts_change_nothing(rng: random.Random, size: int) -> None:
    articles = [*ARTICLES, *SERIES]
    expected = {link.id: link for link in stories(articles)}
    rng.shuffle(articles)
    parts = [extract(articles[at : at + size]) for at in range(0, len(articles), size)]
    assert {link.id: link for link in find_stories(Evidence.concat(parts))} == expected
    for workers in (1, 2, 5):
        found = find_stories(parts, options=StoryOptions(workers=workers))
        assert {link.id: link for link in found} == expected


def test_undated_articles_meet_dated_ones() -> None:
    undated = [ARTICLES[0], replace(ARTICLES[1], date=None), *ARTICLES[2:]]
    assert clusters(stories(undated)) == STORIES


def test_the_same_words_weeks_later_are_another_event() -> None:
    later = replace(ARTICLES[1], date="2031-07-08")
    assert clusters(stories([ARTICLES[0], later, *ARTICLES[2:]])) == STORIES[1:]


LANGUAGES, LOOKALIKES, INCIDENTS = (
    tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
    for name in ("languages", "lookalikes", "incidents")
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages_are_served_alike(language: str) -> None:
    told = LANGUAGES[language].items()
    articles = [Article(name, **parts, date="2031-05-07") for name, parts in told]
    assert clusters(stories(articles)) == [{"one", "two"}]


@pytest.mark.parametrize("language", LOOKALIKES)
def test_like_accidents_in_two_places_stay_apart(language: str) -> None:
    told = {"one": LANGUAGES[language]["one"], "elsewhere": LOOKALIKES[language]}
    articles = [Article(name, **parts, date="2031-05-07") for name, parts in told.items()]
    assert clusters(stories(articles)) == []


#: Told apart by too little: one name and like numbers, or names that open Turkish sentences.
HARD = ("turkish-market",)


@pytest.mark.parametrize(
    "incident",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True)) if name in HARD else name
        for name in INCIDENTS
    ],
)
def test_an_incident_is_one_story_and_a_like_one_elsewhere_another(incident: str) -> None:
    told = INCIDENTS[incident].items()
    articles = [Article(name, **parts, date="2031-05-07") for name, parts in told]
    assert clusters(stories(articles)) == [{"one", "two"}]


def test_a_date_field_may_be_in_any_form() -> None:
    other = [replace(a, date="07/05/2031") if a.id == "ferry-2" else a for a in ARTICLES]
    assert extract(other).days.tolist() == extract(ARTICLES).days.tolist()


def test_addresses_are_no_wording() -> None:
    links = [f"https://video.example/watch?v={code}&feature=share" for code in ("aXk29", "bQz71")]
    told = [Article(code, f"{code}\n{code}") for code in links]
    assert clusters(stories(told)) == []


def test_articles_of_nothing_but_common_words_fold_into_nothing() -> None:
    draw = random.Random(2)
    words = ["قرطاسية", "مزهرية", "طاولة", "كرسي", "سجادة", "مرآة"]
    articles = [Article(f"{n}", " ".join(draw.sample(words, 6))) for n in range(700)]
    assert clusters(stories(articles)) == []


def test_one_rare_word_is_chance() -> None:
    told = [Article("a", "طورغانوف", "طورغانوف"), Article("b", "طورغانوف", "طورغانوف")]
    assert clusters(stories(told)) == []


def test_one_formula_on_two_parties_is_a_series() -> None:
    title = "تهنئة رئيس {0} بيومها الوطني"
    text = (
        "بعث الحاكم برقية تهنئة إلى رئيس جمهورية {0} بمناسبة ذكرى اليوم الوطني لبلاده، وأعرب "
        "باسمه واسم شعب سيمار وحكومته عن أصدق التهاني بالصحة والسعادة، ولشعب {0} الشقيق المزيد "
        "من التقدم والازدهار."
    )
    told = [
        Article(name, text.format(name), title.format(name), date="2031-05-07")
        for name in ("تلاسيا", "مرجانستان")
    ]
    assert clusters(stories([*ARTICLES, *told])) == STORIES


DESKS = tomllib.loads(Path(__file__).with_name("desks.toml").read_text("utf-8"))


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("language", DESKS)
def test_desks_of_other_languages_fold_without_a_wrong_pair(language: str, *, dated: bool) -> None:
    articles = [
        Article(f"{event}/{desk}", text, title, date="2031-05-07" if dated else None)
        for event, desks in DESKS[language].items()
        for desk, (title, text) in desks.items()
    ]
    found = [{id_.partition("/")[0] for id_ in ids} for ids in clusters(stories(articles))]
    assert all(len(events) == 1 for events in found), found
    told = sum(len(ids) for ids in clusters(stories(articles)))
    several = sum(len(desks) for desks in DESKS[language].values() if len(desks) > 1)
    assert told >= 0.6 * several

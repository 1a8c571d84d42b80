from __future__ import annotations

from dataclasses import replace

import pytest
from story_newsroom import ARTICLES, SERIES

from cleaner.article import Article
from cleaner.errors import UsageError
from cleaner.story import explain_pair, extract
from cleaner.story.measure import AGAINST, FEATURES
from cleaner.story.weights import default_weights


def test_one_event_is_explained() -> None:
    found = explain_pair(ARTICLES[0], ARTICLES[1])
    assert found.together
    assert found.support > 0.5
    assert "same weekday Tuesday" in found.evidence
    assert found.vetoes == ()
    assert [name for name, _, _ in found.measured] == list(FEATURES)


def test_two_events_are_explained() -> None:
    found = explain_pair(ARTICLES[0], ARTICLES[5])
    assert not found.together
    assert found.support < 0.1


def test_a_series_names_its_veto() -> None:
    found = explain_pair(*SERIES)
    assert not found.together
    assert "like wording about different days" in found.vetoes


def test_two_times_are_told_apart() -> None:
    body = "التقى الوزير هنري غوردون نظيرته لينا مراد في سيمار يوم 19 أكتوبر {} لبحث جسر أركان."
    one, two = (Article(str(y), body.format(y), "غوردون في سيمار") for y in (2031, 2033))
    assert "the two speak of different times" in explain_pair(one, two).vetoes
    assert not explain_pair(one, two).together


def test_measures_are_the_same_both_ways() -> None:
    there, back = explain_pair(*ARTICLES[:2]), explain_pair(ARTICLES[1], ARTICLES[0])
    assert there.measured == back.measured
    assert there.support == pytest.approx(back.support)


def test_an_article_is_not_compared_with_itself() -> None:
    with pytest.raises(UsageError, match="itself"):
        explain_pair(ARTICLES[0], ARTICLES[0])


def test_the_corpus_weighs_the_words() -> None:
    run = extract([*ARTICLES, *(replace(ARTICLES[0], id=f"again-{n}") for n in range(200))])
    alone, known = explain_pair(*ARTICLES[:2]), explain_pair(*ARTICLES[:2], run=run)
    assert alone.measured != known.measured


def test_weights_fit_the_features() -> None:
    weights = default_weights()
    assert weights.features == FEATURES
    assert weights.provenance
    assert 0 < weights.threshold < 1
    for name, value in zip(weights.features, weights.values, strict=True):
        assert value <= 0 if name in AGAINST else value >= 0


def test_today_is_another_day_two_days_later() -> None:
    body = "توقعت هيئة الطقس في إقليم رمال اليوم سماء صافية ورياحا خفيفة على الساحل."
    one, two = (Article(d, body, "طقس رمال", date=d) for d in ("2031-05-06", "2031-05-08"))
    assert not explain_pair(one, two).together
    assert explain_pair(one, replace(two, date="2031-05-07")).together


def test_a_weekday_is_another_day_a_week_later() -> None:
    body = "تراجع سعر الملح في بورصة سيمار الاثنين إلى أدنى مستوى منذ سنوات."
    one, two = (Article(d, body, "تراجع سعر الملح", date=d) for d in ("2031-05-06", "2031-05-12"))
    assert not explain_pair(one, two).together
    assert explain_pair(one, replace(two, date="2031-05-07")).together

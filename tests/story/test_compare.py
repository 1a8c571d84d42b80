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


def test_a_day_in_figures_tells_years_apart() -> None:
    body = "التقى الوزير هنري غوردون نظيرته لينا مراد في سيمار يوم 19/10/{} لبحث جسر أركان."
    one, two = (Article(str(y), body.format(y), "غوردون في سيمار") for y in (2031, 2033))
    assert "the two speak of different times" in explain_pair(one, two).vetoes
    assert not explain_pair(one, two).together


@pytest.mark.parametrize(("years", "doubted"), [(("2031",), False), (("2029", "2033"), True)])
def test_among_years_an_undated_article_needs_more(years: tuple[str, ...], doubted: bool) -> None:
    told = "only one has a date, and they tell of no day in common"
    run = extract([replace(ARTICLES[5], id=year, date=f"{year}-05-06") for year in years])
    one, two = ARTICLES[:2]
    undated = explain_pair(one, replace(two, date=None), run=run)
    assert (told in undated.vetoes) == doubted
    assert told not in explain_pair(one, two, run=run).vetoes
    neither = explain_pair(replace(one, date=None), replace(two, date=None), run=run)
    assert told not in neither.vetoes


def test_a_day_in_common_speaks_for_an_undated_article() -> None:
    body = "التقى الوزير هنري غوردون نظيرته لينا مراد في سيمار يوم 19 أكتوبر 2031."
    one = Article("one", body, "غوردون في سيمار", date="2031-10-19")
    run = extract([replace(one, id="old", date="2021-10-19", text="كلام آخر")])
    assert explain_pair(one, Article("two", body, "غوردون في سيمار"), run=run).vetoes == ()


def test_a_number_that_differs_days_later_is_of_a_series() -> None:
    body = "غرمت هيئة البيئة في إقليم رمال {} منشأة خالفت شروط النظافة على الساحل وأمهلتها 90 يوما."
    title = "هيئة البيئة تغرم {} منشأة"
    dates = ((30, "2031-05-06"), (23, "2031-05-10"))
    one, two = (Article(d, body.format(n), title.format(n), date=d) for n, d in dates)
    assert "like wording days later, with different counts" in explain_pair(one, two).vetoes
    assert not explain_pair(one, two).together
    assert explain_pair(one, replace(two, date="2031-05-07")).together


MARKETS = (
    """أغلق مؤشر سوق رمال المالي أمس عند {} نقطة بتداولات قيمتها {} مليون دينار شملت {} مليون سهم
    في {} صفقة، وارتفعت أسهم شركة نوارس القابضة وتراجعت أسهم مصرف السندرة.""",
    """The Sandara exchange index closed at {} points yesterday with trades worth {} million on {}
    million shares in {} deals, as Nawras Holding rose and Tayf Bank fell.""",
)


@pytest.mark.parametrize("report", MARKETS)
def test_reports_alike_that_share_no_figure_are_of_a_series(report: str) -> None:
    body = " ".join(report.split())
    one, other = (body.format(*n) for n in ((4127, 318, 76, 1243), (3968, 254, 61, 987)))
    first = Article("first", one)
    series = explain_pair(first, Article("other", other))
    assert "like wording, but none of the numbers in the leads is shared" in series.vetoes
    assert not series.together
    assert explain_pair(first, Article("again", one + " Analysts were not surprised.")).together

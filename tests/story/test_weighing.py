from __future__ import annotations

import numpy as np

from cleaner.article import Article
from cleaner.story import extract
from cleaner.story.weighing import weigh


def heaviest(articles: list[Article]) -> float:
    """Give the weight of the heaviest term of the first article."""
    evidence = extract(articles)
    weights = weigh([evidence], evidence.keys)
    return float(np.max(weights[: evidence.term_offsets[1]]))


def told(count: int) -> list[Article]:
    return [Article(str(n), "طورغانبيلاف", "عنوان") for n in range(count)]


def other(count: int) -> list[Article]:
    return [Article(f"other {n}", f"كلمة{n} سندريلا{n}", "عنوان") for n in range(count)]


def test_a_name_told_by_the_reports_of_one_event_stays_rare() -> None:
    assert heaviest(told(8) + other(32)) == heaviest(told(1) + other(39))


def test_what_stands_in_all_articles_of_a_small_folder_tells_less() -> None:
    assert heaviest(told(40)) < heaviest(told(8) + other(32)) - 2

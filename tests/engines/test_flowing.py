"""Articles that flow through: the same in the same order, however many do the work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.article import Article, CleanArticle
from cleaner.corpus import Placed
from cleaner.engines import stages
from cleaner.engines.flowing import flow
from cleaner.engines.options import RunOptions
from cleaner.engines.stages import clean_article, clean_stream
from cleaner.errors import InputError

BODY = "افتتح وزير النقل سالم الراوي جسر وادي النخيل رقم {} في مدينة تل الورد."


def _text(number: int) -> str:
    return f"[ad_1]\n\n{BODY.format(number)}" if number % 3 else BODY.format(number)


def _told(article: Placed, clean: CleanArticle) -> tuple[str, int]:
    return clean.text, len(clean.removals)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Sixty articles, one of which comes twice, one without id, and a broken line."""
    rows = [json.dumps({"id": str(n), "text": _text(n)}) for n in range(60)]
    rows[20:20] = ["{broken", json.dumps({"id": "7", "text": BODY})]
    rows[40:40] = [json.dumps({"text": BODY})] * 2
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(rows), "utf-8")
    return path


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("chunk_bytes", [300, 1 << 20])
def test_order_ids_and_errors_hang_on_nothing(lines: Path, workers: int, chunk_bytes: int) -> None:
    options = RunOptions(workers=workers, chunk_bytes=chunk_bytes)
    found = list(flow([str(lines)], options, _told))
    told = [item for item in found if not isinstance(item, InputError)]
    ids = [id_ for id_, _ in told]
    assert [id_ for id_ in ids if id_.isdigit()] == [str(n) for n in range(60)]
    first, second = (id_ for id_ in ids if not id_.isdigit())
    assert second == f"{first}-2"
    assert [clean for id_, clean in told if id_ == "4"] == [(BODY.format(4), 1)]
    assert [type(item) is InputError for item in found].index(True) == 20
    errors = [item for item in found if isinstance(item, InputError)]
    assert [error.line for error in errors] == [21, 22]
    assert f"{lines}:8" in errors[1].reason


@pytest.mark.parametrize("ahead", [True, False])
def test_a_stream_is_cleaned_as_one_article_is(
    monkeypatch: pytest.MonkeyPatch, *, ahead: bool
) -> None:
    monkeypatch.setattr(stages, "MANY", 5)
    monkeypatch.setattr(stages, "BATCH", 300)
    articles: list[Article | InputError] = [Article(str(n), _text(n)) for n in range(40)]
    articles.insert(7, InputError("a.txt", "is empty"))
    options = RunOptions()
    found = list(clean_stream(articles, options, ahead=ahead))
    assert [
        item if isinstance(item, InputError) else (item, clean_article(item, options))
        for item in articles
    ] == found


def test_a_slow_stream_is_never_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "MANY", 5)
    taken: list[int] = []

    def slowly() -> Iterator[Article]:
        for number in range(20):
            taken.append(number)
            yield Article(str(number), _text(number))

    stream = clean_stream(slowly(), RunOptions(), ahead=False)
    for number in range(20):
        assert not isinstance(next(stream), InputError)
        assert taken[-1] == number

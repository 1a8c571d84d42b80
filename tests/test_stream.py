"""``cleaner.iter_clean``: articles one by one, in memory that does not grow."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner

NOISY = "[ad_1]\n\nافتتح وزير النقل سالم الراوي جسر وادي النخيل الجديد."


def test_files_folders_and_articles_in_one_stream(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(NOISY, "utf-8")
    rows = [{"key": "r", "body": NOISY, "kept": 1}, {"key": "r", "body": NOISY}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    source = [cleaner.Article("at hand", NOISY), tmp_path / "page.txt"]
    found = list(cleaner.iter_clean(source))
    assert [article.id for article in found] == ["at hand", "page.txt"]
    fields = {"id": "key", "text": "body"}
    found += cleaner.iter_clean(str(tmp_path / "rows.jsonl"), fields=fields)
    assert [article.id for article in found[2:]] == ["r", "r"]
    assert found[2].extra == {"kept": 1}
    assert {article.text for article in found} == {cleaner.clean(NOISY).text}


def test_it_waits_for_nothing_and_ends_nowhere() -> None:
    taken = 0

    def endless() -> Iterator[cleaner.Article]:
        nonlocal taken
        for taken in itertools.count(1):
            yield cleaner.Article(str(taken), NOISY)

    stream = cleaner.iter_clean(endless())
    assert [article.id for article in itertools.islice(stream, 3)] == ["1", "2", "3"]
    assert taken == 3


def test_memory_does_not_grow(tmp_path: Path) -> None:
    line = json.dumps({"text": NOISY + " كلمة" * 200}, ensure_ascii=False) + "\n"
    file = tmp_path / "many.jsonl"
    file.write_text(line * 300, "utf-8")
    list(cleaner.iter_clean(file))
    tracemalloc.start()
    stream = cleaner.iter_clean(itertools.chain([file] * 3))
    for _ in itertools.islice(stream, 300):
        pass
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    for _ in stream:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - before < 4 * file.stat().st_size


def test_errors_are_raised_or_given(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('no json\n{"text": "نص"}\n', "utf-8")
    with pytest.raises(cleaner.InputError, match=r"rows\.jsonl:1"):
        list(cleaner.iter_clean(file))
    errors: list[cleaner.InputError] = []
    assert len(list(cleaner.iter_clean(file, on_error=errors.append))) == 1
    assert [error.line for error in errors] == [1]


def test_options_are_those_of_the_command(tmp_path: Path) -> None:
    kept = list(cleaner.iter_clean([cleaner.Article("a", NOISY)], keep=["plugin"]))
    assert kept[0].text == NOISY
    with pytest.raises(cleaner.RuleError):
        list(cleaner.iter_clean([cleaner.Article("a", "x")], rules=[tmp_path / "none.toml"]))


@pytest.mark.parametrize("times", [1, 150])
def test_a_column_is_cleaned_as_each_text_is(times: int) -> None:
    titles: list[object] = ["جسر وادي النخيل", None, float("nan")]
    texts = [NOISY, f"جسر وادي النخيل\n\n{NOISY}", "نص قصير."] * times
    found = cleaner.clean_many(texts, titles=titles * times, sites=["marsad.example"] * 3 * times)
    expected = [
        cleaner.clean(text, title=title if isinstance(title, str) else None, site="marsad.example")
        for text, title in zip(texts[:3], titles, strict=True)
    ]
    assert found == expected * times
    assert cleaner.clean_many(iter(texts)) == [cleaner.clean(text) for text in texts]


def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="1 titles or sites for 2 texts"):
        cleaner.clean_many(["a", "b"], titles=["x"])
    with pytest.raises(TypeError, match="nan"):
        cleaner.clean_many(["a", float("nan")])  # type: ignore[list-item]

"""What the report holds: all of OUT, the same bytes for the same OUT, and no more than asked."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_outputs import BODY, newsroom, page, write_out

from cleaner.article import Article, CleanArticle, CopyLink, StoryLink
from cleaner.corpus.output import article_row, to_json_line
from cleaner.errors import OutputError
from cleaner.report.overview import first_of
from cleaner.report.page import remake_report, write_report
from cleaner.report.records import records
from cleaner.report.timeline import timeline


def _inline(html: str) -> dict[str, Any]:
    found = re.findall(
        r'<script type="application/json" id="data-(\w+)">(.*?)</script>', html, re.S
    )
    return {name: json.loads(data) for name, data in found}


def _pages(folder: Path) -> dict[str, Any]:
    read = {}
    for path in (folder / "report-pages").iterdir():
        call = re.fullmatch(r'cleanerPage\("(\w+)",(.*)\);\n', path.read_text("utf-8"), re.S)
        assert call
        assert call[1] == path.stem
        read[path.stem] = json.loads(call[2])
    return read


@pytest.fixture
def made(tmp_path: Path) -> Path:
    write_report(tmp_path / "out", newsroom(tmp_path / "out"), tmp_path / "out")
    return tmp_path / "out"


def test_a_small_report_is_one_file(made: Path) -> None:
    assert not (made / "report-pages").exists()
    assert set(_inline((made / "report.html").read_text("utf-8"))) == {"summary", "i0", "t0"}


def test_a_large_report_has_the_same_data_beside_it(made: Path, tmp_path: Path) -> None:
    (tmp_path / "large").mkdir()
    run = newsroom(tmp_path / "large")
    write_report(tmp_path / "large", run, tmp_path / "large", inline=10)
    small = _inline((made / "report.html").read_text("utf-8"))
    large = _inline((tmp_path / "large" / "report.html").read_text("utf-8"))
    assert large == {"summary": small.pop("summary")}
    assert _pages(tmp_path / "large") == small


def test_the_same_out_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    run = newsroom(tmp_path / "again")
    write_report(tmp_path / "again", run, tmp_path / "again")
    assert (tmp_path / "again/report.html").read_bytes() == (made / "report.html").read_bytes()


def test_every_article_stands_with_its_removals(made: Path) -> None:
    data = _inline((made / "report.html").read_text("utf-8"))
    rows = {row["id"]: [r["text"] for r in removals] for row, removals in data["t0"]}
    expected = [
        json.loads(line) for line in (made / "removals.jsonl").read_text("utf-8").split("\n")[:-1]
    ]
    assert list(rows) == data["i0"]["id"]
    for id_, texts in rows.items():
        assert texts == [row["text"] for row in expected if row["id"] == id_]


def test_the_index_knows_groups_of_several_only(made: Path) -> None:
    index = _inline((made / "report.html").read_text("utf-8"))["i0"]
    assert sorted(index["copy"]) == ["0", "1"]
    assert sorted(index["story"]) == ["0", "1", "2"]


def test_figures(made: Path) -> None:
    summary = _inline((made / "report.html").read_text("utf-8"))["summary"]
    outlets = {row["name"]: row for row in summary["outlets"]["rows"]}
    assert summary["cleaned"] == 4
    assert (outlets["الشمال"]["given"], outlets["South Post"]["taken"]) == (1, 1)
    assert (outlets["الشمال"]["first"], outlets["East"]["first"], outlets["East"]["shared"]) == (
        1,
        0,
        1,
    )
    assert summary["story_sizes"] == [[3, 1]]
    assert summary["timeline"]["undated"] == 1
    families = {rule["id"]: rule["family"] for rule in summary["rules"]}
    assert families["plugin.ad-tag"] == "machine"
    assert families["my.own-rule"] == "other"


def test_more_articles_than_the_cap_are_drawn_as_whole_stories(tmp_path: Path) -> None:
    pages = [page(f"a{number}") for number in range(400)]
    copies = [CopyLink(a.id, a.id, a.id) for a, _ in pages]
    stories = [
        StoryLink(f"a{n}", f"a{n - n % 2}", f"a{n - 1}" if n % 2 else None) for n in range(400)
    ]
    run = write_out(tmp_path, pages, copies, stories)
    write_report(tmp_path, run, tmp_path, cap=100)
    data = _inline((tmp_path / "report.html").read_text("utf-8"))
    shown = data["i0"]["id"]
    assert 60 <= len(shown) <= 140
    assert data["summary"]["shown"] + data["summary"]["dropped"] == 400
    assert data["summary"]["cleaned"] == 400
    assert {n - n % 2 for n in (int(i[1:]) for i in shown)} == {int(i[1:]) for i in shown[::2]}


def test_copies_that_were_left_out_stay_in_their_group(tmp_path: Path) -> None:
    pages = [page("a"), page("b"), page("c")]
    copies = [
        CopyLink("a", "a", "a"),
        CopyLink("b", "a", "a", 1.0, 1.0, "exact", "so"),
        CopyLink("c", "c", "c"),
    ]
    stories = [StoryLink("a", "a"), StoryLink("b", "a", "a", 1.0, ("a copy",)), StoryLink("c", "c")]
    run = write_out(tmp_path, pages, copies, stories, left_out=["b"])
    write_report(tmp_path, run, tmp_path)
    data = _inline((tmp_path / "report.html").read_text("utf-8"))
    assert data["i0"]["page"] == [0, -1, 0]
    assert data["i0"]["copy"]["1"]["canonical"] == "a"
    assert [len(removals) for _, removals in data["t0"]] == [3, 3]


def test_a_report_is_made_again_only_where_a_run_was(made: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"run\.json"):
        remake_report(made)
    (made / "run.json").write_text(json.dumps(newsroom(tmp_path / "again")), "utf-8")
    before = (made / "report.html").read_bytes()
    (made / "report.html").unlink()
    remake_report(made)
    assert (made / "report.html").read_bytes() == before
    assert not list(made.glob(".*"))


IDS = st.text(st.characters(), min_size=1, max_size=8) | st.sampled_from(
    ['a"', "a\\", 'a\\"', '","text":"', "\ud800", "#/?", "__proto__", '"title":']
)
TEXTS = st.text(max_size=40) | st.sampled_from(
    ['","title":"no', '\\","title":', "\\", '"', "x" * 900 + "\\n", "\udfff", ',"title":', BODY]
)


@given(st.lists(st.tuples(IDS, TEXTS, TEXTS), max_size=4, unique_by=lambda item: item[0]))
def test_rows_are_read_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    pages = [(Article(id_, text, extra={"title": other, "x": {"title": other}}), CleanArticle(text))
             for id_, text, other in items]  # fmt: skip
    write_out(folder, pages)
    for (article, clean), record in zip(pages, records(folder), strict=True):
        row = json.loads(to_json_line(article_row(article, clean)))
        assert json.loads(b'"' + record.text + b'"') == row.pop("text")
        assert record.facts == row
        line, shown = article.text.split("\n")[0].strip(), record.first_line()
        assert line.startswith(shown)
        assert shown or not line


def test_a_time_line_has_few_bars_and_leaves_outliers_out() -> None:
    days = {f"2024-{month:02d}-{day:02d}": 9 for month in range(1, 13) for day in range(1, 29)}
    drawn = timeline({**days, "1970-01-01": 1, "never": 2}, {"2024-02-02": 1})
    assert drawn["unit"] == "week"
    assert len(drawn["bars"]) <= 60
    assert drawn["undated"] == 2
    assert 1 <= drawn["outside"] <= 0.02 * 9 * 12 * 28
    assert drawn["outside"] + sum(bar[1] for bar in drawn["bars"]) == 9 * 12 * 28 + 1
    assert sum(bar[2] for bar in drawn["bars"]) == 1


def test_who_was_first_is_told_only_where_times_tell() -> None:
    assert first_of([("2025-01-01", "a"), ("", "b")]) is None
    assert first_of([("2025-01-01T10:00", "a"), ("2025-01-01T10:00:59", "b")]) is None
    assert first_of([("2025-01-01T10:00", "a"), ("2025-01-02", "b")]) == "a"

"""``cleaner index`` as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from index_newsroom import edited, wording

TEXT = wording(120, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"one.txt": TEXT, "two.txt": edited(TEXT, 0.05, 3), "other.txt": wording(90, 2)}
    for name, text in texts.items():
        (tmp_path / "news").mkdir(exist_ok=True)
        (tmp_path / "news" / name).write_text(text, "utf-8")
    return tmp_path


def cleaner(folder: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleaner", "index", *words],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_add_tells_what_is_a_copy_of_what_and_query_does_too(folder: Path) -> None:
    first = cleaner(folder, "add", "i.idx", "news/one.txt", "news/other.txt")
    assert (first.returncode, first.stdout) == (0, "")
    asked = cleaner(folder, "query", "i.idx", "news/two.txt", "--check")
    assert asked.returncode == 1
    assert asked.stdout.startswith("two.txt is a copy of one.txt (near): ")
    assert "2 articles" in cleaner(folder, "add", "i.idx", "news/other.txt").stderr
    added = cleaner(folder, "add", "i.idx", "news/two.txt")
    assert added.stdout == asked.stdout
    assert "1 article, 1 copy, 0 in stories; i.idx holds 3 articles" in added.stderr


def test_what_is_held_can_be_listed_counted_exported_checked_and_removed(folder: Path) -> None:
    cleaner(folder, "add", "i.idx", "news", "--prefix", "day1/", "--no-clean", "-q")
    listed = cleaner(folder, "list", "i.idx").stdout.splitlines()
    assert listed == ["day1/one.txt", "day1/other.txt", "day1/two.txt\tday1/one.txt"]
    assert "articles" in cleaner(folder, "stats", "i.idx").stdout
    rows = [json.loads(line) for line in cleaner(folder, "export", "i.idx").stdout.splitlines()]
    assert [row["canonical"] for row in rows] == ["day1/one.txt", "day1/other.txt", "day1/one.txt"]
    assert cleaner(folder, "check", "i.idx").returncode == 0
    gone = cleaner(folder, "remove", "i.idx", "-", stdin="day1/one.txt\nnobody\n")
    assert gone.returncode == 123
    assert cleaner(folder, "list", "i.idx", "--copies").stdout == ""


@pytest.fixture
def one_event(tmp_path: Path) -> Path:
    """Lay out two reports of one event, and other news."""
    names = wording(12, 40)
    for number in range(2):
        text = f"23 {names} {wording(40, 50 + number)}"
        date = {"text": text, "title": names[:30], "date": "2031-05-04", "id": f"e{number}"}
        (tmp_path / f"event{number}.jsonl").write_text(json.dumps(date) + "\n", "utf-8")
    others = [{"id": f"o{n}", "text": wording(80, 90 + n)} for n in range(40)]
    lines = "".join(json.dumps(other) + "\n" for other in others)
    (tmp_path / "others.jsonl").write_text(lines, "utf-8")
    return tmp_path


@pytest.mark.parametrize("way", ["--retell", "--no-retell", ""])
def test_stories_are_told_as_they_come_or_at_the_end(one_event: Path, way: str) -> None:
    words = [way] if way else []
    said = "e1 tells the same story as e0: "
    files = ("event0.jsonl", "others.jsonl", "event1.jsonl")
    done = cleaner(one_event, "add", "i.idx", *files, "--no-clean", *words)
    assert done.returncode == 0
    assert said in done.stdout
    assert "42 articles, 0 copies, 1 in stories" in done.stderr
    rows = cleaner(one_event, "add", "j.idx", *files, "--no-clean", "--json", *words).stdout
    assert [json.loads(row)["id"] for row in rows.splitlines()][::41] == ["e0", "e1"]
    assert json.loads(rows.splitlines()[-1])["story"]["linked_to"] == "e0"
    assert cleaner(one_event, "check", "i.idx").returncode == 0


def _scraped(number: int) -> dict[str, str]:
    """Give a scraped report: every third of one event, with dates and places of many forms."""
    names = wording(12, 40 + number % 3)
    text = f"{23 + number % 3} {names} {wording(60, 500 + number)}"
    dates = ["2031-05-04", "5 مايو 2031", "Mon, 05 May 2031 10:00:00 GMT", "", "04/05/2031"]
    found = {
        "id": f"s{number:02}",
        "text": f"{text}\nشارك الخبر على فيسبوك\nالمصدر: وكالة الساحل",
        "title": names[:40],
        "date": dates[number % 5],
        "url": f"https://www.desk{number % 4}.example/{number}",
    }
    return found | ({"outlet": f"صحيفة {number % 2}"} if number % 3 else {})


def test_what_an_index_says_of_scraped_articles_is_what_a_run_says(tmp_path: Path) -> None:
    scraped = [_scraped(number) for number in range(40)]
    scraped += [{**_scraped(number), "id": f"copy{number}"} for number in range(0, 40, 7)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in scraped)
    (tmp_path / "feed.jsonl").write_text(lines, "utf-8")
    run = ["run", "feed.jsonl", "-o", "out", "--no-learn", "--no-report"]
    subprocess.run([sys.executable, "-m", "cleaner", *run], cwd=tmp_path, check=True)
    added = cleaner(tmp_path, "add", "i.idx", "feed.jsonl", "--json")
    rows = [json.loads(line) for line in added.stdout.splitlines()]
    stories = [row.pop("story") for row in rows]
    for name, found in (("copies", rows), ("stories", stories)):
        expected = [json.loads(line) for line in (tmp_path / f"out/{name}.jsonl").open("rb")]
        told = {key for row in found for key in row} - {"cluster"}  # groups have names of its own
        assert [_some(row, told) for row in found] == [_some(row, told) for row in expected]
    assert any(row["linked_to"] and row["evidence"] != ["a copy"] for row in stories)


def _some(row: dict[str, object], names: set[str]) -> dict[str, object]:
    return {name: row.get(name) for name in names}


def test_json_rows_and_errors(folder: Path) -> None:
    (folder / "news" / "empty.txt").write_text("", "utf-8")
    done = cleaner(folder, "add", "i.idx", "news", "--json")
    assert done.returncode == 123
    assert "empty.txt" in done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["one.txt", "other.txt", "two.txt"]


def test_a_file_that_is_no_index_is_told(folder: Path) -> None:
    (folder / "i.idx").write_text("no index" * 99)
    done = cleaner(folder, "add", "i.idx", "news")
    assert done.returncode == 2
    assert "not an index" in done.stderr
    assert cleaner(folder, "query", "none.idx", "news").returncode == 2


def test_asking_for_one_that_repeats_nothing_loads_no_compiler(folder: Path) -> None:
    cleaner(folder, "add", "i.idx", "news/one.txt", "--no-stories")
    code = (
        "import sys, cleaner\n"
        "with cleaner.Index('i.idx') as index:\n"
        f"    print(index.query([cleaner.Article('x', {wording(90, 5)!r})]))\n"
        "print([m for m in ('numba', 'pyarrow', 'trafilatura') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")

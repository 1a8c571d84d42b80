from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Article, CleanArticle, CopyLink, Facts, Removal, StoryLink
from cleaner.corpus import output
from cleaner.corpus.marks import WORK_NAME
from cleaner.corpus.output import OutputFolder, to_json_line, write_jsonl
from cleaner.corpus.rows import iso_date
from cleaner.errors import InputError, OutputError


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(out: Path, *names: str, content: bytes = b"{}\n") -> None:
    with OutputFolder(out) as folder:
        for name in names:
            with folder.writing(name) as stream:
                stream.write(content)
        folder.commit({"counts": {}})


class TestFolder:
    def test_a_run_leaves_its_files_and_nothing_else(self, tmp_path: Path) -> None:
        run(tmp_path / "a" / "out", "articles.jsonl", "copies.jsonl")
        found = files(tmp_path / "a" / "out")
        assert sorted(found) == ["articles.jsonl", "copies.jsonl", "run.json"]
        assert json.loads(found["run.json"]) == {"tool": "cleaner", "counts": {}}
        assert list((tmp_path / "a" / "out").iterdir()) != []
        assert not (tmp_path / "a" / "out" / WORK_NAME).exists()

    def test_a_later_run_replaces_an_earlier_one_whole(self, tmp_path: Path) -> None:
        run(tmp_path, "articles.jsonl", "copies.jsonl", content=b"1")
        (tmp_path / "notes.txt").write_text("mine")
        run(tmp_path, "articles.jsonl", content=b"2")
        assert sorted(files(tmp_path)) == ["articles.jsonl", "notes.txt", "run.json"]
        assert files(tmp_path)["articles.jsonl"] == b"2"

    @pytest.mark.parametrize("name", ["x.txt", "run.json", "articles.jsonl"])
    def test_a_folder_that_is_not_ours_is_refused(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("{}")
        with pytest.raises(OutputError, match="is not empty and was not written by cleaner"):
            OutputFolder(tmp_path).claim()
        assert list(files(tmp_path)) == [name]

    def test_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("x")
        with pytest.raises(OutputError, match="is not a folder"):
            OutputFolder(tmp_path / "out").claim()

    def test_a_folder_that_cannot_be_made_is_explained(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("x")
        with pytest.raises(OutputError, match="cannot be written: Not a directory"):
            OutputFolder(tmp_path / "out" / "deeper").claim()

    def test_only_names_of_the_contract_are_written(self, tmp_path: Path) -> None:
        with OutputFolder(tmp_path) as folder, pytest.raises(OutputError, match="not a file of"):
            folder.writing("../x").__enter__()

    def test_two_runs_at_once_are_refused(self, tmp_path: Path) -> None:
        with OutputFolder(tmp_path), pytest.raises(OutputError, match="another run"):
            OutputFolder(tmp_path).claim()

    def test_a_failed_run_leaves_the_earlier_one(self, tmp_path: Path) -> None:
        run(tmp_path, "articles.jsonl", content=b"1")
        before = files(tmp_path)
        with pytest.raises(RuntimeError), OutputFolder(tmp_path) as folder:
            with folder.writing("articles.jsonl") as stream:
                stream.write(b"2")
            raise RuntimeError
        assert files(tmp_path) == before
        run(tmp_path, "copies.jsonl")
        assert sorted(files(tmp_path)) == ["copies.jsonl", "run.json"]

    @pytest.mark.parametrize("step", range(1, 12))
    def test_a_commit_that_was_killed_is_completed(
        self, tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Kill before each change of a name in turn: all is old, or all becomes new."""
        run(tmp_path, "articles.jsonl", "copies.jsonl", content=b"old")
        old = files(tmp_path)
        calls = [0]

        def maybe(action: Any) -> Any:
            def act(*args: Any, **options: Any) -> Any:
                calls[0] += 1
                if calls[0] == step:
                    raise KeyboardInterrupt
                return action(*args, **options)

            return act

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", maybe(Path.replace))
            patch.setattr(Path, "unlink", maybe(Path.unlink))
            with suppress(KeyboardInterrupt):
                run(tmp_path, "articles.jsonl", "removals.jsonl", content=b"new")
        with OutputFolder(tmp_path):
            pass
        found = files(tmp_path)
        if found != old:
            assert sorted(found) == ["articles.jsonl", "removals.jsonl", "run.json"]
            assert found["articles.jsonl"] == b"new"


class TestPart:
    def test_a_part_is_there_whole_or_not_at_all(self, tmp_path: Path) -> None:
        with OutputFolder(tmp_path) as folder:
            part = folder.part("00001", "abc")
            with pytest.raises(RuntimeError), part.making() as target:
                (target / "rows").write_bytes(b"half")
                raise RuntimeError
            assert not part.is_done()
            assert list((folder.work / "parts").iterdir()) == []
            with part.making() as target:
                (target / "deep").mkdir()
                (target / "deep" / "rows").write_bytes(b"whole")
            assert part.is_done()
        with OutputFolder(tmp_path) as folder:
            assert folder.part("00001", "abc").is_done()
            assert not folder.part("00001", "other").is_done()
            folder.commit({})
        assert list(files(tmp_path)) == ["run.json"]

    def test_a_part_that_lost_bytes_is_not_done(self, tmp_path: Path) -> None:
        with OutputFolder(tmp_path) as folder:
            part = folder.part("1", "a")
            with part.making() as target:
                (target / "rows").write_bytes(b"whole")
            part.file("rows").write_bytes(b"")
            assert not part.is_done()
            with part.making() as target:
                (target / "rows").write_bytes(b"again")
            assert part.is_done()

    def test_a_killed_process_leaves_what_was_finished(self, tmp_path: Path) -> None:
        code = """
import os, sys
from contextlib import suppress
from pathlib import Path
from cleaner.corpus.output import OutputFolder
folder = OutputFolder(Path(sys.argv[1]))
folder.claim()
with folder.part("1", "a").making() as target:
    (target / "rows").write_bytes(b"whole")
with folder.part("2", "b").making() as target:
    (target / "rows").write_bytes(b"half")
    os.kill(os.getpid(), 9)
"""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment)
        assert done.returncode == -9
        assert files(tmp_path) == {}
        with OutputFolder(tmp_path) as folder:
            assert folder.part("1", "a").is_done()
            assert not folder.part("2", "b").is_done()
            assert len(list((folder.work / "parts").iterdir())) == 1


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)


class TestDiskFull:
    def test_nothing_half_written(self, tmp_path: Path, full_disk: None) -> None:
        (tmp_path / "x.jsonl").write_text("before")
        with pytest.raises(OutputError, match="the disk is full"):
            write_jsonl(tmp_path / "x.jsonl", [{"a": 1}])
        assert files(tmp_path) == {"x.jsonl": b"before"}

    def test_a_run(self, tmp_path: Path, full_disk: None) -> None:
        with pytest.raises(OutputError, match="the disk is full"):
            run(tmp_path, "articles.jsonl")
        assert files(tmp_path) == {}

    def test_a_part(self, tmp_path: Path) -> None:
        with OutputFolder(tmp_path) as folder:
            part = folder.part("1", "a")
            with pytest.raises(OutputError, match="the disk is full"), part.making() as target:
                (target / "rows").write_bytes(b"half")
                raise OSError(errno.ENOSPC, "No space left on device")
            assert not part.is_done()

    def test_a_real_full_device(self) -> None:
        from cleaner.corpus.atomic import explained

        device = Path("/dev/full")
        if not device.exists():
            pytest.skip("no /dev/full on this system")
        with pytest.raises(OutputError, match="the disk is full"), explained(device):
            device.write_bytes(b"x")


class TestJson:
    @pytest.mark.parametrize(
        ("row", "line"),
        [
            ({"ن": "نص\n\u2028"}, '{"ن":"نص\\n\u2028"}'),
            ({"a": float("nan"), "b": [float("inf")]}, '{"a":null,"b":[null]}'),
            ({"a": 10**30, "b": float("nan")}, '{"a":1000000000000000000000000000000,"b":null}'),
            ({"a": "\ud83dن\n"}, '{"a":"\\ud83dن\\n"}'),
            ({"a": b"x", "b": b"\xff", "c": {2, 1}}, '{"a":"x","b":"/w==","c":[1,2]}'),
        ],
    )
    def test_rows(self, row: dict[str, Any], line: str) -> None:
        assert to_json_line(row) == line.encode() + b"\n"

    def test_nesting_beyond_the_fast_writer(self) -> None:
        deep: Any = "x"
        for _ in range(400):
            deep = [deep]
        assert to_json_line({"a": deep}).count(b"[") == 400

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(st.characters()),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
        )
    )
    def test_what_json_holds_is_carried_through_unchanged(self, value: Any) -> None:
        assert json.loads(to_json_line({"a": value})) == {"a": value}

    def test_files(self, tmp_path: Path) -> None:
        rows = ({"n": number} for number in range(2500))
        assert write_jsonl(tmp_path / "x", rows) == 2500
        assert len((tmp_path / "x").read_bytes().splitlines()) == 2500


ARTICLE = Article("a", "[ad_1] text", title="t", url="u", date="2020-01-02", outlet="o")
CLEAN = CleanArticle("text", (Removal(0, 7, "plugin.ad", "a tag"),))
KEYS = ["id", "text", "title", "published", "source", "tags", "byline", "site", "copy_of", "story",
        "url", "date", "outlet", "section"]  # fmt: skip


def article(**fields: Any) -> Article:
    return Article("a", "text", **fields)


class TestRows:
    def test_article(self) -> None:
        row = output.article_row(ARTICLE, CLEAN, copy_of="b", story="c")
        assert list(row) == KEYS
        assert (row["text"], row["published"], row["tags"]) == ("text", "2020-01-02", [])
        assert (row["copy_of"], row["story"]) == ("b", "c")

    def test_facts_of_the_text_come_first_then_the_pages_then_the_inputs(self) -> None:
        page = Facts(published="2020-01-02T03:04", site="page", byline="page")
        text = CleanArticle("text", facts=Facts(published="2020-01-02", site="text", tags=("x",)))
        row = output.article_row(article(facts=page, date="1999-01-01"), text)
        assert (row["site"], row["byline"], row["tags"]) == ("text", "page", ["x"])
        assert row["published"] == "2020-01-02T03:04"
        assert output.article_row(article(date="last week"), text)["date"] == "last week"
        assert output.article_row(article(date="last week"), CLEAN)["published"] is None

    def test_the_headline_found_is_the_title_where_there_was_none(self) -> None:
        found = CleanArticle("text", facts=Facts(headline="h"))
        assert output.article_row(article(), found)["title"] == "h"
        assert output.article_row(article(title="t"), found)["title"] == "t"

    def test_unknown_fields_are_carried_through_in_order(self) -> None:
        row = output.article_row(article(extra={"z": [1], "a": {"b": None}}), CLEAN)
        assert list(row) == [*KEYS, "z", "a"]
        assert (row["z"], row["a"]) == ([1], {"b": None})

    def test_unknown_fields_that_are_called_like_ours(self) -> None:
        extra = {
            "text": "raw", "story": "s", "copy_of": None, "title": ["t"], "original_text": "x",
        }  # fmt: skip
        row = output.article_row(article(extra=extra), CLEAN)
        assert row["text"] == "text"
        assert row["story"] is None
        assert row["original_story"] == "s"
        assert row["original_title"] == ["t"]
        assert row["original_text"] == "x"
        assert row["original_original_text"] == "raw"
        assert "original_copy_of" not in row

    def test_facts_that_the_input_has_fill_gaps(self) -> None:
        extra = {"source": "s", "tags": ["t"], "site": 5}
        row = output.article_row(article(extra=extra), CLEAN)
        assert (row["source"], row["tags"], row["site"]) == ("s", ["t"], None)
        assert row["original_site"] == 5
        assert "original_tags" not in row
        found = CleanArticle("text", facts=Facts(source="f"))
        row = output.article_row(article(extra=extra), found)
        assert (row["source"], row["original_source"]) == ("f", "s")

    def test_removals(self) -> None:
        assert list(output.removal_rows(ARTICLE, CLEAN)) == [
            {
                "id": "a",
                "start": 0,
                "end": 7,
                "rule": "plugin.ad",
                "why": "a tag",
                "text": "[ad_1] ",
            }
        ]

    def test_links(self) -> None:
        alone = output.copy_row(CopyLink("a", "a", "a"))
        assert alone == {"id": "a", "cluster": "a", "canonical": "a"}
        copy = output.copy_row(CopyLink("b", "a", "a", 0.9, 1.0, "cut", "w"))
        assert list(copy) == [*alone, "resemblance", "containment", "kind", "why"]
        story = output.story_row(StoryLink("b", "a", "a", 0.5, ("same date",)))
        assert orjson.loads(to_json_line(story)) == {
            "id": "b", "cluster": "a", "linked_to": "a", "score": 0.5, "evidence": ["same date"],
        }  # fmt: skip

    def test_errors(self) -> None:
        assert output.error_row(InputError("p", "r", 3)) == {"path": "p", "line": 3, "reason": "r"}
        assert output.error_row(InputError("p", "r")) == {"path": "p", "reason": "r"}


@pytest.mark.parametrize(
    ("told", "published"),
    [
        ("2025-05-01", "2025-05-01"),
        ("2025-05-01T10:00:00.5+03:00", "2025-05-01T10:00:00.5+03:00"),
        ("20250501", "2025-05-01"),
        ("Thu, 01 May 2025 10:00:00 GMT", "2025-05-01T10:00:00+00:00"),
        ("الخميس 1 مايو 2025", "2025-05-01"),
        ("٢٠٢٥-٠٥-٠١", "2025-05-01"),
        ("12 رمضان 1446", "2025-03-12"),
        ("1446-09-12", "2025-03-12"),
        ("1746000000", "2025-04-30T08:00:00+00:00"),
        ("2025", None),
        ("0000-00-00", None),
        ("0001-01-01T00:00:00", None),
        ("2025-13-45", None),
        ("غير معروف", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_field_in_any_usual_form_is_published(
    told: str | None, published: str | None
) -> None:
    assert iso_date(told) == published

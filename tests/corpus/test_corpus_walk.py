from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner import corpus
from cleaner.corpus.walk import walk
from cleaner.errors import InputError


def write(root: Path, *names: str, text: str = "some text") -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def ids(root: Path) -> list[str]:
    return [found.id for found in walk(root) if found.problem is None]


def problems(root: Path) -> list[tuple[str, str]]:
    return [(found.id, found.problem) for found in walk(root) if found.problem]


def test_order_is_sorted_by_folder(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.txt", "a/b/c.htm", "a.txt", "B.TXT", "ب.html")
    assert ids(tmp_path) == ["B.TXT", "a/b/c.htm", "a/z.txt", "a.txt", "b.txt", "ب.html"]


def test_hidden_underscored_and_other_files_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, ".a.txt", "_a.txt", "_SUCCESS", ".git/a.txt", "_tmp/a.txt", "a.png", "a.json")
    assert ids(tmp_path) == []


def test_articles_in_wrappings_that_are_not_read_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.txt.gz", "b.jsonl.XZ", "c.tsv.zip", "d.ndjson", "e.tsv", "f.png.gz", "g.gz")
    assert ids(tmp_path) == ["d.ndjson", "e.tsv"]
    told = problems(tmp_path)
    assert [name for name, _ in told] == ["a.txt.gz", "b.jsonl.XZ", "c.tsv.zip"]
    assert all("unpack it" in why for _, why in told)


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    write(tmp_path, "x.txt/y.txt")
    assert ids(tmp_path) == ["x.txt/y.txt"]


def test_symbolic_links_are_followed_and_loops_reported(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert ids(tmp_path) == ["a/x.txt", "b/x.txt"]
    loop = "is a symbolic link loop"
    assert problems(tmp_path) == [("a/up", loop), ("b/up", loop)]


def test_links_that_lead_nowhere_are_reported(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (gone, why), (self, loop) = problems(tmp_path)
    assert (gone, self) == ("gone.txt", "self")
    assert "No such file" in why
    assert "cannot be read" in loop


def test_a_folder_that_cannot_be_entered_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/x.txt", "b.txt")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("cleaner.corpus.walk.os.scandir", refuse)
    assert ids(tmp_path) == ["b.txt"]
    assert problems(tmp_path) == [("a", "cannot be read: Permission denied")]


def test_special_files_and_names_that_are_not_utf8_are_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/z\xff.txt")).write_text("x")
    found = list(corpus.read([tmp_path]))
    assert [str(error).rpartition("/")[2] for error in found] == [
        "pipe.jsonl: is not a regular file",
        "z\\xff.txt: its name is not UTF-8: rename it",
    ]


def test_our_own_output_is_not_read_unless_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "in.txt", "done/articles.jsonl", "done/errors.jsonl", "busy/articles.jsonl")
    write(tmp_path, "texts/a.txt", "texts/.cleaner-text", "theirs/articles.jsonl")
    write(tmp_path, "done/run.json", text='{"tool": "cleaner"}')
    write(tmp_path, "theirs/run.json", text='{"tool": "other"}')
    (tmp_path / "busy" / ".cleaner-work").mkdir()
    assert ids(tmp_path) == ["in.txt", "theirs/articles.jsonl"]
    assert ids(tmp_path / "done") == ["articles.jsonl"]
    assert ids(tmp_path / "texts") == ["a.txt"]


def test_excluded_folders_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "b/x.txt")
    how = corpus.Plan(exclude=(tmp_path / "a", tmp_path / "not there"))
    [chunk] = corpus.plan([tmp_path], how)
    assert [source.id for source in chunk.sources] == ["b/x.txt"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nothing.txt", "No such file"), ("a.docx", "unknown format")],
)
def test_a_path_that_cannot_be_used_is_an_error(tmp_path: Path, name: str, reason: str) -> None:
    write(tmp_path, "a.docx")
    [error] = corpus.read([tmp_path / name])
    assert isinstance(error, InputError)
    assert reason in error.reason


def test_files_given_by_name_are_read_whatever_they_are_called(tmp_path: Path) -> None:
    write(tmp_path, "_a.txt", ".b.txt")
    read = corpus.read([tmp_path / "_a.txt", tmp_path / ".b.txt"])
    assert [article.id for article in read] == ["_a.txt", ".b.txt"]

"""Trees of cleaned texts, and text files that are rewritten in place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.corpus.safepath import relative_path, settle_clashes
from cleaner.corpus.texttree import TextTree, safe_path
from cleaner.errors import InputError, OutputError

ids = st.one_of(
    st.text(st.characters(), max_size=300),
    st.text("aA./\\ ~\0ن:", max_size=12),
    st.sampled_from(["a", "a.txt", "A.TXT", "a/b", "a.txt/b", "../a", "/a", "con", ".", "", "..."]),
)


@given(ids)
@example("../../x")
@example("/etc/passwd")
@example("a/../../b")
@example("..\\..\\x")
@example("C:\\x")
@example("x\0.txt")
@example("نص/" * 400)
@example("é" * 3000)
@example("https://outlet.example/a?b=c#d")
def test_no_id_leaves_its_folder(id_: str) -> None:
    path = relative_path(id_)
    names = path.split("/")
    assert not path.startswith("/")
    assert all(name not in ("", ".", "..") and not name.startswith(".") for name in names)
    assert all(len(name.encode()) <= 255 for name in names)
    assert len(path.encode()) <= 1100
    assert not set("\0\\:") & set(path)
    assert names[-1].lower().endswith(".txt")
    assert not any(name.lower().endswith(".txt") for name in names[:-1])


@pytest.mark.parametrize(
    ("id_", "path"),
    [
        ("a", "a.txt"),
        ("a.txt", "a.txt"),
        ("News/Day 1/مقال.html", "News/Day 1/مقال.html.txt"),
        ("A.TXT", "A.TXT"),
        ("ID#1", "ID#1.txt"),
    ],
)
def test_plain_ids_are_mirrored(id_: str, path: str) -> None:
    assert relative_path(id_) == path
    assert safe_path(Path("root"), id_) == Path("root") / path


@given(st.lists(ids, unique=True, max_size=30), st.randoms())
@example(["a", "a.txt", "A", "a/b", "A/b", "a.txt/b", "a.txt_/b"], random.Random(1))
def test_two_ids_never_share_a_file_even_where_case_does_not_count(
    all_ids: list[str], order: random.Random
) -> None:
    tree = TextTree(Path("root"), all_ids)
    paths = {id_: tree.relative(id_) for id_ in all_ids}
    assert len({path.casefold() for path in paths.values()}) == len(all_ids)
    shuffled = order.sample(all_ids, len(all_ids))
    assert settle_clashes(shuffled) == settle_clashes(all_ids)


def test_a_made_up_id_cannot_take_the_place_of_a_renamed_one() -> None:
    renamed = settle_clashes(["a", "A"])["a"]
    trap = settle_clashes(["a", "A", renamed])
    assert renamed not in (trap["a"], trap.get("A"))


def fill(root: Path, texts: dict[str, str]) -> None:
    tree = TextTree(root, texts)
    tree.claim()
    for id_, text in texts.items():
        tree.write(id_, text)
    tree.finish(texts)


def names(root: Path) -> list[str]:
    found = (path for path in root.rglob("*") if path.is_file())
    return sorted(path.relative_to(root).as_posix() for path in found if path.suffix == ".txt")


def test_a_tree_holds_the_texts_of_the_last_run(tmp_path: Path) -> None:
    root = tmp_path / "out"
    fill(root, {"a/b.txt": "نص\r\n", "../../x": "x", "c": "c"})
    assert (root / "a" / "b.txt").read_bytes() == "نص\r\n".encode()
    assert list(tmp_path.iterdir()) == [root]
    fill(root, {"c": "new"})
    assert names(root) == ["c.txt"]
    assert (root / "c.txt").read_text() == "new"


def test_a_tree_is_not_written_over_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(OutputError, match="was not written by cleaner"):
        fill(tmp_path, {"a": "x"})
    assert (tmp_path / "a.txt").read_text() == "mine"


def test_a_tree_does_not_follow_links_that_lead_out_of_it(tmp_path: Path) -> None:
    root, outside = tmp_path / "out", tmp_path / "outside"
    outside.mkdir()
    fill(root, {"x": "x"})
    (root / "a").symlink_to(outside)
    with pytest.raises(OutputError, match="leads out of"):
        fill(root, {"a/b/c": "x"})
    assert list(outside.iterdir()) == []


def test_a_name_that_a_terminal_would_obey_is_told_in_escapes() -> None:
    error = InputError("مجلد/a\x1b[2J\n.txt", "is empty", 3)
    assert str(error) == "مجلد/a\\x1b[2J\\n.txt:3: is empty"
    assert error.path == "مجلد/a\x1b[2J\n.txt"

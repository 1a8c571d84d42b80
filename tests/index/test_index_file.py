"""The file of an index: opened, refused, migrated, shared, and killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import index_newsroom as newsroom
import pytest

from cleaner import Index, IndexFileError, UsageError
from cleaner.index import store

NEWS = newsroom.news()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.idx"


@pytest.fixture
def made(path: Path) -> Path:
    with Index(path) as index:
        index.add(NEWS)
    return path


def change(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_it_is_one_file_when_it_is_closed(made: Path) -> None:
    assert [file.name for file in made.parent.iterdir()] == [made.name]


def test_it_knows_what_it_holds(made: Path) -> None:
    with Index(made, create=False) as index:
        assert len(index) == len(NEWS)
        assert NEWS[0].id in index
        assert "nobody" not in index
        assert index.stats().articles == len(NEWS)
        assert index.stats().copies == sum(link.id != link.canonical for link in index.links())
        with pytest.raises(KeyError):
            index.group("nobody")


def test_a_missing_index_is_not_made_by_asking(path: Path) -> None:
    with pytest.raises(IndexFileError, match="no such index"):
        Index(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"hello, this is no database at all\n" * 99, b"SQLite form"])
def test_a_foreign_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(IndexFileError, match="not an index"):
        Index(path)
    assert path.read_bytes() == content


def test_a_foreign_database_is_refused_and_left_alone(path: Path) -> None:
    change(path, "CREATE TABLE article (id TEXT)")
    before = path.read_bytes()
    with pytest.raises(IndexFileError, match="not an index"):
        Index(path)
    assert path.read_bytes() == before


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="is a folder; an index is one file"):
        Index(tmp_path)


@pytest.fixture
def unwritable(made: Path) -> Iterator[Path]:
    """An index beside which SQLite cannot make its files, as on a disk that is read-only."""
    Path(f"{made}-shm").mkdir()
    made.parent.chmod(0o500)
    yield made
    made.parent.chmod(0o700)


def test_an_index_can_be_asked_where_nothing_can_be_written(unwritable: Path) -> None:
    before = unwritable.read_bytes()
    with Index(unwritable) as index:
        assert len(index) == len(NEWS)
        assert index.query(NEWS[:1])[0].id == NEWS[0].id
        assert index.check() == []
        with pytest.raises(IndexFileError, match="into a folder that can"):
            index.add([replace(NEWS[0], id="another")])
    assert unwritable.read_bytes() == before


_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"'
_OPEN = "import sys; from cleaner import Index; Index(sys.argv[1])"


def test_additions_that_cannot_be_taken_over_are_not_passed_by(path: Path, made: Path) -> None:
    folder = str(path.parent)
    if subprocess.run(["unshare", "-m", "sh", "-c", _READ_ONLY, folder], check=False).returncode:
        pytest.skip("a folder can be mounted read-only by root alone")
    kept = path.with_name("kept.idx")
    with Index(made) as index:
        index.set_note("name", "text")
        for end in ("", "-wal"):
            Path(f"{kept}{end}").write_bytes(Path(f"{made}{end}").read_bytes())
    words = ["unshare", "-m", "sh", "-c", f'{_READ_ONLY} && exec "$@"', folder]
    words += [sys.executable, "-c", _OPEN, str(kept)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert "kept.idx-wal still, and nothing can be written here" in done.stderr


def test_a_newer_format_is_refused(made: Path) -> None:
    change(made, f"PRAGMA user_version = {store.FORMAT + 1}")
    with pytest.raises(IndexFileError, match="newer"):
        Index(made)


def test_an_older_format_is_brought_up_to_date(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add_table(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE later (id TEXT)")

    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    monkeypatch.setattr(store, "MIGRATIONS", {store.FORMAT: add_table})
    with Index(made) as index:
        assert len(index) == len(NEWS)
    db = sqlite3.connect(made)
    assert db.execute("PRAGMA user_version").fetchone() == (store.FORMAT,)
    assert db.execute("SELECT count(*) FROM later").fetchone() == (0,)


def test_a_format_that_nothing_migrates_is_refused(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    with pytest.raises(IndexFileError, match="too old"):
        Index(made)


def test_sketches_made_otherwise_are_refused(made: Path) -> None:
    change(made, "UPDATE meta SET value = replace(value, '128', '64') WHERE name = 'recipe'")
    with pytest.raises(IndexFileError, match="made with recipe"):
        Index(made)


def test_options_are_settled_when_it_is_made(path: Path) -> None:
    with Index(path, canonical="longest", threshold=0.5) as index:
        index.add(NEWS)
    with Index(path) as index:
        assert index.add(NEWS[:1])[0].id == NEWS[0].id
    with pytest.raises(IndexFileError, match="canonical"):
        Index(path, canonical="earliest")
    with pytest.raises(UsageError):
        Index(path, canonical="nicest")


def test_damage_is_told(made: Path) -> None:
    data = bytearray(made.read_bytes())
    for at in range(8192, len(data), 8192):
        data[at : at + 200] = b"\xa5" * 200
    made.write_bytes(data)
    with pytest.raises(IndexFileError, match="damaged"), Index(made) as index:
        index.add(newsroom.news(seed=8))
        list(index.links())


def test_check_finds_what_does_not_fit(made: Path) -> None:
    with Index(made) as index:
        assert index.check() == []
    change(
        made,
        "DELETE FROM text WHERE text = 1",
        "DELETE FROM copy WHERE article = canonical",
        "DELETE FROM bucket",
    )
    with Index(made) as index:
        found = "\n".join(index.check())
    for meaning in ("lost its text", "canonical", "lost postings"):
        assert meaning in found


def test_nothing_of_a_failed_call_is_kept(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.index import writing

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(writing, "_write_settlement", fail)
    with Index(made) as index:
        before = list(index.links())
        with pytest.raises(ZeroDivisionError):
            index.add(newsroom.news(seed=8, stories=3))
        assert list(index.links()) == before
        assert index.check() == []


def test_readers_see_one_state_while_another_writes(made: Path) -> None:
    more = [a for a in newsroom.notices() if a.id not in {n.id for n in NEWS}]
    with Index(made) as reader, Index(made) as writer:
        links = reader.links()
        first = next(links)
        writer.add(more)
        assert [first.id, *(link.id for link in links)] == [article.id for article in NEWS]
        assert len(reader) == len(NEWS) + len(more)


_WRITER = """
import sys, index_newsroom as newsroom
from cleaner import Article, Index
with Index(sys.argv[1]) as index:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        text = newsroom.wording(60, number // 3)
        (link,) = index.add([Article(f"{number}", text)])
        print(link.id, flush=True)
"""


def writer(path: Path, first: int, last: int) -> subprocess.Popen[str]:
    here = str(Path(__file__).parent)
    known = os.pathsep.join([here, *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), str(first), str(last)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": known},
    )


def test_two_writers_wait_for_each_other(path: Path) -> None:
    with Index(path):
        pass
    both = [writer(path, 0, 20), writer(path, 20, 40)]
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    with Index(path) as index:
        assert len(index) == 40
        assert index.check() == []


def test_what_was_acknowledged_outlives_a_kill(path: Path) -> None:
    """A few of the kills that ``benchmarks/index/kills.py`` deals out by the hundred."""
    draw, acknowledged = random.Random(5), set()
    for round_ in range(4):
        process = writer(path, 1000 * round_, 1000 * round_ + 1000)
        assert process.stdout is not None
        acknowledged.add(process.stdout.readline().strip())
        time.sleep(draw.random() / 3)
        process.send_signal(signal.SIGKILL)
        acknowledged |= set(process.stdout.read().split())
        process.wait()
    with Index(path) as index:
        assert index.check() == []
        assert acknowledged <= {link.id for link in index.links()}

"""The shared index on a real Redis server, started for the tests on a free port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import index_newsroom as newsroom
import pytest

from cleaner import Article, IndexFileError, SharedIndex, UsageError

redis = pytest.importorskip("redis", reason="redis (Python) is not installed")
pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="redis-server is not installed"
)
TEXT = newsroom.wording(150, 1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*words, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            redis.Redis(port=port).ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("redis-server does not answer")


def test_what_came_first_is_kept_and_every_copy_matches_it(server: str) -> None:
    with SharedIndex(server, name="first") as index:
        news = newsroom.news()
        links = {link.id: link for link in index.add(news)}
        assert len(index) == len(news)
        for link in links.values():
            kept = links[link.canonical]
            assert kept.canonical == kept.id
            if link.id != kept.id:
                assert link.id.partition("-")[0] == kept.id.partition("-")[0]
        assert links["11-1"].canonical == "11-0"
        assert links["11-3"].kind.startswith("exact")  # type: ignore[union-attr]
        again = newsroom.edited(news[-1].text, 0.05, 2)
        (asked,) = index.query([Article("new", again, outlet="صحيفة")])
        assert asked.canonical == "11-0"
        assert "new" not in index


def test_machines_share_it(server: str) -> None:
    with SharedIndex(server, name="machines") as one, SharedIndex(server, name="machines") as two:
        one.add([Article("a", TEXT)])
        (link,) = two.add([Article("b", newsroom.edited(TEXT, 0.05, 1))])
        assert link.canonical == "a"
        with SharedIndex(server, name="others") as other:
            assert other.query([Article("b", TEXT)])[0].canonical == "b"


def test_writers_wait_for_each_other(server: str) -> None:
    def add(number: int) -> str:
        with SharedIndex(server, name="writers") as index:
            (link,) = index.add([Article(f"{number}", newsroom.edited(TEXT, 0.02, number))])
            return link.canonical

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(add, range(12)))) == 1


def test_replacing_and_removing(server: str) -> None:
    with SharedIndex(server, name="removing") as index:
        index.add([Article("a", TEXT)])
        (link,) = index.add([Article("a", newsroom.edited(TEXT, 0.05, 1))])
        assert link.canonical == "a"
        assert index.remove(["a", "nobody"]) == 1
        assert len(index) == 0
        assert index.query([Article("b", TEXT)])[0].canonical == "b"
        assert index.add([Article("empty", "")])[0].canonical == "empty"


def test_one_made_otherwise_is_refused(server: str) -> None:
    with SharedIndex(server, name="made"):
        pass
    with pytest.raises(IndexFileError, match="made otherwise"):
        SharedIndex(server, name="made", threshold=0.5)


def test_no_server_and_no_address_are_told(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match=r"127\.0\.0\.1:1"):
        SharedIndex("redis://user:secret@127.0.0.1:1")
    with pytest.raises(UsageError, match="redis://"):
        SharedIndex(str(tmp_path))


def test_it_finds_what_a_batch_run_finds(server: str) -> None:
    from cleaner import dedupe

    news = newsroom.news(seed=9)
    with SharedIndex(server, name="batch") as index:
        links = index.add(news)
    assert newsroom.groups(links) == newsroom.groups(dedupe(news))

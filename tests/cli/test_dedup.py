"""``cleaner dedup --no-stories``: copies alone, from columns, with the rows as they came."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_samples import BRIDGE, MATCH, Run, rows

ALONE = {"articles.jsonl", "copies.jsonl", "errors.jsonl", "run.json"}


def _write(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Two events, a copy of each, with dates, an agency's credit, and odd rows."""
    return _write(
        tmp_path / "a.jsonl",
        [
            {"id": "b1", "text": BRIDGE, "outlet": "one", "date": "2025-03-05", "tags": ["جسر"]},
            {"id": "m1", "text": MATCH, "url": "https://two.example/1", "copy_of": None},
            {"id": 3, "text": f"لندن (رويترز) - {BRIDGE}", "date": "2025-03-06"},
            {"text": MATCH.replace("كريم", "سليم"), "site": "two.example", "n": 10**25},
            {"id": "x", "text": ""},
        ],
    )


def test_the_same_copies_as_with_stories(cleaner: Run, articles: Path, tmp_path: Path) -> None:
    whole = cleaner("dedup", articles, "-o", tmp_path / "whole")
    alone = cleaner("dedup", articles, "-o", tmp_path / "alone", "--no-stories")
    assert (alone.returncode, whole.returncode) == (123, 123), alone.stderr
    assert {path.name for path in (tmp_path / "alone").iterdir()} == ALONE
    for name in ("copies.jsonl", "errors.jsonl"):
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    told = {row["id"]: row.get("why") for row in rows(tmp_path / "alone" / "copies.jsonl")}
    assert "it credits its source, reuters" in str(told["b1"])
    assert sum(why is not None for why in told.values()) == 2


def test_rows_are_the_inputs_with_copy_of(cleaner: Run, articles: Path, tmp_path: Path) -> None:
    cleaner("dedup", articles, "-o", tmp_path / "out", "--no-stories")
    given = [json.loads(line) for line in articles.read_text("utf-8").splitlines()][:4]
    found = rows(tmp_path / "out" / "articles.jsonl")
    kept = {row["id"]: row["canonical"] for row in rows(tmp_path / "out" / "copies.jsonl")}
    for before, after in zip(given, found, strict=True):
        canonical = kept[after["id"]]
        assert after["copy_of"] == (None if canonical == after["id"] else canonical)
        assert {**before, "id": after["id"], "copy_of": after["copy_of"]} == after
    assert found[2]["id"] == "3"


def test_copies_and_rows_can_be_left_out(cleaner: Run, articles: Path, tmp_path: Path) -> None:
    cleaner("dedup", articles, "-o", tmp_path / "one", "--no-stories", "--canonical-only")
    assert len(rows(tmp_path / "one" / "articles.jsonl")) == 2
    cleaner("dedup", articles, "-o", tmp_path / "two", "--no-stories", "--no-articles")
    assert {path.name for path in (tmp_path / "two").iterdir()} == ALONE - {"articles.jsonl"}


def test_any_workers_and_formats_give_the_same(cleaner: Run, many: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed" / many.name
    packed.parent.mkdir()
    packed.with_suffix(".jsonl.gz").write_bytes(gzip.compress(many.read_bytes()))
    outs = []
    for number, (path, more) in enumerate(
        [(many, ()), (many, ("--workers", "1")), (packed.with_suffix(".jsonl.gz"), ())]
    ):
        out = tmp_path / f"out{number}"
        done = cleaner("dedup", path, "-o", out, "--no-stories", *more)
        assert done.returncode == 0, done.stderr
        outs.append([(out / name).read_bytes() for name in ("copies.jsonl", "articles.jsonl")])
    assert outs[0] == outs[1] == outs[2]
    again = cleaner("dedup", tmp_path / "out0", "-o", tmp_path / "again", "--no-stories")
    assert again.returncode == 0
    assert (tmp_path / "again" / "copies.jsonl").read_bytes() == outs[0][0]
    assert (tmp_path / "again" / "articles.jsonl").read_bytes() == outs[0][1]


def test_ids_given_twice(cleaner: Run, tmp_path: Path) -> None:
    """A given id twice is an error; a record without one twice is numbered, as everywhere."""
    same = {"text": BRIDGE, "outlet": "one"}
    records: list[dict[str, object]] = [{"id": "a", "text": MATCH}, same, same]
    source = _write(tmp_path / "a.jsonl", [*records, {"id": "a", "text": BRIDGE}])
    for name, more in (("alone", ["--no-stories"]), ("whole", [])):
        done = cleaner("dedup", source, "-o", tmp_path / name, *more)
        assert done.returncode == 123, done.stderr
    for name in ("copies.jsonl", "errors.jsonl"):
        assert (tmp_path / "alone" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    first, second, third = rows(tmp_path / "alone" / "articles.jsonl")
    assert third["id"] == f"{second['id']}-2"
    assert (first["copy_of"], second["copy_of"], third["copy_of"]) == (None, None, second["id"])


def test_folders_of_texts(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "north" / "again.txt").write_bytes((folder / "south" / "bridge.txt").read_bytes())
    cleaner("dedup", folder, "-o", tmp_path / "out", "--no-stories")
    found = {row["id"]: row for row in rows(tmp_path / "out" / "articles.jsonl")}
    assert len(found) == 5
    assert found["south/bridge.txt"]["copy_of"] == "north/bridge.txt"
    assert found["north/again.txt"]["copy_of"] == "north/bridge.txt"
    assert found["south/bridge.txt"]["text"] == BRIDGE


def test_nothing_to_read(cleaner: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = cleaner("dedup", tmp_path / "none", "-o", tmp_path / "out", "--no-stories")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "copies.jsonl").read_bytes() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_ctrl_c_while_copies_are_looked_for(many: Path, tmp_path: Path) -> None:
    """Threads are inside kernels then; OUT's files stay as they were, and the run can be had."""
    big, out = tmp_path / "big.jsonl", tmp_path / "out"
    lines = [json.loads(line) for line in many.read_text("utf-8").splitlines()]
    with big.open("w", encoding="utf-8") as stream:
        for number in range(200):
            for at, line in enumerate(lines):
                stream.write(json.dumps({**line, "id": f"{number}/{at}"}) + "\n")
    command = [sys.executable, "-m", "cleaner", "dedup", "--no-stories", str(big), "-o", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while process.poll() is None and not (out / ".cleaner-work" / "rows").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert "again" in errors
    assert "Traceback" not in errors
    assert [path.name for path in out.iterdir()] == [".cleaner-work"]
    assert subprocess.run([*command, "-q"], check=False).returncode == 0
    assert {path.name for path in out.iterdir()} == ALONE


def test_nothing_is_told_of_cleaning_where_there_is_none(
    cleaner: Run, many: Path, tmp_path: Path
) -> None:
    for more in ([], ["--no-stories"]):
        done = cleaner("dedup", many, "-o", tmp_path / "out", *more)
        assert done.returncode == 0, done.stderr
        assert "165 articles" in done.stderr
        assert " remov" not in done.stderr.replace(str(tmp_path), "")


def test_compilation_is_told_once_and_not_when_quiet_or_cached(
    cleaner: Run, tmp_path: Path
) -> None:
    """In a new cache folder; with nothing to read, little is compiled."""
    (tmp_path / "none").mkdir()
    told = []
    for cache, more in (("one", []), ("one", []), ("two", ["--quiet"])):
        env = {"NUMBA_CACHE_DIR": str(tmp_path / cache)}
        done = cleaner("dedup", "none", "-o", "out", *more, env=env)
        assert done.returncode == 0, done.stderr
        told.append(done.stderr.count("compiling kernels, once"))
    assert told == [1, 0, 0], done.stderr
    assert list((tmp_path / "two").rglob("*.nbi"))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are not forked")
def test_workers_tell_nothing_of_their_own(tmp_path: Path) -> None:
    code = (
        "import logging, os\n"
        "from cleaner.cli import app\n"
        "from cleaner.engines.pool import each\n"
        "log = logging.getLogger('cleaner')\n"
        "app._tell_news(log)\n"
        "log.info('parent')\n"
        "list(each(lambda n: log.info('worker'), range(4), 2))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "cleaner: parent\n"


def test_kernels_run_from_a_folder_that_is_read_only(tmp_path: Path) -> None:
    """Their cache then lies in the user's own folder, and is used again."""
    import cleaner as package

    copied = tmp_path / "site" / "cleaner"
    shutil.copytree(
        Path(package.__file__).parent, copied, ignore=shutil.ignore_patterns("__pycache__")
    )
    code = "import sys; from cleaner.language import word_kernels as k; k.word_hashes(['خبر']);"
    code += "print(k._hash_joined._cache._cache_path, file=sys.stderr)"
    for path in (copied, *copied.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    environment = {
        **os.environ,
        "PYTHONPATH": str(copied.parent),
        "NUMBA_CACHE_LOCATOR_CLASSES": "UserWideCacheLocator" if os.geteuid() == 0 else "",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    for path in (copied, *copied.rglob("*")):
        path.chmod(0o755)
    assert done.returncode == 0, done.stderr
    kept = Path(done.stderr.strip().splitlines()[-1])
    assert not kept.is_relative_to(copied)
    assert list(kept.glob("*.nbi"))

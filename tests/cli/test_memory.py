"""Memory: sizes as people write them, and what is said where there is too little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli.arguments import bytes_of
from cleaner.errors import UsageError


@pytest.mark.parametrize(
    ("size", "count"),
    [
        ("", None),
        ("4096", 4096),
        ("2G", 2 << 30),
        ("1.5g", 3 << 29),
        ("500 M", None),
        ("64MiB", 64 << 20),
    ],
)
def test_sizes(size: str, count: int | None) -> None:
    if size and count is None:
        with pytest.raises(UsageError, match="500M or 2G"):
            bytes_of(size)
    else:
        assert bytes_of(size) == count


@pytest.mark.parametrize("error", ["MemoryError", 'RuntimeError("can\'t start new thread")'])
def test_running_out_of_memory_tells_what_to_do(tmp_path: Path, error: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "words"}\n', encoding="utf-8")
    target = "copying.sign" if error == "MemoryError" else "Thread.start"
    code = (
        "import sys\n"
        "import cleaner.engines.copying as copying\n"
        "from threading import Thread\n"
        "def full(*_):\n"
        f"    raise {error}\n"
        f"{target} = full\n"
        "sys.argv = ['cleaner', 'dedup', 'a.jsonl', '-o', 'out', '--no-stories', '-q']\n"
        "from cleaner.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 71
    assert "--memory 500M" in done.stderr
    assert "Traceback" not in done.stderr

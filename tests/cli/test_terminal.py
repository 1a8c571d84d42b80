"""What a person sees: a closing that fits one screen, JSON where asked, colours where wanted."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from cli_samples import BRIDGE, Run

from cleaner.engines.health import findings
from cleaner.errors import InputError
from cleaner.report.closing import done, next_step, oddities, problems


def test_the_closing_names_the_report(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    said = cleaner("run", folder, "-o", tmp_path / "out").stderr.splitlines()
    assert any(line.startswith("4 articles, ") for line in said)
    assert said[-1] == f"  look at it: open {tmp_path / 'out' / 'report.html'} in a browser"
    assert len(said) <= 3  # the first run on a machine also says that it compiles


def test_what_looks_odd() -> None:
    counts = {
        "articles": 1000, "removals": 0, "errors": 50, "mostly_removed": 30, "undated": 990,
        "largest_copy_group": 600, "largest_story": 700, "copies": 3,
    }  # fmt: skip
    told = list(oddities(counts))
    assert len(told) == 6
    assert told[0] == "nothing was removed: are these texts clean already?"
    assert "30 articles (3%) lost more than half of their text" in told
    assert list(oddities({**dict.fromkeys(counts, 9), "articles": 1000, "removals": 900})) == []
    assert next(oddities({"articles": 0})).startswith("no articles were found")


def test_errors_stay_within_a_screen() -> None:
    told = list(problems([InputError(f"{n}.txt", "is not text") for n in range(2000)]))
    assert len(told) == 6
    assert told[-1] == "... and 1,995 more, see errors.jsonl"


def test_the_next_step_depends_on_what_is_there(tmp_path: Path) -> None:
    assert next_step({"articles": 0}, tmp_path, report=True) is None
    cleaned = {"articles": 1, "removals": 0}
    assert "cleaner explain" in str(next_step(cleaned, tmp_path, report=False))
    assert next_step({"articles": 1}, tmp_path, report=False) is None
    unheard = str(next_step({"articles": 1}, tmp_path, report=True, unheard=True))
    assert unheard.endswith(f"--feedback {tmp_path / 'feedback.jsonl'}")
    assert (
        done({"articles": 1}, 2, 1, Path("out")) == "1 article, 2 inputs not used in 1.0 s -> out"
    )


def test_json_is_for_machines(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    said = cleaner("run", folder, "-o", tmp_path / "out", "--json").stdout
    assert json.loads(said) == json.loads((tmp_path / "out/run.json").read_text("utf-8"))


def test_doctor(cleaner: Run) -> None:
    found = json.loads(cleaner("doctor", "--json").stdout)
    assert {"python", "numba", "kernel cache", "output", "machine"} <= {
        row["what"] for row in found
    }
    said = cleaner("doctor", env={"PYTHONIOENCODING": "latin-1"})
    assert "PYTHONIOENCODING" in said.stdout
    assert said.returncode == 0
    assert {one.state for one in findings()} <= {"ok", "note"}


def _on_a_terminal(*words: str, **env: str) -> bytes:
    ours, theirs = pty.openpty()
    call = [sys.executable, "-m", "cleaner", *words]
    process = subprocess.Popen(call, stdout=theirs, stderr=theirs, env={**os.environ, **env})
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 4096):
            seen += piece
    except OSError:  # the other side is gone
        pass
    os.close(ours)
    assert process.wait() == 0
    return seen


def test_no_colour_where_it_is_not_wanted(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("[ad_1]\n\n" + BRIDGE, "utf-8")
    assert b"\x1b[" in _on_a_terminal("explain", str(file), TERM="xterm", NO_COLOR="")
    assert b"\x1b[" not in _on_a_terminal("explain", str(file), TERM="xterm", NO_COLOR="1")


def test_shells_complete_commands() -> None:
    words = {
        "COMP_WORDS": "cleaner ru", "COMP_CWORD": "1", "_CLEANER_COMPLETE": "complete_bash",
    }  # fmt: skip
    code = "import sys; sys.argv[0] = 'cleaner'; from cleaner.cli import main; main()"
    call, env = [sys.executable, "-c", code], {**os.environ, **words}
    said = subprocess.run(call, env=env, capture_output=True, text=True, check=False).stdout
    assert set(said.split()) == {"rules", "run"}


def test_names_that_are_none_are_refused_with_those_that_are(cleaner: Run, folder: Path) -> None:
    done = cleaner("clean", folder, "--check", "--keep", "sharebar")
    assert done.returncode == 2
    assert "--keep sharebar: no such category; known are " in done.stderr
    assert "share-bar" in done.stderr
    for known in ("share-bar,furniture", "structure", "pull-quote"):
        assert cleaner("clean", folder, "--check", "--keep", known).returncode in (0, 1)


def test_an_article_that_is_not_there_is_told(cleaner: Run, folder: Path) -> None:
    done = cleaner("explain", folder, "--id", "nobody")
    assert done.returncode == 2
    assert f"{folder}: holds no article 'nobody'" in done.stderr


def test_bars_tell_rate_and_time_left() -> None:
    show = (
        "import time\n"
        "from cleaner.report.progress import progress_bars\n"
        "with progress_bars(shown=True) as progress:\n"
        "    for done in range(0, 11):\n"
        "        progress('clean', done * 10_000_000, 100_000_000); time.sleep(.15)\n"
        "    progress('copies', 0, 1); time.sleep(.3); progress('copies', 1, 1)\n"
    )
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "20"}
    done = subprocess.Popen([sys.executable, "-c", show], stderr=theirs, env=env)
    os.close(theirs)
    said = b""
    while True:
        try:
            said += (piece := os.read(ours, 4096))
        except OSError:
            break
        if not piece:
            break
    assert done.wait() == 0
    assert b"MB/s" in said
    assert b"left" in said
    assert b"100%" in said

"""``cleaner run``: the contract of OUT, its exit codes, and the same bytes whatever the order."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_samples import BRIDGE, MATCH, NOISE, Run, rows

NAMES = {
    "articles.jsonl",
    "removals.jsonl",
    "copies.jsonl",
    "stories.jsonl",
    "errors.jsonl",
    "report.html",
    "run.json",
}
HEADLINE = "بوزيان يقود نجوم الساحل إلى الفوز على وحدة الجبل"
KEYS = {
    "articles.jsonl": "id text title published source tags byline site copy_of story",
    "removals.jsonl": "id start end rule why text",
    "copies.jsonl": "id cluster canonical",
    "stories.jsonl": "id cluster evidence",
}


def _bytes(out: Path, name: str) -> list[bytes]:
    """Give a file's lines, in an order of their own."""
    return sorted((out / name).read_bytes().splitlines())


def _same(first: Path, second: Path) -> None:
    # A report tells of articles in the order in which they came.
    for name in sorted(NAMES - {"run.json", "report.html"}):
        assert _bytes(first, name) == _bytes(second, name), name


def test_the_contract_of_out(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    done = cleaner("run", folder, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == NAMES
    for name, keys in KEYS.items():
        for row in rows(tmp_path / "out" / name):
            assert set(keys.split()) <= row.keys(), name
    run = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert {"versions", "parameters", "counts", "seconds", "stages"} <= run.keys()
    assert run["counts"]["articles"] == 4


def test_articles_come_clean_in_input_order(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    cleaner("run", folder, "-o", tmp_path / "out")
    articles = {str(row["id"]): row for row in rows(tmp_path / "out" / "articles.jsonl")}
    assert list(articles) == [
        "north/bridge.txt",
        "north/match.txt",
        "south/bridge.txt",
        "south/plain.txt",
    ]
    assert str(articles["north/bridge.txt"]["text"]).strip() == BRIDGE
    assert articles["north/bridge.txt"]["source"] == "وكالة الضفاف"
    assert articles["south/bridge.txt"]["text"] == BRIDGE


def test_removals_are_spans_of_the_original(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    cleaner("run", folder, "-o", tmp_path / "out")
    cut: dict[str, str] = {}
    for row in reversed(rows(tmp_path / "out" / "removals.jsonl")):
        original = cut.setdefault(str(row["id"]), (folder / str(row["id"])).read_text("utf-8"))
        start, end = row["start"], row["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert original[start:end] == row["text"]
        cut[str(row["id"])] = original[:start] + original[end:]
    for row in rows(tmp_path / "out" / "articles.jsonl"):
        original = (folder / str(row["id"])).read_text("utf-8")
        assert cut.get(str(row["id"]), original) == row["text"]


def test_a_copy_names_its_canonical(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    cleaner("run", folder, "-o", tmp_path / "out")
    copies = [row for row in rows(tmp_path / "out" / "copies.jsonl") if "resemblance" in row]
    assert [(row["id"], row["canonical"]) for row in copies] == [
        ("south/bridge.txt", "north/bridge.txt")
    ]
    assert copies[0]["resemblance"] == 1
    assert copies[0]["containment"] == 1
    assert copies[0]["why"]
    stories = {row["id"]: row["cluster"] for row in rows(tmp_path / "out" / "stories.jsonl")}
    assert stories["south/bridge.txt"] == stories["north/bridge.txt"]
    assert len(set(stories.values())) == 3


def test_canonical_only_leaves_copies_out(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    cleaner("run", folder, "-o", tmp_path / "out", "--canonical-only")
    ids = [row["id"] for row in rows(tmp_path / "out" / "articles.jsonl")]
    assert "south/bridge.txt" not in ids
    assert len(rows(tmp_path / "out" / "copies.jsonl")) == 4


def test_text_out_mirrors_the_tree(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    cleaner("run", folder, "-o", tmp_path / "out", "--text-out", tmp_path / "texts")
    written = (tmp_path / "texts" / "north" / "bridge.txt").read_text("utf-8")
    assert written.strip() == BRIDGE


def test_an_article_inside_an_article_can_be_split_off(cleaner: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{BRIDGE}\n\nالمصدر: وكالة الضفاف\n\nإقرأ أيضاً:\n{HEADLINE}\n{MATCH}", "utf-8")
    cleaner("run", page, "-o", tmp_path / "out", "--split-embedded")
    texts = {row["id"]: str(row["text"]) for row in rows(tmp_path / "out" / "articles.jsonl")}
    assert set(texts) == {"page.txt", "page.txt#1"}
    assert texts["page.txt"].strip() == BRIDGE
    assert MATCH in texts["page.txt#1"]


def test_fields_can_be_mapped_and_unknown_ones_are_carried(cleaner: Run, tmp_path: Path) -> None:
    line = {"key": 7, "body": BRIDGE, "head": "جسر جديد", "mood": {"deep": [1, 2]}}
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(line), "utf-8")
    mapped = ["--field", "id=key", "--field", "text=body", "--field", "title=head"]
    cleaner("run", source, "-o", tmp_path / "out", *mapped)
    (row,) = rows(tmp_path / "out" / "articles.jsonl")
    assert (row["id"], row["title"], row["mood"]) == ("7", "جسر جديد", {"deep": [1, 2]})


def test_standard_input(cleaner: Run, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": NOISE.format(BRIDGE)}) + "\n"
    done = cleaner("run", "-", "-o", tmp_path / "out", stdin=line)
    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in rows(tmp_path / "out" / "articles.jsonl")] == ["a"]


def test_bad_input_is_named_and_the_rest_goes_on(
    cleaner: Run, folder: Path, tmp_path: Path
) -> None:
    (folder / "broken.jsonl").write_text('{"id": "x", "text": "نص"}\n{"id": \n', "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    done = cleaner("run", folder, "-o", tmp_path / "out")
    assert done.returncode == 123
    errors = {Path(str(row["path"])).name: row for row in rows(tmp_path / "out" / "errors.jsonl")}
    assert set(errors) == {"broken.jsonl", "empty.txt", "binary.txt"}
    assert errors["broken.jsonl"]["line"] == 2
    assert all(row["reason"] for row in errors.values())
    assert "Traceback" not in done.stderr
    assert "broken.jsonl:2" in done.stderr
    assert len(rows(tmp_path / "out" / "articles.jsonl")) == 5


def test_what_cleaning_left_nothing_of_can_be_read_again(cleaner: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    texts = {"stamp": "زر الذهاب إلى الأعلى", "bridge": BRIDGE}
    lines = [json.dumps({"id": id_, "text": text}) + "\n" for id_, text in texts.items()]
    source.write_text("".join(lines), "utf-8")
    cleaner("run", source, "-o", tmp_path / "out")
    articles = tmp_path / "out" / "articles.jsonl"
    assert [(row["id"], row["text"]) for row in rows(articles)] == [
        ("stamp", ""),
        ("bridge", BRIDGE),
    ]
    again = cleaner("run", tmp_path / "out", "-o", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    assert [row["text"] for row in rows(tmp_path / "again" / "articles.jsonl")] == ["", BRIDGE]
    assert cleaner("dedup", articles, "-o", tmp_path / "copies").returncode == 0
    added = cleaner("index", "add", tmp_path / "news.idx", articles)
    assert added.returncode == 0, added.stderr


def test_an_id_given_twice_is_an_error_that_names_both_places(cleaner: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "x", "text": "نص أول"}\n{"id": "x", "text": "نص ثان"}\n', "utf-8")
    done = cleaner("run", source, "-o", tmp_path / "out")
    assert done.returncode == 123
    (error,) = rows(tmp_path / "out" / "errors.jsonl")
    assert error["line"] == 2
    assert "a.jsonl:1" in str(error["reason"])
    assert [row["text"] for row in rows(tmp_path / "out" / "articles.jsonl")] == ["نص أول"]


def test_an_id_never_leads_out_of_the_folder(cleaner: Run, tmp_path: Path) -> None:
    lines = [{"id": id_, "text": BRIDGE} for id_ in ("../../x", "/x", "a/../../x")]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    deep = tmp_path / "in" / "here"
    deep.mkdir(parents=True)
    cleaner("run", source, "-o", deep / "out", "--text-out", deep / "texts")
    outside = [path for path in tmp_path.rglob("*") if path.is_file() and deep not in path.parents]
    assert outside == [source]
    assert len(list((deep / "texts").rglob("*.txt"))) == 3


@pytest.mark.parametrize(
    "words",
    [
        ["run", "nowhere", "-o", "out"],
        ["run", "."],
        ["run", ".", "-o", "out", "--field", "nonsense"],
        ["run", ".", "-o", "out", "--canonical", "prettiest"],
        ["run", ".", "-o", "out", "--rules", "missing.toml"],
        ["clean", ".", "--in-place", "--check"],
        ["rules", "no.such.rule"],
        ["frobnicate"],
    ],
)
def test_wrong_usage_is_code_2_without_a_traceback(cleaner: Run, words: list[str]) -> None:
    done = cleaner(*words)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_ours_is_left_alone(
    cleaner: Run, folder: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("precious", "utf-8")
    done = cleaner("run", folder, "-o", theirs)
    assert done.returncode == 2
    assert "theirs" in done.stderr
    assert [path.name for path in theirs.iterdir()] == ["thesis.txt"]


def _run_in_a_process(source: Path, out: Path, seed: int, **options: int) -> None:
    call = f"import cleaner; cleaner.run([{str(source)!r}], {str(out)!r}, **{options!r})"
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    subprocess.run([sys.executable, "-c", call], check=True, env=environment)


def test_the_same_bytes_for_any_workers_chunks_memory_and_hash_seed(
    many: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    _run_in_a_process(many, one, seed=0, workers=1)
    _run_in_a_process(many, two, seed=1, workers=2, chunk_bytes=20_000, memory=1)
    assert len(rows(one / "articles.jsonl")) == len(many.read_text("utf-8").splitlines())
    for name in sorted(NAMES - {"run.json"}):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_the_same_lines_for_any_order(many: Path, tmp_path: Path) -> None:
    lines = many.read_text("utf-8").splitlines()
    random.Random(3).shuffle(lines)
    shuffled = tmp_path / "shuffled.jsonl"
    shuffled.write_text("\n".join(lines), "utf-8")
    _run_in_a_process(many, tmp_path / "one", seed=0)
    _run_in_a_process(shuffled, tmp_path / "two", seed=2, workers=2, chunk_bytes=30_000)
    _same(tmp_path / "one", tmp_path / "two")


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_run_can_be_run_again(many: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    _run_in_a_process(many, whole, seed=0, chunk_bytes=10_000)
    call = f"import cleaner; cleaner.run([{str(many)!r}], {str(killed)!r}, chunk_bytes=10_000)"
    process = subprocess.Popen([sys.executable, "-c", call], start_new_session=True)
    parts = killed / ".cleaner-work" / "parts"
    while process.poll() is None and not (parts.exists() and any(parts.iterdir())):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not any((killed / name).exists() for name in NAMES)
    _run_in_a_process(many, killed, seed=1, chunk_bytes=10_000)
    _same(whole, killed)
    assert not (killed / ".cleaner-work").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_ctrl_c_stops_all_workers_and_says_how_to_go_on(many: Path, tmp_path: Path) -> None:
    out, big = tmp_path / "out", tmp_path / "big.jsonl"
    lines = [json.loads(line) | {"id": None} for line in many.read_text("utf-8").splitlines()]
    with big.open("w", encoding="utf-8") as stream:
        for number in range(40):
            stream.writelines(json.dumps(line | {"number": number}) + "\n" for line in lines)
    process = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "run", str(big), "-o", str(out), "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not (out / ".cleaner-work" / "parts").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=30)[1]
    # Python ends by the signal itself where it came while a string was executed (as dataclasses
    # do in imports): a shell calls both 130.
    assert process.returncode in (130, -signal.SIGINT)
    assert "again" in errors
    assert "Traceback" not in errors


def test_running_again_replaces_the_earlier_run(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    cleaner("run", folder, "-o", tmp_path / "out")
    shutil.rmtree(folder / "south")
    assert cleaner("run", folder, "-o", tmp_path / "out").returncode == 0
    ids = [row["id"] for row in rows(tmp_path / "out" / "articles.jsonl")]
    assert ids == ["north/bridge.txt", "north/match.txt"]


def test_quiet_says_nothing(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    done = cleaner("run", folder, "-o", tmp_path / "out", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")


def test_dedup_takes_texts_as_they_are(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    done = cleaner("dedup", folder, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    texts = {row["id"]: row["text"] for row in rows(tmp_path / "out" / "articles.jsonl")}
    assert texts["north/bridge.txt"] == NOISE.format(BRIDGE)
    assert rows(tmp_path / "out" / "removals.jsonl") == []
    copies = [row["id"] for row in rows(tmp_path / "out" / "copies.jsonl") if "why" in row]
    assert len(copies) == 1


def test_the_report_is_made_with_the_run_or_after_it(
    cleaner: Run, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    cleaner("run", folder, "-o", out)
    made = (out / "report.html").read_bytes()
    cleaner("run", folder, "-o", out, "--no-report")
    assert not (out / "report.html").exists()
    done = cleaner("report", out)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (out / "report.html").read_bytes() == made
    assert {path.name for path in out.iterdir()} == NAMES
    assert cleaner("report", folder).returncode == 2

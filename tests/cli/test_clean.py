"""``cleaner clean`` in its modes, ``explain``, ``rules`` and ``compare``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_samples import BRIDGE, MATCH, NOISE, Run, rows

NOISY = NOISE.format(BRIDGE)


def test_check_finds_noise_and_changes_nothing(cleaner: Run, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.txt")}
    done = cleaner("clean", folder, "--check")
    assert done.returncode == 1
    assert "north/bridge.txt" in done.stdout
    assert "south/plain.txt" not in done.stdout
    assert {path: path.read_bytes() for path in folder.rglob("*.txt")} == before


def test_check_of_clean_articles_is_code_0(cleaner: Run, folder: Path) -> None:
    done = cleaner("clean", folder / "south", "--check")
    assert done.returncode == 0, done.stdout


def test_diff_shows_what_would_go_and_why(cleaner: Run, folder: Path) -> None:
    done = cleaner("clean", folder / "north" / "bridge.txt", "--diff")
    assert done.returncode == 0
    assert "[ad_1]" in done.stdout
    assert "plugin." in done.stdout
    assert "\x1b[" not in done.stdout  # no colours in a pipe


def test_in_place_rewrites_only_files_with_noise(cleaner: Run, folder: Path) -> None:
    plain, noisy = folder / "south" / "plain.txt", folder / "north" / "bridge.txt"
    stamp = plain.stat().st_mtime_ns
    done = cleaner("clean", folder, "--in-place")
    assert done.returncode == 0
    assert "Cleaned" in done.stdout
    assert noisy.read_text("utf-8").strip() == BRIDGE
    assert plain.stat().st_mtime_ns == stamp
    again = cleaner("clean", folder, "--in-place")
    assert again.stdout == ""


def test_in_place_keeps_encoding_and_line_ends(cleaner: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(b"\xff\xfe" + NOISY.replace("\n", "\r\n").encode("utf-16-le"))
    cleaner("clean", page, "--in-place")
    data = page.read_bytes()
    assert data.startswith(b"\xff\xfe")
    assert data[2:].decode("utf-16-le").strip() == BRIDGE.replace("\n", "\r\n")


def test_in_place_leaves_untouched_lines_of_jsonl_as_they_are(cleaner: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    clean = '{ "id":"a",  "text":' + json.dumps(BRIDGE) + " }"
    broken = '{"id": '
    noisy = json.dumps({"id": "b", "text": NOISY, "mood": 3}, ensure_ascii=False)
    source.write_text(f"{clean}\n{broken}\n{noisy}\n", "utf-8")
    done = cleaner("clean", source, "--in-place")
    assert done.returncode == 123
    assert "a.jsonl:2" in done.stderr
    first, second, third, last = source.read_text("utf-8").split("\n")
    assert (first, second, last) == (clean, broken, "")
    row = json.loads(third)
    assert (row["id"], row["text"].strip(), row["mood"]) == ("b", BRIDGE, 3)


def test_html_is_not_rewritten(cleaner: Run, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(f"<html><body><p>{BRIDGE}</p></body></html>", "utf-8")
    done = cleaner("clean", page, "--in-place")
    assert done.returncode == 123
    assert "a.html" in done.stderr
    assert "-o" in done.stderr


def test_a_dash_filters_jsonl(cleaner: Run) -> None:
    lines = [{"id": "a", "text": NOISY, "mood": 3}, {"id": "b", "text": BRIDGE}]
    done = cleaner("clean", "-", stdin="\n".join(map(json.dumps, lines)))
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in out] == ["a", "b"]
    assert out[0]["text"].strip() == BRIDGE
    assert out[0]["mood"] == 3


def test_a_dash_gives_each_article_as_it_comes() -> None:
    command = [sys.executable, "-m", "cleaner", "clean", "-"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        for name in ("a", "b"):
            process.stdin.write(json.dumps({"id": name, "text": NOISY}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    import subprocess
    import sys

    command = f"{sys.executable} -m cleaner clean {folder} | head -c 10; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no device that is always full")
@pytest.mark.parametrize("words", [["clean"], ["explain"], ["--help"]])
def test_output_that_takes_no_more_is_told_without_a_traceback(
    folder: Path, words: list[str]
) -> None:
    paths = [] if words == ["--help"] else [str(next(folder.rglob("*.txt")))]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", *words, *paths],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("cleaner: standard output cannot be written: ")
    assert len(done.stderr.splitlines()) == 1


def test_clean_into_a_folder(cleaner: Run, folder: Path, tmp_path: Path) -> None:
    done = cleaner("clean", folder, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"articles.jsonl", "removals.jsonl", "errors.jsonl", "report.html", "run.json"}
    assert len(rows(tmp_path / "out" / "articles.jsonl")) == 4


def test_keep_leaves_a_category(cleaner: Run, folder: Path) -> None:
    done = cleaner("clean", folder / "north" / "bridge.txt", "--keep", "source-credit")
    assert "المصدر: وكالة الضفاف" in json.loads(done.stdout)["text"]


def test_explain_shows_the_whole_article(cleaner: Run, folder: Path) -> None:
    done = cleaner("explain", folder / "north" / "match.txt")
    assert done.returncode == 0
    for line in MATCH.split("\n\n"):
        assert line in done.stdout
    assert "- \N{FIRST STRONG ISOLATE}[ad_1]" in done.stdout


def test_rules_are_listed_and_described(cleaner: Run) -> None:
    listed = cleaner("rules")
    assert listed.returncode == 0
    one = listed.stdout.splitlines()[0].split()[0]
    described = cleaner("rules", one)
    assert one in described.stdout
    assert "removes" in described.stdout
    assert "leaves" in described.stdout


def test_own_rules_can_be_tried(cleaner: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[[rule]]\nid = "my.stamp"\nscope = "line"\ncategory = "masthead"\n'
        'cause = "our old stamp"\nwords = ["صدى"]\npattern = "صدى الضفاف تقدم لكم"\n'
        'remove = ["صدى الضفاف تقدم لكم", "صدى الضفاف تقدم لكم."]\n'
        'keep = ["صدى القرار", "عاد الصدى من الضفاف"]\n',
        "utf-8",
    )
    page = tmp_path / "page.txt"
    page.write_text(f"{BRIDGE}\n\nصدى الضفاف تقدم لكم", "utf-8")
    done = cleaner("rules", "test", mine, page)
    assert done.returncode == 0, done.stderr
    assert "my.stamp  1 removed" in done.stdout
    cleaned = cleaner("clean", page, "--rules", mine)
    assert json.loads(cleaned.stdout)["text"].strip() == BRIDGE


def test_a_project_has_settings_of_its_own(cleaner: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{NOISY}\n\nصدى الضفاف تقدم لكم", "utf-8")
    settings = tmp_path / "pyproject.toml"
    settings.write_text(
        '[project]\nname = "x"\n[tool.cleaner]\nkeep = ["source-credit"]\n'
        'disable = ["plugin.ad-tag"]\n[[tool.cleaner.rule]]\nid = "my.stamp"\n'
        'category = "masthead"\ncause = "our stamp"\nwords = ["صدى"]\n'
        'pattern = "صدى الضفاف تقدم لكم"\n',
        "utf-8",
    )
    text = json.loads(cleaner("clean", page).stdout)["text"]
    assert "[ad_1]" in text
    assert "المصدر: وكالة الضفاف" in text
    assert "صدى الضفاف" not in text
    settings.write_text('[tool.cleaner]\nkeep = "source-credit"\n', "utf-8")
    refused = cleaner("clean", page)
    assert refused.returncode == 2
    assert "tool.cleaner.keep" in refused.stderr


def test_a_bad_rule_file_is_named_with_its_line(cleaner: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[[rule]]\nid = "my.stamp"\nscope = "sideways"\n', "utf-8")
    done = cleaner("clean", tmp_path, "--check", "--rules", mine)
    assert done.returncode == 2
    assert "mine.toml:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_learned_furniture_serves_single_files(cleaner: Run, tmp_path: Path) -> None:
    slogan = "مرصد الضفاف، حكاية النهر كل صباح"
    pages = tmp_path / "pages.jsonl"
    events = [f"{MATCH} {i}\n\nوحضر {'ابجدهوزحط'[i] * 3} و{'كلمنسعفصق'[i] * 4}." for i in range(9)]
    days = [
        " ".join(f"{word}{number}" for word in text.split()) for number, text in enumerate(events)
    ]
    lines = [{"id": str(i), "outlet": "ضفاف", "text": f"{d}\n{slogan}"} for i, d in enumerate(days)]
    pages.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    learned = tmp_path / "furniture.json"
    done = cleaner("learn", pages, "-o", learned)
    assert done.returncode == 0, done.stderr
    assert [line["line"] for line in json.loads(learned.read_text("utf-8"))["sites"]["ضفاف"]] == [
        slogan
    ]
    single = tmp_path / "one.jsonl"
    single.write_text(
        json.dumps({"id": "x", "outlet": "ضفاف", "text": f"{BRIDGE}\n\n{slogan}"}), "utf-8"
    )
    assert slogan in json.loads(cleaner("clean", single).stdout)["text"]
    cleaned = json.loads(cleaner("clean", single, "--furniture", learned).stdout)
    assert cleaned["text"].strip() == BRIDGE


def test_compare_says_why(cleaner: Run, folder: Path) -> None:
    same = cleaner("compare", folder / "north" / "bridge.txt", folder / "south" / "bridge.txt")
    assert same.returncode == 0, same.stderr
    assert "resemblance 1.00" in same.stdout
    other = cleaner("compare", folder / "north" / "bridge.txt", folder / "north" / "match.txt")
    assert "not one story" in other.stdout


def test_compare_refuses_a_file_of_many_without_an_id(cleaner: Run, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    lines = [{"id": "a", "text": BRIDGE}, {"id": "b", "text": MATCH}]
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    refused = cleaner("compare", source, source)
    assert refused.returncode == 2
    assert "FILE::ID" in refused.stderr
    assert cleaner("compare", f"{source}::a", f"{source}::b").returncode == 0
    alike = cleaner("compare", f"{source}::a", f"{source}::a")
    assert alike.returncode == 2
    assert alike.stdout == ""
    assert "::a is named twice" in alike.stderr


def test_help_and_version(cleaner: Run) -> None:
    for words in (["--help"], ["run", "--help"], ["clean", "--help"], ["-h"]):
        assert cleaner(*words, env={"COLUMNS": "100", "TERM": os.environ.get("TERM", "")}).stdout
    assert cleaner("--version").stdout.startswith("cleaner ")

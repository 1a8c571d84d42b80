"""Every command and block of code that README, docs and CONTRIBUTING show does what it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
#: The recipes of pipelines.md need packages of their own, and have tests of their own.
RUN = [document for document in DOCUMENTS if document.name != "pipelines.md"]
BLOCK = re.compile(r"^( *)```(\w*)([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
#: What a test cannot do, or other tests do: install, run all tests, or measure for minutes.
ELSEWHERE = re.compile(r"pip install|pytest|benchmarks\.|^cleaner run PATH")


@dataclass(frozen=True)
class Block:
    language: str
    title: str
    text: str


def blocks(document: Path) -> list[Block]:
    found = BLOCK.findall(document.read_text("utf-8"))
    return [Block(language, title, dedent(text)) for _, language, title, text in found]


def _run(block: Block, folder: Path, env: dict[str, str]) -> str:
    if block.language == "python":
        call = [sys.executable, "-c", block.text]
    else:
        lines = [line for line in block.text.splitlines() if not ELSEWHERE.search(line)]
        call = ["bash", "-euo", "pipefail", "-c", "\n".join(lines)]
    done = subprocess.run(
        call, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{block.text}\n{done.stderr}"
    return done.stdout


def _check_data(block: Block) -> None:
    if block.language == "toml":
        tomllib.loads(block.text)
    else:
        for line in block.text.splitlines():
            json.loads(line)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("document", RUN, ids=lambda path: path.name)
def test_what_is_shown_works(document: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "cleaner"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n', "utf-8")
    command.chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    said = ""
    for block in blocks(document):
        if block.language in ("sh", "python"):
            said = _run(block, tmp_path, env)
        elif block.language in ("toml", "json"):
            _check_data(block)
            for name in re.findall(r'title="(.+)"', block.title):
                (tmp_path / name).write_text(block.text, "utf-8")
        elif block.language == "yaml":
            yaml.safe_load(block.text)
        elif block.language == "diff":
            shown = re.sub("[\u2066-\u2069]", "", said)
            assert all(line in shown for line in block.text.splitlines()), said
        else:
            assert block.language == "", f"{document.name}: who runs {block.language}?"


def test_links_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_rule_that_contributing_shows_would_do_for_a_pack(tmp_path: Path) -> None:
    from cleaner.noise.loader import load_rules
    from cleaner.noise.proving import problems

    shown = next(block for block in blocks(ROOT / "CONTRIBUTING.md") if block.language == "toml")
    file = tmp_path / "try.toml"
    file.write_text(shown.text, "utf-8")
    (rule,) = (rule for rule in load_rules([file]) if rule.id == "try.stamp")
    assert list(problems(rule)) == []
    assert all("\u3010" in example for example in rule.remove)  # as a pack's test asks
    assert f"-k {rule.id}" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")

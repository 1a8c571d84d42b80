"""Small invented articles, and the command line as a user meets it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli_samples import BRIDGE, MATCH, NOISE, PLACES, SENTENCES, Run


@pytest.fixture
def cleaner(tmp_path: Path) -> Run:
    """Run the command in a process of its own, in a folder of its own."""

    def run(
        *words: str | Path, stdin: str | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cleaner", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})},
            check=False,
            cwd=tmp_path,
        )

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four articles: one with noise, its copy, another event, and one without noise."""
    pages = {
        "north/bridge.txt": NOISE.format(BRIDGE),
        "south/bridge.txt": BRIDGE,
        "north/match.txt": NOISE.format(MATCH),
        "south/plain.txt": "أعلنت بلدية تل الورد إغلاق سوق السمك القديم يوم الأحد المقبل لأعمال "
        "الصيانة التي تستمر أسبوعين.\n\nودعت البلدية التجار إلى مراجعة مكتبها.",
    }
    root = tmp_path / "pages"
    for name, text in pages.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Articles in one file: copies, stories and noise."""
    draw = random.Random(11)
    lines = []
    for number in range(150):
        day, place = draw.randint(1, 28), draw.choice(PLACES)
        body = "\n\n".join(draw.choice(SENTENCES).format(n=number // 3, place=place, day=day)
                           for _ in range(draw.randint(6, 12)))  # fmt: skip
        text = NOISE.format(body) if number % 2 else body
        lines.append({"id": f"a{number}", "text": text, "outlet": f"site{number % 7}"})
        if number % 10 == 0:
            lines.append({"text": text + " وانتهى.", "outlet": "mirror"})
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path

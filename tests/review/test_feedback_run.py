"""``cleaner run --feedback``: what was marked as wrong is not done again; the records say why."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cleaner.engines.local import run
from cleaner.engines.options import RunOptions
from cleaner.errors import FeedbackError
from cleaner.review.labels import export
from cleaner.review.marking import mark
from cleaner.review.marks import MarksFile, load

BRIDGE = (
    "افتتح وزير النقل سالم الراوي، الثلاثاء 4 مارس 2025، جسر وادي النخيل الجديد في تل الورد.\n\n"
    "وقال الراوي إن الجسر الذي يبلغ طوله 420 مترا سيخدم أكثر من 60 ألف مركبة يوميا بين الضفتين.\n\n"
    "وحضر حفل الافتتاح محافظ تل الورد هيثم الزيدان وعدد من سكان القرى المجاورة للوادي.\n\n"
    "وبدأ العمل في الجسر قبل ثلاث سنوات بكلفة 18 مليون دينار من صندوق الطرق في الإقليم."
)
MARKET = (
    "أغلقت بلدية تل الورد سوق السمك القديم يوم الأحد لأعمال صيانة تستمر أسبوعين كما قال رئيسها.\n\n"
    "وسينقل الباعة إلى ساحة المرفأ حتى منتصف الشهر المقبل، على أن تعود السوق بمدخل ثان للشاحنات."
)
SPARED = "المصدر: وكالة الضفاف"


def _write(folder: Path, articles: dict[str, str]) -> list[str]:
    folder.mkdir()
    rows = [
        {"id": id_, "text": text, "date": "2025-03-04", "title": f"خبر {id_}"}
        for id_, text in articles.items()
    ]
    path = folder / "feed.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return [str(path)]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    told = "وقال الراوي في حفل افتتاح جسر وادي النخيل بتل الورد الثلاثاء 4 مارس إن الجسر وطوله 420 "
    other = told + "مترا يخدم 60 ألف مركبة يوميا، بحضور المحافظ هيثم الزيدان وكلفته 18 مليون دينار."
    return _write(
        tmp_path_factory.mktemp("input") / "in",
        {
            "a": f"[ad_1]\n\n{BRIDGE}\n\n{SPARED}\n",
            "b": f"{BRIDGE}\n\nشارك\nواتساب\n",
            "c": BRIDGE,
            "d": other,
            "e": MARKET,
        },
    )


@pytest.fixture(scope="module")
def first(paths: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("first")
    run(paths, out, RunOptions(workers=1))
    return out


def _rows(out: Path, name: str) -> dict[str, Any]:
    lines = (out / f"{name}.jsonl").read_text("utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def _removal(out: Path, text: str) -> dict[str, Any]:
    rows = map(json.loads, (out / "removals.jsonl").read_text("utf-8").splitlines())
    return next(row for row in rows if text in row["text"])


def _marked(out: Path, path: Path, *wishes: dict[str, Any]) -> Path:
    for wish in wishes:
        MarksFile(path).append(mark(out, {"verdict": "wrong", **wish}))
    return path


def _again(paths: Sequence[str], out: Path, feedback: Path, **options: Any) -> Path:
    run(paths, out, RunOptions(feedback=feedback, report=False, **options))
    return out


def test_a_removal_marked_wrong_stays(paths: list[str], first: Path, tmp_path: Path) -> None:
    removal = _removal(first, SPARED)
    wish = {"mark": "removal", "id": "a", "start": removal["start"]}
    feedback = _marked(first, tmp_path / "f.jsonl", wish)
    out = _again(paths, tmp_path / "out", feedback, workers=1)
    assert _rows(out, "articles")["a"]["text"] == f"{BRIDGE}\n\n{SPARED}\n"
    spared = _rows(out, "spared")["a"]
    assert SPARED in spared["text"]
    assert spared["rule"] == removal["rule"]
    assert spared["why"].startswith("feedback: ")
    assert json.loads((out / "run.json").read_text("utf-8"))["counts"]["spared"] == 1
    unchanged = ("b", "c", "d", "e")
    before, after = _rows(first, "articles"), _rows(out, "articles")
    assert [after[id_]["text"] for id_ in unchanged] == [before[id_]["text"] for id_ in unchanged]


def test_it_stays_wherever_its_text_has_moved(first: Path, tmp_path: Path) -> None:
    start = _removal(first, SPARED)["start"]
    feedback = _marked(first, tmp_path / "f", {"mark": "removal", "id": "a", "start": start})
    moved = _write(tmp_path / "in", {"a": f"[ad_1]\n\nتصحيح.\n\n{BRIDGE}\n\n{SPARED}\n"})
    out = _again(moved, tmp_path / "out", feedback)
    assert _rows(out, "articles")["a"]["text"] == f"تصحيح.\n\n{BRIDGE}\n\n{SPARED}\n"


def test_copies_marked_wrong_stay_apart(paths: list[str], first: Path, tmp_path: Path) -> None:
    copies = _rows(first, "copies")
    kept = {copies[id_]["canonical"] for id_ in "abc"}
    assert len(kept) == 1
    (canonical,) = kept
    one, other = sorted(set("abc") - kept)
    feedback = _marked(first, tmp_path / "f", {"mark": "copy", "id": one})
    found = _rows(_again(paths, tmp_path / "out", feedback), "copies")
    assert found[one]["canonical"] != found[canonical]["canonical"]
    assert "feedback" in found[one]["why"]
    assert canonical in found[one]["why"]
    assert (
        found[other]["canonical"] == found[canonical]["canonical"]
        or found[other]["canonical"] == found[one]["canonical"]
    )


def test_a_place_in_a_story_marked_wrong_is_left(
    paths: list[str], first: Path, tmp_path: Path
) -> None:
    stories = _rows(first, "stories")
    assert stories["d"]["cluster"] == stories["a"]["cluster"]
    feedback = _marked(first, tmp_path / "f", {"mark": "story", "id": "d"})
    found = _rows(_again(paths, tmp_path / "out", feedback), "stories")
    assert found["d"]["cluster"] == "d"
    assert any(one.startswith("feedback: ") for one in found["d"]["evidence"])
    assert {found[id_]["cluster"] for id_ in "abc"} == {stories["a"]["cluster"]}
    assert found["e"] == stories["e"]


def test_the_same_bytes_whatever_the_workers_and_the_seed(
    paths: list[str], first: Path, tmp_path: Path
) -> None:
    start = _removal(first, SPARED)["start"]
    wishes = (
        {"mark": "removal", "id": "a", "start": start},
        {"mark": "copy", "id": next(i for i in "abc" if _rows(first, "copies")[i].get("kind"))},
        {"mark": "story", "id": "d"},
    )
    feedback = _marked(first, tmp_path / "f.jsonl", *wishes)
    made = []
    for seed, workers in (("1", "1"), ("2", "2")):
        out = tmp_path / seed
        call = [sys.executable, "-m", "cleaner", "run", *paths, "-o", str(out), "--workers"]
        subprocess.run(
            [*call, workers, "--feedback", str(feedback), "-q", "--no-report"],
            check=True, env={**__import__("os").environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        made.append({p.name: p.read_bytes() for p in out.glob("*.jsonl")})
    assert made[0] == made[1]
    assert "spared.jsonl" in made[0]


def test_right_marks_and_withdrawn_ones_change_nothing(
    paths: list[str], first: Path, tmp_path: Path
) -> None:
    start = _removal(first, SPARED)["start"]
    wish = {"mark": "removal", "id": "a", "start": start}
    feedback = _marked(
        first,
        tmp_path / "f",
        wish,
        {**wish, "verdict": "withdrawn"},
        {"mark": "story", "id": "d", "verdict": "right"},
    )
    out = _again(paths, tmp_path / "out", feedback)
    for name in ("articles", "removals", "copies", "stories"):
        assert (out / f"{name}.jsonl").read_bytes() == (first / f"{name}.jsonl").read_bytes()
    assert (out / "spared.jsonl").read_bytes() == b""


def test_bad_marks_are_told_before_any_work(paths: list[str], tmp_path: Path) -> None:
    with pytest.raises(FeedbackError, match="no such file"):
        run(paths, tmp_path / "out", RunOptions(feedback=tmp_path / "nothing"))
    assert not (tmp_path / "out").exists()


def test_marks_become_labels_that_can_be_measured_by(
    paths: list[str], first: Path, tmp_path: Path
) -> None:
    sources = [_removal(first, text) for text in (SPARED, "ad_1")]
    wishes = [
        {"mark": "removal", "id": row["id"], "start": row["start"], "verdict": verdict}
        for row, verdict in zip(sources, ("wrong", "right"), strict=True)
    ]
    copy = next(id_ for id_ in "abc" if _rows(first, "copies")[id_].get("kind"))
    feedback = _marked(
        first,
        tmp_path / "f",
        *wishes,
        {"mark": "copy", "id": copy, "verdict": "right"},
        {"mark": "story", "id": "d"},
    )
    export(first, load(feedback), tmp_path / "labels")
    lines = _rows(tmp_path / "labels", "cleaning")["a"]["lines"]
    assert "\n".join(line["text"] for line in lines) == f"[ad_1]\n\n{BRIDGE}\n\n{SPARED}\n"
    labels = {line["text"]: line["label"] for line in lines}
    assert labels["[ad_1]"] == "noise"
    assert labels[SPARED] == "content"
    assert labels[BRIDGE.split("\n")[0]] == "either"
    assert len({row["cluster"] for row in _rows(tmp_path / "labels", "copies").values()}) == 1
    assert len({row["cluster"] for row in _rows(tmp_path / "labels", "stories").values()}) == 2
    call = [sys.executable, "-m", "benchmarks.quality", str(tmp_path / "labels"), "--json"]
    root = Path(__file__).parents[2]
    done = subprocess.run(call, cwd=root, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)["cleaning"]
    assert figures["content_lost"] == 1.0  # the run that was marked lost all that was judged
    assert figures["noise_left"] == 0.0

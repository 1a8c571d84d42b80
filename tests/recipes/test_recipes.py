"""The examples of ``docs/pipelines.md`` run as they stand, each where its library is installed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "pipelines.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the documentation is not here")
BRIDGE = (
    "افتتح وزير النقل سالم الراوي، الثلاثاء 4 مارس 2025، جسر وادي النخيل الجديد في مدينة تل الورد "
    "بعد أعمال استمرت ثلاث سنوات.\n\n"
    "وقال الراوي إن الجسر الذي يبلغ طوله 420 مترا سيخدم أكثر من 60 ألف مركبة يوميا."
)
MARKET = "أعلنت بلدية تل الورد إغلاق سوق السمك القديم يوم الأحد المقبل لأعمال الصيانة."
NOISY = "[ad_1]\n\n{}\n\nزر الذهاب إلى الأعلى"


def _examples() -> Iterator[Any]:
    text = PAGE.read_text("utf-8") if PAGE.exists() else ""
    for title, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
        for code in re.findall(r"```python\n(.*?)```", body, re.DOTALL):
            yield pytest.param(code, id=title)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    rows = [
        {"id": "a", "text": NOISY.format(BRIDGE), "title": "جسر جديد"},
        {"id": "b", "text": BRIDGE + " وانتهى.", "title": "جسر جديد"},
        {"id": "c", "text": MARKET, "title": "إغلاق السوق"},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "articles.jsonl").write_text(lines, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("HF_HOME", "HF_DATASETS_CACHE"):
        monkeypatch.setenv(name, str(tmp_path / "hf"))
    return tmp_path


@pytest.mark.parametrize("code", list(_examples()))
def test_an_example_runs(
    folder: Path, code: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    for library in re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE):
        pytest.importorskip(library, reason=f"{library} is not installed")
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, str(PAGE), "exec"), names)
    title = request.node.callspec.id
    _CHECKS.get(title, _fresh)(names, capsys.readouterr().out)


def _fresh(names: dict[str, Any], _: str) -> None:
    """Two of the three articles are left, cleaned."""
    fresh = names["fresh"]
    texts = list(fresh["text"])
    assert len(texts) == 2
    assert not any("[ad_1]" in text for text in texts)


def _stream(_: dict[str, Any], out: str) -> None:
    assert out.count("\n") >= 3
    assert "[ad_1]" not in out


def _yesterday(_: dict[str, Any], out: str) -> None:
    assert re.match(r"[ab] repeats [ab]: ", out)


def _datatrove(names: dict[str, Any], _: str) -> None:
    (document,) = names["fresh"]
    assert document.text == "افتتح الوزير الجسر الجديد."
    assert document.metadata["removed"] == ["plugin.ad-tag"]


def _scrapy(names: dict[str, Any], _: str) -> None:
    from scrapy.exceptions import DropItem

    pipeline = names["CleanAndFold"]()
    pipeline.open_spider(None)
    try:
        first = pipeline.process_item({"url": "https://a.example/1", "text": NOISY.format(BRIDGE)})
        assert first["text"].strip() == BRIDGE
        with pytest.raises(DropItem, match=r"repeats https://a\.example/1"):
            pipeline.process_item({"url": "https://b.example/2", "text": BRIDGE})
        assert pipeline.process_item({"url": "https://b.example/3", "text": MARKET})
    finally:
        pipeline.close_spider(None)


_CHECKS = {
    "A stream": _stream,
    "Yesterday's articles": _yesterday,
    "datatrove": _datatrove,
    "scrapy": _scrapy,
}

"""Small invented articles, and the command line as a user meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

BRIDGE = (
    "افتتح وزير النقل سالم الراوي، الثلاثاء 4 مارس 2025، جسر وادي النخيل الجديد في مدينة تل الورد "
    "بعد أعمال استمرت ثلاث سنوات.\n\n"
    "وقال الراوي إن الجسر الذي يبلغ طوله 420 مترا سيخدم أكثر من 60 ألف مركبة يوميا، وإن كلفته "
    "بلغت 35 مليون دينار.\n\n"
    "وأضاف أن الوزارة ستبدأ الشهر المقبل توسعة الطريق المؤدي إلى ميناء الرمال، مشيرا إلى أن "
    "المشروع سيوفر 300 فرصة عمل لأبناء المنطقة.\n\n"
    "وحضر حفل الافتتاح محافظ تل الورد هيثم الزيدان وعدد من سكان القرى المجاورة الذين عبروا عن "
    "ارتياحهم لانتهاء الأعمال."
)
MATCH = (
    "فاز فريق نجوم الساحل على ضيفه وحدة الجبل بهدفين دون رد في المباراة التي أقيمت مساء الجمعة "
    "على ملعب المرجان.\n\n"
    "وسجل المهاجم كريم بوزيان الهدفين في الدقيقتين 23 و78، ليرفع رصيده إلى 14 هدفا في صدارة "
    "هدافي الدوري.\n\n"
    "وقال مدرب نجوم الساحل إن لاعبيه نفذوا الخطة كما يجب، فيما طالب مدرب وحدة الجبل بإعادة النظر "
    "في قرارات الحكم.\n\n"
    "ويلتقي نجوم الساحل في الجولة المقبلة فريق اتحاد الواحة يوم الأربعاء المقبل."
)
NOISE = "[ad_1]\n\n{}\n\n[ad_2]\n\nالمصدر: وكالة الضفاف\n\nزر الذهاب إلى الأعلى"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cleaner() -> Run:
    """Run the command in a process of its own."""

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


def rows(path: Path) -> list[dict[str, object]]:
    """Read a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

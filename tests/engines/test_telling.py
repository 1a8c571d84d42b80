from __future__ import annotations

import json
from pathlib import Path

import cleaner

TEXT = (
    "غرقت عبّارة الهلال الأزرق قبالة ميناء سندارة يوم الثلاثاء وعلى متنها 112 راكبا، وأعلن خفر "
    "السواحل في جمهورية مرجان فقدان 23 راكبا قرب منارة طيف."
)
ROWS = [
    {"id": "a", "title": "غرق عبّارة", "text": TEXT, "date": "2031-05-06", "outlet": "rasif"},
    {"id": "b", "title": "فقدان ركاب", "text": TEXT, "date": "2031-05-07", "outlet": "daftar"},
    {"id": "c", "title": "عنب", "text": "توقع مزارعو سهل ياسمين محصولا وفيرا.", "outlet": "marsad"},
]


def test_the_first_row_of_a_story_tells_of_it(tmp_path: Path) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    (tmp_path / "in.jsonl").write_text(lines, "utf-8")
    cleaner.run([tmp_path / "in.jsonl"], tmp_path / "out", workers=1)
    rows = [json.loads(line) for line in (tmp_path / "out/stories.jsonl").open(encoding="utf-8")]
    told = {key: rows[0][key] for key in list(rows[0])[5:]}
    assert told == {
        "headline": "غرق عبّارة",
        "from": "2031-05-06",
        "to": "2031-05-07",
        "outlets": ["daftar", "rasif"],
        "articles": 2,
        "copy_groups": 1,
    }
    assert all("headline" not in row for row in rows[1:])

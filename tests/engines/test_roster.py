"""The columns that grouping reads say of each article that stays what its part says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.corpus import Plan, plan
from cleaner.corpus.output import Part
from cleaner.engines.options import RunOptions
from cleaner.engines.parts import load_columns
from cleaner.engines.roster import call_roll
from cleaner.engines.stages import Job, make_part


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    rows = [
        {
            "id": f"n{at % 7}",
            "text": f"خبر رقم {at} عن أحوال المدينة.",
            "title": "عنوان" if at % 2 else None,
        }
        | ({"url": f"https://example.org/{at}", "outlet": "شبكة"} if at % 3 else {})
        | ({"date": "2024-03-05"} if at % 4 else {})
        for at in range(9)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    made = [
        Job(chunk, Part(tmp_path / f"{chunk.number}"), RunOptions(clean=None))
        for chunk in plan([str(path)], Plan(300))
    ]
    for job in made:
        make_part(job)
    return made


def test_what_is_known_is_what_parts_hold(jobs: list[Job]) -> None:
    assert len(jobs) > 1
    roster = call_roll(jobs)
    assert roster.ids() == [f"n{at}" for at in range(7)]  # two came twice
    assert len(roster.errors) == 2
    parts = [load_columns(job.part.folder) for job in jobs]
    for name in ("titles", "outlets", "urls", "published", "credits", "removed"):
        expected = [value for part in parts for value in getattr(part, name)][:7]
        assert list(getattr(roster.known, name)) == expected, name
    assert {None} < set(roster.known.urls) and {None} < set(roster.known.published)

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from story_newsroom import ARTICLES

from cleaner.article import Article, Facts
from cleaner.errors import SketchError
from cleaner.story import Evidence, Saved, extract
from cleaner.story.evidence import NO_DAY, RAGGED
from cleaner.story.gathering import gather


def same(one: Evidence, two: Evidence) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(two, field.name))
        for field in fields(Evidence)
    )


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return extract(ARTICLES)


def test_parts_join_to_the_whole(evidence: Evidence) -> None:
    parts = [extract(ARTICLES[:2]), extract([]), extract(ARTICLES[2:])]
    assert same(Evidence.concat(parts), evidence)


def test_evidence_is_saved_and_opened_again(evidence: Evidence, tmp_path: Path) -> None:
    evidence.save(tmp_path / "evidence")
    assert same(Evidence.load(tmp_path / "evidence"), evidence)


def test_evidence_travels_between_processes(evidence: Evidence) -> None:
    assert same(pickle.loads(pickle.dumps(evidence)), evidence)


def test_evidence_made_otherwise_is_refused(evidence: Evidence, tmp_path: Path) -> None:
    with pytest.raises(SketchError, match="made in different ways"):
        Evidence.concat([evidence, replace(evidence, made="terms 0")])
    replace(evidence, made="terms 0").save(tmp_path / "old")
    with pytest.raises(SketchError, match="terms 0"):
        Evidence.load(tmp_path / "old")


def test_rows_can_be_chosen(evidence: Evidence) -> None:
    chosen = evidence.select(np.array([3, 0]))
    assert same(chosen, extract([ARTICLES[3], ARTICLES[0]]))


def test_rows_are_gathered_from_parts_on_disk_and_in_memory(
    evidence: Evidence, tmp_path: Path
) -> None:
    first, rest = extract(ARTICLES[:2]), extract(ARTICLES[2:])
    first.save(tmp_path / "first")
    rows = np.array([3, 0, 1, len(ARTICLES) - 1])
    parts = [Saved(tmp_path / "first", first.ids), extract([]), rest]
    assert same(gather(parts, rows, tuple(RAGGED)), evidence.select(rows))


def test_the_day_comes_from_facts_first() -> None:
    articles = [
        Article("facts", "نص", date="2031-05-06", facts=Facts(published="2031-05-02T10:00")),
        Article("date", "نص", date="2031-05-06 11:00"),
        Article("odd", "نص", date="next Tuesday"),
        Article("none", "نص"),
    ]
    days = extract(articles).days.tolist()
    assert days[1] - days[0] == 4
    assert days[2:] == [NO_DAY, NO_DAY]


def test_labels_are_written_as_in_the_text(evidence: Evidence) -> None:
    written = set(evidence.labels(0).values())
    assert "الهلال" in written or "الهلال الأزرق" in written
    assert any("عبّارة" in text for text in written)


def test_terms_are_sorted_and_counted(evidence: Evidence) -> None:
    for row in range(len(evidence)):
        keys = evidence.keys[evidence.term_offsets[row] : evidence.term_offsets[row + 1]]
        assert (np.diff(keys.astype(np.int64)) > 0).all()
    assert evidence.times.min() >= 1


def test_a_huge_text_costs_no_more_than_its_beginning() -> None:
    huge = extract([Article("huge", "كلمة " * 200_000, "عنوان")])
    assert huge.lengths[0] <= 1500


def test_lone_surrogates_and_odd_marks_are_borne() -> None:
    text = 'خبر \ud800 عاجل \x00 « غير مغلق\n"" ،،, 12.. 7,'
    assert len(extract([Article("odd", text)])) == 1

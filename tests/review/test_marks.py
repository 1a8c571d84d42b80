"""Marks: what is kept of an opinion, and how removals and merges follow it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import CleanArticle, CopyLink, Removal, replay
from cleaner.copies.apart import keep_apart
from cleaner.corpus.atomic import to_json_line
from cleaner.errors import FeedbackError
from cleaner.review.labels import clusters, restored
from cleaner.review.marks import (
    COPY,
    RIGHT,
    STORY,
    WITHDRAWN,
    WRONG,
    MarksFile,
    MergeMark,
    RemovalMark,
    load,
    settled,
)
from cleaner.review.sparing import spare


def test_marks_are_read_as_they_were_written(tmp_path: Path) -> None:
    marks = [
        RemovalMark(WRONG, "صحيفة/أ.txt", 7, "المصدر: \ud800", "ar.source.line", "2025-01-01"),
        MergeMark(COPY, RIGHT, "b", "a"),
        MergeMark(STORY, WRONG, "c", "a", ("a", "d")),
    ]
    file = MarksFile(tmp_path / "feedback.jsonl")
    for mark in marks:
        file.append(mark)
    found = load(file.path)
    assert [*found.removals, *found.copies, *found.stories] == marks
    assert found.copies_apart == ()
    assert found.stories_apart == (("c", "a"), ("c", "d"))


def test_a_later_mark_replaces_an_earlier_one() -> None:
    first = MergeMark(COPY, WRONG, "b", "a")
    assert settled([first, MergeMark(COPY, RIGHT, "a", "b")]).copies_apart == ()
    assert settled([first, MergeMark(COPY, WITHDRAWN, "b", "a")]).all == ()
    assert settled([first, MergeMark(COPY, WRONG, "b", "c")]).copies_apart == (
        ("b", "a"),
        ("b", "c"),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "no mark"),
        (b"[]", "no JSON object"),
        (b'{"mark":"copy","verdict":"wrong","id":"a"}', "lacks 'other'"),
        (b'{"mark":"copy","verdict":"maybe","id":"a","other":"b"}', "maybe"),
        (b'{"mark":"removal","verdict":"wrong","id":"a","start":1,"text":"x","sha256":"0"}', "256"),
        (b'{"mark":"removal","verdict":"wrong","id":"a","start":"1","text":"x"}', "a number"),
    ],
)
def test_what_is_no_mark_is_told_with_its_line(tmp_path: Path, line: bytes, said: str) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_bytes(to_json_line(MergeMark(COPY, RIGHT, "b", "a").row()) + line + b"\n")
    with pytest.raises(FeedbackError, match=said) as told:
        load(path)
    assert f"{path}:2: " in str(told.value)


TEXT = "[ad]\nخبر عن جسر.\n\nالمصدر: وكالة\nتابعونا\n"
REMOVALS = (
    Removal(0, 5, "ad", "an advertisement"),
    Removal(16, len(TEXT) - 1, "tail", "a footer"),
)


def _mark(text: str, start: int = 0) -> RemovalMark:
    return RemovalMark(WRONG, "a", start, text)


def test_a_spared_span_stays_and_the_rest_of_its_removal_goes() -> None:
    clean = CleanArticle(replay(TEXT, REMOVALS), REMOVALS, embedded=((20, 30),))
    kept, spared = spare(TEXT, clean, [_mark("\n\nالمصدر: وكالة", 900)])
    assert kept.text == "خبر عن جسر.\n\nالمصدر: وكالة\n"
    assert [one.rule for one in kept.removals] == ["ad", "tail"]
    assert [TEXT[one.start : one.end] for one in spared] == ["\n\nالمصدر: وكالة"]
    assert spared[0].why.startswith("feedback")
    assert kept.embedded == ()


def test_what_is_not_there_or_not_removed_changes_nothing() -> None:
    clean = CleanArticle(replay(TEXT, REMOVALS), REMOVALS)
    for text in ("never printed", "خبر عن جسر", "", "\n"):
        assert spare(TEXT, clean, [_mark(text)]) == (clean, ())


@given(st.text("اب \n", max_size=40), st.data())
def test_sparing_only_puts_back(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    removals = tuple(Removal(a, b, "r", "w") for a, b in spans if a < b)
    marks = [_mark(data.draw(st.text("اب \n", max_size=5)), data.draw(st.integers(0, 40)))]
    marks += [_mark(text[r.start : r.end], r.start) for r in removals[:1]]
    clean = CleanArticle(replay(text, removals), removals)
    kept, spared = spare(text, clean, marks)
    assert replay(text, kept.removals) == kept.text
    before = {at for r in removals for at in range(r.start, r.end)}
    after = {at for r in kept.removals for at in range(r.start, r.end)}
    assert after <= before
    assert not after & {at for r in spared for at in range(r.start, r.end)}
    assert all(text[at].isspace() for at in before - after - {
        at for r in spared for at in range(r.start, r.end)
    })  # fmt: skip


def test_articles_kept_apart_share_no_group() -> None:
    found = {
        1: CopyLink("a", "k", "k", 0.9, 0.9, "near", "alike"),
        2: CopyLink("b", "k", "k", 0.9, 0.9, "near", "alike"),
    }
    apart = (("a", "b"), ("b", "nobody"), ("c", "k"), ("k", "b"))
    left = keep_apart(found, ["k", "a", "b", "c"], apart)
    assert {at: link.canonical for at, link in left.items()} == {0: "k", 1: "a", 3: "c"}
    assert left[1].why == "feedback: a person marked it as no copy of b"
    assert left[1].resemblance is None
    assert "no copy of k" in str(left[3].why)
    assert found.keys() == {1, 2}


def test_clusters_of_marks() -> None:
    marks = [
        MergeMark(STORY, RIGHT, "b", "a"),
        MergeMark(STORY, RIGHT, "c", "b"),
        MergeMark(STORY, WRONG, "d", "a"),
    ]
    assert clusters(marks) == {"a": "a", "b": "a", "c": "a", "d": "d"}


def test_originals_are_restored() -> None:
    rows = [{"start": r.start, "end": r.end, "text": TEXT[r.start : r.end]} for r in REMOVALS]
    assert restored(replay(TEXT, REMOVALS), rows) == TEXT

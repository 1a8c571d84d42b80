"""The labels of the fixtures fit the fixtures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
LABELS = ("content", "noise", "either")
LINE_KEYS = {"text", "label", "why", "cut", "either"}


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def labelled(name: str) -> list[dict[str, Any]]:
    return rows(FIXTURES / "_labels" / f"{name}.jsonl")


def files() -> list[Path]:
    found = (path for path in FIXTURES.rglob("*") if path.is_file())
    return [path for path in found if not path.relative_to(FIXTURES).parts[0].startswith("_")]


def articles() -> dict[str, str | None]:
    """Give the text of every article by id; None for an HTML page."""
    found: dict[str, str | None] = {}
    for path in files():
        name = path.relative_to(FIXTURES).as_posix()
        if path.suffix == ".jsonl":
            found |= {row["id"]: row["text"] for row in rows(path)}
        else:
            found[name] = path.read_text("utf-8") if path.suffix == ".txt" else None
    return found


def clusters(name: str) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for row in labelled(name):
        members.setdefault(row["cluster"], []).append(row["id"])
    return members


CLEANING = labelled("cleaning")
LINES = [(document["id"], line) for document in CLEANING for line in document["lines"]]


def test_only_known_formats() -> None:
    assert {path.suffix for path in files()} == {".txt", ".html", ".jsonl"}


def test_every_article_with_a_text_has_cleaning_labels() -> None:
    with_text = sorted(id_ for id_, text in articles().items() if text is not None)
    assert [document["id"] for document in CLEANING] == with_text


@pytest.mark.parametrize("name", ["copies", "stories"])
def test_every_article_has_one_cluster(name: str) -> None:
    assert [row["id"] for row in labelled(name)] == sorted(articles())


@pytest.mark.parametrize("document", CLEANING, ids=lambda document: document["id"])
def test_lines_join_to_the_text(document: dict[str, Any]) -> None:
    text = articles()[document["id"]]
    assert "\n".join(line["text"] for line in document["lines"]) == text


def test_lines_have_known_labels_and_keys() -> None:
    for id_, line in LINES:
        assert line["label"] in LABELS, id_
        assert {"text", "label", "why"} <= line.keys() <= LINE_KEYS, id_
        assert "\n" not in line["text"], id_
        assert line["why"] or line["label"] == "content", id_


def test_spans_inside_lines_are_valid() -> None:
    for id_, line in LINES:
        spans = sorted([*line.get("cut", []), *line.get("either", [])])
        ends = [0, *(end for _, end in spans)]
        assert all(start >= before for before, (start, _) in zip(ends, spans, strict=False)), id_
        assert all(start < end <= len(line["text"]) for start, end in spans), id_


def test_blank_lines_are_content() -> None:
    assert all(line["label"] == "content" for _, line in LINES if not line["text"].strip())


def test_copies_are_of_one_story() -> None:
    story = {row["id"]: row["cluster"] for row in labelled("stories")}
    for members in clusters("copies").values():
        assert len({story[id_] for id_ in members}) == 1, members


def test_about_forty_articles_of_six_outlets_over_eight_events() -> None:
    assert 38 <= len(articles()) <= 48
    assert len({path.relative_to(FIXTURES).parts[0] for path in files()}) == 6
    sizes = [len(members) for members in clusters("stories").values()]
    assert sum(size > 1 for size in sizes) == 8
    assert sizes.count(1) >= 5, "some articles stand alone"


def test_copy_groups_cross_outlets() -> None:
    groups = [members for members in clusters("copies").values() if len(members) > 1]
    assert len(groups) >= 6
    assert all(len({id_.split("/")[0].split("-")[0] for id_ in members}) > 1 for members in groups)


def test_many_shapes_of_noise_and_some_articles_without() -> None:
    shapes = Counter(line["why"] for _, line in LINES if line["label"] == "noise")
    assert len(shapes) >= 25
    clean = [d for d in CLEANING if all(x["label"] != "noise" for x in d["lines"])]
    assert len(clean) >= 4


def test_files_are_plain_utf8_with_lf() -> None:
    for path in [*files(), *(FIXTURES / "_labels").iterdir()]:
        data = path.read_bytes()
        assert b"\r" not in data, path
        assert not data.startswith(b"\xef\xbb\xbf"), path
        assert "\N{REPLACEMENT CHARACTER}" not in data.decode("utf-8"), path

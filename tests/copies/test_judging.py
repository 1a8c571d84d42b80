"""What is no copy however alike, and what is one however edited: cases from a data file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import copies_newsroom as newsroom
import pytest

from cleaner.article import Article, Facts
from cleaner.copies import compare, dedupe
from cleaner.copies.judging import Ruling

CASES = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8"))["pair"]


def article(id_: str, told: dict[str, str]) -> Article:
    return Article(
        id_,
        told["text"],
        title=told.get("title"),
        outlet=told.get("outlet"),
        facts=Facts(published=told.get("published")),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case: dict) -> None:
    one, other = article("a", case["one"]), article("b", case["other"])
    found = compare(one, other)
    veto = case.get("veto")
    assert found.copies is (veto is None), (found.resemblance, found.containment, found.vetoes)
    if veto:
        assert found.vetoes == (Ruling[veto].why,)
    links = dedupe([one, other])
    assert (links[0].cluster == links[1].cluster) is (veto is None)


def test_every_reason_has_a_sentence() -> None:
    assert all(ruling.why for ruling in Ruling)


def test_a_formula_that_comes_back_day_by_day_makes_no_group_of_days() -> None:
    reports = [newsroom.weather(day, outlet) for day in range(10) for outlet in ("أ", "ب", "ج")]
    assert compare(reports[0], reports[4]).copies, "a day apart the words alone would do"
    for link in dedupe(reports):
        assert link.id[1:] == link.canonical[1:], link

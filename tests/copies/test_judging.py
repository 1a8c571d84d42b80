"""What is no copy however alike, and what is one however edited: cases from a data file."""

from __future__ import annotations

import tomllib
from dataclasses import replace
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


def test_two_days_of_a_formula_are_apart_though_half_is_the_same() -> None:
    reports = [retitled(newsroom.weather(day, f"صحيفة{day}"), day) for day in range(10)]
    words = [report.text.split() for report in reports]
    half = [*words[4][:25], *words[5][25:]]
    mixed = retitled(replace(reports[5], id="غدا", text=" ".join(half), outlet="الجسر"), 99)
    assert 0.6 < compare(reports[4], mixed).resemblance < 0.7
    assert compare(reports[4], mixed).copies, "the words alone would do"
    links = {link.id: link.cluster for link in dedupe([*reports[:5], *reports[6:], mixed])}
    assert links[reports[4].id] != links["غدا"]


def test_a_formula_of_one_day_may_be_one_event() -> None:
    reports = [retitled(newsroom.weather(day, f"صحيفة{day}"), day) for day in range(10)]
    half = [*reports[4].text.split()[:18], *newsroom.weather(15, "د").text.split()[18:]]
    same_day = retitled(replace(reports[4], id="أيضا", text=" ".join(half), outlet="الجسر"), 99)
    assert 0.4 < compare(reports[4], same_day).resemblance < 0.6
    links = {link.id: link.cluster for link in dedupe([*reports, same_day])}
    assert links[reports[4].id] == links["أيضا"]


def retitled(report: Article, seed: int) -> Article:
    return replace(report, title=newsroom.text(4, 1000 + seed))

from __future__ import annotations

import numpy as np
import pytest

from cleaner.article import Article
from cleaner.story import Evidence, extract
from cleaner.story.collect import COUNT, DAY, IN_LEAD, KIND, QUOTE, RANK, STAMP
from cleaner.story.wording import day_in_words, number_in_words


def facts(evidence: Evidence, kind: int) -> list[tuple[int, int]]:
    chosen = evidence.fact_kinds & KIND == kind
    keys, values = evidence.fact_keys[chosen], evidence.fact_values[chosen]
    return list(zip(keys.tolist(), values.tolist(), strict=True))


def read(text: str) -> Evidence:
    return extract([Article("a", text, "عنوان")])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("الخميس 19 أكتوبر 2023", [("19 October", 2023)]),
        ("١٩ تشرين الأول/ أكتوبر", [("19 October", 0)]),
        ("3 شباط/فبراير 2022 ثم 5 حزيران", [("3 February", 2022), ("5 June", 0)]),
        ("on October 19, 2023, he said", [("19 October", 2023)]),
        ("le 14 juillet 2019", [("14 July", 2019)]),
        ("12 Mayıs 2020 günü", [("12 May", 2020)]),
        ("يوم 9 نيسان/أبريل ثم 4 مارس", [("9 April", 0), ("4 March", 0)]),
        ("on 3 March 2021 they may march", [("3 March", 2021)]),
        ("في 40 أكتوبر", []),
        ("19.5 أكتوبر", []),
    ],
)
def test_days_are_read(text: str, days: list[tuple[str, int]]) -> None:
    found = [(day_in_words(key), year) for key, year in facts(read(text), DAY)]
    assert sorted(found) == sorted(days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("يوم 26/5/2016", [("26 May", 2016)]),
        ("في 2016 / 05 / 26 م", [("26 May", 2016)]),
        ("on 2016-05-26", [("26 May", 2016)]),
        ("в 26.05.2016 года", [("26 May", 2016)]),
        ("on 5/26/2016", [("26 May", 2016)]),
        ("٢٦/٥/٢٠١٦", [("26 May", 2016)]),
        ("في 26/13/2016", []),
        ("في 12/10/1436هـ", []),
        ("فاز 3 مقابل 2 عام 2016", []),
    ],
)
def test_days_in_figures_are_read(text: str, days: list[tuple[str, int]]) -> None:
    evidence = read(text)
    assert [(day_in_words(key), year) for key, year in facts(evidence, STAMP)] == days
    assert facts(evidence, DAY) == []
    assert (evidence.events[0, 1] == 2016) == bool(days)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,000 حاوية", ["1000"]),
        ("ألف حاوية", ["1000"]),
        ("3 ملايين برميل", ["3000000"]),
        ("43.8 كيلوغرام", ["43.8"]),
        ("7 مليار يورو", ["7000000000"]),
        ("five ships", ["5"]),
        ("عام 2023.", []),
    ],
)
def test_counts_are_read(text: str, values: list[str]) -> None:
    found = [number_in_words(value) for _, value in facts(read(text), COUNT)]
    assert found == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("الجولة 12 من الدوري", ["12"]),
        ("الجولة الثالثة من الدوري", ["3"]),
        ("الدورة الثانية عشرة من المهرجان", ["12"]),
        ("الدورة الثالثة والعشرين من المهرجان", ["23"]),
        ("غرق 5 بحارة", []),
        ("عام 2023.", []),
        ("كلام آخر " * 60 + "الجولة 12 من الدوري", []),
    ],
)
def test_ranks_of_the_lead_are_read(text: str, values: list[str]) -> None:
    assert [number_in_words(value) for _, value in facts(read(text), RANK)] == values


def test_a_count_is_the_same_however_it_is_written() -> None:
    assert facts(read("1000 حاوية"), COUNT) == facts(read("١٠٠٠ حاوية"), COUNT)
    assert facts(read("ألف حاوية"), COUNT) == facts(read("1,000 حاوية"), COUNT)


def test_quotations_leave_shingles() -> None:
    quoted = "قال: «نأمل أن يعود البحارة المفقودون سالمين قريبا»"
    assert len(facts(read(quoted), QUOTE)) >= 2
    assert facts(read(quoted.replace("«", "").replace("»", "")), QUOTE) == []
    assert facts(read("قال: «نأمل أن\nيعود البحارة المفقودون سالمين قريبا"), QUOTE) == []


def test_weekdays_are_told_by_place() -> None:
    evidence = read("يوم الاثنين " + "كلام آخر " * 60 + "يوم الجمعة")
    assert int(evidence.weekdays[0]) == 1 | 1 << 7 | 1 << 11


def test_the_event_is_the_day_told_most() -> None:
    lead = read("في 19 أكتوبر 2023 " + "كلام آخر " * 60 + "منذ 3 مايو 2020")
    assert lead.events[0].tolist() == [10 * 32 + 19, 2023, 2023 * 12 + 10]
    assert read("كلام آخر " * 60 + "في 3 مايو 2020").events[0].tolist() == [0, 0, 2020 * 12 + 5]


def test_facts_of_the_lead_are_marked() -> None:
    evidence = read("غرق 5 بحارة " + "كلام آخر " * 60 + "ونجا 9 ركاب")
    counted = evidence.fact_kinds[evidence.fact_kinds & KIND == COUNT]
    assert sorted((counted >= IN_LEAD).tolist()) == [False, True]


def test_facts_are_sorted_without_doubles() -> None:
    evidence = read("5 سفن و5 سفن و7 قوارب. " * 4)
    rows = np.column_stack([evidence.fact_kinds & KIND, evidence.fact_keys, evidence.fact_values])
    assert (
        rows.tolist() == sorted({tuple(row) for row in rows.tolist()}, key=tuple)
        or [list(row) for row in sorted({tuple(row) for row in rows.tolist()})] == rows.tolist()
    )

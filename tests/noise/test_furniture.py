"""Learned furniture: what many different stories of a site share, and what they may share."""

from __future__ import annotations

import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import RuleError
from cleaner.noise.cleaner import Cleaner
from cleaner.noise.furniture import (
    Furniture,
    Learned,
    Observations,
    learn,
    mask,
    merge,
    observe,
)
from cleaner.noise.page import Page, Scrape

SITE = "coast.example"
TEXT = (
    "مدينة بلدية ميناء سوق مدرسة جامعة طريق جسر مطار حديقة متحف مسرح فريق مدرب لاعب وزير لجنة "
    "مجلس خطة مشروع شركة مصنع عمال أجور أسعار موسم محصول صيد سفينة قارب ساحل جبل وادي نهر مطر "
    "عاصفة حريق إنقاذ شرطة محكمة قانون تقرير دراسة باحث طبيب مستشفى دواء كتاب رواية شاعر لوحة "
    "معرض جائزة مسابقة بطولة هدف مباراة جمهور ملعب سباق دراجة قطار حافلة رحلة سائح فندق مطعم"
)
WORDS = TEXT.split()


def sentence(dice: random.Random, length: int = 18) -> str:
    return " ".join(dice.choices(WORDS, k=length)) + "."


def story(number: int, paragraphs: int = 4) -> list[str]:
    dice = random.Random(number)
    return [" ".join(dice.choices(WORDS, k=7)), *(sentence(dice) for _ in range(paragraphs))]


def page(lines: list[str], site: str = SITE) -> Page:
    return Page("\n".join(lines), site=site)


def learned(pages: list[Page]) -> set[str]:
    return {one.line for one in learn(observe(pages)).lines_for(SITE)}


def left(furniture: Furniture, of: Page) -> list[str]:
    text = of.text
    for removal in sorted(furniture.removals(of), reverse=True):
        text = text[: removal.start] + text[removal.end :]
    return [line for line in text.split("\n") if line]


TOP = ["الساحل الأخضر اليومي", "أخبار المدن الساحلية"]
STAMPS = [
    "آخر تحديث: الأحد {day} مارس 2031 - 10:{minute} ص",
    "عدد القراءات {minute}، تاريخ النشر {day}/3/2031",
    "Visits №{minute} — {day} March 2031 ☎",
    "نسخة{day} من {minute}.{day}",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_line_whose_numbers_and_dates_change_is_one_line(stamp: str):
    pages = [
        page([stamp.format(day=n + 1, minute=10 + n * n), *story(n), *BOTTOM]) for n in range(12)
    ]
    assert len(learned(pages)) == 1 + len(BOTTOM)


BOTTOM = ["خدمة القراء في الساحل", "كل ما ينشر هنا ملك للدار", "صحيفة الساحل منذ البداية"]


def test_lines_of_many_stories_are_furniture():
    pages = [page([*TOP, *story(n), *BOTTOM]) for n in range(20)]
    assert learned(pages) == {*TOP, *BOTTOM}
    furniture = learn(observe(pages))
    fresh = page([*TOP, *story(99), *BOTTOM])
    assert left(furniture, fresh) == story(99)
    whys = [removal.why for removal in furniture.removals(fresh)]
    assert whys == [
        "2 lines; the least known: furniture of the site: 20 of 20 different stories carry it",
        "3 lines; the least known: furniture of the site: 20 of 20 different stories carry it",
    ]


def test_fifty_copies_of_one_story_lose_no_line():
    pages = [page([f"نسخة {n}", *story(1), *BOTTOM, f"كلمة {WORDS[n]} مفردة"]) for n in range(50)]
    assert learned(pages) == set()


def test_fifty_edited_copies_of_one_story_lose_no_line():
    def edited(n: int) -> list[str]:
        dice, lines = random.Random(n), story(1, paragraphs=6)
        del lines[dice.randrange(1, len(lines))]
        return [line.replace(dice.choice(WORDS), dice.choice(WORDS)) for line in lines]

    assert learned([page([*edited(n), *BOTTOM]) for n in range(50)]) == set()


def test_copies_do_not_hide_furniture_either():
    pages = [page([*story(n % 10), *BOTTOM]) for n in range(60)]
    assert learned(pages) == set(BOTTOM)


def test_a_site_of_two_articles_teaches_nothing():
    assert learned([page([*TOP, *story(n), *BOTTOM]) for n in range(2)]) == set()


def test_the_fixed_title_of_a_column_stays():
    columns = [page(["نافذة على البحر", "بقلم ليلى المرسى", *story(n)]) for n in range(12)]
    news = [page([*story(n), *BOTTOM]) for n in range(100, 130)]
    assert learned([*columns, *news]) == set(BOTTOM)


def test_a_footer_with_a_changing_date_and_counter_is_found():
    def footer(n: int) -> list[str]:
        month = ("مارس", "يونيو", "أكتوبر")[n % 3]
        return [f"حدثت هذه الصفحة في {n + 1} {month} 2031", f"زوار الصفحة حتى اليوم: {n * 37:,}"]

    pages = [page([*story(n), *footer(n)]) for n in range(20)]
    furniture = learn(observe(pages))
    assert len(furniture.lines_for(SITE)) == 2
    assert left(furniture, page([*story(77), *footer(400)])) == story(77)


def test_an_about_us_paragraph_longer_than_the_article_is_found():
    about = "الساحل الأخضر صحيفة رقمية تنقل أخبار مدن الساحل وقراها وأهلها في كل صباح ومساء " * 2
    pages = [page([*story(n, paragraphs=3), about.strip()]) for n in range(20)]
    assert learned(pages) == {about.strip()}


def test_a_sentence_of_two_articles_in_ten_is_the_articles_own():
    said = "وكانت المدينة قد شهدت في الشتاء الماضي عاصفة ألحقت أضرارا بالميناء القديم وبالسوق."
    pages = [
        page([*story(n), *([said] if n % 5 == 0 else []), sentence(random.Random(-n))])
        for n in range(40)
    ]
    assert learned(pages) == set()


@pytest.mark.parametrize(
    "formula",
    [
        ["وفيما يلي نص البرقية:", "بسم الله الرحمن الرحيم", "والسلام عليكم ورحمة الله وبركاته"],
        ["الطقس: صحو", "الجابرية 31", "الريان 28", "المرسى 25"],
        ["يا دار أهلي على الوادي", "هل عاد بعد الرحيل الحادي"],
    ],
)
def test_formulas_of_cables_weather_and_poems_stay(formula):
    def carrying(n: int) -> list[str]:
        lines = story(n)
        return [*lines[:2], *formula, *lines[2:]]

    pages = [page(carrying(n)) for n in range(8)]
    pages += [page([*story(n), *BOTTOM]) for n in range(100, 140)]
    assert learned(pages) == set(BOTTOM)


def test_a_headline_that_sidebars_of_other_pages_carry_stays_on_its_own_page():
    headline = "بلدية المرسى تفتح جسر الميناء الجديد"
    own = [
        headline,
        "فتحت بلدية المرسى أمس جسر الميناء الجديد أمام حركة السيارات والمشاة معا.",
        *story(500)[1:],
    ]
    pages = [page([*story(n), *BOTTOM, headline]) for n in range(20)]
    furniture = learn(observe(pages))
    assert headline in {one.line for one in furniture.lines_for(SITE)}
    assert left(furniture, page([*own, *BOTTOM])) == own
    assert left(furniture, pages[3]) == story(3)


def test_changing_lines_between_learned_lines_at_the_end_go_with_them():
    pages = [page([*story(n), BOTTOM[0], *story(n + 700, 0), *BOTTOM[1:]]) for n in range(20)]
    assert left(learn(observe(pages)), pages[7]) == story(7)


def test_empty_and_blank_pages_are_passed_over():
    pages = [page([]), page([" ", "\u200f"]), page(BOTTOM)]
    pages += [page([*story(n), *BOTTOM]) for n in range(20)]
    assert learned(pages) == set(BOTTOM)


def test_another_site_is_not_touched():
    furniture = learn(observe([page([*story(n), *BOTTOM]) for n in range(20)]))
    assert list(furniture.removals(page([*story(1), *BOTTOM], site="other.example"))) == []
    assert list(furniture.removals(Page("\n".join(BOTTOM)))) == []


def test_a_host_is_one_site_however_it_is_written():
    furniture = learn(observe([page([*story(n), *BOTTOM], f"WWW.{SITE}") for n in range(20)]))
    assert furniture.lines_for(SITE)
    assert list(furniture.removals(page([*story(1), *BOTTOM])))


def test_saved_furniture_is_loaded_as_it_was(tmp_path):
    furniture = learn(observe([page([*TOP, *story(n), *BOTTOM]) for n in range(20)]))
    path = tmp_path / "furniture.json"
    furniture.save(path)
    again = Furniture.load(path)
    again.save(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()
    assert left(again, page([*story(4), *BOTTOM])) == story(4)
    assert "خدمة القراء في الساحل" in path.read_text(encoding="utf-8")


def test_a_line_written_by_hand_is_enough(tmp_path):
    path = tmp_path / "furniture.json"
    path.write_text(
        '{"version": 1, "sites": {"coast.example": [{"line": "عدد الزوار 12"}]}}', encoding="utf-8"
    )
    removals = list(Furniture.load(path).removals(page([*story(1), "عدد الزوار: 9"])))
    assert [removal.why for removal in removals] == []
    removals = list(Furniture.load(path).removals(page([*story(1), "عدد الزوار 9"])))
    assert [removal.why for removal in removals] == ["furniture of the site, by hand"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 9, "sites": {}}',
        '{"version": 1, "sites": {"a": [{"text": "x"}]}}',
        '{"version": 1, "sites": {"a": [{"line": 5}]}}',
    ],
)
def test_a_broken_file_is_told(tmp_path, text):
    path = tmp_path / "furniture.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"furniture\.json"):
        Furniture.load(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(RuleError, match=r"none\.json"):
        Furniture.load(tmp_path / "none.json")


def test_masking():
    assert mask("آخر تحديث: الأحد 4 مارس 2031") == mask("آخِر تحديث: السبت 31 أكتوبر 2030")
    assert mask("من نحن") != mask("اتصل بنا")


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(24)), st.integers(1, 23))
def test_any_order_and_any_split_learns_the_same(order, cut):
    pages = [page([*TOP, *story(n % 15), *BOTTOM, f"زوار: {n}"]) for n in order]
    whole = observe(pages)
    parts: list[Observations] = [observe(pages[:cut]), observe(pages[cut:])]
    assert merge(pickle.loads(pickle.dumps(parts))) == merge([whole])
    assert learn(merge(parts[::-1])) == learn(whole)


def test_a_sample_is_bounded_and_the_same_in_any_order(monkeypatch):
    monkeypatch.setattr("cleaner.noise.furniture.SAMPLE", 16)
    pages = [page([*story(n), *BOTTOM]) for n in range(60)]
    one = observe(pages)
    other = merge([observe(pages[i::7]) for i in range(7)])
    assert len(one.sites[SITE]) == 16
    assert one == other
    assert {line.line for line in learn(one).lines_for(SITE)} == set(BOTTOM)


@given(st.lists(st.sampled_from([*TOP, *BOTTOM, *story(3), "", "\u200f", "3 - 1"]), max_size=12))
def test_removals_are_whole_lines(lines):
    furniture = learn(observe([page([*TOP, *story(n), *BOTTOM]) for n in range(6)]))
    text = "\n".join(lines)
    for removal in furniture.removals(page(lines)):
        assert 0 <= removal.start < removal.end <= len(text)
        assert text[removal.start - 1 : removal.start] in ("", "\n")
        assert text[removal.end : removal.end + 1] in ("", "\n")


def test_many_pages_lose_what_one_loses_whether_their_site_is_known_or_not() -> None:
    furniture = Furniture({SITE: (Learned(TOP[0]),)})
    cleaner = Cleaner(furniture=furniture)
    text = "\n".join([TOP[0], *story(1)])
    sites = [SITE, f"www.{SITE.upper()}", "other.example", None]
    alone = [cleaner.clean(text, site=site) for site in sites]
    assert [TOP[0] in cleaned.text for cleaned in alone] == [False, False, True, True]
    assert list(cleaner.clean_many(Scrape(text, site=site) for site in sites)) == alone

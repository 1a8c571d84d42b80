"""Runs that pages of a site begin or end with, though lines are run together."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import RuleError
from cleaner.noise.cleaner import Cleaner
from cleaner.noise.furniture import Furniture, learn, observe
from cleaner.noise.page import Page, Scrape

SITE = "coast.example"
#: Two thousand words that no language has: stories of random ones share next to none.
WORDS = ["".join(letters) for letters in product("بتجدر", "اوي", "سشعفق", "اوي", "كلمنه")][::2]
MENU = (
    "تخط إلى المحتوى الرئيسية محليات اقتصاد ثقافة رياضة بحث متقدم عن كلمة أو عبارة كاملة في "
    "أرشيف الجريدة سجل الدخول إلى حسابك"
)
FOOTER = "صحيفة الساحل الأخضر تصدر عن دار النورس للنشر، كل ما ينشر هنا ملك للدار وحدها ©"


def article(number: int, sentences: int = 4) -> str:
    dice = random.Random(number)
    return " ".join(
        f"{dice.choice(('قال', 'أعلن', 'ذكر'))} {' '.join(dice.choices(WORDS, k=17))}."
        for _ in range(sentences)
    )


def learned(texts: list[str]) -> Furniture:
    return learn(observe(Page(text, site=SITE) for text in texts))


def cleaned(furniture: Furniture, text: str) -> str:
    return Cleaner(furniture=furniture).clean(text, site=SITE).text


def runs(furniture: Furniture) -> set[tuple[str, int]]:
    return {(one.at, one.stories) for one in furniture.lines_for(SITE) if one.at}


def test_a_menu_before_and_a_footer_behind_one_line_are_found() -> None:
    texts = [f"{MENU} {article(n)} {FOOTER}" for n in range(12)]
    furniture = learned(texts)
    assert runs(furniture) == {("start", 12), ("end", 12)}
    for n, text in enumerate(texts):
        assert cleaned(furniture, text) == article(n)
        assert cleaned(furniture, article(n)) == article(n)


def test_numbers_and_dates_within_a_run_may_change() -> None:
    texts = [
        f"{article(n)} زوار اليوم {n * 37} آخر تحديث الأحد {n + 1} مارس 2031 {FOOTER}"
        for n in range(12)
    ]
    furniture = learned(texts)
    assert [cleaned(furniture, text) for text in texts] == [article(n) for n in range(12)]


def test_pages_without_a_part_of_the_run_lose_the_rest_of_it() -> None:
    box = "اشترك في نشرة الساحل البريدية لتصلك في كل صباح"
    texts = [f"{article(n)} {box if n % 7 else ''} {FOOTER}" for n in range(20)]
    furniture = learned(texts)
    assert [cleaned(furniture, text) for text in texts] == [article(n) for n in range(20)]


def test_why_tells_the_stories() -> None:
    furniture = learned([f"{article(n)} {FOOTER}" for n in range(12)])
    (removal,) = Cleaner(furniture=furniture).clean(f"{article(99)} {FOOTER}", site=SITE).removals
    assert removal.why == "furniture of the site: 12 of 12 different stories end with it"


@pytest.mark.parametrize("copies", [6, 50])
def test_copies_of_one_story_lose_nothing(copies: int) -> None:
    """Whatever each of them adds in the middle, at its start or at its end."""
    lead, rest = article(1, 2), article(2, 3)
    texts = [f"{lead} {article(1000 + n, 1)} {rest}" for n in range(copies)]
    assert runs(learned(texts)) == set()
    texts = [f"{lead} {rest} {article(1000 + n, 1)}" for n in range(copies)]
    assert runs(learned(texts)) == set()


def test_bulletins_of_one_form_lose_nothing() -> None:
    form = (
        "ارتفع المؤشر العام لسوق الساحل للأوراق المالية خلال جلسة تداول اليوم بنسبة {a} في المئة "
        "ليغلق عند {b} نقطة، وبلغت قيمة التداولات {c} ألف دينار من خلال {d} صفقة، وتصدرت شركة "
        "{company} قائمة الأسهم الرابحة. وسجلت القيمة السوقية للأسهم المدرجة ارتفاعا طفيفا."
    )
    dice = random.Random(5)
    texts = [
        form.format(
            a=dice.randint(1, 9), b=dice.randint(900, 999), c=dice.randint(100, 900),
            d=dice.randint(10, 99), company=" ".join(dice.choices(WORDS, k=3)),
        )
        for _ in range(12)
    ]  # fmt: skip
    assert runs(learned(texts)) == set()


def test_an_opening_of_a_column_among_other_articles_stays() -> None:
    opening = " ".join(["نقدم لكم في هذه الزاوية اليومية"] * 4)
    texts = [f"{opening} {article(n)}" if n % 4 == 0 else article(n) for n in range(40)]
    assert runs(learned(texts)) == set()


def test_a_short_ending_in_mid_sentence_stays() -> None:
    ending = "وأحيلت القضية إلى النيابة العامة في المدينة لاستكمال التحقيق والإجراءات القانونية"
    texts = [f"{article(n).removesuffix('.')} {ending}." for n in range(12)]
    assert runs(learned(texts)) == set()


def test_two_pages_teach_nothing_and_a_page_of_nothing_else_stays() -> None:
    assert runs(learned([f"{MENU} {article(n)}" for n in range(2)])) == set()
    furniture = learned([f"{MENU} {article(n)}" for n in range(12)])
    assert cleaned(furniture, MENU) == MENU


def test_what_was_learned_is_saved_and_loaded(tmp_path) -> None:
    texts = [f"{MENU} {article(n)}\n{FOOTER}" for n in range(12)]
    furniture = learned(texts)
    furniture.save(tmp_path / "furniture.json")
    again = Furniture.load(tmp_path / "furniture.json")
    assert runs(again) == runs(furniture) != set()
    assert cleaned(again, texts[3]) == article(3)


def test_a_run_written_by_hand_says_where_it_stands(tmp_path) -> None:
    path = tmp_path / "furniture.json"
    row = '{"version": 1, "sites": {"%s": [{"line": "أهلا بكم في الساحل", "at": "%s"}]}}'
    path.write_text(row % (SITE, "start"), "utf-8")
    assert cleaned(Furniture.load(path), f"أهلا بكم في الساحل {article(1)}") == article(1)
    path.write_text(row % (SITE, "somewhere"), "utf-8")
    with pytest.raises(RuleError, match=r"furniture\.json"):
        Furniture.load(path)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)))
def test_any_order_teaches_the_same(order: list[int]) -> None:
    texts = [f"{MENU} {article(n)} {FOOTER}" for n in range(12)]
    assert learned([texts[n] for n in order]) == learned(texts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([MENU, FOOTER, article(3), "\n", "مُلحق ــ", "3"]), max_size=6))
def test_cleaning_twice_changes_nothing_and_many_are_cleaned_as_one(parts: list[str]) -> None:
    furniture = learned([f"{MENU} {article(n)} {FOOTER}" for n in range(8)])
    cleaner, text = Cleaner(furniture=furniture), " ".join(parts)
    once = cleaner.clean(text, site=SITE)
    assert cleaner.clean(once.text, site=SITE).text == once.text
    assert list(cleaner.clean_many([Scrape(text, site=SITE)])) == [once]

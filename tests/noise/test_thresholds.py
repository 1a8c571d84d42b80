"""Users' own thresholds: read from rule files, checked, and heeded."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cleaner.errors import RuleError
from cleaner.noise.cleaner import Cleaner, default_cleaner
from cleaner.noise.loader import load_rules, load_thresholds
from cleaner.noise.options import Options
from cleaner.noise.page import Scrape
from cleaner.noise.thresholds import DEFAULTS, Thresholds

MENU = "الرئيسية\nسياسة\nاقتصاد\nرياضة\nثقافة\nمنوعات\nصحة\nفيديو\nبحث\nالمزيد"
HEADLINE = "بلدية الكرمة تفتح سوقا جديدا للخضار قرب محطة القطار القديمة"
BODY = (
    "فتحت بلدية الكرمة صباح اليوم سوقا جديدا للخضار قرب محطة القطار القديمة بعد عام من البناء.\n"
    "وقال رئيس البلدية إن السوق الجديد يتسع لمئتي بائع، وإن الإيجار فيه أرخص من السوق القديم.\n"
    "وأضاف أن القطار سيقف عند السوق يومي الجمعة والسبت ابتداء من الشهر المقبل."
)
QUOTE = "إن السوق الجديد يتسع لمئتي بائع، وإن الإيجار فيه أرخص من السوق القديم"
PAGES = {
    "page_labels": (f"{MENU}\n{HEADLINE}\n{BODY}", 20),
    "page_names": (f"{MENU}\n{HEADLINE}\n{BODY}", 20),
    "body_words": (f"{MENU}\nسوق الكرمة\n{BODY}", 400),
    "title_words": (f"{HEADLINE} الأحد 4 مايو 2031 {HEADLINE} {BODY}", 15),
    "quote_share": (f"{HEADLINE}\n{BODY}\nسوق للجميع.\n{QUOTE} كما وعد", 1.0),
    "footer_kinds": (f"{HEADLINE}\n{BODY}\nمواد ذات علاقة تصميم اختيارات المحرر فيسبوك", 3),
    "footer_share": (f"{HEADLINE}\n{BODY}\nمواد ذات علاقة سوق الكرمة اختيارات المحرر بيوت", 1.0),
}


def with_threshold(name: str, value: float) -> Cleaner:
    return Cleaner(options=Options(thresholds=Thresholds().changed({name: value})))


@pytest.mark.parametrize("name", PAGES)
def test_a_higher_threshold_removes_less(name):
    text, value = PAGES[name]
    usual, asked = default_cleaner(), with_threshold(name, value)
    assert usual.clean(text).text != text
    assert len(asked.clean(text).text) > len(usual.clean(text).text)


@pytest.mark.parametrize("name", PAGES)
def test_many_heed_thresholds_as_one_does(name):
    text, value = PAGES[name]
    cleaner = with_threshold(name, value)
    assert list(cleaner.clean_many([Scrape(text)])) == [cleaner.clean(text)]


def test_a_lower_threshold_removes_more():
    text = f"الرئيسية\nسياسة\nرياضة\nبحث\n{HEADLINE}\n{BODY}"
    cleaner = with_threshold("page_labels", 4)
    assert cleaner.clean(text).text == f"{HEADLINE}\n{BODY}"
    assert default_cleaner().clean(text).text != f"{HEADLINE}\n{BODY}"
    assert list(cleaner.clean_many([Scrape(text)])) == [cleaner.clean(text)]


def test_a_rule_file_sets_thresholds(tmp_path):
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    first.write_text("[thresholds]\npage_labels = 12\nquote_share = 0.9\n", "utf-8")
    second.write_text("[thresholds]\nquote_share = 1\n", "utf-8")
    assert load_thresholds([first, second]) == Thresholds(page_labels=12, quote_share=1.0)
    assert load_thresholds() == DEFAULTS
    assert load_rules([first]) == load_rules()


def test_a_project_sets_thresholds(tmp_path):
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool.cleaner.thresholds]\nbody_words = 30\n", "utf-8")
    assert load_thresholds([file]).body_words == 30


WRONG = {
    "page_lables = 3": "my.toml:2: unknown threshold 'page_lables'; known are page_labels",
    "page_labels = 0": "my.toml:2: threshold 'page_labels' must be a whole number from 1 on, not 0",
    "page_labels = 2.5": "must be a whole number from 1 on, not 2.5",
    "page_labels = true": "must be a whole number from 1 on, not True",
    "quote_share = 1.5": "threshold 'quote_share' must be above 0 and at most 1, not 1.5",
    "quote_share = 0": "must be above 0 and at most 1, not 0",
    "quote_share = 'much'": "must be above 0 and at most 1, not 'much'",
    "quote_share = nan": "must be above 0 and at most 1, not nan",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_threshold_is_told_with_its_line(tmp_path, line):
    file = tmp_path / "my.toml"
    file.write_text(f"[thresholds]\n{line}\n", "utf-8")
    for load in (load_thresholds, load_rules):
        with pytest.raises(RuleError) as caught:
            load([file])
        assert WRONG[line] in str(caught.value)


def test_thresholds_are_a_table(tmp_path):
    file = tmp_path / "my.toml"
    file.write_text("thresholds = 3\n", "utf-8")
    with pytest.raises(RuleError, match=r"\[thresholds\] table"):
        load_rules([file])


def test_every_threshold_is_documented():
    text = Thresholds.__doc__ or ""
    assert [field.name for field in fields(Thresholds) if f"``{field.name}``" not in text] == []

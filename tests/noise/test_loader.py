"""Users' rule files: what they may say, and what they are told when they err."""

import warnings

import pytest

from cleaner.errors import RuleError
from cleaner.noise.cleaner import Cleaner
from cleaner.noise.loader import load_rules
from cleaner.noise.match import RunawayPatternWarning
from cleaner.noise.options import Options

RULE = """
[[rule]]
id = "my.stamp"
scope = "line"
category = "stamp"
cause = "the stamp of our own scraper"
pattern = 'ختم الكاشط \\d+'
words = "الكاشط"
"""


def write(tmp_path, text):
    path = tmp_path / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def clean(tmp_path, rules, text, **options):
    return Cleaner(load_rules([write(tmp_path, rules)]), Options(**options)).clean(text).text


def test_a_rule_is_added(tmp_path):
    text = "وصل الوزير أمس إلى المدينة القديمة.\nختم الكاشط ١٢"
    assert clean(tmp_path, RULE, text) == "وصل الوزير أمس إلى المدينة القديمة."


def test_a_rule_is_turned_off_and_on(tmp_path):
    text = "وصل الوزير أمس إلى المدينة القديمة.\nشارك هذا الخبر"
    assert clean(tmp_path, 'disable = ["ar.share"]', text) == text
    on = clean(tmp_path, 'enable = ["byline.line"]', "كتب أحمد الفلاني\nوصل الوزير أمس.")
    assert on == "وصل الوزير أمس."


def test_a_rule_is_extended(tmp_path):
    more = '[extend."ar.share"]\npatterns = [\'أذع هذا النبأ\']\nwords = "أذع"\n'
    text = "وصل الوزير أمس إلى المدينة القديمة.\nأذِع هذا النبأ"
    assert clean(tmp_path, more, text) == "وصل الوزير أمس إلى المدينة القديمة."


def test_macros_serve_and_may_be_added(tmp_path):
    rules = RULE.replace(r"ختم الكاشط \d+", "{{ours}} على {{network}}")
    rules = "[macros]\nours = 'ختم|بصمة'\n" + rules.replace('"الكاشط"', '"ختم بصمة"')
    text = "وصل الوزير أمس إلى المدينة القديمة.\nبصمة على تويتر"
    assert clean(tmp_path, rules, text) == "وصل الوزير أمس إلى المدينة القديمة."


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("rule = 3", 1, "[[rule]]"),
        ("x = [", 1, "TOML"),
        ("\n\ncolour = 'red'\n", 3, "colour"),
        ("[[rule]]\nscope = 'line'\n", 1, "no id"),
        (RULE.replace('"line"', '"page"'), 3, "known are"),
        (RULE.replace("category", "kind"), 3, "unknown key"),
        (RULE.replace(r"\d+", "("), 3, "bad pattern"),
        (RULE.replace("words", "guard = { colour = 1 }\nwords"), 3, "guard"),
        (RULE.replace('words = "الكاشط"', ""), 3, "neither words nor marks"),
        (RULE.replace("ختم", "{{nowhere}}"), 3, "nowhere"),
        (RULE + RULE, 3, "taken"),
        ('disable = ["no.such"]', 1, "no.such"),
        ('[extend."no.such"]\nwords = "x"', 1, "no.such"),
    ],
)
def test_a_bad_file_is_named_with_line_and_reason(tmp_path, text, line, reason):
    path = write(tmp_path, text)
    with pytest.raises(RuleError) as error:
        load_rules([path])
    assert reason in str(error.value)
    assert f"{path}:{line}:" in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RuleError, match=r"none\.toml"):
        load_rules([tmp_path / "none.toml"])


def test_a_runaway_pattern_is_stopped_and_named_and_the_text_kept(tmp_path):
    rules = RULE.replace(r"\d+", "(?:(?:a|aa|a.?)+)+b")
    text = "وصل الوزير أمس إلى المدينة القديمة.\nختم الكاشط " + "a" * 60 + "dd" + "a" * 9 + "b"
    cleaner = Cleaner(load_rules([write(tmp_path, rules)]))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert cleaner.clean(text).text == text
    assert [w.message.rule for w in caught if w.category is RunawayPatternWarning] == ["my.stamp"]


def test_keep_and_drop_by_category():
    text = "بقلم: سعاد الفلانية\nوصل الوزير أمس إلى المدينة القديمة.\nالمصدر: النهر"
    assert Cleaner().clean(text).text.split("\n")[-1] != "المصدر: النهر"
    kept = Cleaner(options=Options(keep=frozenset({"source-credit"}))).clean(text)
    assert kept.text == text
    dropped = Cleaner(options=Options(drop=frozenset({"byline"}))).clean(text)
    assert dropped.text == "وصل الوزير أمس إلى المدينة القديمة."


def test_what_structure_finds_may_be_kept_by_its_name():
    quote = "أعرب رئيس البلدية عن أمله في أن يفتح الجسر قبل الشتاء"
    text = f"{quote}\n\n{quote}، وقال إن العمل يسير كما يجب.\n\n[ad_1]"
    everything = Cleaner(options=Options(keep=frozenset({"structure"}))).clean(text).text
    assert everything == text.removesuffix("\n\n[ad_1]")

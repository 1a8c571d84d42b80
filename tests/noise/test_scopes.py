"""How much the same words cost, by what stands around them."""

import pytest

from cleaner.noise.cleaner import default_cleaner

LEAD = "\n".join(
    [
        "افتتح رئيس البلدية أمس الجسر الجديد الذي يربط بين ضفتي النهر بعد ثلاث سنوات من العمل.",
        "وقال رئيس البلدية إن الجسر سيخدم خمسين ألفا من سكان المدينة والقرى القريبة منها.",
    ]
)
MORE = "وأضاف أن الحركة على الجسر ستبدأ فجر الأحد المقبل بعد انتهاء آخر الاختبارات الفنية."
TEASER = "إغلاق الطريق الساحلي شهرا كاملا لأعمال الصيانة"
OTHER = "\n".join(
    [
        "أعلنت وزارة النقل أمس إغلاق الطريق الساحلي شهرا كاملا أمام الشاحنات لأعمال الصيانة.",
        "وقالت الوزارة إن الإغلاق يبدأ السبت وإن طريقا بديلا سيفتح أمام السيارات الصغيرة.",
        "ودعت الوزارة السائقين إلى الالتزام بالسرعة المحددة على الطريق البديل طوال هذه المدة.",
        "وكان الطريق قد أغلق العام الماضي أسبوعين بعد انهيار جزء منه بسبب الأمطار الغزيرة.",
    ]
)


def clean(*parts):
    return default_cleaner().clean("\n".join(parts))


@pytest.mark.parametrize("heading", ["اقرأ أيضاً:", "إقرأ ايضا", "أخبار ذات صلة", "قد يهمك أيضاً:"])
def test_an_empty_heading_costs_one_line(heading):
    assert clean(LEAD, heading, MORE).text == f"{LEAD}\n{MORE}"


def test_a_heading_costs_its_headlines_and_the_article_resumes():
    result = clean(LEAD, "أخبار ذات صلة", TEASER, "وفاة أقدم صيادي المدينة عن مئة عام", MORE)
    assert result.text == f"{LEAD}\n{MORE}"
    assert any("2 lines like headlines follow" in removal.why for removal in result.removals)


def test_a_subheading_after_the_block_stays():
    assert clean(LEAD, "اقرأ أيضا:", TEASER, "موعد الافتتاح", MORE).text == (
        f"{LEAD}\nموعد الافتتاح\n{MORE}"
    )


def test_a_second_article_costs_the_tail_and_is_reported():
    text = "\n".join([LEAD, MORE, "المصدر: صدى الساحل", "إقرأ أيضاً:", TEASER, OTHER])
    result = default_cleaner().clean(text)
    assert result.text == f"{LEAD}\n{MORE}"
    assert [text[start:end] for start, end in result.embedded] == [f"{TEASER}\n{OTHER}"]


def test_what_only_looks_like_a_second_article_stays():
    result = clean(LEAD, "اقرأ أيضا:", TEASER, MORE, OTHER)
    assert result.text == f"{LEAD}\n{MORE}\n{OTHER}"
    assert result.embedded == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "وأضاف المصدر أن العمل سيستمر حتى نهاية العام المقبل.",
        'وقال المصدر: "لن يتأخر الافتتاح يوما واحدا بعد اليوم".',
        "وأعلنت الوكالة (واس) أن الافتتاح تأجل أسبوعا بسبب الأمطار.",
    ],
)
def test_sentences_cost_nothing(sentence):
    assert clean(LEAD, sentence, MORE).text == f"{LEAD}\n{sentence}\n{MORE}"


def test_the_tail_goes_only_where_no_sentence_follows():
    assert clean(LEAD, "العودة للأعلى", "محليات", "رياضة").text == LEAD
    assert clean(LEAD, "العودة للأعلى", MORE).text == f"{LEAD}\n{MORE}"


def test_all_noise_leaves_nothing():
    assert clean("شارك هذا الخبر", "", "جميع الحقوق محفوظة", "[ad_1]").text == ""


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \n", "نص", "\u200f\n\ufeff"])
def test_texts_with_nothing_to_say(text):
    result = default_cleaner().clean(text)
    assert result.text == text
    assert result.removals == ()

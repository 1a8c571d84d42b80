"""How much the same words cost, by what stands around them."""

import pytest

from cleaner.noise.cleaner import Cleaner, default_cleaner
from cleaner.noise.options import Options

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


LIBRARY = "\n".join(
    [
        "عادت مكتبة الأطفال في حي النخيل إلى استقبال زوارها الصغار بعد إغلاق دام عامين كاملين.",
        "وقالت أمينة المكتبة هند السالمي إن الرفوف تضم اليوم أربعة آلاف قصة مصورة وثلاثين لعبة.",
        "وتبرع الأهالي بنصف القصص، فيما أهدت دار نشر محلية ركنا كاملا للحكايات الشعبية المصورة.",
        "وتفتح المكتبة أبوابها كل مساء عدا الجمعة، ويشرف على ورش الرسم فيها متطوعون من الجامعة.",
    ]
)
BRIDGE = "\n".join(
    [
        LEAD,
        "وبلغت كلفة الجسر تسعين مليونا دفعت البلدية نصفها، ودفعت وزارة النقل النصف الآخر.",
        "ويختصر الجسر الجديد الطريق بين ضفتي النهر من ساعة إلى عشر دقائق في وقت الذروة.",
    ]
)
STORY = "مكتبة الأطفال تعود إلى حي النخيل بألعاب وقصص"


@pytest.mark.parametrize("stamp", [(), ("الثلاثاء 4 مارس 2031",), ("هند السالمي",)])
def test_a_second_article_needs_no_end_marks_where_it_tells_of_something_else(stamp):
    text = "\n".join([BRIDGE, "إقرأ أيضاً:", STORY, *stamp, LIBRARY])
    result = default_cleaner().clean(text)
    assert result.text == BRIDGE
    assert [text[start:end] for start, end in result.embedded] == [text[text.index(STORY) :]]
    assert "of its theme in the article above" in result.removals[0].why


@pytest.mark.parametrize(
    "then",
    [
        # It comes back to the bridge and the municipality, though the headline is told too.
        f"{LIBRARY}\nويقع الجسر الجديد بين ضفتي النهر، وافتتح رئيس البلدية مكتبة عند مدخله.",
        # It opens with a connective to what was said.
        f"وأضاف أن عودة مكتبة الأطفال في حي النخيل ستكون الخطوة التالية.\n{LIBRARY}",
        # It does not tell the headline that stands there.
        LIBRARY.partition("\n")[2],
        # It is too short for an article.
        "\n".join(LIBRARY.split("\n")[:2]),
        # It is the article itself that goes on.
        f"{MORE}\n{MORE.replace('فجر', 'مساء')}\n{BRIDGE}",
    ],
)
def test_where_the_article_may_go_on_only_heading_and_headline_go(then):
    result = clean(BRIDGE, "إقرأ أيضاً:", STORY, then)
    assert result.text.startswith(f"{BRIDGE}\n{then[:60]}")
    assert result.embedded == ()


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


#: The same sentence again and again is noise to structure, so rules work alone here.
RULES_ALONE = Cleaner(options=Options(structure=False))
LONG = "وقال رئيس البلدية إن الجسر سيخدم خمسين ألفا من سكان المدينة والقرى القريبة منها. "


@pytest.mark.parametrize("times", [1, 3, 4, 5, 6, 7, 8, 9, 20])
@pytest.mark.parametrize(
    "tail",
    [
        "(رويترز)",
        "المواضيع : مواد متعلقة اشترك في نشرتنا جميع الحقوق محفوظة لموقع النهر 2017",
        "اقرأ أيضا: عنوان خبر آخر من المدينة القديمة",
        "... المزيد",
    ],
)
def test_the_end_of_a_line_is_found_however_long_the_line(times, tail):
    """Whatever part of a long line is looked at, offsets lead back to the right place."""
    assert RULES_ALONE.clean(LONG * times + tail).text == (LONG * times).strip()


@pytest.mark.parametrize("times", [1, 5, 20])
def test_marks_inside_a_line_are_found_however_long_the_line(times):
    text = f"{LONG * times}[ad_1] {LONG * times}<br/>{LONG}".strip()
    assert RULES_ALONE.clean(text).text == (LONG * (2 * times + 1)).strip()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "trigger",
    [
        "اقرأ أيضا ",
        "اقرأ أيضا\n",
        "[",
        "[ad_",
        "{{",
        "<a ",
        "&lt;p ",
        "12:30\n",
        ". المصدر",
        "( ",
        "- ",
    ],
)
def test_no_pattern_runs_away(trigger):
    default_cleaner().clean(trigger * 3000)
    default_cleaner().clean(f"{LONG * 3}\n{trigger * 30}")


LISTED = [
    ("نتائج الجولة:", "الواحة 3 - 1 المرسى", "النخيل 0 - 0 الجبل", "الميناء 2 - 1 السهل"),
    ("ومما قرأه:", "يا نهر خذ وجهي إلى ضفة أخرى", "فالماء أعرف بالطريق من الخطى"),
    ("■ هل تعلم أحدا الصنعة؟", "- ابنتي، وهي أمهر مني في ضبط النغمة."),
]


@pytest.mark.parametrize("listed", LISTED)
def test_what_an_article_lists_below_a_box_stays(listed):
    above = ["■ كم جرسا صنعت حتى اليوم؟", "- لا أعد، لكن دفتر أبي وقف عند ألف ومئتين."]
    box = ["اقرأ أيضا", "آخر نحاس في السوق القديم يباع بالميزان"]
    last = "وتصدر الفريق الترتيب برصيد أربع وعشرين نقطة، كما قال إلياس في ختام الأمسية."
    kept = default_cleaner().clean("\n".join((*above, *box, *listed, last))).text
    assert kept.split("\n") == [*above, *listed, last]


def test_a_list_that_a_box_stands_in_goes_on():
    lead = "أعلن مدرب الفريق الأخضر قائمة من عشرين لاعبا للبطولة التي تنطلق السبت. وهم:"
    box = ["شاهد أيضا", "تدريبات الفريق الأخضر في الجبل قبل البطولة"]
    listed = ["- سامي الديب", "- نادر عيسى", "- كرم شاهين"]
    last = "ويلعب الفريق أولى مبارياته مساء السبت على ملعب المدينة."
    kept = default_cleaner().clean("\n".join((lead, *box, *listed, last))).text
    assert kept.split("\n") == [lead, *listed, last]

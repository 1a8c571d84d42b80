"""Pages that were run into lines: their heads and ends, and the reports that look like them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import replay
from cleaner.noise.cleaner import default_cleaner
from cleaner.noise.page import Page
from cleaner.noise.plan import plan
from cleaner.noise.structure import DETECTORS
from cleaner.noise.structure_closing_end import furniture_share

HEADLINE = "ميناء الرمال يستقبل أول سفينة ركاب بعد تجديد الرصيف الشرقي"
BODY = (
    "استقبل ميناء الرمال صباح الخميس أول سفينة ركاب منذ عشر سنوات بعد تجديد الرصيف الشرقي .",
    "وقال مدير الميناء وليد الجزيري إن السفينة حملت ثلاثمئة مسافر من مدن الساحل الجنوبي .",
    "وأضاف الجزيري أن رحلة ثانية ستصل في نهاية الشهر المقبل إذا سمحت أحوال البحر بذلك .",
)
ARTICLE = "\n".join((HEADLINE, *BODY))


def cleaned(text: str) -> str:
    page = Page(text)
    found = [removal for detector in DETECTORS for removal in detector(page)]
    return replay(text, plan(text, found))


ENDS = (
    "الأكثر مشاهدة أخبار مرتبطة مواضيع قد تهمك | | | | | | | |",
    "المزيد من قبل ساعة قبل ساعتين شبكتنا مواقع الشبكة جميع الحقوق محفوظة 2031 Powered by : بحث",
    "مقالات ذات صلة Please enable JavaScript to view the يناير 20 , 2031 أرشيف الأخبار",
    "إقرأ المزيد المصدر : وكالات العناوين تي في 2007 - 2031 جميع الحقوق محفوظة",
    "آخر الأخبار مواد ذات علاقة جميع الحقوق محفوظة 2031 مؤسسة الساحل للإعلام",
    "هل تتوقع نجاح الرحلات ? نعم لا لا أهتم الأكثر قراءة اشترك معنا جميع الحقوق محفوظة 2031",
    "النشرة الأخبار الاقتصاد الرياضة Email Address الأكثر قراءة مواضيع ذات صلة اختيارات المحرر",
    "جميع الحقوق محفوظة 2031 محتويات الجريدة تحت رخصة المشاع الإبداعي اشترك معنا أضف تعليق",
)


@pytest.mark.parametrize("end", ENDS)
def test_a_page_end_in_one_line_goes(end):
    assert cleaned(f"{ARTICLE}\n{end}") == ARTICLE


@pytest.mark.parametrize("end", ENDS)
def test_a_page_end_run_on_the_last_sentence_goes(end):
    assert cleaned(f"{ARTICLE} {end}") == ARTICLE


REPORTS = (
    "وقالت الشركة إنها غيرت سياسة الخصوصية وشروط الاستخدام ، ودعت المستخدمين إلى تسجيل الدخول .",
    "عدلت الشركة سياسة الخصوصية وشروط الاستخدام .",
    "وكان الفيلم الأكثر مشاهدة والأكثر قراءة على موقع الصحيفة خلال الأسبوع الأول من عرضه .",
    "وطالب الكتاب بأن تكون جميع الحقوق محفوظة لهم ، وبحذف التعليقات المسيئة من صفحات الموقع .",
    "للتواصل مع إدارة الميناء : هاتف 555 0142 فاكس 555 0143 البريد الإلكتروني port@rimal.example",
    "وجاءت نتائج الاستطلاع : نعم 60 % لا 30 % لا أهتم 10 %",
    "الأرقام : 2029 12 مليون ، 2030 14 مليون ، 2031 17 مليون",
    "من اليمين : وليد الجزيري ، رئيس التحرير ، مدير التحرير ، رئيس مجلس الإدارة",
    "مواعيد الرحلات : السبت 10 : 45 ، الأحد 11 : 30 ، الاثنين 9 : 15 صباحا",
    "هل توافق على عودة الرحلات ؟ نعم ، قال معظم من سألناهم على الرصيف",
    "ويمكن متابعة الرحلات على فيسبوك وتويتر ويوتيوب وانستغرام",
)


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_names_such_things_stays(report):
    text = f"{ARTICLE}\n{report}"
    assert cleaned(text) == text


def test_an_article_that_resumes_below_stays():
    text = (
        f"{ARTICLE}\nالأكثر قراءة أخبار ذات صلة\nوأكد الجزيري أن الرصيف الشرقي صار يتسع لسفينتين ."
    )
    assert text.endswith(cleaned(text).rsplit("\n", 1)[-1])
    assert "وأكد الجزيري أن الرصيف الشرقي" in cleaned(text)


def test_a_page_of_furniture_alone_has_no_end():
    assert cleaned(ENDS[0]) == ENDS[0]


HEADS = (
    f"{HEADLINE} الأحد 4 مايو 2031 , العدد : 912",
    f"{HEADLINE} موقع الساحل الأحد 4 مايو 2031",
    f"صحيفة الساحل : {HEADLINE} الأحد 4 مايو 2031 العدد 912 تواصل معنا",
    f"{HEADLINE} آخر الأخبار بحث الأكثر قراءة فيس بوك تويتر",
    HEADLINE,
)


@pytest.mark.parametrize("head", HEADS)
def test_a_page_title_without_a_mark_after_it_goes(head):
    text = f"{head} {HEADLINE} {' '.join(BODY)}"
    assert cleaned(text) == f"{HEADLINE} {' '.join(BODY)}"


def test_a_line_above_the_headline_stays():
    kicker = "بعد انتظار عشر سنوات"
    text = f"{HEADLINE} الأحد 4 مايو 2031 العدد 912 {kicker} {HEADLINE} {' '.join(BODY)}"
    assert cleaned(text) == f"{kicker} {HEADLINE} {' '.join(BODY)}"


TWICE = (
    f"{HEADLINE} وفي التفاصيل قالت إدارة الميناء إن {HEADLINE} {' '.join(BODY)}",
    (
        "مدير ميناء الرمال وليد الجزيري الجديد 4 مايو 2031 مدير ميناء الرمال وليد الجزيري يقول إن "
        "السفينة حملت ثلاثمئة مسافر من مدن الساحل الجنوبي كلها"
    ),
    f"{BODY[0]} ثم قال : {BODY[0]} {BODY[1]}",
)


@pytest.mark.parametrize("text", TWICE)
def test_a_lead_that_opens_like_the_headline_stays(text):
    assert text.startswith(cleaned(text)[:40])


STAMPS = (
    "29 أغسطس 2031",
    "الأحد , 01 أكتوبر 2031 04 : 55 م",
    "2031 - 12 - 11 12 : 45",
    "تم النشر بتاريخ : 17 كانون الأول , 2031 11 : 59 : 48",
    "تم نشره في الخميس 7 كانون الأول / ديسمبر 2031",
    "10 : 13 ص - 06 أغسطس 2031",
)


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_before_the_report_goes(stamp):
    told = "\n".join(BODY)
    assert cleaned(f"{HEADLINE} {stamp} {told}") == f"{HEADLINE} {told}"


DATED = (
    "سفينة غرقت قبالة ميناء الرمال يوم 29 أغسطس 2031 أعلنت السلطات العثور على حطامها بعد بحث طويل",
    "ميناء الرمال 29 أغسطس 2031 أعلنت إدارة الميناء وصول أول سفينة ركاب بعد تجديد الرصيف الشرقي",
    "خريطة توضح مواقع السفن في الخليج حتى 14 / 10 / 2031 قالت مصادر الميناء إنها رسمت من الجو أمس",
    "مسافرون على متن سفينة في ميناء الرمال – 12 مايو 2031 أطلق القبطان صافرة السفينة ثلاث مرات",
    "ولدت الشاعرة هند الساحلية في مدينة الرمال الأحد 12 مايو 2031 في بيت قديم قرب الميناء الشرقي",
    "تبدأ رحلات ميناء الرمال الجديدة في الصيف الأحد 12 مايو 2031 10 : 30 من الرصيف الشرقي للميناء",
)


@pytest.mark.parametrize("line", DATED)
def test_a_date_of_the_sentence_stays(line):
    text = "\n".join((line, *BODY))
    assert cleaned(text) == text


def test_a_date_of_the_headline_stays_before_a_stamp():
    line = f"ملخص ميناء الرمال اليومي 19 - 11 - 2031 نشر في : نوفمبر 19 , 2031 10 : 05 م {BODY[0]}"
    assert "اليومي 19 - 11 - 2031" in cleaned("\n".join((line, *BODY[1:])))


def test_furniture_share_counts_phrases_names_and_numbers():
    assert furniture_share("الأكثر قراءة 2031") == 1
    assert furniture_share("استقبل ميناء الرمال سفينة") == 0
    assert furniture_share("") == 0


BITS = st.sampled_from((*ENDS, *REPORTS, *HEADS, *STAMPS, *BODY, HEADLINE, "\n", " . ", " | "))


@settings(deadline=None)
@given(st.lists(BITS, max_size=10).map(" ".join))
def test_cleaning_again_changes_nothing(text):
    once = default_cleaner().clean(text).text
    assert default_cleaner().clean(once).text == once


LONG = "\n".join(
    (
        ARTICLE,
        "ورحب تجار الساحل بعودة السفن التي غابت منذ العاصفة الكبرى وهدمت نصف الأرصفة القديمة .",
        "وتوقعت غرفة الملاحة زيادة عدد البحارة والمرشدين وعمال التفريغ في الصيف المقبل .",
        "وجددت الشركة المنارة البيضاء وكاسر الأمواج ومخازن الحبوب وسكة الحديد ومحطة الوقود .",
        "ودعا الصيادون إدارة الميناء إلى حماية قواربهم وشباكهم من حركة السفن الكبيرة قرب الشاطئ .",
        "وأقيم احتفال شعبي حضرته فرق الغناء وطلاب المدارس وأصحاب الفنادق والمطاعم والمقاهي .",
    )
)


def test_another_subject_of_a_round_up_stays_before_the_footer():
    other = (
        "النقابات : بدأ نحالو الوادي إضرابا عن توريد العسل إلى مصانع الحلوى احتجاجا على الرسوم .",
        "طالبت نقابة النحالين وزارة الزراعة بخفض ضرائب الخلايا قبل مواسم الربيع في قرى الجبل .",
    )
    notice = "الاخبار المتعلقة تم النشر بتاريخ : 20 مايو 2031 These photos are copyrighted ."
    text = f"{LONG}\n{' '.join(other)} {notice}"
    assert cleaned(text) == f"{LONG}\n{' '.join(other)}"

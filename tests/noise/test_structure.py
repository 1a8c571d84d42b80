"""Structural removals on invented pages: what goes, and what must stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Removal
from cleaner.noise.page import Page
from cleaner.noise.structure import DETECTORS, RULES, detectors

HEADLINE = "مجلس بلدية النخيل يقر خطة لتجديد شبكة المياه في الأحياء القديمة"
BODY = (
    "أقر مجلس بلدية النخيل، مساء الاثنين، خطة لتجديد شبكة المياه في الأحياء القديمة بكلفة عالية.",
    "وقال رئيس المجلس سالم الهاجري إن الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى "  # noqa: ISC004
    "أكثر من خمسين عاما، على أن تنتقل بعد ذلك إلى حي الميناء.",
    "وأضاف الهاجري أن المياه لن تنقطع عن السكان خلال الأعمال إلا ساعات قليلة يعلن عنها قبل أسبوع.",
    "من جهتها، طالبت لجنة سكان حي الميناء بتعويض أصحاب المحال التجارية عن أيام الإغلاق.",
)
LONG_BODY = (
    *BODY,
    "وكان المجلس قد رفض الخطة مرتين في العام الماضي بسبب كلفتها، ثم خفضتها لجنة المالية إلى النصف.",
    "وتعاني أحياء المدينة القديمة من انقطاع المياه أياما في كل صيف، كما يقول سكانها منذ سنوات.",
)
MENU = ("الرئيسية", "محليات", "سياسة", "اقتصاد", "رياضة", "ثقافة", "منوعات", "صحة", "فيديو", "بحث")
TICKER = (
    "طالبة من الريان تفوز بجائزة الرسم للناشئين",
    "فريق الواحة يتأهل إلى نهائي كأس الساحل بعد ركلات الترجيح",
    "أسعار التمور تتراجع مع وفرة محصول الموسم الجديد",
)
SIDEBAR = (
    "الأكثر قراءة",
    "حريق محدود في مستودع أخشاب جنوب مدينة الجابرية",
    "قبل 3 ساعات",
    "افتتاح معرض الكتاب الرابع في قاعة المرسى",
    "قبل 5 ساعات",
    "عالم آثار يروي قصة اكتشاف بئر عمرها ألفا عام",
)
FOOTER = ("من نحن", "اتصل بنا", "سياسة الخصوصية", "جميع الحقوق محفوظة لموقع الساحل الأخضر © 2031")

POEM = (
    "يا دار أهلي على الوادي",
    "هل عاد بعد الرحيل الحادي",
    "كم ليلة بت فيها ساهرا",
    "أعد نجم السماء وحدي",
    "يا دار أهلي على الوادي",
    "يا دار أهلي على الوادي",
    "نامت عيون الناس كلهم",
    "وما ينام الذي يفتقد",
)
WINNERS = (
    "أعلنت لجنة جائزة الساحل للرواية أسماء الفائزين في فروعها العشرة، وفيما يلي قائمة الفائزين:",
    "سالم الهاجري",
    "نورة البناي",
    "فريد الزاهي",
    "ليلى المرسى",
    "كامل الجابري",
    "هند الوادي",
    "جابر الرملي",
    "منى الساحلي",
    "زياد النخلي",
    "رباب الواحي",
)
INTERVIEW = (
    "حاورنا المدرب جابر الرملي قبل مباراة النهائي، وسألناه عن استعداد فريقه للقاء الكبير.",
    "هل أنتم جاهزون؟",
    "نعم",
    "نعم",
    "ومن يغيب؟",
    "لا أحد.",
    "هل تخشون الخصم؟",
    "نحترمه ولا نخشاه.",
    "ومتى تصلون؟",
    "غدا صباحا.",
    "كم لاعبا معكم؟",
    "عشرون لاعبا.",
    "وكان الفريق قد بلغ النهائي بعد فوزه على فريق الواحة بركلات الترجيح يوم الجمعة الماضي.",
)
LINE_UP = (
    "يلتقي فريقا الواحة والمرسى مساء الغد في نهائي كأس الساحل على ملعب المدينة الكبير.",
    "تشكيلة الواحة",
    "الحارس: سالم",
    "الدفاع: جابر، فريد، كامل",
    "الوسط: زياد، حمد",
    "الهجوم: ليث",
    "تشكيلة المرسى",
    "الحارس: طارق",
    "الدفاع: منير، سعد، رامي",
    "الوسط: ماجد، عمر",
    "الهجوم: نبيل",
)


def page_of(*parts: tuple[str, ...] | str) -> str:
    lines: list[str] = []
    for part in parts:
        lines += [part] if isinstance(part, str) else part
    return "\n".join(lines)


def removals(text: str) -> list[Removal]:
    page = Page(text)
    return sorted(removal for detector in DETECTORS for removal in detector(page))


def cleaned(text: str) -> str:
    kept, at = [], 0
    for removal in removals(text):
        kept.append(text[at : max(at, removal.start)])
        at = max(at, removal.end)
    kept.append(text[at:])
    return "\n".join(filter(None, (line.strip() for line in "".join(kept).split("\n"))))


ARTICLE = page_of(HEADLINE, BODY)


def test_a_page_scraped_whole_gives_its_article():
    text = page_of(MENU, TICKER, "محليات", HEADLINE, "مشاركة", BODY, SIDEBAR, MENU, FOOTER)
    assert cleaned(text) == ARTICLE


def test_the_evidence_is_told():
    text = page_of(MENU, HEADLINE, BODY, SIDEBAR, MENU, FOOTER)
    found = removals(text)
    assert {removal.rule for removal in found} == {"structure.navigation", "structure.page-end"}
    assert all("labels" in removal.why for removal in found)


def test_a_ticker_that_says_the_headline_goes():
    text = page_of(MENU, f"عاجل {HEADLINE}", TICKER[0], HEADLINE, BODY, MENU, FOOTER)
    assert cleaned(text) == ARTICLE


def test_a_caption_and_a_byline_under_the_headline_stay():
    caption = "عمال يجددون أنبوبا في حي السوق الشرقي"
    text = page_of(MENU, HEADLINE, caption, "كتبت ليلى المرسى", BODY, MENU, FOOTER)
    assert cleaned(text) == page_of(HEADLINE, caption, "كتبت ليلى المرسى", BODY)


def test_a_headline_over_a_share_bar_stays():
    bar = ("20 مارس 2031", "شارك", "فيسبوك", "تويتر", "واتساب", "طباعة")
    caption = "عمال يجددون أنبوبا في حي السوق الشرقي"
    text = page_of(MENU, "الرئيسية > محليات", HEADLINE, bar, caption, BODY, MENU, FOOTER)
    assert cleaned(text) == page_of(HEADLINE, caption, BODY)


def test_a_headline_that_shares_no_word_with_the_body_stays():
    playful = "وأخيرا.. لا عطش بعد اليوم"
    text = page_of(MENU, playful, "شارك", "فيسبوك", "تويتر", "واتساب", BODY, MENU, FOOTER)
    assert playful in cleaned(text)


def test_a_line_that_is_the_title_stays():
    playful = "وأخيرا.. لا عطش بعد اليوم"
    text = page_of(playful, MENU, TICKER, HEADLINE, BODY, MENU, FOOTER)
    found = [cut for detector in DETECTORS for cut in detector(Page(text, title=playful))]
    assert not any(cut.start <= text.index(playful) < cut.end for cut in found)
    assert any(cut.start <= text.index(TICKER[0]) < cut.end for cut in found)


def test_a_headline_with_a_dash_in_it_is_kept_whole():
    parts = "صحف الساحل - مجلس بلدية النخيل يقر خطة لتجديد شبكة المياه"
    assert cleaned(page_of(f"{parts} | بوابة الوادي {parts} {BODY[0]}", BODY[1:])).startswith(parts)


def test_aggressive_needs_less_and_cuts_within_the_body():
    sections = tuple(
        f"باب {name}" for name in ("البحر", "السوق", "النخل", "الصيد", "القرى", "الناس")
    )
    body = (BODY[0], BODY[1], "طفل يعثر على قطعة نقود أثرية", "شكاوى السكان", BODY[2], BODY[3])
    text = page_of("رياضة", "سينما", sections, HEADLINE, body, SIDEBAR)
    bold = [removal for detector in detectors(aggressive=True) for removal in detector(Page(text))]
    assert [text[removal.start : removal.end].split("\n")[0] for removal in sorted(bold)] == [
        "رياضة",
        "طفل يعثر على قطعة نقود أثرية",
        "الأكثر قراءة",
    ]
    assert removals(page_of("رياضة", "سينما", sections, HEADLINE, body)) == []


def test_subheadings_stay():
    body = (BODY[0], BODY[1], "شكاوى السكان", BODY[2], BODY[3])
    assert cleaned(page_of(MENU, HEADLINE, body, SIDEBAR, FOOTER)) == page_of(HEADLINE, body)


def test_a_related_block_does_not_end_the_article():
    body = (BODY[0], BODY[1], "اقرأ أيضا", TICKER[0], BODY[2], BODY[3])
    left = cleaned(page_of(MENU, HEADLINE, body, SIDEBAR, MENU, FOOTER))
    assert BODY[2] in left
    assert BODY[3] in left


def test_a_list_at_the_end_of_the_article_stays():
    left = cleaned(page_of(MENU, HEADLINE, BODY, WINNERS, FOOTER))
    assert all(line in left for line in WINNERS)


def test_a_list_inside_the_article_stays():
    left = cleaned(page_of(MENU, HEADLINE, WINNERS, BODY, FOOTER))
    assert all(line in left for line in (*WINNERS, *BODY))


TEASERS = (
    "افتتاح معرض الكتاب الرابع في قاعة المرسى",
    "يفتح معرض الكتاب أبوابه غدا في قاعة المرسى بمشاركة مئة دار نشر من تسع مدن ساحلية.",
    "عالم آثار يروي قصة اكتشاف بئر عمرها ألفا عام",
    "روى عالم الآثار كامل الجابري قصة اكتشاف بئر قديمة في وادي الرمل بعد عشرين عاما من البحث.",
)


def test_teasers_with_their_first_sentences_are_not_taken_for_the_article():
    text = page_of(MENU, TEASERS, "المزيد", HEADLINE, LONG_BODY, SIDEBAR, MENU, FOOTER)
    assert cleaned(text) == page_of(HEADLINE, LONG_BODY)


def test_where_two_stretches_may_be_the_article_both_stay():
    text = page_of(MENU, TEASERS, "المزيد", HEADLINE, BODY[:2], SIDEBAR, MENU, FOOTER)
    left = cleaned(text).split("\n")
    assert left[-3:] == [HEADLINE, *BODY[:2]]
    assert not {*MENU, *FOOTER}.intersection(left)


def test_rules_for_comments_after_the_article_go():
    policy = (
        "إذا كان التعليق يتضمن شتائم أو تهديدات موجهة إلى المستخدمين فسيتم حذفه من الموقع.",
        "لا يسمح بنشر روابط أو إعلانات في التعليقات، وللإدارة حق حظر حساب المستخدم المخالف.",
    )
    assert cleaned(page_of(MENU, HEADLINE, BODY, "أضف تعليق", policy, MENU, FOOTER)) == ARTICLE


@pytest.mark.parametrize("lines", [POEM, WINNERS, INTERVIEW, LINE_UP, BODY, (HEADLINE, *BODY)])
def test_an_article_of_short_lines_is_never_cut(lines):
    assert removals(page_of(lines)) == []


@pytest.mark.parametrize("lines", [POEM, WINNERS, INTERVIEW, LINE_UP])
def test_nor_is_one_that_names_a_section_or_two(lines):
    assert removals(page_of("رياضة وثقافة", lines, "المزيد")) == []


WIDE = "     "


def test_wide_blanks_stand_for_line_breaks():
    menu = WIDE.join(MENU)
    body = WIDE.join(BODY)
    text = (
        f"{WIDE}الساحل الأخضر - محليات - {HEADLINE}{WIDE}{menu}{WIDE}{HEADLINE}{WIDE}{body}{WIDE}"
    )
    assert cleaned(text) == f"{HEADLINE}{WIDE}{body}"


@pytest.mark.parametrize(
    "before",
    [
        f"{HEADLINE} | الساحل الأخضر | ",
        f"{HEADLINE} - صحيفة الساحل الأخضر الاثنين 4 مارس 2031 ",
        f"الساحل الأخضر | محليات | {HEADLINE} ",
        f"{HEADLINE} {HEADLINE} | {HEADLINE} ",
        f"{HEADLINE} ",
    ],
)
def test_a_page_title_before_the_headline_goes(before):
    assert cleaned(page_of(f"{before}{HEADLINE} {BODY[0]}", BODY[1:])) == page_of(
        f"{HEADLINE} {BODY[0]}", BODY[1:]
    )


@pytest.mark.parametrize(
    "text",
    [
        page_of("خطة لتجديد شبكة المياه", "قال الهاجري إن خطة لتجديد شبكة المياه ستبدأ غدا."),
        page_of("النخيل - خطة لتجديد الشبكة القديمة، وقال الهاجري: الكلفة أربعون مليونا.", BODY),
        page_of(HEADLINE, "ليلى المرسى", "بسم الله الرحمن الرحيم", BODY),
    ],
)
def test_words_of_the_headline_in_the_article_are_no_page_title(text):
    assert removals(text) == []


@pytest.mark.parametrize("label", ["vizora", "Streamly", "رياضة", "اقتصاد"])
def test_a_stray_label_above_the_headline_goes(label):
    assert cleaned(page_of(label, HEADLINE, BODY)) == ARTICLE


def test_the_title_of_a_film_above_its_credits_stays():
    assert removals(page_of("Seaside", "إخراج: منى الساحلي", BODY)) == []


@pytest.mark.parametrize("label", ["عاجل", "انتظار", "#النخيل", "رسالة"])
def test_a_word_that_may_be_the_headline_stays(label):
    assert removals(page_of(label, HEADLINE, BODY)) == []


@pytest.mark.parametrize(
    "crumb", ["آسيااقتصادسياسة", "محلياترياضة", "الشرق الأوسطثقافةفنونسينماأخرىصور"]
)
def test_a_breadcrumb_run_together_goes(crumb):
    assert cleaned(page_of(crumb, HEADLINE, BODY)) == ARTICLE
    assert cleaned(page_of(HEADLINE, BODY, crumb)) == ARTICLE


@pytest.mark.parametrize(
    "word", ["الاستراتيجيات", "فسيكفيكهم", "#رياضة_وثقافة", "كهرومغناطيسية", "بالمستشفيات"]
)
def test_a_long_word_is_no_breadcrumb(word):
    assert removals(page_of(HEADLINE, BODY, word)) == []


def test_a_caption_printed_twice_goes_once():
    caption = "أنابيب جديدة في مخازن البلدية (الساحل الأخضر)"
    assert cleaned(page_of(HEADLINE, BODY[0], caption, caption, BODY[1:])) == page_of(
        HEADLINE, BODY[0], caption, BODY[1:]
    )


def test_a_headline_printed_again_goes():
    text = page_of(HEADLINE, "الاثنين 4 مارس", HEADLINE, BODY)
    assert cleaned(text) == page_of(HEADLINE, "الاثنين 4 مارس", BODY)


def test_a_claim_quoted_again_stays():
    text = page_of(HEADLINE, "وقد نشر الحساب ما يلي:", HEADLINE, BODY)
    assert removals(text) == []


def test_every_paragraph_twice_in_one_line_goes_once():
    doubled = " ".join(f"{paragraph} {paragraph}" for paragraph in BODY)
    assert cleaned(doubled) == " ".join(BODY)


def test_a_text_printed_twice_goes_once():
    assert cleaned(page_of(HEADLINE, BODY, HEADLINE, BODY)) == ARTICLE


def test_formulas_of_decrees_stay():
    decree = "بعد الاطلاع على نظام المجالس البلدية الصادر في العام الماضي وبناء على ما عرضه الوزير."
    text = page_of("مرسوم أول", decree, BODY[0], "مرسوم ثان", decree, BODY[1])
    assert removals(text) == []


@pytest.mark.parametrize("speaker", ["", " سالم الهاجري – رئيس المجلس"])
def test_a_pull_quote_goes(speaker):
    said = "الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى أكثر من خمسين عاما"
    assert cleaned(page_of(HEADLINE, BODY, said + speaker)) == ARTICLE


def test_a_subheading_that_its_paragraph_repeats_stays():
    subheading = "الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى أكثر من خمسين عاما"
    assert removals(page_of(HEADLINE, BODY[0], BODY[2], BODY[3], subheading, BODY[1])) == []


def test_a_line_broken_in_mid_sentence_is_no_pull_quote():
    text = page_of(
        HEADLINE,
        BODY,
        "وكان المجلس قد وعد في جلسته الماضية بأن",
        "الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى أكثر من خمسين عاما",
        "لكن اللجنة لم تتسلم شيئا من ذلك.",
    )
    assert removals(text) == []


@pytest.mark.parametrize("line", ["مواضيع : , , , ,", "| | | |", "إقرأ أيضا ،، ،"])
def test_a_list_emptied_to_its_separators_goes(line):
    assert cleaned(page_of(HEADLINE, BODY, line)) == ARTICLE


@pytest.mark.parametrize("line", ["هنا الساحل ،،", "شاهد،،", "المواضيع: المياه، السوق،", "- -"])
def test_a_line_of_words_and_separators_stays(line):
    assert removals(page_of(HEADLINE, BODY[0], line, BODY[1:])) == []


def test_a_site_that_presents_itself_goes():
    about = "منصة إخبارية مستقلة تسعى إلى تقديم تغطية شاملة لشؤون مدن الساحل وأهلها."
    assert cleaned(page_of(HEADLINE, BODY, "Green Coast", about)) == ARTICLE


def test_news_about_a_site_stays():
    news = "منصة إخبارية جديدة تسعى إلى تغطية مدن الساحل، كما أعلنت وزارة الثقافة أمس الأحد."
    assert removals(page_of(HEADLINE, BODY, news)) == []


def test_a_footer_run_together_goes():
    footer = "المصدر : الساحل أخبار ذات صلة الأكثر قراءة تابعونا على جميع الحقوق محفوظة 2031"
    assert cleaned(page_of(HEADLINE, BODY, footer)) == ARTICLE


@pytest.mark.parametrize("goes_on", ["كما", "وأقر الوزير", "ويتوقع"])
def test_a_sentence_below_an_emptied_heading_is_no_footer(goes_on):
    told = f"{goes_on} أن الجسر الجديد سيفتح أمام السيارات قبل نهاية هذا العام في موعده ."
    footer = "مواد متعلقة الأكثر قراءة كي لا يفوتك جميع الحقوق محفوظة 2031 تابعنا على فيسبوك"
    left = cleaned(page_of(HEADLINE, BODY, f"اقرأ / ي أيض ا | {told}", footer))
    assert told in left
    assert "محفوظة" not in left


def test_one_phrase_of_a_footer_is_not_enough():
    line = "وقالت الشركة إن جميع الحقوق محفوظة لها، وإن التعليقات على المنشور لا تعبر عن رأيها."
    assert removals(page_of(HEADLINE, BODY, line)) == []


LINES = st.sampled_from(
    (
        *MENU,
        *TICKER,
        *SIDEBAR,
        *FOOTER,
        *POEM,
        *WINNERS,
        *INTERVIEW,
        *BODY,
        HEADLINE,
        "",
        " ",
        "\u200f",
    )
)


@given(st.lists(LINES, max_size=40))
def test_removals_lie_in_the_text_and_have_reasons(lines):
    text = "\n".join(lines)
    for removal in removals(text):
        assert 0 <= removal.start < removal.end <= len(text)
        assert removal.rule in RULES
        assert removal.why


@given(st.text(alphabet="اب |-.،\n\t\u200f«»:", max_size=200))
def test_any_text_is_read(text):
    assert all(removal.start < removal.end for removal in removals(text))


DATELINE = f"النخيل (أنباء الساحل) - {BODY[0]}"


@pytest.mark.parametrize("signed", ["(أنباء الساحل)", "-- (أنباء الساحل)", "(وكالة الوادي)"])
def test_an_agency_that_signs_goes(signed):
    assert cleaned(page_of(HEADLINE, DATELINE, BODY[1:], signed)) == page_of(
        HEADLINE, DATELINE, BODY[1:]
    )
    last = f"{BODY[3]} {signed}"
    assert cleaned(page_of(HEADLINE, DATELINE, BODY[1:3], last)).endswith(BODY[3])


@pytest.mark.parametrize("said", ["(سورة النخيل)", "(الفصل الأول)", "(1938 - 2004)", "(يضحك)"])
def test_other_words_in_brackets_at_the_end_stay(said):
    assert removals(page_of(HEADLINE, DATELINE, BODY[1:], said)) == []
    assert removals(page_of(HEADLINE, DATELINE, BODY[1:3], f"{BODY[3]} {said}")) == []


def test_urgent_news_of_something_else_above_the_headline_goes():
    ticker = "عاجل | هزة أرضية خفيفة يشعر بها أهل الجبل"
    assert cleaned(page_of(ticker, HEADLINE, BODY)) == ARTICLE


def test_urgent_news_that_is_the_headline_stays():
    assert removals(page_of(f"عاجل | {HEADLINE}", "سالم الهاجري يكشف تفاصيل", BODY)) == []
    assert removals(page_of("عاجل | هزة أرضية يشعر بها أهل الجبل", BODY)) == []


def test_the_way_from_the_home_page_goes_and_the_headline_stays():
    for way in ("الرئيسية/محليات/", "الرئيسية > أخبار > ", "Home » Local » "):
        assert cleaned(page_of(f"{way}{HEADLINE}", HEADLINE, BODY)) == ARTICLE
        assert cleaned(page_of(f"{way}{HEADLINE}", BODY)) == ARTICLE


def test_a_motto_goes_with_the_notice_that_names_its_site():
    notice = "جميع الحقوق محفوظة © دفتر الساحل 2031"
    assert cleaned(page_of(HEADLINE, BODY, "دفتر الساحل.. صوت الموج", notice)) == ARTICLE
    said = "رئيس المجلس: لن نقطع المياه"
    assert cleaned(page_of(HEADLINE, BODY, said, notice)) == page_of(HEADLINE, BODY, said)


@pytest.mark.parametrize(
    "footer",
    [
        "جميع حقوق التأليف والنشر محفوظة لدفتر الساحل 2031",
        "إعلان الخبر التالي مهرجان التمور يفتح أبوابه في الواحة جميع الحقوق محفوظة",
        "التصنيفات : مقالات متعلقة | شركة الساحل سجل 13856 جميع الحقوق محفوظة بموجب القانون .",
        "المقالات المنشورة لا تعبر بالضرورة عن رأي الموقع. حقوق الطبع محفوظة لدفتر الساحل",
        "مدينة النخيل التعليقات الأكثر قراءة عاجل",
        "أخبار ذات صلة كونوا على اطلاع تابعونا :",
        "الأرشيف Recent Posts Recent Posts Copyright 2031 Coast . example All Rights Reserved .",
        "يسمح بالاقتباس شريطة الإشارة إلى المصدر ( دفتر الساحل ) تصميم الواحة",
    ],
)
def test_what_is_run_together_around_a_notice_goes(footer):
    assert cleaned(page_of(HEADLINE, BODY, footer)) == ARTICLE


def test_a_ban_on_reprinting_tells_a_footer_below_an_article_long_enough_to_know_its_words():
    footer = (
        "محليات العدد 3352 ملحق الكتب كل ما يرد هنا ويمنع اعادة نشره من دون اذن خطي من الادارة ."
    )
    page = page_of(
        HEADLINE,
        LONG_BODY,
        "ويروي صيادون مسنون حكايات طويلة عن آبار قديمة حفرها أجدادهم قرب المقبرة قبل قرن.",
        "وتباع قارورة الماء في الدكاكين بثلاثة دنانير، وهو ثمن لا يقدر عليه عمال الميناء الفقراء.",
    )
    assert cleaned(page_of(page, footer)) == page
    assert cleaned(page_of(ARTICLE, footer)) == page_of(ARTICLE, footer)


def test_a_footer_in_the_line_of_the_last_sentence_goes_alone():
    footer = "2031 جميع حقوق النشر محفوظة لجريدة الساحل"
    assert cleaned(f"{ARTICLE} - ( وكالات ) التعليق {footer}") == ARTICLE
    assert cleaned(f"{ARTICLE.rstrip('.')} {footer}") == ARTICLE.rstrip(".")


def test_a_sentence_of_the_article_before_a_footer_in_its_line_stays():
    more = "وتخشى اللجنة ضياع الصيف . أم أن المجلس سيجد مالا في خزائن الدولة قبل أن يأتي الحر ?"
    footer = "مقالات أخرى للكاتب جميع الحقوق محفوظة لموقع الساحل 2031"
    assert cleaned(page_of(ARTICLE, f"{more} {footer}")) == page_of(ARTICLE, more)


def test_a_poem_whose_verses_wide_blanks_part_is_no_title_said_twice():
    verse, other = "يا مرفأ الصبح الذي غابت مراكبه", "خذني إليك مع النوارس في المساء"
    poem = "    ".join(("قصيدة للميناء القديم", verse, other, "علق على بابي قناديل", verse, other))
    assert removals(poem) == []


@pytest.mark.parametrize(
    "between",
    [
        "رياضات عربية بطولات أوروبية المزيد أشهر الرياضات رياضات عربية بطولات أوروبية المزيد",
        "دخول الأعضاء اسم المستخدم كلمة المرور تذكرني اليوم الأحد 4 مايو 2031 أخر المستجدات",
    ],
)
def test_a_title_said_twice_around_names_that_no_list_holds_goes(between):
    assert cleaned(f"{HEADLINE} {between} {ARTICLE}") == ARTICLE


def test_a_headline_that_the_lead_says_again_stays():
    told = "هكذا قال السكان في شكوى إلى الوزير من انقطاع المياه في الصيف وقد جاء فيها أن"
    assert removals(f"{HEADLINE} {told} {HEADLINE} منذ عشرين عاما ولم يتحقق شيء حتى الآن.") == []


@pytest.mark.parametrize(
    "last",
    [
        "وينص العقد في مادته الأولى على أن جميع الحقوق محفوظة للطرف الأول.",
        "وختم الكاتب بأن حقوق المؤلفين محفوظة في القانون الجديد، وهذا ما طالب به الناشرون طويلا.",
        "تعرف على الأكثر مشاهدة بين أفلام النخيل",
        "والتعليقات المنشورة على صفحة المجلس تعبر عن غضب السكان من الحفر في شوارعهم.",
        "وقال إن الكتاب يحمل عبارة جميع الحقوق محفوظة، وهو ما لا يمنع سرقته.",
        "يمنع القانون نقل المياه من دون ذكر المصدر في سجل البلدية، وفق الهاجري.",
    ],
)
def test_a_sentence_that_speaks_like_a_notice_stays(last):
    assert removals(page_of(HEADLINE, BODY, last)) == []


def test_an_address_that_the_last_sentence_announces_stays():
    address = "https://coast.example/live"
    assert cleaned(page_of(HEADLINE, BODY, address)) == ARTICLE
    assert removals(page_of(HEADLINE, BODY, "وهذا رابط التسجيل لمن أراد:", address)) == []
    assert removals(page_of(address, HEADLINE, BODY)) == []


def test_a_pull_quote_with_its_speaker_goes():
    said = "إن الأعمال ستبدأ من حي السوق الشرقي، حيث تعود الأنابيب إلى أكثر من خمسين عاما"
    quote = f"{said} سالم الهاجري – رئيس مجلس البلدية"
    assert cleaned(page_of(HEADLINE, BODY, quote)) == ARTICLE
    other = f"{said} ولن تنتهي قبل الشتاء – وفق خطة المجلس"
    assert removals(page_of(HEADLINE, BODY, other)) == []

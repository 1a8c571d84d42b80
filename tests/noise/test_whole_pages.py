"""Articles of unusual shapes inside pages that were scraped whole: nothing of them is lost."""

from __future__ import annotations

import pytest

from cleaner.noise.cleaner import default_cleaner
from cleaner.noise.page import Scrape

MENUS = {
    "lines": "الرئيسية\nسياسة\nاقتصاد\nرياضة\nثقافة\nمنوعات\nصحة\nفيديو\nبحث\nالمزيد",
    "bars": "الرئيسية | سياسة | اقتصاد | رياضة | ثقافة | منوعات | صحة | فيديو | بحث | المزيد",
    "dots": "الرئيسية • سياسة • اقتصاد • رياضة • ثقافة • منوعات • صحة • فيديو • بحث • المزيد",
    "blanks": "الرئيسية سياسة اقتصاد رياضة ثقافة منوعات صحة فيديو بحث تسجيل الدخول المزيد",
    "wide": "الرئيسية    سياسة    اقتصاد    رياضة    ثقافة    منوعات    صحة    فيديو    بحث",
    "english": "Home\nNews\nPolitics\nBusiness\nSport\nCulture\nHealth\nSearch\nMore",
    "french": "Accueil\nPolitique\nÉconomie\nSports\nCulture\nSanté\nRechercher\nMonde",
}
FOOTERS = {
    "lines": "الأكثر قراءة\nحريق محدود في مستودع جنوب المدينة\nقبل 3 ساعات\nمن نحن\nاتصل بنا\n"
    "سياسة الخصوصية\nشروط الاستخدام\nتابعنا\nفيسبوك\nتويتر",
    "bars": "من نحن | اتصل بنا | أعلن معنا | سياسة الخصوصية | شروط الاستخدام | وظائف | تويتر",
}
HEADLINE = "مزارعو وادي السدر يجنون أول محصول زعفران بعد ثلاث سنوات"
LEAD = (
    "جنى مزارعو وادي السدر، أمس الثلاثاء، أول محصول من الزعفران بعد ثلاث سنوات من التجارب في "
    "مزارع صغيرة على أطراف الوادي."
)
LAST = "وقال المهندس الزراعي خليل السدراوي إن المحصول القادم سيكون أكبر إذا هطلت أمطار الشتاء."

BODIES = {
    "short": (LEAD, LAST),
    "one sentence": (LEAD,),
    "questions": (
        LEAD,
        "كيف بدأت التجربة؟",
        "بدأت بمئة بصلة جلبناها من الجبل وزرعناها في حوش البيت.",
        "هل ندمت؟",
        "لا، أبدا.",
        "ومتى ستبيعون المحصول؟",
        "بعد أن يجف، في الشهر المقبل إن شاء الله.",
        LAST,
    ),
    "bullets": (
        LEAD,
        "وفيما يلي ما يحتاج إليه من يزرع الزعفران:",
        "• أرض خفيفة جيدة الصرف",
        "• بصل سليم كبير الحجم",
        "• ماء قليل في الخريف",
        "• شمس كثيرة",
        LAST,
    ),
    "recipe": (
        LEAD,
        "المقادير:",
        "كوبان من الأرز",
        "ملعقة زعفران",
        "ملح وفلفل",
        "الطريقة:",
        "ينقع الزعفران في الماء الدافئ ربع ساعة قبل أن يضاف إلى الأرز على نار هادئة.",
        LAST,
    ),
    "results": (
        LEAD,
        "وجاءت نتائج مسابقة المزارعين كالتالي:",
        "سليم الوادي 12 كيلوغراما",
        "هناء السدر 11 كيلوغراما",
        "ماهر الجبلي 9 كيلوغرامات",
        LAST,
    ),
    "poem": (
        LEAD,
        "وأنشد شاعر الوادي في الحفل:",
        "يا وادي السدر يا دار الندى",
        "زهر بنفسجي على المدى",
        "كم زارع نام على حلمه",
        "حتى أتى الزهر له موعدا",
        LAST,
    ),
    "live": (
        LEAD,
        "10:15",
        "وصل الوزير إلى أطراف الوادي ومعه وفد من المزارعين والمهندسين.",
        "10:40",
        "بدأ الأطفال بقطف الزهور أمام الضيوف وسط تصفيق الحاضرين في المكان.",
        "11:05",
        LAST,
    ),
    "subheadings": (
        LEAD,
        "بداية صعبة",
        "وكان المزارعون قد خسروا محصول العام الأول كله بسبب موجة صقيع ضربت الوادي.",
        "سوق واعدة",
        "ويباع الغرام الواحد من زعفران الوادي بثلاثة أضعاف سعر المستورد في أسواق المدينة.",
        LAST,
    ),
    "broken lines": (
        "جنى مزارعو وادي السدر، أمس الثلاثاء، أول محصول من الزعفران",
        "بعد ثلاث سنوات من التجارب في مزارع صغيرة على أطراف الوادي.",
        "وقال المهندس الزراعي خليل السدراوي إن المحصول القادم سيكون",
        "أكبر إذا هطلت أمطار الشتاء في",
        "موعدها ولم يضرب الصقيع",
        "الوادي.",
    ),
}


def page(menu: str, body: tuple[str, ...], footer: str) -> str:
    return "\n".join((MENUS[menu], HEADLINE, *body, FOOTERS[footer]))


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("menu", MENUS)
@pytest.mark.parametrize("shape", BODIES)
def test_no_line_of_the_article_is_lost(shape, menu, footer):
    left = default_cleaner().clean(page(menu, BODIES[shape], footer)).text.split("\n")
    missing = [line for line in (HEADLINE, *BODIES[shape]) if line not in left]
    assert missing == []


def test_many_pages_are_cleaned_as_each_alone():
    texts = [page(menu, body, "bars") for menu in MENUS for body in BODIES.values()]
    alone = [default_cleaner().clean(text) for text in texts]
    assert list(default_cleaner().clean_many(map(Scrape, texts))) == alone


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("menu", MENUS)
def test_the_menu_and_the_footer_go(menu, footer):
    left = default_cleaner().clean(page(menu, (LEAD, LAST), footer)).text
    assert left == "\n".join((HEADLINE, LEAD, LAST))


def test_a_list_of_sections_in_an_article_is_no_menu():
    line = "أقسام الصحيفة الجديدة: الرئيسية، سياسة، اقتصاد، رياضة، ثقافة، منوعات، صحة، فيديو، بحث"
    text = "\n".join((HEADLINE, LEAD, line, LAST))
    assert default_cleaner().clean(text).text == text


def test_the_article_goes_on_below_a_teaser():
    text = "\n".join(
        (
            *(MENUS["lines"], HEADLINE, LEAD, LAST, "اقرأ أيضا", "سوق المدينة يفتح أبوابه ليلا"),
            "وتتوزع المزارع على ضفتي السيل، ويعمل فيها نحو مئتي شخص من أهل القرى القريبة.",
            FOOTERS["lines"],
        )
    )
    assert "وتتوزع المزارع" in default_cleaner().clean(text).text


LISTED = (
    "تعاونية الوادي",
    "تضم تعاونية الوادي مزارعي القرى القريبة من السيل، وقد تأسست قبل ثلاثين عاما بعد جفاف طويل.",
    "وتملك التعاونية مخزنين ومعصرة، وتبيع إنتاجها في أسواق المدينة وفي معارض تقام كل خريف.",
    "أبرز أعضائها:",
    "سليم الوادي (الزعفران)، هناء السدر (العسل)، ماهر الجبلي (اللوز)، وخليل السدراوي (البصل).",
    "تعاونية الجبل",
    "تنشط تعاونية الجبل في القرى العالية، وهي أصغر من تعاونية الوادي وأحدث منها عهدا بكثير.",
    "أبرز أعضائها:",
    "سامي الحجري (اللوز)، ليلى المرسى (العسل)، وكمال العزي (التين).",
    "تعاونية الساحل",
    "تجمع تعاونية الساحل من يزرعون اللوز والتين قرب البحر.",
    "أبرز أعضائها:",
    "وليد الجزيري (التين)، ومحمود سعيد (اللوز والعسل).",
)


@pytest.mark.parametrize("menu", MENUS)
def test_an_article_of_like_parts_stays_down_to_its_last(menu):
    left = default_cleaner().clean(page(menu, (LEAD, *LISTED), "lines")).text.split("\n")
    assert [line for line in LISTED if line not in left] == []


def test_what_someone_says_below_a_box_stays_on_a_page_scraped_whole():
    menu = "الرئيسية\nمحليات\nسياسة\nاقتصاد\nرياضة\nثقافة\nفيديو\nبحث"
    told = [
        "معلمة تحول حافلة إلى صف متنقل",
        "حولت المعلمة هبة عودة حافلة قديمة إلى صف متنقل يزور مضارب البدو في الأغوار.",
        "وتضم الحافلة سبورة ومكتبة صغيرة وعشرين كرسيا.",
    ]
    said = ["وتقول عودة:", '"الطفل لا يذهب إلى المدرسة هنا،', 'المدرسة تذهب إليه".']
    end = "الأكثر قراءة\nأسعار التمور تتراجع\nاتصل بنا\nسياسة الخصوصية"
    text = "\n".join((menu, *told, "إعلان", "مدرسة من الطين في الأغوار", *said, end))
    kept = default_cleaner().clean(text).text.split("\n")
    assert [line for line in kept if line in said] == said
    assert "اتصل بنا" not in kept

"""Facts: from removed lines, and from the opening and the ending that stay."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Facts, Removal
from cleaner.noise.facts import parse_facts
from cleaner.noise.page import Page

BODY = (
    "افتتحت بلدية مرسى اللؤلؤ صباح الاثنين سوق السمك الجديد بعد أعمال ترميم دامت سنتين، وقال "
    "رئيس البلدية إن السوق يضم ستين متجرا ومطعما ويوفر مئتي فرصة عمل لأبناء المدينة وجوارها."
)


def _facts(text: str, reference: datetime | None = None, title: str | None = "عنوان") -> Facts:
    """Parse a text in which lines that begin with "~" are removed ones."""
    removals, lines, at = [], [], 0
    for line in text.split("\n"):
        bare = line.removeprefix("~")
        if bare != line:
            removals.append(Removal(at, at + len(bare), "test.rule", "a test"))
        lines.append(bare)
        at += len(bare) + 1
    return parse_facts("\n".join(lines), removals, title=title, reference_date=reference)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("تاريخ النشر: 24th, September 2019 GMT", "2019-09-24"),
        ("آخر تحديث: الثلاثاء 5 أيار 2020 - 10:45 GMT", "2020-05-05T10:45+00:00"),
        ("٠٢:٠٠ الثلاثاء ١ / ١٢ / ٢٠٢٠", "2020-12-01T02:00"),
        ("8 ذو القعدة 1441 هـ", "2020-06-29"),
        ("منذ 3 ساعات", "2020-11-09T09:00"),
        ("اقرأ أيضا: خطة 2020 للتنمية", None),
        ("عدد المشاهدات 2020", None),
        ("— صياد (@sayyad) April 7, 2020", None),
    ],
)
def test_published(line: str, published: str | None) -> None:
    facts = _facts(f"~{line}\n{BODY}", datetime(2020, 11, 9, 12))
    assert facts.published == published


def test_relative_date_without_reference_tells_nothing() -> None:
    assert _facts(f"~منذ 3 ساعات\n{BODY}").published is None


def test_a_published_line_goes_before_a_bare_and_an_updated_one() -> None:
    lines = "~5 مايو 2020\n~آخر تحديث: 7 مايو 2020\n~نشر في 4 مايو 2020"
    assert _facts(f"{lines}\n{BODY}").published == "2020-05-04"


def test_of_bare_dates_the_nearest_to_the_article_counts() -> None:
    menu = "\n".join(["~الأحد 10 مايو 2020", *["~قسم من أقسام الموقع"] * 9])
    assert _facts(f"{menu}\n~4 مايو 2020\n{BODY}").published == "2020-05-04"


def test_a_date_in_the_text_is_no_publication_date() -> None:
    text = f"قال الوزير في 7 مايو 2018 إن العمل بدأ،\n{BODY}"
    assert _facts(text).published is None


def test_a_dateline_tells_the_day() -> None:
    text = f"مرسى اللؤلؤ 8 مايو 2019 (رويترز) - {BODY}"
    facts = _facts(text)
    assert (facts.published, facts.source) == ("2019-05-08", "رويترز")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"{BODY}\n~المصدر: صحيفة المرجان", "صحيفة المرجان"),
        (f"{BODY}\n~المصدر : «المرجان نيوز»", "المرجان نيوز"),
        (f"{BODY}\n~المصدر\n~(مرسى اللؤلؤ - المرجان)", "مرسى اللؤلؤ - المرجان"),
        (f"{BODY}\n~*نقلاً عن المرجان", "المرجان"),
        (f"{BODY}\n~تفاصيل الخبر في : جريدة المرجان", "جريدة المرجان"),
        (f"{BODY}\n~--(بترا)", "بترا"),
        (f"{BODY} (أ ف ب)", "أ ف ب"),
        (f"باريس - أ.ف.ب: {BODY}", "أ.ف.ب"),
        (f"{BODY}\nوأضاف المصدر: إن السوق جاهز.", None),
        (BODY, None),
    ],
)
def test_source(text: str, source: str | None) -> None:
    assert _facts(text).source == source


@pytest.mark.parametrize(
    ("lines", "tags"),
    [
        ("~كلمات دلالية: سوق السمك، البلدية، مرسى اللؤلؤ", ("سوق السمك", "البلدية", "مرسى اللؤلؤ")),
        ("~الوسوم: سوق | صيد | سوق", ("سوق", "صيد")),
        ("~الكلمات المفتاحية\n~سوق السمك\n~صيد (12)", ("سوق السمك", "صيد")),
        ("~كلمات دلالية: سوق السمك البلدية صيد", ("سوق السمك البلدية صيد",)),
        ("~#سوق_السمك #صيد #المرسى", ("سوق السمك", "صيد", "المرسى")),
        ("~سمات السوق المرسى", ("السوق المرسى",)),
        ("~مواضيع ذات صلة", ()),
        ("~المواضيع : , , , ,", ()),
        ("تصنيفات الاتحاد الدولي صدرت أمس", ()),
    ],
)
def test_tags(lines: str, tags: tuple[str, ...]) -> None:
    assert _facts(f"{BODY}\n{lines}").tags == tags


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("كتب: سالم البحري", "سالم البحري"),
        ("كتبت - هند الغواص:", "هند الغواص"),
        ("كتب سالم البحري", "سالم البحري"),
        ("بقلم: د. سالم البحري", "د. سالم البحري"),
        ("By Salim Bahri", "Salim Bahri"),
        ("سالم البحري – متابعات", "سالم البحري"),
        ("سالم البحري – مرسى اللؤلؤ", "سالم البحري – مرسى اللؤلؤ"),
        ("صحيفة المرجان – متابعات", None),
        ("كتب الأمير قصيدة طويلة في رثاء البحر", None),
        ("مرسى اللؤلؤ", None),
    ],
)
def test_byline(line: str, byline: str | None) -> None:
    assert _facts(f"{line}\n{BODY}").byline == byline


@pytest.mark.parametrize(
    "line",
    [
        "المرفأ: الأسعار تبلغ أعلى مستوياتها",
        "دراسة: الصيادون أطول عمرا من غيرهم",
        "المدينة القديمة – أسواق ومقاه",
        "إخراج: سالم الهاجري Salem Hajri",
        "المرسى – صوت نت",
    ],
)
def test_a_headline_of_two_parts_is_no_byline(line: str) -> None:
    assert _facts(f"{line}\n{BODY}").byline is None


def test_photographs_are_no_part_of_a_name() -> None:
    assert _facts(f"تغطية و صور سالم الهاجري\n{BODY}").byline == "سالم الهاجري"


def test_a_value_ends_where_a_footer_goes_on() -> None:
    assert _facts(f"{BODY}\n~المصدر : صوت النهر التعليقات مغلقة").source == "صوت النهر"
    assert _facts(f"{BODY}\n~المصدر : كلمات مفتاحية الأكثر قراءة أقسام الموقع").source is None
    assert _facts(f"{BODY}\n~كلمات دلالية : روابط ذات صلة تابعونا على الشبكات").tags == ()


def test_a_file_has_a_date_of_its_own() -> None:
    line = '~<img src="https://example.org/2025/03/photo-2025-03-20.jpg">'
    assert _facts(f"{line}\n{BODY}").published is None


def test_section_and_site() -> None:
    crumbs = "~الرئيسية > اقتصاد > صيد بحري > عنوان"
    facts = _facts(f"{crumbs}\n{BODY}\n~The post عنوان appeared first on المرجان نيوز.")
    assert (facts.section, facts.site) == ("صيد بحري", "المرجان نيوز")
    assert _facts(f"{BODY}\n~جميع الحقوق محفوظة لصحيفة المرجان © 2020").site == "المرجان"


@pytest.mark.parametrize(
    ("notice", "site"),
    [
        ('جميع الحقوق محفوظة لموقع " وادي 21 " 2018', "وادي 21"),
        ("Copyright © 2018 Al-Wadi Media", "Al-Wadi Media"),
        ("Copyright 2018 Designed By Wave", None),
        ("Copyright Al - Wadi 2018", None),
        ("جميع الحقوق محفوظة تصميم وتطوير الموج", None),
    ],
)
def test_a_site_is_who_has_the_rights(notice: str, site: str | None) -> None:
    assert _facts(f"{BODY}\n~{notice}").site == site


def test_a_footer_is_no_tag() -> None:
    footer = "الوسوم تعليق واحد الشبكات الاجتماعية أحدث المقالات حول الموقع"
    assert _facts(f"{BODY}\n~{footer}").tags == ()


def test_headline_only_where_no_title_is_known() -> None:
    text = f"سوق السمك يعود إلى مرسى اللؤلؤ\n{BODY}"
    assert _facts(text, title=None).headline == "سوق السمك يعود إلى مرسى اللؤلؤ"
    assert _facts(text).headline is None
    assert _facts(f"سالم البحري – متابعات\n{BODY}", title=None).headline is None
    assert _facts(BODY, title=None).headline is None


def test_an_address_is_no_headline() -> None:
    assert _facts(f"SAWT.INFO - متابعة من الميناء\n{BODY}", title=None).headline is None


def test_a_page_serves_as_well_as_a_text() -> None:
    text = f"{BODY}\nالمصدر: صحيفة المرجان"
    removals = [Removal(len(BODY) + 1, len(text), "x", "")]
    assert parse_facts(Page(text, "ع"), removals) == parse_facts(text, removals, title="ع")


@given(st.text(), st.lists(st.integers(0, 60), max_size=8), st.text())
def test_any_text_and_any_removals(text: str, cuts: list[int], noise: str) -> None:
    text = f"{noise}\n{text}\nالمصدر: {noise}\nالوسوم: {text}\n{noise} 2020/1/1"
    edges = sorted({min(cut, len(text)) for cut in cuts})
    removals = [Removal(a, b, "x", "") for a, b in zip(edges[::2], edges[1::2], strict=False)]
    facts = parse_facts(text, removals, reference_date="2020-01-02")
    assert facts == parse_facts(text, removals, reference_date="2020-01-02")
    if facts.published:
        datetime.fromisoformat(facts.published)

"""Dates: forms from a table, running text, and properties over random days and texts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language import calendars
from cleaner.language.dates import Date, FoundDate, find_dates, parse_date
from cleaner.language.fold import fold

TABLE = Path(__file__).parents[1] / "data" / "dates.tsv"
MONDAY = date(2020, 11, 9)


def _cases() -> list[tuple[str, str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _reference(text: str) -> date | None:
    if text == "-":
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize(("line", "reference", "iso", "what"), _cases())
def test_date_line(line: str, reference: str, iso: str, what: str) -> None:
    found = parse_date(line, _reference(reference))
    assert (found.iso if found else None) == (None if iso == "-" else iso), what


def _told(text: str, reference: date | None = MONDAY) -> list[tuple[str, str | None]]:
    folded = fold(text)
    return [(folded[f.start : f.end], f.date.iso) for f in find_dates(folded, reference)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "بين 7 سبتمبر والأول من أكتوبر",
            [("7 سبتمبر", "2020-09-07"), ("والاول من اكتوبر", "2020-10-01")],
        ),
        ("من 7 إلى 9 سبتمبر 2023", [("7", "2023-09-07"), ("9 سبتمبر 2023", "2023-09-09")]),
        (
            "أيام 5 و6 و7 يناير 2019",
            [("5", "2019-01-05"), ("6", "2019-01-06"), ("7 يناير 2019", "2019-01-07")],
        ),
        ("عقد يوم الثلاثاء 25 آب لقاء", [("الثلاثاء 25 اب", "2020-08-25")]),
        ("قال الخميس إن", [("الخميس", "2020-11-05")]),
        ("يصل الخميس المقبل إلى", [("الخميس المقبل", "2020-11-12")]),
        ("وقع أمس الأحد حادث", [("امس الاحد", "2020-11-08")]),
        ("مساء اليوم السبت", [("اليوم السبت", "2020-11-07")]),
        ("في 25 من الشهر الجاري", [("25 من الشهر الجاري", "2020-11-25")]),
        ("في مارس الماضي", [("مارس الماضي", "2020-03")]),
        ("في ديسمبر الماضي", [("ديسمبر الماضي", "2019-12")]),
        ("في يناير المقبل", [("يناير المقبل", "2021-01")]),
        ("قبل يومين سقطت", [("قبل يومين", "2020-11-07")]),
        ("عام 2014", [("عام 2014", "2014")]),
        (
            "on September 24 and May 5, 2019",
            [("september 24", "2020-09-24"), ("may 5, 2019", "2019-05-05")],
        ),
        ("le 14 juillet 2021", [("14 juillet 2021", "2021-07-14")]),
    ],
)  # fmt: skip
def test_running_text(text: str, told: list[tuple[str, str]]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "مارس الرياضة في الصباح وأب لثلاثة أطفال",
        "سيارة نيسان جديدة ولقاء مع رجب وشعبان",
        "انتهت المباراة 3 صفر وفاز الفريق 2-1",
        "خطيب صلاة الجمعة وفي هذا اليوم وحتى اليوم",
        "اليوم الأول من المهرجان",
        "سالم البحري – مرجان اليوم\nافتتح",
        "قبل يومين من الانتخابات",
        "رئيس عام الشركة والعام الدراسي",
        "he may march on",
        "3.5 ملايين و1/4 السكان و12-14 عاما",
    ],
)
def test_words_that_only_look_like_dates(text: str) -> None:
    assert _told(text) == []


def test_without_reference_nothing_is_guessed() -> None:
    assert _told("أمس الثلاثاء وقبل يومين", None) == []
    found = find_dates("في 7 سبتمبر", None)
    assert [(f.year, f.month, f.day) for f in found] == [(None, 9, 7)]


def test_time_beside_a_date() -> None:
    found = find_dates(fold("في 7 سبتمبر 2020 الساعة 10:30 مساء"))
    assert [(f.date.iso, f.time) for f in found] == [("2020-09-07T22:30", "22:30")]


def test_what_is_inferred_is_marked() -> None:
    told, inferred = find_dates(fold("7 سبتمبر 2020 ثم انعقد المؤتمر الموسع في 8 سبتمبر"), MONDAY)
    assert not told.date.resolved
    assert inferred.date.resolved


def test_hijri_is_marked() -> None:
    found = parse_date("2 محرم 1446 هـ")
    assert found is not None
    assert found.hijri


def test_a_field_may_fall_back_on_dateparser() -> None:
    assert parse_date("24. September 2019", fallback=True) == Date(2019, 9, 24)
    assert parse_date("12 grudnia 2019") is None
    assert parse_date("12 grudnia 2019", fallback=True) == Date(2019, 12, 12)
    assert parse_date("لا شيء", fallback=True) is None


DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
NAMES = [
    (name, month)
    for table in (calendars.ARABIC, calendars.ARABIC_WEAK, calendars.LATIN, calendars.LATIN_WEAK)
    for name, month in table.items()
    if " " not in name and not name.startswith(("كانون", "تشرين"))
]
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]


@given(DAYS, st.sampled_from(NAMES), st.sampled_from(DIGITS))
def test_named_dates_round_trip(day: date, name: tuple[str, int], digits: str) -> None:
    day = day.replace(day=min(day.day, 28), month=name[1])
    text = f"{day.day} {name[0]} {day.year}".translate(str.maketrans(DIGITS[0], digits))
    found = parse_date(text)
    assert found is not None
    assert found.iso == day.isoformat()


@given(DAYS, st.sampled_from(["كانون الثاني", "كانون الأول", "تشرين الأول", "تشرين الثاني"]))
def test_months_of_two_words_round_trip(day: date, name: str) -> None:
    month = {"كانون الثاني": 1, "كانون الأول": 12, "تشرين الأول": 10, "تشرين الثاني": 11}[name]
    day = day.replace(day=min(day.day, 28), month=month)
    found = parse_date(f"{day.day} {name} {day.year}")
    assert found is not None
    assert found.iso == day.isoformat()


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y", "%d - %m - %Y"]))
def test_numeric_dates_round_trip(day: date, form: str) -> None:
    found = parse_date(day.strftime(form))
    assert found is not None
    assert found.iso == day.isoformat()


@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)))
def test_iso_times_round_trip(moment: datetime) -> None:
    found = parse_date(moment.isoformat(timespec="seconds"))
    assert found is not None
    assert found.iso == moment.isoformat(timespec="seconds")


@given(DAYS)
def test_hijri_round_trips(day: date) -> None:
    assert calendars.hijri_to_gregorian(*calendars.gregorian_to_hijri(day)) == day


@given(DAYS)
def test_hijri_days_follow_each_other(day: date) -> None:
    here, there = (calendars.gregorian_to_hijri(d) for d in (day, day + timedelta(days=1)))
    assert there == (here[0], here[1], here[2] + 1) or there[2] == 1


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_last_one(reference: date, weekday: int) -> None:
    names = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
    found = parse_date(names[weekday], reference)
    assert found is not None
    day = date.fromisoformat(str(found.iso))
    assert day.weekday() == weekday
    assert 0 <= (reference - day).days < 7


PARTS = """
7 24 1436 2015 31/12/2019 99/99/9999 سبتمبر كانون الثاني تشرين رمضان صفر هـ من شهر اليوم الثلاثاء
المقبل الماضي منذ قبل ساعتين 5 أيام عام و إلى - / , ( ) 10:30 25:99 GMT+9999 ص م may march 24th
ago ٣١ ²
"""
WORDS = st.sampled_from(PARTS.split())
TEXTS = st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join))


def _valid(found: FoundDate, folded: str, after: int) -> bool:
    return after <= found.start < found.end <= len(folded)


@given(TEXTS, st.none() | st.dates() | st.datetimes())
def test_any_text_gives_dates_in_order_and_in_bounds(text: str, reference: date | None) -> None:
    parse_date(text, reference)
    folded = fold(text)
    at = 0
    for found in find_dates(folded, reference):
        assert _valid(found, folded, at)
        at = found.end
        if found.day is not None:
            date(found.year or 2000, found.month or 0, found.day)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25 تشرين 2 / نوفمبر 2017", "2017-11-25"),
        ("الجمعة 22 كانون 1 2017", "2017-12-22"),
        ("3 كانون2 2018", "2018-01-03"),
        ("5 تشرين 12 / 10 / 2016", "2016-10-12"),
    ],
)
def test_a_month_may_be_told_by_its_number(text: str, iso: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.iso == iso

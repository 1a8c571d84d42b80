"""Numbers: digits of every habit and script, words, and what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.language.numbers import Quantity, digits_value, find_quantities


def _found(text: str) -> list[Quantity]:
    return find_quantities(fold(text))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("نقل 1000 حاوية من المعدات", [(1000, "حاويه")]),
        ("أكثر من ١٬٠٠٠ جندي", [(1000, "جندي")]),
        ("۲۵ کتاب", [(25, "كتاب")]),
        ("1.000 personnes et 1,000 people", [(1000, "personnes"), (1000, "people")]),
        ("10 000 لاجئ", [(10000, "لاجي")]),
        ("1.250 مليون دولار", [(1_250_000, "دولار")]),
        ("4.1 مليار ريال", [(4_100_000_000, "ريال")]),
        ("3 ملايين و200 ألف نسمة", [(3_200_000, "نسمه")]),
        ("مقتل خمسة وعشرين شخصا وإصابة 12 آخرين", [(25, "شخص"), (12, "اخرين")]),
        ("ثلاثة آلاف وخمسمئة طن", [(3500, "طن")]),
        ("مليون ونصف المليون دولار", [(1_500_000, "دولار")]),
        ("نصف مليون نازح", [(500_000, "نازح")]),
        ("عشرة آلاف مقاتل", [(10_000, "مقاتل")]),
        ("مئتي ألف برميل يوميا", [(200_000, "برميل")]),
        ("مائة وعشرين مليون ريال", [(120_000_000, "ريال")]),
        ("ثلاث مئة وخمسة وستين يوما", [(365, "يوم")]),
        ("أحد عشر لاعبا واثنا عشر حكما", [(11, "لاعب"), (12, "حكم")]),
        ("ألفي جندي", [(2000, "جندي")]),
        ("ثلاثين ألفا و٤٥٠ كتابا", [(30_450, "كتاب")]),
        ("239 من الركاب", [(239, "ركاب")]),
        ("two million people, three hundred men", [(2_000_000, "people"), (300, "men")]),
        ("5 و6 و7", [(5, None), (6, None), (7, None)]),
        ("الطراز F16", []),
        ("أحد الحضور وألف كتابا ونصف الطريق", []),
    ],
)
def test_counts(text: str, counts: list[tuple[float, str | None]]) -> None:
    assert [(q.value, q.noun) for q in _found(text)] == counts
    assert all(q.kind == "count" for q in _found(text))


@pytest.mark.parametrize(
    "text", ["34%", "34 %", "٣٤٪", "34 في المئة", "34 بالمائة", "34 percent", "34 pour cent"]
)
def test_percent(text: str) -> None:
    (found,) = _found(text)
    assert (found.value, found.kind) == (34, "percent")


def test_ordinal_and_score() -> None:
    ordinal, score = _found("في القمة الـ75 فاز الفريق 3-1 أمس")
    assert (ordinal.value, ordinal.kind, ordinal.noun) == (75, "ordinal", "قمه")
    assert (score.value, score.second, score.kind) == (3, 1, "score")


def test_dates_are_left_out() -> None:
    text = fold("في 25 يوليو 2015 قتل 12 شخصا")
    assert [q.value for q in find_quantities(text, [(3, 16)])] == [12]


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " "]))
def test_grouped_digits_round_trip(number: int, mark: str) -> None:
    text = f"{number:,}".replace(",", mark)
    assert digits_value(text) == number


@given(st.integers(0, 10**6), st.integers(1, 99), st.sampled_from([",", "."]))
def test_decimals_round_trip(whole: int, part: int, mark: str) -> None:
    assert digits_value(f"{whole}{mark}{part:02}") == round(whole + part / 100, 6)


PARTS = """
5 12 1,000 1.5 ٣٤ % في المئة ألف آلاف مليون ونصف ملايين و خمسة وعشرين مئة مئتي عشر احد ال الـ75
3-1 million hundred two and نصف طن من ² ½
"""
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PARTS.split())).map(" ".join),
    st.lists(st.sampled_from(PARTS.split())).map("".join),
)


@given(TEXTS)
def test_any_text_gives_numbers_in_order_and_in_bounds(text: str) -> None:
    folded = fold(text)
    at = 0
    for found in find_quantities(folded):
        assert at <= found.start < found.end <= len(folded)
        assert found.value >= 0
        at = found.end

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.language.words import words
from cleaner.story import background
from cleaner.story.lexicon import Class, code
from cleaner.story.stems import stem
from cleaner.story.tokens import CodeTable, code_table


def kind(word: str) -> Class:
    return Class(code(fold(word)) >> 32 & 15)


def written(text: str) -> list[str]:
    tokens = code_table().tokens([text])
    return [tokens.written(place) for place in range(len(tokens.codes))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مُحَمَّد ـ قال", ["مُحَمَّد", "قال"]),
        ("1,000 حاوية 10٫5 طن", ["1,000", "حاوية", "10٫5", "طن"]),
        ("24th C4 ال75", ["24", "th", "C4", "ال75"]),
        ("19 تشرين الأول 2023", ["19", "تشرين الأول", "2023"]),
        ("«نعم»\nلا", ["«", "نعم", "»", "\n", "لا"]),
        ("don't l'eau", ["don", "t", "l", "eau"]),
        ("", []),
    ],
)
def test_texts_are_split(text: str, expected: list[str]) -> None:
    assert written(text) == expected


@given(st.text(alphabet="ابجدهوزabcéß ْـ\u200f.,!?؟\t", max_size=60))
def test_words_are_those_of_the_language(text: str) -> None:
    assert [fold(piece) for piece in written(text)] == words(text)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_table_gives_what_the_words_give(texts: list[str]) -> None:
    fresh, shared = CodeTable().tokens(texts), code_table().tokens(texts)
    assert fresh.codes.tolist() == shared.codes.tolist()
    assert fresh.offsets.tolist() == shared.offsets.tolist()


def test_a_table_grows() -> None:
    table = CodeTable()
    many = " ".join(
        f"كلمه{chr(0x628 + n % 10)}{chr(0x628 + n // 10 % 10)}{n}" for n in range(40_000)
    )
    tokens = table.tokens([many])
    assert tokens.codes[7] == code(fold(tokens.written(7)))
    assert (table.tokens([many]).codes == tokens.codes).all()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("الخميس", Class.WEEKDAY),
        ("Tuesday", Class.WEEKDAY),
        ("أكتوبر", Class.MONTH),
        ("octobre", Class.MONTH),
        ("١٢٣", Class.NUMBER),
        ("خمسة", Class.NUMBER),
        ("ملايين", Class.SCALE),
        ("في", Class.GAP),
        ("the", Class.GAP),
        ("غرناطة", Class.WORD),
    ],
)
def test_words_have_classes(word: str, expected: Class) -> None:
    assert kind(word) == expected


def test_numbers_of_all_digits_are_equal() -> None:
    same = code_table().tokens(["1000 ١٠٠٠ 1,000 ۱۰۰۰ 1٬000"]).codes.tolist()
    assert len(same) == 5
    assert len(set(same)) == 1
    assert len(set(code_table().tokens(["2.5 2٫5 ٢٫٥"]).codes.tolist())) == 1


def test_a_sign_of_several_characters_is_what_they_are() -> None:
    assert code_table().tokens(["¼"]).codes.tolist() == code_table().tokens(["1 4"]).codes.tolist()
    assert (code_table().tokens(["ﷲ"]).codes == code_table().tokens(["الله"]).codes).all()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("حاوية", "الحاويات"),
        ("وزير", "والوزير"),
        ("سيرجي", "سيرغي"),
        ("containers", "container"),
        ("feribotta", "feribotu"),
        ("паромом", "парома"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, two: str) -> None:
    assert background.term(fold(one)) == background.term(fold(two))


@given(st.text(alphabet="ابتجدرسعفقكلمنهويabcdszавгся", min_size=1, max_size=14))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)
    assert len(stem(word)) <= len(word)
    assert background.term(word)


def test_frequencies_are_shares() -> None:
    assert all(0 < value <= 1 for _, value in background.frequencies())
    assert background.frequency("nosuchterm") == background.UNKNOWN

"""Folding: one spelling for matching, every folded character with an origin in the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.fold import fold, fold_with_offsets
from cleaner.language.words import words

ARABIC = st.text(
    alphabet=st.one_of(
        st.sampled_from("اأإآٱبتةهىيئؤءكگڤپ ـَُِّْٰ،؛؟«»“”١٢۳۴ﻻﷲ\u00a0\u200f\u202b\ufeff\n."),
        st.characters(),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("اقرأ أيضاً", "اقرا ايضا"),
        ("إقرأ ايضًا", "اقرا ايضا"),
        ("مُـحَـمَّـد", "محمد"),
        ("ﻻﺟﺌﻮﻥ", "لاجيون"),
        ("القمة الأولى", "القمه الاولي"),
        ("۱۲٫۵٪ و١٢", "12.5% و12"),
        ("كل\u00a0شيء\u200f", "كل شيء"),
        ("«نصّ» “نص”", '"نص" "نص"'),
        ("Élysée İSTANBUL", "elysee istanbul"),
        ("Ёлка й", "елка й"),
        ("\ufeffسطر\r\nسطر", "سطر \nسطر"),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(ARABIC)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ARABIC)
def test_every_folded_character_has_an_origin(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.text) + 1
    assert list(folded.starts) == sorted(folded.starts)
    for at, character in enumerate(folded.text):
        assert character in fold(text[folded.starts[at]])


@given(ARABIC)
def test_lines_stay_lines(text: str) -> None:
    assert fold(text).count("\n") == text.count("\n")


def test_a_span_leads_back_to_the_original() -> None:
    text = "قالَ المُتَحدِّثُ أمس"
    folded = fold_with_offsets(text)
    at = folded.text.index("المتحدث")
    start, end = folded.span(at, at + len("المتحدث"))
    assert text[start:end] == "المُتَحدِّثُ"


def test_marks_do_not_split_words() -> None:
    assert words("مُحَمَّدٌ ذَهَبَ") == ["محمد", "ذهب"]


def test_words_of_many_scripts() -> None:
    assert words("L'été à Paris, Москва-2024") == ["l", "ete", "a", "paris", "москва", "2024"]

"""Spelling: one run of bytes for each word, and no two words the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.language.spelling import DIGITS, spelled

WORDS = st.text(min_size=1, max_size=6) | st.text(
    "ابسabя0129中한\U00010428", min_size=1, max_size=6
)


@given(WORDS, WORDS)
def test_different_words_are_spelled_differently(one: str, other: str) -> None:
    assert (spelled(one) == spelled(other)) == (one == other)


@given(WORDS)
def test_digits_are_told_from_letters_and_no_byte_is_zero(word: str) -> None:
    spelling = spelled(word)
    assert 0 not in spelling
    assert any(byte >= DIGITS for byte in spelling) == any(c in "0123456789" for c in word)


def test_common_letters_take_a_byte() -> None:
    text = fold("القضية ٢٠٢٤ straße Ελλάδα Україна ישראל").replace(" ", "")
    assert len(spelled(text)) == len(text)

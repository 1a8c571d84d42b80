"""The quick way to words gives exactly the words."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.words import words
from cleaner.noise.quick import Vocabulary, tokens

ARABIC = st.text(
    alphabet="ابتةىيئؤأإآءڤپچگکہھ ًٌٍَُِّْـ٠١۲۳،؛؟.!:«»“”()[]{}\n\t\u200f\u00a0aZé09…",
    max_size=60,
)


@given(st.one_of(ARABIC, st.text(max_size=40)))
def test_every_word_is_found(text):
    expected = words(text)
    assert Vocabulary(expected).found(text) == set(expected)


@given(ARABIC, ARABIC)
def test_nothing_else_is_found(text, other):
    assert Vocabulary(words(other)).found(text) == set(words(text)) & set(words(other))


def test_a_rare_character_takes_the_slow_way():
    assert tokens("قال 😀") is None
    assert Vocabulary(["قال"]).found("قَالَ 😀") == {"قال"}

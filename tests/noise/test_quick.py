"""The quick way to words gives exactly the words."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.words import words
from cleaner.noise.quick import keys_of, tokens, words_of

ARABIC = st.text(
    alphabet="ابتةىيئؤأإآءڤپچگکہھ ًٌٍَُِّْـ٠١۲۳،؛؟.!:«»“”()[]{}\n\t\u200f\u00a0aZé09…",
    max_size=60,
)


@given(st.one_of(ARABIC, st.text(max_size=40)))
def test_as_many_words_and_each_is_known_by_its_key(text):
    expected, quick = words(text), words_of(text)
    assert len(quick) == len(expected)
    assert all(key in keys_of(word) for key, word in zip(quick, expected, strict=True))


@given(ARABIC, ARABIC)
def test_different_words_have_different_keys(text, other):
    for word in set(words(text)) - set(words(other)):
        assert not set(keys_of(word)) & set(words_of(other))


def test_a_rare_character_takes_the_slow_way():
    assert tokens("قال 😀") is None
    assert words_of("قَالَ 😀") == ["قال"]

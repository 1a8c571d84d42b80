"""What a line's last characters tell is what the whole folded line would tell."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.noise import evidence
from cleaner.noise.page import Line

ENDS = st.text(st.sampled_from('مa1 .…۔:!?؟»")\u0640\u064b\u200f\u00a0\t'), max_size=16)


@given(ENDS)
def test_the_last_three_characters_tell_a_stop_as_twelve_do(text):
    assert evidence.stops(Line(0, 0, len(text), text)) is evidence._stops(text[-12:])


@given(ENDS)
def test_the_last_letter_is_that_of_the_folded_line(text):
    assert Line(0, 0, len(text), text).last == fold(text).strip()[-1:]

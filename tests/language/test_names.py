from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.language.names import is_arabic, skeleton

ONE_NAME = [
    ("سيرجي", "سيرغي"),
    ("بيونغ", "بيونج"),
    ("فلاديمير", "ولاديمير"),
    ("جوجل", "غوغل"),
    ("مارتينيز", "مارتنيز"),
    ("الكرملين", "كرملين"),
    ("هيلاري", "هيلارى"),
    ("ديمتري", "دميتري"),
    ("تاتشر", "تاتشير"),
]
TWO_NAMES = [("سيرجي", "بيونغ"), ("كارتر", "كاميرون"), ("مراد", "سليم")]


@pytest.mark.parametrize(("one", "two"), ONE_NAME)
def test_spellings_of_a_name_are_one(one: str, two: str) -> None:
    assert skeleton(fold(one)) == skeleton(fold(two))


@pytest.mark.parametrize(("one", "two"), TWO_NAMES)
def test_names_that_differ_stay_apart(one: str, two: str) -> None:
    assert skeleton(fold(one)) != skeleton(fold(two))


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي", max_size=12))
def test_a_skeleton_has_no_doubled_and_no_weak_letters(word: str) -> None:
    bones = skeleton(word)
    assert len(bones) <= len(word)
    assert all(a != b for a, b in pairwise(bones))
    assert not set(bones) & set("اويهغق")


def test_arabic_is_told_by_the_first_letter() -> None:
    assert is_arabic("خبر")
    assert not is_arabic("news")
    assert not is_arabic("")

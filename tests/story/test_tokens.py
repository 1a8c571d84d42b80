from __future__ import annotations

import pytest
import story_reference as reference
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.language.words import words
from cleaner.story import background, lexicon, stems
from cleaner.story.lexicon import Class
from cleaner.story.stems import stem
from cleaner.story.tokens import Reader, reader


def codes(*texts: str) -> list[int]:
    found: list[int] = reader().tokens(texts).codes.tolist()
    return found


def kind(word: str) -> Class:
    return Class(codes(word)[0] >> 32 & 15)


def written(text: str) -> list[str]:
    tokens = reader().tokens([text])
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
@settings(deadline=None, max_examples=25)
def test_what_was_read_before_changes_nothing(texts: list[str]) -> None:
    fresh, shared = Reader().tokens(texts), reader().tokens(texts)
    assert fresh.codes.tolist() == shared.codes.tolist()
    assert fresh.offsets.tolist() == shared.offsets.tolist()


def test_more_words_than_are_remembered_are_read() -> None:
    letters = [chr(0x628 + number) for number in range(19)]
    many = [a + b + c + d for a in letters for b in letters for c in letters for d in letters]
    text = " ".join(many + many[:1000])
    found = Reader().tokens([text]).codes.tolist()
    assert found[len(many) :] == found[:1000]
    assert found[-1] == reference.code(many[999])


WORDS = st.text(
    alphabet="ءابتثجحخدذرزسشصضطظعغفقكلمنهويگabcdefsuzавгсмиой0123", min_size=1, max_size=14
)
NUMBERS = st.text(alphabet="0123456789", min_size=1, max_size=5)


@given(st.lists(WORDS.map(fold).filter(lambda word: not word[0].isdecimal()), max_size=20))
def test_words_count_as_the_reference_says(words: list[str]) -> None:
    assert codes(" ".join(words)) == [reference.code(word) for word in words]


@pytest.mark.parametrize("affix", [*stems.ARTICLES, *stems.PROCLITICS, ""])
def test_known_words_count_as_the_reference_says(affix: str) -> None:
    known = [affix + word for word in list(background.arabic())[::7]]
    assert codes(" ".join(known)) == [reference.code(word) for word in known]


def test_special_words_have_their_codes() -> None:
    special = {word: code for word, code in lexicon.special().items() if code >> 32 & 15 != 9}
    assert codes(" ".join(special)) == list(special.values())


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.sampled_from([".", ","]))
def test_numbers_count_as_the_reference_says(parts: list[str], mark: str) -> None:
    number = mark.join(parts)
    assert codes(number) == [reference.code(number)]


@pytest.mark.parametrize(
    "number",
    [
        *("0", "007", "000", "1,000", "1,000,000", "12,34", "1234,567", "1,000.5", "1.2.3"),
        *("1.000", "3.14159265358979", "123456789012345678", "9" * 19, "0" + "9" * 19),
        *("9" * 40, "1" + "0" * 400, "ال75", "ال0075"),
        *("26.05.2016", "2016.5.26", "5.26.2016", "26.13.2016", "0.5.2016", "26.05.20160"),
    ],
)
def test_odd_numbers_count_as_the_reference_says(number: str) -> None:
    assert codes(number) == [reference.code(number)]


@given(st.text(alphabet="ابجدa1٫.,¼ﷲ½«» \n", max_size=80))
@settings(deadline=None, max_examples=25)
def test_signs_of_several_characters_need_no_more_room_than_there_is(text: str) -> None:
    tokens = reader().tokens([text, "ﷺ" * 5000, text])
    assert tokens.offsets[-1] == len(tokens.codes)
    assert written(text) == [tokens.written(place) for place in range(tokens.offsets[1])]


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


def names(text: str) -> list[str]:
    tokens = reader().tokens([text])
    words = [at for at, code in enumerate(tokens.codes.tolist()) if code >> 32 & 15 == Class.WORD]
    return [tokens.written(at) for at in words if int(tokens.codes[at]) >> lexicon.NAME_BIT & 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sailors of the Blue Heron left Sandara. Rescuers came", ["Blue", "Heron", "Sandara"]),
        ("L'équipage du Héron a quitté Sandara", ["Héron", "Sandara"]),
        ("Паром Сандара утонул у Сандары", ["Сандара", "Сандары"]),
        ("Feribot İskele ile Şahin arasında", ["İskele", "Şahin"]),
        ("FERRY SINKS OFF SANDARA", []),
        ("Ferry\nSandara", []),
        ("قال الخليل", []),
    ],
)
def test_capitals_within_a_sentence_show_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_numbers_of_all_digits_are_equal() -> None:
    same = codes("1000 ١٠٠٠ 1,000 ۱۰۰۰ 1٬000")
    assert len(same) == 5
    assert len(set(same)) == 1
    assert len(set(codes("2.5 2٫5 ٢٫٥"))) == 1


def test_a_sign_of_several_characters_is_what_they_are() -> None:
    assert codes("¼") == codes("1 4")
    assert codes("ﷲ") == codes("الله")


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
    assert codes(one) == codes(two)


@given(st.text(alphabet="ابتجدرسعفقكلمنهويabcdszавгся", min_size=1, max_size=14))
def test_a_stem_is_never_empty(word: str) -> None:
    assert stem(word)
    assert len(stem(word)) <= len(word)


def test_frequencies_are_shares() -> None:
    assert all(0 < value <= 1 for _, value in background.frequencies())

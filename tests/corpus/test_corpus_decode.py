from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.decode import codec_name, decode
from cleaner.corpus.html import declared_encoding
from cleaner.errors import InputError

ARABIC = (
    "أعلنت بلدية وادي الزيتون، يوم الثلاثاء، افتتاح جسر جديد فوق النهر بطول 340 مترا.\r\n"
    "وقال المهندس سامي الخطيب إن الأشغال انتهت قبل موعدها؛ هل يكفي ذلك؟ «سنرى»\n"
)
RUSSIAN = "Вчера в городе открыли новый мост через реку, сообщил инженер.\n" * 3
GREEK = "Χθες άνοιξε στην πόλη μια νέα γέφυρα πάνω από το ποτάμι.\n" * 3
HEBREW = "אתמול נפתח בעיר גשר חדש מעל הנהר, מסר המהנדס.\n" * 3
CHINESE = "昨天城里新开了一座跨河大桥，工程师说。\n" * 3


def reading(data: bytes, declared: str | None = None) -> str:
    return decode(data, "x", declared).text


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"],
)
def test_arabic_in_every_encoding_that_is_detected(encoding: str) -> None:
    assert reading(ARABIC.encode(encoding)) == ARABIC


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["خبر", "The bridge was opened.", RUSSIAN, "é\n" * 9])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    assert reading(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
        (CHINESE, "gb18030"),
        ("昨日、市内に新しい橋が開通した。\n" * 5, "shift_jis"),
        (ARABIC.replace("«", "").replace("»", ""), "iso8859-6"),
        ("Der Bürgermeister eröffnete die Brücke über die Größe.\n" * 5, "cp1252"),
        ("À l'été, l'école où Zoé étudie a été rénovée.\n" * 5, "cp1252"),
    ],
)
def test_other_encodings_are_errors_and_never_rubbish(text: str, encoding: str) -> None:
    with pytest.raises(InputError, match="x: "):
        reading(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "koi8-r"), (ARABIC.replace("«", "").replace("»", ""), "iso8859-6"),
     (CHINESE, "gb18030"), ("Über die Brücke\n" * 5, "cp1252")],
)  # fmt: skip
def test_a_declared_encoding_counts(text: str, encoding: str) -> None:
    assert reading(text.encode(encoding), encoding) == text


def test_a_declaration_that_the_bytes_refute_does_not_count() -> None:
    assert reading(ARABIC.encode(), "windows-1256") == ARABIC
    assert reading(ARABIC.encode("cp1256"), "utf-8") == ARABIC
    assert reading(ARABIC.encode("cp1256"), "iso-8859-1") == ARABIC


def test_few_arabic_letters_are_windows_1256_only_if_declared() -> None:
    page = "<p>Zayn (زين) sang.</p>".encode("cp1256")
    assert reading(page, "windows-1256") == "<p>Zayn (زين) sang.</p>"
    with pytest.raises(InputError, match="cannot be decoded"):
        reading(page)


@pytest.mark.parametrize(
    ("label", "codec"),
    [("windows-1256", "cp1256"), ("ISO-8859-1", "cp1252"), ("gb2312", "gb18030"),
     ("utf-7", None), ("utf-16", None), ("rot13", None), ("no such", None), (None, None)],
)  # fmt: skip
def test_codec_names_are_what_browsers_take_them_for(label: str, codec: str | None) -> None:
    assert codec_name(label) == codec


@pytest.mark.parametrize(
    ("head", "declared"),
    [
        (b'<meta charset="windows-1256">', "windows-1256"),
        (b"<META http-equiv=Content-Type content='text/html; charset=cp1256'>", "cp1256"),
        (b'<?xml version="1.0" encoding="iso-8859-6"?>', "iso-8859-6"),
        (b"<p>charset=x</p>", None),
    ],
)
def test_the_encoding_that_a_page_declares(head: bytes, declared: str | None) -> None:
    assert declared_encoding(head) == declared


@pytest.mark.parametrize("noise", [b"\xff", b"\xd8", b"\xc7\xe1\xce", b"\x80\x81"])
def test_utf8_with_broken_bytes_is_an_error_that_says_where(noise: bytes) -> None:
    data = ARABIC.encode()
    with pytest.raises(InputError, match="invalid UTF-8 at byte 41"):
        reading(data[:41] + noise + data[41:])


def test_utf8_cut_within_a_character_is_an_error() -> None:
    with pytest.raises(InputError, match="invalid UTF-8"):
        reading("قال".encode()[:-1])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"text with a \0 byte",
        "نص فيه \0 بايت".encode(),
        bytes(100),
        b"\xff\xfe\x00",
        b"\xff\xfe" + bytes(range(64)),
        b"\x01\x02\x03\x04\x05 a few letters",
        random.Random(7).randbytes(5000),
    ],
)
def test_binary_is_an_error(data: bytes) -> None:
    with pytest.raises(InputError):
        reading(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1256"])
def test_a_nul_at_the_end_is_what_a_program_in_c_left(encoding: str) -> None:
    assert reading((ARABIC + "\0").encode(encoding)) == ARABIC + "\0"


def test_a_stray_control_character_is_not_binary() -> None:
    assert (
        reading(b"page one\x0cpage two \x1b end of it all")
        == "page one\fpage two \x1b end of it all"
    )


@given(st.binary(max_size=200))
def test_whatever_is_decoded_gives_its_bytes_back(data: bytes) -> None:
    try:
        decoded = decode(data, "x")
    except InputError:
        return
    assert decoded.bom + decoded.text.encode(decoded.encoding) == data


@given(st.binary(min_size=1, max_size=40), st.integers(0, 120))
def test_rubbish_in_utf8_never_becomes_windows_1256(noise: bytes, at: int) -> None:
    data = ARABIC.encode()
    try:
        decoded = decode(data[:at] + noise + data[at:], "x")
    except InputError:
        return
    assert decoded.encoding == "utf-8"

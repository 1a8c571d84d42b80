"""Word hashes by the kernel are the hashes of `language.words`, whatever the text."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numba
import pytest
from copies_reference import text_hashes
from hypothesis import given
from hypothesis import strategies as st

from cleaner.language import kernels
from cleaner.language.kernels import FoldColumns, announcing, compiled
from cleaner.language.word_kernels import word_hashes

# Plain text, and the characters that folding drops, maps to several, or makes gaps of.
TEXTS = st.text() | st.text(
    alphabet="كتاب مُحَمَّدـ أإآىيةه١٢٣۴۵ 0٣ﷺﷲﻻ½Ⅷ㍿…«»ßİıǄﬁéΣς한 \n\u200f\u00a0\ud800\U0001f600_-²"
)


def by_kernel(texts: list[str]) -> list[list[int]]:
    words, offsets = word_hashes(texts)
    return [words[a:b].tolist() for a, b in pairwise(offsets)]


@given(st.lists(TEXTS, max_size=5))
def test_kernel_words_are_language_words(texts: list[str]) -> None:
    assert by_kernel(texts) == [text_hashes(text) for text in texts]


def test_every_plane_of_unicode() -> None:
    text = " ".join(chr(code) for code in range(0x80, 0x110000, 97))
    assert by_kernel([text]) == [text_hashes(text)]


def test_folds_that_grow_find_room() -> None:
    text = "ﷺ" * 5000
    assert by_kernel([text, "end"]) == [text_hashes(text), text_hashes("end")]


def test_no_texts_and_empty_texts() -> None:
    assert by_kernel([]) == []
    assert by_kernel(["", " \n", "…"]) == [[], [], []]


@pytest.mark.parametrize("count", [63, 64, 65, 150])
def test_portions_do_not_show(count: int) -> None:
    texts = [f"نص رقم {number} وكلام آخر" * (number % 7) for number in range(count)]
    assert by_kernel(texts) == [text_hashes(text) for text in texts]


@pytest.mark.parametrize("text", ["plain words 7", "naïve Æther", "خبر", "خبر \U0001f600 a\ud800b"])
def test_every_width_of_a_string_is_read(text: str) -> None:
    assert by_kernel([text, "", text]) == [text_hashes(text), [], text_hashes(text)]


def test_many_short_texts_find_room() -> None:
    texts = ["a", "ﷺ", ""] * 3000
    assert by_kernel(texts) == [text_hashes(text) for text in texts]


@pytest.mark.parametrize("letter", ["س", "中", "٣", "𐐨"])
def test_words_of_every_length_around_what_is_read_at_once(letter: str) -> None:
    text = " ".join(letter * length for length in range(1, 80))
    assert by_kernel([text]) == [text_hashes(text)]
    assert len(set(by_kernel([text])[0])) == 79


def test_more_ends_of_words_than_are_noted_at_once() -> None:
    text = "ا b" * 40 + " " + "و" * 70 + " c.d," * 2000
    assert by_kernel([text, text]) == [text_hashes(text)] * 2


def test_a_word_may_be_longer_than_all_rooms() -> None:
    text = "ab" * 40_000 + " 7"
    assert by_kernel([text]) == [text_hashes(text)]


def test_marks_that_are_dropped_within_words() -> None:
    text = "مُحَمَّدٌ رَسُولُ ـــ اللـــه " * 50
    assert by_kernel([text]) == [text_hashes("محمد رسول الله " * 50)]


@pytest.mark.parametrize("size", [510, 511, 512, 513, 1023, 1025, 1500])
@pytest.mark.parametrize("odd", ["", "\u064b", "中", "ﷺ"])
def test_what_is_looked_up_together_does_not_show(size: int, odd: str) -> None:
    text = ("خبر news 7 " * size)[: size - 5] + odd + "ab cd"
    assert by_kernel([text, text]) == [text_hashes(text)] * 2


def test_spellings_hash_alike_and_digits_are_marked() -> None:
    (one, other) = by_kernel(["القُدس أرقام ١٢", "القدس ارقـام 12"])
    assert one == other
    assert [word & 1 for word in one] == [0, 0, 1]


@pytest.mark.parametrize("seed", ["0", "1"])
def test_hashes_do_not_depend_on_the_process(seed: str) -> None:
    head = "from cleaner.language.word_kernels import *\n"
    code = head + "print(word_hashes(['خبر news 7'])[0].tolist())"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert run.stdout.strip() == str(text_hashes("خبر news 7"))


def test_fold_columns_learn_a_block_once_met() -> None:
    columns = FoldColumns()
    assert not columns.table.any()
    columns.learn(ord("أ"))
    assert columns.table[ord("أ")] == ord("ا")
    columns.learn(ord("ـ"))
    assert columns.table[ord("ـ")] == 2  # dropped


def test_first_compilation_is_announced_once() -> None:
    heard: list[str] = []

    def double(value: int) -> int:
        return 2 * value

    kernel, other = numba.njit(double), numba.njit(double)
    with announcing(heard.append):
        assert kernel(2) == 4
        assert other(2.5) == 5
    assert len(heard) == 1
    with announcing(heard.append):
        kernel(3)
    assert len(heard) == 1


def test_a_cached_kernel_is_made_anew_when_one_that_it_calls_changes(tmp_path: Path) -> None:
    head = "from cleaner.language.kernels import compiled, lean\n"
    (tmp_path / "outer.py").write_text(
        head + "from inner import inner\n@compiled\ndef outer(n):\n    return inner(n)\n"
    )
    found = []
    # Of other lengths, as bytecode is told apart by whole seconds and by size.
    for number in (1, 20):
        code = f"{head}@lean\ndef inner(n):\n    return n + {number}\n"
        (tmp_path / "inner.py").write_text(code)
        run = subprocess.run(
            [sys.executable, "-c", "from outer import outer; print(outer(1))"],
            capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"},
        )  # fmt: skip
        found.append(run.stdout.strip())
    assert found == ["2", "21"]


def test_compiles_where_nothing_can_be_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = numba.njit

    def refusing(*, cache: bool = False, nogil: bool) -> object:
        if cache:
            raise RuntimeError("no locator available")
        return plain(nogil=nogil)

    monkeypatch.setattr(kernels.numba, "njit", refusing)
    assert compiled(lambda value: value + 1)(1) == 2

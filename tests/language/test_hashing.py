"""A text's hash is that of its UTF-8, worked out by kernels and by numpy alike."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.corpus.glancing import glance
from cleaner.language.hashing import BASE, FOLDED, SPREAD, hash_of

ODD = "\b\f\r\t"
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n"\\/ابج\t'))


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_the_hash_is_a_polynomial_that_is_spread(data: bytes) -> None:
    state = 0
    for byte in data:
        state = (state * BASE + byte) % 2**64
    state ^= len(data)
    state = (state ^ state >> FOLDED) * SPREAD % 2**64
    assert hash_of(data) == state ^ state >> FOLDED


@settings(deadline=None)  # kernels may be compiled
@given(TEXTS)
@example('سطر\nثان \\ "قول" a/b')
@example("x" * 20_000)
def test_a_glance_hashes_what_a_string_says(text: str) -> None:
    line = json.dumps({"text": text}, ensure_ascii=False).encode()
    (glimpse,) = glance(np.frombuffer(line, np.uint8), 0, ("text",))
    odd = not set(ODD).isdisjoint(text)
    assert glimpse.key == (0 if odd else hash_of(text.encode()))


def test_escapes_of_code_points_are_left_to_a_parser() -> None:
    line = json.dumps({"text": "مرحبا"}).encode()
    (glimpse,) = glance(np.frombuffer(line, np.uint8), 0, ("text",))
    assert glimpse.key == 0


def test_what_differs_in_one_byte_differs() -> None:
    data = bytes(range(256)) * 8
    changed = {
        hash_of(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]) for at in range(len(data))
    }
    assert len(changed | {hash_of(data)}) == len(data) + 1

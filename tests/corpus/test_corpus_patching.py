"""Cutting a JSON string leaves every other byte as it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.patching import cut_from_string

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUE = st.recursive(
    st.none() | st.integers() | TEXT, lambda v: st.lists(v) | st.dictionaries(TEXT, v)
)


@given(st.dictionaries(TEXT, VALUE, max_size=4), TEXT, st.data(), st.booleans(), st.integers(0, 2))
def test_only_the_spans_go(extra: dict, text: str, data: st.DataObject, escaped: bool, indent: int):
    record = {**extra, "text": text, "tail": extra}
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    kept, at = "", 0
    for start, end in spans:
        kept, at = kept + text[at:start], end
    separators = ("," + " " * indent, " " * indent + ":" + " " * indent)
    line = json.dumps(record, ensure_ascii=escaped, separators=separators).encode()
    cut = json.dumps(
        {**record, "text": kept + text[at:]}, ensure_ascii=escaped, separators=separators
    ).encode()
    assert cut_from_string(line, "text", spans) == cut


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        (r'{"text":"\/a\u0041\"b", "n": 1.50}', r'{"text":"\/b", "n": 1.50}'),
        (' {"text" : "xyzwv" , "text":"12345"}\r', ' {"text" : "xyzwv" , "text":"15"}\r'),
        (r'{"a":{"text":"q"},"text":"x\ud83d\ude00yzw"}', r'{"a":{"text":"q"},"text":"xw"}'),
        ('{"n":12345678901234567890.0,"text":"12345"}', '{"n":12345678901234567890.0,"text":"15"}'),
    ],
)
def test_spelling_stays(line: str, cut: str) -> None:
    assert cut_from_string(line.encode(), "text", [(1, 4)]) == cut.encode()


@pytest.mark.parametrize("line", [b"[1]", b'{"text":1}', b'{"other":"x"}', b"{"])
def test_what_holds_no_such_string_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        cut_from_string(line, "text", [])

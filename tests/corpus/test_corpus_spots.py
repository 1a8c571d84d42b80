"""Where a text can be copied from its line: only where the line spells it as we would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import corpus
from cleaner.corpus import Placed, plan, read_chunk
from cleaner.corpus.encode import encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    ['"text": "no"', 'a \\"text": "b', "\\", '\\"', '"', "x\ny", "\\n", "\x7f/", 'end\\\n"', "\x01"]
)
VALUES = TEXTS | st.none() | st.integers() | st.floats() | st.just("text") | st.just('"text"')
EXTRA = VALUES | st.dictionaries(st.just("text"), TEXTS) | st.lists(TEXTS, max_size=2)
NAMES = st.sampled_from(["id", "title", "note", 'a "text', '"text"', "text ", "Text"])


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draw a line of JSON as some writer has it, keys in any order and twice at times."""
    members = draw(st.lists(st.tuples(NAMES, EXTRA), max_size=4))
    for text in draw(st.lists(TEXTS, min_size=1, max_size=2)):
        members.insert(draw(st.integers(0, len(members))), ("text", text))
    ascii_, colon = draw(st.booleans()), draw(st.sampled_from([":", ": ", " : ", ":  "]))

    def spelled(value: Any) -> str:
        return json.dumps(value, ensure_ascii=ascii_)

    spell = {True: lambda name: name.replace("t", "\\u0074"), False: str}
    pairs = [
        f"{spell[draw(st.integers(0, 9)) == 0](spelled(name))}{colon}{spelled(value)}"
        for name, value in members
    ]
    return "{" + ", ".join(pairs) + "}"


@given(st.lists(lines(), min_size=1, max_size=4), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_what_a_spot_holds_is_the_text(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str], mark: bytes
) -> None:
    path = tmp_path_factory.mktemp("spots") / "rows.jsonl"
    path.write_bytes(mark + "\n\n".join(rows).encode())
    data = path.read_bytes()
    for chunk in plan([str(path)], corpus.Plan(200)):
        for article in read_chunk(chunk):
            if isinstance(article, Placed) and article.spot is not None:
                assert data[slice(*article.spot)] == encode(article.text)


def test_usual_lines_have_spots(tmp_path: Path) -> None:
    rows = [
        {"id": f"n{at}", "title": "عنوان", "text": 'قال "نعم"\nوذهب.', "at": at} for at in range(9)
    ]
    for name, options in {"own": {}, "tight": {"separators": (",", ":")}}.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_text(
            "".join(json.dumps(row, ensure_ascii=False, **options) + "\n" for row in rows), "utf-8"
        )
        articles = list(corpus.read([path]))
        assert all(isinstance(one, Placed) and one.spot for one in articles)
    escaped = tmp_path / "escaped.jsonl"
    escaped.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert not any(isinstance(one, Placed) and one.spot for one in corpus.read([escaped]))

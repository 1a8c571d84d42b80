"""Reading by column gives what reading by object gives, whatever the lines hold."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.corpus import Chunk, Fields, Placed, plan, read_chunk
from cleaner.corpus.columnar import Table, read_tables
from cleaner.errors import InputError
from cleaner.language.word_kernels import word_hashes

NAMES = ("id", "text", "title", "url", "date", "outlet", "published", "site", "copy_of")
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
TEXTS = st.text(min_size=1, max_size=30) | st.sampled_from(
    ["خبر عاجل \n ﷺ", 'قال "نعم" \\ \t', "a\ud83d", "…", " ", "\U0001f600 وجه", "\x7f\u2028 س"]
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES, VALUES | TEXTS),
        "id": TEXTS | VALUES,
        "text": TEXTS | VALUES,
        "more": VALUES,
        "مفتاح": VALUES,
        'a"b': VALUES,
    },
)


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """Write a record as some program would."""
    blanks = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " :  ")]))
    text = json.dumps(draw(RECORDS), ensure_ascii=draw(st.booleans()), separators=blanks)
    return draw(st.sampled_from(["", " ", "\t"])).encode() + text.encode("utf-8", "surrogatepass")


BROKEN = st.sampled_from(
    [
        b"",
        b"  ",
        b"{}",
        b"[1]",
        b"null",
        b'{"id":"a","text":"x"',
        b'{"id":"a","text":"x"} {}',
        b'{"id":"a","text":"x",}',
        b'{"id":"a" "text":"x"}',
        b'{"id":"a","text":"x","n":01}',
        b'{"id":"a","text":"x","n":-}',
        b'{"id":"a","text":"x","n":1.}',
        b'{"id":"a","text":"x","n":1e999}',
        b'{"id":"a","text":"x","n":NaN}',
        b'{"id":"a","text":"x","n":tru}',
        b'{"id":"a","text":"x","n":[1,{"k":[]},"]"]}',
        b'{"id":"a","text":"x","n":[1,}',
        b'{"id":"a","text":"x","n":{"k" 1}}',
        b'{"id":"a","text":"x","n":[[[}]]}',
        b'{"id":"a","text":"x","id":"b"}',
        b'{"id":"a","\\u0074ext":"x"}',
        b'{"id":"a","text":"\\ud800"}',
        b'{"id":"a","text":"\\ud83d\\ude00 \\u0645"}',
        b'{"id":"a","text":"\\x"}',
        b'{"id":"a","text":"\xff"}',
        b'{"id":"a","text":"x","n":"\xd9"}',
        b'{"id":"a","text":"x","n":"\xed\xa0\x80"}',
        b'{"id":"a","text":"x","n":"a\tb"}',
        b'{"id":7,"text":"x"}',
        b'{"id":"","text":"x"}',
        b'{"text":"x y z"}',
        "خبر بلا صيغة".encode("cp1256"),
        b'\xef\xbb\xbf{"id":"a","text":"x"}',
    ]
)


def by_object(chunk: Chunk, fields: Fields) -> tuple[list[Placed], list[InputError]]:
    items = list(read_chunk(chunk, fields))
    return (
        [item for item in items if isinstance(item, Placed)],
        [item for item in items if isinstance(item, InputError)],
    )


def by_column(table: Table) -> list[tuple[Any, ...]]:
    urls, dates, outlets, _, _ = table.strings
    columns = (table.ids, urls, dates, outlets, table.made.tolist(), table.numbers.tolist())
    return list(zip(*columns, strict=True))


def words_of(words: Any, offsets: Any) -> list[list[int]]:
    return [words[start:end].tolist() for start, end in pairwise(offsets.tolist())]


def check(path: Path, fields: Fields, folder: Path) -> list[Table]:
    """Compare both ways of reading a file."""
    (chunk,) = plan([path])
    articles, errors = by_object(chunk, fields)
    tables = list(read_tables(chunk, fields, folder))
    told = [row for table in tables for row in by_column(table)]
    assert told == [(a.id, a.url, a.date, a.outlet, a.made_id, a.row) for a in articles]
    assert [str(e) for table in tables for e in table.errors] == [str(e) for e in errors]
    texts = [w for table in tables for w in words_of(table.words, table.offsets)]
    assert texts == words_of(*word_hashes([a.text for a in articles]))
    titles = [w for table in tables for w in words_of(table.titles, table.title_offsets)]
    named = [a.title or a.facts.headline or "" for a in articles]
    assert titles == words_of(*word_hashes(named))
    return tables


@settings(deadline=None)
@given(st.lists(written() | BROKEN, min_size=1, max_size=6), st.booleans())
@example([b'{"id":"a","text":"x"}', b'{"id":"b","text":"y"}'], True)
def test_lines_of_any_kind(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ended: bool
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    path = folder / "a.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n" * ended)
    if path.stat().st_size:
        check(path, Fields(), folder)


def test_rows_are_found_again(tmp_path: Path) -> None:
    """Each row's span is its line, or a line of our own that says as much."""
    rows = [
        {"id": "a", "text": 'خبر "أول"', "more": [1, {"k": "}"}]},
        {"id": 7, "text": "خبر ثان", "copy_of": None},
        {"text": "خبر ثالث", "n": 10**30},
        {"copy_of": "a", "id": "d", "text": "خبر رابع"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    (table,) = check(path, Fields(), tmp_path)
    files = [path.read_bytes(), table.own_file.read_bytes()]
    told = []
    for own, (start, brace) in zip(table.rows.own, table.rows.spans.tolist(), strict=True):
        told.append(json.loads(files[int(own)][start : brace + 1]))
    assert told[0] == rows[0]
    assert told[3] == rows[3]
    assert told[1] == {"id": "7", "text": "خبر ثان"}
    assert told[2] == {"id": table.ids[2], "text": "خبر ثالث", "n": 10**30}
    start, end = table.rows.copy_of[3].tolist()
    assert files[0][start:end] == b'"a"'
    start, end = table.rows.texts[0].tolist()
    assert json.loads(b'"%s"' % files[0][start:end]) == rows[0]["text"]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl.gz"])
def test_other_formats_and_names(name: str, tmp_path: Path) -> None:
    import gzip

    path = tmp_path / name
    if name.endswith("gz"):
        path.write_bytes(gzip.compress('{"id":"a","text":"خبر"}\n{"text":1}\n'.encode()))
    else:
        path.write_text("id,text\na,خبر\n" if name == "a.csv" else "خبر طويل", "utf-8")
    check(path, Fields(), tmp_path)


def test_mapped_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"key": 3, "body": "خبر", "id": "x", "text": [1]}\n', "utf-8")
    (table,) = check(path, Fields(id="key", text="body"), tmp_path)
    row = json.loads(table.own_file.read_bytes())
    assert (row["id"], row["text"]) == ("3", "خبر")


def test_utf_16_and_many_lines(tmp_path: Path) -> None:
    wide = tmp_path / "wide.jsonl"
    wide.write_text('{"id":"a","text":"خبر"}\n', "utf-16")
    check(wide, Fields(), tmp_path)
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f'{{"id":"{n}","text":"{n} ﷺ"}}\n' for n in range(3000)), "utf-8")
    check(many, Fields(), tmp_path)

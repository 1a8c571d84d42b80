from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleaner import corpus
from cleaner.corpus import IdColumns, Ledger, Placed, Plan, places
from cleaner.corpus.encode import encode
from cleaner.corpus.places import line_of
from cleaner.errors import InputError

lines = st.lists(
    st.one_of(
        st.sampled_from([b"", b" ", b"{", b"[]", b"{}", b'{"text": "same"}', b"\xff"]),
        st.builds(
            lambda id_, text: json.dumps({"id": id_, "text": text}, ensure_ascii=False).encode(),
            st.integers(0, 9),
            st.text(st.characters(codec="utf-8"), min_size=1, max_size=30),
        ),
    ),
    min_size=1,
    max_size=30,
)


def outcome(item: Placed | InputError) -> Any:
    if isinstance(item, InputError):
        return item.line, item.reason
    return item.id, item.text


def settled(chunks: list[corpus.Chunk]) -> list[Any]:
    """What an engine comes to whose workers send columns only."""
    ledger, result = Ledger(), []
    for chunk in chunks:
        items = list(corpus.read_chunk(pickle.loads(pickle.dumps(chunk))))
        columns = IdColumns()
        articles = [item for item in items if isinstance(item, Placed)]
        for article in articles:
            columns.add(article)
        changes = ledger.settle(chunk, pickle.loads(pickle.dumps(columns)))
        ids = [changes.get(at, article.id) for at, article in enumerate(articles)]
        for item in items:
            if isinstance(item, InputError):
                result.append(outcome(pickle.loads(pickle.dumps(item))))
                continue
            change = ids.pop(0)
            known = isinstance(change, InputError)
            result.append(outcome(change) if known else (change, item.text))
    return result


@settings(max_examples=80, deadline=None)
@given(lines, st.integers(1, 200), st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.booleans())
@example([b'{"text": "x"}'] * 3, 1, b"\n", True, True)
def test_chunks_do_not_change_results(
    content: list[bytes], chunk_bytes: int, newline: bytes, final: bool, packed: bool
) -> None:
    data = newline.join(content) + newline * final
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.jsonl"
        file.write_bytes(data)
        if packed:
            file = file.with_name("x.jsonl.gz")
            file.write_bytes(gzip.compress(data))
        whole = [outcome(item) for item in corpus.read([file])]
        how = Plan(chunk_bytes, spool=Path(folder) / "spool")
        assert [outcome(item) for item in corpus.read([file], how=how)] == whole
        assert settled(corpus.plan([file], how)) == whole


def test_lines_are_counted_over_the_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"text": "x"}\n' * 999 + b"{\n")
    chunks = corpus.plan([file], Plan(1000))
    assert len(chunks) == 14
    *_, error = corpus.read([file], how=Plan(1000))
    assert isinstance(error, InputError)
    assert error.line == 1000
    first = chunks[5].sources[0]
    assert line_of(first, 1) == file.read_bytes()[: first.start].count(b"\n") + 1


def test_lines_are_counted_once_however_many_rows_have_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"id": "same", "text": "x"}\n' * 999)
    read, blocks = [], places._blocks
    monkeypatch.setattr(places, "_blocks", lambda *of: read.append(of) or blocks(*of))
    chunks = corpus.plan([file], Plan(5000))
    found = list(corpus.read([file], how=Plan(5000)))
    assert [item.line for item in found if isinstance(item, InputError)] == list(range(2, 1000))
    assert len(read) <= len(chunks)


def test_chunks_are_about_equal_and_cover_everything(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b"".join(b'{"text": "%s"}\n' % (b"x" * (n % 97)) for n in range(2000)))
    chunks = corpus.plan([file], Plan(10_000))
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    ranges = [(chunk.sources[0].start, chunk.sources[0].end) for chunk in chunks]
    assert [start for start, _ in ranges][1:] == [end for _, end in ranges][:-1]
    assert max(chunk.weight for chunk in chunks) < 1.1 * min(chunk.weight for chunk in chunks)


def test_a_line_longer_than_many_chunks(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"text": "a"}\n{"text": "%s"}\n{"text": "b"}' % (b"x" * 5000))
    chunks = corpus.plan([file], Plan(100))
    assert len(chunks) == 2
    articles = [item for chunk in chunks for item in corpus.read_chunk(chunk)]
    assert [len(article.text) for article in articles] == [1, 5000, 1]


def test_small_files_of_all_formats_share_a_chunk(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nx\n")
    (tmp_path / "b.jsonl").write_text('{"text": "y"}\n')
    (tmp_path / "c.txt").write_text("z")
    (tmp_path / "d.txt").write_text("")
    [chunk] = corpus.plan([tmp_path])
    assert [s.format for s in chunk.sources] == ["csv", "jsonl", "text", ""]
    assert len(corpus.plan([tmp_path], Plan(1))) == 4


def test_row_groups_are_chunks(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({"id": list("abcdefg"), "text": ["x", "x", "x", "x", None, "x", "x"]})
    parquet.write_table(table, tmp_path / "x.parquet", row_group_size=2)
    whole = [outcome(item) for item in corpus.read([tmp_path])]
    chunks = corpus.plan([tmp_path], Plan(1))
    assert len(chunks) == 4
    assert [outcome(item) for item in corpus.read([tmp_path], how=Plan(1))] == whole
    assert settled(chunks) == whole
    assert whole[4] == (5, "the field 'text' is null")


def test_large_tables_are_written_out_and_split(tmp_path: Path) -> None:
    import datetime

    import pyarrow as pa
    from pyarrow import parquet

    day, binary = datetime.datetime(2020, 1, 2, 3), [b"x", b"\xff"] * 100
    texts, days = ["x" * 50, None] * 100, [day] * 200
    table = pa.table({"text": texts, "date": days, "b": binary, "d": days})
    parquet.write_table(table, tmp_path / "x.parquet")
    rows = [f'{n},"a\n{n}",x\n' if n % 3 else f'{n},"b\n"q\n' for n in range(200)]
    (tmp_path / "y.csv").write_text("id,text,z\n" + "".join(rows))
    (tmp_path / "z.csv").write_text("id,body\n" + "1,x\n" * 100)
    (tmp_path / "w.parquet").write_bytes(b"PAR1" * 100)
    how = Plan(100, spool=tmp_path / ".spool")
    chunks = corpus.plan([tmp_path], how)
    whole = list(corpus.read([tmp_path]))
    assert len(chunks) > 50
    assert settled(chunks) == [outcome(item) for item in whole]
    split = list(corpus.read([tmp_path], how=how))
    assert [encode(item.extra) for item in split if isinstance(item, Placed)] == [
        encode(item.extra) for item in whole if isinstance(item, Placed)
    ]


def test_standard_input_is_spooled_and_known_by_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b'\xef\xbb\xbf{"text": "x"}\n' * 1 + b'{"text": "y"}\n' * 9

    def chunks(data: bytes) -> list[corpus.Chunk]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return corpus.plan(["-"], Plan(20, spool=tmp_path / "spool"))

    first, second, other = chunks(data), chunks(data), chunks(data + b'{"text": "z"}')
    assert len(settled(second)) == 10 < len(settled(other))
    names = [corpus.fingerprint(c, {}) for c in first]
    assert names == [corpus.fingerprint(c, {}) for c in second]
    assert names[0] != corpus.fingerprint(other[0], {})


def test_a_fingerprint_changes_with_content_and_parameters(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"text": "x"}')

    def name(**parameters: object) -> str:
        [chunk] = corpus.plan([file])
        return corpus.fingerprint(chunk, parameters)

    before = name(a=1, b=[2])
    assert name(b=[2], a=1) == before
    assert name(a=1, b=[3]) != before
    os.utime(file, ns=(0, 1))
    assert name(a=1, b=[2]) != before


def test_ids_of_repeated_articles(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "b.txt", "text": "x"}\n{"id": 5, "text": "x"}\n')
    (tmp_path / "b.txt").write_text("y")
    (tmp_path / "c.jsonl").write_text('\n{"id": "5", "text": "z"}\n')
    found = list(corpus.read([tmp_path]))
    assert [item.id for item in found if isinstance(item, Placed)] == ["b.txt", "5"]
    folder = "to have both, give the folder above both as PATH"
    key = "to have both, name a key that tells them apart: --field id=NAME"
    before = f"was given before, at {tmp_path}"
    assert [str(item) for item in found if isinstance(item, InputError)] == [
        f"{tmp_path}/b.txt: the id 'b.txt' {before}/a.jsonl:1; left out: {folder}",
        f"{tmp_path}/c.jsonl:2: the id '5' {before}/a.jsonl:2; left out: {key}",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.permutations(["x", "y", "x", "x", "z"]))
def test_made_ids_do_not_depend_on_order(tmp_path: Path, texts: list[str]) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    ids = {item.id: item.text for item in corpus.read([file]) if isinstance(item, Placed)}
    [x, y, z] = sorted((min(i for i, t in ids.items() if t == text), text) for text in "xyz")
    repeated = next(id_ for id_, text in (x, y, z) if text == "x")
    assert {id_ for id_, text in ids.items() if text == "x"} == {
        repeated,
        f"{repeated}-2",
        f"{repeated}-3",
    }
    assert len(ids) == 5

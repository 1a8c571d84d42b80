"""What each format gives, and what bad input of each gives instead."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard

from cleaner import corpus
from cleaner.corpus import Fields, Placed
from cleaner.errors import InputError

WIDE = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
LINE = '{"id": "%s", "text": "some text"}\n'


def read(path: Path, **fields: str) -> list[Placed | InputError]:
    return list(corpus.read([path], Fields(**fields)))


def one(path: Path, **fields: str) -> Placed:
    [article] = read(path, **fields)
    assert isinstance(article, Placed), article
    return article


def reasons(path: Path, **fields: str) -> list[tuple[int | None, str]]:
    found = read(path, **fields)
    return [(e.line, e.reason) for e in found if isinstance(e, InputError)]


def ids(path: Path) -> list[str]:
    return [a.id for a in read(path) if not isinstance(a, InputError)]


class TestText:
    def test_the_id_is_the_relative_path_and_the_text_is_kept_as_it_is(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "news" / "مقال 1.txt"
        file.parent.mkdir()
        file.write_bytes("\ufeffسطر\r\nسطر  \u2028\n\n".encode())
        article = one(tmp_path)
        assert article.id == "news/مقال 1.txt"
        assert article.text == "سطر\r\nسطر  \u2028\n\n"
        assert one(file).id == "مقال 1.txt"

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "is empty"),
            (b"\xef\xbb\xbf", "holds nothing but white space"),
            (b" \r\n\t\xc2\xa0\n", "holds nothing but white space"),
            (b"a\0b", "a NUL byte at offset 1"),
            (b"\xff\xfea", "begins as utf-16-le"),
            (b"caf\xe9", "cannot be decoded"),
        ],
    )
    def test_bad_files(self, tmp_path: Path, data: bytes, reason: str) -> None:
        (tmp_path / "a.txt").write_bytes(data)
        [(line, why)] = reasons(tmp_path)
        assert line is None
        assert reason in why

    def test_fifty_megabytes(self, tmp_path: Path) -> None:
        text = "سطر من نص طويل\n" * 1_900_000
        (tmp_path / "a.txt").write_text(text)
        assert one(tmp_path).text == text

    def test_an_unreadable_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "a.txt").write_text("x")
        (tmp_path / "b.txt").write_text("x")

        def refuse(path: Path) -> bytes:
            if path.name == "a.txt":
                raise PermissionError(13, "Permission denied")
            return b"x"

        monkeypatch.setattr(Path, "read_bytes", refuse)
        assert reasons(tmp_path) == [(None, "cannot be read: Permission denied")]
        assert ids(tmp_path) == ["b.txt"]


PAGE = """<!doctype html><html lang="ar"><head>
<meta charset="{charset}"><title>افتتاح جسر وادي الزيتون - أخبار الضفة</title>
<meta property="og:site_name" content="أخبار الضفة">
<meta property="article:published_time" content="2021-03-04T09:30:00+02:00">
<meta name="author" content="سامي الخطيب"><link rel="canonical" href="https://daffa.example/a/1">
</head><body><nav><a href="/">الرئيسية</a></nav><article><h1>افتتاح جسر وادي الزيتون</h1>
<p>أعلنت البلدية يوم الخميس افتتاح جسر جديد فوق النهر بعد أشغال دامت ثلاث سنوات كاملة.</p>
<p>وقال المهندس المشرف إن الجسر يتسع لأربعة مسارات وإن كلفته بلغت خمسة ملايين دينار.</p>
<p>ومن المقرر أن تمر به حافلات النقل العام ابتداء من الأسبوع المقبل حسب البلدية.</p>
</article></body></html>"""


class TestHtml:
    @pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
    def test_main_text_and_facts(self, tmp_path: Path, charset: str) -> None:
        (tmp_path / "a.htm").write_bytes(PAGE.format(charset=charset).encode(charset))
        article = one(tmp_path)
        assert article.id == "a.htm"
        assert "خمسة ملايين دينار." in article.text
        assert "الرئيسية" not in article.text
        assert (article.title or "").startswith("افتتاح جسر وادي الزيتون")
        assert article.date == article.facts.published == "2021-03-04T09:30:00+02:00"
        assert article.outlet == article.facts.site == "أخبار الضفة"
        assert article.facts.byline == "سامي الخطيب"
        assert article.url == "https://daffa.example/a/1"

    @pytest.mark.parametrize(
        ("page", "reason"),
        [
            ("", "is empty"),
            (" \n", "is empty"),
            ("<html><body></body></html>", "no article text"),
            ("<" * 5000, "no article text"),
            ("<div>" * 50_000, "no article text"),
        ],
    )
    def test_pages_without_an_article(self, tmp_path: Path, page: str, reason: str) -> None:
        (tmp_path / "a.html").write_text(page)
        [(_, why)] = reasons(tmp_path)
        assert reason in why

    def test_what_the_parser_raises_is_the_pages_problem(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*args: object, **options: object) -> None:
            raise RecursionError("too deep")

        monkeypatch.setattr("trafilatura.bare_extraction", fail)
        (tmp_path / "a.html").write_text("<p>x")
        [(_, why)] = reasons(tmp_path)
        assert why == "the page cannot be parsed: RecursionError('too deep')"


class TestJsonl:
    def test_fields(self, tmp_path: Path) -> None:
        record = {
            "id": 7, "text": "نص", "title": "عنوان", "url": "u", "date": 2020, "outlet": None,
            "n": 1.5, "tags": ["a"], "deep": {"x": [None]},
        }  # fmt: skip
        (tmp_path / "a.jsonl").write_text(json.dumps(record))
        article = one(tmp_path)
        assert (article.id, article.text, article.title) == ("7", "نص", "عنوان")
        assert (article.url, article.date, article.outlet) == ("u", "2020", None)
        assert article.extra == {"n": 1.5, "tags": ["a"], "deep": {"x": [None]}}

    def test_mapped_fields(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"link": "u", "body": "b", "text": "t", "id": 1}')
        article = one(tmp_path, id="link", url="link", text="body")
        assert (article.id, article.url, article.text) == ("u", "u", "b")
        assert article.extra == {"text": "t", "id": 1}

    def test_a_known_field_that_is_no_text_is_carried_through(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"text": "t", "title": ["a"], "outlet": true}')
        article = one(tmp_path)
        assert (article.title, article.outlet) == (None, None)
        assert article.extra == {"title": ["a"], "outlet": True}

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (b'{"text": "x"', "broken JSON"),
            (b'{"text": "a\0b"}', "a NUL byte at offset 11"),
            (b'{"text": "a\x01b"}', "broken JSON"),
            (b'["text"]', "is not a JSON object but an array"),
            (b"12", "is not a JSON object but a number"),
            (b"null", "is not a JSON object but null"),
            (b'{"id": 1, "body": "x"}', "no field 'text' (it has: id, body)"),
            (b"{}", "no field 'text'"),
            (b'{"text": null}', "the field 'text' is null"),
            (b'{"text": 5}', "is not a string but of type number"),
            (b'{"text": {"a": 1}}', "is not a string but of type object"),
            (b'{"text": ""}', "the field 'text' is empty"),
            (b'{"text": " \\n\\u00a0"}', "the field 'text' is empty"),
            (b'{"text": "\\ud83d"}', "half of a surrogate pair"),
            (b'{"text": "\xd9"}', "cannot be decoded"),
            (b'{"text": "caf\xe9"}', "cannot be decoded"),
            (b"[" * 100_000, "broken JSON"),
            (b'{"text": "x", "a": ' + b"[" * 2000 + b"]" * 2000 + b"}", "broken JSON"),
        ],
    )
    def test_one_bad_line_of_many(self, tmp_path: Path, line: bytes, reason: str) -> None:
        good = [(LINE % name).encode() for name in "abc"]
        (tmp_path / "x.jsonl").write_bytes(good[0] + b"\n" + line + b"\r\n" + good[1] + good[2])
        [(number, why)] = reasons(tmp_path)
        assert number == 3
        assert reason in why
        assert ids(tmp_path) == ["a", "b", "c"]

    def test_what_is_odd_but_json(self, tmp_path: Path) -> None:
        lines = [
            b'{"id": "nul", "text": "a\\u0000b"}',
            b'{"id": "nan", "text": "x", "score": NaN}',
            b'{"id": "big", "text": "x", "n": 123456789012345678901234567890}',
            b'{"id": "lone", "text": "x", "extra": "\\ud83d"}',
            b'{"id": "twice", "text": "first", "text": "last"}',
            b'\t {"id": 12345678901234567890123, "text": "x"}',
        ]
        (tmp_path / "x.jsonl").write_bytes(b"\r\n".join(lines))
        nul, nan, big, lone, twice, number = read(tmp_path)
        assert nul.text == "a\0b"
        assert nan.extra["score"] != nan.extra["score"]
        assert big.extra == {"n": 123456789012345678901234567890}
        assert lone.extra == {"extra": "\ud83d"}
        assert twice.text == "last"
        assert number.id == "12345678901234567890123"

    @pytest.mark.parametrize(
        "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
    )
    def test_encodings(self, tmp_path: Path, encoding: str) -> None:
        text = "".join(LINE % name for name in "abc")
        (tmp_path / "x.jsonl").write_bytes(text.encode(encoding))
        assert ids(tmp_path) == ["a", "b", "c"]

    def test_windows_1256(self, tmp_path: Path) -> None:
        line = '{"id": "a", "text": "افتتحت البلدية الجسر الجديد، أمس"}\n'
        (tmp_path / "x.jsonl").write_bytes(line.encode("cp1256"))
        assert one(tmp_path).text == "افتتحت البلدية الجسر الجديد، أمس"

    def test_a_line_of_five_megabytes_and_a_text_of_fifty(self, tmp_path: Path) -> None:
        texts = ["ن" * 2_500_000, "نص " * 10_000_000, "x"]
        lines = [
            json.dumps({"id": str(n), "text": t}, ensure_ascii=False) for n, t in enumerate(texts)
        ]
        (tmp_path / "x.jsonl").write_text("\n".join(lines))
        assert [article.text for article in read(tmp_path)] == texts

    @pytest.mark.parametrize(("data", "reason"), [(b"", "is empty"), (b"\n \n", "white space")])
    def test_empty_files(self, tmp_path: Path, data: bytes, reason: str) -> None:
        (tmp_path / "x.jsonl").write_bytes(data)
        [(line, why)] = reasons(tmp_path)
        assert line is None
        assert reason in why

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stdin = io.TextIOWrapper(io.BytesIO((LINE % "a" + "{\n" + LINE % "b").encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        first, error, second = corpus.read(["-"])
        assert (first.id, second.id) == ("a", "b")
        assert isinstance(error, InputError)
        assert (error.path, error.line) == ("-", 2)


def packed(kind: str, data: bytes) -> bytes:
    return gzip.compress(data) if kind == "gz" else zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("kind", ["gz", "zst"])
@pytest.mark.parametrize("spooled", [False, True])
class TestCompressed:
    def read(self, folder: Path, spooled: bool) -> list[Any]:
        how = corpus.Plan(chunk_bytes=1, spool=folder / ".spool") if spooled else corpus.Plan()
        return list(corpus.read([folder], how=how))

    def test_one_and_several_frames(self, tmp_path: Path, kind: str, spooled: bool) -> None:
        frames = [packed(kind, (LINE % name).encode()) for name in "abc"]
        (tmp_path / f"x.jsonl.{kind}").write_bytes(b"".join(frames))
        assert [article.id for article in self.read(tmp_path, spooled)] == ["a", "b", "c"]

    def test_cut_off(self, tmp_path: Path, kind: str, spooled: bool) -> None:
        whole = packed(kind, (LINE % "a").encode())
        (tmp_path / f"x.jsonl.{kind}").write_bytes(whole + whole[:-7])
        first, *errors = self.read(tmp_path, spooled)
        assert first.id == "a"
        assert errors[-1].path == str(tmp_path / f"x.jsonl.{kind}")
        assert "cut off" in errors[-1].reason

    def test_not_compressed_at_all(self, tmp_path: Path, kind: str, spooled: bool) -> None:
        (tmp_path / f"x.jsonl.{kind}").write_text(LINE % "a")
        [error] = self.read(tmp_path, spooled)
        assert "is not valid" in error.reason
        assert error.line == 1

    def test_empty(self, tmp_path: Path, kind: str, spooled: bool) -> None:
        (tmp_path / f"x.jsonl.{kind}").write_bytes(packed(kind, b""))
        [error] = self.read(tmp_path, spooled)
        assert error.reason == "is empty"


class TestCsv:
    def write(self, folder: Path, text: str, encoding: str = "utf-8") -> None:
        (folder / "x.csv").write_bytes(text.encode(encoding))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters_and_encodings(self, tmp_path: Path, delimiter: str, encoding: str) -> None:
        rows = [["id", "n", "text"], ["a", "", '"افتتحت البلدية الجسر، أمس;\t|\nسطر ""ثان"""']]
        self.write(tmp_path, "\r\n".join(delimiter.join(row) for row in rows), encoding)
        article = one(tmp_path)
        assert article.text == 'افتتحت البلدية الجسر، أمس;\t|\nسطر "ثان"'
        assert (article.id, article.extra) == ("a", {"n": ""})

    def test_errors_have_the_line_where_the_row_begins(self, tmp_path: Path) -> None:
        self.write(tmp_path, 'id,text\na,"1\n2"\n\nb,\nc,x,y\nd,"q"q\nd,x\n,y\ne\n')
        assert reasons(tmp_path) == [
            (5, "the field 'text' is empty"),
            (6, "has 3 fields where the header has 2"),
            (7, "broken CSV: ',' expected after '\"'"),
            (10, "no field 'text' (it has: id); name the right one: --field text=NAME"),
        ]
        assert [i for i in ids(tmp_path) if len(i) == 1] == ["a", "d"]

    def test_a_quote_that_never_closes_swallows_nothing_silently(self, tmp_path: Path) -> None:
        self.write(tmp_path, 'id,text\na,x\nb,"y\nc,z\n')
        assert ids(tmp_path) == ["a"]
        assert reasons(tmp_path) == [(3, "broken CSV: unexpected end of data")]

    def test_undecodable_bytes_cost_their_row_only(self, tmp_path: Path) -> None:
        data = "id,text\n" + "".join(f"{n},نص عربي\n" for n in range(5000))
        (tmp_path / "x.csv").write_bytes(data.encode() + b"bad,\xd9\xff\n" + b"last,x\n")
        assert reasons(tmp_path) == [(5002, "holds bytes that are not UTF-8")]
        assert ids(tmp_path)[-1] == "last"

    def test_a_missing_column(self, tmp_path: Path) -> None:
        self.write(tmp_path, "id;body\na;x\nb;y\n")
        assert reasons(tmp_path) == [(None, "no column 'text' (it has: id, body)")]
        assert [article.text for article in read(tmp_path, text="body")] == ["x", "y"]

    def test_a_huge_field(self, tmp_path: Path) -> None:
        self.write(tmp_path, f'text\n"{"نص " * 500_000}"\n')
        assert len(one(tmp_path).text) == 1_500_000

    @pytest.mark.parametrize("data", [b"", b" \n"])
    def test_empty(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "x.csv").write_bytes(data)
        assert reasons(tmp_path) == [(None, "is empty")]

    def test_binary(self, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_bytes(b"PK\x03\x04\0\0\0")
        [(_, why)] = reasons(tmp_path)
        assert "binary" in why


class TestParquet:
    def write(self, folder: Path, columns: dict[str, Any], **options: Any) -> Path:
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.table(columns), folder / "x.parquet", **options)
        return folder / "x.parquet"

    def test_fields(self, tmp_path: Path) -> None:
        from datetime import date

        self.write(
            tmp_path,
            {"id": [1, None], "text": ["a", None], "date": [date(2020, 1, 2)] * 2, "n": [[1], []]},
        )
        article, error = read(tmp_path)
        assert (article.id, article.text, article.date) == ("1", "a", "2020-01-02")
        assert article.extra == {"n": [1]}
        assert (error.line, error.reason) == (2, "the field 'text' is null")

    def test_texts_stored_as_bytes(self, tmp_path: Path) -> None:
        self.write(tmp_path, {"text": ["نص".encode(), b"\xff"]})
        article, error = read(tmp_path)
        assert article.text == "نص"
        assert (error.line, error.reason) == (
            2,
            "the field 'text' is not a string but of type object",
        )

    def test_a_missing_column_is_told_once(self, tmp_path: Path) -> None:
        self.write(tmp_path, {"body": ["a"] * 10}, row_group_size=1)
        for chunk_bytes in (1, 1 << 20):
            found = list(corpus.read([tmp_path], how=corpus.Plan(chunk_bytes)))
            assert [error.reason for error in found] == ["no column 'text' (it has: body)"]

    @pytest.mark.parametrize("chunk_bytes", [1, 1 << 20])
    def test_corrupt_files(self, tmp_path: Path, chunk_bytes: int) -> None:
        data = self.write(tmp_path, {"text": ["a"] * 10}).read_bytes()
        for broken in (b"PAR1", data[:-5], b"x" * 100):
            (tmp_path / "x.parquet").write_bytes(broken)
            [error] = corpus.read([tmp_path], how=corpus.Plan(chunk_bytes))
            assert "cannot be read as Parquet" in error.reason


def test_formats_load_their_libraries_only_when_needed() -> None:
    import subprocess

    heavy = {"pyarrow", "trafilatura", "zstandard", "numpy"}
    code = f"import cleaner.corpus, sys; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

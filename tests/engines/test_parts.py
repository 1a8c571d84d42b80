"""The texts of a part are those of its articles, wherever they lie."""

from __future__ import annotations

import json
import os
from pathlib import Path

import orjson
import pytest

from cleaner.article import CleanArticle
from cleaner.corpus import plan, read_chunk
from cleaner.corpus.encode import encode
from cleaner.corpus.output import Part
from cleaner.engines.options import RunOptions
from cleaner.engines.parts import PartWriter, load_columns, load_texts
from cleaner.engines.stages import Job, make_part
from cleaner.errors import InputError

#: Of the second the input's line spells the text otherwise, so the part keeps it.
LINES = (
    json.dumps({"id": "a", "text": "سوق قديم في المدينة\nيفتح أبوابه"}, ensure_ascii=False),
    json.dumps({"id": "b", "text": "سوق آخر"}),
    json.dumps({"id": "c", "text": 'قال "نعم" ثم مضى'}, ensure_ascii=False),
)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(LINES), "utf-8")
    [chunk] = plan([str(path)])
    made = Job(chunk, Part(tmp_path / "part"), RunOptions(clean=None, group=False))
    make_part(made)
    return made


def test_all_texts_are_there_in_order_and_one_by_one(job: Job) -> None:
    expected = [encode(json.loads(line)["text"]) for line in LINES]
    texts = load_texts(job.part.folder)
    assert [bytes(text) for text in texts.all()] == expected
    with texts.reading() as text:
        assert [text(at) for at in (2, 0, 1)] == [expected[at] for at in (2, 0, 1)]
    words = [text.count(b" ") + 1 for text in expected]
    assert load_columns(job.part.folder).words == words


def test_only_what_the_input_spells_otherwise_is_written_again(job: Job) -> None:
    spots = [getattr(article, "spot", None) for article in read_chunk(job.chunk)]
    assert [spot is None for spot in spots] == [False, True, False]
    assert (job.part.folder / "texts.json").read_bytes() == encode("سوق آخر")


@pytest.mark.parametrize("change", ["cut", "edited", "gone"])
def test_an_input_that_was_changed_is_named(job: Job, change: str) -> None:
    path = Path(job.chunk.sources[0].file)
    if change == "gone":
        path.unlink()
    elif change == "cut":
        path.write_bytes(path.read_bytes()[:9])
    else:
        path.write_bytes(path.read_bytes().replace("سوق".encode(), "بيت".encode()))
        os.utime(path, ns=(1, 1))
    texts = load_texts(job.part.folder)
    with pytest.raises(InputError, match="changed while it was read; run again"):
        list(texts.all())
    with texts.reading() as text, pytest.raises(InputError, match=str(path.name)):
        text(0)


def test_an_input_that_grows_meanwhile_is_used(job: Job) -> None:
    before = list(map(bytes, load_texts(job.part.folder).all()))
    with Path(job.chunk.sources[0].file).open("a", encoding="utf-8") as stream:
        stream.write("\n" + LINES[0])
    texts = load_texts(job.part.folder)
    assert list(map(bytes, texts.all())) == before
    with texts.reading() as text:
        assert [text(at) for at in range(3)] == before


def test_texts_of_an_input_that_grows_before_they_are_noted_are_kept(
    job: Job, tmp_path: Path
) -> None:
    articles = [item for item in read_chunk(job.chunk) if not isinstance(item, InputError)]
    writer = PartWriter(job.chunk.sources)
    for article in articles:
        writer.add(article, CleanArticle(article.text), None, -1)
    Path(job.chunk.sources[0].file).write_text("\n".join(LINES[1:] * 3), "utf-8")
    writer.save(tmp_path)
    assert [orjson.loads(text) for text in load_texts(tmp_path).all()] == [
        article.text for article in articles
    ]
    assert load_columns(tmp_path).files == {}

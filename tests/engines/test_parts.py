"""The texts of a part are those of its articles, wherever they lie."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cleaner.corpus import plan, read_chunk
from cleaner.corpus.encode import encode
from cleaner.corpus.output import Part
from cleaner.engines.options import RunOptions
from cleaner.engines.parts import load_columns, load_texts
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


@pytest.mark.parametrize("change", ["cut", "touched", "gone"])
def test_an_input_that_was_changed_is_named(job: Job, change: str) -> None:
    path = Path(job.chunk.sources[0].file)
    if change == "gone":
        path.unlink()
    elif change == "cut":
        path.write_bytes(path.read_bytes()[:9])
    else:
        os.utime(path, ns=(1, 1))
    texts = load_texts(job.part.folder)
    with pytest.raises(InputError, match="changed while it was read; run again"):
        list(texts.all())
    with texts.reading() as text, pytest.raises(InputError, match=str(path.name)):
        text(0)

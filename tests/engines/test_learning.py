"""Learning looks at lines without reading them, and sees what reading sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.corpus import Fields, plan
from cleaner.corpus.fields import DEFAULT_FIELDS
from cleaner.engines import learning
from cleaner.engines.learning import Look
from cleaner.errors import InputError

LONG = "افتتحت بلدية سندارة جسرا جديدا فوق نهر طيف يوم الثلاثاء. " * 8
LINES = [
    json.dumps({"text": LONG, "outlet": "rasif"}, ensure_ascii=False),
    json.dumps({"text": LONG + '\n"1" \\ / \t \u2028 \U0001f600', "outlet": "rasif"}),
    json.dumps({"url": "https://www.Daftar.example/1", "text": "قصير", "n": [1, {"a": None}]}),
    '{"text":"\\\\n is no newline","outlet":"a\\"b"}',
    '{"text":"first","text":"second","outlet":"twice"}',
    '{"text":"   ","outlet":"blank"}',
    '{"text":"\\u00a0\\n","outlet":"blank"}',
    '{"text":"","outlet":"blank"}',
    '{"text":"half \\ud800 pair","outlet":"half"}',
    '{"text":"a number","outlet":7}',
    '{"text":"no site"}',
    '{"text":"no name","outlet":"","url":"https://host.example/x"}',
    '{"text":NaN,"outlet":"x"}',
    '{"text":"not a number","outlet":"x","other":NaN}',
    '{"text":"cut',
    "[1, 2]",
    "",
    "  \t ",
]

Seen = dict[str, dict[int, str]]


def looked(file: Path, fields: Fields = DEFAULT_FIELDS) -> Seen:
    seen: Seen = {}
    for chunk in plan([file]):
        for site, sample in learning._look(Look(chunk, fields))[1].items():
            seen.setdefault(site, {}).update(learning._texts(sample))
    return seen


def both(file: Path, fields: Fields = DEFAULT_FIELDS) -> tuple[Seen, Seen]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "_FEW", 0)
        glanced = looked(file, fields)
        patch.setattr(learning, "_FEW", 1 << 60)
        return glanced, looked(file, fields)


@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
def test_a_glance_sees_what_reading_sees(tmp_path: Path, start: str) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(start + "\n".join(LINES), "utf-8")
    glanced, read = both(file)
    assert glanced == read
    assert sorted(read) == ["7", 'a"b', "daftar.example", "host.example", "rasif", "twice", "x"]


def test_fields_of_other_names_and_wide_characters(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"body": LONG, "paper": "rasif"}) + "\n", "utf-8")
    glanced, read = both(file, Fields(text="body", outlet="paper"))
    assert glanced == read
    assert list(read) == ["rasif"]
    file.write_text(json.dumps({"text": LONG, "outlet": "rasif"}) + "\n", "utf-16")
    glanced, read = both(file)
    assert glanced == read
    assert list(read) == ["rasif"]


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(max_size=30), max_size=6), escaped=st.booleans())
def test_any_text_is_seen_as_it_is_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], escaped: bool
) -> None:
    file = tmp_path_factory.mktemp("any") / "in.jsonl"
    rows = [{"text": text, "outlet": f"site{at % 2}"} for at, text in enumerate(texts)]
    lines = [json.dumps(row, ensure_ascii=escaped) for row in rows]
    file.write_text("\n".join(lines), "utf-8", "surrogatepass")
    glanced, read = both(file)
    assert glanced == read


def test_a_file_that_changed_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("short", "utf-8")
    with pytest.raises(InputError, match="was changed"):
        learning._texts({1: learning.Place(str(file), 100, 200)})

"""The scorers of the quality benchmark, on cases computed by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality import cleaning, clustering, floors, show
from benchmarks.quality.__main__ import main
from benchmarks.quality.cleaning import Judged
from benchmarks.quality.labels import Data, DataError, Document, Line, document, write_rows
from benchmarks.quality.measure import Measured, measure
from benchmarks.quality.words import Word, kept_by_offsets, kept_by_words, words

DOCUMENT = Document(
    "a",
    (
        Line("one two three", "content", None),
        Line("ad", "noise", "ad-label"),
        Line("", "content", None),
        Line("four stamp", "content", "brand-stamp", cut=((5, 10),)),
        Line("a caption", "either", "caption"),
        Line("related thing", "noise", "related-block"),
    ),
)
PERFECT = "one two three\n\nfour "
OFFSETS = [(13, 16), (22, 27), (27, 51)]


def judge(cleaned: str, doc: Document = DOCUMENT) -> Judged:
    found = words(doc)
    return Judged(doc, found, kept_by_words(doc, found, cleaned))


def labels(doc: Document) -> list[tuple[str, str]]:
    return [(doc.text[word.start : word.end], word.label) for word in words(doc)]


class TestWords:
    def test_each_word_has_the_label_of_its_line_or_mark(self) -> None:
        assert labels(DOCUMENT) == [
            *[(word, "content") for word in ("one", "two", "three")],
            ("ad", "noise"),
            ("four", "content"),
            ("stamp", "noise"),
            ("a", "either"),
            ("caption", "either"),
            ("related", "noise"),
            ("thing", "noise"),
        ]

    def test_a_mark_inside_a_word_splits_it(self) -> None:
        doc = Document("a", (Line("end.STAMP", "content", "brand-stamp", cut=((4, 9),)),))
        assert labels(doc) == [("end.", "content"), ("STAMP", "noise")]

    def test_offsets_keep_what_no_removal_touches(self) -> None:
        kept = kept_by_offsets(words(DOCUMENT), OFFSETS)
        assert kept == [True, True, True, False, True, False, False, False, False, False]

    def test_a_removal_of_blanks_keeps_the_words_around_it(self) -> None:
        doc = Document("a", (Line("one two", "content", None),))
        assert kept_by_offsets(words(doc), [(3, 4)]) == [True, True]
        assert kept_by_offsets(words(doc), [(2, 4)]) == [False, True]
        assert kept_by_offsets(words(doc), [(3, 5)]) == [True, False]

    def test_one_removal_over_many_words(self) -> None:
        doc = Document("a", (Line("one two three four", "content", None),))
        assert kept_by_offsets(words(doc), [(0, 13)]) == [False, False, False, True]

    def test_alignment_puts_a_repeated_word_in_its_own_line(self) -> None:
        lines = (Line("share", "noise", "share-bar"), Line("they share it", "content", None))
        doc = Document("a", lines)
        assert kept_by_words(doc, words(doc), "they share it") == [False, True, True, True]

    @given(st.lists(st.text("ab \n", max_size=6), max_size=6), st.data())
    def test_offsets_agree_with_a_character_by_character_reading(
        self, texts: list[str], data: st.DataObject
    ) -> None:
        lines = tuple(Line(text.replace("\n", " "), "content", None) for text in texts)
        doc = Document("a", lines)
        marks = st.lists(st.integers(0, len(doc.text)), max_size=8, unique=True)
        bounds = sorted(data.draw(marks))
        spans = list(zip(bounds[::2], bounds[1::2], strict=False))
        gone = {at for start, end in spans for at in range(start, end)}
        expected = [gone.isdisjoint(range(w.start, w.end)) for w in words(doc)]
        assert kept_by_offsets(words(doc), spans) == expected


class TestCleaning:
    def test_a_perfect_text(self) -> None:
        assert cleaning.figures([judge(PERFECT)]) == {
            "docs": 1,
            "content_lost": 0.0,
            "noise_left": 0.0,
            "f1": 1.0,
            "docs_perfect": 1.0,
            "noise_left_by_category": {},
        }

    def test_nothing_removed(self) -> None:
        figures = cleaning.figures([judge(DOCUMENT.text)])
        assert (figures["content_lost"], figures["noise_left"], figures["f1"]) == (0.0, 1.0, 0.0)
        assert figures["noise_left_by_category"] == {
            "ad-label": "1/1",
            "brand-stamp": "1/1",
            "related-block": "2/2",
        }

    def test_one_word_lost_and_one_left(self) -> None:
        # 4 words of content, 1 lost; 4 of noise, 1 left; so F1 = 2*3 / (2*3 + 1 + 1).
        figures = cleaning.figures([judge("one three\n\nfour\nthing")])
        assert (figures["content_lost"], figures["noise_left"]) == (0.25, 0.25)
        assert figures["f1"] == 0.75
        assert figures["docs_perfect"] == 0.0
        assert figures["noise_left_by_category"] == {"related-block": "1/2"}

    def test_figures_are_over_words_and_documents_over_documents(self) -> None:
        figures = cleaning.figures([judge(PERFECT), judge(DOCUMENT.text), judge("")])
        assert (figures["content_lost"], figures["noise_left"]) == (0.33333, 0.33333)
        assert figures["docs_perfect"] == 0.3333

    def test_captions_may_go_or_stay(self) -> None:
        both = [judge(PERFECT), judge(PERFECT + "\na caption")]
        assert cleaning.figures([both[0]]) == cleaning.figures([both[1]])

    def test_wrong_lines_are_named_once(self) -> None:
        wrong = judge("one three\n\nfour\nrelated thing").wrong()
        assert [(line.line, line.kind) for line in wrong] == [(0, "lost"), (5, "left")]

    def test_no_noise_at_all(self) -> None:
        doc = Document("a", (Line("one", "content", None),))
        figures = cleaning.figures([judge("one", doc)])
        assert (figures["noise_left"], figures["f1"], figures["docs_perfect"]) == (None, 0.0, 1.0)


def by_letter(groups: str) -> dict[str, str]:
    """``"ab c"`` is two clusters of the articles a, b and c."""
    return {id_: f"k{n}" for n, group in enumerate(groups.split()) for id_ in group}


class TestClustering:
    def test_equal_clusters(self) -> None:
        figures = clustering.figures(by_letter("abc de f"), by_letter("de f abc"))
        assert {v for k, v in figures.items() if k[:2] in ("pa", "b3", "ar")} == {1.0}
        assert (figures["docs"], figures["gold_clusters"], figures["predicted_clusters"]) == (
            6,
            3,
            3,
        )

    def test_a_split_and_a_merge(self) -> None:
        # Pairs: labelled ab ac bc, found ab cd, both ab.
        figures = clustering.figures(by_letter("abc d"), by_letter("ab cd"))
        assert (figures["pair_precision"], figures["pair_recall"]) == (0.5, 0.33333)
        assert figures["pair_f1"] == 0.4
        # B-cubed: precision (1 + 1 + 1/2 + 1/2) / 4, recall (2/3 + 2/3 + 1/3 + 1) / 4.
        assert (figures["b3_precision"], figures["b3_recall"]) == (0.75, 0.66667)
        assert figures["b3_f1"] == 0.70588
        # Expected pairs 3 * 2 / 6 = 1, as many as there are.
        assert figures["ari"] == 0.0

    def test_what_the_output_lacks_stands_alone(self) -> None:
        gold = by_letter("ab c")
        assert clustering.figures(gold, {}) == clustering.figures(gold, by_letter("a b c"))

    def test_what_has_no_label_does_not_count(self) -> None:
        gold = by_letter("ab c")
        assert clustering.figures(gold, by_letter("abx cy")) == clustering.figures(gold, gold)

    def test_a_missing_article_never_joins_a_cluster_of_its_own_name(self) -> None:
        figures = clustering.figures({"a": "k", "b": "k"}, {"b": "a"})
        assert figures["pair_recall"] == 0.0

    def test_nothing_to_find_and_nothing_found(self) -> None:
        alone = by_letter("a b c")
        assert clustering.figures(alone, alone)["pair_f1"] == 1.0
        assert clustering.figures({}, {})["b3_f1"] == 1.0

    def test_wrong_pairs(self) -> None:
        wrong = clustering.wrong_pairs(by_letter("abc d"), by_letter("ab cd"))
        assert [(p.kind, p.first + p.second) for p in wrong] == [
            ("joined", "cd"),
            ("parted", "ac"),
            ("parted", "bc"),
        ]


def as_row(doc: Document) -> dict[str, Any]:
    lines = [
        {"text": x.text, "label": x.label, "why": x.why, "cut": list(x.cut), "either": []}
        for x in doc.lines
    ]
    return {"id": doc.id, "lines": lines}


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Give a folder of one labelled document and two labelled stories."""
    write_rows(tmp_path / "cleaning.jsonl", [as_row(DOCUMENT)])
    stories = [{"id": "a", "cluster": "s"}, {"id": "b", "cluster": "s"}]
    write_rows(tmp_path / "stories.jsonl", stories)
    return Data(tmp_path)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output folder that removed all noise and parted the story."""
    folder = tmp_path / "out"
    folder.mkdir()
    cleaned = "one two three\n\nfour "
    write_rows(folder / "articles.jsonl", [{"id": "a", "text": cleaned}])
    removals = ({"id": "a", "start": start, "end": end} for start, end in OFFSETS)
    write_rows(folder / "removals.jsonl", removals)
    write_rows(folder / "stories.jsonl", [{"id": "a", "cluster": "a"}, {"id": "b", "cluster": "b"}])
    return folder


class TestMeasure:
    @pytest.mark.parametrize("align", ["offsets", "words"])
    def test_measures_what_has_labels(self, data: Data, out: Path, align: str) -> None:
        measured = measure(data, out, align=align)
        assert list(measured.figures) == ["cleaning", "stories"]
        assert measured.figures["cleaning"]["docs_perfect"] == 1.0
        assert measured.figures["stories"]["pair_recall"] == 0.0

    def test_offsets_that_do_not_replay_are_not_trusted(self, data: Data, out: Path) -> None:
        write_rows(out / "removals.jsonl", [{"id": "a", "start": 0, "end": 51}])
        assert measure(data, out, align="offsets").figures["cleaning"]["content_lost"] == 0.0

    @pytest.mark.parametrize("removed", [(0, 2), (2, 4)])
    def test_of_equal_lines_in_a_row_either_may_go(
        self, tmp_path: Path, removed: tuple[int, int]
    ) -> None:
        assert self.wrong(tmp_path, "xxy", removed) == []

    def test_equal_lines_apart_are_told_apart(self, tmp_path: Path) -> None:
        assert self.wrong(tmp_path, "xyx", (4, 5)) == [(0, "left"), (2, "lost")]
        assert self.wrong(tmp_path, "xyx", (0, 2)) == []

    def test_removing_both_of_two_equal_lines_is_wrong(self, tmp_path: Path) -> None:
        assert self.wrong(tmp_path, "xxy", (0, 4)) == [(1, "lost")]

    @staticmethod
    def wrong(folder: Path, texts: str, removed: tuple[int, int]) -> list[tuple[int, str]]:
        """Score a removal from one-letter lines, of which the first is noise."""
        lines = [Line(x, "content" if n else "noise", "again") for n, x in enumerate(texts)]
        doc, (start, end) = Document("a", tuple(lines)), removed
        write_rows(folder / "cleaning.jsonl", [as_row(doc)])
        cleaned = doc.text[:start] + doc.text[end:]
        write_rows(folder / "articles.jsonl", [{"id": "a", "text": cleaned}])
        write_rows(folder / "removals.jsonl", [{"id": "a", "start": start, "end": end}])
        return [
            (w.line, w.kind) for w in measure(Data(folder), folder, align="offsets").wrong_lines
        ]

    def test_a_missing_article_is_an_error(self, data: Data, out: Path) -> None:
        write_rows(out / "articles.jsonl", [])
        with pytest.raises(DataError, match="lacks 1 labelled article"):
            measure(data, out)

    def test_a_folder_without_labels_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="has no labels"):
            Data(tmp_path).check()


class TestData:
    def test_articles_are_made_of_labelled_lines_where_there_are_none(
        self, data: Data, tmp_path: Path
    ) -> None:
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        made = data.articles(scratch)
        assert json.loads(made.read_text("utf-8")) == {"id": "a", "text": DOCUMENT.text}

    @pytest.mark.parametrize("name", ["articles.jsonl", "articles"])
    def test_articles_that_are_there_are_used(self, data: Data, tmp_path: Path, name: str) -> None:
        (tmp_path / name).mkdir()
        assert data.articles(tmp_path) == tmp_path / name

    def test_labels_in_an_inner_folder_are_of_the_folder_itself(self, tmp_path: Path) -> None:
        (tmp_path / "_labels").mkdir()
        write_rows(tmp_path / "_labels" / "cleaning.jsonl", [as_row(DOCUMENT)])
        found = Data(tmp_path)
        assert found.articles(tmp_path) == tmp_path
        assert found.documents() == [DOCUMENT]

    def test_a_row_without_marks(self) -> None:
        row = {"id": "a", "lines": [{"text": "x", "label": "content", "why": None}]}
        assert document(row) == Document("a", (Line("x", "content", None),))

    def test_the_digest_changes_with_the_labels(self, data: Data, tmp_path: Path) -> None:
        before = data.digest()
        write_rows(tmp_path / "copies.jsonl", [{"id": "a", "cluster": "c"}])
        assert data.digest() != before


class TestFloors:
    FIGURES: ClassVar[dict[str, dict[str, Any]]] = {
        "cleaning": {"f1": 0.8, "content_lost": 0.01, "noise_left": None}
    }

    @pytest.mark.parametrize(
        ("pinned", "sentences"),
        [
            ("[cleaning]\nf1.at_least = 0.8\ncontent_lost.at_most = 0.01", []),
            ("[cleaning]\nf1.at_least = 0.9", ["cleaning f1: 0.8 is below 0.9"]),
            ("[cleaning]\ncontent_lost.at_most = 0", ["cleaning content_lost: 0.01 is above 0"]),
            (
                "[cleaning]\nnoise_left.at_most = 1",
                ["cleaning noise_left: pinned, but not measured"],
            ),
            ("[copies]\nari.at_least = 1", ["copies ari: pinned, but not measured"]),
        ],
    )
    def test_what_falls(
        self, pinned: str, sentences: list[str], data: Data, tmp_path: Path
    ) -> None:
        path = tmp_path / "floors.toml"
        path.write_text(pinned, encoding="utf-8")
        assert floors.broken(path, data, self.FIGURES) == sentences

    def test_other_labels_need_other_floors(self, data: Data, tmp_path: Path) -> None:
        path = tmp_path / "floors.toml"
        path.write_text('labels_sha256 = "0"\n[cleaning]\nf1.at_least = 0', encoding="utf-8")
        assert "pin the figures anew" in floors.broken(path, data, self.FIGURES)[0]


class TestCommand:
    def test_prints_a_table(
        self, data: Data, out: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(data.root), "--measure", str(out), "--errors", "3"]) == 0
        shown = capsys.readouterr()
        assert "cleaning (1 articles)\n  content_lost                 0.00%" in shown.out
        assert "pair_recall                 0.0000" in shown.out
        assert shown.err == "stories parted\ta\tb\n"

    def test_prints_json(self, data: Data, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(data.root), "--measure", str(out), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["cleaning"]["f1"] == 1.0

    def test_fails_below_a_floor(self, data: Data, out: Path, tmp_path: Path) -> None:
        path = tmp_path / "floors.toml"
        path.write_text("[stories]\npair_recall.at_least = 0.5", encoding="utf-8")
        assert main([str(data.root), "--measure", str(out), "--floors", str(path)]) == 1

    def test_says_what_is_missing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(tmp_path)]) == 2
        assert "has no labels" in capsys.readouterr().err


def test_the_most_is_left_first() -> None:
    values = {"docs": 1, "noise_left": 0.5, "noise_left_by_category": {"a": "1/9", "b": "10/12"}}
    shown = show.table(Measured({"cleaning": values}))
    assert shown.index("left of b") < shown.index("left of a")


def test_a_word_is_a_plain_value() -> None:
    assert words(DOCUMENT)[3] == Word("noise", "ad-label", 1, 0, 14, 16)

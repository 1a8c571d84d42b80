"""Measuring an output folder against labelled data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.quality import cleaning, clustering
from benchmarks.quality.cleaning import Judged, WrongLine
from benchmarks.quality.clustering import WrongPair
from benchmarks.quality.labels import Data, DataError, Document, Span, clusters, rows
from benchmarks.quality.words import kept_by_offsets, kept_by_words, settle_repeats, words

Cut = Mapping[str, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by kind of label, and what was wrong: lines for cleaning, pairs for the others."""

    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrong_lines: list[WrongLine] = field(default_factory=list)
    wrong_pairs: dict[str, list[WrongPair]] = field(default_factory=dict)


def measure(data: Data, out: Path, *, align: str = "words") -> Measured:
    """Measure OUT against the labels that there are.

    ``align`` says how kept words are known: by ``words``, which any cleaner's output allows, or
    by the ``offsets`` of the removals, where these replay to the cleaned text.
    """
    measured = Measured()
    if data.file("cleaning").exists():
        judged = judge(data.documents(), out, align=align)
        measured.figures["cleaning"] = cleaning.figures(judged)
        measured.wrong_lines.extend(wrong for one in judged for wrong in one.wrong())
    for name in ("copies", "stories"):
        if data.file(name).exists():
            gold, found = data.clusters(name), clusters(out / f"{name}.jsonl")
            measured.figures[name] = clustering.figures(gold, found)
            measured.wrong_pairs[name] = clustering.wrong_pairs(gold, found)
    return measured


def judge(documents: list[Document], out: Path, *, align: str = "words") -> list[Judged]:
    """Tell of every labelled document which words OUT kept."""
    texts = {row["id"]: row["text"] for row in rows(out / "articles.jsonl")}
    missing = [document.id for document in documents if document.id not in texts]
    if missing:
        raise DataError(f"{out}: lacks {len(missing)} labelled articles, such as {missing[0]}")
    cut = _removals(out) if align == "offsets" else {}
    return [_judge(document, texts[document.id], cut) for document in documents]


def _removals(out: Path) -> Cut:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for row in rows(out / "removals.jsonl"):
        spans[row["id"]].append((row["start"], row["end"]))
    return spans


def _judge(document: Document, cleaned: str, cut: Cut) -> Judged:
    found, spans = words(document), cut.get(document.id, ())
    if _without(document.text, spans) == cleaned:
        kept = settle_repeats(document, found, kept_by_offsets(found, spans))
        return Judged(document, found, kept)
    return Judged(document, found, kept_by_words(document, found, cleaned))


def _without(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text

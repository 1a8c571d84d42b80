"""Cleaning by folds of outlets, thresholds chosen without the fold that they are measured on.

    python -m benchmarks.quality.folds DATA

Only the numbers of ``[thresholds]`` are chosen anew. Rules, phrases and the shapes themselves were
written with all labelled articles in sight: what is held out is the choice of numbers alone.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.quality import cleaning
from benchmarks.quality.cleaning import Judged
from benchmarks.quality.labels import Data, Document, rows
from benchmarks.quality.words import kept_by_offsets, settle_repeats, words
from cleaner.noise.cleaner import Cleaner
from cleaner.noise.options import Options
from cleaner.noise.thresholds import DEFAULTS, Thresholds

FOLDS = 5
#: A lost word of the article weighs as much as so many words of noise left.
LOST_WEIGHT = 5
#: What is tried for each threshold, the others as they are.
GRID: dict[str, tuple[float, ...]] = {
    "page_labels": (6, 8, 12),
    "page_names": (3, 4, 6),
    "body_words": (15, 20, 30),
    "headline_share": (0.4, 0.5, 0.6),
    "title_words": (5, 7),
    "quote_share": (0.6, 0.7, 0.9),
    "footer_kinds": (2, 3),
    "footer_share": (0.25, 1 / 3, 0.5),
}


def candidates() -> Iterator[Thresholds]:
    """Give the thresholds to choose from: as they are, and with one of them changed."""
    yield DEFAULTS
    for name, values in GRID.items():
        for value in values:
            if value != getattr(DEFAULTS, name):
                yield replace(DEFAULTS, **{name: value})  # type: ignore[arg-type]


def judged(documents: Sequence[Document], thresholds: Thresholds) -> list[Judged]:
    cleaner = Cleaner(options=Options(thresholds=thresholds))
    return [_judged(document, cleaner) for document in documents]


def _judged(document: Document, cleaner: Cleaner) -> Judged:
    found = words(document)
    spans = [(cut.start, cut.end) for cut in cleaner.clean(document.text).removals]
    return Judged(document, found, settle_repeats(document, found, kept_by_offsets(found, spans)))


def loss(some: Sequence[Judged]) -> int:
    """Count wrong words, those of the article weighed."""
    wrong = [(w, k) for one in some for w, k in one.scored() if cleaning.is_wrong(w, kept=k)]
    return sum(1 if kept else LOST_WEIGHT for _, kept in wrong)


def fold_of(outlet: str) -> int:
    return zlib.crc32(outlet.encode()) % FOLDS


def by_fold(data: Data) -> Iterator[tuple[int, Thresholds, dict[str, Any]]]:
    """Give each fold's figures, with the thresholds that were best on the other folds."""
    articles = rows(data.root / "articles.jsonl")
    outlet = {row["id"]: row.get("outlet") or row.get("site") or row["id"] for row in articles}
    documents = data.documents()
    runs = {thresholds: judged(documents, thresholds) for thresholds in candidates()}
    folds = [fold_of(str(outlet.get(document.id, document.id))) for document in documents]
    for fold in sorted(set(folds)):
        best = min(runs, key=lambda t: loss(_of(runs[t], folds, fold, held_out=False)))
        yield fold, best, cleaning.figures(_of(runs[best], folds, fold, held_out=True))


def _of(run: list[Judged], folds: list[int], fold: int, *, held_out: bool) -> list[Judged]:
    return [one for one, own in zip(run, folds, strict=True) if (own == fold) is held_out]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.folds")
    parser.add_argument("data", metavar="DATA", type=Path)
    print("fold  docs  content lost  noise left  perfect  changed")
    for fold, best, figures in by_fold(Data(parser.parse_args().data)):
        changed = [
            f"{n}={getattr(best, n):g}" for n in GRID if getattr(best, n) != getattr(DEFAULTS, n)
        ]
        print(
            f"{fold:4}  {figures['docs']:4}  {figures['content_lost'] or 0:12.2%}  "
            f"{figures['noise_left'] or 0:10.2%}  {figures['docs_perfect'] or 0:7.0%}  "
            + (" ".join(changed) or "-")
        )


if __name__ == "__main__":
    main()

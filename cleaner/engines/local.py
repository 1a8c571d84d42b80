"""A run on this machine: the input is planned, worked on in one of two ways, and committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from cleaner.collecting import without_collecting
from cleaner.corpus import Chunk, Plan, plan
from cleaner.corpus.output import OutputFolder
from cleaner.engines.clock import Clock
from cleaner.engines.options import RunOptions, RunSummary, made_by
from cleaner.errors import InputError
from cleaner.report.progress import Progress, silent

#: How chunks become OUT's files: gives counts and errors.
Work = Callable[
    [Sequence[Chunk], OutputFolder, RunOptions, Clock, Progress],
    tuple[dict[str, int], tuple[InputError, ...]],
]


def run(
    paths: Sequence[str], out: Path, options: RunOptions, progress: Progress = silent
) -> RunSummary:
    """Read, clean, group, and write OUT.

    Raises:
        OutputError: OUT is not ours to write, or cannot be written.
        RuleError: a rule file cannot be used.
        FeedbackError: a file of marks cannot be used.
    """
    start, clock = perf_counter(), Clock()
    _check(options)
    with without_collecting(), OutputFolder(out) as folder:
        with clock.stage("plan"):
            chunks = _chunks(paths, folder, options)
        counts, errors = _work(options)(chunks, folder, options, clock, progress)
        summary = RunSummary(counts, perf_counter() - start, clock.seconds, errors, clock.processor)
        folder.commit(_record(summary, options))
    return summary


def _work(options: RunOptions) -> Work:
    """Load the way of working that is asked for, and nothing of the other."""
    if _copies_alone(options):
        from cleaner.engines.copying import find_copies_alone

        return find_copies_alone
    from cleaner.engines.parting import work_in_parts

    return work_in_parts


def _copies_alone(options: RunOptions) -> bool:
    """Whether nothing needs an article as an object: the texts are clean, and only compared."""
    return options.clean is None and options.group and not options.stories and not options.text_out


def _check(options: RunOptions) -> None:
    """Tell of a bad rule, furniture or feedback file before any work is done."""
    if options.feedback is not None:
        from cleaner.review.marks import load

        load(options.feedback)
    if options.clean is None:
        return
    from cleaner.noise.furniture import Furniture
    from cleaner.noise.loader import load_rules

    load_rules(options.rule_files)
    if options.furniture is not None:
        Furniture.load(options.furniture)


def _chunks(paths: Sequence[str], folder: OutputFolder, options: RunOptions) -> list[Chunk]:
    exclude = tuple(path for path in (folder.path, options.text_out) if path is not None)
    return plan(paths, Plan(options.chunk_bytes, spool=folder.spool, exclude=exclude))


def _record(summary: RunSummary, options: RunOptions) -> dict[str, Any]:
    articles = summary.counts["articles"]
    return {
        **made_by(options),
        "counts": dict(summary.counts),
        "seconds": round(summary.seconds, 3),
        "articles_per_second": round(articles / summary.seconds, 1) if summary.seconds else None,
        "stages": {
            name: {
                "seconds": round(seconds, 3),
                "processor_seconds": round(summary.processor.get(name, seconds), 3),
                "articles_per_second": round(articles / seconds, 1) if seconds else None,
            }
            for name, seconds in summary.stages.items()
        },
    }

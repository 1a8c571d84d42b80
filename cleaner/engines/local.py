"""A run on this machine: chunks become parts in one process or several, then all are joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from cleaner.corpus import Chunk, Plan, fingerprint, plan
from cleaner.corpus.output import OutputFolder
from cleaner.engines.clock import Clock
from cleaner.engines.grouping import Groups, group
from cleaner.engines.joining import write_all
from cleaner.engines.learning import learn_furniture
from cleaner.engines.options import RunOptions, RunSummary
from cleaner.engines.pool import cores, each
from cleaner.engines.roster import call_roll
from cleaner.engines.stages import Job, make_part
from cleaner.engines.versions import versions
from cleaner.noise.furniture import Furniture
from cleaner.noise.loader import load_rules
from cleaner.report.page import write_report
from cleaner.report.progress import Progress, silent

#: Input below so many bytes is done sooner by one process than by starting others.
_SMALL = 2 << 20


def run(
    paths: Sequence[str], out: Path, options: RunOptions, progress: Progress = silent
) -> RunSummary:
    """Read, clean, group, and write OUT.

    Raises:
        OutputError: OUT is not ours to write, or cannot be written.
        RuleError: a rule file cannot be used.
    """
    start, clock = perf_counter(), Clock()
    _check(options)
    with OutputFolder(out) as folder:
        chunks = _chunks(paths, folder, options)
        workers = _workers(chunks, options)
        with clock.stage("learn"):
            learned = _learned(chunks, folder, options, workers, progress)
        jobs = _jobs(chunks, folder, options, learned)
        _make_parts(jobs, options, workers, progress)
        roster = call_roll(jobs)
        groups = group(roster, options, clock, progress) if options.group else Groups()
        with clock.stage("write"):
            counts = write_all(roster, groups, folder, options)
        if options.report:
            with clock.stage("report"):
                made = {"counts": counts, **_made(options)}
                write_report(folder.staged, made, folder.staged)
        clock.add(entry.columns.seconds for entry in roster.entries)
        summary = RunSummary(counts, perf_counter() - start, clock.seconds, roster.errors)
        folder.commit(_record(summary, options))
    return summary


def _check(options: RunOptions) -> None:
    """Tell of a bad rule or furniture file before any work is done."""
    load_rules(options.rule_files)
    if options.furniture is not None:
        Furniture.load(options.furniture)


def _chunks(paths: Sequence[str], folder: OutputFolder, options: RunOptions) -> list[Chunk]:
    exclude = tuple(path for path in (folder.path, options.text_out) if path is not None)
    return plan(paths, Plan(options.chunk_bytes, spool=folder.spool, exclude=exclude))


def _workers(chunks: Sequence[Chunk], options: RunOptions) -> int:
    weight = sum(chunk.weight for chunk in chunks)
    return options.workers or (cores() if weight > _SMALL else 1)


def _learned(
    chunks: Sequence[Chunk],
    folder: OutputFolder,
    options: RunOptions,
    workers: int,
    progress: Progress,
) -> Path | None:
    """Learn the sites' furniture from the input, unless told not to or given it."""
    if options.clean is None or options.furniture is not None or not options.learn:
        return options.furniture
    furniture = learn_furniture(chunks, options.fields, workers, progress)
    if not any(furniture.sites.values()):
        return None
    path = folder.work / "furniture.json"
    furniture.save(path)
    return path


def _jobs(
    chunks: Sequence[Chunk], folder: OutputFolder, options: RunOptions, learned: Path | None
) -> list[Job]:
    state = {
        **options.parameters(),
        "versions": versions(),
        "furniture": None if learned is None else learned.read_text("utf-8"),
    }
    return [
        Job(chunk, folder.part(f"{chunk.number:06d}", fingerprint(chunk, state)), options, learned)
        for chunk in chunks
    ]


def _make_parts(jobs: Sequence[Job], options: RunOptions, workers: int, progress: Progress) -> None:
    total, done = sum(job.chunk.weight for job in jobs), 0
    sizes = {job.chunk.number: job.chunk.weight for job in jobs}
    for number in each(make_part, jobs, workers):
        done += sizes[number]
        progress("clean" if options.clean else "sketch", done, total)


def _made(options: RunOptions) -> dict[str, Any]:
    """Tell what made the output."""
    return {"versions": versions(), "parameters": options.parameters()}


def _record(summary: RunSummary, options: RunOptions) -> dict[str, Any]:
    articles = summary.counts["articles"]
    return {
        **_made(options),
        "counts": dict(summary.counts),
        "seconds": round(summary.seconds, 3),
        "articles_per_second": round(articles / summary.seconds, 1) if summary.seconds else None,
        "stages": {
            name: {
                "seconds": round(seconds, 3),
                "articles_per_second": round(articles / seconds, 1) if seconds else None,
            }
            for name, seconds in summary.stages.items()
        },
    }

"""The way of a whole run: chunks become parts in one process or several, then all are joined."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.corpus import Chunk, fingerprint
from cleaner.corpus.output import OutputFolder
from cleaner.engines.clock import Clock
from cleaner.engines.compiling import compile_first
from cleaner.engines.grouping import group
from cleaner.engines.growing import room_for
from cleaner.engines.joining import Ending, count
from cleaner.engines.learning import learn_furniture
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import each, workers_for
from cleaner.engines.roster import call_roll
from cleaner.engines.stages import Job, make_part
from cleaner.engines.versions import versions
from cleaner.engines.warming import warm
from cleaner.errors import InputError
from cleaner.report.progress import Progress


def work_in_parts(
    chunks: Sequence[Chunk],
    folder: OutputFolder,
    options: RunOptions,
    clock: Clock,
    progress: Progress,
) -> tuple[dict[str, int], tuple[InputError, ...]]:
    """Learn, make parts, group and join them; give the counts and the errors."""
    weight = sum(chunk.weight for chunk in chunks)
    workers = workers_for(weight, options.workers)
    if chunks:
        with clock.stage("compile kernels"):
            compile_first(options)
    if workers > 1 and len(chunks) > 1:
        with clock.stage("load kernels"):
            warm(options)
    with clock.stage("learn"):
        learned = _learned(chunks, folder, options, workers, progress)
    jobs = _jobs(chunks, folder, options, learned)
    _make_parts(jobs, options, workers, progress)
    with clock.stage("settle ids"):
        roster = call_roll(jobs)
    room = room_for(weight, options, folder)
    groups = group(roster, options, clock, progress, room) if options.group else None
    counts = count(roster, groups, options)
    Ending(roster, groups, folder, options, counts).write(workers, clock)
    entries = roster.entries
    clock.add((one.seconds for one in entries), (one.processor for one in entries))
    return counts, roster.errors


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

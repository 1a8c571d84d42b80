"""Stages 2 and 3 over all parts of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, compress
from typing import Any

import numpy as np

from cleaner.article import CopyLink, StoryLink
from cleaner.copies import CopyColumns, CopyOptions, Sketches, find_copies
from cleaner.engines.clock import Clock
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import cores
from cleaner.engines.roster import Entry, Roster
from cleaner.engines.stages import EVIDENCE, SKETCHES
from cleaner.report.progress import Progress
from cleaner.story import Evidence, Saved, StoryOptions, find_stories


@dataclass(frozen=True, slots=True)
class Groups:
    """The links of all articles that stay, in input order; empty where nothing was grouped."""

    copies: Sequence[CopyLink] = ()
    stories: Sequence[StoryLink] = ()


def group(roster: Roster, options: RunOptions, clock: Clock, progress: Progress) -> Groups:
    """Find copies, then stories."""
    ids = roster.ids()
    if not ids:
        return Groups()
    progress("copies", 0, 1)
    with clock.stage("copies"):
        copies = _copies(roster, ids, options)
    progress("copies", 1, 1)
    if not options.stories:
        return Groups(copies)
    progress("stories", 0, 1)
    with clock.stage("stories"):
        stories = find_stories(_evidence(roster), copies, StoryOptions(workers=_threads(options)))
    progress("stories", 1, 1)
    return Groups(copies, stories)


def _copies(roster: Roster, ids: list[str], options: RunOptions) -> list[CopyLink]:
    sketches = Sketches.concat([_sketches(entry) for entry in roster.entries])
    columns = CopyColumns(
        ids=ids,
        titles=column(roster, "titles"),
        outlets=column(roster, "outlets"),
        urls=column(roster, "urls"),
        published=column(roster, "published"),
        sources=column(roster, "credits"),
        removed=column(roster, "removed"),
    )
    chosen = CopyOptions(canonical=options.canonical, workers=_threads(options))
    return find_copies(sketches, columns, chosen)


def _threads(options: RunOptions) -> int:
    return options.workers or cores()


def column(roster: Roster, name: str) -> list[Any]:
    """Give a column of all articles that stay, in input order."""
    return list(
        chain.from_iterable(
            compress(getattr(entry.columns, name), (id_ is not None for id_ in entry.ids))
            for entry in roster.entries
        )
    )


def _sketches(entry: Entry) -> Sketches:
    whole = Sketches.load(entry.folder / SKETCHES)
    if None not in entry.ids:
        return whole
    kept = np.array([id_ is not None for id_ in entry.ids])
    lengths = np.diff(whole.offsets)
    return Sketches(
        whole.words[np.repeat(kept, lengths)],
        np.concatenate([[0], np.cumsum(lengths[kept])]),
        whole.signatures[kept],
        whole.recipe,
    )


def _evidence(roster: Roster) -> list[Evidence | Saved]:
    """Give the evidence of all articles that stay, part by part, left on disk where it can be."""
    return [_part(entry) for entry in roster.entries]


def _part(entry: Entry) -> Evidence | Saved:
    saved = Saved(entry.folder / EVIDENCE, tuple(entry.columns.ids))
    if None in entry.ids:
        chosen = saved.open().select(np.array(entry.kept, int))
        return replace(chosen, ids=tuple(id_ for id_ in entry.ids if id_ is not None))
    return replace(saved, ids=tuple(id_ for id_ in entry.ids if id_ is not None))

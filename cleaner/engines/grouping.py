"""Stages 2 and 3 over all parts of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.article import CopyLink
from cleaner.collecting import collecting_after
from cleaner.copies import CopyColumns, CopyOptions, Recipe, Sketches
from cleaner.copies.columns import Apart
from cleaner.copies.finding import find_links as find_copy_links
from cleaner.engines.clock import Clock
from cleaner.engines.options import RunOptions
from cleaner.engines.pool import cores
from cleaner.engines.roster import Entry, Roster
from cleaner.engines.stages import EVIDENCE, SKETCHES
from cleaner.report.progress import Progress
from cleaner.review.marks import Feedback, load
from cleaner.rooms import Room, give_back, in_memory
from cleaner.story import Evidence, Links, Saved, StoryOptions, find_links
from cleaner.threads import in_threads


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of all articles that stay, by number in input order.

    ``copies`` are the links of the copies, and of what feedback keeps apart from others;
    ``canonical`` is each article's canonical one;
    ``stories`` is None where none were looked for.
    """

    copies: Mapping[int, CopyLink]
    canonical: NDArray[np.int64]
    stories: Links | None = None


def group(
    roster: Roster,
    options: RunOptions,
    clock: Clock,
    progress: Progress,
    room: Room = in_memory,
) -> Groups:
    """Find copies, then stories; ``room`` is for the columns of all articles."""
    ids, said = roster.ids(), _feedback(options)
    give_back(room)
    progress("copies", 0, 1)
    with clock.stage("copies"), collecting_after():  # the search's sketches hang in a cycle
        copies = _copies(roster, ids, options, said.copies_apart, room) if ids else {}
        groups = Groups(copies, _canonical(ids, copies))
    give_back(room)
    progress("copies", 1, 1)
    if not options.stories:
        return groups
    progress("stories", 0, 1)
    with clock.stage("stories"):
        how = StoryOptions(workers=_threads(options), apart=said.stories_apart, room=room)
        groups = replace(groups, stories=find_links(_evidence(roster), groups.canonical, how))
    give_back(room)
    progress("stories", 1, 1)
    return groups


def _canonical(ids: Sequence[str], copies: Mapping[int, CopyLink]) -> NDArray[np.int64]:
    canonical = np.arange(len(ids))
    if copies:
        places = {id_: at for at, id_ in enumerate(ids)}
        kept = [places[link.canonical] for link in copies.values()]
        canonical[list(copies)] = kept
    return canonical


def _feedback(options: RunOptions) -> Feedback:
    return Feedback() if options.feedback is None else load(options.feedback)


def _copies(
    roster: Roster, ids: list[str], options: RunOptions, apart: Apart, room: Room
) -> dict[int, CopyLink]:
    sketches = _joined(roster.entries, room, _threads(options))
    known = roster.known
    columns = CopyColumns(
        ids=ids,
        titles=known.titles,
        outlets=known.outlets,
        urls=known.urls,
        published=known.published,
        sources=known.credits,
        removed=known.removed,
    )
    chosen = CopyOptions(options.canonical, workers=_threads(options), apart=apart)
    return find_copy_links(sketches, columns, chosen)


def _threads(options: RunOptions) -> int:
    return options.workers or cores()


def _joined(entries: Sequence[Entry], room: Room, workers: int) -> Sketches:
    """Join the sketches of all parts; each thread has one part open at a time."""
    sizes = [(len(found.words), len(found)) for found in map(_sketches, entries)]
    ends = np.cumsum([(0, 0), *sizes], axis=0)
    recipe = Recipe()
    words = room((int(ends[-1, 0]),), np.uint32)
    signatures = room((int(ends[-1, 1]), recipe.permutations), np.uint32)
    offsets = np.zeros(int(ends[-1, 1]) + 1, np.int64)

    def copy(number: int) -> None:
        part, (word, row), end = _sketches(entries[number]), ends[number], ends[number + 1, 1]
        words[word : word + len(part.words)] = part.words
        signatures[row:end] = part.signatures
        offsets[row + 1 : end + 1] = part.offsets[1:] + word

    list(in_threads(copy, range(len(entries)), workers))
    return Sketches(words, offsets, signatures, recipe)


def _sketches(entry: Entry) -> Sketches:
    whole = Sketches.load(entry.folder / SKETCHES)
    kept = entry.kept
    if kept.all():
        return whole
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
    ids = tuple(id_ for id_ in entry.ids() if id_ is not None)
    if len(ids) == len(entry):
        return Saved(entry.folder / EVIDENCE, ids)
    every = Saved(entry.folder / EVIDENCE, tuple(map(str, entry.given))).open()
    return replace(every.select(np.flatnonzero(entry.kept)), ids=ids)

"""New articles meet an index: which texts they are, and which texts they may be copies of."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from cleaner.copies.sketches import Sketches
from cleaner.index import postings
from cleaner.index.keys import Keys, distinct, text_keys
from cleaner.index.rows import Entry, Row
from cleaner.index.view import Pairs, View, Words

#: Texts from which compiling, or loading what was compiled, pays.
_MANY = 200
#: Words below which a text's title is part of what it says (``copies.judging.SHORT``).
SHORT = 50
#: Part of a threshold in which candidates' signatures agree at least (as in a batch run).
_SLACK = 0.45
#: Texts of a band that a new one is compared with, the first that came.
_LEADERS = 16
#: Values of signatures that are compared at once.
_BLOCK = 1 << 20
#: A text's number stands in the lower half of a posting.
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """New articles, the texts among them that the index has not, and what those are found by.

    ``joined`` are texts held already of which there are new articles now; ``pairs`` are texts
    to compare.
    """

    rows: list[Row]
    texts: dict[int, tuple[int, bytes, Words]]
    postings: Keys
    joined: set[int]
    pairs: Pairs


def arrive(view: View, entries: Sequence[Entry], threshold: float) -> Arrivals:
    """Lay new articles over a view, and find what their texts may be copies of.

    Their ids must be new to the view, each there once.
    """
    sketches = _sketched([entry.text for entry in entries])
    contents = _contents(sketches, entries)
    held = view.by_content(set(contents))
    article, text = view.next_numbers()
    texts, fresh = dict(held), list[int]()
    for place, content in enumerate(contents):
        if content not in texts:
            texts[content] = text + len(fresh)
            fresh.append(place)
    rows = [_row(article + at, entry, texts[contents[at]]) for at, entry in enumerate(entries)]
    for row in rows:
        view.added[row.text].append(row)
    chosen = sketches if len(fresh) == len(entries) else sketches.select(fresh)
    new = _new_texts(view, chosen, [contents[place] for place in fresh], text)
    added, pairs = _candidates(view, chosen, text, threshold)
    return Arrivals(rows, new, added, {row.text for row in rows} - set(new), pairs)


def _row(article: int, entry: Entry, text: int) -> Row:
    return Row(
        article,
        entry.id,
        text,
        entry.title,
        entry.outlet,
        entry.url,
        entry.published,
        entry.source,
        entry.removed,
    )


def compiled(texts: int) -> bool:
    """Tell whether so many texts are worth loading compiled kernels, if they are not loaded."""
    return texts >= _MANY or "cleaner.language.kernels" in sys.modules


def _sketched(texts: Sequence[str]) -> Sketches:
    if compiled(len(texts)):
        from cleaner.copies.sketches import sketch

        return sketch(texts)
    from cleaner.copies.plain import sketch_plainly

    return sketch_plainly(texts)


def _hashed(texts: Sequence[str]) -> tuple[Words, NDArray[np.int64]]:
    if compiled(len(texts)):
        from cleaner.language.word_kernels import word_hashes

        return word_hashes(texts)
    from cleaner.copies.plain import hash_plainly

    return hash_plainly(texts)


def _contents(sketches: Sketches, entries: Sequence[Entry]) -> list[int]:
    """Give a number for what each article says: its words, and a short one's title."""
    titles, bounds = _hashed([entry.title or "" for entry in entries])
    offsets = sketches.offsets
    contents = []
    for at in range(len(entries)):
        said = blake2b(sketches.words[offsets[at] : offsets[at + 1]].tobytes(), digest_size=8)
        if offsets[at + 1] - offsets[at] < SHORT:
            said.update(b"\0" + titles[bounds[at] : bounds[at + 1]].tobytes())
        contents.append(int.from_bytes(said.digest(), "little", signed=True))
    return contents


def _new_texts(
    view: View, sketches: Sketches, contents: Sequence[int], first: int
) -> dict[int, tuple[int, bytes, Words]]:
    """Lay new texts over a view: content, short signature and words of each."""
    short = sketches.signatures.astype(np.uint8)  # the lowest bits of each value
    texts = {}
    for at, content in enumerate(contents):
        words = sketches.words[sketches.offsets[at] : sketches.offsets[at + 1]]
        texts[first + at] = content, short[at].tobytes(), words
        view.add_text(first + at, words, short[at].tobytes())
    return texts


def _candidates(view: View, sketches: Sketches, first: int, threshold: float) -> tuple[Keys, Pairs]:
    """Give new texts' postings, and the pairs of texts that share enough and agree."""
    keys = text_keys(sketches)
    new = keys.hashes << _HALF | (keys.texts + first).astype(np.uint64)
    bands, new = distinct(new[keys.band]), distinct(new)
    held = postings.shingles(view.db).look_up(distinct(new >> _HALF))
    dead = np.append(view.dead(), np.array(view.texts_gone(), np.uint64))
    held = held[~np.isin(held & _LOW, dead)] if len(dead) else held
    every = np.sort(np.concatenate([held, new]), kind="stable")
    pairs = np.concatenate([_sharing(every, bands, first), _near(view, sketches, first, threshold)])
    return new, _agreeing(view, pairs, sketches.recipe.permutations, threshold)


def _sharing(every: Keys, bands: Keys, first: int) -> Pairs:
    """Give the pairs of an earlier and a new text that share a band or two sampled shingles.

    ``every`` holds all postings of the keys in question, sorted.
    """
    ranks = postings.ranks(every)
    texts = every & _LOW
    new = np.flatnonzero((texts >= first) & (ranks > 0))
    by_band = np.isin(every[new], bands)
    # A crowded shingle is no evidence; of a crowded band the first few stand for the others.
    met = np.where(by_band, np.minimum(ranks[new], _LEADERS), ranks[new])
    met[~by_band & (ranks[new] >= postings.MOST)] = 0
    later, by_band = np.repeat(new, met), np.repeat(by_band, met)
    starts = new - ranks[new]
    earlier = postings.spans(starts, starts + met)
    pairs = texts[earlier] << _HALF | texts[later]
    shared, times = np.unique(pairs[~by_band], return_counts=True)
    chosen = np.union1d(shared[times > 1], pairs[by_band])
    return np.column_stack([chosen >> _HALF, chosen & _LOW]).astype(np.int64)


def _near(view: View, sketches: Sketches, first: int, threshold: float) -> Pairs:
    """Give the pairs of a centre of a large group and a new text whose signatures agree."""
    gone = set(view.texts_gone())
    centres = {text: short for text, short in view.centres().items() if text not in gone}
    short = sketches.signatures.astype(np.uint8)
    return near_centres(centres, range(first, first + len(short)), short, threshold)


def near_centres(
    centres: Mapping[int, bytes], texts: Sequence[int], short: NDArray[np.uint8], threshold: float
) -> Pairs:
    """Give the pairs of a centre and another text whose short signatures, a row each, agree.

    In groups so large no shingle is rare: a copy far from the others may share no band with any.
    """
    found = [np.empty((0, 2), np.int64)]
    least = _least(threshold, short.shape[1])
    numbers, middle = np.array(texts, np.int64), np.array(list(centres), np.int64)
    table = np.frombuffer(b"".join(centres.values()), np.uint8).reshape(-1, short.shape[1])
    at_once = max(1, _BLOCK // max(1, short.size))
    for start in range(0, len(middle), at_once):
        alike = table[start : start + at_once, None] == short
        centre, text = np.nonzero(alike.sum(axis=2, dtype=np.uint8) >= least)
        pairs = np.column_stack([middle[start + centre], numbers[text]])
        found.append(pairs[pairs[:, 0] != pairs[:, 1]])
    return np.concatenate(found)


def _least(threshold: float, permutations: int) -> int:
    return max(1, int(_SLACK * threshold * permutations))


def _agreeing(view: View, pairs: Pairs, permutations: int, threshold: float) -> Pairs:
    """Keep the pairs whose short signatures agree in enough values."""
    if not len(pairs):
        return pairs
    texts, places = np.unique(pairs, return_inverse=True)
    held = view.signatures(texts.tolist())
    missing = bytes(permutations)
    table = np.frombuffer(b"".join(held.get(t, missing) for t in texts.tolist()), np.uint8)
    table = table.reshape(len(texts), permutations)
    alive = np.array([text in held for text in texts.tolist()])
    places = places.reshape(-1, 2)
    agreeing = (table[places[:, 0]] == table[places[:, 1]]).sum(axis=1)
    least = _least(threshold, permutations)
    kept: Pairs = pairs[(agreeing >= least) & alive[places].all(axis=1)]
    return kept

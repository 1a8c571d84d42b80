"""Sketches: what finding copies needs of every article, in columns.

This module imports numpy alone; the kernels are loaded when something is sketched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import SketchError
from cleaner.language.fold import FOLDING_VERSION
from cleaner.language.spelling import HASHING_VERSION
from cleaner.threads import in_threads

if TYPE_CHECKING:
    from datasketch import MinHash

_COLUMNS = ("words", "offsets", "signatures")
_RECIPE = "recipe.json"
#: Texts that a thread sketches at once.
_SHARE = 256


@dataclass(frozen=True, slots=True)
class Recipe:
    """How sketches were made. Sketches of different recipes do not compare.

    ``shingle`` is the width of a shingle in words; ``scheme``, ``seed`` and ``permutations``
    are datasketch's; ``folding`` and ``hashing`` are the versions of our own code.
    """

    shingle: int = 2
    scheme: str = "affine32"
    seed: int = 1
    permutations: int = 128
    folding: int = FOLDING_VERSION
    hashing: int = HASHING_VERSION


@dataclass(frozen=True, slots=True, eq=False)
class Sketches:
    """The sketches of many articles: three columns and how they were made.

    The words of article ``i`` are ``words[offsets[i]:offsets[i + 1]]``, one 32-bit hash each
    (the lowest bit: the word holds a digit); its MinHash signature is ``signatures[i]``.
    """

    words: NDArray[np.uint32]
    offsets: NDArray[np.int64]
    signatures: NDArray[np.uint32]
    recipe: Recipe = Recipe()

    def __len__(self) -> int:
        """Count the articles."""
        return len(self.offsets) - 1

    def minhash(self, index: int) -> MinHash:
        """Give an article's signature as a ``datasketch.MinHash``, for an index of one's own."""
        from datasketch import MinHash

        return MinHash(
            num_perm=self.recipe.permutations,
            seed=self.recipe.seed,
            scheme=self.recipe.scheme,
            hashvalues=self.signatures[index],
        )

    def select(self, rows: Sequence[int]) -> Sketches:
        """Give the sketches of some articles, in the order of ``rows``."""
        spans = [(self.offsets[row], self.offsets[row + 1]) for row in rows]
        words = [self.words[start:end] for start, end in spans]
        offsets = np.cumsum([0, *map(len, words)])
        joined = np.concatenate([np.empty(0, np.uint32), *words])
        return Sketches(joined, offsets, self.signatures[list(rows)], self.recipe)

    @classmethod
    def concat(cls, parts: Sequence[Sketches]) -> Sketches:
        """Join sketches end to end.

        Raises:
            SketchError: the parts were made in different ways.

        """
        recipe = _common_recipe(parts)
        if not parts:
            nothing = np.empty((0, recipe.permutations), np.uint32)
            return cls(np.empty(0, np.uint32), np.zeros(1, np.int64), nothing, recipe)
        sizes = np.cumsum([0] + [len(part.words) for part in parts])
        starts = [part.offsets[:-1] + at for part, at in zip(parts, sizes, strict=False)]
        return cls(
            np.concatenate([part.words for part in parts]),
            np.concatenate([*starts, sizes[-1:]]),
            np.concatenate([part.signatures for part in parts]),
            recipe,
        )

    def save(self, folder: str | Path) -> None:
        """Write the columns into a folder, made if it is missing."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for column in _COLUMNS:
            np.save(folder / f"{column}.npy", getattr(self, column))
        (folder / _RECIPE).write_text(json.dumps(asdict(self.recipe)), encoding="utf-8")

    @classmethod
    def load(cls, folder: str | Path, *, mapped: bool = True) -> Sketches:
        """Read sketches from a folder, memory-mapped unless told otherwise.

        Raises:
            SketchError: the folder holds no sketches, or sketches of an unknown kind.

        """
        folder = Path(folder)
        mode: Any = "r" if mapped else None
        try:
            recipe = Recipe(**json.loads((folder / _RECIPE).read_text(encoding="utf-8")))
            columns = [np.load(folder / f"{c}.npy", mmap_mode=mode) for c in _COLUMNS]
        except (OSError, TypeError, ValueError) as error:
            raise SketchError(f"{folder}: no usable sketches ({error}); sketch again") from error
        return cls(columns[0], columns[1], columns[2], recipe)


def _common_recipe(parts: Sequence[Sketches]) -> Recipe:
    recipes = list(dict.fromkeys(part.recipe for part in parts)) or [Recipe()]
    if len(recipes) > 1:
        raise SketchError(
            f"sketches made in different ways do not compare: {recipes[0]} and {recipes[1]}; "
            "sketch one side again"
        )
    return recipes[0]


def sketch(
    texts: Sequence[str],
    recipe: Recipe | None = None,
    *,
    workers: int = 1,
    tell: Callable[[str], None] | None = None,
) -> Sketches:
    """Sketch texts: hash their words, and sign the sets of their shingles.

    ``workers`` are threads. ``tell`` is called with one sentence if kernels must be compiled
    first.

    Raises:
        SketchError: a recipe that this version cannot follow.

    """
    recipe = recipe or Recipe()
    require_ours(recipe)
    from cleaner.language.kernels import announcing
    from cleaner.language.word_kernels import word_hashes

    def made(some: Sequence[str]) -> Sketches:
        return sign_words(*word_hashes(some), recipe)

    with announcing(tell):
        if workers == 1:
            return made(texts)
        shares = [texts[at : at + _SHARE] for at in range(0, len(texts), _SHARE)]
        return Sketches.concat(list(in_threads(made, shares, workers)) or [made(texts)])


def sign_words(
    words: NDArray[np.uint32], offsets: NDArray[np.int64], recipe: Recipe | None = None
) -> Sketches:
    """Make sketches of texts whose words are hashed already, as ``Sketches.words`` holds them."""
    from cleaner.copies.permuting import permutations
    from cleaner.copies.signing import sign

    recipe = recipe or Recipe()
    factors, terms = permutations(recipe.permutations, recipe.seed)
    return Sketches(words, offsets, sign(words, offsets, recipe.shingle, factors, terms), recipe)


def require_ours(recipe: Recipe) -> None:
    """Refuse a recipe that this version cannot follow.

    Raises:
        SketchError: naming the recipe.
    """
    ours = Recipe()
    known = (ours.scheme, ours.folding, ours.hashing)
    if (recipe.scheme, recipe.folding, recipe.hashing) != known:
        raise SketchError(f"this version cannot sketch by {recipe}")
    if recipe.shingle < 1 or recipe.permutations < 1:
        raise SketchError(f"shingle and permutations must be 1 or more, not {recipe}")

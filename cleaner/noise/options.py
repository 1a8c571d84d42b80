"""What a user may ask of the cleaner."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.noise.thresholds import DEFAULTS, Thresholds


@dataclass(frozen=True, slots=True)
class Options:
    """How careful to be, and what to keep or drop by category.

    ``keep`` names categories that stay although rules take them; ``drop`` names categories that
    go although they stay by default (``byline``, ``caption``, ``dateline``). A structural
    detector's categories are ``structure`` and the last part of its id (``pull-quote``); learned
    furniture's is ``furniture``. ``aggressive`` is for pages that were scraped whole.
    ``structure`` turns the detectors that need no phrase on; ``thresholds`` says how much
    evidence they ask for.
    """

    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    aggressive: bool = False
    structure: bool = True
    thresholds: Thresholds = DEFAULTS

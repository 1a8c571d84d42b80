"""Stage 1: a scraped text becomes an article, and every span cut says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from typing import Protocol

from cleaner.article import CleanArticle, Facts, Removal, replay
from cleaner.noise import stamps
from cleaner.noise.loader import load_rules
from cleaner.noise.match import Matcher
from cleaner.noise.options import Options
from cleaner.noise.page import Detector, Page
from cleaner.noise.plan import back, compose, plan
from cleaner.noise.rule import Rule
from cleaner.noise.scopes import resolve

#: A page that is not at rest after so many rounds is kept as it is: none that is real needs more
#: than four, and without a limit a page made on purpose could cost quadratic time.
ROUNDS = 12


class Furnisher(Protocol):
    """What was learned of sites: it names the lines of a page that are its site's furniture."""

    def removals(self, page: Page) -> Iterable[Removal]:
        """Name the furniture on a page, by the page's site."""


def structural_detectors() -> tuple[Detector, ...]:
    """Give the detectors that need no phrase."""
    return (*stamps.DETECTORS, *import_module("cleaner.noise.structure").DETECTORS)


class Cleaner:
    """Cleans texts by rules, by structure and, if given, by learned furniture.

    Holds no state of any text: cleaning one never changes how another is cleaned.
    """

    def __init__(
        self,
        rules: Iterable[Rule] | None = None,
        options: Options | None = None,
        furniture: Furnisher | None = None,
    ) -> None:
        self.options = options or Options()
        self.rules = tuple(load_rules() if rules is None else rules)
        self._matcher = Matcher([rule for rule in self.rules if self._wanted(rule)])
        self._detectors = structural_detectors() if self.options.structure else ()
        self._furniture = furniture

    def _wanted(self, rule: Rule) -> bool:
        if rule.category in self.options.keep:
            return False
        if rule.category in self.options.drop:
            return True
        return rule.default and (self.options.aggressive or not rule.aggressive)

    def _goes(self, kind: str) -> bool:
        """Tell whether what a detector found goes: ``structure.pull-quote`` has two names."""
        return self.options.keep.isdisjoint(kind.split(".", 1))

    def clean(
        self,
        text: str,
        *,
        title: str | None = None,
        site: str | None = None,
        reference_date: date | str | None = None,
    ) -> CleanArticle:
        """Clean one text.

        ``reference_date`` is what relative dates ("three hours ago") count from, if known.
        """
        removals, embedded = self._settled(text, title, site)
        facts = _facts(Page(text, title, site), removals, reference_date)
        return CleanArticle(replay(text, removals), removals, facts, embedded)

    def _settled(
        self, text: str, title: str | None, site: str | None
    ) -> tuple[tuple[Removal, ...], tuple[tuple[int, int], ...]]:
        """Clean until nothing more is removed, so that cleaning a cleaned text changes nothing."""
        removals: tuple[Removal, ...] = ()
        embedded: list[tuple[int, int]] = []
        left = text
        for _ in range(ROUNDS):
            found, second = self._round(Page(left, title, site))
            if not found:
                return removals, tuple(sorted(embedded))
            for pieces in back(removals, second):
                embedded += [(pieces[0][0], pieces[-1][1])] if pieces else []
            removals = compose(removals, found) if removals else found
            left = replay(text, removals)
        return (), ()

    def _round(self, page: Page) -> tuple[tuple[Removal, ...], list[tuple[int, int]]]:
        proposed: list[Removal] = []
        embedded: list[tuple[int, int]] = []
        for outcome in resolve(page, self._matcher.matches(page)):
            proposed.append(outcome.removal)
            embedded += [outcome.embedded] if outcome.embedded else []
        for detector in self._detectors:
            proposed += (found for found in detector(page) if self._goes(found.rule))
        if self._furniture is not None and page.site and "furniture" not in self.options.keep:
            proposed += self._furniture.removals(page)
        return plan(page.text, proposed) if proposed else (), embedded


def _facts(page: Page, removals: Sequence[Removal], reference_date: date | str | None) -> Facts:
    try:
        parse = import_module("cleaner.noise.facts").parse_facts
    except ModuleNotFoundError:
        return Facts()
    facts: Facts = parse(page, removals, reference_date=reference_date)
    return facts


@cache
def default_cleaner() -> Cleaner:
    """Give the cleaner with the built-in rules and the careful default options."""
    return Cleaner()

"""Stage 1: a scraped text becomes an article, and every span cut says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from cleaner.article import NO_FACTS, CleanArticle, Facts, Removal, replay
from cleaner.noise import stamps
from cleaner.noise.loader import load_rules
from cleaner.noise.match import Matcher
from cleaner.noise.options import Options
from cleaner.noise.page import Detector, Page, Scrape, Spans, lazy
from cleaner.noise.plan import back, compose, plan
from cleaner.noise.rule import Rule
from cleaner.noise.scopes import resolve
from cleaner.noise.verbatim import spared
from cleaner.portions import portions

if TYPE_CHECKING:
    from cleaner.noise.scan import Scanned, Scanner

#: A page that is not at rest after so many rounds is kept as it is: none that is real needs more
#: than four, and without a limit a page made on purpose could cost quadratic time.
ROUNDS = 12
#: Many texts are cleaned in batches of so many characters, or little more.
BATCH = 1 << 19


class Furnisher(Protocol):
    """What was learned of sites: it names the lines of a page that are its site's furniture."""

    def knows(self, site: str) -> bool:
        """Tell whether any furniture of a site was learned."""

    def removals(self, page: Page) -> Iterable[Removal]:
        """Name the furniture on a page, by the page's site."""


def structural_detectors(options: Options) -> tuple[Detector, ...]:
    """Give the detectors that need no phrase."""
    structure = import_module("cleaner.noise.structure")
    own = structure.detectors(aggressive=options.aggressive, thresholds=options.thresholds)
    return (*stamps.DETECTORS, *own)


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
        self._detectors = structural_detectors(self.options) if self.options.structure else ()
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
        work = _Work(Scrape(text, title, site, reference_date), text)
        for _ in range(ROUNDS):
            if not work.take(*self._round(Page(work.left, title, site, known=work.known))):
                return work.done()
        return work.given_up()

    def clean_many(self, scrapes: Iterable[Scrape]) -> Iterator[CleanArticle]:
        """Clean texts, each as :meth:`clean` does, many times faster where there are many.

        They are scanned in batches by compiled kernels; the results come in order.
        """
        for batch in portions(scrapes, _length, BATCH):
            pending = works = [_Work(scrape, scrape.text) for scrape in batch]
            for _ in range(ROUNDS):
                scans = self._scanner.scan([work.left for work in pending])
                pairs = zip(pending, scans, strict=True)
                pending = [work for work, found in pairs if self._goes_on(work, found)]
                if not pending:
                    break
            restless = set(map(id, pending))
            for work in works:
                yield work.given_up() if id(work) in restless else work.done()

    @lazy
    def _scanner(self) -> Scanner:
        scanner: Scanner = import_module("cleaner.noise.scan").Scanner(self._matcher)
        return scanner

    def _goes_on(self, work: _Work, found: Scanned) -> bool:
        """Take a round over what a scan pointed at; tell whether anything was removed."""
        title, site = work.scrape.title, work.scrape.site
        work.told = found.tells or (found.heads and not title)
        if not found.called and self._asleep <= found.asleep and not self._furnishes(site):
            return False
        gate = partial(self._scanner.asleep, found)
        page = Page(work.left, title, site, found.asleep, gate, work.known, work.ready)
        page.cut_at(found.units, wide=found.wide)
        return work.take(*self._round(page, found.called))

    @lazy
    def _asleep(self) -> frozenset[str]:
        """Give the names of all detectors and steps that may find something."""
        if not self.options.structure:
            return frozenset()
        steps = import_module("cleaner.noise.structure").STEPS
        return frozenset(getattr(one, "__name__", "") for one in (*steps, *self._detectors))

    def _furnishes(self, site: str | None) -> bool:
        if self._furniture is None or not site or "furniture" in self.options.keep:
            return False
        return self._furniture.knows(site)

    def _round(
        self, page: Page, called: Iterable[tuple[int, Sequence[int]]] | None = None
    ) -> tuple[tuple[Removal, ...], list[tuple[int, int]]]:
        proposed: list[Removal] = []
        embedded: list[tuple[int, int]] = []
        matches = self._matcher.matches(page, called)
        for outcome in resolve(page, matches) if matches else ():
            proposed.append(outcome.removal)
            embedded += [outcome.embedded] if outcome.embedded else []
        for detector in self._detectors:
            if getattr(detector, "__name__", "") not in page.asleep:
                proposed += (found for found in detector(page) if self._goes(found.rule))
        if self._furniture is not None and self._furnishes(page.site):
            proposed += self._furniture.removals(page)
        kept = spared(page.text, proposed)
        return plan(page.text, kept) if kept else (), embedded


@dataclass(slots=True)
class _Work:
    """A text being cleaned: what is left of it, and what was removed in the rounds so far.

    ``told`` tells whether what is left may tell facts, as far as that is known; ``known`` and
    ``ready`` are what its rounds share.
    """

    scrape: Scrape
    left: str
    removals: tuple[Removal, ...] = ()
    embedded: list[tuple[int, int]] = field(default_factory=list)
    told: bool = True
    known: dict[tuple[str, str], Spans] = field(default_factory=dict)
    ready: dict[tuple[str | int, ...], Any] = field(default_factory=dict)

    def take(self, found: tuple[Removal, ...], second: Sequence[tuple[int, int]]) -> bool:
        """Take over what a round found; tell whether it was anything."""
        if not found:
            return False
        for pieces in back(self.removals, second):
            self.embedded += [(pieces[0][0], pieces[-1][1])] if pieces else []
        self.removals = compose(self.removals, found) if self.removals else found
        self.left = replay(self.scrape.text, self.removals)
        return True

    def done(self) -> CleanArticle:
        """Give the cleaned article, at rest after the last round."""
        text, title, site, reference_date = self.scrape
        facts = NO_FACTS
        if self.removals or self.told:
            facts = _facts(Page(text, title, site), self.removals, reference_date)
        return CleanArticle(self.left, self.removals, facts, tuple(sorted(self.embedded)))

    def given_up(self) -> CleanArticle:
        """Give the article as it was."""
        return _Work(self.scrape, self.scrape.text).done()


def _length(scrape: Scrape) -> int:
    return len(scrape.text)


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

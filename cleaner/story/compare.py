"""Why two articles are one story or not: the measured evidence of one pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaner.article import Article
from cleaner.errors import UsageError
from cleaner.story.evidence import Evidence
from cleaner.story.extract import extract
from cleaner.story.pairs import measured_alone, weighed
from cleaner.story.vetoes import in_words, veto_bits
from cleaner.story.weights import default_weights
from cleaner.story.wording import evidence_in_words, heaviest_shared


@dataclass(frozen=True, slots=True)
class PairExplanation:
    """What two articles share and what speaks against one event.

    ``support`` is the probability of one event; ``together`` says whether a story of just
    these two would hold. ``measured`` names every measure with its value and what it alone added
    to the score (log odds); trees that see several measures together add the rest.
    """

    support: float
    together: bool
    evidence: tuple[str, ...]
    vetoes: tuple[str, ...]
    measured: tuple[tuple[str, float, float], ...]


def explain_pair(a: Article, b: Article, run: Evidence | None = None) -> PairExplanation:
    """Explain a pair of articles; ``run`` is the evidence of their corpus, if there is one.

    Words are weighed by the corpus; without one, by news at large.

    Raises:
        UsageError: the two articles have one id.
    """
    if a.id == b.id:
        raise UsageError(f"an article cannot be compared with itself: {a.id!r}")
    parts = [extract([a, b])]
    if run is not None:
        others = [row for row, id_ in enumerate(run.ids) if id_ not in (a.id, b.id)]
        parts.append(run.select(np.array(others, np.int64)))
    whole, pair = weighed(Evidence.concat(parts)), np.array([[0, 1]], np.int64)
    row, enough = measured_alone(whole, 0, 1)
    weights = default_weights()
    support = float(weights.probability(row[None, :])[0])
    named = list(zip(weights.features, row.tolist(), weights.values.tolist(), strict=True))
    return PairExplanation(
        support=support,
        together=enough and support >= weights.threshold,
        evidence=evidence_in_words(
            whole.evidence, pair, heaviest_shared(whole, pair), [float(row[0])]
        )[0],
        vetoes=(
            *(() if enough else ("the two share too few telling words",)),
            *in_words(int(veto_bits(row[None, :], weights)[0])),
        ),
        measured=tuple((n, round(x, 4), round(x * w, 4)) for n, x, w in named),
    )

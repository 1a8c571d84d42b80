"""Exact means exact: every count of the kernels against plain Python sets."""

from __future__ import annotations

import numpy as np
from copies_reference import shingles
from hypothesis import given
from hypothesis import strategies as st

from cleaner.copies.finding import calendar_words, unit_texts
from cleaner.copies.measures import LEAD, OPENING, Measures
from cleaner.copies.measuring import measure
from cleaner.copies.units import with_titles
from cleaner.language.calendars import WEEKDAYS
from cleaner.language.word_kernels import word_hashes
from cleaner.language.words import words

# Few words, so that texts share many; weekdays and numbers among them.
VOCABULARY = ("أ", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", "ر", "السبت", "الأحد", "7", "12")
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=90)
PAIRS = st.tuples(WORDS, WORDS, WORDS, WORDS)


def measured(
    one: list[str], other: list[str], title: list[str], other_title: list[str]
) -> Measures:
    texts, titles = [" ".join(one), " ".join(other)], [" ".join(title), " ".join(other_title)]
    wording = with_titles(*word_hashes(texts), titles)
    pair = np.array([[0, 1]], np.int64)
    return Measures(measure(unit_texts(wording, np.arange(2)), pair, 2, True, 0.0))


@given(PAIRS)
def test_shingle_counts(pair: tuple[list[str], ...]) -> None:
    measures = measured(*pair)
    one, other = (words(" ".join(text)) for text in pair[:2])
    for wider in (0, 1):
        a, b = set(shingles(one, 2 + wider)), set(shingles(other, 2 + wider))
        assert measures.shingles(wider)[0].tolist() == [len(a), len(b)]
        assert measures.shared(wider)[0] == len(a & b)
        assert measures.resemblance(wider)[0] == len(a & b) / max(1, len(a | b))
        assert measures.containment(wider)[0] == len(a & b) / max(1, min(len(a), len(b)))


@given(PAIRS)
def test_where_the_shared_text_lies(pair: tuple[list[str], ...]) -> None:
    measures = measured(*pair)
    texts = [words(" ".join(text)) for text in pair[:2]]
    known = set(shingles(texts[0], 3)) & set(shingles(texts[1], 3))
    for side, text in enumerate(texts):
        starts = [at for at, run in enumerate(shingles(text, 3)) if run in known]
        covered = {place for at in starts for place in range(at, min(at + 3, len(text)))}
        assert measures.covered(1)[0, side] == len(covered) / max(1, len(text))
        assert measures.first_shared(1)[0, side] == (starts[0] if starts else -1)


@given(PAIRS)
def test_word_counts(pair: tuple[list[str], ...]) -> None:
    measures = measured(*pair)
    texts, titles = ([words(" ".join(t)) for t in pair[at : at + 2]] for at in (0, 2))
    both = set(texts[0]) & set(texts[1])
    assert measures.numbers_shared[0] == sum(word.isdigit() for word in both)
    for side in (0, 1):
        text, title, lead = texts[side], titles[side], texts[side][:LEAD]
        theirs = {*texts[1 - side], *titles[1 - side]}
        lacking = [w for w in lead + title if w not in theirs and (w.isdigit() or w in WEEKDAYS)]
        refrains = {w for w in text if text.count(w) > 1 and w not in theirs}
        assert measures.length[0, side] == len(text)
        assert measures.numbers[0, side] == len({w for w in text if w.isdigit()})
        assert measures.title_length[0, side] == len(title)
        assert measures.particulars[0, side] == len(lacking)
        assert measures.own_refrains[0, side] == len(refrains)
        assert measures.lead_found[0, side] == sum(w in theirs for w in lead) / max(1, len(lead))
        found = sum(w in theirs for w in title)
        assert measures.title_found[0, side] == found / max(1, len(title))


@given(PAIRS)
def test_where_leads_are_found(pair: tuple[list[str], ...]) -> None:
    measures = measured(*pair)
    texts = [words(" ".join(text)) for text in pair[:2]]
    for side, text in enumerate(texts):
        theirs, lead = texts[1 - side], text[:LEAD]
        for found, among in (
            (measures.lead_shared, shingles(theirs, 2)),
            (measures.lead_opens, shingles(theirs, 2)[: OPENING - 1]),
        ):
            runs = enumerate(shingles(text, 2)[: LEAD - 1])
            starts = [at for at, run in runs if run in among]
            covered = {place for at in starts for place in range(at, min(at + 2, len(text)))}
            assert found[0, side] == len(covered) / max(1, len(lead))


def test_long_texts_and_large_tables() -> None:
    one = [f"كلمة{number % 9000}" for number in range(20_000)]
    measures = measured(one, one[:9000], [], [])
    assert measures.containment()[0] == 1.0
    assert measures.shingles()[0].tolist() == [9000, 8999]


def test_the_calendar_is_sorted_for_searching() -> None:
    calendar = calendar_words()
    assert (np.diff(calendar.astype(np.int64)) > 0).all()

"""The first looks at a line never say no to one that the pattern matches."""

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.noise.feasible import LETTERS, Feasible, backward
from cleaner.noise.loader import load_rules
from cleaner.noise.needed import Needed
from cleaner.noise.rule import At

MARKED = re.compile("【(.*?)】", re.DOTALL)
RULES = [rule for rule in load_rules() if rule.at is not At.INSIDE]
LINES = sorted(
    {
        line
        for rule in load_rules()
        for example in (*rule.remove, *rule.keep)
        for line in MARKED.sub(r"\1", example).split("\n")
    }
)
ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "ab",
        ".",
        r"\w",
        r"\d",
        r"\s",
        r"\W",
        "[ab]",
        "[^a]",
        r"[\d-]",
        "-",
        r"\b",
        "$",
        "^",
    ]
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+?", "?", "{2}", "{1,3}", "{0,2}?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"(?={one})"),
        inner.map(lambda one: f"(?!{one})"),
        inner.map(lambda one: f"(?>{one})"),
    ),
    max_leaves=6,
)
TEXTS = st.text(alphabet="ab1 -.\u0301", max_size=7)


@settings(max_examples=400, deadline=None)
@given(PATTERNS, TEXTS)
def test_no_means_no_at_the_start(pattern, text):
    if regex.match(pattern, text, timeout=1):
        assert Feasible(pattern)(text[:LETTERS])


@settings(max_examples=400, deadline=None)
@given(PATTERNS, TEXTS)
def test_no_means_no_at_the_end(pattern, text):
    if regex.search(f"(?:{pattern})$", text, timeout=1):
        assert Feasible(f"(?:{pattern})$", backward=True)(text[-LETTERS:])


@pytest.mark.parametrize(
    "pattern",
    [r"\p{L}+", r"(?i)ab", "(?:ab){e<=1}", "[[a-c]--b]x", "(a)|b\\1", r"\Xa", "(?:ab){,2}c"],
)
@pytest.mark.parametrize("text", ["xy", "ab", "AB", "abb", "b", "c", "ax"])
def test_what_is_not_understood_is_always_possible(pattern, text):
    if regex.match(pattern, text):
        assert Feasible(pattern)(text[:LETTERS])


def test_no_rule_loses_a_line_of_any_example():
    for rule in RULES:
        backward = rule.at is At.END
        first_look, pattern = Feasible(rule.framed(), backward=backward), rule.compiled()
        for line in LINES:
            folded = fold(line).strip()
            if pattern.search(folded) if backward else pattern.match(folded):
                assert first_look(folded[-LETTERS:] if backward else folded[:LETTERS]), rule.id
            if rule.at is At.LINE and pattern.fullmatch(folded):
                assert Feasible(rule.framed(), backward=True)(folded[-LETTERS:]), rule.id


def test_most_rules_say_no_to_other_letters():
    looks = [Feasible(rule.framed(), backward=rule.at is At.END) for rule in RULES]
    assert sum(not look("زقطس") for look in looks) > len(looks) / 2


@settings(max_examples=500, deadline=None)
@given(PATTERNS, TEXTS)
def test_what_ends_a_text_is_found_from_its_end_back(pattern, text):
    pattern = f"(?:{pattern})[\\W_]*$"
    back = backward(pattern)
    if back is not None and not text.endswith("\n"):
        assert bool(back.match(text)) == bool(regex.search(pattern, text))


def test_closing_rules_are_all_looked_at_from_the_end_back():
    for rule in RULES:
        if rule.at is At.END:
            found, back = rule.compiled(), backward(rule.framed())
            for line in map(fold, LINES):
                line = line.rstrip()
                assert bool(back.match(line)) == bool(found.search(line)), (rule.id, line)


@settings(max_examples=600, deadline=None)
@given(PATTERNS, TEXTS)
def test_what_a_pattern_needs_stands_where_it_matches(pattern, text):
    if regex.search(pattern, text, timeout=1):
        assert Needed(pattern)(text)


def test_no_rule_needs_what_its_lines_do_not_hold():
    views = [fold(line) for line in LINES]
    for rule in load_rules():
        needed, pattern = Needed(rule.framed()), rule.compiled()
        assert all(needed(view) for view in views if pattern.search(view)), rule.id


@pytest.mark.parametrize(
    ("pattern", "text", "may"),
    [
        ("(?:abc|bcd)+x?", "ab cd", False),
        ("(?:abc|bcd)+x?", "abcd", True),
        ("(?:abc)?[ab]", "c", True),
        ("ab(?:cd)ef", "abcd ef", False),
        (r"(?i)abc", "ABC", True),
    ],
)
def test_what_a_pattern_needs(pattern, text, may):
    assert Needed(pattern)(text) is may

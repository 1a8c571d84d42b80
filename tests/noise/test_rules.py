"""Every rule has examples, and they hold in the whole cleaner."""

import re
from dataclasses import replace
from itertools import islice

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.language.fold import fold
from cleaner.noise.catalogue import Kind, catalogue
from cleaner.noise.cleaner import Cleaner
from cleaner.noise.loader import load_rules
from cleaner.noise.options import Options
from cleaner.noise.rule import At, Rule
from cleaner.noise.trial import FAR

RULES = load_rules()
MARKED = re.compile("【(.*?)】", re.DOTALL)


def cleaner_for(rule: Rule) -> Cleaner:
    drop = frozenset() if rule.default else frozenset({rule.category})
    return Cleaner(RULES, Options(drop=drop, aggressive=rule.aggressive))


def alone(rule: Rule) -> Cleaner:
    rules = [replace(rule, default=True, aggressive=False)]
    return Cleaner(rules, Options(structure=False))


def by_id(rule: Rule | Kind) -> str:
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_a_rule_has_a_cause_and_two_examples_of_each_kind(rule):
    assert len(rule.cause) > 10
    assert len(rule.remove) >= 2
    assert len(rule.keep) >= 2
    assert all(MARKED.search(example) for example in rule.remove)


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_what_is_marked_goes_and_the_rest_stays(rule):
    cleaner = cleaner_for(rule)
    for example in rule.remove:
        text = MARKED.sub(r"\1", example)
        expected = MARKED.sub(" ", example).split()
        assert cleaner.clean(text).text.split() == expected, text
        assert alone(rule).clean(text).removals, "the rule itself takes nothing"


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_look_alikes_stay(rule):
    cleaner = cleaner_for(rule)
    for example in rule.keep:
        assert cleaner.clean(example).text == example


KINDS = [kind for kind in catalogue() if kind.category == "structure"]


@pytest.mark.parametrize("kind", KINDS, ids=by_id)
def test_a_structural_kind_has_two_examples_of_each_kind_that_hold(kind):
    assert len(kind.remove) >= 2
    assert len(kind.keep) >= 2
    for example in kind.remove:
        result = Cleaner(RULES).clean(MARKED.sub(r"\1", example))
        assert result.text.split() == MARKED.sub(" ", example).split()
        assert kind.id in {removal.rule for removal in result.removals}
    for example in kind.keep:
        assert Cleaner(RULES).clean(example).text == example


def test_ids_are_unique_and_readable():
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(re.fullmatch(r"[a-z-]+(\.[a-z-]+)+", rule.id) for rule in RULES)


def test_words_are_folded():
    for rule in RULES:
        for word in rule.words:
            assert word.startswith("#") or fold(word) == word


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_every_pattern_compiles_and_matches_nothing_empty(rule):
    pattern = rule.compiled()
    assert isinstance(pattern, type(regex.compile("")))
    assert not regex.fullmatch(rule.pattern, "")


NOISE = sorted({piece for rule in RULES for e in rule.remove for piece in MARKED.findall(e)})


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NOISE), st.sampled_from(["ـ", "\u064b", "\u200f", "\u202b"]))
def test_invisible_marks_hide_no_noise(noise, mark):
    """Marks that a reader does not see change nothing about what is noise."""
    rules = Cleaner(RULES, Options(structure=False))
    plain = rules.clean(noise).text.strip()
    marked = rules.clean(noise + mark).text.strip().rstrip(mark).strip()
    assert marked == plain


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_built_in_pattern_ends_soon_on_lines_made_to_be_slow(rule):
    """They are tried without a time-out: none may run away on what calls for it, said over."""
    assert rule.proven
    pattern = rule.compiled()
    look = {At.LINE: pattern.fullmatch, At.START: pattern.match}.get(rule.at, pattern.search)
    called = [word for word in sorted(rule.words) if word[0] != "#"] + sorted(rule.marks)
    for piece in (*called[:5], fold(rule.remove[0]), "1 ", "- ", "a", "م "):
        for glue in ("", " "):
            line = (piece + glue) * (FAR // len(piece + glue) + 1)
            look(line[:FAR], timeout=5)
            look(line[:FAR] + "!", timeout=5)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.at is At.INSIDE], ids=by_id)
def test_a_built_in_pattern_for_anywhere_ends_soon_on_a_long_line_of_marks(rule):
    """Of a line that is full of marks, such a pattern sees the whole."""
    pattern = rule.compiled()
    pieces = [*sorted(rule.marks), *(mark + end for mark in sorted(rule.marks) for end in "a1 (:{")]
    for piece in (*pieces, *map(fold, rule.remove)):
        line = (piece + " ") * (50_000 // (len(piece) + 1))
        list(islice(pattern.finditer(line, timeout=5), 500))

"""The cleaner's invariants, over hostile mixtures of noise and content."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import Removal, replay
from cleaner.noise.cleaner import Cleaner, default_cleaner
from cleaner.noise.loader import load_rules
from cleaner.noise.options import Options
from cleaner.noise.plan import compose, plan

MARKED = re.compile("【(.*?)】", re.DOTALL)
EXAMPLES = [
    MARKED.sub(r"\1", example) for rule in load_rules() for example in (*rule.remove, *rule.keep)
]
LINES = sorted({line for example in EXAMPLES for line in example.split("\n")})
SEPARATORS = ["\n", "\n\n", " ", ". ", " ", "\n \n", "    ", "\r\n", "", "\n\n\n"]
BITS = st.one_of(
    st.sampled_from(LINES),
    st.sampled_from(["", " ", "[", "]", "{{", "}}", "//", "***", "\u200f", "\u00a0", "ـ", "؟"]),
    st.text(alphabet="اأبت وق.:؟|()[]{}\n\t /0٣aZ#@", max_size=30),
)
TEXTS = st.lists(st.tuples(BITS, st.sampled_from(SEPARATORS)), max_size=14).map(
    lambda pairs: "".join(bit + separator for bit, separator in pairs)
)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_only_deletion_sorted_and_explained(text):
    result = default_cleaner().clean(text)
    assert replay(text, result.removals) == result.text
    ends = [0]
    for removal in result.removals:
        assert ends[-1] <= removal.start < removal.end <= len(text)
        assert removal.rule
        assert removal.why
        ends.append(removal.end)
    for start, end in result.embedded:
        assert 0 <= start < end <= len(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_idempotent(text):
    cleaned = default_cleaner().clean(text).text
    again = default_cleaner().clean(cleaned)
    assert again.removals == ()
    assert again.text == cleaned


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_one_text_never_changes_another(text):
    fresh = Cleaner().clean(text)
    default_cleaner().clean("اقرأ أيضا:\n" + text)
    assert default_cleaner().clean(text) == fresh


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_keeping_every_category_removes_nothing(text):
    rules = load_rules()
    options = Options(keep=frozenset(rule.category for rule in rules), structure=False)
    assert Cleaner(rules, options).clean(text).text == text


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)
SHORT = st.text(alphabet="ab \n", max_size=40)


@given(
    st.lists(st.sampled_from(["", " ", "a", "b b", "c"]), max_size=12), st.sets(st.integers(0, 11))
)
def test_whole_lines_go_alone(lines, gone):
    """The lines that stay are those that were not named, each still on its own line."""
    text, at, spans = "\n".join(lines), 0, []
    for number, line in enumerate(lines):
        if number in gone:
            spans.append(Removal(at, at + len(line), "r", "w"))
        at += len(line) + 1
    left = replay(text, plan(text, spans))
    stays = [line for n, line in enumerate(lines) if line.strip() and n not in gone]
    assert [line for line in left.split("\n") if line.strip()] == stays


def test_paragraphs_stay_as_far_apart_as_they_were():
    text = "a\n\nx\n\nb\nx\nc"
    spans = [Removal(3, 4, "r", "w"), Removal(8, 9, "r", "w")]
    assert replay(text, plan(text, spans)) == "a\n\nb\nc"


@given(SHORT, SPANS, SPANS)
def test_two_rounds_are_one(text, first, then):
    one = plan(text, [Removal(min(s), max(s), "r", "w") for s in first])
    left = replay(text, one)
    two = plan(left, [Removal(min(s), max(s), "q", "v") for s in then])
    assert replay(text, compose(one, two)) == replay(left, two)

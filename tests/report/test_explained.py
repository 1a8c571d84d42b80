"""Explained articles: nothing of the text is lost or changed on its way to a person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.article import Removal
from cleaner.report.explained import explain
from cleaner.report.terminal import render_diff, render_explained, render_summary

TEXT = "عنوان الخبر\n\n[ad_1]\n\nقال المتحدث إن الجسر فُتح. اقرأ أيضاً: خبر آخر\nالنهاية."


def _removal(part: str, rule: str = "plugin.ad") -> Removal:
    start = TEXT.index(part)
    return Removal(start, start + len(part), rule, f"because of {rule}")


@st.composite
def _texts_with_removals(draw: st.DrawFn) -> tuple[str, tuple[Removal, ...]]:
    text = draw(st.text(alphabet="اب ت\nx.", max_size=60))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, tuple(Removal(start, end, "rule", "why") for start, end in pairs)


@given(_texts_with_removals())
def test_the_pieces_are_the_text(sample: tuple[str, tuple[Removal, ...]]) -> None:
    text, removals = sample
    lines = list(explain(text, removals))
    assert "\n".join("".join(p.text for p in line.pieces) for line in lines) == text
    kept = sum(len(p.text) for line in lines for p in line.pieces if not p.removed)
    cut = sum(len(text[r.start : r.end].replace("\n", "")) for r in removals)
    assert kept == len(text.replace("\n", "")) - cut


@given(_texts_with_removals())
def test_every_removal_begins_in_a_line(sample: tuple[str, tuple[Removal, ...]]) -> None:
    text, removals = sample
    begun = {r for line in explain(text, removals) for r in line.begins}
    assert begun == set(removals)


def test_states_of_lines() -> None:
    removals = (_removal("[ad_1]"), _removal("اقرأ أيضاً: خبر آخر", "ar.related"))
    states = [line.state for line in explain(TEXT, removals)]
    assert states == ["kept", "kept", "removed", "kept", "mixed", "kept"]


def test_a_rule_and_its_cause_stand_under_the_removed_text() -> None:
    shown = list(render_explained(TEXT, (_removal("[ad_1]"),)))
    at = next(i for i, line in enumerate(shown) if "[ad_1]" in line)
    assert "plugin.ad" in shown[at + 1]
    assert "because of plugin.ad" in shown[at + 1]


def test_a_diff_shows_changes_with_context_only() -> None:
    shown = "\n".join(render_diff("a.txt", TEXT, (_removal("[ad_1]"),), context=1))
    assert "a.txt" in shown
    assert "[ad_1]" in shown
    assert "النهاية" not in shown


def test_no_removal_no_diff() -> None:
    assert list(render_diff("a.txt", TEXT, ())) == []


def test_a_summary_counts_by_rule() -> None:
    (line,) = render_summary([_removal("[ad_1]"), _removal("[ad_1]")])
    assert "plugin.ad" in line
    assert "2 x" in line
    assert "12 characters" in line

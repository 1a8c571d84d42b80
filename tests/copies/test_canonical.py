"""Which copy is kept, by every policy, and what is said about it."""

from __future__ import annotations

import copies_newsroom as newsroom
import pytest

from cleaner.article import CopyLink
from cleaner.copies import CopyColumns, CopyOptions, find_copies, sketch
from cleaner.copies.canonical import moment
from cleaner.copies.relation import plain_url

TEXT = newsroom.text(120, 5)
TEXTS = [TEXT, f"{TEXT} {newsroom.text(20, 6)}", newsroom.edited(TEXT, 0.05, 1), TEXT]
COLUMNS = CopyColumns(
    ids=["b", "c", "d", "a"],
    published=["2031-01-02", "2031-01-03", "2031-01-02T00:00:00+03:00", "2031-01-05"],
    sources=[None, None, None, "وكالة الساحل"],
    removed=[0.2, 0.1, 0.0, 0.3],
)


def links(policy: str) -> list[CopyLink]:
    return find_copies(sketch(TEXTS), COLUMNS, CopyOptions(canonical=policy))


@pytest.mark.parametrize(
    ("policy", "kept", "why"),
    [
        ("credited", "a", "it credits its source, وكالة الساحل"),
        ("earliest", "d", "published first, 2031-01-02T00:00:00+03:00"),
        ("longest", "c", "the most complete, 140 words"),
        ("cleanest", "d", "the least noisy"),
    ],
)
def test_policies(policy: str, kept: str, why: str) -> None:
    found = links(policy)
    assert {link.canonical for link in found} == {kept}
    for link in found:
        assert link.id == kept or (link.why or "").endswith(f"; {kept} is kept: {why}")


def test_the_id_settles_what_is_equal() -> None:
    found = find_copies(sketch([TEXT] * 3), CopyColumns(["c", "b", "a"]))
    assert {link.canonical for link in found} == {"a"}
    assert found[0].why == "the same words; a is kept: first by id"


def test_the_policys_first_is_passed_over_where_it_is_no_copy_of_all() -> None:
    """The earliest is a copy of the middle text only; the middle one is a copy of both."""
    words = newsroom.words(150, 9)
    other = newsroom.words(150, 10)
    texts = [
        " ".join(words[:30] + other[30:90] + words[90:]),
        " ".join(words),
        " ".join(words[:90] + other[90:]),
    ]
    columns = CopyColumns(["a", "b", "c"], published=["2031-01-01", "2031-01-01", "2031-01-02"])
    found = find_copies(sketch(texts), columns, CopyOptions(canonical="earliest"))
    assert {link.canonical for link in found} == {"b"}


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2031-01-02", "2031-01-02T00:00:00"),
        ("2031-01-02T03:00:00+03:00", "2031-01-02T00:00:00"),
        ("2031-01-02 03:00:00Z", "2031-01-02T03:00:00"),
        ("yesterday", "9999"),
        (None, "9999"),
    ],
)
def test_moments_sort_in_time(published: str | None, expected: str) -> None:
    assert moment(published) == expected


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://www.one.example/a/?utm_source=x&utm_medium=y", "one.example/a"),
        ("http://m.one.example/a/amp", "one.example/a"),
        ("https://one.example/a?amp=1&id=3#comments", "one.example/a?id=3"),
        ("https://amp.one.example/a.amp", "one.example/a"),
        ("https://one.example/", "one.example"),
        ("https://one.example/a/index.html", "one.example/a"),
        ("https://one.example/champ", "one.example/champ"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_plain_urls(url: str, plain: str) -> None:
    assert plain_url(url) == plain

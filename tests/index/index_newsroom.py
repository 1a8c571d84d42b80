"""Invented articles of which some are copies of others, as an index meets them."""

from __future__ import annotations

import random
from collections.abc import Iterable

from cleaner import Article, CopyLink, Facts

_ROOTS = [
    "سفر",
    "كتب",
    "درس",
    "عمل",
    "نظر",
    "حمل",
    "قطع",
    "زرع",
    "بنى",
    "رسم",
    "صنع",
    "فتح",
    "جمع",
    "قسم",
    "رفع",
    "نقل",
    "حكم",
    "سجل",
]
_FORMS = ["{}", "ال{}", "ي{}", "ت{}", "{}ات", "{}ون", "م{}", "{}ها", "ب{}", "وال{}", "{}ين"]


def wording(count: int, seed: int) -> str:
    """Give invented words; two seeds share hardly any runs of them."""
    draw = random.Random(seed)
    return " ".join(
        draw.choice(_FORMS).format(draw.choice(_ROOTS) + draw.choice("ابتثجدرزسش"))
        for _ in range(count)
    )


def edited(text: str, rate: float, seed: int) -> str:
    """Replace a share of the words by others."""
    draw = random.Random(seed)
    return " ".join(
        wording(1, draw.randint(0, 9**9)) if draw.random() < rate else word for word in text.split()
    )


def news(seed: int = 3, stories: int = 12) -> list[Article]:
    """Give articles: edited, cut, exact and credited copies among them, and short notices."""
    articles = []
    for number in range(stories):
        text = wording(20 + 25 * number, seed * 1000 + number)
        words = text.split()
        ways = [text, edited(text, 0.12, number), " ".join(words[: len(words) * 2 // 3]), text]
        for way, made in enumerate(ways[: 1 + number % 4]):
            day = f"2025-03-{1 + number % 9 + way:02}"
            credit = "وكالة الساحل" if way == 2 and number % 8 == 3 else None
            articles.append(
                Article(
                    f"{number:02}-{way}",
                    made,
                    title=f"خبر {number}",
                    outlet=f"صحيفة {way}",
                    facts=Facts(published=day, source=credit),
                )
            )
    return articles


def notices(days: int = 8) -> list[Article]:
    """Give a formulaic notice that comes back day by day, and one copy of one of them."""
    formula = wording(90, 77).split()
    articles = []
    for day in range(1, days + 1):
        text = " ".join([*formula[:60], *wording(35, 900 + day).split(), *formula[60:]])
        facts = Facts(published=f"2025-04-{3 * day:02}")
        articles.append(Article(f"notice-{day}", text, outlet="المرصد", facts=facts))
    last = articles[-1]
    again = edited(last.text, 0.05, 5)
    return [*articles, Article("notice-again", again, outlet="الساحل", facts=last.facts)]


def verdicts(links: Iterable[CopyLink]) -> dict[str, tuple[object, ...]]:
    """Give all that a batch run says of articles, too: a group's name is the index's own."""
    return {
        link.id: (link.canonical, link.resemblance, link.containment, link.kind, link.why)
        for link in links
    }


def groups(links: Iterable[CopyLink]) -> set[frozenset[str]]:
    """Give the copy groups."""
    by: dict[str, set[str]] = {}
    for link in links:
        by.setdefault(link.cluster, set()).add(link.id)
    return {frozenset(members) for members in by.values() if len(members) > 1}

"""Invented articles in the shapes of news, and ways to copy them."""

from __future__ import annotations

import random

_ROOTS = (
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
)
_FORMS = ["{}", "ال{}", "ي{}", "ت{}", "{}ات", "{}ون", "م{}", "{}ها", "ب{}", "وال{}", "{}ين", "ل{}"]


def words(count: int, seed: int) -> list[str]:
    """Give invented words; two seeds share hardly any runs of them."""
    draw = random.Random(seed)
    return [
        draw.choice(_FORMS).format(
            draw.choice(_ROOTS) + draw.choice("ابتثجدرزسش") * draw.randint(0, 1)
        )
        for _ in range(count)
    ]


def text(count: int, seed: int) -> str:
    return " ".join(words(count, seed))


def edited(original: str, rate: float, seed: int) -> str:
    """Replace a share of the words by others."""
    draw = random.Random(seed)
    return " ".join(
        f"بديل{draw.randint(0, 9**6)}".translate(str.maketrans("0123456789", "ابتثجحخدذر"))
        if draw.random() < rate
        else word
        for word in original.split()
    )

"""Invented articles in the shapes of news, and ways to copy them."""

from __future__ import annotations

import random

from cleaner.article import Article, Facts

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


_WEATHER = (
    "توقعت هيئة الأرصاد في تقريرها عن حالة الطقس لهذا اليوم أن تكون السماء {sky} على {north} مع "
    "رياح {wind} تحد من الرؤية الأفقية على {south} ويكون الطقس {heat} نهارا على المناطق الداخلية "
    "وتكون حركة الرياح السطحية على البحر {sea} بسرعة متوسطة وارتفاع الموج مترا وحالة البحر {wave}"
)


def weather(day: int, outlet: str) -> Article:
    """Write an outlet's report of a day by the formula of all days."""
    names = ("sky", "north", "wind", "south", "heat", "sea", "wave")
    fillers = [text(2, 10 * day + place) for place in range(len(names))]
    told = _WEATHER.format(**dict(zip(names, fillers, strict=True)))
    facts = Facts(published=f"2031-03-{day + 1:02}")
    return Article(f"{outlet}{day:02}", told, title="حالة الطقس", outlet=outlet, facts=facts)
